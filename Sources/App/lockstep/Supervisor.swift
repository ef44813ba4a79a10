import CRMModel
import Foundation
import LockstepServer
import NIOConcurrencyHelpers

/// Starts the worker, starts it again when it dies, and passes the wish to stop on to it.
final class Supervisor: Sendable {
  private let hold: DataFolder.Hold
  private let arguments: @Sendable (Supervision.Mode) -> [String]
  private let surroundings: Surroundings
  private let state = NIOLockedValueBox(State())

  private struct State {
    var supervision = Supervision()
    var worker: pid_t?
    var isStopping = false
  }

  /// - Parameter arguments: Of a worker in the given mode.
  init(
    hold: DataFolder.Hold, _ surroundings: Surroundings,
    arguments: @escaping @Sendable (Supervision.Mode) -> [String]
  ) {
    self.hold = hold
    self.surroundings = surroundings
    self.arguments = arguments
  }

  /// The exit code of the service.
  func run() async -> Int32 {
    let signals = StopSignals(grace: Serve.supervisorGrace) { [self] in
      let worker = state.withLockedValue { state in
        state.isStopping = true
        return state.worker
      }
      if let worker { kill(worker, SIGTERM) }
    } late: { [self] in
      if let worker = state.withLockedValue({ $0.worker }) { kill(worker, SIGKILL) }
      exit(ExitStatus.failed.rawValue)
    }
    defer { signals.end() }
    while true {
      guard !state.withLockedValue({ $0.isStopping }) else { return 0 }
      let end = await work(state.withLockedValue { $0.supervision.mode })
      let now = surroundings.monotonicSeconds()
      let action = state.withLockedValue { $0.supervision.ended(end, at: now, isStopping: $0.isStopping) }
      switch action {
      case .exit(let code): return code
      case .restart(let pause, _): await surroundings.pause(pause)
      }
    }
  }

  /// One life of a worker.
  private func work(_ mode: Supervision.Mode) async -> Supervision.End {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = arguments(mode)
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    // The worker has the lock too: it stays taken until both are gone.
    process.standardInput = hold.file
    return await withCheckedContinuation { continuation in
      process.terminationHandler = { process in
        continuation.resume(
          returning: process.terminationReason == .uncaughtSignal
            ? .killed(signal: process.terminationStatus) : .exited(process.terminationStatus))
      }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        return continuation.resume(returning: .exited(ExitStatus.failed.rawValue))
      }
      let stops = state.withLockedValue { state in
        state.worker = process.processIdentifier
        return state.isStopping
      }
      if stops { kill(process.processIdentifier, SIGTERM) }
    }
  }
}
