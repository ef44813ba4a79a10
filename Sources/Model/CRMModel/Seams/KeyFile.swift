/// The text of a file of master keys: hexadecimal digits, one key a line, the current one first.
package enum KeyFile {
  /// Octets of an AES-256 key.
  package static let keyLength = 32

  /// The keys; nil unless every line is one and there is one at least. Blank lines do not count.
  package static func keys(in text: String) -> [[UInt8]]? {
    var keys: [[UInt8]] = []
    for line in text.split(whereSeparator: \.isNewline) {
      guard let key = octets(line.utf8), key.count == keyLength else { return nil }
      keys.append(key)
    }
    return keys.isEmpty ? nil : keys
  }

  private static func octets(_ text: Substring.UTF8View) -> [UInt8]? {
    guard text.count == 2 * keyLength else { return nil }
    var digits: [UInt8] = []
    for character in text {
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(character - 48)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digits.append(character - 87)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digits.append(character - 55)
      default: return nil
      }
    }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
