import MIME

/// Lists of addresses.
enum AddressClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    for address in MailAddress.parseList(text(bytes)) {
      try check(address)
      try isReadBack(address)
    }
  }

  static func check(_ address: MailAddress) throws(BrokenClaim) {
    try claim(!(address.address.isEmpty && address.displayName.isEmpty), "an address of nothing")
    try claim(
      !address.address.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F },
      "a control character in \(address.address)")
  }

  /// What is written to a header is the address that is read from it, if it may be written at all.
  private static func isReadBack(_ address: MailAddress) throws(BrokenClaim) {
    let message = OutgoingMessage(
      from: [MailAddress(address: "me@x.example")], to: [address], subject: "", messageID: "<1@x.example>", date: 0)
    guard let bytes = try? message.encoded(boundarySeed: [1], allowUTF8Headers: true) else { return }
    guard let read = try? MIMEParser.parseHeader(bytes) else {
      throw BrokenClaim(description: "what was written is no message")
    }
    try claim(read.to.count == 1, "\(address) becomes \(read.to.count) addresses")
    try claim(read.to.first?.address == address.address, "\(address) becomes \(read.to)")
  }
}

/// Encoded words, alone and in a phrase.
enum EncodedWordClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    let field = bytes.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
    let header = Array("Subject: ".utf8) + field + Array("\r\nFrom: ".utf8) + field + Array(" <a@b.example>\r\n".utf8)
    guard let read = try? MIMEParser.parseHeader(header + [0x0D, 0x0A]) else {
      throw BrokenClaim(description: "no header")
    }
    try HeaderClaims.check(read, .standard)
    // What was decoded is written and decoded again.
    let message = OutgoingMessage(
      from: [MailAddress(address: "me@x.example")], to: [], subject: read.subject, messageID: "<1@x.example>", date: 0)
    guard let written = try? message.encoded(boundarySeed: [1]), let again = try? MIMEParser.parseHeader(written) else {
      throw BrokenClaim(description: "a subject that cannot be written")
    }
    try claim(
      OutgoingClaims.comparable(again.subject) == OutgoingClaims.comparable(read.subject),
      "\(read.subject.debugDescription) becomes \(again.subject.debugDescription)")
  }
}

/// Dates.
enum DateClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    if let time = MailDate.parse(text(bytes)) {
      try claim(time % 1_000_000 == 0, "\(time)")
      // 1900 to 9999, and a zone at either end.
      try claim((-2_209_080_000_000_000...253_402_390_000_000_000).contains(time), "\(time) is out of range")
      if (-2_208_988_800_000_000..<253_402_300_800_000_000).contains(time) {
        try claim(MailDate.parse(MailDate.format(time)) == time, "\(time) becomes \(MailDate.format(time))")
      }
    }
    guard bytes.count == 8 else { return }
    let any = bytes.reduce(Int64(0)) { $0 << 8 | Int64($1) }
    try claim(MailDate.format(any).hasSuffix("+0000"), "\(any)")
  }
}

/// HTML read as text.
enum HTMLClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    let html = text(bytes)
    let whole = PlainText.fromHTML(html)
    for limit in [0, 1, 2, 3, 7, 40] {
      let cut = PlainText.fromHTML(html, limit: limit)
      try claim(cut.utf8.count <= limit, "\(cut.utf8.count) octets, where \(limit) are allowed")
      try claim(whole.utf8.starts(with: cut.utf8), "a shorter text is another one")
    }
  }
}

/// A message to be written, its values cut from the input.
enum OutgoingClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    let values = pieces(bytes).map { text($0) }
    func value(_ index: Int) -> String? { index < values.count ? values[index] : nil }
    let content = Array(bytes.suffix(200))
    let fileName = value(5)
    let message = OutgoingMessage(
      from: [MailAddress(displayName: value(1) ?? "", address: "me@x.example")],
      to: [MailAddress(displayName: value(1) ?? "", address: value(2) ?? "you@x.example")], subject: value(0) ?? "",
      text: value(3), html: value(4), messageID: "<\(value(6) ?? "1")@x.example>", date: 1_000_000,
      attachments: fileName.map {
        [
          Attachment(fileName: $0, mediaType: "application/pdf", content: content),
          Attachment(fileName: $0, mediaType: "image/png", contentID: value(7), isInline: true, content: content),
        ]
      } ?? [],
      inReplyTo: value(8).map { ["<\($0)>"] } ?? [],
      extraHeaders: value(9).map { [HeaderField(name: "X-Value", rawValue: $0)] } ?? [])
    guard let written = try? message.encoded(boundarySeed: Array(bytes.prefix(4))) else { return }
    try hasGoodLines(written)
    guard let read = try? MIMEParser.parse(written) else {
      throw BrokenClaim(description: "what was written is no message")
    }
    try claim(comparable(read.subject) == comparable(message.subject), "the subject becomes \(read.subject)")
    try claim(read.to.map(\.address) == message.to.map { shortest($0.address) }, "the address becomes \(read.to)")
    try claim(read.from.map(\.address) == ["me@x.example"] && read.cc.isEmpty && read.bcc.isEmpty, "\(read.from)")
    try claim(
      comparable(read.from.first?.displayName ?? "").trimmed == comparable(message.from[0].displayName).trimmed,
      "\(message.from[0].displayName.debugDescription) becomes \(read.from)")
    try claim(read.messageID == message.messageID, "the identifier becomes \(read.messageID ?? "none")")
    try claim(read.inReplyTo == message.inReplyTo, "the identifiers become \(read.inReplyTo)")
    try claim(read.attachments.map(\.content) == message.attachments.map(\.content), "attachments change")
    try claim(comparableBody(read.text) == comparableBody(message.text), "the text becomes \(read.text ?? "none")")
    try claim(comparableBody(read.html) == comparableBody(message.html), "the HTML becomes \(read.html ?? "none")")
  }

  private static func hasGoodLines(_ bytes: [UInt8]) throws(BrokenClaim) {
    try SMTPContentClaims.hasNoBareLineEnds(bytes)
    try claim(bytes.suffix(2) == [0x0D, 0x0A], "the last line does not end")
    try claim(bytes.allSatisfy { $0 < 0x80 && $0 != 0 }, "an octet that is not 7-bit")
    for line in bytes.split(separator: 0x0A) { try claim(line.count <= 999, "a line of \(line.count) octets") }
  }

  /// Quotes around a local part are not part of it: it is read without those it does not need, and without backslashes
  /// that mean nothing. RFC 5322 §3.2.4, RFC 5321 §4.1.2
  private static func shortest(_ address: String) -> String {
    guard address.utf8.first == 0x22, let at = address.lastIndex(of: "\"") else { return address }
    var local: [Unicode.Scalar] = []
    var isEscaped = false
    for scalar in address[..<at].unicodeScalars.dropFirst() {
      isEscaped = scalar == "\\" && !isEscaped
      if !isEscaped { local.append(scalar) }
    }
    let needsQuotes =
      local.contains { $0.value < 0x80 && "\"(),:;<>@[\\] ".unicodeScalars.contains($0) }
      || local.split(separator: ".", omittingEmptySubsequences: false).contains { $0.isEmpty }
    var written = String.UnicodeScalarView()
    for scalar in local {
      if needsQuotes, scalar == "\"" || scalar == "\\" { written.append("\\") }
      written.append(scalar)
    }
    return (needsQuotes ? "\"\(written)\"" : String(written)) + address[at...].dropFirst()
  }

  /// Control characters are written as spaces, and a byte order mark belongs to no text.
  static func comparable(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.compactMap { scalar in
      if scalar == "\u{FEFF}" { return nil }
      let isControl = scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
      return isControl ? " " : scalar
    }
  }

  /// Line ends are LF when read, and a last one is the message's.
  private static func comparableBody(_ text: String?) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var previous: Unicode.Scalar?
    for scalar in (text ?? "").unicodeScalars {
      defer { previous = scalar }
      if scalar == "\u{FEFF}" || (scalar == "\n" && previous == "\r") { continue }
      result.append(scalar == "\r" ? "\n" : scalar == "\0" ? "\u{FFFD}" : scalar)
    }
    while result.last == "\n" { result.removeLast() }
    return result
  }
}

extension [Unicode.Scalar] {
  /// Without spaces around it.
  fileprivate var trimmed: [Unicode.Scalar] {
    Array(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
