import Foundation
import MIME
import MailGeneration

/// Whether every parser takes twice the work for twice the octets, on text made to cost more. REL S28
///
/// Without a name it times all shapes by processor time; with a name and a size it only does the work, for
/// `scripts/growth.py` to count instructions.
enum GrowthBench {
  static func run(_ arguments: inout BenchArguments) -> Int32 {
    guard let name = arguments.next() else { return timeAll() }
    if name == "names" {
      for text in AdversarialText.all { print(text.name) }
      return 0
    }
    guard let text = AdversarialText.all.first(where: { $0.name == name }),
      let size = arguments.next().flatMap({ Int($0) })
    else { return 2 }
    let bytes = text.bytes(size)
    for _ in 0..<arguments.number("--passes", default: 1) { GrowthMeasure.read(text, bytes) }
    return 0
  }

  private static func timeAll() -> Int32 {
    var slow = 0
    for text in AdversarialText.all {
      let ratio = GrowthMeasure.ratio(text, size: 256 << 10)
      let isLinear = ratio <= GrowthMeasure.bound
      if !isLinear { slow += 1 }
      print(String(format: "%.2f", ratio), isLinear ? "  " : "!!", text.name)
    }
    print("\(AdversarialText.all.count - slow) passed, \(slow) failed")
    return slow == 0 ? 0 : 1
  }
}

enum GrowthMeasure {
  /// Time of twice the size over time of the size.
  static let bound = 2.5

  /// Nothing is cut: what a limit would hide must be linear too.
  private static let limits = Limits(
    fieldBytes: 1 << 30, headerBytes: 1 << 30, fields: 1 << 30, parts: 1 << 30, identifierBytes: 1 << 30,
    identifiers: 1 << 30)

  static func read(_ text: AdversarialText, _ bytes: [UInt8]) {
    switch text.reader {
    case .message: _ = try? MIMEParser.parse(bytes, limits: limits)  // refusing takes time as well
    case .html: _ = PlainText.fromHTML(String(decoding: bytes, as: UTF8.self), limit: .max)
    }
  }

  /// The least of several measurements of each size, taken in turns: what disturbs only ever adds.
  static func ratio(_ text: AdversarialText, size: Int, rounds: Int = 5) -> Double {
    let inputs = [text.bytes(size), text.bytes(2 * size)]
    var least = [Double.infinity, .infinity]
    for _ in 0..<rounds {
      for (index, bytes) in inputs.enumerated() {
        let start = ProcessorTime.seconds
        read(text, bytes)
        least[index] = min(least[index], ProcessorTime.seconds - start)
      }
    }
    return least[1] / max(least[0], 1e-9)
  }
}
