import CRMModel
import Testing

@testable import SyncEngine

/// What a restored database does not do again.
@Suite struct RestoredOrganizationTests {
  private static let copied = Instant(seconds: 1_700_000_000)

  private func restore(_ world: EngineWorld, epoch: Int = 5_000) async throws -> RestoredOrganization.Report {
    try await RestoredOrganization(
      store: world.store, epoch: RestoreEpoch(number: epoch), copiedOn: Self.copied, surroundings: world.surroundings
    ).apply()
  }

  private func email(
    _ world: EngineWorld, _ status: Email.StatusCode, phase: SendAttempt.Phase? = nil, delayed: Instant? = nil
  ) async -> GUID {
    var email = Record(Email.table, id: world.surroundings.newID())
    email[Email.messageid] = "<\(email.id)@crm.example>"
    email[Email.subject] = "Offer"
    email[Email.directioncode] = true
    email[Email.statuscode] = status
    email[Email.sendermailboxid] = world.userMailbox.reference
    email[Email.delayedemailsendtime] = delayed
    var attempt = Record(SendAttempt.table, id: world.surroundings.newID())
    attempt[SendAttempt.emailid] = email.reference
    attempt[SendAttempt.mailboxid] = world.userMailbox.reference
    attempt[SendAttempt.messageid] = email[Email.messageid]
    attempt[SendAttempt.phase] = phase
    let (row, trial) = (email, attempt)
    await world.change { unit in
      unit.insert(row)
      if phase != nil { unit.insert(trial) }
    }
    return row.id
  }

  @Test(arguments: [InDoubtPolicy.hold, .resend])
  func whatMayHaveBeenSentIsHeld(policy: InDoubtPolicy) async throws {
    let world = try await EngineWorld()
    await world.change {
      $0.update(EmailServerProfile.table, world.profile.id, ["ls_indoubtpolicy": policy.value])
    }
    let waiting = await email(world, .pendingSend)
    let claimed = await email(world, .sending, phase: .claimed)
    let leaving = await email(world, .sending, phase: .dotImminent)
    let doubtful = await email(world, .sending, phase: .inDoubt)
    let sent = await email(world, .sent, phase: .accepted)
    let draft = await email(world, .draft)
    let future = await email(world, .pendingSend, delayed: world.surroundings.now().adding(seconds: 100))
    #expect(try await restore(world).held == 4)
    for id in [waiting, claimed, leaving, doubtful] {
      let row = try await world.row(Email.table, id)
      #expect(row[Email.statuscode] == .sending && row[Email.ls_errorcode] == MessageCode.sendRestored.rawValue)
      let open = try await Alerts.open(about: row.reference, world.store)
      #expect(open.map { $0[TraceLog.ls_code] } == [MessageCode.sendRestored.rawValue])
    }
    #expect(try await world.row(Email.table, sent)[Email.statuscode] == .sent)
    #expect(try await world.row(Email.table, draft)[Email.statuscode] == .draft)
    #expect(try await world.row(Email.table, future)[Email.statuscode] == .pendingSend)
    #expect(Set(try await world.all(SendAttempt.table).compactMap { $0[SendAttempt.phase] }) == [.inDoubt, .accepted])
    try await world.leaseAnew()
    // Whatever time passes: only what cannot have left before leaves.
    for _ in 0..<3 {
      world.advance(seconds: 100_000)
      let sink = ScriptedSink()
      _ = try await OutgoingPass(
        store: world.store, context: try await world.context(world.userMailbox, .outgoing),
        openSink: { () async throws(SyncFailure) in sink },
        render: { mail throws(SyncFailure) in Array(mail.messageID.utf8) }, surroundings: world.surroundings,
        failpoints: .none
      ).run()
      #expect(sink.finished.count <= 1)
    }
    #expect(try await world.row(Email.table, waiting)[Email.statuscode] == .sending)
    #expect(try await restore(world, epoch: 6_000).held >= 4, "held again, each with one alert")
  }

  @Test func mailProvesWhatWasSentSince() async throws {
    let world = try await EngineWorld()
    let id = await email(world, .pendingSend)
    _ = try await restore(world)
    try await world.leaseAnew()
    var mail = IncomingPassTests.mail(1)
    mail.inReplyTo = ["<\(id)@crm.example>"]
    _ = try await world.receive(ScriptedSource([mail]), try await world.context(world.queueMailbox))
    let row = try await world.row(Email.table, id)
    #expect(row[Email.statuscode] == .sent && row[Email.ls_errorcode] == nil)
    #expect(try await Alerts.open(about: row.reference, world.store).isEmpty)
  }

  @Test func leasesGrowAndNobodyKeepsOne() async throws {
    let world = try await EngineWorld()
    let old = world.lease(world.userMailbox, .incoming)
    await world.takeOver(world.userMailbox, .incoming)
    let before = try await world.all(SyncJob.table)
    _ = try await restore(world)
    let after = try await world.all(SyncJob.table)
    #expect(after.count == before.count && !after.isEmpty)
    #expect(after.allSatisfy { ($0[SyncJob.leasetoken] ?? 0) >= RestoreEpoch(number: 5_000).firstToken })
    #expect(after.allSatisfy { $0[SyncJob.leaseowner] == nil })
    let unit = UnitOfWork(
      id: world.surroundings.newID(), at: world.surroundings.now(), lease: old,
      changes: [.increment(SyncJob.table, old.job, SyncJob.failures.definition.name, by: 1)])
    await #expect(throws: SyncFailure.self) { try await Commit.run(unit, world.store) }
    // A token that is higher already stays.
    _ = try await restore(world, epoch: 1)
    #expect(try await world.all(SyncJob.table).map { $0[SyncJob.leasetoken] } == after.map { $0[SyncJob.leasetoken] })
  }

  @Test func theLedgerStaysAndPositionsGo() async throws {
    let world = try await EngineWorld()
    let mails = [IncomingPassTests.mail(1), IncomingPassTests.mail(2)]
    _ = try await world.receive(ScriptedSource(mails), try await world.context(world.queueMailbox))
    let emails = try await world.all(Email.table).count
    let items = try await world.all(SyncItem.table).count
    _ = try await restore(world)
    try await world.leaseAnew()
    #expect(try await world.all(SyncCursor.table).allSatisfy { $0[SyncCursor.position] == nil })
    let source = ScriptedSource(mails)
    let report = try await world.receive(source, try await world.context(world.queueMailbox))
    #expect(report.tracked == 0 && report.found == 0)
    #expect(try await world.all(Email.table).count == emails)
    #expect(try await world.all(SyncItem.table).count == items)
  }

  @Test func epochsOnlyGrow() {
    let now = Instant(seconds: 1_800_000_000)
    let first = RestoreEpoch(at: now, after: [])
    let second = RestoreEpoch(at: now, after: [first.number])
    let setBack = RestoreEpoch(at: Instant(seconds: 1_000), after: [0, second.number])
    #expect(first.number < second.number && second.number < setBack.number)
    #expect(first.firstToken < second.firstToken && first.firstVersion < second.firstVersion)
    // Numbers that programs reading JSON keep exactly.
    #expect(RestoreEpoch(at: Instant(seconds: 4_000_000_000), after: []).firstVersion < 1 << 53)
  }
}
