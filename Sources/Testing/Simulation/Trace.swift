/// What happened, as a number that two runs of one seed must share, and as lines for people.
package struct Trace: Sendable {
  package private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  package private(set) var lines: [String] = []
  let keepsLines: Bool

  init(keepsLines: Bool) { self.keepsLines = keepsLines }

  mutating func note(_ time: Double, _ what: StaticString, _ numbers: Int...) {
    mix(UInt64(time * 1e6))
    what.withUTF8Buffer { for byte in $0 { mix(UInt64(byte)) } }
    for number in numbers { mix(UInt64(bitPattern: Int64(number))) }
    if keepsLines {
      lines.append("\(Int(time * 1000)) ms \(what) \(numbers.map(String.init).joined(separator: " "))")
    }
  }

  mutating func note(_ time: Double, _ what: StaticString, of text: String) {
    mix(UInt64(time * 1e6))
    for byte in text.utf8 { mix(UInt64(byte)) }
    if keepsLines { lines.append("\(Int(time * 1000)) ms \(what) \(text)") }
  }

  /// The beginning of what one side said: for people, not for the number.
  mutating func quote(_ side: String, _ bytes: [UInt8]) {
    guard keepsLines else { return }
    lines.append("     \(side) \(String(decoding: bytes.prefix(120), as: UTF8.self).debugDescription)")
  }

  /// FNV-1a, a word at a time.
  private mutating func mix(_ word: UInt64) {
    hash ^= word
    hash = hash &* 0x0000_0100_0000_01B3
    hash ^= hash >> 29
  }
}
