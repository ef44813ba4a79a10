/// The life of a database since it was restored from a backup. Whatever only grows (row versions, fencing tokens) goes
/// on far above what the lost later state can have given out. REL G17, F129
package struct RestoreEpoch: Hashable, Sendable {
  /// Its name among the facts a database keeps about itself.
  package static let name = "restoreepoch"
  /// Leases of one job, and changes of rows, in a second at most: the number of an epoch is a time in seconds.
  static let tokensPerSecond = 1 << 10
  static let versionsPerSecond = 1 << 20

  package let number: Int

  package init(number: Int) { self.number = number }

  /// - Parameter earlier: The numbers of the epochs known: a clock that was set back must not bring one again.
  package init(at now: Instant, after earlier: [Int]) {
    number = max(Int(now.microseconds / 1_000_000), (earlier.max() ?? 0) + 1)
  }

  package var firstVersion: Int { number * RestoreEpoch.versionsPerSecond }
  package var firstToken: Int { number * RestoreEpoch.tokensPerSecond }
}
