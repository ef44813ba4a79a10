public import SASL

/// What a caller can ask of a ``POP3Client``. STLS and the CAPA commands around it are the client's own business.
///
/// APOP (RFC 1939 §7) is left out: it rests on MD5, and needs the server to hold the password in clear.
public enum POP3Command: Equatable, Sendable {
  /// AUTH with a SASL mechanism (RFC 5034).
  case auth(Mechanism, Credential)
  /// USER and PASS (RFC 1939 §7).
  case userPass(Credential)
  /// CAPA once more (RFC 2449 §5).
  case capa
  /// STAT.
  case stat
  /// UIDL of the whole maildrop.
  case uidl
  /// LIST of the whole maildrop.
  case list
  /// LIST of one message.
  case listMessage(Int)
  /// TOP: the header and that many lines of the body.
  case top(Int, lines: Int)
  /// RETR.
  case retr(Int)
  /// DELE. The message is gone only after QUIT was answered with +OK (RFC 1939 §6).
  case dele(Int)
  /// RSET: forgets every DELE of this session.
  case rset
  /// NOOP.
  case noop
  /// QUIT.
  case quit

  /// The command's keyword.
  public var verb: POP3Verb {
    switch self {
    case .auth: .auth
    case .userPass: .user
    case .capa: .capa
    case .stat: .stat
    case .uidl: .uidl
    case .list, .listMessage: .list
    case .top: .top
    case .retr: .retr
    case .dele: .dele
    case .rset: .rset
    case .noop: .noop
    case .quit: .quit
    }
  }

  /// The message number the command is about, if it is about one.
  public var message: Int? {
    switch self {
    case .listMessage(let number), .top(let number, _), .retr(let number), .dele(let number): number
    default: nil
    }
  }

  /// Commands that keep their meaning whatever the answers to those before them are.
  var isPipelinable: Bool {
    switch self {
    case .stat, .uidl, .list, .listMessage, .top, .retr, .dele, .noop: true
    case .auth, .userPass, .capa, .rset, .quit: false
    }
  }

  /// Whether the command belongs to the transaction state (RFC 1939 §5).
  var needsTransactionState: Bool {
    switch self {
    case .stat, .uidl, .list, .listMessage, .top, .retr, .dele, .rset, .noop: true
    case .auth, .userPass, .capa, .quit: false
    }
  }
}

/// The keyword of what a reply answered.
public enum POP3Verb: String, Equatable, Sendable {
  /// The greeting, which answers no command.
  case greeting
  /// The POP3 keywords.
  case capa, stls, auth, user, pass, stat, uidl, list, top, retr, dele, rset, noop, quit
}
