import CRMModel
import Foundation
import Glibc
import NIOConcurrencyHelpers

/// Lines of the service for whoever reads them. Nobody has to: a line that would have to wait is dropped and counted,
/// and a reader that is gone ends nothing. REL F019
final class ServiceOutput: Sendable {
  /// Octets of the longest line, its end included: what a pipe that says it is writable takes at once. pipe(7)
  static let longestLine = 4096

  private let descriptor: Int32
  private let language: Language
  private let dropped = NIOLockedValueBox(0)

  init(_ descriptor: Int32, _ language: Language) {
    self.descriptor = descriptor
    self.language = language
    signal(SIGPIPE, SIG_IGN)
  }

  func write(_ line: String) {
    dropped.withLockedValue { dropped in
      if dropped > 0 {
        guard put(Message(.logLinesDropped, ["count": String(dropped)]).text(in: language)) else {
          dropped += 1
          return
        }
        dropped = 0
      }
      if !put(line) { dropped += 1 }
    }
  }

  /// Whether the line was taken.
  private func put(_ line: String) -> Bool {
    var readiness = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    guard poll(&readiness, 1, 0) == 1, Int32(readiness.revents) & POLLOUT != 0 else { return false }
    let octets = Array(line.safeForTerminals.utf8.prefix(ServiceOutput.longestLine - 1)) + [0x0A]
    return octets.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) } == octets.count
  }
}
