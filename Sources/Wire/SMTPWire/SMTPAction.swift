/// What the caller must do, in order.
public enum SMTPAction: Equatable, Sendable {
  /// Send the octets. With `secret`, they hold a credential and must not be logged.
  case write([UInt8], secret: Bool)
  /// Begin the TLS handshake, then call ``SMTPClient/tlsEstablished()``.
  case startTLS
  /// Close the connection. The client takes nothing more.
  case close
  /// Something happened.
  case event(SMTPEvent)
}

/// What an ``SMTPClient`` reports.
public enum SMTPEvent: Equatable, Sendable {
  /// The server's first words.
  case greeting(SMTPReply)
  /// The channel is as it was asked for, and the server told its extensions: authentication or a transaction may
  /// begin. Reported once; never from before TLS.
  case ready(SMTPCapabilities)
  /// AUTH succeeded.
  case authenticated
  /// A recipient was accepted or refused.
  case recipient(SMTPRecipientResult)
  /// At least one recipient was accepted, and the server waits for the content. The indices are the accepted ones.
  case readyForContent(accepted: [Int])
  /// The transaction is over. Another may begin unless the session is closed.
  case outcome(SMTPOutcome)
  /// RSET, as asked for, succeeded.
  case reset
  /// NOOP succeeded.
  case noop
  /// QUIT was answered.
  case quit
  /// Something other than a transaction failed, or a transaction could not begin.
  case failed(SMTPFailure)
  /// The server broke the protocol.
  case protocolViolation(SMTPViolation)
}

/// The answer to one RCPT.
public struct SMTPRecipientResult: Equatable, Sendable {
  /// The index in ``SMTPEnvelope/recipients``.
  public var index: Int
  /// The reply.
  public var reply: SMTPReply
  /// Whether the content goes to this recipient.
  public var isAccepted: Bool { reply.isPositive }

  /// A result.
  public init(index: Int, reply: SMTPReply) {
    self.index = index
    self.reply = reply
  }
}

/// How a transaction ended.
public struct SMTPOutcome: Equatable, Sendable {
  /// Where a refusal came.
  public enum Stage: Equatable, Sendable {
    /// At MAIL: the sender, the size.
    case mail
    /// At RCPT: nobody was accepted. The reply is a transient one if there is any, else the first.
    case recipients
    /// At DATA, before any content.
    case data
    /// During or after the content.
    case content
  }

  /// The end.
  public enum Result: Equatable, Sendable {
    /// The server took responsibility for the accepted recipients.
    case accepted(SMTPReply)
    /// The server has not taken the message.
    case refused(Stage, SMTPReply)
    /// The connection ended before the end of the content was handed out: the message was not sent.
    case interrupted
    /// The connection ended, or the server broke the protocol, after the end of the content was handed out and before
    /// the reply: nobody can know whether the message was taken (RFC 5321 §6.1 on the duplicates of a retry).
    case inDoubt
  }

  /// The end.
  public var result: Result
  /// The answers to RCPT, by index; recipients that were not answered are missing.
  public var recipients: [SMTPRecipientResult]

  /// An outcome.
  public init(_ result: Result, recipients: [SMTPRecipientResult] = []) {
    self.result = result
    self.recipients = recipients
  }
}

extension SMTPAction: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The action without the octets it carries: those are credentials or mail.
  public var description: String {
    switch self {
    case .write(let bytes, let secret): secret ? "write(\(bytes.count) octets, secret)" : "write(\(bytes.count) octets)"
    case .startTLS: "startTLS"
    case .close: "close"
    case .event(let event): "event(\(event))"
    }
  }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without the octets.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
