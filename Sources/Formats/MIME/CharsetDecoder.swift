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

  /// - Parameter lineEndsAsFeeds: CRLF and CR come out as LF.
  static func decode(_ source: ArraySlice<UInt8>, label: String?, lineEndsAsFeeds: Bool = false) -> Result {
    let charset = label.map { Charset(label: $0) } ?? .ascii
    // In these two CR and LF are always what they look like, so that the octets can be changed before they are text.
    let isEarly = lineEndsAsFeeds && (charset == .ascii || charset == .utf8)
    let bytes = isEarly ? LineEnds.asFeeds(source) : source
    if charset == .ascii || charset == .utf8, ByteScan.isPlain(bytes) {
      return Result(text: String(decoding: bytes, as: UTF8.self))
    }
    var result = decode(bytes, charset, label: label ?? "")
    if result.text.utf8.contains(0) {
      result.hadNull = true
      result.text = String(String.UnicodeScalarView(result.text.unicodeScalars.map { $0.value == 0 ? "\u{FFFD}" : $0 }))
    }
    if lineEndsAsFeeds, !isEarly, result.text.utf8.contains(ASCII.carriageReturn) {
      result.text = String(decoding: LineEnds.asFeeds(Array(result.text.utf8)[...]), as: UTF8.self)
    }
    return result
  }

  static func decode(_ bytes: [UInt8], label: String?) -> Result { decode(bytes[...], label: label) }

  private static func decode(_ bytes: ArraySlice<UInt8>, _ charset: Charset, label: String) -> Result {
    switch charset {
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
      return iconv(ISO2022JP.asEUC(bytes)[...], "EUC-JP-MS", label: "iso-2022-jp")
        ?? Result(text: undeclared(bytes), defect: .unknownCharset(label: "iso-2022-jp"))
    case .named(let name):
      let label = String(label.prefix(64))
      return iconv(bytes, name, label: label)
        ?? Result(text: undeclared(bytes), defect: .unknownCharset(label: label))
    }
  }

  /// Text without a (usable) label: ISO-2022-JP by its escapes, UTF-8 if well-formed, else windows-1252.
  private static func undeclared(_ bytes: ArraySlice<UInt8>) -> String {
    if ByteScan.contains(0x1B, in: bytes), ISO2022JP.isLikely(bytes),
      let result = iconv(ISO2022JP.asEUC(bytes)[...], "EUC-JP-MS", label: ""), result.defect == nil
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

  private static func windows1252(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.withUnsafeBufferPointer { source in
      // An octet over 127 is a character below U+2123: at most three octets of UTF-8.
      String(unsafeUninitializedCapacity: source.count + 2 * ByteScan.countOfHigh(source)) { target in
        var count = 0
        for byte in source {
          if byte < 0x80 {
            target[count] = byte
            count += 1
            continue
          }
          let value = byte < 0xA0 ? windows1252High[Int(byte) - 0x80] : UInt16(byte)
          if value < 0x800 {
            target[count] = UInt8(0xC0 | value >> 6)
          } else {
            target[count] = UInt8(0xE0 | value >> 12)
            target[count + 1] = UInt8(0x80 | value >> 6 & 0x3F)
            count += 1
          }
          target[count + 1] = UInt8(0x80 | value & 0x3F)
          count += 2
        }
        return count
      }
    }
  }

  /// nil if the converter does not exist.
  private static func iconv(_ bytes: ArraySlice<UInt8>, _ name: String, label: String) -> Result? {
    guard name.utf8.count <= 40, name.utf8.allSatisfy({ isCharsetNameByte($0) }) else { return nil }
    GMime.initialize()
    guard let converter = cgmime_iconv_open(name) else { return nil }
    defer { cgmime_iconv_close(converter) }
    var output = ConversionOutput(capacity: bytes.count * 3 / 2 + 64)
    defer { output.free() }
    var isDamaged = false
    bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      // iconv takes a pointer to octets it could change and does not.
      var source: UnsafeMutablePointer<CChar>? = UnsafeMutablePointer(
        mutating: start.assumingMemoryBound(to: CChar.self))
      var left = bytes.count
      while left > 0 {
        switch output.take(converter, &source, &left) {
        case 0: left = 0
        case 1 where !output.hasRoom: output.grow()
        default:
          // No character here: one byte is replaced, and reading goes on behind it.
          isDamaged = true
          output.putReplacement()
          source = source?.advanced(by: 1)
          left -= 1
        }
      }
    }
    return Result(
      text: withoutMark(String(decoding: output.written, as: UTF8.self)),
      defect: isDamaged ? .undecodableBytes(charset: label) : nil)
  }

  /// iconv reads "//TRANSLIT" and the like out of names: only plain names reach it.
  private static func isCharsetNameByte(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == 0x2D || byte == 0x5F || byte == 0x2E || byte == 0x3A
  }
}

/// Where a conversion writes to: memory that grows, so that the text is copied once.
private struct ConversionOutput {
  private var memory: UnsafeMutableRawBufferPointer
  private var count = 0
  /// More than any one character takes.
  private static let leastRoom = 64

  init(capacity: Int) { memory = .allocate(byteCount: max(capacity, Self.leastRoom), alignment: 1) }

  func free() { memory.deallocate() }

  var hasRoom: Bool { memory.count - count >= Self.leastRoom }
  var written: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

  mutating func grow() {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: memory.count * 2, alignment: 1)
    larger.copyMemory(from: written)
    memory.deallocate()
    memory = larger
  }

  /// Converts as far as it goes; the result is that of `cgmime_iconv`.
  mutating func take(
    _ converter: UnsafeMutableRawPointer, _ source: inout UnsafeMutablePointer<CChar>?, _ left: inout Int
  ) -> Int32 {
    var target = memory.baseAddress.map { ($0 + count).assumingMemoryBound(to: CChar.self) }
    var room = memory.count - count
    let outcome = cgmime_iconv(converter, &source, &left, &target, &room)
    count = memory.count - room
    return outcome
  }

  /// U+FFFD.
  mutating func putReplacement() {
    if !hasRoom { grow() }
    for byte in [0xEF, 0xBF, 0xBD] as [UInt8] {
      memory[count] = byte
      count += 1
    }
  }
}
