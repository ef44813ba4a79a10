package import CRMModel

/// Runs the jobs of one organization: takes what is due, connects, passes, writes down how it went.
package final class Engine: Sendable {
  let store: any RecordStore
  let schema: Schema
  let organization: GUID
  let connectors: MailConnectors
  let access: AccessResolution
  let limits: DeploymentLimits
  let surroundings: Surroundings
  let failpoints: FailpointObserver
  let gate = CredentialGate()
  let pulse = ServerPulse()
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
    try await Dispatcher(engine: self, only: only).run()
  }

  /// Runs one job, due or not.
  package func run(_ job: Record) async throws(SyncFailure) -> RunSummary {
    var summary = RunSummary()
    for runner in try await JobRunner.all([job], engine: self, settings: try await settings()) {
      let end = await runner.run()
      summary = end.summary
      var looks = QuietLooks()
      if let look = end.quiet { looks.add(look) }
      await looks.write(self)
    }
    observe(job, summary)
    return summary
  }

  /// Runs until the task is cancelled: what is under way ends in order, nothing new begins.
  package func serve() async throws(SyncFailure) {
    _ = try await Dispatcher(engine: self, isEndless: true).run()
  }

  /// Settings are read fresh whenever jobs are taken, so that a change counts soon.
  func settings() async throws(SyncFailure) -> OrganizationSettings {
    guard let row = try await store.row(Organization.table, organization) else {
      throw SyncFailure(.configuration, .organizationMissing)
    }
    return OrganizationSettings(row)
  }
}
