/// The header of a message, read: what the first lines say before any body is seen (POP3 `TOP n 0` gives no more).
public struct MessageHeader: Codable, Equatable, Sendable {
  /// Every field in order.
  public var headers: [HeaderField]
  /// Message-ID as written, with angle brackets; at most ``Limits/identifierBytes``.
  public var messageID: String?
  /// Identifiers with angle brackets, in order.
  public var inReplyTo: [String]
  public var references: [String]
  /// Decoded (RFC 2047); U+0000 is U+FFFD.
  public var subject: String
  public var from: [MailAddress]
  public var sender: [MailAddress]
  public var replyTo: [MailAddress]
  public var to: [MailAddress]
  public var cc: [MailAddress]
  public var bcc: [MailAddress]
  /// The Date field, microseconds UTC since 1970; nil if absent or invalid.
  public var date: Int64?
  /// The time in the topmost Received field, microseconds UTC since 1970; nil if absent, invalid or not plausible.
  public var received: Int64?
  /// Thread-Index as written: base64, of a thread's first 22 bytes and 5 more for each answer ([MS-OXOMSG]).
  public var threadIndex: String?
  /// In-band signs that no person wrote this; of a message without its body only what the header shows.
  public var automatic: AutomaticKind
  public var defects: [Defect]

  /// The decoded value of the first field of this name, compared without case.
  public func header(_ name: String) -> String? { headers.first { ASCII.equalsIgnoringCase($0.name, name) }?.value }

  /// The decoded values of all fields of this name, in order.
  public func allHeaders(_ name: String) -> [String] {
    headers.filter { ASCII.equalsIgnoringCase($0.name, name) }.map(\.value)
  }

  init(_ fields: [RawField], limits: Limits) {
    var reader = HeaderReader(fields: fields, limits: limits)
    messageID = reader.messageID()
    inReplyTo = reader.identifiers(.inReplyTo)
    references = reader.identifiers(.references)
    subject = reader.text(.subject) ?? ""
    from = reader.addresses(.from)
    sender = reader.addresses(.sender)
    replyTo = reader.addresses(.replyTo)
    to = reader.addresses(.to)
    cc = reader.addresses(.cc)
    bcc = reader.addresses(.bcc)
    date = reader.date()
    received = fields.first(.received).flatMap { MailDate.parseReceived($0.value) }
    threadIndex = reader.first(.threadIndex).map {
      CharsetDecoder.decode($0.value.prefix(Limits.threadIndexBytes), label: nil).text
    }
    automatic = AutomaticKind.fromHeader(fields, from: from)
    if from.isEmpty { reader.defects.append(.missingFrom) }
    headers = []
    headers.reserveCapacity(fields.count)
    for field in fields {
      let name = String(decoding: field.spelling, as: UTF8.self)
      let (value, isUTF8) = LosslessText.string(field.value)
      headers.append(HeaderField(name: name, rawValue: value))
      if !isUTF8 { reader.defects.append(.rawBytesInField(name: name)) }
    }
    defects = reader.defects
  }
}

/// Reads the fields that may stand once (RFC 5322 §3.6).
private struct HeaderReader {
  let fields: [RawField]
  let limits: Limits
  var defects: [Defect] = []

  mutating func first(_ name: FieldName) -> RawField? {
    var found: Int?
    for index in fields.indices where fields[index].name == name {
      guard found != nil else {
        found = index
        continue
      }
      defects.append(.repeatedField(name: name.rawValue))
      break
    }
    return found.map { fields[$0] }
  }

  mutating func messageID() -> String? {
    guard let field = first(.messageID) else { return nil }
    let identifier = Identifiers.messageID(field.value, limits: limits)
    if identifier == nil { defects.append(.invalidIdentifier(field: "Message-ID")) }
    return identifier
  }

  mutating func identifiers(_ name: FieldName) -> [String] {
    first(name).map { Identifiers.list($0.value, limits: limits) } ?? []
  }

  mutating func text(_ name: FieldName) -> String? {
    guard let field = first(name) else { return nil }
    let decoded = EncodedWord.decode(field.value)
    if let defect = decoded.defect { defects.append(defect) }
    return decoded.text
  }

  /// All fields of this name together: no recipient is lost to a second To field.
  mutating func addresses(_ name: FieldName) -> [MailAddress] {
    let found = fields.indices.filter { fields[$0].name == name }
    if found.count > 1 { defects.append(.repeatedField(name: name.rawValue)) }
    var result: [MailAddress] = []
    for index in found {
      var parser = AddressListParser(fields[index].value)
      result.append(contentsOf: parser.parse())
      if parser.isDamaged { defects.append(.invalidAddressList(field: name.rawValue)) }
    }
    return result
  }

  mutating func date() -> Int64? {
    guard let field = first(.date) else { return nil }
    let time = MailDate.parse(field.value)
    if time == nil { defects.append(.invalidDate(field: "Date")) }
    return time
  }
}
