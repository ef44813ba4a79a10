package import CRMModel

/// Runs the jobs of one organization: takes what is due, connects, passes, writes down how it went.
package final class Engine: Sendable {
  /// Jobs that run at the same time.
  static let concurrentJobs = 16
  /// Jobs looked at in one round.
  static let jobsPerRound = 256
  /// The longest wait between two looks at the job table, in seconds.
  static let heartbeat = 2.0

  let store: any RecordStore
  let schema: Schema
  let organization: GUID
  let connectors: MailConnectors
  let access: AccessResolution
  let limits: DeploymentLimits
  let surroundings: Surroundings
  let failpoints: FailpointObserver
  let gate = CredentialGate()
  let jobs: JobQueue
  /// Told after every job, for progress.
  let observe: @Sendable (Record, RunSummary) -> Void

  package init(
    store: any RecordStore, schema: Schema, organization: GUID, connectors: MailConnectors, access: AccessResolution,
    limits: DeploymentLimits, surroundings: Surroundings, failpoints: FailpointObserver, owner: String,
    observe: @escaping @Sendable (Record, RunSummary) -> Void = { _, _ in }
  ) {
    self.store = store
    self.schema = schema
    self.organization = organization
    self.connectors = connectors
    self.access = access
    self.limits = limits
    self.surroundings = surroundings
    self.failpoints = failpoints
    self.jobs = JobQueue(store: store, surroundings: surroundings, owner: owner)
    self.observe = observe
  }

  /// Runs due jobs until none is left.
  /// - Parameter only: Restricts the run to these mailboxes.
  package func runUntilIdle(only: Set<GUID>? = nil) async throws(SyncFailure) -> RunSummary {
    var summary = RunSummary()
    while !Task.isCancelled {
      let round = try await runRound(only: only)
      summary.add(round)
      if round.jobs == 0 { break }
    }
    return summary
  }

  /// Runs one job, due or not.
  package func run(_ job: Record) async throws(SyncFailure) -> RunSummary {
    let runner = try await JobRunner(engine: self, job: job)
    let summary = await runner.run()
    observe(job, summary)
    return summary
  }

  /// Runs until the task is cancelled: what is under way ends in order, nothing new begins.
  package func serve() async throws(SyncFailure) {
    while !Task.isCancelled {
      try await jobs.ensureJobs()
      let round = try await runRound(only: nil)
      if round.jobs > 0 { continue }
      let next = try await jobs.nextDue()
      let wait = next.map { $0.seconds(since: surroundings.now()) } ?? Engine.heartbeat
      await surroundings.pause(max(0.05, min(wait, Engine.heartbeat)))
    }
  }

  /// One look at the job table: everything due, within the limits of servers and profiles.
  private func runRound(only: Set<GUID>?) async throws(SyncFailure) -> RunSummary {
    let due = try await jobs.due(limit: Engine.jobsPerRound, only: only)
    guard !due.isEmpty else { return RunSummary() }
    var runners: [JobRunner] = []
    for job in due { runners.append(try await JobRunner(engine: self, job: job)) }
    var summary = RunSummary()
    await withTaskGroup(of: (Int, RunSummary).self) { group in
      var waiting = Array(runners.indices)
      var running: [Int] = []
      while !waiting.isEmpty || !running.isEmpty {
        for index in waiting where running.count < Engine.concurrentJobs && !Task.isCancelled {
          guard runners[index].fits(beside: running.map { runners[$0] }) else { continue }
          running.append(index)
          waiting.removeAll { $0 == index }
          let runner = runners[index]
          group.addTask { (index, await runner.run()) }
        }
        guard !running.isEmpty, let (index, result) = await group.next() else { break }
        running.removeAll { $0 == index }
        summary.add(result)
        observe(runners[index].job, result)
      }
    }
    return summary
  }

  /// Settings are read fresh for each job, so that a change counts from the next job on.
  func settings() async throws(SyncFailure) -> OrganizationSettings {
    guard let row = try await store.row(Organization.table, organization) else {
      throw SyncFailure(.configuration, .organizationMissing)
    }
    return OrganizationSettings(row)
  }
}
