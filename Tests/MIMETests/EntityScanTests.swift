import MIME
import Testing

/// The limits of a message, each at n - 1, n and n + 1, and structures made to exhaust.
@Suite struct EntityScanTests {
  @Test(arguments: [-1, 0, 1]) func fieldBytes(_ delta: Int) throws {
    let limit = Limits.standard.fieldBytes
    let value = String(repeating: "x", count: limit + delta)
    let read = try parsed("Subject: \(value)")
    #expect(read.subject.utf8.count == min(limit, limit + delta))
    #expect(read.defects == (delta > 0 ? [.fieldTruncated(name: "Subject", bytes: limit + delta)] : []))
  }

  @Test(arguments: [-1, 0, 1]) func fieldBytesCountUnfolded(_ delta: Int) throws {
    let limits = Limits(fieldBytes: 20)
    let bytes = message("From: a@a.example\nSubject: 0123456789\n 12345678\(String(repeating: "9", count: 1 + delta))")
    let read = try MIMEParser.parse(bytes, limits: limits)
    #expect(read.defects.count == (delta > 0 ? 1 : 0))
  }

  @Test(arguments: [-1, 0, 1]) func fields(_ delta: Int) throws {
    let limit = Limits.standard.fields
    let lines = (1..<(limit + delta)).map { "X-\($0): y" }.joined(separator: "\n")
    let read = try parsed(lines, "body")
    #expect(read.headers.count == min(limit, limit + delta))
    #expect(read.text == "body")
    #expect(read.defects == (delta > 0 ? [.tooManyFields(dropped: 1)] : []))
  }

  @Test func aPartWithTooManyFieldsIsOpaque() throws {
    let fields = String(repeating: "X: y\n", count: 11)
    let read = try MIMEParser.parse(
      message(
        "From: a@a.example\nContent-Type: multipart/mixed; boundary=b",
        "--b\n\nbody\n--b\n\(fields)Content-Type: text/html\n\nhtml\n--b--\n"), limits: Limits(fields: 10))
    #expect(read.text == "body")
    #expect(read.html == nil)
    #expect(read.attachments.map(\.mediaType) == ["application/octet-stream"])
    #expect(read.attachments.first.map { String(decoding: $0.content, as: UTF8.self).hasPrefix("X: y\r\n") } == true)
  }

  private func nested(_ depth: Int) -> [UInt8] {
    var body = ""
    for level in 1..<max(depth, 1) {
      body += "--b\(level)\nContent-Type: multipart/mixed; boundary=b\(level + 1)\n\n"
    }
    body += "--b\(depth)\n\nbody\n"
    for level in stride(from: depth, through: 1, by: -1) { body += "--b\(level)--\n" }
    return message("From: a@a.example\nContent-Type: multipart/mixed; boundary=b1", body)
  }

  @Test(arguments: [-1, 0, 1]) func depth(_ delta: Int) throws {
    let limit = Limits.standard.depth
    let read = try MIMEParser.parse(nested(limit + delta))
    if delta <= 0 {
      #expect(read.text == "body")
      #expect(read.defects == [])
    } else {
      #expect(read.text == nil)
      #expect(read.attachments.map(\.mediaType) == ["application/octet-stream"])
      #expect(read.defects == [.nestingTooDeep(depth: limit + 1)])
    }
  }

  @Test func depthOfManyThousandsIsCut() throws {
    let read = try MIMEParser.parse(nested(20_000))
    #expect(read.attachments.count == 1)
  }

  @Test(arguments: [-1, 0, 1]) func parts(_ delta: Int) throws {
    // The message itself is the first entity.
    let limit = Limits.standard.parts
    let count = limit - 1 + delta
    let body = String(repeating: "--b\nA: b\n\nx\n", count: count) + "--b--\n"
    let read = try MIMEParser.parse(message("From: a@a.example\nContent-Type: multipart/mixed; boundary=b", body))
    let isCut = read.defects.contains { if case .tooManyParts = $0 { true } else { false } }
    #expect(isCut == (delta > 0))
    #expect(read.attachments.count == count - 1)
    if delta > 0 {
      #expect(read.attachments.last.map { String(decoding: $0.content, as: UTF8.self).hasSuffix("--b--\r\n") } == true)
    }
  }

  @Test(arguments: [-1, 0, 1]) func messageBytes(_ delta: Int) {
    let bytes = message("From: a@a.example", "x")
    let limits = Limits(messageBytes: bytes.count - delta)
    do throws(MIMEError) {
      _ = try MIMEParser.parse(bytes, limits: limits)
      #expect(delta <= 0)
    } catch {
      #expect(delta > 0 && error.kind == .messageTooLarge)
    }
  }

  @Test(arguments: ["", "\r\n\r\n", " \t", "\u{0}\u{0}"]) func nothingIsRefusedAsEmpty(_ text: String) {
    #expect(throws: MIMEError(.empty)) { try MIMEParser.parse(Array(text.utf8)) }
  }

  @Test(arguments: ["\r\nbody", "just text", ": no name\r\n", "<html>"]) func noHeaderIsRefused(_ text: String) {
    #expect(throws: MIMEError(.noHeader)) { try MIMEParser.parse(Array(text.utf8)) }
  }

  /// Each takes seconds at most when linear, and hours when not.
  @Test(arguments: [
    "--b\r\n", "--b--\r\n", "--bb\r\n", "--", "\r\n", "X: y\r\n", ":", " \r\n", "\u{0}",
    "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n",
  ])
  func survivesRepetition(_ unit: String) throws {
    let body = String(repeating: unit, count: 2_000_000 / unit.utf8.count)
    _ = try MIMEParser.parse(message("From: a@a.example\nContent-Type: multipart/mixed; boundary=b") + Array(body.utf8))
    _ = try MIMEParser.parse(Array(("From: a@a.example\r\n" + body).utf8))
  }

  @Test func hostileParametersTakeNoQuadraticTime() throws {
    for unit in [
      "; name*0=a", ";", "; a=\"", "(", "; name*0*=utf-8''%", "; =", "=?utf-8?q?", " ", "; a=b ", " a=", "*0=", "'",
    ] {
      let value = String(repeating: unit, count: 64_000 / unit.utf8.count)
      _ = try parsed("Content-Type: text\(value)/plain\(value)\nContent-Disposition: attachment\(value)", "x")
    }
  }

  @Test func boundariesThatArePrefixesOfOthersStayApart() throws {
    let read = try parsed(
      "Content-Type: multipart/mixed; boundary=b",
      "--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\nplain\n--bb\nContent-Type: text/html\n\n<p>\n--bb--\n"
        + "--b\nContent-Type: application/x\n\n--bbb is data\n--b--\n")
    #expect(read.text == "plain")
    #expect(read.html == "<p>")
    #expect(read.attachments.map { String(decoding: $0.content, as: UTF8.self) } == ["--bbb is data"])
  }

  @Test func anAttachedMessageIsOneAttachment() throws {
    let inner = "From: b@b.example\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\ninner\n--i--\n"
    let read = try parsed(
      "Content-Type: multipart/mixed; boundary=o",
      "--o\n\nouter\n--o\nContent-Type: message/rfc822\n\n\(inner)\n--o--\n")
    #expect(read.text == "outer")
    #expect(read.attachments.map(\.mediaType) == ["message/rfc822"])
    let again = try MIMEParser.parse(try #require(read.attachments.first).content)
    #expect(again.text == "inner")
  }

  @Test func contentOfAMultipartWithoutPartsIsShown() throws {
    let read = try parsed("Content-Type: multipart/mixed; boundary=b", "not lost")
    #expect(read.text == "not lost")
    #expect(read.defects == [.multipartWithoutParts])
  }
}
