import CSimulatedDisk
package import CRMModel

/// Runs scenarios on one thread and counts.
package final class Campaign {
  /// What many scenarios came to.
  package struct Tally: Sendable {
    package var scenarios = 0
    package var crashes = 0
    package var diskFailures = 0
    package var received = 0
    package var submitted = 0
    package var copies = 0
    package var seconds = 0.0
    package var steps = 0
    package var failures = 0
    package var struck: [Fault: Int] = [:]

    package init() {}

    /// One line, the same for people and for scripts that add up several.
    package var line: String {
      "scenarios \(scenarios), crashes \(crashes), disk failures \(diskFailures), messages received \(received), "
        + "emails sent \(submitted), wire copies \(copies), virtual hours \(Int(seconds / 3600)), failures \(failures)"
    }
  }

  /// A seed that broke a guarantee.
  package struct Failure: Sendable {
    package let seed: UInt64
    package let problems: [String]
    /// The least that still fails.
    package var plan: Plan
  }

  private struct Run {
    let problems: [String]
    let trace: Trace
  }

  /// Plans tried to shorten one that fails.
  static let shorteningTries = 300

  private let disk: Disk
  private let templates: Templates
  private let excluded: Set<Fault>
  package private(set) var tally = Tally()

  /// - Parameters:
  ///   - name: Under which SQLite knows the disk of this thread.
  ///   - excluded: Faults that no scenario has.
  package init(name: String = "simulated", excluding excluded: Set<Fault> = []) throws(SyncFailure) {
    guard let disk = Disk(name: name) else { throw SyncFailure(.storage, .storeFailed) }
    self.disk = disk
    self.excluded = excluded
    templates = try Templates(on: disk)
  }

  /// For a process that runs many scenarios: each needs the memory of the one before again.
  package static func keepMemory() { simulated_disk_keep_memory() }

  /// Runs one seed, twice unless told otherwise.
  package func run(seed: UInt64, twice: Bool = true) -> Failure? {
    let plan = Plan(seed: seed, excluding: excluded)
    var first = run(plan, counts: true)
    if twice, first.problems.isEmpty {
      let second = run(plan)
      if second.trace.hash != first.trace.hash {
        first = Run(problems: ["trace: two runs of one seed differ"], trace: first.trace)
      }
    }
    guard !first.problems.isEmpty else { return nil }
    tally.failures += 1
    return Failure(seed: seed, problems: first.problems, plan: plan)
  }

  /// What happens under a seed, line by line.
  package func trace(of plan: Plan) -> (lines: [String], problems: [String]) {
    let run = self.run(plan, keepsLines: true)
    return (run.trace.lines, run.problems)
  }

  /// Takes away actions and faults as long as the same guarantee stays broken.
  package func shorten(_ failure: Failure) -> Failure {
    guard let first = failure.problems.first, !first.hasPrefix("trace") else { return failure }
    let kind = first.prefix { $0 != ":" }
    var least = failure
    var tries = 0
    func fails(_ plan: Plan) -> Bool {
      tries += 1
      return run(plan).problems.contains { $0.hasPrefix(kind) }
    }
    var isShorter = true
    while isShorter, tries < Campaign.shorteningTries {
      isShorter = false
      for index in least.plan.actions.indices.reversed() where tries < Campaign.shorteningTries {
        guard index < least.plan.actions.count else { continue }
        var plan = least.plan
        plan.actions.remove(at: index)
        if fails(plan) { (least.plan, isShorter) = (plan, true) }
      }
      for fault in least.plan.swarm.rates.keys.sorted(by: { $0.rawValue < $1.rawValue })
      where tries < Campaign.shorteningTries {
        var plan = least.plan
        plan.swarm.rates[fault] = nil
        if fails(plan) { (least.plan, isShorter) = (plan, true) }
      }
    }
    return Failure(seed: failure.seed, problems: run(least.plan).problems, plan: least.plan)
  }

  private func run(_ plan: Plan, counts: Bool = false, keepsLines: Bool = false) -> Run {
    let world = World(plan, disk, templates[plan], keepsLines: keepsLines)
    let problems = Scenario(world: world).run()
    if counts {
      tally.scenarios += 1
      tally.crashes += world.crashes
      tally.diskFailures += disk.failures
      tally.received += world.truth.deliveries.count
      tally.submitted += world.truth.submitted.count
      tally.copies += world.submission.copies.count
      tally.seconds += world.scheduler.time
      tally.steps += world.scheduler.steps
      tally.struck.merge(world.struck, uniquingKeysWith: +)
    }
    return Run(problems: problems, trace: world.trace)
  }
}

extension Campaign.Failure: CustomStringConvertible {
  package var description: String {
    var lines = ["seed \(seed):"] + problems.map { "  " + $0 }
    lines.append(
      "  with \(plan.swarm.rates.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))"
    )
    lines += plan.actions.map { "  \($0)" }
    return lines.joined(separator: "\n")
  }
}
