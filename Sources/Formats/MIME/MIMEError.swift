/// Why bytes could not be read as a message, or a message could not be written.
public struct MIMEError: Error, Codable, Equatable, Sendable {
  public enum Kind: String, Codable, Sendable {
    /// No byte but white space and U+0000.
    case empty
    /// The header has no field at all: these bytes are no message.
    case noHeader
    /// Larger than ``Limits/messageBytes``.
    case messageTooLarge
    /// A value to be written holds CR, LF or NUL where a field takes none.
    case controlCharacter
    /// A value to be written is not of its form (an address without domain, a Message-ID without angle brackets).
    case invalidValue
    /// An address needs UTF-8 in header fields (RFC 6532) and the caller did not allow that.
    case needsUTF8Headers
    /// A word of a value to be written is too long for a line (RFC 5322 §2.1.1).
    case lineTooLong
  }

  public var kind: Kind
  /// The header field or property concerned, else empty.
  public var field: String

  public init(_ kind: Kind, field: String = "") {
    self.kind = kind
    self.field = field
  }
}
