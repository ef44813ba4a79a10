import Testing

@testable import MIME

/// A message read as it arrives is the message read whole, however it is cut.
@Suite struct MIMEStreamTests {
  /// Reads as it arrives and puts the pieces together again.
  private static func read(
    _ bytes: [UInt8], chunk: Int, _ thresholds: MIMEStream.Thresholds, _ limits: Limits = .standard
  ) throws -> (message: ParsedMessage, pieces: Int) {
    var stream = MIMEStream(limits: limits, thresholds: thresholds)
    var parts: [Int: [UInt8]] = [:]
    var pieces = 0
    var place = 0
    while place < bytes.count {
      let next = min(bytes.count, place + (place == 0 ? max(chunk, 16) : chunk))
      for piece in stream.append(Array(bytes[place..<next])) {
        parts[piece.part, default: []] += piece.content
        pieces += 1
      }
      place = next
    }
    var message = try stream.finish()
    for index in message.attachments.indices {
      guard let part = message.attachments[index].part else { continue }
      message.attachments[index].content = (parts.removeValue(forKey: part) ?? []) + message.attachments[index].content
      message.attachments[index].part = nil
      #expect(message.attachments[index].size == message.attachments[index].content.count)
    }
    #expect(parts.values.allSatisfy { $0.allSatisfy(ASCII.isWhiteSpace) }, "pieces of no attachment")
    return (message, pieces)
  }

  @Test(arguments: [61, 1_000]) func everyMailOfTheCorpusIsTheSame(chunk: Int) throws {
    let corpus = try MailCorpus.locate()
    var streamed = 0
    for file in corpus.files {
      let bytes = try corpus.bytes(file)
      // A message without a single line end never begins to be read as it arrives.
      guard bytes.contains(ASCII.lineFeed), let whole = try? MIMEParser.parse(bytes) else { continue }
      let all = MIMEStream.Thresholds.least
      let (message, pieces) = try Self.read(bytes, chunk: chunk, all)
      #expect(Self.difference(message, whole) == nil, "\(file)")
      if pieces > 0 { streamed += 1 }
      // A blank part without a header counts as the body if it is chosen as that.
      guard (whole.text ?? whole.html ?? "-").contains(where: { !$0.isWhitespace }) else { continue }
      let texts = try Self.read(bytes, chunk: chunk, MIMEStream.Thresholds(leaf: 1, smallLeaf: 1, kept: 0, body: 1))
      #expect(texts.message.contentKey == whole.contentKey, "\(file)")
    }
    #expect(streamed > corpus.files.count / 20)
  }

  /// What differs, in short.
  private static func difference(_ message: ParsedMessage, _ whole: ParsedMessage) -> String? {
    if message == whole { return nil }
    let attachments = { (message: ParsedMessage) in
      message.attachments.map { "\($0.mediaType) \($0.size) \($0.sha256.prefix(4)) \($0.fileName ?? "-")" }
    }
    if attachments(message) != attachments(whole) { return "\(attachments(message)) \(attachments(whole))" }
    if message.defects != whole.defects { return "\(message.defects) \(whole.defects)" }
    if message.text != whole.text { return "text" }
    if message.contentKey != whole.contentKey { return "key" }
    return "\(message.automatic) \(whole.automatic) \(String(describing: message.deliveryReport))"
  }

  private static func multipart(_ parts: [(header: String, body: [UInt8])]) -> [UInt8] {
    var bytes = Array(
      "From: a@b.example\r\nMessage-ID: <x@y>\r\nContent-Type: multipart/mixed; boundary=\"-b\"\r\n\r\n".utf8)
    for part in parts { bytes += Array("---b\r\n\(part.header)\r\n\r\n".utf8) + part.body + Array("\r\n".utf8) }
    return bytes + Array("---b--\r\n".utf8)
  }

  /// Lines that look like delimiters, line ends in twos and threes, padding in the midst, groups across lines.
  @Test func oddBodiesAreTheSame() throws {
    var generator = SeededGenerator(seed: 7)
    func random(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
    let odd: [[UInt8]] = [
      Array("--\r\n---\r\n--b\r\n---bb\r\nend".utf8), Array("\r\n\r\n\r\n".utf8), Array("a \t\r\n\r\nb\r\r\n \n".utf8),
      Array("=C3=A4=\r\n=\r\nx=3D\r\n=".utf8), Base64.encode(random(600), lineLength: 75),
      Base64.encode(random(600), lineLength: 76), Array("QUJD\r\nREVG=\r\nR0hJ\r\nSg==\r\ntrailer".utf8),
      Array("QQ==\r\nQkI=\r\nQ0ND\r\n".utf8), Array("Q\r\nU\r\nJ D\r\n!!\r\nREVG".utf8), random(400),
    ]
    for encoding in ["7bit", "base64", "quoted-printable", "x-unknown", "x-uuencode"] {
      for type in ["application/octet-stream", "text/csv", "message/rfc822", "text/plain"] {
        let bytes = Self.multipart(
          odd.map { ("Content-Type: \(type)\r\nContent-Transfer-Encoding: \(encoding)", $0) })
        let whole = try MIMEParser.parse(bytes)
        for chunk in [1, 3, 64] {
          let all = MIMEStream.Thresholds.least
          #expect(try Self.read(bytes, chunk: chunk, all).message == whole, "\(encoding) \(type) \(chunk)")
          let texts = MIMEStream.Thresholds(leaf: 1, smallLeaf: 1, kept: 0, body: 1)
          #expect(try Self.read(bytes, chunk: chunk, texts).message.contentKey == whole.contentKey)
        }
      }
    }
  }

  /// The same where limits cut the message.
  @Test func everyMailOfTheCorpusIsTheSameUnderTightLimits() throws {
    let corpus = try MailCorpus.locate()
    let tight = Limits(
      messageBytes: 1 << 16, fieldBytes: 60, fields: 6, depth: 2, parts: 4, identifierBytes: 30, identifiers: 2,
      fileNameBytes: 20)
    for file in corpus.files {
      let bytes = try corpus.bytes(file)
      guard bytes.contains(ASCII.lineFeed), let whole = try? MIMEParser.parse(bytes, limits: tight) else { continue }
      for chunk in bytes.count < 3_000 ? [3, 41] : [41] {
        let (message, _) = try Self.read(bytes, chunk: chunk, .least, tight)
        #expect(Self.difference(message, whole) == nil, "\(file) \(chunk)")
      }
    }
  }

  @Test func aPartTooManyAndAPartTooDeepArriveToo() throws {
    let many = Self.multipart((0...10_020).map { ("Content-Type: image/x", Array("content \($0)".utf8)) })
    var deep = "From: a@b.example\r\n"
    for level in 0..<110 { deep += "Content-Type: multipart/mixed; boundary=b\(level)\r\n\r\n--b\(level)\r\n" }
    deep += "\r\n" + String(repeating: "line\r\n", count: 100)
    for bytes in [many, Array(deep.utf8)] {
      let whole = try MIMEParser.parse(bytes)
      let all = MIMEStream.Thresholds.least
      #expect(try Self.read(bytes, chunk: 5_000, all).message == whole)
    }
  }

  /// What is kept of a large message is little, whatever its parts are.
  @Test(arguments: ["application/pdf", "text/plain", "message/rfc822"]) func littleIsKept(type: String) throws {
    let line = Array(String(repeating: "QUJD", count: 19).utf8) + [13, 10]
    var stream = MIMEStream()
    _ = stream.append(
      Array("From: a@b.example\r\nContent-Type: \(type)\r\nContent-Transfer-Encoding: base64\r\n\r\n".utf8))
    let chunk = Array(repeatElement(line, count: 1_000).joined())
    var handed = 0
    for _ in 0..<80 { handed += stream.append(chunk).reduce(0) { $0 + $1.content.count } }
    let message = try stream.finish()
    #expect(message.text == nil)
    #expect(message.attachments.map(\.size) == [80 * 1_000 * 57])
    #expect(handed > 80 * 1_000 * 57 - 100_000)
    #expect(message.attachments[0].content.count < 100_000)
  }

  @Test func aMessageOverTheLimitIsRefusedAndHandsNothingOn() {
    var stream = MIMEStream(limits: Limits(messageBytes: 100_000))
    _ = stream.append(Array("From: a@b.example\r\nContent-Type: image/png\r\n\r\n".utf8))
    _ = stream.append(Array(repeating: 0x0A, count: 90_000))
    #expect(stream.append(Array(repeating: 0x0A, count: 90_000)).isEmpty)
    #expect(throws: MIMEError(.messageTooLarge)) { try stream.finish() }
  }
}
