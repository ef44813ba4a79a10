/// What the supervisor of a service does when its worker has ended: a value, told when and how, that answers what next.
/// DESIGN 7.7
package struct Supervision: Sendable, Equatable {
  /// So many deaths within so many seconds, and synchronization stops until a person looks at it.
  package static let deathsToSafeMode = 3
  package static let span = 300.0
  /// Seconds before the first, second and later restarts.
  static let pauses = [1.0, 5.0, 30.0]

  package enum End: Sendable, Equatable {
    case exited(Int32)
    case killed(signal: Int32)
  }

  package enum Mode: String, Sendable {
    case normal
    /// Every message is read in another process first.
    case careful
    /// Cleaning up and telling, no synchronization.
    case safe
  }

  package enum Action: Sendable, Equatable {
    case exit(Int32)
    case restart(after: Double, Mode)
  }

  /// Exit codes with which a worker says that starting it again would change nothing: done, usage, configuration, held
  /// by another service, no such thing.
  static let finalCodes: Set<Int32> = [0, 2, 4, 5, 6]

  private var deaths: [Double] = []
  package private(set) var mode = Mode.normal

  package init() {}

  /// - Parameters:
  ///   - seconds: By the monotonic clock.
  ///   - isStopping: The service was asked to end.
  package mutating func ended(_ end: End, at seconds: Double, isStopping: Bool) -> Action {
    switch end {
    case .exited(let code) where isStopping || Supervision.finalCodes.contains(code): return .exit(code)
    case .killed where isStopping: return .exit(1)
    default: break
    }
    deaths = deaths.filter { seconds - $0 < Supervision.span } + [seconds]
    if deaths.count >= Supervision.deathsToSafeMode, mode != .safe {
      mode = .safe
      // Safe mode only tells what happened, and the sooner the better.
      return .restart(after: Supervision.pauses[0], .safe)
    }
    // Only a person ends safe mode.
    if case .killed = end, mode != .safe {
      // Whatever was being read may have done it: for a while nothing is read in the worker itself.
      mode = .careful
    }
    return .restart(after: Supervision.pauses[min(deaths.count, Supervision.pauses.count) - 1], mode)
  }
}
