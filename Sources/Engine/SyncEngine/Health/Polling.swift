import CRMModel

/// When a mailbox is looked at again: often while mail comes, less often the longer none does.
package enum Polling {
  /// - Parameters:
  ///   - emptyCycles: Looks in a row that found nothing.
  ///   - minimumMinutes: The profile's `minpollingintervalinminutes`.
  /// - Returns: Seconds.
  package static func interval(emptyCycles: Int, minimumMinutes: Int, limits: DeploymentLimits) -> Int {
    let grown = limits.activeInterval << min(10, max(0, emptyCycles))
    return max(min(grown, limits.idleInterval), minimumMinutes * 60)
  }

  /// Seconds until the next try after failures in a row: the delay doubles up to an hour.
  package static func retryPause(failures: Int, limits: DeploymentLimits) -> Int {
    min(3600, limits.retryDelay << min(10, max(0, failures - 1)))
  }
}
