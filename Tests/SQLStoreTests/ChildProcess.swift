import Foundation

/// Runs a program to its end.
enum ChildProcess {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// - Parameter user: Somebody else to run as, where this process may choose.
  @discardableResult
  static func run(_ program: String, _ arguments: [String], as user: String? = nil) throws -> String {
    let process = Process()
    // Foundation notices the end of a child by a descriptor that the child's own children inherit: a server that stays
    // would keep it waiting, so whatever is open beyond the standard ones is closed first.
    let closing = "for f in /proc/$$/fd/*; do n=${f##*/}; [ $n -gt 2 ] && eval \"exec $n>&-\"; done; exec \"$@\""
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments =
      ["-c", closing, "run"] + (user.map { ["/usr/sbin/runuser", "-u", $0, "--"] } ?? []) + [program] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: "/")
    // A file and not a pipe: a server that stays would keep a pipe open.
    let log = FileManager.default.temporaryDirectory.appendingPathComponent("lockstep-run-" + UUID().uuidString)
    try Data().write(to: log)
    defer { try? FileManager.default.removeItem(at: log) }
    let output = try FileHandle(forWritingTo: log)
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try output.close()
    let text = String(decoding: try Data(contentsOf: log), as: UTF8.self)
    guard process.terminationStatus == 0 else {
      throw Failure(description: "\(program) ended with \(process.terminationStatus): \(text.suffix(4000))")
    }
    return text
  }
}
