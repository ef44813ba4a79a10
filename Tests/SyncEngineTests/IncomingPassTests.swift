import CRMModel
import SQLStore
import NIOConcurrencyHelpers
import Testing

@testable import SyncEngine

/// Passes over a real store with a scripted server.
@Suite struct IncomingPassTests {
  static func mail(
    _ number: Int, from: String = "carl@customer.example", to: [String] = ["anna@crm.example"],
    subject: String = "Order"
  ) -> IncomingMail {
    var mail = IncomingMail()
    mail.messageID = "<m\(number)@customer.example>"
    mail.subject = subject
    mail.from = [MailAddress(displayName: "Carl Customer", address: from)]
    mail.to = to.map { MailAddress(address: $0) }
    mail.body = "Hello \(number)"
    mail.contentKey = (0..<32).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0 * 7 + number >> 3) }
    mail.contentKey[0] = UInt8(number)
    mail.headerBlock = Array("Header \(number)".utf8)
    return mail
  }

  /// A message the server does not give is given up after five tries and two hours, with pauses that grow; never while
  /// the server says that its trouble will pass.
  @Test(arguments: [MessageCode.messageGone, .serverBusy]) func whatTheServerDoesNotGiveIsTriedForHours(
    code: MessageCode
  ) async throws {
    let world = try await EngineWorld()
    let source = ScriptedSource([])
    source.add(.failure(SyncFailure(code == .serverBusy ? .transient : .gone, code)))
    let context = try await world.context(world.userMailbox)
    var tries: [Double] = []
    let start = world.surroundings.now()
    for _ in 0..<200 {
      let before = source.state.withLockedValue { $0.fetched.count }
      _ = try await world.receive(source, context)
      if source.state.withLockedValue({ $0.fetched.count }) > before {
        tries.append(world.surroundings.now().seconds(since: start) / 60)
      }
      world.advance(seconds: 60)
    }
    let item = try #require(try await world.all(SyncItem.table).first)
    if code == .serverBusy {
      #expect(item[SyncItem.state] == .pending && tries == [0, 5, 15, 35, 75, 115, 155, 195])
    } else {
      #expect(item[SyncItem.state] == .failed && tries == [0, 5, 15, 35, 75, 115, 155])
      #expect(item[SyncItem.decisioncode] == .attemptsExhausted)
    }
  }

  @Test func everyMessageIsCountedAndSaysWhy() async throws {
    let world = try await EngineWorld()
    var noSender = Self.mail(2)
    noSender.from = []
    var test = Self.mail(3)
    test.testToken = "t"
    let source = ScriptedSource([Self.mail(1), noSender, test, Self.mail(1)])
    source.add(.failure(SyncFailure(.item, .messageUnreadable, ["reason": "x"])))
    source.add(.success(Self.mail(6)))
    source.add(.success(Self.mail(7)), size: 200 << 20)
    let report = try await world.receive(source, try await world.context(world.userMailbox))
    #expect(report.found == 7 && report.tracked == 2 && report.linked == 1 && report.failed == 1)
    #expect(report.skipped == [.invalidSender: 1, .testMessage: 1, .tooLarge: 1])
    let items = try await world.all(SyncItem.table).sorted {
      ($0[SyncItem.remoteid] ?? "") < ($1[SyncItem.remoteid] ?? "")
    }
    #expect(
      items.map { $0[SyncItem.state] } == [.done, .skipped, .skipped, .done, .quarantined, .done, .skipped])
    #expect(
      items.map { $0[SyncItem.decisioncode] } == [
        .acceptAll, .invalidSender, .testMessage, .duplicate, .unreadable, .acceptAll, .tooLarge,
      ])
    // What could not be read is kept as it came.
    let raw = try #require(items[4][SyncItem.rawblob])
    #expect(try await world.store.blob(raw) == Array("raw u5".utf8))
    #expect(!source.state.withLockedValue { $0.fetched.contains("u7") })
    // A second look finds nothing new.
    #expect(try await world.receive(source, try await world.context(world.userMailbox)) == IncomingReport())
    #expect(try await world.all(Email.table).count == 2)
  }

  @Test func twoMailboxesMakeOneActivity() async throws {
    let world = try await EngineWorld()
    let both = Self.mail(1, to: ["anna@crm.example", "support@crm.example"])
    let first = try await world.receive(ScriptedSource([both]), try await world.context(world.userMailbox))
    let second = try await world.receive(ScriptedSource([both]), try await world.context(world.queueMailbox))
    #expect(first.tracked == 1 && second.linked == 1 && second.tracked == 0)
    let emails = try await world.all(Email.table)
    #expect(emails.count == 1)
    #expect(try await world.all(SyncItem.table).map { $0[SyncItem.emailid]?.id } == [emails[0].id, emails[0].id])
    #expect(try await world.all(QueueItem.table).map { $0[QueueItem.queueid] } == [world.queue.reference])
    #expect(emails[0][Table.ownerid] == world.user.reference)
    let again = try await world.context(world.queueMailbox) { settings, _ in settings.queueItemForTrackedEmail = true }
    _ = try await world.receive(ScriptedSource([both, both]), again)
    #expect(try await world.all(QueueItem.table).count == 1)
  }

  @Test(arguments: ["header", "token", "index", "smart", "none", "tokenOnly"])
  func correlation(method: String) async throws {
    let world = try await EngineWorld()
    let index = String(repeating: "A", count: 32)
    var stored = Record(Email.table, id: world.surroundings.newID())
    stored[Email.messageid] = "<sent@crm.example>"
    stored[Email.trackingtoken] = "CRM:0001004"
    stored[Email.subject] = "Offer for pumps"
    stored[Email.ls_subjectkey] = SmartMatching.subjectKey("Offer for pumps", AcceptRulesTests.settings())
    stored[Email.conversationindex] = index
    stored[Email.baseconversationindexhash] = ConversationIndex.rootHash(index)
    stored[Table.ownerid] = world.user.reference
    let email = stored
    var parties: [Record] = []
    for address in ["anna@crm.example", "carl@customer.example"] {
      var party = Record(ActivityParty.table, id: world.surroundings.newID())
      party[ActivityParty.activityid] = email.reference
      party[ActivityParty.ls_addressfolded] = address
      parties.append(party)
    }
    let rows = [email] + parties
    await world.change { unit in rows.forEach { unit.insert($0) } }
    var mail = Self.mail(1, subject: "Something else")
    var expected: Email.CorrelationMethod?
    switch method {
    case "header":
      mail.inReplyTo = ["<sent@crm.example>"]
      expected = .inReplyTo
    case "token":
      mail.subject = "AW: x crm:0001004"
      expected = .trackingToken
    case "index":
      mail.conversationIndex = index + "AAAA"
      expected = .conversationIndex
    case "smart":
      mail.subject = "Re: offer FOR pumps"
      expected = .smartMatching
    case "tokenOnly":
      mail.inReplyTo = ["<sent@crm.example>"]
      mail.conversationIndex = index
      mail.subject = "Re: Offer for pumps"
    default: break
    }
    let context = try await world.context(world.userMailbox) { settings, _ in
      settings.smartMatching = method == "smart" || method == "tokenOnly"
      settings.tokenOnly = method == "tokenOnly"
    }
    _ = try await world.receive(ScriptedSource([mail]), context)
    let tracked = try #require(try await world.all(Email.table).last)
    #expect(tracked[Email.correlationmethod] == expected ?? Email.CorrelationMethod.none)
    #expect(tracked[Email.correlatedactivityid] == (expected == nil ? nil : email.reference))
    let hasParent = expected == .inReplyTo || expected == .conversationIndex
    #expect(tracked[Email.parentactivityid] == (hasParent ? email.reference : nil))
  }

  @Test func anUnknownSenderBecomesAContactOnce() async throws {
    for batch in [1, 64] {
      let world = try await EngineWorld()
      let context = try await world.context(world.userMailbox) { settings, limits in
        settings.autoCreate = .contact
        limits.batchMessages = batch
      }
      // The second names the new contact as a recipient, the third comes from him again.
      let mails = [
        Self.mail(1), Self.mail(2, from: "dora@other.example", to: ["anna@crm.example", "Carl@customer.example"]),
        Self.mail(3),
      ]
      _ = try await world.receive(ScriptedSource(mails), context)
      let contacts = try await world.all(Contact.table)
      #expect(contacts.map { $0[Contact.emailaddress1] } == ["carl@customer.example", "dora@other.example"])
      let parties = try await world.all(ActivityParty.table).filter {
        $0[ActivityParty.ls_addressfolded] == "carl@customer.example"
      }
      #expect(parties.count == 3)
      #expect(parties.allSatisfy { $0[ActivityParty.partyid] == contacts.first?.reference }, "batches of \(batch)")
    }
  }

  @Test func theResultDoesNotDependOnBatches() async throws {
    var results: [[String]] = []
    for batch in [1, 3, 64] {
      let world = try await EngineWorld()
      var mails: [IncomingMail] = []
      for number in 0..<24 {
        var mail = Self.mail(
          number % 20 + 1, from: "c\(number % 5)@customer.example",
          to: number % 3 == 0 ? ["support@crm.example", "c1@customer.example"] : ["anna@crm.example"],
          subject: "Re: Topic \(number % 4)")
        if number % 4 == 1 { mail.inReplyTo = ["<m\(number)@customer.example>"] }
        mails.append(mail)
      }
      let context = try await world.context(world.queueMailbox) { settings, limits in
        settings.smartMatching = true
        settings.autoCreate = .contact
        limits.batchMessages = batch
      }
      _ = try await world.receive(ScriptedSource(mails), context)
      let emails = try await world.all(Email.table)
      let names = Dictionary(uniqueKeysWithValues: emails.map { ($0.id, $0[Email.messageid] ?? "") })
      var lines = emails.map { email in
        let method = email[Email.correlationmethod]?.rawValue ?? -1
        let other = email[Email.correlatedactivityid].flatMap { names[$0.id] } ?? "-"
        return "\(email[Email.messageid] ?? "") \(method) \(other) \(email[Email.emailsender] != nil)"
      }
      lines += try await world.all(ActivityParty.table).map {
        "\($0[ActivityParty.ls_addressfolded] ?? "") \($0[ActivityParty.partyid] != nil)"
      }.sorted()
      lines += try await world.all(SyncItem.table).map {
        "\($0[SyncItem.remoteid] ?? "") \($0[SyncItem.decisioncode]?.rawValue ?? -1)"
      }.sorted()
      lines.append("\(try await world.all(Contact.table).count) \(try await world.all(QueueItem.table).count)")
      results.append(lines)
    }
    #expect(results[0] == results[1] && results[1] == results[2])
  }

  @Test func attachmentsThatMayNotBeStoredAreNamed() async throws {
    let world = try await EngineWorld()
    var mail = Self.mail(1)
    let names = ["a.txt", "b.EXE", "c.exe. .", "big.bin", "none", String(repeating: ".", count: 60_000)]
    mail.attachments = names.map {
      IncomingMail.Attachment(
        fileName: $0, mediaType: "x/y", contentID: nil, isInline: false,
        content: [UInt8](repeating: 7, count: $0 == "big.bin" ? 101 : 100))
    }
    let context = try await world.context(world.userMailbox) { settings, _ in
      settings.maximumAttachmentSize = 100
      settings.blockedAttachments = "bat;.Exe"
    }
    _ = try await world.receive(ScriptedSource([mail]), context)
    let rows = try await world.all(ActivityMimeAttachment.table)
    #expect(rows.prefix(2).map { $0[ActivityMimeAttachment.filename] } == ["a.txt", "none"])
    #expect(rows.map { $0[ActivityMimeAttachment.attachmentnumber] } == [1, 2, 3])
    let email = try await world.all(Email.table)[0]
    #expect(email[Email.attachmentcount] == 3 && email[Email.notifications] == .notAllAttachmentsSaved)
    let evidence = Evidence(text: try await world.all(SyncItem.table)[0][SyncItem.evidence] ?? "")
    #expect(evidence["dropped"] == "b.EXE, c.exe. ., big.bin")
  }

  /// A report that names a recipient twice, and a second one about the same recipient, are no reason to stop.
  @Test func deliveryReportsAreNotedOnTheirRecipients() async throws {
    let world = try await EngineWorld()
    var email = Record(Email.table, id: world.surroundings.newID())
    email[Email.messageid] = "<sent@crm.example>"
    var party = Record(ActivityParty.table, id: world.surroundings.newID())
    party[ActivityParty.activityid] = email.reference
    party[ActivityParty.participationtypemask] = .to
    party[ActivityParty.ls_addressfolded] = "gone@customer.example"
    let rows = [email, party]
    await world.change { unit in rows.forEach { unit.insert($0) } }
    func report(_ number: Int, _ action: String) -> IncomingMail {
      var mail = Self.mail(number)
      let recipient = DeliveryReport.Recipient(
        address: "Gone@customer.example", action: action, status: "5.1.1", diagnostic: "no such user \(number)")
      mail.report = DeliveryReport(originalMessageID: "<sent@crm.example>", recipients: [recipient, recipient])
      return mail
    }
    let result = try await world.receive(
      ScriptedSource([report(1, "failed"), report(2, "Failed"), report(3, "delayed")]),
      try await world.context(world.userMailbox))
    #expect(result.tracked == 3)
    let noted = try await world.row(ActivityParty.table, party.id)
    #expect(noted[ActivityParty.ls_deliveryresult] == .refused)
    #expect(noted[ActivityParty.ls_deliverydetail]?.contains("5.1.1") == true)
  }

  @Test(arguments: [false, true]) func onlyQueuesAreEmptiedAndOnlyAfterTheCommit(isQueue: Bool) async throws {
    let world = try await EngineWorld()
    let mailbox = isQueue ? world.queueMailbox : world.userMailbox
    await world.change { $0.update(Mailbox.table, mailbox.id, ["processanddeleteemails": true.value]) }
    var unwanted = Self.mail(2)
    unwanted.from = []
    let source = ScriptedSource([Self.mail(1), unwanted]) { items in
      for item in items {
        let row = try? await world.store.rows(Query(SyncItem.table, where: SyncItem.remoteid == item.id)).first
        #expect(row?[SyncItem.state] == .done && row?[SyncItem.emailid] != nil)
      }
    }
    _ = try await world.receive(source, try await world.context(mailbox))
    #expect(source.state.withLockedValue { $0.deleted } == (isQueue ? ["u1"] : []))
    #expect(try await world.all(SyncItem.table).allSatisfy { $0[SyncItem.deletionwanted] == false })
  }

  @Test func aDeletionThatFailedIsWantedStill() async throws {
    let world = try await EngineWorld()
    await world.change { $0.update(Mailbox.table, world.queueMailbox.id, ["processanddeleteemails": true.value]) }
    let context = try await world.context(world.queueMailbox)
    await #expect(throws: SyncFailure.self) {
      try await world.receive(
        ScriptedSource([Self.mail(1)], closeFails: SyncFailure(.transient, .connectionLost)), context)
    }
    #expect(try await world.all(SyncItem.table).map { $0[SyncItem.deletionwanted] } == [true])
    let source = ScriptedSource([Self.mail(1)])
    _ = try await world.receive(source, context)
    #expect(source.state.withLockedValue { $0.deleted } == ["u1"])
    #expect(try await world.all(Email.table).count == 1)
  }

  @Test(arguments: [true, false]) func mailFromBeforeTheStartIsLeftAlone(givesHeaders: Bool) async throws {
    let world = try await EngineWorld()
    let start = world.surroundings.now()
    await world.change { $0.update(Mailbox.table, world.userMailbox.id, ["ls_incomingenabledon": start.value]) }
    var old = Self.mail(1)
    old.received = start.adding(seconds: -1)
    var new = Self.mail(2)
    new.received = start
    let source = ScriptedSource([old, new], givesHeaders: givesHeaders)
    let report = try await world.receive(source, try await world.context(world.userMailbox))
    #expect(report.skipped == [.beforeStart: 1] && report.tracked == 1)
    #expect(source.state.withLockedValue { $0.fetched } == (givesHeaders ? ["u2"] : ["u1", "u2"]))
  }

  @Test func aLostLeaseChangesNothing() async throws {
    let world = try await EngineWorld()
    let context = try await world.context(world.userMailbox)
    await world.takeOver(world.userMailbox, .incoming)
    let failure = await #expect(throws: SyncFailure.self) {
      try await world.receive(ScriptedSource([Self.mail(1)]), context)
    }
    #expect(failure?.message.code == .leaseLost)
    #expect(try await world.all(SyncItem.table).isEmpty)
  }

  @Test func batchesKeepTheirBounds() {
    var limits = DeploymentLimits()
    limits.batchMessages = 3
    limits.batchOctets = 100
    let sizes = [10, 10, 10, 10, 90, 20, 500, 1, 99, 1]
    let items = sizes.enumerated().map { number, size in
      IncomingPass.Item(
        remote: RemoteItem(id: "\(number)", number: number, size: size),
        row: Record(SyncItem.table, id: GUID(high: 0, low: UInt64(number))))
    }
    let batches = IncomingPass.batches(items, limits)
    #expect(batches.map { $0.map(\.remote.size) } == [[10, 10, 10], [10, 90], [20], [500], [1, 99], [1]])
    #expect(batches.joined().map(\.remote.id) == items.map(\.remote.id))
    #expect(IncomingPass.batches([], limits).isEmpty)
  }
}
