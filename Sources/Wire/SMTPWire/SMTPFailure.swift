/// Something failed that is not the outcome of a transaction. The session goes on unless ``SMTPAction/close`` follows.
public struct SMTPFailure: Equatable, Sendable {
  /// What failed.
  public enum Operation: String, Equatable, Sendable {
    /// The greeting, EHLO or HELO.
    case greeting, ehlo
    /// STARTTLS.
    case startTLS
    /// AUTH.
    case auth
    /// A transaction that did not begin.
    case begin
    /// Content.
    case content
    /// RSET, NOOP, QUIT.
    case rset, noop, quit
    /// Nothing: the server closed the session by itself (421).
    case session
  }

  /// What went wrong, as far as a caller acts on it.
  public enum Kind: Equatable, Sendable {
    /// The server does not accept the credential.
    case authenticationRefused
    /// A passing refusal (4yz), also 421 at any time.
    case temporary
    /// A lasting refusal (5yz).
    case permanent
    /// The server lacks what is needed: STARTTLS, or EHLO where AUTH or TLS is asked for.
    case unsupported
    /// The content needs 8BITMIME, which the server lacks. Nothing was sent.
    case eightBitMIMENotOffered
    /// An address or the header needs SMTPUTF8, which the server lacks. Nothing was sent.
    case smtpUTF8NotOffered
    /// The message is bigger than the server's limit in octets. Nothing was sent.
    case messageTooBig(limit: Int)
    /// The SASL exchange could not be carried on.
    case exchangeFailed
    /// The mechanism does not carry this kind of credential. Nothing was sent.
    case mechanismDoesNotFit
    /// The channel is not protected, and credentials are not allowed on it. Nothing was sent.
    case channelNotProtected
    /// Not possible in the present state. Nothing was sent.
    case wrongState
    /// The connection ended before the answer.
    case connectionLost
  }

  /// What failed.
  public var operation: Operation
  /// What went wrong.
  public var kind: Kind
  /// The server's reply, if there was one.
  public var reply: SMTPReply?

  /// A failure.
  public init(_ operation: Operation, _ kind: Kind, reply: SMTPReply? = nil) {
    self.operation = operation
    self.kind = kind
    self.reply = reply
  }
}

/// The server broke the protocol. The session is over: ``SMTPAction/close`` follows, nothing else.
public enum SMTPViolation: Equatable, Sendable {
  /// A line of more than 64 KiB.
  case lineTooLong
  /// A reply of more than 128 lines.
  case tooManyLines
  /// A line that is no reply line.
  case malformedReply
  /// Lines of one reply with different codes.
  case mixedCodes
  /// A code that cannot answer the command: 3yz to RCPT, 2yz to DATA.
  case unexpectedCode(Int)
  /// A reply to nothing.
  case unsolicitedReply
  /// Octets after the 220 to STARTTLS and before TLS: an injection (RFC 3207 §4.2).
  case bytesBeforeTLS
  /// More challenges than any mechanism has.
  case tooManyChallenges
  /// 235 before the credential was sent.
  case successWithoutCredential
}
