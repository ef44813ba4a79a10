/// A command that did not succeed. The session goes on unless ``POP3Action/close`` follows.
public struct POP3Failure: Equatable, Sendable {
  /// What went wrong, as far as a caller acts on it.
  public enum Kind: Equatable, Sendable {
    /// The server does not accept the credential: [AUTH], or a plain -ERR to AUTH, USER or PASS.
    case authenticationRefused
    /// Passing trouble on the server: [SYS/TEMP].
    case temporary
    /// Lasting trouble on the server that an administrator must mend: [SYS/PERM].
    case permanent
    /// Another session holds the maildrop: [IN-USE].
    case inUse
    /// Too soon after the last login: [LOGIN-DELAY]. Wait ``POP3Capabilities/loginDelaySeconds``.
    case loginDelay
    /// The server lacks the command (UIDL, TOP, STLS).
    case unsupported
    /// A plain -ERR: no such message, for example.
    case refused
    /// The SASL exchange could not be carried on; the server's last word is in the text.
    case exchangeFailed
    /// Not sent: the channel is not protected, and credentials are not allowed on it.
    case channelNotProtected
    /// Not sent: not possible in the present state, such as RETR before authentication.
    case wrongState
    /// Not sent: a number below 1, or a name or password that USER or PASS cannot carry.
    case invalidArgument
    /// The connection ended before the answer. For QUIT it is unknown whether the deletions took place.
    case connectionLost
  }

  /// The command.
  public var verb: POP3Verb
  /// The message it was about, if any.
  public var message: Int?
  /// What went wrong.
  public var kind: Kind
  /// The response code, if the server gave one.
  public var responseCode: POP3ResponseCode?
  /// The server's words, at most 500 octets, sanitised; empty if there were none.
  public var text: String

  /// A failure.
  public init(
    _ verb: POP3Verb, message: Int? = nil, kind: Kind, responseCode: POP3ResponseCode? = nil, text: String = ""
  ) {
    self.verb = verb
    self.message = message
    self.kind = kind
    self.responseCode = responseCode
    self.text = text
  }
}

/// A response code: the bracketed word after -ERR (RFC 2449 §8).
public enum POP3ResponseCode: Equatable, Sendable {
  /// [AUTH] (RFC 3206 §5).
  case auth
  /// [SYS/TEMP] (RFC 3206 §4).
  case sysTemp
  /// [SYS/PERM] (RFC 3206 §4).
  case sysPerm
  /// [IN-USE] (RFC 2449 §8.1.2).
  case inUse
  /// [LOGIN-DELAY] (RFC 2449 §8.1.1).
  case loginDelay
  /// Any other, sanitised, at most 64 octets.
  case other(String)
}

/// The server broke the protocol. The session is over: ``POP3Action/close`` follows, nothing else.
public enum POP3Violation: Equatable, Sendable {
  /// A line of more than 64 KiB.
  case lineTooLong
  /// The first line is neither +OK nor -ERR.
  case malformedGreeting
  /// A reply that cannot answer the command.
  case malformedReply(POP3Verb)
  /// A reply to nothing.
  case unsolicitedReply
  /// Octets after the +OK to STLS and before TLS: an injection (RFC 2595 §4).
  case bytesBeforeTLS
  /// A listing with more entries than the limit.
  case tooManyEntries(POP3Verb)
  /// A number that does not fit.
  case numberOutOfRange(POP3Verb)
  /// A listing that names a message twice.
  case duplicateMessageNumber(POP3Verb)
  /// More challenges than any mechanism has.
  case tooManyChallenges
  /// +OK to AUTH before the credential was sent.
  case successWithoutCredential
}
