package import CRMModel

/// What a pass found and did.
package struct IncomingReport: Sendable, Equatable {
  package var found = 0
  package var tracked = 0
  package var linked = 0
  package var skipped: [DecisionCode: Int] = [:]
  package var failed = 0
  /// Items that wait for another try or for the next cycle.
  package var waiting = 0
  /// More can be done at once.
  package var hasMore = false

  package init() {}

  package mutating func add(_ other: IncomingReport) {
    found += other.found
    tracked += other.tracked
    linked += other.linked
    skipped.merge(other.skipped, uniquingKeysWith: +)
    failed += other.failed
    waiting = other.waiting
    hasMore = other.hasMore
  }
}
