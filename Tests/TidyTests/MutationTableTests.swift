import Foundation
import Testing

/// Faults that no longer fit the code prove nothing.
@Suite struct MutationTableTests {
  @Test func everyFaultStillFits() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", TidyTests.root.appendingPathComponent("scripts/mutate").path, "--check"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(said)")
  }
}
