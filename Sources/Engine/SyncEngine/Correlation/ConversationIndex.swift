/// The Thread-Index header of Outlook: base64 of a 22-byte root and 5 bytes per answer.
package enum ConversationIndex {
  static let rootLength = 22

  /// A hash of the root, equal for all messages of a conversation, as `baseconversationindexhash` keeps it. Nil if
  /// the text is no conversation index.
  package static func rootHash(_ base64: String) -> Int? {
    guard let root = root(base64) else { return nil }
    var hash: UInt32 = 0x811c_9dc5
    for byte in root { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return Int(hash & 0x7fff_ffff)
  }

  package static func root(_ base64: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for character in base64.utf8 {
      guard bytes.count < rootLength else { break }
      let six: UInt8
      switch character {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): six = character - 65
      case UInt8(ascii: "a")...UInt8(ascii: "z"): six = character - 71
      case UInt8(ascii: "0")...UInt8(ascii: "9"): six = character + 4
      case UInt8(ascii: "+"): six = 62
      case UInt8(ascii: "/"): six = 63
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): continue
      default: return nil
      }
      bits = (bits << 6 | UInt32(six)) & 0x3fff
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes.count == rootLength ? bytes : nil
  }
}
