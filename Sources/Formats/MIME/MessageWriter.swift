/// Writes an ``OutgoingMessage``.
struct MessageWriter {
  let seed: [UInt8]
  let allowsUTF8: Bool
  private var boundaries = 0

  init(seed: [UInt8], allowsUTF8: Bool) {
    self.seed = seed
    self.allowsUTF8 = allowsUTF8
  }

  /// Fields only the writer writes.
  private static let ownFields: Set<String> = [
    "from", "sender", "reply-to", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references",
    "mime-version",
  ]

  private static let earliest: Int64 = -2_208_988_800_000_000  // 1900-01-01
  private static let latest: Int64 = 253_402_300_799_999_999  // 9999-12-31

  mutating func write(_ message: OutgoingMessage) throws(MIMEError) -> [UInt8] {
    var header = HeaderWriter(allowsUTF8: allowsUTF8)
    guard (Self.earliest...Self.latest).contains(message.date) else { throw MIMEError(.invalidValue, field: "Date") }
    guard !message.from.isEmpty else { throw MIMEError(.invalidValue, field: "From") }
    // RFC 5322 §3.6.2.
    guard message.from.count == 1 || message.sender != nil else { throw MIMEError(.invalidValue, field: "Sender") }
    header.field("Date", verbatim: MailDate.format(message.date))
    try header.addresses("From", message.from)
    if let sender = message.sender { try header.addresses("Sender", [sender]) }
    try header.addresses("Reply-To", message.replyTo)
    try header.addresses("To", message.to)
    try header.addresses("Cc", message.cc)
    try header.identifiers("Message-ID", [message.messageID])
    try header.identifiers("In-Reply-To", message.inReplyTo)
    try header.identifiers("References", message.references)
    try header.text("Subject", cleaned(message.subject))
    for field in message.extraHeaders {
      let name = ASCII.lowercased(field.name)
      if Self.ownFields.contains(name) || name.hasPrefix("content-") {
        throw MIMEError(.invalidValue, field: String(field.name.prefix(100)))
      }
      try header.extra(field)
    }
    header.field("MIME-Version", verbatim: "1.0")
    let body = try body(of: message)
    var bytes = header.bytes + (try bytes(of: body, isRoot: true))
    if !bytes.suffix(2).elementsEqual([0x0D, 0x0A]) { bytes.append(contentsOf: [0x0D, 0x0A]) }
    return bytes
  }

  // MARK: Structure

  private indirect enum Part {
    case text(subtype: String, String)
    case attachment(Attachment)
    case multipart(subtype: String, parameters: [(name: String, value: String)], [Part])
  }

  private func body(of message: OutgoingMessage) throws(MIMEError) -> Part {
    let hasHTML = message.html != nil
    let inline = message.attachments.filter { hasHTML && $0.isInline && $0.contentID != nil }
    let beside = message.attachments.filter { !(hasHTML && $0.isInline && $0.contentID != nil) }
    var parts: [Part] = []
    if let text = message.text { parts.append(.text(subtype: "plain", text)) }
    if let html = message.html {
      var part = Part.text(subtype: "html", html)
      if !inline.isEmpty {
        // RFC 2387 §3.1: the type parameter is required.
        part = .multipart(
          subtype: "related", parameters: [("type", "text/html")], [part] + inline.map { .attachment($0) })
      }
      parts.append(part)
    }
    if parts.count == 2 { parts = [.multipart(subtype: "alternative", parameters: [], parts)] }
    if parts.isEmpty, beside.isEmpty { parts = [.text(subtype: "plain", "")] }
    if beside.isEmpty { return parts[0] }
    return .multipart(subtype: "mixed", parameters: [], parts + beside.map { .attachment($0) })
  }

  /// Header fields of the part, blank line and body.
  private mutating func bytes(of part: Part, isRoot: Bool) throws(MIMEError) -> [UInt8] {
    switch part {
    case .text(let subtype, let text): return textPart(subtype, text, isRoot: isRoot)
    case .attachment(let attachment): return try attachmentPart(attachment)
    case .multipart(let subtype, let parameters, let parts):
      var contents: [[UInt8]] = []
      for part in parts { contents.append(try bytes(of: part, isRoot: false)) }
      let boundary = boundary(for: contents)
      var header = HeaderWriter(allowsUTF8: false)
      header.parameterized(
        "Content-Type", "multipart/\(subtype)", parameters + [("boundary", String(decoding: boundary, as: UTF8.self))])
      var result = header.bytes
      result.append(contentsOf: [0x0D, 0x0A])
      for content in contents {
        result.append(contentsOf: (result.count == header.bytes.count + 2 ? "" : "\r\n").utf8)
        result.append(contentsOf: "--".utf8)
        result.append(contentsOf: boundary)
        result.append(contentsOf: [0x0D, 0x0A])
        result.append(contentsOf: content)
      }
      result.append(contentsOf: "\r\n--".utf8)
      result.append(contentsOf: boundary)
      result.append(contentsOf: "--\r\n".utf8)
      return result
    }
  }

  /// `=_` stands in no base64 and no quoted-printable body (RFC 2045 §6.7); parts written as they are get searched.
  private mutating func boundary(for contents: [[UInt8]]) -> [UInt8] {
    var candidate: [UInt8] = []
    repeat {
      boundaries += 1
      let hash = Digest.sha256(seed + Array("\u{0}\(boundaries)".utf8))
      candidate = Array("=_".utf8)
      for byte in hash.prefix(16) {
        candidate.append(contentsOf: String(UInt16(byte) + 256, radix: 16).utf8.dropFirst())
      }
    } while contents.contains { Self.contains($0, candidate) }
    return candidate
  }

  private static func contains(_ bytes: [UInt8], _ text: [UInt8]) -> Bool {
    var position = bytes.startIndex
    while let found = bytes[position...].firstIndex(of: text[0]) {
      if bytes[found...].starts(with: text) { return true }
      position = found + 1
    }
    return false
  }

  // MARK: Leaves

  private func textPart(_ subtype: String, _ text: String, isRoot: Bool) -> [UInt8] {
    let lines = BodyEncoding.canonical(text)
    let encoding = BodyEncoding.forText(lines)
    var header = HeaderWriter(allowsUTF8: false)
    // With an escape a reader may take plain text for ISO-2022-JP (RFC 1468), as ours does.
    let isASCII = lines.allSatisfy { $0 < 0x80 && $0 != 0x1B }
    header.parameterized("Content-Type", "text/\(subtype)", [("charset", isASCII ? "us-ascii" : "utf-8")])
    header.field("Content-Transfer-Encoding", verbatim: encoding.label)
    var body = encoding.encode(lines)
    // The line end that a message must have is not part of this text.
    if isRoot, encoding == .quotedPrintable, !body.isEmpty, !body.suffix(2).elementsEqual([0x0D, 0x0A]) {
      body.append(contentsOf: "=\r\n".utf8)
    }
    return header.bytes + [0x0D, 0x0A] + body
  }

  private func attachmentPart(_ attachment: Attachment) throws(MIMEError) -> [UInt8] {
    var type = ASCII.lowercased(attachment.mediaType)
    guard let slash = type.firstIndex(of: "/"), HeaderWriter.isToken(type[..<slash]),
      HeaderWriter.isToken(type[type.index(after: slash)...]), type.utf8.count <= 200, !type.hasPrefix("multipart/")
    else { throw MIMEError(.invalidValue, field: "Content-Type") }
    var encoding = BodyEncoding.base64
    if type.hasPrefix("message/") {
      // RFC 2046 §5.2.1 allows no encoding here; what is not 7bit travels as a file.
      if BodyEncoding.isSevenBit(attachment.content) { encoding = .sevenBit } else { type = "application/octet-stream" }
    }
    var header = HeaderWriter(allowsUTF8: false)
    let name = attachment.fileName.map(cleaned).flatMap { Attachment.displayName($0, limit: 255) }
    header.parameterized("Content-Type", type, [])
    header.field("Content-Transfer-Encoding", verbatim: encoding.label)
    header.parameterized(
      "Content-Disposition", attachment.isInline ? "inline" : "attachment", name.map { [("filename", $0)] } ?? [])
    if let id = attachment.contentID { try header.identifiers("Content-ID", ["<\(id)>"]) }
    return header.bytes + [0x0D, 0x0A] + encoding.encode(attachment.content)
  }

  private func cleaned(_ text: String) -> String { HeaderWriter.withoutControls(text) }
}
