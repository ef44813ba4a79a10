package import CRMModel
package import SyncEngine

/// Writes jobs and follows them: runs the engine itself where nobody else does, else watches the service do it.
package struct JobDriver: Sendable {
  let deployment: Deployment
  /// Seconds between two looks while another process does the work.
  static let watchPause = 0.2
  /// Seconds after which watching gives up.
  static let watchPatience = 600.0

  package init(_ deployment: Deployment) { self.deployment = deployment }

  private var queue: JobQueue {
    JobQueue(store: deployment.store, surroundings: deployment.surroundings, owner: "command")
  }

  // MARK: - Test & Enable

  package func test(_ address: String) async throws(SyncFailure) -> TestResult {
    let mailbox = try await Directory(deployment).mailbox(address)
    try await queue.request(.test, of: mailbox)
    if let hold = try deployment.folder.lock() {
      defer { withExtendedLifetime(hold) {} }
      try await deployment.renewLog()
      let job = try await queue.job(.test, of: mailbox)
      let engine = deployment.engine()
      _ = try await engine.run(job)
    } else {
      try await watch { () async throws(SyncFailure) in try await queue.job(.test, of: mailbox)[SyncJob.result] != nil }
    }
    return TestResult(text: try await queue.job(.test, of: mailbox)[SyncJob.result] ?? "")
  }

  // MARK: - Sync once

  /// What `sync --once` did, and what is left.
  package struct SyncOutcome: Sendable {
    package var summary = RunSummary()
    package var waiting = 0
    package var pendingSend = 0
    /// Another process did the work.
    package var wasWatched = false
  }

  /// - Parameters:
  ///   - begin: Told how many jobs there are before the first one runs.
  ///   - observe: Told after each job.
  package func sync(
    mailbox address: String?, begin: @Sendable (Int) -> Void = { _ in },
    observe: @escaping @Sendable (Record, RunSummary) -> Void = { _, _ in }
  ) async throws(SyncFailure) -> SyncOutcome {
    _ = try await PropertyWatch(deployment).look()
    _ = try await ProfileWatch(deployment).look()
    let directory = Directory(deployment)
    var mailboxes: [Record] = []
    if let address {
      mailboxes = [try await directory.mailbox(address)]
    } else {
      mailboxes = try await directory.mailboxes().filter { $0[Mailbox.statecode] == .active }
    }
    let start = deployment.surroundings.now()
    var asked: [GUID] = []
    for mailbox in mailboxes {
      var workloads: [SyncJob.Workload] = []
      if mailbox[Mailbox.incomingemaildeliverymethod] == .serverSide { workloads.append(.incoming) }
      if mailbox[Mailbox.outgoingemaildeliverymethod] == .serverSide { workloads.append(.outgoing) }
      for workload in workloads {
        try await queue.request(workload, of: mailbox)
        asked.append(try await queue.job(workload, of: mailbox).id)
      }
    }
    var outcome = SyncOutcome()
    begin(asked.count)
    if let hold = try deployment.folder.lock() {
      defer { withExtendedLifetime(hold) {} }
      try await deployment.renewLog()
      outcome.summary = try await deployment.engine(observe: observe).runUntilIdle(only: Set(mailboxes.map(\.id)))
    } else {
      outcome.wasWatched = true
      let ids = asked.map(Value.guid)
      try await watch { () async throws(SyncFailure) in
        let jobs = try await deployment.store.rows(Query(SyncJob.table, where: .among(SyncJob.table.primaryKey, ids)))
        // A run that began before the wish may have looked too early: only one that began after it counts.
        return jobs.allSatisfy { job in
          guard job[SyncJob.leaseowner] == nil, let started = job[SyncJob.startedon] else { return false }
          return started >= start && (job[SyncJob.completedon].map { $0 >= started } ?? false)
        }
      }
    }
    for mailbox in mailboxes {
      outcome.waiting += try await deployment.store.count(
        Query(SyncItem.table, where: SyncItem.mailboxid == mailbox.reference && SyncItem.state == .pending))
      outcome.pendingSend += try await deployment.store.count(
        Query(Email.table, where: Email.statuscode == .pendingSend && Email.sendermailboxid == mailbox.reference))
    }
    return outcome
  }

  private func watch(_ isDone: () async throws(SyncFailure) -> Bool) async throws(SyncFailure) {
    let start = deployment.surroundings.monotonicSeconds()
    while try await !isDone() {
      try await SafeMode(deployment).check()
      guard deployment.surroundings.monotonicSeconds() - start < JobDriver.watchPatience else {
        throw SyncFailure(.conflict, .folderBusy, ["path": deployment.folder.path])
      }
      await deployment.surroundings.pause(JobDriver.watchPause)
    }
  }

  // MARK: - Doubt

  /// A person settles an email that is in doubt.
  package func resolve(_ email: Record, wasSent: Bool) async throws(SyncFailure) {
    let doubtful = try await DoubtfulEmail.read(email, deployment.store)
    guard email[Email.statuscode] == .sending, let attempt = doubtful.attempts.last else {
      throw SyncFailure(.gone, .emailNotInDoubt, ["name": "\(email.id)"])
    }
    guard doubtful.canBeResolved else {
      throw SyncFailure(.conflict, .emailBeingSent, ["name": "\(email.id)"])
    }
    let now = deployment.surroundings.now()
    var unit = UnitOfWork(id: deployment.surroundings.newID(), at: now)
    doubtful.resolve(attempt, wasSent: wasSent, now, into: &unit)
    unit.close(try await Alerts.open(about: email.reference, deployment.store), at: now)
    try await deployment.store.mustCommit(unit)
  }
}
