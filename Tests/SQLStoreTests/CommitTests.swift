import CRMModel
import SQLStore
import Testing

/// What every record store must keep to: units of work.
@Suite struct CommitTests {
  @Test func insertedRowsAreReadBackWhole() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    var email = Record(Email.table, id: world.id())
    email[Email.subject] = "件名 \u{1F4E7} \"quoted\" 'single' \n\t"
    email[Email.directioncode] = false
    email[Email.statuscode] = .received
    email[Email.ls_contentkey] = [0, 255, 1]
    email[Email.senton] = Instant(microseconds: -62_135_596_800_000_000)
    email[Email.ls_receivedon] = Instant(microseconds: 253_402_300_799_999_999)
    email[Email.correlatedactivityid] = Reference("email", world.id())
    email[Email.acceptingentityid] = Reference("queue", world.id())
    email[Email.messageiddupcheck] = world.id()
    email[Email.ls_subjectkey] = Int.min
    email[Table.ownerid] = Reference("systemuser", world.id())
    let outcome = await store.commit(world.unit { $0.insert(email) })
    guard case .committed(let version) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    let stored = try #require(try await store.row(Email.table, email.id))
    #expect(stored.version == version)
    #expect(stored[Table.createdon] == world.now && stored[Table.modifiedon] == world.now)
    var expected = email
    expected[Table.versionnumber] = version
    expected[Table.createdon] = world.now
    expected[Table.modifiedon] = world.now
    #expect(stored == expected)
    #expect(try await store.row(Reference("email", email.id), in: .organization) == expected)
    #expect(try await store.row(Email.table, world.id()) == nil)
    #expect(try await store.row(Reference("nothing", email.id), in: .organization) == nil)
  }

  @Test func updatesHappenOnlyAsExpected() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    let contact = world.contact("a@example.com", "First")
    #expect(await store.commit(world.unit { $0.insert(contact) }).isCommitted)
    let first = try #require(try await store.row(Contact.table, contact.id))
    var changed = first
    changed[Contact.fullname] = "Second"
    world.advance(seconds: 5)
    #expect(await store.commit(world.unit { $0.update(changed, from: first) }).isCommitted)
    let second = try #require(try await store.row(Contact.table, contact.id))
    #expect(second[Contact.fullname] == "Second" && second.version > first.version)
    #expect(second[Table.modifiedon] == world.now && second[Table.createdon] == first[Table.createdon])

    let missing = world.id()
    let name = Contact.fullname.definition.name
    let cases: [(Change, CommitOutcome?)] = [
      (
        .update(Contact.table, contact.id, expecting: .version(first.version), [name: "X".value]),
        .refused(.moved(table: "contact", id: contact.id))
      ),
      (
        .update(Contact.table, missing, expecting: .version(1), [name: "X".value]),
        .refused(.missing(table: "contact", id: missing))
      ),
      (
        .update(Contact.table, missing, expecting: .exists, [name: "X".value]),
        .refused(.missing(table: "contact", id: missing))
      ),
      (
        .update(Contact.table, missing, expecting: .cells([name: .null]), [name: "X".value]),
        .refused(.missing(table: "contact", id: missing))
      ),
      (
        .update(Contact.table, contact.id, expecting: .cells([name: "First".value]), [name: "X".value]),
        .refused(.moved(table: "contact", id: contact.id))
      ),
      (
        .update(Contact.table, contact.id, expecting: .exists, ["no_such_column": "X".value]),
        .refused(.invalid(table: "contact", column: "no_such_column"))
      ),
      (.increment(Contact.table, missing, "versionnumber", by: 1), .refused(.missing(table: "contact", id: missing))),
      (.delete(Contact.table, missing, expecting: .exists), .refused(.missing(table: "contact", id: missing))),
      (.delete(Contact.table, missing, expecting: .version(3)), .refused(.missing(table: "contact", id: missing))),
      (
        .delete(Contact.table, contact.id, expecting: .version(first.version)),
        .refused(.moved(table: "contact", id: contact.id))
      ),
      (.update(Contact.table, contact.id, expecting: .cells([name: "Second".value]), [name: "Third".value]), nil),
      (.update(Contact.table, contact.id, expecting: .exists, [name: .null]), nil),
      (.delete(Contact.table, contact.id, expecting: .exists), nil),
    ]
    for (change, refusal) in cases {
      let before = try await store.everything(.organization)
      // A change before the refused one must be undone with it.
      let bystander = world.contact("b@example.com")
      let unit = world.unit {
        $0.insert(bystander)
        $0.changes.append(change)
      }
      let outcome = await store.commit(unit)
      if let refusal {
        #expect(outcome == refusal)
        #expect(try await store.everything(.organization) == before)
        #expect(try await store.owners(of: ["b@example.com"]).allSatisfy { $0.owner.id != bystander.id })
        #expect(try await store.isCommitted(unit.id) == false)
      } else {
        #expect(outcome.isCommitted)
        #expect(try await store.isCommitted(unit.id))
      }
    }
    #expect(try await store.row(Contact.table, contact.id) == nil)
    #expect(try await store.owners(of: ["a@example.com"]).isEmpty)
  }

  @Test func aDuplicateIsRefusedByTheNamesOfItsColumns() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    let mailbox = world.mailbox()
    var item = Record(SyncItem.table, id: world.id())
    item[SyncItem.mailboxid] = mailbox.reference
    item[SyncItem.folder] = "INBOX"
    item[SyncItem.remoteid] = "1"
    #expect(
      await store.commit(
        world.unit {
          $0.insert(mailbox)
          $0.insert(item)
        }
      ).isCommitted)
    var twin = item
    twin["syncitemid"] = .guid(world.id())
    #expect(
      await store.commit(world.unit { $0.insert(twin) })
        == .refused(.duplicate(table: "syncitem", columns: ["mailboxid", "folder", "remoteid", "epoch"])))
    item[SyncItem.remoteid] = "2"
    let sameKey = item
    #expect(
      await store.commit(world.unit { $0.insert(sameKey) })
        == .refused(.duplicate(table: "syncitem", columns: ["syncitemid"])))
    // One activity per message and direction.
    var email = Record(Email.table, id: world.id())
    email[Email.messageiddupcheck] = world.id()
    var other = Record(Email.table, id: world.id())
    #expect(
      await store.commit(
        world.unit {
          $0.insert(email)
          $0.insert(other)
        }
      ).isCommitted)
    other[Email.messageiddupcheck] = email[Email.messageiddupcheck]
    let cells = ["messageiddupcheck": other["messageiddupcheck"]]
    #expect(
      await store.commit(world.unit { $0.update(Email.table, other.id, cells) })
        == .refused(.duplicate(table: "email", columns: ["messageiddupcheck"])))
  }

  @Test func anOutdatedLeaseIsRefused() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    let mailbox = world.mailbox()
    var job = Record(SyncJob.table, id: world.id())
    job[SyncJob.mailboxid] = mailbox.reference
    job[SyncJob.workload] = .incoming
    job[SyncJob.leasetoken] = 7
    #expect(
      await store.commit(
        world.unit {
          $0.insert(mailbox)
          $0.insert(job)
        }
      ).isCommitted)
    for (lease, isHeld) in [
      (Lease(job: job.id, token: 7), true), (Lease(job: job.id, token: 6), false),
      (Lease(job: job.id, token: 8), false),
      (Lease(job: mailbox.id, token: 7), false),
    ] {
      let contact = world.contact("lease@example.com")
      let outcome = await store.commit(world.unit(lease: lease) { $0.insert(contact) })
      #expect(isHeld ? outcome.isCommitted : outcome == .refused(.leaseLost(job: lease.job)))
      #expect((try await store.row(Contact.table, contact.id) != nil) == isHeld)
    }
  }

  @Test func noticesCountUpInsteadOfPilingUp() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    func alert(_ key: String) -> Change {
      var row = Record(TraceLog.table, id: world.id())
      row[TraceLog.ls_alertkey] = key
      row[TraceLog.ls_count] = 1
      return .notice(row, key: "ls_alertkey", counter: "ls_count")
    }
    // Twice in one unit and again in others.
    #expect(await store.commit(world.unit { $0.changes = [alert("a"), alert("b"), alert("a")] }).isCommitted)
    world.advance(seconds: 60)
    #expect(await store.commit(world.unit { $0.changes = [alert("a")] }).isCommitted)
    let rows = try await store.rows(Query(TraceLog.table).ordered(by: TraceLog.ls_alertkey))
    #expect(rows.map { $0[TraceLog.ls_alertkey] } == ["a", "b"])
    #expect(rows.map { $0[TraceLog.ls_count] } == [3, 1])
    #expect(rows.map { $0[Table.modifiedon] } == [world.now, world.now.adding(seconds: -60)])
    // A closed alert has no key any more: the next one is new.
    #expect(
      await store.commit(world.unit { $0.update(TraceLog.table, rows[0].id, ["ls_alertkey": .null]) }).isCommitted)
    #expect(await store.commit(world.unit { $0.changes = [alert("a")] }).isCommitted)
    #expect(try await store.count(Query(TraceLog.table)) == 3)
  }

  @Test func incrementsAddUp() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    let mailbox = world.mailbox()
    #expect(await store.commit(world.unit { $0.insert(mailbox) }).isCommitted)
    for amount in [1, 5, -2] {
      #expect(
        await store.commit(world.unit { $0.increment(Mailbox.table, mailbox.id, Mailbox.noemailcount, by: amount) })
          .isCommitted)
    }
    #expect(try await store.row(Mailbox.table, mailbox.id)?[Mailbox.noemailcount] == 4)
  }

  @Test func rowVersionsGrowAndAreUnique() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    var highest = 0
    var all: Set<Int> = []
    for round in 1...10 {
      let contacts = (0..<round).map { world.contact("v\($0)@example.com") }
      let outcome = await store.commit(world.unit { unit in contacts.forEach { unit.insert($0) } })
      guard case .committed(let version) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      for contact in contacts {
        let number = try #require(try await store.row(Contact.table, contact.id)).version
        #expect(number > highest && number <= version)
        #expect(all.insert(number).inserted)
      }
      highest = version
      // A refused unit gives out no number that is seen later.
      _ = await store.commit(world.unit { $0.delete(Contact.table, world.id()) })
    }
  }

  @Test func valuesBeyondTheSchemaAreRefused() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    let mailbox = world.mailbox()
    #expect(await store.commit(world.unit { $0.insert(mailbox) }).isCommitted)
    let cases: [(String, Value, Bool)] = [
      ("name", .text(String(repeating: "あ", count: 200)), true),
      ("name", .text(String(repeating: "あ", count: 201)), false),
      // Characters of several scalars count as their scalars.
      ("name", .text(String(repeating: "e\u{301}", count: 101)), false),
      ("emailaddress", .text(String(repeating: "a", count: 101)), false),
      ("name", .integer(1), false), ("name", .bytes([1]), false), ("name", .guid(world.id()), false),
      ("verboseloggingenabled", .integer(100), true), ("verboseloggingenabled", .integer(101), false),
      ("verboseloggingenabled", .integer(-1), false), ("noemailcount", .integer(.max), false),
      ("enabledforact", .integer(1), true), ("enabledforact", .integer(2), false),
      ("mailboxstatus", .integer(2), true), ("mailboxstatus", .integer(3), false),
      ("mailboxstatus", .integer(.min), false),
      ("statecode", .integer(1), true), ("statecode", .integer(2), false), ("statuscode", .integer(3), false),
      ("lastactiveon", .text("2026"), false), ("lastactiveon", .integer(.min), true),
      ("exchangesyncstatexmlfileref", .bytes([UInt8](repeating: 1, count: 32)), true),
      ("exchangesyncstatexmlfileref", .bytes([UInt8](repeating: 1, count: 33)), false),
      ("emailserverprofile", .guid(world.id()), false),
      ("emailserverprofile", .reference(Reference("emailserverprofile", world.id())), true),
      ("ls_testtoken", .null, true),
    ]
    for (column, value, isValid) in cases {
      let unit = world.unit { $0.update(Mailbox.table, mailbox.id, [column: value]) }
      let outcome = await store.commit(unit)
      if isValid {
        #expect(outcome.isCommitted, "\(column)")
        #expect(try await store.row(Mailbox.table, mailbox.id)?[column] == value)
      } else {
        #expect(outcome == .refused(.invalid(table: "mailbox", column: column)), "\(column)")
        var row = world.mailbox()
        row[column] = value
        #expect(
          await store.commit(world.unit { $0.insert(row) }) == .refused(.invalid(table: "mailbox", column: column)))
      }
    }
  }

  @Test func aRowThatIsPointedToCannotGo() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    let email = Record(Email.table, id: world.id())
    var party = Record(ActivityParty.table, id: world.id())
    party[ActivityParty.activityid] = email.reference
    let orphan = await store.commit(world.unit { $0.insert(party) })
    #expect(!orphan.isCommitted)
    #expect(try await store.count(Query(ActivityParty.table)) == 0)
    #expect(
      await store.commit(
        world.unit {
          $0.insert(email)
          $0.insert(party)
        }
      ).isCommitted)
    let deletion = world.unit { $0.delete(Email.table, email.id) }
    #expect(!(await store.commit(deletion)).isCommitted)
    #expect(try await store.isCommitted(deletion.id) == false)
    #expect(try await store.row(Email.table, email.id) != nil)
    #expect(
      await store.commit(
        world.unit {
          $0.delete(ActivityParty.table, party.id)
          $0.delete(Email.table, email.id)
        }
      ).isCommitted)
  }

  @Test func aUnitIsRememberedForADay() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    let unit = world.unit { $0.insert(world.queue()) }
    #expect(await store.commit(unit).isCommitted)
    // The same unit again is no second commit: its id is taken.
    #expect(!(await store.commit(unit)).isCommitted)
    world.advance(seconds: 86_399)
    _ = try await store.sweep()
    #expect(try await store.isCommitted(unit.id))
    world.advance(seconds: 2)
    _ = try await store.sweep()
    #expect(try await store.isCommitted(unit.id) == false)
  }

  /// Units that race for one counter: exactly one compare-and-set of each round wins.
  @Test func concurrentUnitsDoNotLoseUpdates() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    let mailbox = world.mailbox()
    #expect(await store.commit(world.unit { $0.insert(mailbox) }).isCommitted)
    let name = Mailbox.noemailcount.definition.name
    for round in 0..<20 {
      let won = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<8 {
          let unit = world.unit {
            $0.update(
              Mailbox.table, mailbox.id, expecting: .cells([name: round == 0 ? .null : round.value]),
              [name: (round + 1).value])
          }
          group.addTask { await store.commit(unit).isCommitted }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(won == 1)
    }
  }
}
