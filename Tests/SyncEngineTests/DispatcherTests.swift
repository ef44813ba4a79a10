import CRMModel
import SQLStore
import NIOConcurrencyHelpers
import Testing

@testable import SyncEngine

/// Which job runs when: nobody waits for what others do to their servers.
@Suite struct DispatcherTests {
  /// Counts looks at mailboxes, and holds those that hang until it is told to let go.
  private final class Servers: Sendable {
    struct State {
      var looks: [String: Int] = [:]
      var open: [String: Int] = [:]
      var mostOpen = 0
      var held: [CheckedContinuation<Void, Never>] = []
      var isReleased = false
      var pauses = 0
    }
    let state = NIOLockedValueBox(State())

    func look(_ user: String) {
      state.withLockedValue { state in
        state.looks[user, default: 0] += 1
        state.open[user, default: 0] += 1
        state.mostOpen = max(state.mostOpen, state.open.values.reduce(0, +))
      }
    }

    func hang() async {
      await withCheckedContinuation { continuation in
        let goesOn = state.withLockedValue { state in
          if !state.isReleased { state.held.append(continuation) }
          return state.isReleased
        }
        if goesOn { continuation.resume() }
      }
    }

    func release() {
      let held = state.withLockedValue { state in
        state.isReleased = true
        defer { state.held = [] }
        return state.held
      }
      for continuation in held { continuation.resume() }
    }
  }

  private func furnish(_ world: EngineWorld, mailboxes: Int, connections: Int) async -> Record {
    var profile = world.profile
    let rows = (0..<mailboxes).flatMap { number -> [Record] in
      var user = Record(SystemUser.table, id: world.surroundings.newID())
      user[SystemUser.internalemailaddress] = "u\(number)@crm.example"
      var mailbox = Record(Mailbox.table, id: world.surroundings.newID())
      mailbox[Mailbox.emailaddress] = "u\(number)@crm.example"
      mailbox[Mailbox.username] = "u\(number)"
      mailbox[Mailbox.allowemailconnectortousecredentials] = true
      mailbox[Mailbox.regardingobjectid] = user.reference
      mailbox[Mailbox.emailserverprofile] = profile.reference
      mailbox[Mailbox.incomingemaildeliverymethod] = .serverSide
      mailbox[Mailbox.enabledforincomingemail] = true
      mailbox[Mailbox.emailrouteraccessapproval] = .approved
      mailbox[Table.ownerid] = user.reference
      return [user, mailbox]
    }
    await world.change { unit in
      for row in rows { unit.insert(row) }
      unit.update(
        EmailServerProfile.table, profile.id,
        [
          "incomingserverlocation": .text("pop.example"), "incomingportnumber": 995.value,
          "maxconcurrentconnections": connections.value,
        ])
    }
    profile[EmailServerProfile.incomingserverlocation] = "pop.example"
    return profile
  }

  private func engine(
    _ world: EngineWorld, _ servers: Servers, hung: Set<String>, store: (any RecordStore)? = nil,
    refusing: @escaping @Sendable (Instant) -> SyncFailure? = { _ in nil }
  ) -> Engine {
    let base = world.surroundings
    return Engine(
      store: store ?? world.store, schema: .organization, organization: world.organization,
      connectors: MailConnectors(
        openSource: { access async throws(SyncFailure) in
          let user = access.username ?? ""
          if let failure = refusing(base.now()) { throw failure }
          servers.look(user)
          defer { servers.state.withLockedValue { $0.open[user, default: 1] -= 1 } }
          if hung.contains(user) {
            await servers.hang()
            throw SyncFailure(.transient, .timedOut, ["host": "pop.example"])
          }
          return ScriptedSource([])
        }, openSink: { _ async throws(SyncFailure) in ScriptedSink() },
        render: { _ throws(SyncFailure) in [] }, read: { _ in .failure(SyncFailure(.item, .messageUnreadable)) }),
      access: AccessResolution(secret: { _, _ async throws(SyncFailure) in Secret("x") }, plainText: PlainTextRule()),
      limits: DeploymentLimits(),
      surroundings: Surroundings(
        now: base.now, monotonicSeconds: base.monotonicSeconds, randomNumber: base.randomNumber,
        pause: { seconds in
          // Time passes when the service waits, and only then.
          world.advance(seconds: max(1, Int(seconds)))
          servers.state.withLockedValue { $0.pauses += 1 }
          await Task.yield()
        }), failpoints: .none, owner: "test")
  }

  /// REL F031, G8
  @Test func F031mailboxesThatHangKeepNobodyWaiting() async throws {
    let world = try await EngineWorld()
    _ = await furnish(world, mailboxes: 20, connections: 10)
    let servers = Servers()
    let hung: Set<String> = ["u3", "u11"]
    let engine = engine(world, servers, hung: hung)
    let healthy = (0..<20).map { "u\($0)" }.filter { !hung.contains($0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await engine.serve() }
      while true {
        let state = servers.state.withLockedValue { ($0.looks, $0.pauses) }
        if healthy.allSatisfy({ (state.0[$0] ?? 0) >= 3 }) { break }
        guard state.1 < 20_000 else {
          Issue.record("healthy mailboxes wait: \(state.0)")
          break
        }
        await Task.yield()
      }
      group.cancelAll()
      servers.release()
      try await group.waitForAll()
    }
    let looks = servers.state.withLockedValue { $0.looks }
    #expect(hung.allSatisfy { looks[$0] == 1 })
  }

  /// Serves until a condition holds, then lets go of those that hang; gives up after so many waits of the service.
  private func serve(_ engine: Engine, _ servers: Servers, pauses: Int = 2_000, until isEnough: @escaping () -> Bool)
    async throws
  {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await engine.serve() }
      while !isEnough(), servers.state.withLockedValue({ $0.pauses }) < pauses { await Task.yield() }
      servers.release()
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  /// Nobody answers for two hours: one probe at a time, no mailbox disabled, and when the server is back all are looked
  /// at without a stampede. REL F031, G7
  @Test func aServerGoneForTwoHoursDisablesNobody() async throws {
    let world = try await EngineWorld()
    _ = await furnish(world, mailboxes: 30, connections: 4)
    let servers = Servers()
    let back = world.surroundings.now().adding(seconds: 7_200)
    let probes = NIOLockedValueBox(0)
    let engine = engine(world, servers, hung: []) { now in
      guard now < back else { return nil }
      probes.withLockedValue { $0 += 1 }
      return SyncFailure(.transient, .connectFailed, ["host": "pop.example"])
    }
    let everybody = Set((0..<30).map { "u\($0)" })
    try await serve(engine, servers, pauses: 30_000) {
      servers.state.withLockedValue { everybody.isSubset(of: $0.looks.keys) }
    }
    let looks = servers.state.withLockedValue { $0 }
    #expect(everybody.isSubset(of: looks.looks.keys))
    // Four at first, then a probe each pause: half a minute, a minute, ... a quarter of an hour.
    #expect(probes.withLockedValue { $0 } <= 4 + 20)
    #expect(looks.mostOpen <= 4)
    let mailboxes = try await world.store.rows(Query(Mailbox.table, where: .not(Mailbox.username.isNull)))
    #expect(mailboxes.count == 30 && mailboxes.allSatisfy { $0[Mailbox.enabledforincomingemail] == true })
    let after = world.surroundings.now().seconds(since: back)
    #expect(after < Double(Breaker.longestPause) + 120, "everybody was looked at \(after) s after the server came back")
  }

  /// A mailbox whose session fails while others at the same server are served is in trouble itself. REL G8
  @Test(arguments: [true, false]) func aMailboxInTroubleIsNotItsServersTrouble(isServed: Bool) async throws {
    let world = try await EngineWorld()
    _ = await furnish(world, mailboxes: 1, connections: 10)
    let servers = Servers()
    let engine = engine(world, servers, hung: ["u0"])
    let place = Breaker.location(of: try await world.row(EmailServerProfile.table, world.profile.id), .incoming)
    // The clock of a test stands still: another mailbox is served a moment after this one began.
    let later = world.surroundings.monotonicSeconds() + 1
    if isServed { await engine.pulse.note(place, at: later) }
    try await serve(engine, servers) { servers.state.withLockedValue { $0.looks["u0"] != nil } }
    let known = try await world.store.rows(Query(MailServer.table, where: MailServer.location == place))
    #expect(known.contains { ($0[MailServer.failures] ?? 0) > 0 } == !isServed)
    let failed = try await world.store.rows(Query(SyncJob.table, where: SyncJob.failures > 0))
    #expect(failed.count == 1)
  }

  /// However many jobs wait for one slow server, those of others are found behind them.
  @Test func jobsThatWaitForOneServerHideNobody() async throws {
    let world = try await EngineWorld()
    _ = await furnish(world, mailboxes: 140, connections: 1)
    var other = Record(EmailServerProfile.table, id: world.surroundings.newID())
    other[EmailServerProfile.incomingserverlocation] = "other.example"
    other[EmailServerProfile.incomingportnumber] = 995
    let profile = other
    let mailboxes = try await world.store.rows(
      Query(Mailbox.table, where: .not(Mailbox.username.isNull)).ordered(by: Table.versionnumber))
    let last = try #require(mailboxes.last)
    await world.change { unit in
      unit.insert(profile)
      unit.update(Mailbox.table, last.id, ["emailserverprofile": profile.reference.value])
    }
    let servers = Servers()
    let name = try #require(last[Mailbox.username])
    // The only connection to the first server is taken and does not come free.
    let engine = engine(world, servers, hung: Set(mailboxes.dropLast().compactMap { $0[Mailbox.username] }))
    try await serve(engine, servers) { servers.state.withLockedValue { ($0.looks[name] ?? 0) > 0 } }
    #expect(servers.state.withLockedValue { $0.looks[name] ?? 0 } > 0)
  }

  @Test func aServerGetsAsManyConnectionsAsItsProfileSays() async throws {
    let world = try await EngineWorld()
    _ = await furnish(world, mailboxes: 12, connections: 3)
    let servers = Servers()
    let engine = engine(world, servers, hung: [])
    var summary = RunSummary()
    var seen = SeenMailboxes()
    try await engine.jobs.ensureJobs(&seen)
    summary = try await engine.runUntilIdle()
    let state = servers.state.withLockedValue { ($0.looks.count, $0.mostOpen) }
    #expect(summary.failures.isEmpty && state.0 == 12 && state.1 <= 3)
    // What is known is not looked at again.
    let version = seen.version
    try await engine.jobs.ensureJobs(&seen)
    #expect(seen.version >= version && seen.ids.count == 14)
  }

  /// A run that is to end does so when nothing can be written; each mailbox says why. REL F006
  @Test(arguments: [0, 1, 2, 5]) func F006aRunEndsWhenNothingCanBeWritten(commits: Int) async throws {
    let world = try await EngineWorld()
    _ = await furnish(world, mailboxes: 3, connections: 5)
    let servers = Servers()
    var seen = SeenMailboxes()
    try await engine(world, servers, hung: []).jobs.ensureJobs(&seen)
    let full = SyncFailure(.storage, .diskFull, ["path": "o.sqlite"])
    let store = RecordingStore(world.store, limit: commits, refusal: .unknown(full))
    let summary = try await engine(world, servers, hung: [], store: store).runUntilIdle()
    #expect(summary.failures.values.allSatisfy { $0.code == .diskFull })
    #expect(store.units.withLockedValue { $0.count } <= 40)
    // With room again everything goes on.
    _ = try await engine(world, servers, hung: []).runUntilIdle()
    #expect(servers.state.withLockedValue { $0.looks.count } == 3)
  }

  /// REL F029
  @Test func moreJobsThanAPageHoldAreAllRun() async throws {
    let world = try await EngineWorld()
    let count = DeploymentLimits().jobsPerRound + 40
    _ = await furnish(world, mailboxes: count, connections: 5)
    let servers = Servers()
    let engine = engine(world, servers, hung: [])
    var seen = SeenMailboxes()
    try await engine.jobs.ensureJobs(&seen)
    _ = try await engine.runUntilIdle()
    let looks = servers.state.withLockedValue { $0.looks }
    #expect(looks.count == count && looks.values.allSatisfy { $0 == 1 })
  }
}
