/// ISO-2022-JP (RFC 1468) as EUC-JP, so that the vendor characters senders use in it (row 13, half-width katakana)
/// convert too.
enum ISO2022JP {
  private enum Set {
    case ascii, kana, kanji, supplement
  }

  /// Whether a designation of Japanese characters stands in it.
  static func isLikely(_ bytes: ArraySlice<UInt8>) -> Bool {
    ASCII.contains(bytes, "\u{1B}$B") || ASCII.contains(bytes, "\u{1B}$@") || ASCII.contains(bytes, "\u{1B}(I")
  }

  static func asEUC(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.withUnsafeBufferPointer { source in
      // A half-width katakana is two octets in EUC-JP, a supplementary character three for two.
      [UInt8](unsafeUninitializedCapacity: 2 * source.count) { target, count in
        var set = Set.ascii
        var position = 0
        func put(_ byte: UInt8) {
          target[count] = byte
          count += 1
        }
        while position < source.count {
          let byte = source[position]
          if byte == 0x1B, let (designated, length) = designation(source, position + 1) {
            set = designated
            position += 1 + length
            continue
          }
          // RFC 1468: text is in ASCII again at the end of every line.
          if byte == ASCII.lineFeed || byte == ASCII.carriageReturn { set = .ascii }
          position += 1
          guard byte > 0x20, byte < 0x7F, set != .ascii else {
            put(byte)
            continue
          }
          if set == .kana {
            put(0x8E)
            put(byte | 0x80)
          } else if position < source.count, source[position] > 0x20, source[position] < 0x7F {
            if set == .supplement { put(0x8F) }
            put(byte | 0x80)
            put(source[position] | 0x80)
            position += 1
          } else {
            put(0xFF)
          }
        }
      }
    }
  }

  /// What the escape sequence designates, and its length without the escape.
  private static func designation(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> (Set, Int)? {
    guard start + 1 < bytes.count else { return nil }
    switch (bytes[start], bytes[start + 1]) {
    case (0x28, 0x42), (0x28, 0x4A), (0x28, 0x48): return (.ascii, 2)  // (B (J (H
    case (0x28, 0x49): return (.kana, 2)  // (I
    case (0x24, 0x42), (0x24, 0x40): return (.kanji, 2)  // $B $@
    case (0x24, 0x28) where start + 2 < bytes.count:
      switch bytes[start + 2] {
      case 0x42, 0x40: return (.kanji, 3)  // $(B $(@
      case 0x44: return (.supplement, 3)  // $(D
      default: return nil
      }
    default: return nil
    }
  }
}
