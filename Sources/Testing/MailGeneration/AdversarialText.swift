/// Text in a shape that invites a parser to look at the same octets again and again: of twice the size it must take
/// about twice the time. REL S28
package struct AdversarialText: Sendable {
  /// What reads it.
  package enum Reader: Sendable {
    case message, html
  }

  package let name: String
  package let reader: Reader
  private let before: String
  private let unit: @Sendable (Int) -> String
  private let middle: String
  private let closing: @Sendable (Int) -> String
  private let after: String

  private init(
    _ name: String, _ reader: Reader = .message, before: String = "From: a@a.example\r\n",
    _ unit: @autoclosure @escaping @Sendable () -> String, middle: String = "",
    closing: @autoclosure @escaping @Sendable () -> String = "", after: String = "\r\n\r\nbody\r\n"
  ) {
    self.init(name, reader, before: before, numbered: { _ in unit() }, middle: middle, after: after) { _ in closing() }
  }

  private init(
    _ name: String, _ reader: Reader = .message, before: String = "From: a@a.example\r\n",
    numbered unit: @escaping @Sendable (Int) -> String, middle: String = "", after: String = "\r\n\r\nbody\r\n",
    closing: @escaping @Sendable (Int) -> String = { _ in "" }
  ) {
    self.name = name
    self.reader = reader
    self.before = before
    self.unit = unit
    self.middle = middle
    self.closing = closing
    self.after = after
  }

  /// About `size` octets of it.
  package func bytes(_ size: Int) -> [UInt8] {
    var result = Array(before.utf8)
    let end = result.count + size
    var count = 0
    while result.count < end {
      result.append(contentsOf: unit(count).utf8)
      count += 1
    }
    result.append(contentsOf: middle.utf8)
    for number in 0..<count { result.append(contentsOf: closing(number).utf8) }
    result.append(contentsOf: after.utf8)
    return result
  }

  // MARK: The shapes

  package static let all: [AdversarialText] = addresses + values + parameters + structure + bodies + pages

  private static let addresses = [
    AdversarialText("nested comments", before: "From: ", "(", middle: "a@a.example", closing: ")"),
    AdversarialText("open comments", before: "From: a@a.example ", "((\\"),
    AdversarialText("closed comments", before: "From: <", "(a)"),
    AdversarialText("groups", before: "From: ", "g:", middle: "a@a.example", closing: ";"),
    AdversarialText("open quotes", before: "From: a@a.example, ", "\"\\"),
    AdversarialText("open angles", before: "From: ", "<\""),
    AdversarialText("blanks in an angle", before: "From: <", "a a "),
    AdversarialText("colons in an angle", before: "From: <@a,[", ":"),
    AdversarialText("commas in a route", before: "From: <@", "a,"),
    AdversarialText("open literals", before: "From: a@", "["),
    AdversarialText("many mailboxes", before: "From: ", "Ada L <a@b.example>, "),
    AdversarialText("many words", before: "From: ", "a . "),
    AdversarialText("words without end in addresses", before: "From: ", "=?a?q? =?a?q?,"),
    AdversarialText("many fields of mailboxes", numbered: { _ in "To: b@b.example\r\n" }, after: "\r\nbody"),
  ]

  private static let values = [
    AdversarialText("open encoded words", before: "Subject: ", "=?"),
    AdversarialText("encoded words without end", before: "Subject: ", "=?a?q?"),
    AdversarialText("encoded words", before: "Subject: ", "=?utf-8?q?=C3=A4?= "),
    AdversarialText("encoded words that change", before: "Subject: ", "=?gb2312?b?xOM=?= =?iso-2022-jp?q?=1B$B?= x"),
    AdversarialText("broken UTF-8", before: "Subject: ", "=?utf-8?q?=F0=9F?=a"),
    AdversarialText("references", before: "References: ", "<a@b> <"),
    AdversarialText("identifier with blanks", before: "Message-ID: ", "<a "),
    AdversarialText("date of comments", before: "Date: ", "(\\"),
    AdversarialText("date of words", before: "Date: ", "1-1:"),
    AdversarialText("time received", before: "Received: ", ";1 "),
    AdversarialText("continuation lines", before: "Subject: x\r\n", " x\r\n", after: "\r\nbody"),
    AdversarialText("blank continuation lines", before: "Subject: x\r\n", " \r\n", after: "\r\nbody"),
    AdversarialText("many fields", numbered: { "X-\($0): y\r\n" }, after: "\r\nbody"),
    AdversarialText("bytes that are no text", before: "X-Raw: ", "\u{1}\u{0}\u{10FF80}"),
  ]

  private static let attachment = "From: a@a.example\r\nContent-Type: image/png"
  private static let file = "From: a@a.example\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename="
  private static let parameters = [
    AdversarialText("parameter pieces", before: attachment, numbered: { ";\r\n name*\($0)*=utf-8''%41" }),
    AdversarialText("pieces in reverse", before: attachment, numbered: { ";\r\n name*\(9_999 - $0 % 10_000)=a" }),
    AdversarialText("pieces of one number", before: attachment, "; name*1=a"),
    AdversarialText("different parameters", before: attachment, numbered: { "; p\($0)=v" }),
    AdversarialText("blanks in a value", before: attachment + "; name=a", " ", middle: "b"),
    AdversarialText("words in a value", before: attachment + "; name=a", " b"),
    AdversarialText("open values", before: attachment, "; a=\"\\"),
    AdversarialText("comments in a type", before: "Content-Type: ", "(a)(", after: "\r\nFrom: a@a.example\r\n\r\nx"),
    AdversarialText("leading blanks of a name", before: file + "\"", "  ", middle: "x\""),
    AdversarialText("directories in a name", before: file + "\"", "a/"),
    AdversarialText("flags in a name", before: file + "\"", "\u{1F1E6}", after: ".txt\"\r\n\r\nx"),
    AdversarialText("marks in a name", before: file + "\"e", "\u{301}", after: ".txt\"\r\n\r\nx"),
  ]

  private static let mixed = "From: a@a.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
  private static let structure = [
    AdversarialText("parts", before: mixed, "--b\r\nA: b\r\n\r\nx\r\n"),
    AdversarialText("empty parts", before: mixed, "--b\r\n"),
    AdversarialText("closed parts", before: mixed, "--b\r\n\r\n--b--\r\n"),
    AdversarialText("almost delimiters", before: mixed + "--b\r\n\r\n", "--bb\r\n"),
    AdversarialText("dashes", before: mixed, "--"),
    AdversarialText("blanks behind a delimiter", before: mixed + "--b", " ", after: "x"),
    AdversarialText(
      "nested parts", before: mixed,
      numbered: { "--b\($0 == 0 ? "" : String($0))\r\nContent-Type: multipart/mixed; boundary=b\($0 + 1)\r\n\r\n" }),
    AdversarialText(
      "lines under a hundred boundaries",
      before: mixed
        + (0..<99).map { level in
          let outer = String(repeating: "b", count: level + 1)
          return "--\(outer)\r\nContent-Type: multipart/mixed; boundary=\(outer)b\r\n\r\n"
        }.joined(), "--\(String(repeating: "b", count: 90))\u{7F}\r\n"),
    AdversarialText(
      "attached messages", before: "From: a@a.example\r\n", "Content-Type: message/rfc822\r\n\r\n"),
    AdversarialText(
      "recipients of a report",
      before: "From: a@a.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        + "--b\r\nContent-Type: message/delivery-status\r\n\r\n", "Final-Recipient: rfc822; a@b\r\nStatus: 5\r\n\r\n"),
    AdversarialText(
      "fields of a report",
      before: "From: a@a.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        + "--b\r\nContent-Type: message/delivery-status\r\n\r\n", "Action: failed\r\n"),
    AdversarialText(
      "lines of a calendar", before: "From: a@a.example\r\nContent-Type: text/calendar\r\n\r\n", "metho\r\n"),
  ]

  private static func encoded(_ encoding: String, _ type: String = "text/plain; charset=utf-8") -> String {
    "From: a@a.example\r\nContent-Type: \(type)\r\nContent-Transfer-Encoding: \(encoding)\r\n\r\n"
  }

  private static let bodies = [
    AdversarialText("equals signs", before: encoded("quoted-printable"), "="),
    AdversarialText("soft line breaks", before: encoded("quoted-printable"), "=\r\n"),
    AdversarialText("blanks before soft line breaks", before: encoded("quoted-printable"), "= "),
    AdversarialText("escapes", before: encoded("quoted-printable"), "=C3=A4"),
    AdversarialText("blank lines", before: encoded("7bit"), " \r\n"),
    AdversarialText("blanks", before: encoded("7bit"), " ", after: ""),
    AdversarialText("bare returns", before: encoded("7bit"), "\r", after: "\n"),
    AdversarialText("nulls", before: encoded("7bit"), "\u{0}", after: "x"),
    AdversarialText("padding", before: encoded("base64"), "="),
    AdversarialText("padded lines", before: encoded("base64"), "QQ==\r\n"),
    AdversarialText("padding and blanks", before: encoded("base64") + "QQ==", " ", after: "\r\n!"),
    AdversarialText("base64 among others", before: encoded("base64"), "Q!\u{7F}"),
    AdversarialText("beginnings of uuencode", before: encoded("x-uuencode"), "begin 644 x\r\n"),
    AdversarialText("lines of uuencode", before: encoded("x-uuencode") + "begin 644 x\r\n", "#0V%T\r\n"),
    AdversarialText(
      "escapes of ISO-2022-JP", before: encoded("7bit", "text/plain; charset=iso-2022-jp"), "\u{1B}$B\u{1B}(B"),
    AdversarialText("escapes without label", before: encoded("7bit", "text/plain"), "\u{1B}$B!"),
    AdversarialText("UTF-7", before: encoded("7bit", "text/plain; charset=utf-7"), "+A"),
    AdversarialText("half characters", before: encoded("8bit", "text/plain; charset=gb18030"), "\u{81}"),
    AdversarialText("broken UTF-16", before: encoded("8bit", "text/plain; charset=utf-16be"), "\u{618}\u{18}"),
  ]

  private static let pages = ["<", "<a ", "&", "&#", "<!--", "<script>", "</script", "<pre>", "<br>\n", "<p>a</p>"].map
  {
    AdversarialText("page of \($0)", .html, before: "", $0, after: "")
  }
}
