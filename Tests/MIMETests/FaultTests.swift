import Foundation
import MIME
import Testing

/// What reading a message does about the faults F112 to F118, F122 and F123 of REL 3.I. The numbers in the names are theirs.
@Suite struct FaultTests {
  private func mixed(_ body: String, boundary: String = "b") throws -> ParsedMessage {
    try parsed("Content-Type: multipart/mixed; boundary=\"\(boundary)\"", body)
  }

  // MARK: F112, structure

  @Test func f112NestingOfTenThousandIsCutAndKept() throws {
    let depth = 10_000
    let opening = (0..<depth).map { "--b\($0)\nContent-Type: multipart/mixed; boundary=b\($0 + 1)\n\n" }.joined()
    let read = try mixed(opening + "--b\(depth)\n\ndeepest\n", boundary: "b0")
    #expect(read.defects.contains(.nestingTooDeep(depth: Limits.standard.depth + 1)))
    let kept = try #require(read.attachments.first)
    #expect(kept.mediaType == "application/octet-stream")
    #expect(String(decoding: kept.content, as: UTF8.self).contains("deepest"))
  }

  @Test func f112AttachedMessagesWithinEachOtherAreNotFollowed() throws {
    let read = try parsed(
      String(repeating: "Content-Type: message/rfc822\n\nFrom: b@b.example\n", count: 10_000), "innermost")
    #expect(read.attachments.map(\.mediaType) == ["message/rfc822"])
    #expect(read.attachments.first.map { String(decoding: $0.content, as: UTF8.self).hasSuffix("innermost") } == true)
  }

  @Test func f112ABoundaryThatBeginsAnotherEndsOnlyItsOwn() throws {
    let read = try mixed(
      "--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\ntext\n--bb\nContent-Type: text/html\n\n<p>\n--bb--\n"
        + "--b\nContent-Type: application/x\n\n--bbb\n--b\u{1}\n--b--\n")
    #expect(read.text == "text")
    #expect(read.html == "<p>")
    #expect(read.attachments.map { String(decoding: $0.content, as: UTF8.self) } == ["--bbb\r\n--b\u{1}"])
  }

  @Test func f112WithoutClosingBoundaryTheLastPartGoesToTheEnd() throws {
    let read = try mixed("--b\n\nfirst\n--b\nContent-Type: application/x\n\nthe rest")
    #expect(read.text == "first")
    #expect(read.attachments.map { String(decoding: $0.content, as: UTF8.self) } == ["the rest"])
    #expect(read.defects == [.missingCloseDelimiter])
  }

  @Test func f112AnEmptyBoundaryDelimitsNothing() throws {
    let read = try mixed("--\n\nshown\n----\n", boundary: "")
    #expect(read.text?.contains("shown") == true)
    #expect(read.defects.contains(.multipartWithoutBoundary))
  }

  @Test func f112AMillionPartsAreTenThousandAndTheRestInOne() throws {
    let unit = "--b\n\nx\n"
    let read = try mixed(String(repeating: unit, count: 1_000_000))
    // The message is an entity, and the first part is the body.
    #expect(read.attachments.count == Limits.standard.parts - 1)
    #expect(read.attachments.last.map { $0.size > 8_000_000 } == true)
    #expect(read.defects.contains { if case .tooManyParts = $0 { true } else { false } })
  }

  // MARK: F113, size

  @Test func f113AHeaderOfTenMegabytesIsReadToItsLimit() throws {
    let line = "X-Filler: \(String(repeating: "f", count: 1_000))\n"
    let read = try parsed("Subject: kept\n" + String(repeating: line, count: 10_000), "body")
    #expect(read.subject == "kept")
    #expect(read.text == "\nbody")
    let size = read.headers.reduce(0) { $0 + $1.name.utf8.count + $1.rawValue.utf8.count }
    #expect(size <= Limits.standard.headerBytes && size > Limits.standard.headerBytes - 2_000)
    #expect(read.defects.contains { if case .headerTooLarge = $0 { true } else { false } })
  }

  @Test func f113AHundredThousandFieldsAreFiveThousand() throws {
    let read = try parsed("Subject: kept\n" + String(repeating: "X: y\n", count: 100_000), "body")
    #expect(read.headers.count == Limits.standard.fields)
    #expect(read.subject == "kept")
    #expect(read.text == "\nbody")
  }

  @Test func f113ALineOfFiftyMegabytesIsCutInTheHeaderAndWholeInTheBody() throws {
    let size = 50_000_000
    let line = [UInt8](repeating: 0x6C, count: size)
    let header = try MIMEParser.parse(
      Array("From: a@a.example\r\nSubject: ".utf8) + line + Array("\r\nTo: b@b.example\r\n\r\nbody".utf8))
    #expect(header.subject.utf8.count == Limits.standard.fieldBytes)
    #expect(header.to.map(\.address) == ["b@b.example"])
    #expect(header.defects == [.fieldTruncated(name: "Subject", bytes: size)])
    let body = try MIMEParser.parse(Array("From: a@a.example\r\n\r\n".utf8) + line)
    #expect(body.text?.utf8.count == size)
  }

  // MARK: F114, characters

  @Test func f114EncodedWordsExpandNoMoreThanTheirCharsetDoes() throws {
    let words = String(repeating: "=?utf-8?b?\(String(repeating: "////", count: 15))?= ", count: 800)
    let read = try parsed("Subject: \(words)")
    #expect(read.subject.utf8.count <= 3 * words.utf8.count)
    #expect(read.subject.unicodeScalars.allSatisfy { $0 == "\u{FFFD}" })
    // An encoded word within another is text.
    #expect(try parsed("Subject: =?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?=").subject == "=?utf-8?q?x?=")
  }

  @Test(arguments: [
    ("utf-7", "+AGE-", "a"), ("utf-7", "+2AA-", nil), ("utf-7", "+", nil), ("utf-8", "\u{0}", "\u{FFFD}"),
    ("us-ascii", "a\u{0}b", "a\u{FFFD}b"), ("iso-2022-jp", "\u{1B}$B\u{0}", nil), ("utf-16", "a", nil),
    ("utf-32", "abc", nil), ("hz-gb-2312", "~{", nil), ("x", "\u{202E}\u{200B}", "\u{202E}\u{200B}"),
  ])
  func f114WrongCharsetsBecomeTextWithoutNull(_ charset: String, _ body: String, _ expected: String?) throws {
    let read = try parsed("Content-Type: text/plain; charset=\(charset)", body)
    let text = try #require(read.text)
    #expect(!text.utf8.contains(0))
    if let expected { #expect(text == expected) }
  }

  /// Overlong forms, surrogates, beyond U+10FFFF, cut off: each becomes U+FFFD, and never the character it pretends to be.
  @Test(
    arguments: [
      [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0xAF], [0xF0, 0x80, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE3, 0x81], [0x80], [0xFE], [0xFF],
    ] as [[UInt8]])
  func f114BadUTF8IsReplaced(_ sequence: [UInt8]) throws {
    let header = message("From: a@a.example\nContent-Type: text/plain; charset=utf-8")
    let read = try MIMEParser.parse(header + [0x61] + sequence + [0x62])
    let text = try #require(read.text)
    #expect(text.hasPrefix("a\u{FFFD}") && text.hasSuffix("\u{FFFD}b"))
    #expect(text.unicodeScalars.dropFirst().dropLast().allSatisfy { $0 == "\u{FFFD}" })
    #expect(read.defects == [.undecodableBytes(charset: "utf-8")])
  }

  @Test func f114TheAddressIsTheOneWrittenWhateverTheNamePretends() throws {
    // The name shows another address; the address has a Cyrillic letter, and stays told apart from the Latin one.
    let read = try MIMEParser.parse(
      message("From: \"boss@contoso.example \u{202E}\u{200B}\" <b\u{43E}ss@contoso.example>"))
    #expect(read.from.map(\.address) == ["b\u{43E}ss@contoso.example"])
    #expect(read.from.first?.address != "boss@contoso.example")
  }

  // MARK: F115, names of attachments

  @Test(arguments: [
    ("filename=\"../../x\"", "x"), ("filename=\"..\\\\..\\\\x.exe\"", "x.exe"), ("filename=\"/etc/passwd\"", "passwd"),
    ("filename=con", "con"), ("filename=\"..\"", nil), ("filename*=utf-8''a%00b.txt", "ab.txt"),
    ("filename*=utf-8''%2e%2e%2f%2e%2e%2fx", "x"), ("filename*1=\"c.txt\"; filename*0=\"ab\"", "abc.txt"),
    ("filename*2*=%C3%A4.txt; filename*0*=utf-8''a; filename*1=b", "abä.txt"),
  ])
  func f115NamesAreDisplayNamesOnly(_ parameter: String, _ expected: String?) throws {
    let read = try parsed("Content-Type: image/png\nContent-Disposition: attachment; \(parameter)", "x")
    // How a NUL shows is U+FFFD where text is read; no name has U+0000 or a directory.
    let name = read.attachments.first?.fileName?.replacing("\u{FFFD}", with: "")
    #expect(name == expected)
  }

  @Test func f115ANameOfTenKilobytesIsCut() throws {
    let name = String(repeating: "n", count: 10_240) + ".xlsx"
    let read = try parsed("Content-Type: image/png\nContent-Disposition: attachment; filename=\"\(name)\"", "x")
    let kept = try #require(read.attachments.first?.fileName)
    #expect(kept.utf8.count == Limits.standard.fileNameBytes && kept.hasSuffix(".xlsx"))
  }

  // MARK: F116, F117: formats that are not opened

  @Test(arguments: [
    ("application/ms-tnef", "\u{78}\u{9F}>\"winmail"), ("application/pkcs7-mime", "MIIB"),
    ("application/pgp-encrypted", "Version: 1"),
    ("application/x-yencoded", "=ybegin line=128 size=3 name=x\n***\n=yend"),
    ("application/octet-stream", "begin 644 x\n#0V%T\n`\nend"),
  ])
  func f116UnknownFormatsStayAsTheyAre(_ type: String, _ content: String) throws {
    let read = try mixed(
      "--b\n\nbody\n--b\nContent-Type: \(type)\nContent-Transfer-Encoding: 8bit\n\n\(content)\n--b--\n")
    #expect(read.text == "body")
    #expect(read.attachments.map(\.mediaType) == [type])
    #expect(read.attachments.first?.content == Array(content.replacing("\n", with: "\r\n").utf8))
  }

  @Test func f117ArchivesAreNeverUnpacked() throws {
    // gzip of a megabyte of zeros, and the local header of a zip that announces four gigabytes.
    let archives: [(String, [UInt8])] = [
      ("application/gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3] + [UInt8](repeating: 0xEC, count: 1_000)),
      ("application/zip", [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 8, 0] + [UInt8](repeating: 0xFF, count: 1_000)),
    ]
    for (type, content) in archives {
      let encoded = Data(content).base64EncodedString(options: [.lineLength76Characters])
      let read = try parsed("Content-Type: \(type)\nContent-Transfer-Encoding: base64", encoded)
      #expect(read.attachments.map(\.content) == [content])
      #expect(read.attachments.map(\.size) == [content.count])
    }
  }

  // MARK: F118, headers that are missing or absurd

  @Test(arguments: [
    "Subject: none", "Date: yesterday", "Date: Tue, 99 Nov 2026 11:12:41 +0000", "Date: 24 Nov 99999 11:12:41 +0000",
    "Date: ", "Date: Tue, 24 Nov 2026 99:99:99 +0000",
  ])
  func f118WithoutAUsableDateTheServersCounts(_ line: String) throws {
    let read = try parsed("Received: by x; Tue, 24 Nov 2026 10:00:00 +0000\n\(line)")
    #expect(read.date == nil)
    #expect(read.received == 1_795_514_400_000_000)
  }

  @Test func f118SeveralFromAreAllKept() throws {
    let read = try MIMEParser.parse(message("From: a@a.example\nFrom: b@b.example, c@c.example"))
    #expect(read.from.map(\.address) == ["a@a.example", "b@b.example", "c@c.example"])
    #expect(read.defects == [.repeatedField(name: "From")])
  }

  @Test func f118WithoutFromItIsReadAndSaysSo() throws {
    let read = try MIMEParser.parse(message("Subject: x", "body"))
    #expect(read.from == [])
    #expect(read.text == "body")
    #expect(read.defects == [.missingFrom])
  }

  @Test(arguments: [[], [UInt8](repeating: 0, count: 5_000), Array("\r\n".utf8)])
  func f118NothingIsRefused(_ bytes: [UInt8]) {
    #expect(throws: MIMEError(.empty)) { try MIMEParser.parse(bytes) }
  }

  // MARK: F122, torture messages

  /// Each file of the corpus is read to a stored expectation or refused by name in CorpusTests; here the torture messages
  /// among them, one by one, and every message that is attached to them.
  @Test func f122TortureMessagesAreReadDownToTheInnermost() throws {
    let corpus = try MailCorpus.locate()
    var waiting = try corpus.files.filter { file in
      !corpus.isShared || file.contains("mime4j") || file.contains("mime-parser") || file.contains("malformed")
    }.map { try corpus.bytes($0) }
    let roots = waiting.count
    var read = 0
    while let bytes = waiting.popLast(), read < 5_000 {
      do throws(MIMEError) {
        let message = try MIMEParser.parse(bytes)
        read += 1
        waiting += message.attachments.filter { $0.mediaType == "message/rfc822" }.map(\.content)
      } catch {
        #expect([.empty, .noHeader].contains(error.kind))
      }
    }
    #expect(waiting.isEmpty)
    #expect(read >= roots * 9 / 10)
  }

  // MARK: F123, copies

  private func copy(_ subject: String = "Offer", _ body: String = "text", added: String = "") throws -> [UInt8] {
    let header = "\(added)From: a@a.example\nTo: b@b.example, c@c.example, d@d.example\nSubject: \(subject)\n"
    return try MIMEParser.parse(message(header + "Message-ID: <one@a.example>", body)).contentKey
  }

  @Test func f123TheSameIdentifierWithOtherContentIsAnotherMessage() throws {
    #expect(try copy("Offer") != copy("Order"))
    #expect(try copy("Offer", "text") != copy("Offer", "other"))
  }

  @Test func f123CopiesInThreeMailboxesAreOneMessage() throws {
    let keys = try ["b", "c", "d"].map { name in
      try copy(added: "Delivered-To: \(name)@x.example\nReceived: by \(name); Tue, 24 Nov 2026 10:00:00 +0000\n")
    }
    #expect(Set(keys).count == 1)
  }
}
