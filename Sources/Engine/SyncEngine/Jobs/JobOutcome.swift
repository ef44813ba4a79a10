import CRMModel

/// Writes down how a job went: the job itself, the mailbox, the server's health, statistics and alerts, in one commit.
extension JobRunner {
  /// What an outcome is written beside, read anew for every try to commit it.
  struct Beside {
    /// The mailbox as it is now.
    var mailbox: Record?
    /// The health of the server, if anything is known about it.
    var breaker: Record?
    /// Open alerts about the mailbox.
    var alerts: [Record] = []
  }

  /// Commits what `change` makes of the job, beside whatever it adds to the unit.
  func finish(
    _ leased: Record, _ lease: Lease, _ change: (inout Record, inout UnitOfWork, Instant, Beside) -> Void
  ) async throws(SyncFailure) {
    for _ in 0..<Commit.attempts {
      guard let (fresh, beside) = try await read(leased) else { return }
      let now = engine.surroundings.now()
      var unit = UnitOfWork(id: engine.surroundings.newID(), at: now, lease: lease)
      var job = fresh
      job[SyncJob.completedon] = now
      job[SyncJob.leaseowner] = nil
      change(&job, &unit, now, beside)
      // Asked to run again while it ran: that wish stays.
      if let asked = fresh[SyncJob.dueon], let earlier = leased[SyncJob.dueon], asked > earlier {
        job[SyncJob.dueon] = asked
      }
      unit.update(job, from: fresh)
      if case .done = try await Commit.run(unit, engine.store) { return }
    }
    throw SyncFailure(.conflict, .commitContended, ["mailbox": address])
  }

  /// The job and what stands beside it, in one question; nil where the job is gone.
  private func read(_ leased: Record) async throws(SyncFailure) -> (job: Record, Beside)? {
    var queries = [Query(SyncJob.table, where: SyncJob.syncjobid == leased.id, limit: 1)]
    if let mailbox {
      queries.append(Query(Mailbox.table, where: Mailbox.mailboxid == mailbox.id, limit: 1))
      queries.append(Alerts.open(about: mailbox.reference))
    }
    if let server { queries.append(Query(MailServer.table, where: MailServer.location == server, limit: 1)) }
    var answers = try await engine.store.rows(queries)[...]
    guard let job = answers.popFirst()?.first else { return nil }
    var beside = Beside()
    if mailbox != nil {
      beside.mailbox = answers.popFirst()?.first
      beside.alerts = answers.popFirst() ?? []
    }
    if server != nil { beside.breaker = answers.popFirst()?.first }
    return (job, beside)
  }

  func succeed(
    _ leased: Record, _ context: MailboxContext, _ emptyCycles: Int, hasMore: Bool, _ start: Double,
    processed: Int, failed: Int, _ change: (inout Record) -> Void
  ) async throws(SyncFailure) {
    let wait = hasMore ? 0 : try await secondsToNextLook(context, emptyCycles)
    let end = engine.surroundings.monotonicSeconds()
    let duration = Int((end - start) * 1000)
    if let server { await engine.pulse.note(server, at: end) }
    let look = Look(started: leased[SyncJob.startedon], duration: duration, wait: wait, emptyCycles: emptyCycles)
    try await finish(leased, context.lease) { job, unit, now, beside in
      look.write(into: &job, now)
      Breaker.recordSuccess(beside.breaker, into: &unit)
      if (leased[SyncJob.failures] ?? 0) > 0 {
        unit.close(beside.alerts.filter { JobRunner.endsWithSuccess.contains($0[TraceLog.ls_code] ?? "") }, at: now)
      }
      let mailboxNow = beside.mailbox ?? context.mailbox
      var mailbox = mailboxNow
      look.write(intoMailbox: &mailbox, now)
      change(&mailbox)
      unit.update(Mailbox.table, mailbox.id, mailbox.changes(since: mailboxNow))
      unit.insert(statistics(leased, now, success: true, mailbox, wait, processed: processed, failed: failed))
    }
  }

  /// What is written of a look that ended well.
  private struct Look {
    let started: Instant?
    /// Milliseconds.
    let duration: Int
    /// Seconds until the next.
    let wait: Int
    let emptyCycles: Int

    func write(into job: inout Record, _ now: Instant) {
      job[SyncJob.dueon] = now.adding(seconds: wait)
      job[SyncJob.emptycycles] = emptyCycles
      job[SyncJob.failures] = 0
      job[SyncJob.lasterror] = nil
    }

    func write(intoMailbox mailbox: inout Record, _ now: Instant) {
      mailbox[Mailbox.mailboxstatus] = .success
      mailbox[Mailbox.lastsuccessfulsynccompletedon] = now
      mailbox[Mailbox.lastsyncstartedon] = started
      mailbox[Mailbox.lastduration] = duration
      mailbox[Mailbox.transientfailurecount] = 0
    }
  }

  /// A look that found nothing, to be written down with others.
  func quietLook(_ leased: Record, _ context: MailboxContext, _ emptyCycles: Int, _ start: Double)
    async throws(SyncFailure) -> QuietLook
  {
    let wait = try await secondsToNextLook(context, emptyCycles)
    let end = engine.surroundings.monotonicSeconds()
    if let server { await engine.pulse.note(server, at: end) }
    let now = engine.surroundings.now()
    let look = Look(
      started: leased[SyncJob.startedon], duration: Int((end - start) * 1000), wait: wait, emptyCycles: emptyCycles)
    var job = leased
    job[SyncJob.completedon] = now
    job[SyncJob.leaseowner] = nil
    look.write(into: &job, now)
    var mailbox = context.mailbox
    look.write(intoMailbox: &mailbox, now)
    if workload == .incoming {
      mailbox[Mailbox.itemsprocessedforlastsync] = 0
      mailbox[Mailbox.itemsfailedforlastsync] = 0
      mailbox[Mailbox.noemailcount] = emptyCycles
    }
    return QuietLook(
      job: job, leased: leased, mailbox: mailbox, cells: mailbox.changes(since: context.mailbox),
      statistics: statistics(leased, now, success: true, mailbox, wait, processed: 0, failed: 0))
  }

  /// Alerts that a successful pass proves to be over.
  static let endsWithSuccess: Set<String> = Set(
    [MessageCode.mailboxPostponed, .credentialRefused, .mailboxDisabled].map(\.rawValue))

  private func secondsToNextLook(_ context: MailboxContext, _ emptyCycles: Int) async throws(SyncFailure) -> Int {
    let minimum = context.profile[EmailServerProfile.minpollingintervalinminutes] ?? 0
    let interval = Polling.interval(emptyCycles: emptyCycles, minimumMinutes: minimum, limits: engine.limits)
    guard workload == .outgoing else { return interval }
    // An email that waits for its next try should not wait for the next look as well.
    let now = engine.surroundings.now()
    let waiting = try await engine.store.rows(
      Query(
        Email.table,
        where: Email.statuscode == .pendingSend && Email.sendermailboxid == context.mailbox.reference,
        limit: 100
      ).ordered(by: Email.postponeemailprocessinguntil).reading([
        Email.postponeemailprocessinguntil.definition, Email.delayedemailsendtime.definition,
      ]))
    let soonest = waiting.map {
      max($0[Email.postponeemailprocessinguntil] ?? now, $0[Email.delayedemailsendtime] ?? now)
    }
    .min()
    guard let soonest else { return interval }
    return min(interval, max(1, Int(soonest.seconds(since: now).rounded(.up))))
  }

  /// - Parameter start: When the job began, in monotonic seconds.
  func fail(_ failure: SyncFailure, _ leased: Record, _ context: MailboxContext, _ start: Double)
    async throws(SyncFailure)
  {
    let reaction = MailboxHealth.reaction(to: failure.kind)
    let failures = (leased[SyncJob.failures] ?? 0) + 1
    let profileNow = try await engine.store.row(EmailServerProfile.table, context.profile.id) ?? context.profile
    let access = try? await engine.access.access(
      workload == .outgoing ? .outgoing : .incoming, mailbox: context.mailbox, profile: profileNow)
    var isOfServer = MailboxHealth.concernsServer(failure.kind)
    // A server that says that it has too much to do says it for all.
    if isOfServer, case .transient = failure.kind, let server {
      isOfServer = await engine.pulse.served(server, after: start) == false
    }
    try await finish(leased, context.lease) { job, unit, now, beside in
      job[SyncJob.failures] = failures
      job.set(SyncJob.lasterror, cutting: Evidence(parameters(of: failure)).text)
      let mailboxNow = beside.mailbox ?? context.mailbox
      var mailbox = mailboxNow
      mailbox[Mailbox.mailboxstatus] = .failure
      mailbox[Mailbox.lastsyncerroroccurredon] = now
      mailbox.set(Mailbox.lastsyncerror, cutting: Evidence(parameters(of: failure)).text)
      mailbox[Mailbox.lastsyncerrorcount] = failures
      switch reaction {
      case .again:
        job[SyncJob.dueon] = now.adding(seconds: 1)
      case .postpone:
        // A session that broke is tried again as soon as a server would be, whoever's the trouble is.
        let pause =
          MailboxHealth.concernsServer(failure.kind)
          ? Breaker.pause(afterFailures: failures) : Polling.retryPause(failures: failures, limits: engine.limits)
        var until = now.adding(seconds: pause)
        if isOfServer, let server {
          until = Breaker.recordFailure(beside.breaker, location: server, failure, engine.surroundings, into: &unit)
        }
        if failure.message.code == .timedOut { until = max(until, now.adding(seconds: engine.limits.timeoutDelay)) }
        job[SyncJob.dueon] = until
        mailbox[Mailbox.transientfailurecount] = failures
        mailbox[Mailbox.postponemailboxprocessinguntil] = until
        alert(.mailboxPostponed, failure, failures, until, into: &unit)
      case .closeGate:
        job[SyncJob.dueon] = now.adding(seconds: engine.limits.idleInterval)
        if access?.credentialOwner.table == EmailServerProfile.table.name {
          unit.update(
            EmailServerProfile.table, profileNow.id, [EmailServerProfile.ls_credentialgate.definition.name: true.value])
        } else {
          mailbox[Mailbox.ls_credentialgate] = true
        }
        setStatus(.failure, of: &mailbox)
        alert(.credentialRefused, failure, failures, nil, into: &unit)
      case .disable:
        job[SyncJob.dueon] = now.adding(seconds: engine.limits.idleInterval)
        setStatus(.failure, of: &mailbox)
        if workload == .incoming { mailbox[Mailbox.enabledforincomingemail] = false }
        if workload == .outgoing { mailbox[Mailbox.enabledforoutgoingemail] = false }
        alert(.mailboxDisabled, failure, failures, nil, into: &unit)
      }
      unit.update(Mailbox.table, mailbox.id, mailbox.changes(since: mailboxNow))
      unit.insert(statistics(leased, now, success: false, mailbox, 0, processed: 0, failed: 0))
    }
  }

  private func parameters(of failure: SyncFailure) -> [String: String] {
    failure.message.parameters.merging(["code": failure.message.code.rawValue]) { _, new in new }
  }

  private func setStatus(_ status: TestStatus, of mailbox: inout Record) {
    if workload == .outgoing {
      mailbox[Mailbox.outgoingemailstatus] = status
    } else {
      mailbox[Mailbox.incomingemailstatus] = status
    }
  }

  private func alert(
    _ code: MessageCode, _ failure: SyncFailure, _ failures: Int, _ until: Instant?, into unit: inout UnitOfWork
  ) {
    var parameters = parameters(of: failure)
    parameters["mailbox"] = address
    parameters["cause"] = failure.message.code.rawValue
    parameters["until"] = until?.rfc3339
    let level = MailboxHealth.level(of: failure.kind, failures: failures, limits: engine.limits)
    let isWanted = level == .error ? settings.alertsForErrors : settings.alertsForWarnings
    guard isWanted, let mailbox else { return }
    unit.raise(code, level, parameters, about: mailbox.reference, engine.surroundings)
  }

  private func statistics(
    _ leased: Record, _ now: Instant, success: Bool, _ mailbox: Record, _ wait: Int, processed: Int, failed: Int
  ) -> Record {
    var row = Record(MailboxStatistics.table, id: engine.surroundings.newID())
    row[MailboxStatistics.mailboxid] = mailbox.reference
    row[MailboxStatistics.operationtypeid] = workload == .outgoing ? .outgoing : .incoming
    row[MailboxStatistics.mailboxprocessscheduledon] = job[SyncJob.dueon]
    row[MailboxStatistics.mailboxprocessstartedon] = leased[SyncJob.startedon]
    row[MailboxStatistics.mailboxprocesscompletedon] = now
    row[MailboxStatistics.processresult] = success
    row[MailboxStatistics.itemsprocessed] = processed
    row[MailboxStatistics.itemsfailed] = failed
    row[MailboxStatistics.scheduledtimeintervalinminutes] = wait / 60
    return row
  }

  // MARK: - Test & Enable

  /// Enables what the test proved and says what it found.
  func conclude(_ result: TestResult, _ leased: Record, _ lease: Lease, _ mailboxBefore: Record)
    async throws(SyncFailure)
  {
    let testsProfileCredential = profile.map {
      $0[EmailServerProfile.incomingcredentialretrieval] == .profile && $0[EmailServerProfile.ls_credentialgate] == true
    }
    for workload in [SyncJob.Workload.incoming, .outgoing] {
      _ = try await engine.jobs.job(workload, of: mailboxBefore)
    }
    try await finish(leased, lease) { job, unit, now, beside in
      job[SyncJob.dueon] = nil
      job.set(SyncJob.result, cutting: result.text)
      let mailboxNow = beside.mailbox ?? mailboxBefore
      var mailbox = mailboxNow
      mailbox[Mailbox.testemailconfigurationscheduled] = false
      mailbox[Mailbox.testmailboxaccesscompletedon] = now
      let failedBefore = result.hasFailed(.test)
      if mailbox[Mailbox.incomingemaildeliverymethod] == .serverSide {
        let isGood = !result.hasFailed(.incoming) && !failedBefore && result.steps.contains { $0.workload == .incoming }
        mailbox[Mailbox.incomingemailstatus] = isGood ? .success : .failure
        mailbox[Mailbox.enabledforincomingemail] = isGood
        if isGood, mailbox[Mailbox.ls_incomingenabledon] == nil { mailbox[Mailbox.ls_incomingenabledon] = now }
      }
      if mailbox[Mailbox.outgoingemaildeliverymethod] == .serverSide {
        let isGood = !result.hasFailed(.outgoing) && !failedBefore
        mailbox[Mailbox.outgoingemailstatus] = isGood ? .success : .failure
        mailbox[Mailbox.enabledforoutgoingemail] = isGood
      }
      if let failure = result.steps.first(where: { $0.verdict == .failure }) {
        var parameters = failure.message.parameters
        parameters["mailbox"] = address
        parameters["cause"] = failure.message.code.rawValue
        unit.raise(.testFailed, .error, parameters, about: mailbox.reference, engine.surroundings)
      } else {
        mailbox[Mailbox.ls_credentialgate] = false
        if testsProfileCredential == true, let profile {
          unit.update(
            EmailServerProfile.table, profile.id, [EmailServerProfile.ls_credentialgate.definition.name: false.value])
        }
        unit.close(beside.alerts, at: now)
        if settings.alertsForInformation {
          unit.raise(.testSucceeded, .information, ["mailbox": address], about: mailbox.reference, engine.surroundings)
        }
      }
      unit.update(Mailbox.table, mailbox.id, mailbox.changes(since: mailboxNow))
    }
    // What was proved starts at once.
    if let mailbox = try await engine.store.row(Mailbox.table, mailboxBefore.id) {
      if mailbox[Mailbox.enabledforincomingemail] == true { try await engine.jobs.request(.incoming, of: mailbox) }
      if mailbox[Mailbox.enabledforoutgoingemail] == true { try await engine.jobs.request(.outgoing, of: mailbox) }
    }
  }
}
