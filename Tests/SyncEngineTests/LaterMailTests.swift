import CRMModel
import NIOConcurrencyHelpers
import Testing

@testable import SyncEngine

/// Mail that settles something older: a doubt, or a test that was not seen in time.
@Suite struct LaterMailTests {
  private func doubtful(_ world: EngineWorld, status: Email.StatusCode = .sending) async -> (email: GUID, attempt: GUID)
  {
    var email = Record(Email.table, id: world.surroundings.newID())
    email[Email.messageid] = "<doubt@crm.example>"
    email[Email.subject] = "Offer"
    email[Email.directioncode] = true
    email[Email.statuscode] = status
    email[Email.ls_errorcode] = MessageCode.sendInDoubt.rawValue
    email[Email.sendermailboxid] = world.userMailbox.reference
    var attempt = Record(SendAttempt.table, id: world.surroundings.newID())
    attempt[SendAttempt.emailid] = email.reference
    attempt[SendAttempt.mailboxid] = world.userMailbox.reference
    attempt[SendAttempt.messageid] = "<doubt@crm.example>"
    attempt[SendAttempt.phase] = .inDoubt
    attempt[SendAttempt.phaseon] = world.surroundings.now()
    let rows = [email, attempt]
    await world.change { unit in
      rows.forEach { unit.insert($0) }
      unit.raise(.sendInDoubt, .warning, [:], about: rows[0].reference, world.surroundings)
    }
    return (email.id, attempt.id)
  }

  enum Proof: CaseIterable {
    case itself
    case answer
    case report
    case other
  }

  @Test(arguments: Proof.allCases, [Email.StatusCode.sending, .pendingSend])
  func mailProvesThatADoubtfulEmailWasSent(proof: Proof, status: Email.StatusCode) async throws {
    let world = try await EngineWorld()
    let (email, attempt) = await doubtful(world, status: status)
    var mail = IncomingPassTests.mail(1)
    switch proof {
    case .itself: mail.messageID = "<doubt@crm.example>"
    case .answer: mail.inReplyTo = ["<doubt@crm.example>"]
    case .report: mail.report = DeliveryReport(originalMessageID: "<doubt@crm.example>", recipients: [])
    case .other: break
    }
    // Twice in one batch: what is settled once is settled.
    var again = mail
    again.contentKey = [UInt8](repeating: 9, count: 32)
    _ = try await world.receive(ScriptedSource([mail, again]), try await world.context(world.queueMailbox))
    let row = try await world.row(Email.table, email)
    let phase = try await world.row(SendAttempt.table, attempt)[SendAttempt.phase]
    let alerts = try await Alerts.open(about: row.reference, world.store)
    if proof == .other {
      #expect(row[Email.statuscode] == status && phase == .inDoubt && alerts.count == 1)
    } else {
      #expect(row[Email.statuscode] == .sent && phase == .resolvedSent && alerts.isEmpty)
      #expect(row[Email.ls_errorcode] == nil)
      let item = try await world.all(SyncItem.table).first { $0[SyncItem.evidence]?.contains("provessent") == true }
      #expect(item != nil)
    }
  }

  /// A second try that already began is not touched: only its own outcome counts.
  @Test func aTryUnderWayIsNotSettled() async throws {
    let world = try await EngineWorld()
    let (email, _) = await doubtful(world)
    await world.change { $0.update(Email.table, email, [Email.ls_errorcode.definition.name: .null]) }
    var mail = IncomingPassTests.mail(1)
    mail.messageID = "<doubt@crm.example>"
    _ = try await world.receive(ScriptedSource([mail]), try await world.context(world.queueMailbox))
    #expect(try await world.row(Email.table, email)[Email.statuscode] == .sending)
  }

  // MARK: - Test messages

  private func awaiting(_ token: String, _ world: EngineWorld) async -> GUID {
    var result = TestResult()
    result.steps = [
      .init(workload: .incoming, verdict: .warning, milliseconds: 1, message: Message(.testMessageNotSeen))
    ]
    result.awaited = .init(token: token, since: world.surroundings.now())
    var job = Record(SyncJob.table, id: world.surroundings.newID())
    job[SyncJob.mailboxid] = world.userMailbox.reference
    job[SyncJob.workload] = .test
    job[SyncJob.result] = result.text
    let row = job
    await world.change { $0.insert(row) }
    return job.id
  }

  private func test(_ token: String, _ number: Int) -> IncomingMail {
    var mail = IncomingPassTests.mail(number)
    mail.testToken = token
    return mail
  }

  @Test func aLateTestMessageIsFoundAndOnlyItIsDeleted() async throws {
    let world = try await EngineWorld()
    let job = await awaiting("t1", world)
    world.advance(seconds: 600)
    let source = ScriptedSource([test("other", 1), test("t1", 2), test("t1", 3), IncomingPassTests.mail(4)])
    let report = try await world.receive(source, try await world.context(world.userMailbox))
    #expect(report.skipped[.testMessage] == 3 && report.tracked == 1)
    #expect(source.state.withLockedValue { $0.deleted } == ["u2"])
    let result = TestResult(text: try await world.row(SyncJob.table, job)[SyncJob.result] ?? "")
    #expect(result.awaited == nil)
    #expect(result.steps.map(\.message.code) == [.testMessageFoundLater])
    #expect(result.steps[0].message.parameters["minutes"] == "10")
  }

  @Test func aTestMessageThatNeverComesRaisesOneAlert() async throws {
    let world = try await EngineWorld()
    let job = await awaiting("t1", world)
    let source = ScriptedSource([])
    let codes = { () async throws in
      try await Alerts.open(about: world.userMailbox.reference, world.store).map {
        "\($0[TraceLog.ls_code] ?? "") \($0[TraceLog.ls_count] ?? 0)"
      }
    }
    world.advance(seconds: TestMessage.patience - 1)
    _ = try await world.receive(source, try await world.context(world.userMailbox))
    #expect(try await codes().isEmpty)
    world.advance(seconds: 1)
    for _ in 0..<2 { _ = try await world.receive(source, try await world.context(world.userMailbox)) }
    #expect(try await codes() == ["testMessageLost 1"])
    // It still comes, and the alert ends.
    _ = try await world.receive(ScriptedSource([test("t1", 1)]), try await world.context(world.userMailbox))
    #expect(try await codes().isEmpty)
    #expect(TestResult(text: try await world.row(SyncJob.table, job)[SyncJob.result] ?? "").awaited == nil)
  }
}
