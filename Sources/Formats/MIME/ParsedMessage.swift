/// A message, read. A value: it can be made in another process and sent over.
@dynamicMemberLookup
public struct ParsedMessage: Codable, Equatable, Sendable {
  /// The header; its properties are also this value's (`message.subject`).
  public var header: MessageHeader
  /// The plain text body with line ends LF, decoded; nil if there is none.
  public var text: String?
  /// The HTML body with line ends LF, decoded; nil if there is none. Not sanitized.
  public var html: String?
  /// Whether a program wrote the message, by header and parts.
  public var automatic: AutomaticKind
  public var deliveryReport: DeliveryReport?
  /// The iTIP method of a calendar part in upper case (RFC 6047 §2.4), `REQUEST`, `REPLY`, `CANCEL`...
  public var calendarMethod: String?
  /// Every leaf part that is neither ``text`` nor ``html``, in order.
  public var attachments: [Attachment]
  /// Identity of the content, 32 bytes: equal for copies of one message in different mailboxes.
  public var contentKey: [UInt8]
  /// How ``contentKey`` was computed.
  public var contentKeyVersion: Int
  /// What was odd in header and parts.
  public var defects: [Defect]

  public subscript<Value>(dynamicMember keyPath: KeyPath<MessageHeader, Value>) -> Value { header[keyPath: keyPath] }

  /// The decoded value of the first field of this name, compared without case.
  public func header(_ name: String) -> String? { header.header(name) }

  /// The decoded values of all fields of this name, in order.
  public func allHeaders(_ name: String) -> [String] { header.allHeaders(name) }
}
