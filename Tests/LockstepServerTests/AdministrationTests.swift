import CRMModel
import Foundation
import SyncEngine
import NIOConcurrencyHelpers
import Testing

@testable import LockstepServer

/// What commands change and what the service cleans up, on a data folder of its own.
@Suite struct AdministrationTests {
  private final class World: Sendable {
    let folder: URL
    let deployment: Deployment
    let now: Clock

    final class Clock: Sendable {
      let instant = NIOLockedValueBox(Instant(seconds: 1_800_000_000))
      let number = NIOLockedValueBox<UInt64>(1)
    }

    init() async throws {
      let clock = Clock()
      now = clock
      let surroundings = Surroundings(
        now: { clock.instant.withLockedValue { $0 } }, monotonicSeconds: { 0 },
        randomNumber: {
          clock.number.withLockedValue {
            $0 += 2
            return $0
          }
        }, pause: { _ in })
      folder = FileManager.default.temporaryDirectory.appendingPathComponent("lockstep-admin-" + UUID().uuidString)
      let data = DataFolder(folder.path)
      _ = try await Deployment.create(
        data, organization: "Contoso", masterKeyFile: nil, language: .english, surroundings)
      deployment = try await Deployment.open(data, organization: nil, masterKeyFile: nil, surroundings)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func profile(_ name: String = "P") async throws -> Record { try await Profiles(deployment).find(name) }

    func create(_ change: (inout ProfileSettings) -> Void = { _ in }) async throws {
      var settings = ProfileSettings()
      settings.incoming = ServerLocation("localhost:995")
      settings.outgoing = ServerLocation("localhost:587")
      change(&settings)
      _ = try await Profiles(deployment).create("P", settings)
    }

    func insert(_ row: Record) async throws {
      var unit = UnitOfWork(id: deployment.surroundings.newID(), at: deployment.surroundings.now())
      unit.insert(row)
      try await deployment.store.mustCommit(unit)
    }
  }

  @Test func rawMessagesLeaveAfterTheirDays() async throws {
    let world = try await World()
    let store = world.deployment.store
    try await world.create { $0.keepRaw = .days(3) }
    _ = try await Directory(world.deployment).createUser(name: "Anna", address: "anna@crm.example")
    var settings = MailboxSettings()
    settings.profile = "P"
    try await Directory(world.deployment).change("anna@crm.example", settings)
    let mailbox = try await Directory(world.deployment).mailbox("anna@crm.example")
    let raw: [UInt8] = Array("raw".utf8)
    let hash = try await store.put([Blob(raw)])[0]
    for (number, state) in [SyncItem.State.done, .quarantined].enumerated() {
      var item = Record(SyncItem.table, id: world.deployment.surroundings.newID())
      item[SyncItem.mailboxid] = mailbox.reference
      item.set(SyncItem.remoteid, cutting: "u\(number)")
      item[SyncItem.state] = state
      item[SyncItem.rawblob] = hash
      item[SyncItem.decidedon] = world.deployment.surroundings.now()
      try await world.insert(item)
    }
    let kept = { () async throws in
      try await store.rows(Query(SyncItem.table, where: .not(SyncItem.rawblob.isNull))).map { $0[SyncItem.state] }
    }
    _ = try await Housekeeping(world.deployment).run()
    #expect(try await kept().count == 2)
    world.now.instant.withLockedValue { $0 = $0.adding(seconds: 3 * 86_400 + 1) }
    _ = try await Housekeeping(world.deployment).run()
    // What is quarantined keeps its bytes.
    #expect(try await kept() == [.quarantined])
    #expect(try await store.blob(hash) == raw)
  }

  @Test func aProfileSaysItsTypeAndItsKinds() async throws {
    let world = try await World()
    try await world.create()
    let profile = try await world.profile()
    #expect(profile[EmailServerProfile.servertype] == .pop3smtp)
    #expect(ServerSlots(of: profile) == ServerSlots(.pop3smtp))
  }

  @Test func sendingHasACredentialOfItsOwnAndLosesItWithTheServer() async throws {
    let world = try await World()
    try await world.create {
      $0.outgoingRetrieval = .profile
      $0.username = "in"
      $0.password = Secret("first")
      $0.outgoingUsername = "out"
      $0.outgoingPassword = Secret("second")
    }
    let access = AccessResolution(
      secret: { [world] (owner, column) async throws(SyncFailure) in
        try await world.deployment.vault.secret(of: owner, column: column)
      }, plainText: PlainTextRule())
    let mailbox = Record(Mailbox.table, id: world.deployment.surroundings.newID())
    var profile = try await world.profile()
    // Which POP3 does not take: a profile of the kind that does reads it from the same column.
    profile[EmailServerProfile.incomingcredentialretrieval] = .profile
    let incoming = try await access.access(.incoming, mailbox: mailbox, profile: profile)
    let outgoing = try await access.access(.outgoing, mailbox: mailbox, profile: profile)
    #expect(incoming.username == "in" && incoming.secret == Secret("first"))
    #expect(outgoing.username == "out" && outgoing.secret == Secret("second"))
    var move = ProfileSettings()
    move.outgoing = ServerLocation("localhost:465")
    _ = try await Profiles(world.deployment).change("P", move)
    let moved = try await world.profile()
    #expect(moved[EmailServerProfile.isincomingpasswordset] == false)
    #expect(moved[EmailServerProfile.isoutgoingpasswordset] == false)
    #expect(try await world.deployment.store.count(Query(StoredSecret.table)) == 0)
  }

  @Test func settingsAreCheckedAndKeysRenewed() async throws {
    let world = try await World()
    let organization = OrganizationChange(world.deployment)
    var email = Record(Email.table, id: world.deployment.surroundings.newID())
    email[Email.subject] = "[EXT] Offer 7"
    email[Email.ls_subjectkey] = 1
    try await world.insert(email)
    _ = try await organization.set("hashfilterkeywords", to: #"^\[ext\]"#)
    var record = Record(Organization.table, id: world.deployment.organization.id)
    record[Organization.hashfilterkeywords] = #"^\[ext\]"#
    let expected = SmartMatching.subjectKey("offer 7", OrganizationSettings(record))
    #expect(try await world.deployment.store.rows(Query(Email.table)).map { $0[Email.ls_subjectkey] } == [expected])
    let back = try await organization.set("hashfilterkeywords", to: "default")
    #expect(back.value == back.column.defaultValue)
    for (name, value, code) in [
      ("hashfilterkeywords", "(", MessageCode.patternInvalid), ("emailcorrelationenabled", "maybe", .settingInvalid),
      ("hashmaxcount", "-1", .settingInvalid), ("ls_autocreate", "77", .settingInvalid), ("name", "x", .settingUnknown),
    ] {
      let failure = await #expect(throws: SyncFailure.self) { try await organization.set(name, to: value) }
      #expect(failure?.message.code == code)
    }
  }

  @Test func aForwardMailboxNeitherSendsNorForwards() async throws {
    let world = try await World()
    let directory = Directory(world.deployment)
    _ = try await directory.createForwardMailbox(name: "Forward", address: "forward@crm.example")
    let taken = await #expect(throws: SyncFailure.self) {
      _ = try await directory.createForwardMailbox(name: "Again", address: "Forward@crm.example")
    }
    #expect(taken?.message.code == .addressTaken)
    var sends = MailboxSettings()
    sends.outgoing = .serverSide
    var forwards = MailboxSettings()
    forwards.incoming = .forwardMailbox
    for (settings, code) in [(sends, MessageCode.forwardMailboxSends), (forwards, .forwardMailboxMethod)] {
      let failure = await #expect(throws: SyncFailure.self) {
        try await directory.change("forward@crm.example", settings)
      }
      #expect(failure?.message.code == code)
    }
    var empties = MailboxSettings()
    empties.deletesAfterProcessing = true
    try await directory.change("forward@crm.example", empties)
    #expect(try await directory.mailbox("forward@crm.example")[Mailbox.processanddeleteemails] == true)
  }

  /// The owner is told once per cause, by a mailbox that works, and only where the profile asks for it. feature map F20
  @Test func theOwnerOfAFailingProfileIsToldOnce() async throws {
    let world = try await World()
    let directory = Directory(world.deployment)
    let store = world.deployment.store
    try await world.create { $0.columns = [ColumnText(column: "owneremailaddress", text: "boss@crm.example")] }
    var other = ProfileSettings()
    other.incoming = ServerLocation("localhost:996")
    other.outgoing = ServerLocation("localhost:588")
    _ = try await Profiles(world.deployment).create("Other", other)
    func set(_ name: String, _ profile: String, failed: Instant?, sends: Bool = false) async throws {
      let address = name + "@crm.example"
      if (try? await directory.mailbox(address)) == nil {
        _ = try await directory.createUser(name: name, address: address)
        try await directory.approve(address)
        var settings = MailboxSettings()
        settings.profile = profile
        settings.incoming = .serverSide
        settings.outgoing = .serverSide
        try await directory.change(address, settings)
      }
      let row = try await directory.mailbox(address)
      var changed = row
      changed[Mailbox.enabledforoutgoingemail] = sends
      changed[Mailbox.mailboxstatus] = failed == nil ? .success : .failure
      changed[Mailbox.lastsyncerroroccurredon] = failed
      changed.set(
        Mailbox.lastsyncerror, cutting: Evidence(["code": "timedOut", "host": "mail.example", "seconds": "60"]).text)
      var unit = UnitOfWork(id: world.deployment.surroundings.newID(), at: world.deployment.surroundings.now())
      unit.update(changed, from: row)
      try await store.mustCommit(unit)
    }
    let now = world.now.instant.withLockedValue { $0 }
    let watch = ProfileWatch(world.deployment)
    let emails = { () async throws in try await store.rows(Query(Email.table)) }
    let open = { () async throws in
      try await store.rows(
        Query(TraceLog.table, where: TraceLog.ls_code == "profileMailboxesFail" && .not(TraceLog.ls_alertkey.isNull)))
    }
    try await set("a", "P", failed: now)
    try await set("b", "P", failed: now)
    try await set("c", "P", failed: nil, sends: true)
    try await set("d", "P", failed: nil, sends: true)
    try await set("e", "Other", failed: nil, sends: true)
    #expect(try await watch.look() == 0)
    // Half is not more than half, and nobody asked for it yet.
    try await set("c", "P", failed: now, sends: true)
    #expect(try await watch.look() == 0)
    var asked = ProfileSettings()
    asked.columns = [ColumnText(column: "sendemailalert", text: "true")]
    _ = try await Profiles(world.deployment).change("P", asked)
    #expect(try await watch.look() == 1)
    let email = try #require(try await emails().first)
    #expect(email[Email.statuscode] == .pendingSend && email[Email.torecipients] == "boss@crm.example")
    #expect(email[Email.sender] == "e@crm.example")
    #expect(email[Email.description]?.contains("mail.example") == true)
    let alert = try #require(try await open().first)
    #expect(Alerts.message(of: alert)?.parameters["failing"] == "3")
    #expect(try await watch.look() == 0)
    #expect(try await emails().count == 1)
    // Over, and then again: a new cause.
    try await set("c", "P", failed: nil, sends: true)
    #expect(try await watch.look() == 0)
    #expect(try await open().isEmpty)
    try await set("c", "P", failed: now, sends: true)
    #expect(try await watch.look() == 1)
    #expect(try await emails().count == 2)
    // Failures of more than an hour ago count no more.
    world.now.instant.withLockedValue { $0 = $0.adding(seconds: 3601) }
    #expect(try await watch.look() == 0)
    #expect(try await open().isEmpty)
  }
}
