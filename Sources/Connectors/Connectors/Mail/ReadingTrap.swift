import Foundation

/// Lets a test see what becomes of a message that ends the process which reads it: with `LOCKSTEP_FAILPOINT_TRAP=TEXT`
/// in its environment a process traps on every message that contains TEXT. Who sends a message does not set the
/// environment of the service, and without the variable nothing is looked for.
enum ReadingTrap {
  static let variable = "LOCKSTEP_FAILPOINT_TRAP"

  static let text: String? = ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }

  static func spring(on bytes: [UInt8]) {
    guard let text, bytes.firstRange(of: Array(text.utf8)) != nil else { return }
    preconditionFailure("the message contains the text of \(variable)")
  }
}
