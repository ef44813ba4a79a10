/// What the caller must do, in order.
public enum POP3Action: Equatable, Sendable {
  /// Send the octets. With `secret`, they hold a credential and must not be logged.
  case write([UInt8], secret: Bool)
  /// Begin the TLS handshake, then call ``POP3Client/tlsEstablished()``.
  case startTLS
  /// Close the connection. The client takes nothing more.
  case close
  /// Something happened.
  case event(POP3Event)
}

/// What a ``POP3Client`` reports.
public enum POP3Event: Equatable, Sendable {
  /// The server's first words.
  case greeting(text: String)
  /// What the server can do: once when authentication may begin (never from before TLS), once after authentication,
  /// and for each ``POP3Command/capa``.
  case capabilities(POP3Capabilities)
  /// The maildrop is open. Capabilities follow.
  case authenticated
  /// Messages in the maildrop and their octets.
  case stat(count: Int, octets: Int)
  /// The unique ids.
  case uidl(POP3UniqueIDListing)
  /// Message sizes; one entry for ``POP3Command/listMessage(_:)``.
  case list([POP3ListEntry])
  /// A part of a message, its dot-stuffing removed. Parts are never empty, and border anywhere.
  case messageChunk(number: Int, bytes: [UInt8])
  /// The message is complete.
  case messageEnd(number: Int)
  /// The message is marked as deleted.
  case deleted(Int)
  /// RSET succeeded: nothing is marked as deleted.
  case reset
  /// NOOP succeeded.
  case noop
  /// QUIT succeeded: the deletions took place.
  case quit
  /// A command failed.
  case failed(POP3Failure)
  /// The server broke the protocol.
  case protocolViolation(POP3Violation)
}

/// One line of a LIST answer.
public struct POP3ListEntry: Equatable, Sendable {
  /// The message number, from 1.
  public var number: Int
  /// The size the server claims.
  public var octets: Int

  /// An entry.
  public init(number: Int, octets: Int) {
    self.number = number
    self.octets = octets
  }
}

/// One line of a UIDL answer.
public struct POP3UniqueID: Equatable, Sendable {
  /// The message number, from 1, valid in this session only.
  public var number: Int
  /// The unique id: octets 0x21 to 0x7E (RFC 1939 §7).
  public var id: String

  /// An entry.
  public init(number: Int, id: String) {
    self.number = number
    self.id = id
  }
}

/// The answer to UIDL.
public struct POP3UniqueIDListing: Equatable, Sendable {
  /// The messages with a usable id, in the server's order.
  public var entries: [POP3UniqueID]
  /// Ids that more than one message has, each once: they do not identify anything.
  public var duplicates: [String]
  /// Messages whose id is missing, too long or has forbidden octets; they are not in ``entries``.
  public var irregular: [Int]

  /// A listing.
  public init(entries: [POP3UniqueID], duplicates: [String] = [], irregular: [Int] = []) {
    self.entries = entries
    self.duplicates = duplicates
    self.irregular = irregular
  }
}

extension POP3Action: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The action without the octets it carries: those are credentials or mail.
  public var description: String {
    switch self {
    case .write(let bytes, let secret): secret ? "write(\(bytes.count) octets, secret)" : "write(\(bytes.count) octets)"
    case .startTLS: "startTLS"
    case .close: "close"
    case .event(.messageChunk(let number, let bytes)): "event(messageChunk(\(number), \(bytes.count) octets))"
    case .event(let event): "event(\(event))"
    }
  }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without the octets.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
