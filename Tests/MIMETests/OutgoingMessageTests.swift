import MIME
import Testing

@Suite struct OutgoingMessageTests {
  private static let seed = Array("seed".utf8)

  private func basic() -> OutgoingMessage {
    OutgoingMessage(
      from: [MailAddress(displayName: "Ada", address: "ada@a.example")], to: [MailAddress(address: "bo@b.example")],
      subject: "Hello", text: "Hi\n", messageID: "<1@a.example>", date: 1_795_518_761_000_000)
  }

  private func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n").split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  @Test func writesAPlainMessage() throws {
    #expect(
      String(decoding: try basic().encoded(boundarySeed: Self.seed), as: UTF8.self)
        == """
        Date: Tue, 24 Nov 2026 11:12:41 +0000\r
        From: Ada <ada@a.example>\r
        To: bo@b.example\r
        Message-ID: <1@a.example>\r
        Subject: Hello\r
        MIME-Version: 1.0\r
        Content-Type: text/plain; charset=us-ascii\r
        Content-Transfer-Encoding: 7bit\r
        \r
        Hi\r

        """)
  }

  @Test func bccIsInTheEnvelopeOnly() throws {
    var mail = basic()
    mail.cc = [MailAddress(address: "bo@b.example"), MailAddress(address: "carl@c.example")]
    mail.bcc = [MailAddress(displayName: "Secret", address: "hidden@h.example")]
    #expect(mail.envelopeRecipients == ["bo@b.example", "carl@c.example", "hidden@h.example"])
    let text = String(decoding: try mail.encoded(boundarySeed: Self.seed), as: UTF8.self)
    #expect(!text.contains("hidden") && !text.contains("Secret") && !text.lowercased().contains("bcc"))
  }

  @Test func sameValuesGiveTheSameBytes() throws {
    var mail = basic()
    mail.html = "<p>Hi</p>"
    #expect(try mail.encoded(boundarySeed: Self.seed) == mail.encoded(boundarySeed: Self.seed))
    #expect(try mail.encoded(boundarySeed: Self.seed) != mail.encoded(boundarySeed: Array("other".utf8)))
  }

  @Test func alternativesInlinePartsAndAttachmentsNest() throws {
    var mail = basic()
    mail.html = "<img src=\"cid:i@a\">"
    mail.attachments = [
      Attachment(fileName: "i.gif", mediaType: "image/gif", contentID: "i@a", isInline: true, content: [1, 2]),
      Attachment(fileName: "見積書.pdf", mediaType: "application/pdf", content: Array(0...255)),
    ]
    let bytes = try mail.encoded(boundarySeed: Self.seed)
    let types = lines(bytes).filter { $0.hasPrefix("Content-Type: ") }.map { $0.prefix { $0 != ";" } }
    #expect(
      types == [
        "Content-Type: multipart/mixed", "Content-Type: multipart/alternative", "Content-Type: text/plain",
        "Content-Type: multipart/related", "Content-Type: text/html", "Content-Type: image/gif",
        "Content-Type: application/pdf",
      ])
    let read = try MIMEParser.parse(bytes)
    #expect(read.text == "Hi\n" && read.html == mail.html)
    #expect(read.attachments == mail.attachments)
    #expect(read.defects == [])
  }

  // MARK: Injection

  @Test(arguments: ["\r\n", "\n", "\r", "\r\n\r\n", "\u{0}", "\u{B}", "\u{85}", "\u{2028}"])
  func noValueEndsALine(_ ending: String) throws {
    let poison = "x\(ending)Bcc: eve@e.example"
    var mail = basic()
    mail.subject = poison
    mail.from[0].displayName = poison
    mail.to[0].displayName = poison
    mail.attachments = [Attachment(fileName: poison + ".txt", mediaType: "text/x", content: [])]
    let bytes = try mail.encoded(boundarySeed: Self.seed)
    #expect(!lines(bytes).contains { $0.hasPrefix("Bcc") })
    let read = try MIMEParser.parse(bytes)
    #expect(read.bcc == [] && read.to.count == 1)
    // Not hidden in an encoded word either.
    for text in [read.subject, read.from[0].displayName, read.to[0].displayName] {
      #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control || $0.value == 0x2028 })
    }

    let refusals: [(inout OutgoingMessage) -> Void] = [
      { $0.from[0].address = "a\(ending)@a.example" }, { $0.to[0].address = "\"a\(ending)b\"@a.example" },
      { $0.cc = [MailAddress(address: "a@a.example\(ending)")] }, { $0.messageID = "<a\(ending)@a.example>" },
      { $0.inReplyTo = ["<a\(ending)@a.example>"] }, { $0.references = ["<a@a.example>\(ending)"] },
      { $0.extraHeaders = [HeaderField(name: "X\(ending)Y", rawValue: "")] },
      { $0.attachments[0].mediaType = "text/\(ending)x" },
    ]
    for refuse in refusals {
      var changed = mail
      refuse(&changed)
      #expect(throws: MIMEError.self) { try changed.encoded(boundarySeed: Self.seed) }
    }
    if ending.unicodeScalars.allSatisfy({ $0.value < 0xA0 }) {
      mail.extraHeaders = [HeaderField(name: "X-Value", rawValue: poison)]
      #expect(throws: MIMEError(.controlCharacter, field: "X-Value")) { try mail.encoded(boundarySeed: Self.seed) }
    }
  }

  @Test(arguments: [
    "", "a", "@a.example", "a@", "a@b>,<c@d", "a@b, c@d", "a b@c.example", "a@b c", "<a@b>", "a@b (c)", "\"a@b", "a@b;",
    "A <a@b>", "a:b@c", "a(b)@c",
    "a)@b", "a@b)", "a@b[", "a@b..c", "a@.b", "a@[x", "a@[x]y", "a@[x(y]", "a@[x\"y]",
    "a@[x,y]", "a@[x>y]", "\"a\"b\"@c", "\"a\\\"@c", "a\"b@c", "a@b@c", "a\\b@c",
  ])
  func refusesWhatIsNoAddress(_ address: String) {
    var mail = basic()
    mail.to = [MailAddress(address: address)]
    #expect(throws: MIMEError(.invalidValue, field: "To")) { try mail.encoded(boundarySeed: Self.seed) }
  }

  @Test(arguments: [
    "Subject", "from", "Bcc", "Content-Type", "content-x", "MIME-Version", "Message-Id", "", "a b", "ä", "a:",
  ])
  func refusesFieldsThatAreNotTheCallers(_ name: String) {
    var mail = basic()
    mail.extraHeaders = [HeaderField(name: name, rawValue: "x")]
    #expect(throws: MIMEError.self) { try mail.encoded(boundarySeed: Self.seed) }
  }

  @Test func severalAuthorsNeedASender() throws {
    var mail = basic()
    mail.from.append(MailAddress(address: "b@b.example"))
    #expect(throws: MIMEError(.invalidValue, field: "Sender")) { try mail.encoded(boundarySeed: Self.seed) }
    mail.sender = MailAddress(address: "b@b.example")
    #expect(try MIMEParser.parse(mail.encoded(boundarySeed: Self.seed)).sender.count == 1)
    mail.from = []
    #expect(throws: MIMEError(.invalidValue, field: "From")) { try mail.encoded(boundarySeed: Self.seed) }
  }

  @Test func addressesBeyondASCIINeedTheCallersLeave() throws {
    var mail = basic()
    #expect(!mail.needsUTF8Headers)
    mail.to = [MailAddress(displayName: "用户", address: "用户@例子.example")]
    #expect(mail.needsUTF8Headers)
    #expect(throws: MIMEError(.needsUTF8Headers, field: "To")) { try mail.encoded(boundarySeed: Self.seed) }
    let read = try MIMEParser.parse(mail.encoded(boundarySeed: Self.seed, allowUTF8Headers: true))
    #expect(read.to == mail.to)
  }

  @Test func partsThatHoldTheBoundaryGetAnother() throws {
    var mail = basic()
    mail.attachments = [
      Attachment(fileName: nil, mediaType: "message/rfc822", content: Array("From: a@a\r\n\r\nx".utf8))
    ]
    let first = lines(try mail.encoded(boundarySeed: Self.seed))
    let boundary = try #require(first.first { $0.hasPrefix("--=_") })
    let hostile = Array("From: a@a.example\r\n\r\n\(boundary)\r\n\r\nforged".utf8)
    mail.attachments = [Attachment(fileName: nil, mediaType: "message/rfc822", content: hostile)]
    let read = try MIMEParser.parse(mail.encoded(boundarySeed: Self.seed))
    #expect(read.attachments.map(\.content) == [hostile])
  }

  @Test func messagesThatCannotTravelPlainBecomeFiles() throws {
    var mail = basic()
    mail.attachments = [Attachment(fileName: "m.eml", mediaType: "message/rfc822", content: Array("A: ü\r\n\r\n".utf8))]
    let read = try MIMEParser.parse(mail.encoded(boundarySeed: Self.seed))
    #expect(read.attachments.map(\.mediaType) == ["application/octet-stream"])
    #expect(read.attachments.map(\.content) == mail.attachments.map(\.content))
  }

  // MARK: Properties

  private static let alphabets: [[Character]] = [
    Array("abc DEF 0123"), Array("äöü ß€é a"), Array("見積書を送付 ①髙"), Array("🎉👩‍👩‍👧‍👦 e\u{301}x"),
    Array("\"\\()<>@,;:.[]=?_ %'*#"), Array("From .\t=3D a"),
  ]

  private func text(_ generator: inout SeededGenerator, _ length: Int) -> String {
    let alphabet = Self.alphabets.randomElement(using: &generator) ?? []
    return String(
      (0..<Int.random(in: 0...length, using: &generator)).compactMap { _ in alphabet.randomElement(using: &generator) })
  }

  private func trimmed(_ text: String) -> String {
    String(
      text.split(separator: " ", omittingEmptySubsequences: false).drop { $0.isEmpty }.reversed().drop { $0.isEmpty }
        .reversed().joined(separator: " "))
  }

  private func line(_ text: String) -> String { text.replacing("\t", with: " ") }

  private func address(_ generator: inout SeededGenerator) -> MailAddress {
    let locals = [
      "a", "a.b", "x+y", "\"a b\"", "\"a\\\"b\"", "\"a@b,c;<>\"", String(repeating: "l", count: 64), "o'neil",
    ]
    let domains = ["a.example", "xn--fsqu00a.example", "[192.0.2.1]", "[IPv6:::1]"]
    return MailAddress(
      displayName: trimmed(line(text(&generator, 90))),
      address: (locals.randomElement(using: &generator) ?? "") + "@" + (domains.randomElement(using: &generator) ?? ""))
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>) func whatIsWrittenReadsBack(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<150 {
      var mail = OutgoingMessage(
        from: [address(&generator)],
        to: (0..<Int.random(in: 0...20, using: &generator)).map { _ in address(&generator) },
        subject: line(text(&generator, 300)), messageID: "<\(generator.next())@a.example>",
        date: Int64.random(in: 0...4_000_000_000, using: &generator) * 1_000_000)
      mail.cc = (0..<Int.random(in: 0...3, using: &generator)).map { _ in address(&generator) }
      mail.replyTo = (0..<Int.random(in: 0...1, using: &generator)).map { _ in address(&generator) }
      mail.references = (0..<Int.random(in: 0...30, using: &generator)).map { "<\($0).\(generator.next())@b.example>" }
      mail.inReplyTo = Array(mail.references.suffix(1))
      mail.extraHeaders = [HeaderField(name: "X-Extra", rawValue: line(text(&generator, 200)))]
      if Bool.random(using: &generator) {
        mail.text = (0..<9).map { _ in text(&generator, 200) }.joined(separator: "\n")
      }
      if Bool.random(using: &generator) { mail.html = "<p>" + text(&generator, 2_000) + "</p>\n" }
      for index in 0..<Int.random(in: 0...3, using: &generator) {
        let content = (0..<Int.random(in: 0...500, using: &generator)).map { _ in
          UInt8.random(in: 0...255, using: &generator)
        }
        let isInline = Bool.random(using: &generator)
        mail.attachments.append(
          Attachment(
            fileName: "n" + text(&generator, 120).filter { !"/\\\t".contains($0) }.prefix(9) + "x.bin",
            mediaType: "application/x-test", contentID: isInline ? "c\(index)@a" : nil, isInline: isInline,
            content: content))
      }
      let bytes = try mail.encoded(boundarySeed: Self.seed)
      try checkForm(bytes)
      let read = try MIMEParser.parse(bytes)
      #expect(read.subject == trimmed(mail.subject) || read.subject == mail.subject)
      #expect(read.from == mail.from && read.to == mail.to && read.cc == mail.cc && read.replyTo == mail.replyTo)
      #expect(
        read.messageID == mail.messageID && read.references == mail.references && read.inReplyTo == mail.inReplyTo)
      #expect(read.date == mail.date)
      #expect(read.header("X-Extra").map(trimmed) == trimmed(mail.extraHeaders[0].rawValue))
      // A message ends with a line end, so a body that is the whole message may get one.
      let expected = mail.text ?? (mail.html == nil && mail.attachments.isEmpty ? "" : nil)
      #expect(read.text == expected || read.text == expected.map { $0 + "\n" })
      #expect(read.html == mail.html)
      #expect(Set(read.attachments.map(\.sha256)) == Set(mail.attachments.map(\.sha256)))
      #expect(Set(read.attachments.map(\.fileName)) == Set(mail.attachments.map(\.fileName)))
      #expect(Set(read.attachments.map(\.contentID)) == Set(mail.attachments.map(\.contentID)))
      #expect(read.defects == [])
    }
  }

  /// 7-bit, CRLF only, short lines.
  private func checkForm(_ bytes: [UInt8]) throws {
    #expect(bytes.allSatisfy { $0 < 0x80 && $0 != 0 })
    var column = 0
    var longest = 0
    var previous: UInt8 = 0
    var isClean = bytes.suffix(2) == [0x0D, 0x0A]
    for byte in bytes {
      if (byte == 0x0A) != (previous == 0x0D) { isClean = false }
      column = byte == 0x0A ? 0 : column + 1
      longest = max(longest, column - (byte == 0x0D ? 1 : 0))
      previous = byte
    }
    #expect(isClean)
    // Only a long address or identifier, which nothing can fold, passes 78.
    #expect(longest <= 100)
  }
}
