import CRMModel
import Connectors
import Foundation
import MailGeneration
import NIOConcurrencyHelpers
import SQLStore
import SyncEngine
import Testing

@testable import Simulators

/// POP3, commit and SMTP over a seeded network, with a break at a seeded place and a store that is opened again: the
/// outcome is that of a run nobody disturbed.
@Suite struct SimulationTests {
  private static let address = "anna.berger@contoso.example"

  /// A deployment in memory but for its database, which survives a crash.
  private struct Deployment {
    let path: String
    let clock = NIOLockedValueBox(Instant(seconds: 1_800_000_000))
    let numbers: NIOLockedValueBox<SeededRandom>

    var surroundings: Surroundings {
      Surroundings(
        now: { [clock] in
          clock.withLockedValue {
            $0 = Instant(microseconds: $0.microseconds + 1000)
            return $0
          }
        }, monotonicSeconds: { 0 }, randomNumber: { [numbers] in numbers.withLockedValue { $0.next() } },
        pause: { _ in })
    }

    func store() throws -> SQLiteStore {
      try SQLiteStore(path: path, schema: .organization, now: surroundings.now)
    }

    func engine(_ store: SQLiteStore, _ network: SimulatedNetwork, organization: GUID) -> Engine {
      Engine(
        store: store, schema: .organization, organization: organization,
        connectors: MailConnectors(
          openSource: { access async throws(SyncFailure) in
            try await POP3MailSource.open(
              network.connect(to: .pop3), security: ConnectionSecurity.none, host: access.host, port: access.port,
              username: access.username ?? "", secret: access.secret ?? Secret(""), usesToken: false)
          },
          openSink: { access async throws(SyncFailure) in
            try await SMTPMailSink.open(
              network.connect(to: .smtp), security: ConnectionSecurity.none, host: access.host, port: access.port,
              username: nil, secret: nil, usesToken: false, clientName: "simulated.example")
          },
          render: { mail throws(SyncFailure) in try MailWriting.bytes(of: mail) }, read: { MailReading.message($0) }),
        access: AccessResolution(
          secret: { _, _ async throws(SyncFailure) in Secret("demo") }, plainText: PlainTextRule()),
        limits: DeploymentLimits(), surroundings: surroundings, failpoints: .none, owner: "simulation")
    }
  }

  private struct Outcome: Equatable {
    var received: [String] = []
    var decisions: [String] = []
    var sent: [String] = []
    var statuses: [Int] = []
  }

  private func run(seed: UInt64, breakAt: Int?) async throws -> (outcome: Outcome, breaks: Int, doubts: Int) {
    let network = SimulatedNetwork(seed: seed)
    let world = DemoWorld.make(seed: seed)
    network.pop3.withLockedValue { state in
      state.passwords[Self.address] = "demo"
      state.messages[Self.address] = world.messages(count: 60, now: 1_790_000_000_000_000).enumerated().map {
        POP3Simulator.Message(uid: "u\($0.offset)", bytes: $0.element.bytes)
      }
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lockstep-sim-\(seed)-\(breakAt ?? 0)")
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let deployment = Deployment(
      path: folder.appendingPathComponent("o.sqlite").path,
      numbers: NIOLockedValueBox(SeededRandom(seed: seed &+ 7)))
    var store = try deployment.store()
    let (organization, mailbox) = try await furnish(store, deployment.surroundings)
    if let breakAt { network.breakAfter(bytes: breakAt) }
    for _ in 0..<6 {
      let engine = deployment.engine(store, network, organization: organization)
      let queue = JobQueue(store: store, surroundings: deployment.surroundings, owner: "simulation")
      try await queue.request(.incoming, of: mailbox)
      try await queue.request(.outgoing, of: mailbox)
      _ = try await engine.runUntilIdle()
      // The process ends here and another one opens the database; the server's lock on the maildrop is gone with it.
      network.pop3.withLockedValue { $0.locked = [] }
      store = try deployment.store()
      deployment.clock.withLockedValue { $0 = $0.adding(seconds: 4000) }
    }
    var outcome = Outcome()
    let emails = try await store.rows(Query(Email.table))
    outcome.received = emails.filter { $0[Email.directioncode] == false }.map {
      "\($0[Email.messageid] ?? "-") \($0[Email.subject] ?? "") \($0[Email.attachmentcount] ?? 0)"
    }.sorted()
    outcome.statuses = emails.filter { $0[Email.directioncode] == true }.map { $0[Email.statuscode]?.rawValue ?? 0 }
      .sorted()
    outcome.decisions = try await store.rows(Query(SyncItem.table)).map {
      "\($0[SyncItem.remoteid] ?? "") \($0[SyncItem.state] ?? .pending) \($0[SyncItem.decisioncode] ?? .unknown)"
    }.sorted()
    outcome.sent = network.smtp.withLockedValue { $0.messages.map { $0.recipients.joined() } }.sorted()
    let doubts = try await store.count(Query(SendAttempt.table, where: SendAttempt.phase == .inDoubt))
    return (outcome, network.breaks, doubts)
  }

  private func furnish(_ store: SQLiteStore, _ surroundings: Surroundings) async throws -> (GUID, Record) {
    var unit = UnitOfWork(id: surroundings.newID(), at: surroundings.now())
    let organization = Record(Organization.table, id: surroundings.newID())
    var user = Record(SystemUser.table, id: surroundings.newID())
    user[SystemUser.internalemailaddress] = Self.address
    var settings = Record(UserSettings.table, id: user.id)
    settings[UserSettings.incomingemailfilteringmethod] = .allEmail
    var profile = Record(EmailServerProfile.table, id: surroundings.newID())
    profile[EmailServerProfile.name] = "Simulated"
    for (host, port) in [
      (EmailServerProfile.incomingserverlocation, EmailServerProfile.incomingportnumber),
      (EmailServerProfile.outgoingserverlocation, EmailServerProfile.outgoingportnumber),
    ] {
      profile[host] = "127.0.0.1"
      profile[port] = 1
    }
    profile[EmailServerProfile.ls_incomingkind] = .pop3
    profile[EmailServerProfile.ls_outgoingkind] = .smtp
    profile[EmailServerProfile.ls_incomingsecurity] = ConnectionSecurity.none
    profile[EmailServerProfile.ls_outgoingsecurity] = ConnectionSecurity.none
    var mailbox = Record(Mailbox.table, id: surroundings.newID())
    mailbox[Mailbox.emailaddress] = Self.address
    mailbox[Mailbox.regardingobjectid] = user.reference
    mailbox[Mailbox.emailserverprofile] = profile.reference
    mailbox[Mailbox.incomingemaildeliverymethod] = .serverSide
    mailbox[Mailbox.outgoingemaildeliverymethod] = .serverSide
    mailbox[Mailbox.emailrouteraccessapproval] = .approved
    mailbox[Mailbox.allowemailconnectortousecredentials] = true
    mailbox[Mailbox.username] = Self.address
    mailbox[Mailbox.ls_frombeginning] = true
    for row in [organization, user, settings, profile, mailbox] { unit.insert(row) }
    for number in 0..<5 {
      var email = Record(Email.table, id: surroundings.newID())
      email[Email.subject] = "Simulated \(number)"
      email[Email.description] = String(repeating: "A line of text.\n", count: 200 * number)
      email[Email.statecode] = .completed
      email[Email.statuscode] = .pendingSend
      email[Email.directioncode] = true
      email[Email.messageid] = "<\(email.id)@contoso.example>"
      email[Email.sendermailboxid] = mailbox.reference
      unit.insert(email)
      var party = Record(ActivityParty.table, id: surroundings.newID())
      party[ActivityParty.activityid] = email.reference
      party[ActivityParty.participationtypemask] = .to
      party[ActivityParty.addressused] = "c\(number)@customer.example"
      unit.insert(party)
    }
    guard case .committed = await store.commit(unit) else { throw SyncFailure(.item, .storeFailed) }
    return (organization.id, mailbox)
  }

  @Test(arguments: 1...12) func aBrokenNetworkChangesNothing(seed: Int) async throws {
    let calm = try await run(seed: UInt64(seed), breakAt: nil)
    #expect(calm.breaks == 0 && calm.doubts == 0)
    #expect(calm.outcome.decisions.count == 60)
    #expect(calm.outcome.sent.count == 5 && calm.outcome.statuses == [3, 3, 3, 3, 3])
    var random = SeededRandom(seed: UInt64(seed) &* 31)
    let rough = try await run(seed: UInt64(seed), breakAt: 50 + random.number(below: 30_000))
    #expect(rough.breaks == 1)
    #expect(rough.outcome.received == calm.outcome.received)
    #expect(rough.outcome.decisions == calm.outcome.decisions)
    #expect(Set(rough.outcome.sent).count == rough.outcome.sent.count, "nothing is sent twice")
    // What was in doubt is held: it may or may not have arrived, everything else has.
    #expect(rough.outcome.statuses.filter { $0 == 3 }.count + rough.doubts == 5)
    #expect(rough.doubts <= 1)
  }
}
