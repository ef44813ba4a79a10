/// Bytes compared and cut the way header syntax does.
enum ASCII {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20

  @inline(__always) static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

  @inline(__always) static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == space || (byte >= tab && byte <= carriageReturn)
  }

  @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  @inline(__always) static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

  @inline(__always) static func lowercase(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  static func equalsIgnoringCase(_ a: some StringProtocol, _ b: some StringProtocol) -> Bool {
    a.utf8.count == b.utf8.count && zip(a.utf8, b.utf8).allSatisfy { lowercase($0) == lowercase($1) }
  }

  static func equalsIgnoringCase(_ a: ArraySlice<UInt8>, _ b: String) -> Bool {
    var text = b.utf8.makeIterator()
    for byte in a {
      guard let other = text.next(), lowercase(byte) == lowercase(other) else { return false }
    }
    return text.next() == nil
  }

  static func lowercased(_ text: some StringProtocol) -> String {
    String(decoding: text.utf8.map(lowercase), as: UTF8.self)
  }

  static func lowercased(_ bytes: ArraySlice<UInt8>) -> String {
    String(unsafeUninitializedCapacity: bytes.count) { target in
      bytes.withUnsafeBufferPointer { source in
        for offset in 0..<source.count { target[offset] = lowercase(source[offset]) }
        return source.count
      }
    }
  }

  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var slice = bytes
    while let first = slice.first, isWhiteSpace(first) { slice.removeFirst() }
    while let last = slice.last, isWhiteSpace(last) { slice.removeLast() }
    return slice
  }

  static func contains(_ bytes: ArraySlice<UInt8>, _ text: StaticString) -> Bool {
    text.withUTF8Buffer { needle in
      guard !needle.isEmpty, bytes.count >= needle.count else { return false }
      for start in bytes.startIndex...(bytes.endIndex - needle.count)
      where bytes[start] == needle[0] && bytes[start..<start + needle.count].elementsEqual(needle) {
        return true
      }
      return false
    }
  }
}
