import CRMModel

/// When a mailbox is looked at again: often while mail comes, less often the longer none does.
package enum Polling {
  /// - Parameters:
  ///   - emptyCycles: Looks in a row that found nothing.
  ///   - minimumMinutes: The profile's `minpollingintervalinminutes`.
  /// - Returns: Seconds.
  package static func interval(emptyCycles: Int, minimumMinutes: Int, limits: DeploymentLimits) -> Int {
    var interval = limits.activeInterval
    for _ in 0..<min(17, max(0, emptyCycles)) where interval < limits.idleInterval {
      interval *= 2
      if interval > limits.activeMaximum { interval = max(interval, limits.idleMinimum) }
    }
    return min(Postponement.longest, max(min(interval, limits.idleInterval), minimumMinutes * 60))
  }

  /// Seconds until the next try after failures in a row: the delay doubles up to an hour.
  package static func retryPause(failures: Int, limits: DeploymentLimits) -> Int {
    min(3600, limits.retryDelay << min(10, max(0, failures - 1)))
  }
}
