import CRMModel
import NIOConcurrencyHelpers
import Testing

@testable import SyncEngine

@Suite struct ForwardingTests {
  private static let inner: [UInt8] = [1, 2, 3]

  private func wrapper(from address: String, attachments: Int = 1) -> IncomingMail {
    var mail = IncomingPassTests.mail(1, subject: "FW: Offer")
    mail.from = [MailAddress(address: address)]
    mail.to = [MailAddress(address: "forward@crm.example")]
    for _ in 0..<attachments {
      mail.attachments.append(
        .init(
          fileName: "", mediaType: "Message/RFC822", contentID: nil, isInline: false, content: ForwardingTests.inner))
    }
    return mail
  }

  /// The world with a forward mailbox that the user uses if `isUsed`.
  private func world(isUsed: Bool = true) async throws -> (EngineWorld, Record) {
    let world = try await EngineWorld()
    var forward = Record(Mailbox.table, id: world.surroundings.newID())
    forward[Mailbox.emailaddress] = "forward@crm.example"
    forward[Mailbox.emailserverprofile] = world.profile.reference
    forward[Mailbox.isforwardmailbox] = true
    forward[Mailbox.processanddeleteemails] = true
    let row = forward
    await world.change { unit in
      unit.insert(row)
      unit.update(
        Mailbox.table, world.userMailbox.id,
        [
          Mailbox.incomingemaildeliverymethod.definition.name:
            (isUsed
            ? IncomingDeliveryMethod.forwardMailbox : .serverSide).value
        ])
      for workload in [SyncJob.Workload.incoming] {
        var job = Record(SyncJob.table, id: world.lease(row, workload).job)
        job[SyncJob.mailboxid] = row.reference
        job[SyncJob.workload] = workload
        job[SyncJob.leasetoken] = 1
        unit.insert(job)
      }
    }
    return (world, forward)
  }

  private func inside() -> IncomingMail {
    var mail = IncomingPassTests.mail(7, subject: "Offer")
    mail.to = [MailAddress(address: "list@elsewhere.example")]
    return mail
  }

  @Test func theMessageInsideIsTrackedForWhoForwardedIt() async throws {
    let (world, forward) = try await world()
    let source = ScriptedSource([wrapper(from: "Anna@CRM.example")])
    let report = try await world.receive(
      source, try await world.context(forward), inside: [Self.inner: inside()])
    #expect(report.tracked == 1)
    let emails = try await world.all(Email.table)
    #expect(emails.map { $0[Email.subject] } == ["Offer"])
    #expect(emails[0][Table.ownerid] == world.user.reference)
    #expect(emails[0][Email.acceptingentityid] == world.user.reference)
    // A forward mailbox may be emptied. Dataverse 8005E233
    #expect(source.state.withLockedValue { $0.deleted } == ["u1"])
    let evidence = try await world.all(SyncItem.table)[0][SyncItem.evidence] ?? ""
    #expect(Evidence(text: evidence)["forwarder"] == "Anna@CRM.example")
  }

  @Test func theSameMailInAnotherMailboxIsLinked() async throws {
    let (world, forward) = try await world()
    _ = try await world.receive(ScriptedSource([inside()]), try await world.context(world.queueMailbox))
    let report = try await world.receive(
      ScriptedSource([wrapper(from: "anna@crm.example")]), try await world.context(forward),
      inside: [Self.inner: inside()])
    #expect(report.linked == 1 && report.tracked == 0)
    #expect(try await world.all(Email.table).count == 1)
  }

  enum Case: CaseIterable {
    case stranger
    case notUsed
    case nothingInside
    case twoInside
  }

  @Test(arguments: Case.allCases)
  func whatNoRuleForwardedStays(kind: Case) async throws {
    let (world, forward) = try await world(isUsed: kind != .notUsed)
    let mail = wrapper(
      from: kind == .stranger ? "eve@elsewhere.example" : "anna@crm.example",
      attachments: kind == .nothingInside ? 0 : kind == .twoInside ? 2 : 1)
    let source = ScriptedSource([mail])
    let report = try await world.receive(source, try await world.context(forward), inside: [Self.inner: inside()])
    #expect(report.skipped == [.notForwarded: 1])
    #expect(source.state.withLockedValue { $0.deleted }.isEmpty)
    #expect(try await world.all(Email.table).isEmpty)
  }

  @Test func anUnreadableMessageInsideIsQuarantined() async throws {
    let (world, forward) = try await world()
    let report = try await world.receive(
      ScriptedSource([wrapper(from: "anna@crm.example"), wrapper(from: "anna@crm.example")]),
      try await world.context(forward))
    #expect(report.failed == 2)
    #expect(try await world.all(SyncItem.table).allSatisfy { $0[SyncItem.state] == .quarantined })
  }
}
