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
  case list(POP3SizeListing)
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
