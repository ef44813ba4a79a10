import CGMime

/// Bytes of some character set as text. Never fails: what is no character becomes U+FFFD, and so does U+0000.
enum CharsetDecoder {
  struct Result {
    var text: String
    /// What the bytes were read as, if not as labelled.
    var defect: Defect?
    /// U+0000 stood in the text.
    var hadNull = false
  }

  static func decode(_ bytes: [UInt8], label: String?) -> Result {
    var result = decodeUncleaned(bytes, label: label)
    if result.text.utf8.contains(0) {
      result.hadNull = true
      result.text = String(String.UnicodeScalarView(result.text.unicodeScalars.map { $0.value == 0 ? "\u{FFFD}" : $0 }))
    }
    return result
  }

  private static func decodeUncleaned(_ bytes: [UInt8], label: String?) -> Result {
    switch Charset(label: label ?? "") {
    case .ascii:
      return Result(text: undeclared(bytes), defect: nil)
    case .utf8:
      if let text = String(validating: bytes, as: UTF8.self) { return Result(text: withoutMark(text), defect: nil) }
      return Result(
        text: withoutMark(String(decoding: bytes, as: UTF8.self)), defect: .undecodableBytes(charset: "utf-8"))
    case .windows1252:
      return Result(text: windows1252(bytes), defect: nil)
    case .iso2022JP:
      // It has no bytes over 127: the label is wrong.
      if bytes.contains(where: { $0 >= 0x80 }), String(validating: bytes, as: UTF8.self) != nil {
        return Result(text: undeclared(bytes), defect: .undecodableBytes(charset: "iso-2022-jp"))
      }
      return iconv(ISO2022JP.asEUC(bytes), "EUC-JP-MS", label: "iso-2022-jp")
        ?? Result(text: undeclared(bytes), defect: .unknownCharset(label: "iso-2022-jp"))
    case .named(let name):
      let label = String((label ?? "").prefix(64))
      return iconv(bytes, name, label: label)
        ?? Result(text: undeclared(bytes), defect: .unknownCharset(label: label))
    }
  }

  /// Text without a (usable) label: ISO-2022-JP by its escapes, UTF-8 if well-formed, else windows-1252.
  static func undeclared(_ bytes: [UInt8]) -> String {
    if bytes.contains(0x1B), ISO2022JP.isLikely(bytes),
      let result = iconv(ISO2022JP.asEUC(bytes), "EUC-JP-MS", label: ""), result.defect == nil
    {
      return result.text
    }
    if let text = String(validating: bytes, as: UTF8.self) { return withoutMark(text) }
    return windows1252(bytes)
  }

  private static func withoutMark(_ text: String) -> String {
    text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  // Bytes 80 to 9F of windows-1252; the five unassigned ones are the C1 controls (WHATWG Encoding §9).
  private static let windows1252High: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
  ]

  static func windows1252(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      if byte < 0x80 {
        output.append(byte)
        continue
      }
      let value = byte < 0xA0 ? windows1252High[Int(byte) - 0x80] : UInt16(byte)
      if value < 0x800 {
        output.append(UInt8(0xC0 | value >> 6))
      } else {
        output.append(UInt8(0xE0 | value >> 12))
        output.append(UInt8(0x80 | value >> 6 & 0x3F))
      }
      output.append(UInt8(0x80 | value & 0x3F))
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// nil if the converter does not exist.
  private static func iconv(_ bytes: [UInt8], _ name: String, label: String) -> Result? {
    guard name.utf8.count <= 40, name.utf8.allSatisfy({ isCharsetNameByte($0) }) else { return nil }
    GMime.initialize()
    guard let converter = cgmime_iconv_open(name) else { return nil }
    defer { cgmime_iconv_close(converter) }
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count * 3 / 2)
    var damaged = false
    var input = bytes.map { CChar(bitPattern: $0) }
    var chunk = [CChar](repeating: 0, count: 16_384)
    let chunkSize = chunk.count
    input.withUnsafeMutableBufferPointer { input in
      chunk.withUnsafeMutableBufferPointer { chunk in
        guard let chunkStart = chunk.baseAddress else { return }
        var source = input.baseAddress
        var left = input.count
        while left > 0 {
          var target: UnsafeMutablePointer<CChar>? = chunkStart
          var room = chunkSize
          let outcome = cgmime_iconv(converter, &source, &left, &target, &room)
          output.append(contentsOf: UnsafeRawBufferPointer(start: chunkStart, count: chunkSize - room))
          switch outcome {
          case 0: left = 0
          case 1 where room < chunkSize: break
          default:
            // No character here: one byte is replaced, and reading goes on behind it.
            damaged = true
            output.append(contentsOf: [0xEF, 0xBF, 0xBD])
            source = source?.advanced(by: 1)
            left -= 1
          }
        }
      }
    }
    return Result(
      text: withoutMark(String(decoding: output, as: UTF8.self)),
      defect: damaged ? .undecodableBytes(charset: label) : nil)
  }

  /// iconv reads "//TRANSLIT" and the like out of names: only plain names reach it.
  private static func isCharsetNameByte(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == 0x2D || byte == 0x5F || byte == 0x2E || byte == 0x3A
  }
}

/// ISO-2022-JP (RFC 1468) as EUC-JP, so that the vendor characters senders use in it (row 13, half-width katakana)
/// convert too.
enum ISO2022JP {
  private enum Set {
    case ascii, kana, kanji, supplement
  }

  static func isLikely(_ bytes: [UInt8]) -> Bool {
    ASCII.contains(bytes[...], "\u{1B}$B") || ASCII.contains(bytes[...], "\u{1B}$@")
      || ASCII.contains(bytes[...], "\u{1B}(I")
  }

  static func asEUC(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var set = Set.ascii
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x1B, let (designated, length) = designation(bytes[(position + 1)...]) {
        set = designated
        position += 1 + length
        continue
      }
      // RFC 1468: text is in ASCII again at the end of every line.
      if byte == ASCII.lineFeed || byte == ASCII.carriageReturn { set = .ascii }
      guard byte > 0x20, byte < 0x7F, set != .ascii else {
        result.append(byte)
        position += 1
        continue
      }
      if set == .kana {
        result.append(contentsOf: [0x8E, byte | 0x80])
        position += 1
      } else if position + 1 < bytes.count, bytes[position + 1] > 0x20, bytes[position + 1] < 0x7F {
        if set == .supplement { result.append(0x8F) }
        result.append(contentsOf: [byte | 0x80, bytes[position + 1] | 0x80])
        position += 2
      } else {
        result.append(0xFF)
        position += 1
      }
    }
    return result
  }

  private static func designation(_ rest: ArraySlice<UInt8>) -> (Set, Int)? {
    let start = rest.prefix(3)
    let table: [(String, Set)] = [
      ("(B", .ascii), ("(J", .ascii), ("(H", .ascii), ("(I", .kana), ("$B", .kanji), ("$@", .kanji), ("$(B", .kanji),
      ("$(@", .kanji), ("$(D", .supplement),
    ]
    for (sequence, set) in table where start.starts(with: sequence.utf8) { return (set, sequence.utf8.count) }
    return nil
  }
}
