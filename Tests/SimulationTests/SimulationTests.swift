import CRMModel
import Testing

@testable import Simulation

/// The fast part of the simulation: `scripts/simulate` runs many more.
@Suite struct SimulationTests {
  /// Scenarios a test run has time for.
  static let seeds = 300

  @Test(arguments: 0..<3) func noSeedBreaksAGuarantee(part: Int) throws {
    let campaign = try Campaign(name: "part \(part)")
    let size = Self.seeds / 3
    for seed in UInt64(1 + part * size)...UInt64((part + 1) * size) {
      if let failure = campaign.run(seed: seed) { Issue.record("\(campaign.shorten(failure))") }
    }
    // A simulation in which nothing goes wrong proves nothing.
    #expect(campaign.tally.crashes > size)
    #expect(campaign.tally.received > 2 * size && campaign.tally.copies > size / 2)
    #expect(campaign.tally.struck.count > Fault.allCases.count * 2 / 3)
  }

  /// Seeds that found something once.
  static let pinned: [UInt64] = []

  @Test(arguments: pinned) func whatWasFoundStaysMended(seed: UInt64) throws {
    let failure = try Campaign(name: "pinned \(seed)").run(seed: seed)
    #expect(failure == nil, "\(failure.map { "\($0)" } ?? "")")
  }

  @Test func aSeedAlwaysTellsTheSameStory() throws {
    let campaign = try Campaign(name: "story")
    let lines = campaign.trace(of: Plan(seed: 3)).lines
    #expect(lines.count > 100)
    #expect(campaign.trace(of: Plan(seed: 3)).lines == lines)
    #expect(campaign.trace(of: Plan(seed: 4)).lines != lines)
  }
}
