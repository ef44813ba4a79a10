package import CRMModel

/// What a service does beside synchronizing: removes what nobody can need any more.
package struct Housekeeping: Sendable {
  /// Seconds between two rounds.
  static let pause = 21_600.0
  /// Rows removed in one commit.
  static let rowsPerCommit = 500

  let deployment: Deployment

  package init(_ deployment: Deployment) { self.deployment = deployment }

  package func repeatUntilCancelled() async {
    while !Task.isCancelled {
      // A failure is nothing to stop for: the next round tries again.
      _ = try? await run()
      await deployment.surroundings.pause(Housekeeping.pause)
    }
  }

  /// One round; answers how many rows and blobs went.
  package func run() async throws(SyncFailure) -> Int {
    let now = deployment.surroundings.now()
    // MailboxStatisticsPersistenceTimeInDays and TraceLogPersistenceTimeInDays. feature map 4.5
    let organization = try await deployment.store.row(Organization.table, deployment.organization.id)
    func since(_ days: Column<Int>) -> Instant {
      now.adding(seconds: -(organization?[days] ?? Int(days.definition.defaultValue) ?? 0) * 86_400)
    }
    let old = since(Organization.ls_mailboxstatisticspersistencetimeindays)
    let closed = since(Organization.ls_tracelogpersistencetimeindays)
    var removed = 0
    for query in [
      Query(MailboxStatistics.table, where: Table.createdon < old, limit: Housekeeping.rowsPerCommit),
      Query(
        TraceLog.table, where: TraceLog.ls_alertkey.isNull && Table.modifiedon < closed,
        limit: Housekeeping.rowsPerCommit),
    ] {
      while !Task.isCancelled {
        let rows = try await deployment.store.rows(query)
        if rows.isEmpty { break }
        var unit = UnitOfWork(id: deployment.surroundings.newID(), at: now)
        for row in rows { unit.delete(row.table, row.id) }
        try await deployment.store.mustCommit(unit)
        removed += rows.count
      }
    }
    removed += try await letGoOfRawMessages(now)
    return removed + (try await deployment.sweep())
  }

  /// Raw bytes of tracked messages whose profile keeps them for a number of days. What waits, failed or is quarantined
  /// keeps its bytes.
  private func letGoOfRawMessages(_ now: Instant) async throws(SyncFailure) -> Int {
    var released = 0
    for profile in try await deployment.store.rows(Query(EmailServerProfile.table)) {
      guard case .days(let days)? = RawKeeping(profile[EmailServerProfile.ls_keepraw] ?? "") else { continue }
      let end = now.adding(seconds: -days * 86_400)
      for mailbox in try await deployment.store.rows(
        Query(Mailbox.table, where: Mailbox.emailserverprofile == profile.reference))
      {
        let query = Query(
          SyncItem.table,
          where: SyncItem.mailboxid == mailbox.reference && SyncItem.state == .done && .not(SyncItem.rawblob.isNull)
            && SyncItem.decidedon < end, limit: Housekeeping.rowsPerCommit)
        while !Task.isCancelled {
          let rows = try await deployment.store.rows(query)
          if rows.isEmpty { break }
          var unit = UnitOfWork(id: deployment.surroundings.newID(), at: now)
          for row in rows { unit.update(SyncItem.table, row.id, [SyncItem.rawblob.definition.name: .null]) }
          try await deployment.store.mustCommit(unit)
          released += rows.count
        }
      }
    }
    return released
  }
}
