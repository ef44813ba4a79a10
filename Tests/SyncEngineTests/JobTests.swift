import CRMModel
import Testing

@testable import SyncEngine

/// What a job writes down about how it went, with servers that do what they are told.
@Suite struct JobTests {
  /// Runs the incoming job of the user's mailbox against a server that fails in this way, or holds these messages.
  private func run(_ world: EngineWorld, _ server: Result<ScriptedSource, SyncFailure>, _ limits: DeploymentLimits)
    async throws -> Record
  {
    await world.change { unit in
      unit.update(
        Mailbox.table, world.userMailbox.id,
        [
          Mailbox.emailrouteraccessapproval.definition.name: AccessApproval.approved.value,
          Mailbox.incomingemaildeliverymethod.definition.name: IncomingDeliveryMethod.serverSide.value,
          Mailbox.enabledforincomingemail.definition.name: true.value,
          Mailbox.allowemailconnectortousecredentials.definition.name: true.value,
          Mailbox.username.definition.name: "anna".value, Mailbox.ispasswordset.definition.name: true.value,
          Mailbox.ls_frombeginning.definition.name: true.value,
        ])
      unit.update(
        EmailServerProfile.table, world.profile.id,
        [
          EmailServerProfile.incomingserverlocation.definition.name: "mail.example.com".value,
          EmailServerProfile.incomingportnumber.definition.name: 995.value,
        ])
    }
    let engine = Engine(
      store: world.store, schema: .organization, organization: world.organization,
      connectors: MailConnectors(
        openSource: { _ async throws(SyncFailure) in try server.get() },
        openSink: { _ async throws(SyncFailure) in throw SyncFailure(.transient, .connectFailed) },
        render: { _ throws(SyncFailure) in [] }, read: { _ in .failure(SyncFailure(.item, .messageUnreadable)) }),
      access: AccessResolution(secret: { _, _ in Secret("secret") }, plainText: PlainTextRule()), limits: limits,
      surroundings: world.surroundings, failpoints: .none, owner: "test")
    let job = try await engine.jobs.job(.incoming, of: world.row(Mailbox.table, world.userMailbox.id))
    _ = try await engine.run(job)
    return try await world.row(SyncJob.table, job.id)
  }

  private func pause(_ world: EngineWorld, _ failure: SyncFailure, _ limits: DeploymentLimits) async throws -> Int {
    let job = try await run(world, .failure(failure), limits)
    return Int(try #require(job[SyncJob.dueon]).seconds(since: world.surroundings.now()))
  }

  @Test func aTimeOutPostponesAsLongAsTheDeploymentSays() async throws {
    let timeOut = SyncFailure(.transient, .timedOut, ["host": "mail.example.com"])
    #expect(try await pause(EngineWorld(), timeOut, DeploymentLimits()) == Breaker.firstPause)
    var limits = DeploymentLimits()
    limits.timeoutDelay = 700
    #expect(try await pause(EngineWorld(), timeOut, limits) == 700)
    let refused = SyncFailure(.transient, .connectFailed, ["host": "mail.example.com"])
    #expect(try await pause(EngineWorld(), refused, limits) == Breaker.firstPause)
  }

  @Test func aFailureOfOurOwnWaitsForTheRetryDelay() async throws {
    var limits = DeploymentLimits()
    limits.retryDelay = 77
    #expect(try await pause(EngineWorld(), SyncFailure(.storage, .diskFull), limits) == 77)
  }

  @Test func oneMessageThatFailedWaitsForItsOwnDelay() async throws {
    let world = try await EngineWorld()
    let source = ScriptedSource([])
    source.add(.failure(SyncFailure(.transient, .timedOut, ["host": "mail.example.com"])))
    var limits = DeploymentLimits()
    (limits.retryDelay, limits.itemDelay) = (500, 44)
    _ = try await run(world, .success(source), limits)
    let item = try #require(try await world.all(SyncItem.table).first)
    #expect(item[SyncItem.nextattempton]?.seconds(since: world.surroundings.now()) == 44)
  }

  @Test func statisticsSayWhatThisCycleDid() async throws {
    let world = try await EngineWorld()
    let source = ScriptedSource([])
    source.add(.failure(SyncFailure(.item, .messageUnreadable, ["reason": "test"])))
    _ = try await run(world, .success(source), DeploymentLimits())
    world.advance(seconds: 100)
    _ = try await run(world, .failure(SyncFailure(.transient, .connectFailed)), DeploymentLimits())
    let rows = try await world.all(MailboxStatistics.table)
    #expect(rows.map { $0[MailboxStatistics.itemsfailed] } == [1, 0])
    #expect(rows.map { $0[MailboxStatistics.processresult] } == [true, false])
  }
}
