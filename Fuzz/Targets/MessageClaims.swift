import Foundation
import MIME

/// Limits small enough for the fuzzer to reach.
private let tight = Limits(
  messageBytes: 1 << 16, fieldBytes: 60, fields: 6, depth: 2, parts: 4, identifierBytes: 30, identifiers: 2,
  fileNameBytes: 20)

/// Fields of a header.
enum HeaderClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    for limits in [Limits.standard, tight] {
      guard var header = try? MIMEParser.parseHeader(bytes, limits: limits) else { continue }
      try check(header, limits)
      guard var whole = try? MIMEParser.parse(bytes, limits: limits).header else {
        throw BrokenClaim(description: "a header without its message")
      }
      header.defects = []
      whole.defects = []
      try claim(header == whole, "a header reads otherwise without its body")
    }
  }

  static func check(_ header: MessageHeader, _ limits: Limits) throws(BrokenClaim) {
    try claim(header.headers.count <= limits.fields, "\(header.headers.count) fields")
    for field in header.headers {
      try claim(field.rawBytes.count <= limits.fieldBytes, "a field of \(field.rawBytes.count) octets")
      try claim(!field.rawBytes.contains(0x0A), "a line end within a field")
      try claim(!field.name.isEmpty && field.name.utf8.count <= 256, "the field name \(field.name)")
      try claim(!field.value.utf8.contains(0), "NUL in a value")
      try claim(
        HeaderField(name: field.name, rawValue: field.rawValue).rawBytes == field.rawBytes, "a value loses octets")
    }
    // Octets that are not UTF-8 take up to three each when they are shown.
    for id in header.inReplyTo + header.references + (header.messageID.map { [$0] } ?? []) {
      try claim(id.utf8.count <= 3 * limits.identifierBytes && !id.isEmpty, "an identifier of \(id.utf8.count) octets")
    }
    try claim(max(header.inReplyTo.count, header.references.count) <= limits.identifiers, "identifiers without end")
    for address in header.from + header.sender + header.replyTo + header.to + header.cc + header.bcc {
      try AddressClaims.check(address)
    }
    try claim(!header.subject.utf8.contains(0), "NUL in the subject")
  }
}

/// Whole messages: the tree of parts and what is made of it.
enum MessageClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    for limits in [Limits.standard, tight] {
      let message: ParsedMessage
      do throws(MIMEError) {
        message = try MIMEParser.parse(bytes, limits: limits)
      } catch {
        try claim([.empty, .noHeader, .messageTooLarge].contains(error.kind), "refused as \(error.kind)")
        continue
      }
      try check(message, limits)
      try claim((try? MIMEParser.parse(bytes, limits: limits)) == message, "a message reads otherwise the second time")
      try StreamClaims.check(bytes, message, limits)
      guard bytes.count < 600 else { continue }
      // A child process may have parsed it.
      guard let data = try? JSONEncoder().encode(message),
        let copy = try? JSONDecoder().decode(ParsedMessage.self, from: data)
      else { throw BrokenClaim(description: "a message that cannot be handed over") }
      try claim(copy == message, "a message changes when it is handed over")
    }
  }

  static func check(_ message: ParsedMessage, _ limits: Limits) throws(BrokenClaim) {
    try HeaderClaims.check(message.header, limits)
    try claim(message.contentKey.count == 32, "a key of \(message.contentKey.count) octets")
    try claim(message.attachments.count <= limits.parts + 1, "\(message.attachments.count) attachments")
    for body in [message.text, message.html].compactMap({ $0 }) {
      try claim(!body.utf8.contains(0) && !body.utf8.contains(0x0D), "NUL or CR in a body")
    }
    for attachment in message.attachments {
      try claim(attachment.size == attachment.content.count && attachment.sha256.count == 32, "a size that is none")
      try claim(!attachment.mediaType.utf8.contains { $0 <= 0x20 }, "the media type \(attachment.mediaType)")
      guard let name = attachment.fileName else { continue }
      try claim(!name.isEmpty && name.utf8.count <= limits.fileNameBytes, "a name of \(name.utf8.count) octets")
      try claim(name != "." && name != ".." && !name.contains("/") && !name.contains("\\"), "the name \(name)")
      try claim(LineClaims.isHarmless(name.replacing("\u{2028}", with: "").replacing("\u{2029}", with: "")), "\(name)")
    }
    if let report = message.deliveryReport {
      try claim(report.recipients.count <= 1_001, "\(report.recipients.count) recipients")
    }
  }
}

/// A delivery report, the input being the machine-readable part and the returned header.
enum DeliveryReportClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    let parts = pieces(bytes)
    var mail = Array(
      """
      From: mailer-daemon@x.example\r
      Content-Type: multipart/report; report-type=delivery-status; boundary=q\r
      \r
      --q\r
      Content-Type: message/delivery-status\r
      \r\n
      """.utf8)
    mail += parts[0] + Array("\r\n--q\r\nContent-Type: text/rfc822-headers\r\n\r\n".utf8)
    mail += (parts.count > 1 ? parts[1] : []) + Array("\r\n--q--\r\n".utf8)
    guard let message = try? MIMEParser.parse(mail) else {
      throw BrokenClaim(description: "a report that is no message")
    }
    try MessageClaims.check(message, .standard)
    guard let report = message.deliveryReport else {
      throw BrokenClaim(description: "a report without its report")
    }
    try claim(message.automatic == .bounce, "a report that is \(message.automatic)")
    for recipient in report.recipients {
      try claim(!recipient.action.utf8.contains { (0x41...0x5A).contains($0) }, "the action \(recipient.action)")
      try claim(!recipient.status.contains(" "), "the status \(recipient.status)")
    }
  }
}

/// Content in every transfer encoding and character set: two octets choose them.
enum ContentClaims {
  private static let encodings = ["7bit", "base64", "quoted-printable", "x-uuencode", "8bit", "unheard-of"]
  private static let charsets = [
    "us-ascii", "utf-8", "iso-2022-jp", "shift_jis", "euc-jp", "gb2312", "big5", "utf-7", "utf-16", "windows-1252",
    "koi8-r", "hz-gb-2312", "iso-2022-kr", "x-unheard-of", "iso-8859-8-i", "utf-32",
  ]

  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    guard bytes.count >= 2 else { return }
    let encoding = encodings[Int(bytes[0]) % encodings.count]
    let charset = charsets[Int(bytes[1]) % charsets.count]
    let subtype = bytes[0] >= 0x80 ? "html" : "plain"
    let head =
      "From: a@b.example\r\nContent-Type: text/\(subtype); charset=\(charset)\r\n"
      + "Content-Transfer-Encoding: \(encoding)\r\n\r\n"
    guard let message = try? MIMEParser.parse(Array(head.utf8) + bytes.dropFirst(2)) else {
      throw BrokenClaim(description: "content that is no message")
    }
    try MessageClaims.check(message, .standard)
    try claim(message.text != nil || message.html != nil, "a message without a body")
  }
}
