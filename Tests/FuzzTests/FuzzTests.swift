import Foundation
import FuzzTargets
import Testing

/// Every input that once broke something, and the seeds of the fuzzer, through its targets.
@Suite struct FuzzTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func inputs(_ folder: String, _ target: String) throws -> [URL] {
    let place = root.appendingPathComponent(folder).appendingPathComponent(target)
    guard FileManager.default.fileExists(atPath: place.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
  }

  @Test(arguments: FuzzTarget.all.map(\.name)) func whatOnceBrokeHolds(_ name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    for input in try Self.inputs("Tests/FuzzTests/Regressions", name) {
      let bytes = [UInt8](try Data(contentsOf: input))
      #expect(throws: Never.self, "\(input.lastPathComponent)") { try target.run(bytes) }
    }
  }

  @Test(arguments: FuzzTarget.all.map(\.name)) func theSeedsHold(_ name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    let seeds = try Self.inputs("Fuzz/Corpus", name)
    #expect(!seeds.isEmpty, "no seeds")
    for seed in seeds {
      let bytes = [UInt8](try Data(contentsOf: seed))
      #expect(throws: Never.self, "\(seed.lastPathComponent)") { try target.run(bytes) }
    }
  }

  /// Also without instrumentation: a few cuts of every seed.
  @Test(arguments: FuzzTarget.all.map(\.name)) func partsOfSeedsHold(_ name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    for seed in try Self.inputs("Fuzz/Corpus", name) {
      let bytes = [UInt8](try Data(contentsOf: seed).prefix(2_000))
      for part in 1...7 {
        let cut = bytes.count * part / 8
        #expect(throws: Never.self, "\(seed.lastPathComponent) cut at \(cut)") {
          try target.run(Array(bytes.prefix(cut)))
          try target.run(Array(bytes.dropFirst(cut)))
        }
      }
    }
  }

  @Test func namesOfFoldersAreTargets() throws {
    for folder in ["Fuzz/Corpus", "Tests/FuzzTests/Regressions"] {
      let names = try FileManager.default.contentsOfDirectory(atPath: Self.root.appendingPathComponent(folder).path)
      for name in names where !name.hasPrefix(".") { #expect(FuzzTarget.named(name) != nil, "\(folder)/\(name)") }
    }
  }
}
