import ArgumentParser
import CRMModel
import Foundation
import Simulation

/// Runs the whole mail path against simulated servers, networks, disks and clocks, one seed after another.
@main struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lockstep-simulate", abstract: "Simulates the mail path, faults included, from seeds.")

  @Option(help: "How many seeds.") var seeds = 1000
  @Option(help: "The first seed.") var from: UInt64 = 1
  @Option(help: "Only this seed.") var seed: UInt64?
  @Flag(help: "Prints what happens, line by line.") var trace = false
  @Flag(inversion: .prefixedNo, help: "Looks for the least that still fails; with --trace prints that.") var shorten =
    true
  @Option(help: "Runs every so manieth seed twice and compares what happened; 0 for none.") var twiceEvery: UInt64 = 1
  @Option(help: "Leaves out these faults, separated by commas.") var without = ""
  @Option(help: "Stops after so many failures.") var failures = 5
  @Option(help: "A file that holds the number of the seed under way, should the process die of it.") var mark: String?

  func validate() throws {
    for name in without.split(separator: ",") where Fault(rawValue: String(name)) == nil {
      throw ValidationError(
        "There is no fault \(name). Faults: \(Fault.allCases.map(\.rawValue).joined(separator: " "))")
    }
  }

  func run() throws {
    repeatWithFixedHashing()
    Campaign.keepMemory()
    let campaign = try Campaign(
      excluding: Set(without.split(separator: ",").compactMap { Fault(rawValue: String($0)) }))
    if let seed {
      let failure = campaign.run(seed: seed, twice: twiceEvery > 0).map { shorten ? campaign.shorten($0) : $0 }
      if trace {
        let (lines, problems) = campaign.trace(of: failure?.plan ?? Plan(seed: seed))
        for line in lines + problems { print(line) }
      } else if let failure {
        print(failure)
      }
    } else {
      let marker = mark.map { open($0, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600) }
      for seed in from..<(from + UInt64(seeds)) {
        if let marker {
          let text = Array("\(seed)\n".utf8)
          _ = text.withUnsafeBytes { pwrite(marker, $0.baseAddress, $0.count, 0) }
        }
        if let failure = campaign.run(seed: seed, twice: twiceEvery > 0 && seed % twiceEvery == 0) {
          print(shorten ? campaign.shorten(failure) : failure)
          fflush(nil)
          if campaign.tally.failures >= failures { break }
        }
      }
    }
    let struck = campaign.tally.struck.sorted { $0.key.rawValue < $1.key.rawValue }
    print("faults:", struck.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
    print(campaign.tally.line)
    if campaign.tally.failures > 0 { throw ExitCode.failure }
  }

  /// The order of sets and dictionaries is otherwise another one each time. Starts the program again, once.
  private func repeatWithFixedHashing() {
    let name = "SWIFT_DETERMINISTIC_HASHING"
    guard getenv(name) == nil else { return }
    setenv(name, "1", 1)
    var arguments: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.map { strdup($0) }
    arguments.append(nil)
    execv("/proc/self/exe", arguments)
  }
}
