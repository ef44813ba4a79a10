/// How a body travels (RFC 2045 §6).
enum BodyEncoding {
  case sevenBit, quotedPrintable, base64

  var label: String {
    switch self {
    case .sevenBit: "7bit"
    case .quotedPrintable: "quoted-printable"
    case .base64: "base64"
    }
  }

  /// Characters of a line we write.
  static let lineLength = 76
  /// RFC 5322 §2.1.1, without CRLF.
  static let maximumLineLength = 998

  func encode(_ bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .sevenBit: bytes
    case .quotedPrintable: Self.quotedPrintable(bytes)
    case .base64: Base64.encode(bytes, lineLength: Self.lineLength)
    }
  }

  /// Text as UTF-8 with CRLF line ends.
  static func canonical(_ text: String) -> [UInt8] {
    var text = text
    return text.withUTF8 { source in
      let ends = source.count { $0 == ASCII.lineFeed || $0 == ASCII.carriageReturn }
      // Each line end becomes two bytes at most; what lies between is copied as it is.
      return [UInt8](unsafeUninitializedCapacity: source.count + ends) { target, count in
        var position = 0
        while position < source.count {
          var end = position
          while end < source.count, source[end] != ASCII.lineFeed, source[end] != ASCII.carriageReturn { end += 1 }
          for index in position..<end { target[count + index - position] = source[index] }
          count += end - position
          guard end < source.count else { return }
          target[count] = ASCII.carriageReturn
          target[count + 1] = ASCII.lineFeed
          count += 2
          let isPair =
            source[end] == ASCII.carriageReturn && end + 1 < source.count && source[end + 1] == ASCII.lineFeed
          position = end + (isPair ? 2 : 1)
        }
      }
    }
  }

  /// The plainest encoding that survives transport: lines short, nothing for gateways to change ("From " in front,
  /// white space at the end).
  static func forText(_ lines: [UInt8]) -> BodyEncoding {
    var encoded = 0
    var isPlain = true
    var lineStart = 0
    for (position, byte) in lines.enumerated() {
      if byte >= 0x7F || (byte < 0x20 && !ASCII.isWhiteSpace(byte)) || byte == 0x0B || byte == 0x0C { encoded += 1 }
      if byte == ASCII.lineFeed {
        isPlain = isPlain && isPlainLine(lines[lineStart..<position].dropLast())
        lineStart = position + 1
      }
    }
    isPlain = isPlain && isPlainLine(lines[lineStart...])
    if encoded == 0, isPlain { return .sevenBit }
    return encoded * 6 > lines.count ? .base64 : .quotedPrintable
  }

  private static func isPlainLine(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.count <= 78, !line.starts(with: "From ".utf8) else { return false }
    return line.last.map { !ASCII.isBlank($0) } ?? true
  }

  /// ASCII without NUL, lines ended by CRLF only and none too long.
  static func isSevenBit(_ bytes: [UInt8]) -> Bool {
    var column = 0
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == 0 || byte >= 0x80 { return false }
      if (byte == ASCII.lineFeed) != (previous == ASCII.carriageReturn) { return false }
      column = byte == ASCII.lineFeed ? 0 : column + 1
      if column > maximumLineLength { return false }
      previous = byte
    }
    return previous != ASCII.carriageReturn
  }

  private static let hexDigits = Array("0123456789ABCDEF".utf8)

  /// RFC 2045 §6.7, of text with CRLF line ends.
  private static func quotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * 5 / 4)
    var column = 0
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte == ASCII.carriageReturn {  // always CRLF
        result.append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed])
        column = 0
        position += 2
        continue
      }
      let endsLine = position + 1 == bytes.count || bytes[position + 1] == ASCII.carriageReturn
      let isLiteral = ASCII.isBlank(byte) ? !endsLine : byte > 0x20 && byte < 0x7F && byte != 0x3D
      let guardsFrom = column == 0 && bytes[position...].starts(with: "From ".utf8)
      let width = isLiteral && !guardsFrom ? 1 : 3
      if column + width > lineLength - 1 {
        result.append(contentsOf: "=\r\n".utf8)
        column = 0
        continue
      }
      if width == 1 {
        result.append(byte)
      } else {
        result.append(contentsOf: [0x3D, hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]])
      }
      column += width
      position += 1
    }
    return result
  }
}
