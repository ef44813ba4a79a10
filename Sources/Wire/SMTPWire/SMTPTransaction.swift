/// The transaction under way: what was sent, and what was answered.
struct SMTPTransaction: Sendable {
  enum State: Equatable, Sendable {
    /// MAIL, RCPT and DATA are on the way.
    case addressing
    /// The server waits for content.
    case content
    /// The end of the content was handed out: from here on a lost connection leaves doubt.
    case ended
  }

  /// The next command of the addressing part.
  enum Step {
    case mail
    case recipient(Int)
    case data
  }

  let envelope: SMTPEnvelope
  let usesChunking: Bool
  var encoder: ContentEncoder
  var state = State.addressing
  var results: [SMTPRecipientResult] = []
  var mailRefusal: SMTPReply?
  var contentRefusal: SMTPReply?
  private var sentMail = false
  private var sentRecipients = 0
  private var sentData = false

  init(envelope: SMTPEnvelope, usesChunking: Bool) {
    self.envelope = envelope
    self.usesChunking = usesChunking
    encoder = ContentEncoder(stuffsDots: !usesChunking)
  }

  var accepted: [Int] { results.filter(\.isAccepted).map(\.index) }

  /// Takes the next command to send, or nil when there is none for now.
  mutating func takeStep() -> Step? {
    guard mailRefusal == nil, state == .addressing else { return nil }
    if !sentMail {
      sentMail = true
      return .mail
    }
    if sentRecipients < envelope.recipients.count {
      sentRecipients += 1
      return .recipient(sentRecipients - 1)
    }
    let nobodyIsLeft = results.count == envelope.recipients.count && !results.contains(where: \.isAccepted)
    guard !usesChunking, !sentData, !nobodyIsLeft else { return nil }
    sentData = true
    return .data
  }

  /// The outcome when nobody can receive the content; nil when somebody can.
  var refusalOfAddresses: SMTPOutcome? {
    if let mailRefusal { return SMTPOutcome(.refused(.mail, mailRefusal), recipients: results) }
    guard !results.contains(where: \.isAccepted) else { return nil }
    guard let reply = results.first(where: \.reply.isTransient)?.reply ?? results.first?.reply else { return nil }
    return SMTPOutcome(.refused(.recipients, reply), recipients: results)
  }

  /// The outcome when the session ends now.
  var outcomeOfLoss: SMTPOutcome {
    SMTPOutcome(state == .ended ? .inDoubt : .interrupted, recipients: results)
  }

  /// The MAIL command, with the parameters the server understands.
  func mailCommand(_ capabilities: SMTPCapabilities) -> String {
    var command = "MAIL FROM:<\(envelope.sender?.text ?? "")>"
    if capabilities.size, let size = envelope.size { command += " SIZE=\(size)" }
    if envelope.bodyKind == .eightBitMIME { command += " BODY=8BITMIME" }
    if envelope.needsUTF8 { command += " SMTPUTF8" }
    if capabilities.dsn, let reports = envelope.reports { command += reports.mailParameters }
    return command
  }

  /// The RCPT command for a recipient.
  func recipientCommand(_ index: Int, _ capabilities: SMTPCapabilities) -> String {
    let command = "RCPT TO:<\(envelope.recipients[index].text)>"
    guard capabilities.dsn, let reports = envelope.reports else { return command }
    return command + reports.recipientParameters
  }
}
