import CRMModel

/// One job from lease to outcome.
struct JobRunner: Sendable {
  let engine: Engine
  let job: Record
  let mailbox: Record?
  let profile: Record?
  let owner: Record?
  let settings: OrganizationSettings
  let workload: SyncJob.Workload
  /// Host and port of the server the job talks to; nil where the profile names none.
  let server: String?
  let isServerTroubled: Bool
  /// To the server, at most.
  var connections = 1

  /// `maxconcurrentconnections` where the profile has none.
  static let concurrentConnections = DeploymentLimits.profileConnections
  /// What a job that sends may use where the limits leave room: while one message waits for its commit, another is on
  /// the wire.
  static let sendingConnections = 2

  /// The last run of this job failed.
  var failedBefore: Bool { (job[SyncJob.failures] ?? 0) > 0 }

  init(engine: Engine, job: Record, settings: OrganizationSettings) async throws(SyncFailure) {
    self.engine = engine
    self.job = job
    workload = job[SyncJob.workload] ?? .incoming
    self.settings = settings
    mailbox = try await engine.store.row(job[SyncJob.mailboxid], in: engine.schema)
    profile = try await engine.store.row(mailbox?[Mailbox.emailserverprofile], in: engine.schema)
    // A forward mailbox belongs to nobody: it stands for itself.
    owner =
      mailbox.map(Mailbox.isForward) == true
      ? mailbox : try await engine.store.row(mailbox?[Mailbox.regardingobjectid], in: engine.schema)
    if let profile {
      let location = Breaker.location(of: profile, workload)
      server = location
      isServerTroubled = (try await Breaker.row(of: location, engine.store)?[MailServer.failures] ?? 0) > 0
    } else {
      server = nil
      isServerTroubled = false
    }
  }

  func run() async -> RunSummary {
    do throws(SyncFailure) {
      return try await perform()
    } catch {
      var summary = RunSummary()
      if error.kind != .conflict { summary.failures[address] = error.message }
      return summary
    }
  }

  var address: String { mailbox?[Mailbox.emailaddress] ?? "?" }

  private func perform() async throws(SyncFailure) -> RunSummary {
    guard let leased = try await engine.jobs.lease(job) else { return RunSummary() }
    let lease = Lease(job: leased.id, token: leased[SyncJob.leasetoken] ?? 0)
    var summary = RunSummary()
    summary.jobs = 1
    guard let mailbox else {
      try await finish(leased, lease) { job, _, _, _ in job[SyncJob.dueon] = nil }
      return summary
    }
    if let obstacle = Readiness.obstacle(
      workload: workload, mailbox: mailbox, profile: profile, owner: owner, settings: settings)
    {
      summary.obstacles[address] = obstacle
      if workload == .test {
        var result = TestResult()
        result.steps = [
          .init(workload: .test, verdict: .failure, milliseconds: 0, message: obstacle)
        ]
        try await conclude(result, leased, lease, mailbox)
        summary.failures[address] = obstacle
      } else {
        try await finish(leased, lease) { job, _, now, _ in
          job[SyncJob.dueon] = now.adding(seconds: engine.limits.idleInterval)
        }
      }
      return summary
    }
    guard let profile, let owner, let server else { return summary }
    let breaker = try await Breaker.row(of: server, engine.store)
    if workload != .test, let until = breaker?[MailServer.openuntil],
      !Postponement.isOver(until, at: engine.surroundings.now())
    {
      summary.failures[address] = Message(
        .serverAvoided,
        ["server": server, "until": until.rfc3339, "reason": breaker?[MailServer.lasterror] ?? ""])
      try await finish(leased, lease) { job, _, _, _ in job[SyncJob.dueon] = until }
      return summary
    }
    let context = MailboxContext(
      mailbox: mailbox, profile: profile, owner: owner,
      ownerRule: try await AddressBook.rule(of: owner, engine.store) ?? .repliesToCRMEmail, settings: settings,
      limits: engine.limits, lease: lease)
    switch workload {
    case .incoming: try await receive(context, leased, &summary)
    case .outgoing: try await send(context, leased, &summary)
    case .test: try await test(context, leased, &summary)
    case .act: break
    }
    return summary
  }

  // MARK: - Workloads

  private func receive(_ context: MailboxContext, _ leased: Record, _ summary: inout RunSummary)
    async throws(SyncFailure)
  {
    let start = engine.surroundings.monotonicSeconds()
    do throws(SyncFailure) {
      let source = try await openSource(context)
      let report: IncomingReport
      do throws(SyncFailure) {
        report = try await IncomingPass(
          store: engine.store, schema: engine.schema, source: source, context: context,
          surroundings: engine.surroundings, failpoints: engine.failpoints, read: engine.connectors.read
        ).run()
      } catch {
        await source.abandon()
        throw error
      }
      summary.incoming = report
      let empty = report.found == 0 ? (leased[SyncJob.emptycycles] ?? 0) + 1 : 0
      try await succeed(
        leased, context, empty, hasMore: report.hasMore, start, processed: report.tracked + report.linked,
        failed: report.failed
      ) { mailbox in
        mailbox[Mailbox.itemsprocessedforlastsync] = report.tracked + report.linked
        mailbox[Mailbox.itemsfailedforlastsync] = report.failed
        mailbox[Mailbox.noemailcount] = empty
      }
    } catch {
      summary.failures[address] = error.message
      try await fail(error, leased, context, start)
    }
  }

  private func send(_ context: MailboxContext, _ leased: Record, _ summary: inout RunSummary)
    async throws(SyncFailure)
  {
    let start = engine.surroundings.monotonicSeconds()
    do throws(SyncFailure) {
      let pass = OutgoingPass(
        store: engine.store, context: context,
        openSink: { () async throws(SyncFailure) in try await openSink(context) }, render: engine.connectors.render,
        connections: connections, surroundings: engine.surroundings, failpoints: engine.failpoints)
      let report = try await pass.run()
      summary.outgoing = report
      try await succeed(
        leased, context, 0, hasMore: report.hasMore, start, processed: report.sent, failed: report.failed
      ) { _ in }
    } catch {
      summary.failures[address] = error.message
      try await fail(error, leased, context, start)
    }
  }

  private func test(_ context: MailboxContext, _ leased: Record, _ summary: inout RunSummary)
    async throws(SyncFailure)
  {
    await engine.gate.reopen(context.mailbox.reference)
    await engine.gate.reopen(context.profile.reference)
    let test = MailboxTest(
      mailbox: context.mailbox, profile: context.profile, address: context.address,
      surroundings: engine.surroundings,
      openSource: { () async throws(SyncFailure) in try await openSource(context) },
      openSink: { () async throws(SyncFailure) in try await openSink(context) }, render: engine.connectors.render,
      effectiveStart: context.effectiveStart
        ?? (context.mailbox[Mailbox.ls_frombeginning] == true ? nil : engine.surroundings.now()))
    let result = await test.run()
    if let failure = result.steps.first(where: { $0.verdict == .failure }) {
      summary.failures[address] = failure.message
    }
    try await conclude(result, leased, context.lease, context.mailbox)
  }

  // MARK: - Connections

  private func openSource(_ context: MailboxContext) async throws(SyncFailure) -> any MailSource {
    let access = try await engine.access.access(.incoming, mailbox: context.mailbox, profile: context.profile)
    return try await engine.gate.run(CredentialGate.Key(access)) { () async throws(SyncFailure) in
      try await engine.connectors.openSource(access)
    }
  }

  private func openSink(_ context: MailboxContext) async throws(SyncFailure) -> any MailSink {
    let access = try await engine.access.access(.outgoing, mailbox: context.mailbox, profile: context.profile)
    return try await engine.gate.run(CredentialGate.Key(access)) { () async throws(SyncFailure) in
      try await engine.connectors.openSink(access)
    }
  }
}
