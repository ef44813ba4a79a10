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
    headers = fields.map(HeaderField.init)
    messageID = reader.messageID()
    inReplyTo = reader.identifiers("In-Reply-To")
    references = reader.identifiers("References")
    subject = reader.text("Subject") ?? ""
    from = reader.addresses("From")
    sender = reader.addresses("Sender")
    replyTo = reader.addresses("Reply-To")
    to = reader.addresses("To")
    cc = reader.addresses("Cc")
    bcc = reader.addresses("Bcc")
    date = reader.date()
    received = fields.first { $0.isNamed("Received") }.flatMap { MailDate.parseReceived($0.value) }
    threadIndex = reader.first("Thread-Index").map {
      CharsetDecoder.decode(Array($0.value.prefix(4096)), label: nil).text
    }
    automatic = AutomaticKind.fromHeader(fields, from: from)
    if from.isEmpty { reader.defects.append(.missingFrom) }
    for field in fields where !(String(validating: field.value, as: UTF8.self) != nil) {
      reader.defects.append(.rawBytesInField(name: field.name))
    }
    defects = reader.defects
  }
}

/// Reads the fields that may stand once (RFC 5322 §3.6).
private struct HeaderReader {
  let fields: [RawField]
  let limits: Limits
  var defects: [Defect] = []

  mutating func first(_ name: String) -> RawField? {
    let found = fields.lazy.filter { $0.isNamed(name) }.prefix(2)
    guard let field = found.first else { return nil }
    if found.count > 1 { defects.append(.repeatedField(name: name)) }
    return field
  }

  mutating func messageID() -> String? {
    guard let field = first("Message-ID") else { return nil }
    let identifier = Identifiers.messageID(field.value, limits: limits)
    if identifier == nil { defects.append(.invalidIdentifier(field: "Message-ID")) }
    return identifier
  }

  mutating func identifiers(_ name: String) -> [String] {
    first(name).map { Identifiers.list($0.value, limits: limits) } ?? []
  }

  mutating func text(_ name: String) -> String? {
    guard let field = first(name) else { return nil }
    let decoded = EncodedWord.decode(field.value)
    if let defect = decoded.defect { defects.append(defect) }
    return decoded.text
  }

  /// All fields of this name together: no recipient is lost to a second To field.
  mutating func addresses(_ name: String) -> [MailAddress] {
    let found = fields.filter { $0.isNamed(name) }
    if found.count > 1 { defects.append(.repeatedField(name: name)) }
    var result: [MailAddress] = []
    for field in found {
      var parser = AddressListParser(field.value)
      result.append(contentsOf: parser.parse())
      if parser.isDamaged { defects.append(.invalidAddressList(field: name)) }
    }
    return result
  }

  mutating func date() -> Int64? {
    guard let field = first("Date") else { return nil }
    let time = MailDate.parse(field.value[...])
    if time == nil { defects.append(.invalidDate(field: "Date")) }
    return time
  }
}
