/// The generated half of Tests/Corpus: different messages of every kind, the same for the same seed.
package struct CorpusMail: Sendable {
  /// `0007-attachments.eml`.
  package let name: String
  package let bytes: [UInt8]
  package let kind: MessageKind

  package static let count = 290
  package static let seed: UInt64 = 20_261_127
  /// 2026-11-27 00:00 UTC, before which all of them were sent.
  private static let moment: Int64 = 1_795_737_600_000_000

  package static func make(count: Int = count, seed: UInt64 = seed) -> [CorpusMail] {
    var result: [CorpusMail] = []
    var previous: [UInt8] = []
    // Messages to several mailboxes follow each other and count once.
    for message in DemoWorld.make(seed: seed).messages(count: count + count / 10 + 3, now: moment) {
      guard result.count < count, message.bytes != previous else { continue }
      previous = message.bytes
      let digits = String(result.count + 1)
      let number = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      result.append(
        CorpusMail(name: "\(number)-\(message.kind.rawValue).eml", bytes: message.bytes, kind: message.kind))
    }
    return result
  }
}
