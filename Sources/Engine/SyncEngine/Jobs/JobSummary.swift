package import CRMModel

/// What one run of the engine did, added up.
package struct RunSummary: Sendable, Equatable {
  package var incoming = IncomingReport()
  package var outgoing = OutgoingReport()
  /// Mailboxes whose job failed, with the reason.
  package var failures: [String: Message] = [:]
  /// Mailboxes whose workload could not run, with the reason.
  package var obstacles: [String: Message] = [:]
  package var jobs = 0

  package init() {}

  /// A look that found nothing and left nothing to do.
  var isQuiet: Bool { self == RunSummary.quiet }

  private static let quiet = {
    var summary = RunSummary()
    summary.jobs = 1
    return summary
  }()

  mutating func add(_ other: RunSummary) {
    incoming.found += other.incoming.found
    incoming.tracked += other.incoming.tracked
    incoming.linked += other.incoming.linked
    incoming.skipped.merge(other.incoming.skipped, uniquingKeysWith: +)
    incoming.failed += other.incoming.failed
    outgoing.add(other.outgoing)
    failures.merge(other.failures) { _, new in new }
    obstacles.merge(other.obstacles) { _, new in new }
    jobs += other.jobs
  }
}
