import Glibc

/// Text in the charsets real mail uses.
enum Encoding {
  static func bytes(of text: String, in charset: String) -> [UInt8] {
    guard let converter = iconv_open(charset, "UTF-8"), converter != iconv_t(bitPattern: -1) else {
      return Array(text.utf8)
    }
    defer { iconv_close(converter) }
    var input = Array(text.utf8).map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 4 + 64)
    let capacity = output.count
    var written = 0
    input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var to = target.baseAddress
        var left = source.count
        var room = capacity
        _ = iconv(converter, &from, &left, &to, &room)
        // Back to the initial state of the charset. iconv(3)
        _ = iconv(converter, nil, nil, &to, &room)
        written = capacity - room
      }
    }
    return output.prefix(written).map { UInt8(bitPattern: $0) }
  }

  /// Base64 in lines of 76 characters.
  static func base64(_ bytes: [UInt8], lineLength: Int = 76) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".unicodeScalars)
    var text = String.UnicodeScalarView()
    var column = 0
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for byte in group { bits = bits << 8 | UInt32(byte) }
      bits <<= UInt32(8 * (3 - group.count))
      for index in 0..<4 {
        text.append(index <= group.count ? alphabet[Int(bits >> UInt32(18 - 6 * index) & 63)] : "=")
      }
      column += 4
      if column >= lineLength {
        text.append(contentsOf: "\r\n".unicodeScalars)
        column = 0
      }
    }
    return String(text)
  }

  static func quotedPrintable(_ bytes: [UInt8]) -> String {
    var text = ""
    var column = 0
    for byte in bytes {
      if byte == 0x0A {
        text += "\r\n"
        column = 0
        continue
      }
      if byte == 0x0D { continue }
      let piece =
        (33...126).contains(byte) && byte != 0x3D || byte == 0x20 ? String(UnicodeScalar(byte)) : escaped(byte)
      if column + piece.count > 72 {
        text += "=\r\n"
        column = 0
      }
      text += piece
      column += piece.count
    }
    return text
  }

  private static func escaped(_ byte: UInt8) -> String {
    let digits = Array("0123456789ABCDEF")
    return "=\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
  }

  /// An encoded word for each few characters, so that none is too long. RFC 2047 §2
  static func header(_ text: String, charset: String = "UTF-8") -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var words: [String] = []
    var rest = Substring(text)
    while !rest.isEmpty {
      let piece = rest.prefix(10)
      rest = rest.dropFirst(10)
      words.append("=?\(charset)?B?\(base64(bytes(of: String(piece), in: charset), lineLength: .max))?=")
    }
    return words.joined(separator: "\r\n ")
  }
}

/// Moments as mail writes them. RFC 5322 §3.3
enum MailTime {
  static func text(_ microseconds: Int64) -> String {
    var seconds = time_t(microseconds / 1_000_000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(1900 + parts.tm_year) "
      + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) +0000"
  }
}
