/// How much of a message is read. What exceeds a limit is cut and recorded as a ``Defect``; only ``messageBytes`` refuses.
public struct Limits: Codable, Equatable, Sendable {
  /// Bytes of a whole message; a longer one is refused with ``MIMEError/Kind/messageTooLarge``.
  public var messageBytes: Int
  /// Bytes of one field's unfolded value; the rest of the value is cut.
  public var fieldBytes: Int
  /// Bytes of the names and values of one header together, as far as they are kept. From the field on that exceeds it
  /// all are dropped from the message's own header; a part with more becomes opaque.
  public var headerBytes: Int
  /// Fields of one header. More are dropped from the message's own header; a part with more becomes opaque.
  public var fields: Int
  /// How deep multiparts may nest; a multipart below that is an opaque part.
  public var depth: Int
  /// Entities (multiparts and leaves) of a message; the bytes from the first one too many on are one opaque part.
  public var parts: Int
  /// Bytes of a Message-ID, or of one entry of In-Reply-To and References; a longer one is no identifier.
  public var identifierBytes: Int
  /// Entries read from In-Reply-To and from References; the last ones are kept, as the nearest ancestors stand last.
  public var identifiers: Int
  /// UTF-8 bytes of an attachment's file name.
  public var fileNameBytes: Int

  public static let standard = Limits()

  // What no caller has a reason to choose.

  /// Bytes of a field's name; the rest is cut.
  static let fieldNameBytes = 256
  /// Bytes of a boundary. RFC 2046 §5.1.1 allows 70; longer ones occur, endless ones would cost.
  static let boundaryBytes = 512
  /// Recipients read from a delivery report.
  static let reportRecipients = 1_000
  /// Numbers of a parameter's pieces, which RFC 2231 §3 counts from 0; a piece beyond is dropped.
  static let parameterPieces = 10_000
  /// Bytes of an encoded word before its encoding; a longer one is none.
  static let charsetNameBytes = 64
  /// Words of a date that are looked at.
  static let dateWords = 64
  /// Bytes of a Thread-Index.
  static let threadIndexBytes = 4_096

  public init(
    messageBytes: Int = 150 << 20, fieldBytes: Int = 64 << 10, headerBytes: Int = 1 << 20, fields: Int = 5_000,
    depth: Int = 100,
    parts: Int = 10_000, identifierBytes: Int = 998, identifiers: Int = 1_000, fileNameBytes: Int = 255
  ) {
    self.messageBytes = messageBytes
    self.fieldBytes = fieldBytes
    self.headerBytes = headerBytes
    self.fields = fields
    self.depth = depth
    self.parts = parts
    self.identifierBytes = identifierBytes
    self.identifiers = identifiers
    self.fileNameBytes = fileNameBytes
  }
}
