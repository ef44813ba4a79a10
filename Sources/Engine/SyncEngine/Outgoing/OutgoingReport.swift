/// What a pass sent and what it did not.
package struct OutgoingReport: Sendable, Equatable {
  package var sent = 0
  package var failed = 0
  /// Refused for now, or some recipients were.
  package var postponed = 0
  package var inDoubt = 0
  package var hasMore = false

  package init() {}
}
