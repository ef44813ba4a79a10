import CGMime

/// Content-Transfer-Encoding undone (RFC 2045 §6).
enum TransferDecoding {
  case identity, base64, quotedPrintable, uuencode

  /// nil for an unknown label; such a body is taken as it stands.
  init?(label: [UInt8]) {
    let word = label.prefix { !ASCII.isWhiteSpace($0) && $0 != 0x3B && $0 != 0x28 }.filter { $0 != 0x22 }
    switch String(decoding: word.map(ASCII.lowercase), as: UTF8.self) {
    case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "7bits", "8bits": self = .identity
    case "base64": self = .base64
    case "quoted-printable": self = .quotedPrintable
    case "x-uuencode", "uuencode", "x-uue", "uue": self = .uuencode
    default: return nil
    }
  }

  func decode(_ body: ArraySlice<UInt8>) -> [UInt8] {
    switch self {
    case .identity: Array(body)
    case .base64: Base64.decode(body)
    case .quotedPrintable: Self.decodeQuotedPrintable(body)
    case .uuencode: Self.uudecode(body)
    }
  }

  private static func decodeQuotedPrintable(_ body: ArraySlice<UInt8>) -> [UInt8] {
    GMime.initialize()
    let capacity = cgmime_decoded_capacity(body.count)
    return [UInt8](unsafeUninitializedCapacity: capacity) { out, count in
      count = body.withUnsafeBytes { bytes in
        guard let source = bytes.baseAddress, let target = out.baseAddress, !bytes.isEmpty else { return 0 }
        return target.withMemoryRebound(to: CChar.self, capacity: capacity) {
          cgmime_decode_quoted_printable(source.assumingMemoryBound(to: CChar.self), bytes.count, $0)
        }
      }
    }
  }

  /// The format of POSIX `uuencode`: a `begin` line, lines of a length and quads, `end`.
  private static func uudecode(_ body: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var started = false
    for line in body.split(separator: ASCII.lineFeed, omittingEmptySubsequences: false) {
      let line = line.last == ASCII.carriageReturn ? line.dropLast() : line
      if !started {
        started = line.starts(with: "begin ".utf8)
        continue
      }
      guard let first = line.first, !line.elementsEqual("end".utf8) else { break }
      let length = Int((first &- 0x20) & 0x3F)
      if length == 0 { break }
      var produced = 0
      var position = line.startIndex + 1
      while produced < length, position < line.endIndex {
        let quad = (0..<4).map { position + $0 < line.endIndex ? (line[position + $0] &- 0x20) & 0x3F : 0 }
        let octets = [quad[0] << 2 | quad[1] >> 4, quad[1] << 4 | quad[2] >> 2, quad[2] << 6 | quad[3]]
        let take = min(3, length - produced)
        result.append(contentsOf: octets[..<take])
        produced += take
        position += 4
      }
    }
    return result
  }
}
