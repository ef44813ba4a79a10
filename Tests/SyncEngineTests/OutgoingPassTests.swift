import CRMModel
import NIOConcurrencyHelpers
import Testing

@testable import SyncEngine

/// Sending over a real store with a scripted server: nothing is lost, nothing is sent twice.
@Suite struct OutgoingPassTests {
  private func queue(_ world: EngineWorld, _ addresses: [String] = ["carl@customer.example"]) async -> GUID {
    var email = Record(Email.table, id: world.surroundings.newID())
    email[Email.subject] = "Offer"
    email[Email.messageid] = "<\(email.id)@crm.example>"
    email[Email.statuscode] = .pendingSend
    email[Email.statecode] = .completed
    email[Email.sendermailboxid] = world.userMailbox.reference
    var rows = [email]
    for address in addresses {
      var party = Record(ActivityParty.table, id: world.surroundings.newID())
      party[ActivityParty.activityid] = email.reference
      party[ActivityParty.participationtypemask] = .to
      party[ActivityParty.addressused] = address
      rows.append(party)
    }
    let all = rows
    await world.change { unit in all.forEach { unit.insert($0) } }
    return email.id
  }

  private func pass(_ world: EngineWorld, _ sink: ScriptedSink, opening failure: SyncFailure? = nil) async throws
    -> OutgoingReport
  {
    let surroundings = world.surroundings
    return try await OutgoingPass(
      store: world.store, context: try await world.context(world.userMailbox, .outgoing),
      openSink: { () async throws(SyncFailure) in
        if let failure { throw failure }
        return sink
      },
      render: { mail throws(SyncFailure) in Array("\(mail.messageID) \(mail.date.microseconds) \(mail.body)".utf8) },
      surroundings: surroundings, failpoints: .none
    ).run()
  }

  private func status(_ world: EngineWorld, _ email: GUID) async throws -> Email.StatusCode? {
    try await world.row(Email.table, email)[Email.statuscode]
  }

  @Test func whatTheServerSaysDecides() async throws {
    let transient = RecipientRefusal(address: "b@x.example", isPermanent: false, reply: "450")
    let permanent = RecipientRefusal(address: "b@x.example", isPermanent: true, reply: "550")
    let cases: [(ScriptedSink.Step, Email.StatusCode, MessageCode?)] = [
      (.accept(), .sent, nil), (.refuse(permanent: true), .failed, .sendRefused),
      (.refuse(permanent: false), .pendingSend, .sendRefusedForNow),
      (.refuseAll(permanent: true), .failed, .sendRefused),
      (.refuseAll(permanent: false), .pendingSend, .sendRefusedForNow),
      (.accept(refusing: [permanent]), .sent, .sendPartlyRefused),
      (.accept(refusing: [transient]), .pendingSend, .sendRefusedForNow),
      (.failEnvelope(SyncFailure(.item, .mailTooLargeForServer)), .failed, .mailTooLargeForServer),
    ]
    for (step, expected, code) in cases {
      let world = try await EngineWorld()
      let email = await queue(world, ["a@x.example", "b@x.example"])
      let sink = ScriptedSink([step])
      _ = try await pass(world, sink)
      let row = try await world.row(Email.table, email)
      #expect(row[Email.statuscode] == expected && row[Email.ls_errorcode] == code?.rawValue, "\(step)")
      #expect(row[Email.statecode] == (expected == .failed ? .open : .completed))
      #expect((row[Email.senton] != nil) == (expected == .sent))
      #expect(sink.closes == 1)
      // Later means later, and then only those whom it did not reach.
      let next = ScriptedSink()
      #expect(try await pass(world, next) == OutgoingReport())
      world.advance(seconds: 400)
      _ = try await pass(world, next)
      var left = expected == .pendingSend ? ["a@x.example", "b@x.example"] : []
      if case .accept(let refusing) = step, refusing == [transient] { left = ["b@x.example"] }
      #expect(next.finished.first?.recipients ?? [] == left, "\(step)")
      if !left.isEmpty { #expect(try await status(world, email) == .sent) }
    }
  }

  /// An email that has reached somebody has not failed, whatever becomes of the other recipients later. REL G3
  @Test(arguments: [
    ScriptedSink.Step.refuseAll(permanent: true), .refuse(permanent: true),
  ])
  func whatReachedSomebodyIsSentThoughTheOthersAreRefusedLater(_ later: ScriptedSink.Step) async throws {
    let world = try await EngineWorld()
    let email = await queue(world, ["a@x.example", "b@x.example"])
    let greylisted = RecipientRefusal(address: "b@x.example", isPermanent: false, reply: "450")
    _ = try await pass(world, ScriptedSink([.accept(refusing: [greylisted])]))
    #expect(try await status(world, email) == .pendingSend)
    world.advance(seconds: 400)
    let sink = ScriptedSink([later])
    _ = try await pass(world, sink)
    #expect(sink.state.withLockedValue { $0.prepared.map(\.recipients) } == [["b@x.example"]])
    let row = try await world.row(Email.table, email)
    #expect(row[Email.statuscode] == .sent && row[Email.statecode] == .completed && row[Email.senton] != nil)
    #expect(row[Email.ls_errorcode] == MessageCode.sendPartlyRefused.rawValue)
    #expect(row[Email.ls_errordetail]?.isEmpty == false)
  }

  @Test func aDoubtIsHeldAndNeverSentAgain() async throws {
    let world = try await EngineWorld()
    let (first, second) = (await queue(world), await queue(world))
    let sink = ScriptedSink([.failDot(SyncFailure(.inDoubt, .sendUncertain))])
    await #expect(throws: SyncFailure.self) { try await pass(world, sink) }
    #expect(sink.closes == 1)
    #expect(try await status(world, first) == .sending)
    #expect(try await status(world, second) == .pendingSend)
    for _ in 0..<5 {
      world.advance(seconds: 100_000)
      let next = ScriptedSink()
      _ = try await pass(world, next)
      #expect(next.finished.allSatisfy { !$0.bytes.starts(with: Array("<\(first)".utf8)) })
    }
    #expect(try await status(world, first) == .sending)
    #expect(try await status(world, second) == .sent)
    #expect(try await world.all(TraceLog.table).map { $0[TraceLog.ls_code] } == [MessageCode.sendInDoubt.rawValue])
  }

  @Test func resendSendsTheSameBytesOnceMore() async throws {
    let world = try await EngineWorld()
    await world.change {
      $0.update(EmailServerProfile.table, world.profile.id, ["ls_indoubtpolicy": InDoubtPolicy.resend.value])
    }
    let email = await queue(world)
    let doubt = SyncFailure(.inDoubt, .sendUncertain)
    var sent: [PreparedMail] = []
    for _ in 0..<6 {
      let sink = ScriptedSink([.failDot(doubt)])
      _ = try? await pass(world, sink)
      sent += sink.finished
      // Not before a quarter of an hour.
      let early = ScriptedSink()
      world.advance(seconds: 600)
      _ = try await pass(world, early)
      #expect(early.finished.isEmpty)
      world.advance(seconds: 100_000)
    }
    #expect(sent.count == 2 && sent[0] == sent[1])
    #expect(try await status(world, email) == .sending)
  }

  @Test func whatWasChangedAfterADoubtIsNotSentAgain() async throws {
    let world = try await EngineWorld()
    await world.change {
      $0.update(EmailServerProfile.table, world.profile.id, ["ls_indoubtpolicy": InDoubtPolicy.resend.value])
    }
    let email = await queue(world)
    _ = try? await pass(world, ScriptedSink([.failDot(SyncFailure(.inDoubt, .sendUncertain))]))
    _ = try await pass(world, ScriptedSink())
    await world.change { $0.update(Email.table, email, ["description": .text("something else")]) }
    world.advance(seconds: 100_000)
    for _ in 0..<3 {
      let sink = ScriptedSink()
      let report = try await pass(world, sink)
      #expect(sink.finished.isEmpty && report.sent == 0)
      world.advance(seconds: 100_000)
    }
    #expect(try await status(world, email) == .sending)
    let alerts = try await world.all(TraceLog.table).filter { $0[TraceLog.ls_alertkey] != nil }
    #expect(alerts.map { $0[TraceLog.ls_code] } == [MessageCode.sendInDoubt.rawValue])
  }

  private func tries(_ world: EngineWorld) async throws -> [SendAttempt.Phase?] {
    try await world.all(SendAttempt.table).map { $0[SendAttempt.phase] }
  }

  /// A person says of the first try what became of it while the second is claimed: the second is given up.
  @Test(arguments: [true, false]) func whatIsSettledBeforeTheDotOfASecondTryIsNotSentByIt(wasSent: Bool) async throws {
    let world = try await EngineWorld()
    await world.change {
      $0.update(EmailServerProfile.table, world.profile.id, ["ls_indoubtpolicy": InDoubtPolicy.resend.value])
    }
    let email = await queue(world)
    _ = try? await pass(world, ScriptedSink([.failDot(SyncFailure(.inDoubt, .sendUncertain))]))
    _ = try await pass(world, ScriptedSink())
    world.advance(seconds: OutgoingPass.resendDelay + 100)
    let sink = ScriptedSink {
      guard let first = try? await world.all(SendAttempt.table).first,
        let row = try? await world.row(Email.table, email),
        let doubtful = try? await DoubtfulEmail.read(row, world.store), doubtful.canBeResolved
      else { return }
      await world.change { doubtful.resolve(first, wasSent: wasSent, world.surroundings.now(), into: &$0) }
    }
    await #expect(throws: SyncFailure.self) { try await pass(world, sink) }
    #expect(sink.finished.isEmpty)
    #expect(try await status(world, email) == (wasSent ? .sent : .pendingSend))
    #expect(try await tries(world) == [.abandoned, wasSent ? .resolvedSent : .resolvedNotSent])
    let next = ScriptedSink()
    _ = try await pass(world, next)
    #expect(next.finished.count == (wasSent ? 0 : 1))
    #expect(try await status(world, email) == .sent)
  }

  /// The answer to the content is lost, and later it is known that the message left: of three recipients one was
  /// refused for now, one for good.
  @Test func whoWasRefusedForNowBeforeADoubtStillGetsIt() async throws {
    let world = try await EngineWorld()
    let email = await queue(world, ["a@x.example", "b@x.example", "c@x.example"])
    let refusals = [
      RecipientRefusal(address: "b@x.example", isPermanent: false, reply: "452 full"),
      RecipientRefusal(address: "c@x.example", isPermanent: true, reply: "550 nobody"),
    ]
    let doubt = SyncFailure(.inDoubt, .sendUncertain)
    _ = try? await pass(world, ScriptedSink([.failDot(doubt, refusing: refusals)]))
    _ = try await pass(world, ScriptedSink())
    #expect(try await status(world, email) == .sending)
    let doubtful = try await DoubtfulEmail.read(try await world.row(Email.table, email), world.store)
    let attempt = try #require(doubtful.attempts.first)
    await world.change { doubtful.resolve(attempt, wasSent: true, world.surroundings.now(), into: &$0) }
    #expect(try await status(world, email) == .pendingSend)
    let rest = ScriptedSink()
    _ = try await pass(world, rest)
    #expect(rest.finished.map(\.recipients) == [["b@x.example"]])
    let row = try await world.row(Email.table, email)
    #expect(row[Email.statuscode] == .sent && row[Email.ls_errorcode] == MessageCode.sendPartlyRefused.rawValue)
    #expect(
      try await world.all(ActivityParty.table).filter { $0[ActivityParty.addressused]?.hasSuffix("@x.example") == true }
        .sorted { ($0[ActivityParty.addressused] ?? "") < ($1[ActivityParty.addressused] ?? "") }
        .map { $0[ActivityParty.ls_deliveryresult] } == [.accepted, .accepted, .refused])
  }

  @Test func whileTheLastBytesMayBeLeavingNothingIsSettled() async throws {
    let world = try await EngineWorld()
    let email = await queue(world)
    _ = try? await pass(world, ScriptedSink([.failDot(SyncFailure(.inDoubt, .sendUncertain))]))
    let first = try #require(try await world.all(SendAttempt.table).first)
    let row = try await world.row(Email.table, email)
    #expect(try await DoubtfulEmail.read(row, world.store).canBeResolved)
    await world.change { $0.update(SendAttempt.table, first.id, ["phase": SendAttempt.Phase.dotImminent.value]) }
    #expect(try await !DoubtfulEmail.read(row, world.store).canBeResolved)
  }

  /// A try that was claimed for an email of which something else was said meanwhile waits for nothing.
  @Test func aTryWhoseEmailIsSettledIsGivenUpAlone() async throws {
    let world = try await EngineWorld()
    let email = await queue(world)
    _ = try await pass(world, ScriptedSink())
    let attempt = try #require(try await world.all(SendAttempt.table).first)
    await world.change { $0.update(SendAttempt.table, attempt.id, ["phase": SendAttempt.Phase.claimed.value]) }
    _ = try await pass(world, ScriptedSink())
    #expect(try await status(world, email) == .sent)
    #expect(try await tries(world) == [.abandoned])
  }

  @Test func withoutTheLeaseTheLastBytesAreNotWritten() async throws {
    let world = try await EngineWorld()
    let (first, second) = (await queue(world), await queue(world))
    let prepared = NIOLockedValueBox(0)
    let sink = ScriptedSink {
      let count = prepared.withLockedValue { count in
        count += 1
        return count
      }
      // The second message is prepared when the outcome of the first is not written yet.
      if count == 2 { await world.takeOver(world.userMailbox, .outgoing) }
    }
    await #expect(throws: SyncFailure.self) { try await pass(world, sink) }
    #expect(sink.finished.count == 1 && sink.closes == 1)
    #expect(try await status(world, first) == .sending)
    #expect(try await status(world, second) == .sending)
    // The new owner may not send the first again; the second was never begun.
    await world.change {
      $0.update(SyncJob.table, world.lease(world.userMailbox, .outgoing).job, ["leasetoken": 1.value])
    }
    let next = ScriptedSink()
    _ = try await pass(world, next)
    #expect(next.finished.map(\.bytes) == [sink.state.withLockedValue { $0.prepared[1].bytes }])
  }

  @Test func whatWasOnlyClaimedIsTriedAgain() async throws {
    let world = try await EngineWorld()
    let email = await queue(world)
    await #expect(throws: SyncFailure.self) {
      try await pass(world, ScriptedSink(), opening: SyncFailure(.transient, .connectFailed))
    }
    #expect(try await status(world, email) == .pendingSend)
    let dropped = ScriptedSink([.failEnvelope(SyncFailure(.transient, .connectionLost))])
    await #expect(throws: SyncFailure.self) { try await pass(world, dropped) }
    #expect(try await status(world, email) == .pendingSend && dropped.finished.isEmpty)
    // A process that ended between the claim and the dot left this.
    let attempt = try #require(try await world.all(SendAttempt.table).last)
    await world.change {
      $0.update(SendAttempt.table, attempt.id, ["phase": SendAttempt.Phase.claimed.value])
      $0.update(Email.table, email, ["statuscode": Email.StatusCode.sending.value])
    }
    let sink = ScriptedSink()
    _ = try await pass(world, sink)
    #expect(try await status(world, email) == .sent && sink.finished.count == 1)
    #expect(
      try await world.all(SendAttempt.table).map { $0[SendAttempt.phase] } == [.abandoned, .abandoned, .accepted])
  }

  /// An answer that came is written although the next message ends the connection: otherwise the first would be in
  /// doubt.
  @Test func whatTheServerSaidOutlivesTheConnection() async throws {
    let world = try await EngineWorld()
    let (first, second) = (await queue(world), await queue(world))
    let sink = ScriptedSink([.accept(), .failEnvelope(SyncFailure(.transient, .connectionLost))])
    await #expect(throws: SyncFailure.self) { try await pass(world, sink) }
    #expect(sink.finished.count == 1)
    #expect(try await status(world, first) == .sent)
    #expect(try await status(world, second) == .pendingSend)
  }

  @Test func aPauseBeforeTheDotDropsTheSession() async throws {
    let world = try await EngineWorld()
    let email = await queue(world)
    let sink = ScriptedSink()
    let surroundings = world.surroundings
    let pass = OutgoingPass(
      store: world.store, context: try await world.context(world.userMailbox, .outgoing),
      openSink: { () async throws(SyncFailure) in sink }, render: { _ throws(SyncFailure) in [1] },
      surroundings: surroundings,
      failpoints: FailpointObserver { if $0 == .outgoingDotImminent { world.advanceMonotonic(seconds: 5) } })
    let failure = await #expect(throws: SyncFailure.self) { try await pass.run() }
    #expect(failure?.message.code == .sendTooLate && sink.finished.isEmpty)
    #expect(try await status(world, email) == .pendingSend)
  }
}
