/// Writes header fields: folded at 78 characters, nothing in them that ends a line (RFC 5322 §2.2.3).
struct HeaderWriter {
  let allowsUTF8: Bool
  private(set) var bytes: [UInt8] = []
  private var column = 0

  /// RFC 5322 §2.1.1: should not be longer.
  static let foldingColumn = 78
  /// A token longer than this is refused: it cannot be folded, and lines end at 998.
  private static let maximumTokenBytes = 900
  /// RFC 2047 §2.
  private static let maximumEncodedWordBytes = 75
  /// Display names above this become encoded words, as those can be folded.
  private static let maximumQuotedBytes = 60

  init(allowsUTF8: Bool) { self.allowsUTF8 = allowsUTF8 }

  // MARK: Fields

  /// A value made by the writer itself.
  mutating func field(_ name: String, verbatim value: String) {
    begin(name)
    put(value)
    end()
  }

  mutating func addresses(_ name: String, _ addresses: [MailAddress]) throws(MIMEError) {
    guard !addresses.isEmpty else { return }
    begin(name)
    for (index, address) in addresses.enumerated() {
      let comma = index + 1 < addresses.count ? "," : ""
      try check(address.address, name)
      let words = Self.withoutControls(address.displayName)
      let display = String(decoding: ASCII.trimmed(Array(words.utf8)[...]), as: UTF8.self)
      if display.isEmpty {
        put(address.address + comma)
      } else {
        phrase(display)
        put("<\(address.address)>\(comma)")
      }
    }
    end()
  }

  mutating func identifiers(_ name: String, _ identifiers: [String]) throws(MIMEError) {
    guard !identifiers.isEmpty else { return }
    begin(name)
    for identifier in identifiers {
      let inner = identifier.utf8.dropFirst().dropLast()
      if identifier.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
        throw MIMEError(.controlCharacter, field: name)
      }
      guard identifier.utf8.first == 0x3C, identifier.utf8.last == 0x3E, !inner.isEmpty,
        !inner.contains(where: { $0 == 0x20 || $0 == 0x3C || $0 == 0x3E })
      else { throw MIMEError(.invalidValue, field: name) }
      try checkASCIIAndLength(identifier, name)
      put(identifier)
    }
    end()
  }

  /// Unstructured text (RFC 5322 §3.6.5), as encoded words if it is not plain.
  mutating func text(_ name: String, _ value: String) throws(MIMEError) {
    begin(name)
    let words = value.split(separator: " ", omittingEmptySubsequences: false)
    let isPlain =
      value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && !value.contains("=?") && !words.contains("")
      && words.allSatisfy { $0.utf8.count <= Self.foldingColumn - 2 }
    if isPlain {
      for word in words { put(String(word)) }
    } else if !value.isEmpty {
      encodedWords(value, inPhrase: false)
    }
    end()
  }

  /// A field of the caller's.
  mutating func extra(_ field: HeaderField) throws(MIMEError) {
    let shown = String(field.name.prefix(100).filter { $0.isASCII && !$0.isWhitespace })
    guard !field.name.isEmpty, field.name.utf8.count <= 76,
      field.name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3A })
    else { throw MIMEError(.invalidValue, field: shown) }
    if field.rawValue.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\t" }) {
      throw MIMEError(.controlCharacter, field: shown)
    }
    try text(field.name, String(field.rawValue.map { $0 == "\t" ? " " : $0 }))
  }

  /// `value; name=value` (RFC 2045 §5.1), parameters that are not plain in pieces (RFC 2231).
  mutating func parameterized(_ name: String, _ value: String, _ parameters: [(name: String, value: String)]) {
    begin(name)
    put(value + (parameters.isEmpty ? "" : ";"))
    for (index, parameter) in parameters.enumerated() {
      let pieces = Self.pieces(parameter.name, parameter.value)
      for (number, piece) in pieces.enumerated() {
        put(piece + (index + 1 < parameters.count || number + 1 < pieces.count ? ";" : ""))
      }
    }
    end()
  }

  // MARK: Lines

  private mutating func begin(_ name: String) {
    bytes.append(contentsOf: "\(name):".utf8)
    column = name.utf8.count + 1
  }

  private mutating func end() {
    bytes.append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed])
    column = 0
  }

  /// A token behind a space, on a new line if this one is full.
  private mutating func put(_ token: String) {
    if column + 1 + token.utf8.count > Self.foldingColumn, column > 1 {
      // A line of white space only would end the header for some readers (RFC 5322 §3.2.2), so none is left behind.
      bytes.append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed])
      column = 0
    }
    bytes.append(ASCII.space)
    bytes.append(contentsOf: token.utf8)
    column += 1 + token.utf8.count
  }

  // MARK: Addresses

  private func check(_ address: String, _ field: String) throws(MIMEError) {
    if address.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { throw MIMEError(.controlCharacter, field: field) }
    guard AddrSpec.isValid(Array(address.utf8)) else { throw MIMEError(.invalidValue, field: field) }
    try checkASCIIAndLength(address, field)
  }

  private func checkASCIIAndLength(_ token: String, _ field: String) throws(MIMEError) {
    if !allowsUTF8, !token.utf8.allSatisfy({ $0 < 0x80 }) { throw MIMEError(.needsUTF8Headers, field: field) }
    if token.utf8.count > Self.maximumTokenBytes { throw MIMEError(.lineTooLong, field: field) }
  }

  /// A display name (RFC 5322 §3.2.5).
  private mutating func phrase(_ name: String) {
    let words = name.split(separator: " ", omittingEmptySubsequences: false)
    if words.allSatisfy({ !$0.isEmpty && Self.isAtom($0) && $0.utf8.count <= Self.maximumQuotedBytes }) {
      for word in words { put(String(word)) }
    } else if name.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), !name.contains("=?"),
      name.utf8.first != 0x20, name.utf8.last != 0x20, name.utf8.count <= Self.maximumQuotedBytes
    {
      put("\"" + name.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\"")
    } else {
      encodedWords(name, inPhrase: true)
    }
  }

  private static func isAtom(_ word: Substring) -> Bool {
    word.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x27 }
  }

  // MARK: Encoded words (RFC 2047)

  private mutating func encodedWords(_ text: String, inPhrase: Bool) {
    func isLiteral(_ byte: UInt8) -> Bool {
      // RFC 2047 §5 (3) allows these in a phrase; elsewhere they do as well.
      ASCII.isLetter(byte) || ASCII.isDigit(byte) || [0x21, 0x2A, 0x2B, 0x2D, 0x2F].contains(byte)
    }
    let escaped = text.utf8.count { !isLiteral($0) && $0 != ASCII.space }
    let usesBase64 = escaped * 3 > text.utf8.count
    let frame = "=?utf-8?B?".utf8.count + "?=".utf8.count
    var content: [UInt8] = []
    var width = 0
    for scalar in text.unicodeScalars {
      // Whole characters only (RFC 2047 §5).
      let unit = Array(String(scalar).utf8)
      let unitWidth = unit.reduce(0) { $0 + (isLiteral($1) || $1 == ASCII.space ? 1 : 3) }
      let newWidth = usesBase64 ? (content.count + unit.count + 2) / 3 * 4 : width + unitWidth
      let limit = min(Self.maximumEncodedWordBytes, max(Self.foldingColumn - column - 1, 40))
      if frame + newWidth > limit, !content.isEmpty {
        put(Self.encodedWord(content, usesBase64, isLiteral))
        content = []
        width = 0
      }
      content.append(contentsOf: unit)
      width += unitWidth
    }
    if !content.isEmpty { put(Self.encodedWord(content, usesBase64, isLiteral)) }
  }

  private static func encodedWord(_ content: [UInt8], _ usesBase64: Bool, _ isLiteral: (UInt8) -> Bool) -> String {
    if usesBase64 { return "=?utf-8?B?\(String(decoding: Base64.encode(content), as: UTF8.self))?=" }
    var text = ""
    for byte in content {
      if byte == ASCII.space {
        text += "_"
      } else if isLiteral(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "=" + hex(byte)
      }
    }
    return "=?utf-8?Q?\(text)?="
  }

  // MARK: Parameters

  private static func pieces(_ name: String, _ value: String) -> [String] {
    if value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), value.utf8.count <= maximumQuotedBytes, !value.contains("=?")
    {
      if isToken(value[...]) { return ["\(name)=\(value)"] }
      return ["\(name)=\"" + value.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""]
    }
    // RFC 2231 §3 and §4: numbered pieces, percent-encoded, the character set in the first.
    var pieces: [String] = []
    var piece = "utf-8''"
    for scalar in value.unicodeScalars {
      let encoded = String(scalar).utf8.map { byte in
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
          ? String(UnicodeScalar(byte)) : "%" + hex(byte)
      }.joined()
      if piece.utf8.count + encoded.utf8.count > 58 {
        pieces.append(piece)
        piece = ""
      }
      piece += encoded
    }
    pieces.append(piece)
    if pieces.count == 1 { return ["\(name)*=\(pieces[0])"] }
    return pieces.enumerated().map { "\(name)*\($0.offset)*=\($0.element)" }
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  /// RFC 2045 §5.1 token.
  static func isToken(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()<>@,;:\\\"/[]?=".utf8.contains($0) }
  }

  /// Control characters as spaces, line separators of Unicode too.
  static func withoutControls(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
      result.unicodeScalars.append(isControl ? " " : scalar)
    }
    return result
  }
}
