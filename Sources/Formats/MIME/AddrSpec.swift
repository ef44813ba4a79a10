/// The form of an addr-spec (RFC 5322 §3.4.1, with UTF-8 as RFC 6532 §3.2 admits it).
enum AddrSpec {
  /// What may be written into a header or an envelope. Dots anywhere in the local part are let pass: providers gave such
  /// addresses out.
  static func isValid(_ address: [UInt8]) -> Bool {
    guard let at = address.lastIndex(of: 0x40) else { return false }
    let local = address[..<at]
    let domain = address[(at + 1)...]
    let isLocal =
      local.first == 0x22 ? isQuotedString(local) : !local.isEmpty && local.allSatisfy { isAtomText($0) || $0 == 0x2E }
    let isDomain = domain.first == 0x5B ? isLiteral(domain) : isDotAtom(domain)
    return isLocal && isDomain
  }

  // RFC 5322 §3.2.3.
  static func isDotAtom(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, first != 0x2E, bytes.last != 0x2E else { return false }
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == 0x2E ? previous == 0x2E : !isAtomText(byte) { return false }
      previous = byte
    }
    return true
  }

  private static func isAtomText(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte >= 0x80 || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }

  // RFC 5322 §3.2.4, without folding.
  private static func isQuotedString(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count >= 2, bytes.last == 0x22 else { return false }
    var isEscaped = false
    for byte in bytes.dropFirst().dropLast() {
      if byte < 0x20 || byte == 0x7F { return false }
      if isEscaped {
        isEscaped = false
      } else if byte == 0x22 {
        return false
      } else {
        isEscaped = byte == 0x5C
      }
    }
    return !isEscaped
  }

  /// What separates addresses, begins a comment or a string elsewhere could stand in one by the grammar, and is read
  /// there; but not every reader knows that, and it would find other recipients than meant.
  private static func isLiteral(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count > 2 && bytes.last == 0x5D
      && bytes.dropFirst().dropLast().allSatisfy { $0 > 0x20 && $0 < 0x7F && !"[]\\\"()<>,;".utf8.contains($0) }
  }
}
