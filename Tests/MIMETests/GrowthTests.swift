import Foundation
import MIME
import MailGeneration
import Testing

/// REL S28: of twice the adversarial text every parser takes at most 2.5 times the time. Measured in processor time of
/// the thread, which neither other tests nor other programs lengthen; `scripts/growth.py` counts instructions instead.
@Suite(.serialized) struct GrowthTests {
  private static let bound = 2.5
  /// Nothing is cut: what a limit would hide must be linear too.
  private static let limits = Limits(
    fieldBytes: 1 << 30, headerBytes: 1 << 30, fields: 1 << 30, parts: 1 << 30, identifierBytes: 1 << 30,
    identifiers: 1 << 30)

  @Test(arguments: AdversarialText.all.map(\.name)) func timeGrowsWithTheText(_ name: String) throws {
    let text = try #require(AdversarialText.all.first { $0.name == name })
    let inputs = [text.bytes(24 << 10), text.bytes(48 << 10)]
    var least = [Double.infinity, .infinity]
    // The least of several: what disturbs only ever adds. More rounds only where these few leave a doubt.
    for round in 0..<400 where round < 3 || least[1] > Self.bound * least[0] {
      for (index, bytes) in inputs.enumerated() {
        let start = Self.threadSeconds()
        read(text, bytes)
        least[index] = min(least[index], Self.threadSeconds() - start)
      }
    }
    #expect(least[1] <= Self.bound * least[0], "\(least[1] / least[0]) times for twice the text")
  }

  private func read(_ text: AdversarialText, _ bytes: [UInt8]) {
    switch text.reader {
    case .message: _ = try? MIMEParser.parse(bytes, limits: Self.limits)  // refusing takes time as well
    case .html: _ = PlainText.fromHTML(String(decoding: bytes, as: UTF8.self), limit: .max)
    }
  }

  private static func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
