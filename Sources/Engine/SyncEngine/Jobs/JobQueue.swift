package import CRMModel

/// The jobs of an organization: one per mailbox and workload, made on demand, leased with growing tokens.
package struct JobQueue: Sendable {
  let store: any RecordStore
  let surroundings: Surroundings
  let owner: String

  package init(store: any RecordStore, surroundings: Surroundings, owner: String) {
    self.store = store
    self.surroundings = surroundings
    self.owner = owner
  }

  /// The job of a mailbox and workload, made if there is none.
  package func job(_ workload: SyncJob.Workload, of mailbox: Record) async throws(SyncFailure) -> Record {
    for _ in 0..<Commit.attempts {
      if let row = try await store.rows(
        Query(
          SyncJob.table, where: SyncJob.mailboxid == mailbox.reference && SyncJob.workload == workload, limit: 1)
      ).first {
        return row
      }
      var unit = UnitOfWork(id: surroundings.newID(), at: surroundings.now())
      unit.insert(newJob(workload, of: mailbox))
      _ = try await Commit.run(unit, store)
    }
    throw SyncFailure(.conflict, .commitContended, ["mailbox": mailbox[Mailbox.emailaddress] ?? ""])
  }

  /// Makes the mail jobs of every active mailbox. Only rows that changed since the last call are looked at: with a
  /// hundred thousand mailboxes anything else would be all that a service does.
  func ensureJobs(_ seen: inout SeenMailboxes) async throws(SyncFailure) {
    while true {
      let changed = try await store.rows(
        Query(Mailbox.table, where: Table.versionnumber > seen.version, limit: JobQueue.mailboxesAtOnce)
          .ordered(by: Table.versionnumber).reading([Mailbox.statecode.definition, Mailbox.emailaddress.definition]))
      let new = changed.filter { $0[Mailbox.statecode] == .active && !seen.ids.contains($0.id) }
      try await makeJobs(of: new)
      seen.ids.formUnion(new.map(\.id))
      seen.version = changed.last?.version ?? seen.version
      if changed.count < JobQueue.mailboxesAtOnce { return }
    }
  }

  static let mailboxesAtOnce = 256

  /// What is missing, in one commit.
  private func makeJobs(of mailboxes: [Record]) async throws(SyncFailure) {
    guard !mailboxes.isEmpty else { return }
    let existing = try await store.rows(
      Query(SyncJob.table, where: SyncJob.mailboxid.among(mailboxes.map(\.reference)))
        .reading([SyncJob.mailboxid.definition, SyncJob.workload.definition]))
    var known: [GUID: Set<SyncJob.Workload>] = [:]
    for job in existing {
      guard let mailbox = job[SyncJob.mailboxid], let workload = job[SyncJob.workload] else { continue }
      known[mailbox.id, default: []].insert(workload)
    }
    var unit = UnitOfWork(id: surroundings.newID(), at: surroundings.now())
    for mailbox in mailboxes {
      for workload in [SyncJob.Workload.incoming, .outgoing] where known[mailbox.id]?.contains(workload) != true {
        unit.insert(newJob(workload, of: mailbox))
      }
    }
    if case .done = try await Commit.run(unit, store) { return }
    // Somebody asked for one of them just now.
    for mailbox in mailboxes {
      for workload in [SyncJob.Workload.incoming, .outgoing] { _ = try await job(workload, of: mailbox) }
    }
  }

  private func newJob(_ workload: SyncJob.Workload, of mailbox: Record) -> Record {
    var job = Record(SyncJob.table, id: surroundings.newID())
    job[SyncJob.mailboxid] = mailbox.reference
    job[SyncJob.workload] = workload
    if workload != .test { job[SyncJob.dueon] = surroundings.now() }
    return job
  }

  /// Asks for a job to run now.
  package func request(_ workload: SyncJob.Workload, of mailbox: Record) async throws(SyncFailure) {
    for _ in 0..<Commit.attempts {
      let job = try await job(workload, of: mailbox)
      var asked = job
      asked[SyncJob.dueon] = surroundings.now()
      if workload == .test { asked[SyncJob.result] = nil }
      var unit = UnitOfWork(id: surroundings.newID(), at: surroundings.now())
      unit.update(asked, from: job)
      if case .done = try await Commit.run(unit, store) { return }
    }
  }

  /// Due jobs, the longest due first.
  /// - Parameters:
  ///   - only: Restricts the answer to the jobs of these mailboxes.
  ///   - last: Goes on behind this job.
  package func due(limit: Int, only: Set<GUID>? = nil, after last: (due: Instant, id: GUID)? = nil)
    async throws(SyncFailure) -> [Record]
  {
    let now = surroundings.now()
    var predicate: Predicate = .not(SyncJob.dueon.isNull) && Postponement.isOver(SyncJob.dueon, at: now)
    if let only { predicate = predicate && SyncJob.mailboxid.among(only.sorted().map { Reference("mailbox", $0) }) }
    if let last {
      predicate =
        predicate && SyncJob.dueon >= last.due
        && (SyncJob.dueon > last.due || SyncJob.syncjobid > last.id)
    }
    return try await store.rows(
      Query(SyncJob.table, where: predicate, limit: limit).ordered(by: SyncJob.dueon).ordered(by: SyncJob.syncjobid)
        .reading([
          SyncJob.mailboxid.definition, SyncJob.workload.definition, SyncJob.dueon.definition,
          SyncJob.leaseowner.definition, SyncJob.leasetoken.definition, SyncJob.startedon.definition,
          SyncJob.failures.definition, SyncJob.emptycycles.definition,
        ]))
  }

  /// When the next job becomes due; nil without jobs.
  package func nextDue() async throws(SyncFailure) -> Instant? {
    try await store.rows(
      Query(SyncJob.table, where: .not(SyncJob.dueon.isNull), limit: 1).ordered(by: SyncJob.dueon)
    ).first?[SyncJob.dueon]
  }

  /// Takes a job; nil if somebody else was faster.
  func lease(_ job: Record) async throws(SyncFailure) -> Record? {
    let now = surroundings.now()
    var taken = taken(job, now)
    var unit = UnitOfWork(id: surroundings.newID(), at: now)
    unit.update(taken, from: job)
    guard case .done(let version) = try await Commit.run(unit, store) else { return nil }
    if let version { taken[Table.versionnumber] = version }
    return taken
  }

  /// Takes several jobs in one commit, or none: then each is to be taken alone.
  func lease(_ jobs: [Record]) async -> [Record]? {
    let now = surroundings.now()
    var taken = jobs.map { self.taken($0, now) }
    var unit = UnitOfWork(id: surroundings.newID(), at: now)
    for (new, old) in zip(taken, jobs) { unit.update(new, from: old) }
    guard case .done(let version)? = try? await Commit.run(unit, store) else { return nil }
    if let version {
      for index in taken.indices { taken[index][Table.versionnumber] = unit.version(ofChange: index, last: version) }
    }
    return taken
  }

  private func taken(_ job: Record, _ now: Instant) -> Record {
    var taken = job
    taken[SyncJob.leaseowner] = owner
    taken[SyncJob.leasetoken] = (job[SyncJob.leasetoken] ?? 0) + 1
    taken[SyncJob.startedon] = now
    return taken
  }
}

extension Instant {
  /// The next moment that can be told apart.
  var next: Instant { Instant(microseconds: microseconds == .max ? .max : microseconds + 1) }
}

/// Which mailboxes have their jobs, and up to which row version that is known.
struct SeenMailboxes {
  var version = 0
  var ids: Set<GUID> = []
}
