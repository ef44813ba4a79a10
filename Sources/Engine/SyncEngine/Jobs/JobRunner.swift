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
  let ownerRule: EmailFilteringMethod
  /// Host and port of the server the job talks to; nil where the profile names none.
  let server: String?
  /// The health of the server when the job was read.
  var breaker: Record?
  /// The job as it was taken together with others; nil when it is to be taken alone.
  var leased: Record?
  /// To the server, at most.
  var connections = 1

  /// `maxconcurrentconnections` where the profile has none.
  static let concurrentConnections = DeploymentLimits.profileConnections
  /// What a job that sends may use where the limits leave room: while one message waits for its commit, another is on
  /// the wire.
  static let sendingConnections = 2

  var isServerTroubled: Bool { (breaker?[MailServer.failures] ?? 0) > 0 }

  /// The last run of this job failed.
  var failedBefore: Bool { (job[SyncJob.failures] ?? 0) > 0 }

  private init(engine: Engine, job: Record, settings: OrganizationSettings, surroundings rows: JobRows) {
    self.engine = engine
    self.job = job
    workload = job[SyncJob.workload] ?? .incoming
    self.settings = settings
    mailbox = rows.mailbox(of: job)
    profile = rows[mailbox?[Mailbox.emailserverprofile]]
    // A forward mailbox belongs to nobody: it stands for itself.
    owner = mailbox.map(Mailbox.isForward) == true ? mailbox : rows[mailbox?[Mailbox.regardingobjectid]]
    ownerRule = owner.flatMap { AddressBook.rule(of: $0, rows.userSettings(of: $0)) } ?? .repliesToCRMEmail
    server = profile.map { [workload] in Breaker.location(of: $0, workload) }
  }

  /// The runners of jobs, in their order.
  static func all(_ jobs: [Record], engine: Engine, settings: OrganizationSettings) async throws(SyncFailure)
    -> [JobRunner]
  {
    guard !jobs.isEmpty else { return [] }
    let rows = try await JobRows(of: jobs, engine)
    var runners = jobs.map { JobRunner(engine: engine, job: $0, settings: settings, surroundings: rows) }
    let breakers = try await Breaker.rows(of: Set(runners.compactMap(\.server)), engine.store)
    for index in runners.indices { runners[index].breaker = runners[index].server.flatMap { breakers[$0] } }
    return runners
  }

  /// How a job ended.
  struct End: Sendable {
    var summary = RunSummary()
    /// What is left to be written, if it found nothing.
    var quiet: QuietLook?
    /// How it went could not be written: the job is as due as before.
    var isUnwritten = false
  }

  func run() async -> End {
    do throws(SyncFailure) {
      return try await perform()
    } catch {
      var end = End()
      if error.kind != .conflict {
        end.summary.failures[address] = error.message
        end.isUnwritten = true
      }
      return end
    }
  }

  var address: String { mailbox?[Mailbox.emailaddress] ?? "?" }

  private func perform() async throws(SyncFailure) -> End {
    var end = End()
    guard let leased = self.leased == nil ? try await engine.jobs.lease(job) : self.leased else { return end }
    let lease = Lease(job: leased.id, token: leased[SyncJob.leasetoken] ?? 0)
    end.summary.jobs = 1
    guard let mailbox else {
      try await finish(leased, lease) { job, _, _, _ in job[SyncJob.dueon] = nil }
      return end
    }
    if let obstacle = Readiness.obstacle(
      workload: workload, mailbox: mailbox, profile: profile, owner: owner, settings: settings)
    {
      end.summary.obstacles[address] = obstacle
      if workload == .test {
        var result = TestResult()
        result.steps = [
          .init(workload: .test, verdict: .failure, milliseconds: 0, message: obstacle)
        ]
        try await conclude(result, leased, lease, mailbox)
        end.summary.failures[address] = obstacle
      } else {
        try await finish(leased, lease) { job, _, now, _ in
          job[SyncJob.dueon] = now.adding(seconds: engine.limits.idleInterval)
        }
      }
      return end
    }
    guard let profile, let owner, let server else { return end }
    let breaker = try await Breaker.row(of: server, engine.store)
    if workload != .test, let until = breaker?[MailServer.openuntil],
      !Postponement.isOver(until, at: engine.surroundings.now())
    {
      end.summary.failures[address] = Message(
        .serverAvoided,
        ["server": server, "until": until.rfc3339, "reason": breaker?[MailServer.lasterror] ?? ""])
      try await finish(leased, lease) { job, _, _, _ in job[SyncJob.dueon] = until }
      return end
    }
    let context = MailboxContext(
      mailbox: mailbox, profile: profile, owner: owner, ownerRule: ownerRule, settings: settings,
      limits: engine.limits, lease: lease)
    switch workload {
    case .incoming: try await receive(context, leased, &end)
    case .outgoing: try await send(context, leased, &end)
    case .test: try await test(context, leased, &end)
    case .act: break
    }
    return end
  }

  // MARK: - Workloads

  private func receive(_ context: MailboxContext, _ leased: Record, _ end: inout End)
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
      end.summary.incoming = report
      let empty = report.found == 0 ? (leased[SyncJob.emptycycles] ?? 0) + 1 : 0
      if isQuiet(end, leased) {
        end.quiet = try await quietLook(leased, context, empty, start)
        return
      }
      try await succeed(
        leased, context, empty, hasMore: report.hasMore, start, processed: report.tracked + report.linked,
        failed: report.failed
      ) { mailbox in
        mailbox[Mailbox.itemsprocessedforlastsync] = report.tracked + report.linked
        mailbox[Mailbox.itemsfailedforlastsync] = report.failed
        mailbox[Mailbox.noemailcount] = empty
      }
    } catch {
      end.summary.failures[address] = error.message
      try await fail(error, leased, context, start)
    }
  }

  private func send(_ context: MailboxContext, _ leased: Record, _ end: inout End)
    async throws(SyncFailure)
  {
    let start = engine.surroundings.monotonicSeconds()
    do throws(SyncFailure) {
      let pass = OutgoingPass(
        store: engine.store, context: context,
        openSink: { () async throws(SyncFailure) in try await openSink(context) }, render: engine.connectors.render,
        connections: connections, surroundings: engine.surroundings, failpoints: engine.failpoints)
      let report = try await pass.run()
      end.summary.outgoing = report
      if isQuiet(end, leased) {
        end.quiet = try await quietLook(leased, context, 0, start)
        return
      }
      try await succeed(
        leased, context, 0, hasMore: report.hasMore, start, processed: report.sent, failed: report.failed
      ) { _ in }
    } catch {
      end.summary.failures[address] = error.message
      try await fail(error, leased, context, start)
    }
  }

  /// Nothing was found, nothing was wrong before, and the row was taken in a version that is known.
  private func isQuiet(_ end: End, _ leased: Record) -> Bool {
    end.summary.isQuiet && !failedBefore && !isServerTroubled && leased.version > job.version
  }

  private func test(_ context: MailboxContext, _ leased: Record, _ end: inout End)
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
      end.summary.failures[address] = failure.message
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
