/// Base 64 as RFC 4648 §4 defines it, with padding and without line ends.
public enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")

  /// The octets as base 64 text.
  public static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    var group: UInt32 = 0
    var held = 0
    for byte in bytes {
      group = group << 8 | UInt32(byte)
      held += 1
      guard held == 3 else { continue }
      for shift in [18, 12, 6, 0] as [UInt32] { result.append(alphabet[Int(group >> shift & 63)]) }
      group = 0
      held = 0
    }
    if held == 1 {
      result += [alphabet[Int(group >> 2 & 63)], alphabet[Int(group << 4 & 63)], padding, padding]
    } else if held == 2 {
      result += [alphabet[Int(group >> 10 & 63)], alphabet[Int(group >> 4 & 63)], alphabet[Int(group << 2 & 63)]]
      result.append(padding)
    }
    return result
  }

  /// The octets that `text` stands for; nil unless `text` is the one canonical encoding of them.
  ///
  /// White space, missing padding, characters outside the alphabet and non-zero pad bits are refused
  /// (RFC 4648 §3.3 and §3.5).
  public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count.isMultiple(of: 4) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(text.count / 4 * 3)
    var group: UInt32 = 0
    var held = 0
    var pads = 0
    for character in text {
      if character == padding {
        pads += 1
        continue
      }
      guard pads == 0, let value = value(of: character) else { return nil }
      group = group << 6 | value
      held += 1
      guard held == 4 else { continue }
      result += [UInt8(truncatingIfNeeded: group >> 16), UInt8(truncatingIfNeeded: group >> 8)]
      result.append(UInt8(truncatingIfNeeded: group))
      group = 0
      held = 0
    }
    switch (held, pads) {
    case (0, 0): break
    case (2, 2) where group & 0x0F == 0: result.append(UInt8(truncatingIfNeeded: group >> 4))
    case (3, 1) where group & 0x03 == 0:
      result += [UInt8(truncatingIfNeeded: group >> 10), UInt8(truncatingIfNeeded: group >> 2)]
    default: return nil
    }
    return result
  }

  private static func value(of character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character) - 97 + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character) - 48 + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
