internal import LineProtocol

/// Puts reply lines together (RFC 5321 §4.2).
struct ReplyAssembler: Sendable {
  private var code: Int?
  private var enhancedCode: SMTPEnhancedCode?
  private var texts: [String] = []

  /// An assembler between two replies.
  init() {}

  /// A reply, and the text of its last line as received: a challenge must not be clipped.
  struct Assembled {
    var reply: SMTPReply
    var lastText: ArraySlice<UInt8>
  }

  /// Takes one line.
  ///
  /// - Parameters:
  ///   - line: the line without its end.
  ///   - redacting: takes secrets out of what will be shown.
  /// - Returns: the reply when the line was its last.
  mutating func add(
    _ line: [UInt8], redacting: ([UInt8]) -> [UInt8] = { $0 }
  ) throws(SMTPReplyError) -> Assembled? {
    guard line.count >= 3, let lineCode = DecimalField(line[..<3]).number, (200...599).contains(lineCode) else {
      throw SMTPReplyError(.malformedReply)
    }
    // RFC 5321 §4.2: a code without a text after it must be understood.
    let separator = line.count > 3 ? line[3] : 0x20
    guard separator == 0x20 || separator == 0x2D else { throw SMTPReplyError(.malformedReply) }
    // RFC 5321 §4.2.1: the code is the same on every line.
    guard code == nil || code == lineCode else { throw SMTPReplyError(.mixedCodes) }
    guard texts.count < SMTPReply.maximumLines else { throw SMTPReplyError(.tooManyLines) }
    let text = line.dropFirst(4)
    // RFC 2034 §4: the class repeats the first digit of the code.
    if enhancedCode == nil, let found = SMTPEnhancedCode(text), found.statusClass == lineCode / 100 {
      enhancedCode = found
    }
    code = lineCode
    texts.append(ServerText.sanitised(redacting(Array(text))))
    guard separator == 0x20 else { return nil }
    let reply = SMTPReply(code: lineCode, enhancedCode: enhancedCode, lines: texts)
    self = ReplyAssembler()
    return Assembled(reply: reply, lastText: text)
  }
}

/// A reply that breaks the protocol.
struct SMTPReplyError: Error {
  let violation: SMTPViolation

  init(_ violation: SMTPViolation) { self.violation = violation }
}
