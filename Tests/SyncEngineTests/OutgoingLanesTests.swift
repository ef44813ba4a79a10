import CRMModel
import NIOConcurrencyHelpers
import SQLStore
import Testing

@testable import SyncEngine

/// A mailbox with much to send uses a second connection; the guarantees of sending are those of one.
@Suite struct OutgoingLanesTests {
  private func queue(_ count: Int, _ world: EngineWorld) async -> [GUID] {
    var rows: [Record] = []
    var ids: [GUID] = []
    for number in 0..<count {
      var email = Record(Email.table, id: world.surroundings.newID())
      email[Email.subject] = "Offer \(number)"
      email[Email.messageid] = "<\(number)@crm.example>"
      email[Email.statuscode] = .pendingSend
      email[Email.statecode] = .completed
      email[Email.sendermailboxid] = world.userMailbox.reference
      var party = Record(ActivityParty.table, id: world.surroundings.newID())
      party[ActivityParty.activityid] = email.reference
      party[ActivityParty.participationtypemask] = .to
      party[ActivityParty.addressused] = "c\(number)@customer.example"
      rows += [email, party]
      ids.append(email.id)
    }
    let all = rows
    await world.change { unit in all.forEach { unit.insert($0) } }
    return ids
  }

  /// - Parameter sinks: Handed out one after another; then no more connections are to be had.
  private func pass(_ world: EngineWorld, _ sinks: [ScriptedSink], connections: Int = 2) async throws -> OutgoingReport
  {
    let left = NIOLockedValueBox(sinks[...])
    return try await OutgoingPass(
      store: world.store, context: try await world.context(world.userMailbox, .outgoing),
      openSink: { () async throws(SyncFailure) in
        guard let sink = left.withLockedValue({ $0.popFirst() }) else { throw SyncFailure(.transient, .serverBusy) }
        return sink
      },
      render: { mail throws(SyncFailure) in Array(mail.messageID.utf8) }, connections: connections,
      surroundings: world.surroundings, failpoints: .none
    ).run()
  }

  private func statuses(_ world: EngineWorld, _ ids: [GUID]) async throws -> [Email.StatusCode?: Int] {
    var counts: [Email.StatusCode?: Int] = [:]
    for id in ids { counts[try await world.row(Email.table, id)[Email.statuscode], default: 0] += 1 }
    return counts
  }

  @Test func everyEmailIsSentOnceOverBoth() async throws {
    let world = try await EngineWorld()
    let ids = await queue(70, world)
    let sinks = [ScriptedSink(), ScriptedSink()]
    let report = try await pass(world, sinks)
    #expect(report.sent == 70 && report.hasMore == false)
    let sent = sinks.flatMap { $0.finished.map { $0.recipients[0] } }
    #expect(sent.count == 70 && Set(sent).count == 70)
    #expect(sinks.allSatisfy { $0.finished.count > 20 && $0.closes == 1 })
    #expect(try await statuses(world, ids) == [.sent: 70])
  }

  @Test func fewEmailsNeedOneConnectionAndAServerThatWantsOneGetsOne() async throws {
    for (count, available) in [(15, 2), (40, 1)] {
      let world = try await EngineWorld()
      let ids = await queue(count, world)
      let sinks = (0..<available).map { _ in ScriptedSink() }
      #expect(try await pass(world, sinks).sent == count)
      #expect(sinks[0].finished.count == count && sinks.dropFirst().allSatisfy { $0.closes == 0 })
      #expect(try await statuses(world, ids) == [.sent: count])
    }
  }

  /// One connection ends in doubt, the other goes on to the end of the batch; what was not begun waits.
  @Test func aLostConnectionLeavesTheOtherAlone() async throws {
    let world = try await EngineWorld()
    let ids = await queue(32, world)
    let doubt = ScriptedSink([.accept(), .failDot(SyncFailure(.inDoubt, .sendUncertain))])
    let good = ScriptedSink()
    let failure = await #expect(throws: SyncFailure.self) { try await pass(world, [doubt, good]) }
    #expect(failure?.kind == .inDoubt)
    let counts = try await statuses(world, ids)
    #expect(counts[.sent] == 17 && counts[.pendingSend] == 14 && counts.values.reduce(0, +) == 32)
    let attempts = try await world.store.rows(Query(SendAttempt.table, where: SendAttempt.phase == .inDoubt))
    #expect(attempts.count == 1)
    #expect(good.finished.count == 16 && good.closes == 1 && doubt.closes == 1)
  }
}
