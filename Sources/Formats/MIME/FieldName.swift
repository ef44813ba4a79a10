/// Names of the fields that are looked up, so that a field's name is compared with text once and then by one octet.
enum FieldName: String, CaseIterable {
  case other = ""
  case from = "From"
  case sender = "Sender"
  case replyTo = "Reply-To"
  case to = "To"
  case cc = "Cc"
  case bcc = "Bcc"
  case subject = "Subject"
  case date = "Date"
  case messageID = "Message-ID"
  case inReplyTo = "In-Reply-To"
  case references = "References"
  case received = "Received"
  case returnPath = "Return-Path"
  case threadIndex = "Thread-Index"
  case precedence = "Precedence"
  case autoSubmitted = "Auto-Submitted"
  case xAutoreply = "X-Autoreply"
  case xAutorespond = "X-Autorespond"
  case listID = "List-Id"
  case listPost = "List-Post"
  case listUnsubscribe = "List-Unsubscribe"
  case contentType = "Content-Type"
  case contentDisposition = "Content-Disposition"
  case contentTransferEncoding = "Content-Transfer-Encoding"
  case contentID = "Content-ID"
  // RFC 3464 §2.2 and §2.3.
  case reportingMTA = "Reporting-MTA"
  case originalEnvelopeID = "Original-Envelope-Id"
  case finalRecipient = "Final-Recipient"
  case originalRecipient = "Original-Recipient"
  case action = "Action"
  case status = "Status"
  case diagnosticCode = "Diagnostic-Code"
  case remoteMTA = "Remote-MTA"

  /// Names by length, told apart by their first eight octets in lower case before they are compared whole.
  private struct Entry {
    var name: FieldName
    var length: Int
    var start: UInt64
  }

  private static let entries: [Entry] = allCases.filter { $0 != .other }.map { name in
    let bytes = Array(name.rawValue.utf8)
    return Entry(name: name, length: bytes.count, start: start(of: bytes[...]))
  }

  private static func start(of bytes: ArraySlice<UInt8>) -> UInt64 {
    var result: UInt64 = 0
    for byte in bytes.prefix(8) { result = result << 8 | UInt64(ASCII.lowercase(byte)) }
    return result
  }

  /// Compared without case.
  init(_ bytes: ArraySlice<UInt8>) {
    let start = Self.start(of: bytes)
    for entry in Self.entries where entry.length == bytes.count && entry.start == start {
      guard ASCII.equalsIgnoringCase(bytes, entry.name.rawValue) else { continue }
      self = entry.name
      return
    }
    self = .other
  }
}
