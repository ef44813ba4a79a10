package import CRMModel

/// One circuit breaker per server: an outage of a server postpones its mailboxes, it never disables them.
/// feature map U6
package enum Breaker {
  static let firstPause = 30
  static let longestPause = 900

  /// Seconds without contact after so many failures in a row.
  package static func pause(afterFailures failures: Int) -> Int {
    min(longestPause, firstPause << min(10, max(0, failures - 1)))
  }

  /// The server a workload of a profile's mailboxes talks to.
  package static func location(of profile: Record, _ workload: SyncJob.Workload) -> String {
    let isOutgoing = workload == .outgoing
    let kind = profile[isOutgoing ? EmailServerProfile.ls_outgoingkind : EmailServerProfile.ls_incomingkind]
    let host = profile[
      isOutgoing ? EmailServerProfile.outgoingserverlocation : EmailServerProfile.incomingserverlocation]
    let port = profile[isOutgoing ? EmailServerProfile.outgoingportnumber : EmailServerProfile.incomingportnumber]
    return "\(kind ?? (isOutgoing ? .smtp : .pop3))://\(host ?? ""):\(port ?? 0)"
  }

  package static func row(of location: String, _ store: any RecordStore) async throws(SyncFailure) -> Record? {
    try await store.rows(Query(MailServer.table, where: MailServer.location == location, limit: 1)).first
  }

  /// What is known of servers, by location.
  static func rows(of locations: Set<String>, _ store: any RecordStore) async throws(SyncFailure) -> [String: Record] {
    guard !locations.isEmpty else { return [:] }
    let rows = try await store.rows(Query(MailServer.table, where: MailServer.location.among(locations.sorted())))
    return Dictionary(rows.map { ($0[MailServer.location] ?? "", $0) }) { first, _ in first }
  }

  static func recordFailure(
    _ row: Record?, location: String, _ failure: SyncFailure, _ surroundings: Surroundings, into unit: inout UnitOfWork
  ) -> Instant {
    let now = surroundings.now()
    var changed = row ?? Record(MailServer.table, id: surroundings.newID())
    let failures = (changed[MailServer.failures] ?? 0) + 1
    var until = now.adding(seconds: pause(afterFailures: failures))
    if case .throttled(let asked) = failure.kind { until = max(until, Postponement.bounded(asked, at: now)) }
    changed[MailServer.location] = location
    changed[MailServer.failures] = failures
    changed[MailServer.openuntil] = until
    changed[MailServer.failedsince] = changed[MailServer.failedsince] ?? now
    changed.set(MailServer.lasterror, cutting: failure.message.parameters["reason"] ?? failure.message.code.rawValue)
    if let row { unit.update(changed, from: row) } else { unit.insert(changed) }
    return until
  }

  static func recordSuccess(_ row: Record?, into unit: inout UnitOfWork) {
    guard let row, (row[MailServer.failures] ?? 0) > 0 else { return }
    var changed = row
    changed[MailServer.failures] = 0
    changed[MailServer.openuntil] = nil
    changed[MailServer.failedsince] = nil
    changed[MailServer.lasterror] = nil
    unit.update(changed, from: row)
  }
}
