import CRMModel
import SQLStore
import Testing

/// Questions to the store, compared with the same question answered in memory.
@Suite struct QueryTests {
  private func matches(_ predicate: Predicate, _ row: Record) -> Bool {
    switch predicate {
    case .all: return true
    case .equal(let column, let value): return row[column] == value
    case .among(let column, let values): return !row[column].isNull && values.contains(row[column])
    case .null(let column): return row[column].isNull
    case .less(let column, let value):
      guard case .integer(let left) = row[column], case .integer(let right) = value else { return false }
      return left < right
    case .greater(let column, let value):
      switch (row[column], value) {
      case (.integer(let left), .integer(let right)): return left > right
      case (.text(let left), .text(let right)): return right.utf8.lexicographicallyPrecedes(left.utf8)
      default: return false
      }
    case .atLeast(let column, let value):
      guard case .integer(let left) = row[column], case .integer(let right) = value else { return false }
      return left >= right
    case .not(let inner): return !matches(inner, row)
    case .and(let parts): return parts.allSatisfy { matches($0, row) }
    case .or(let parts): return parts.contains { matches($0, row) }
    }
  }

  /// Rows whose columns are never null, so that SQL's third truth value does not differ from the model.
  private func world() async throws -> (StoreWorld, SQLiteStore, [Record]) {
    let world = try StoreWorld()
    let store = try world.open()
    let mailbox = world.mailbox()
    var items: [Record] = []
    for number in 0..<40 {
      var item = Record(SyncItem.table, id: world.id())
      item[SyncItem.mailboxid] = mailbox.reference
      item[SyncItem.folder] = number % 3 == 0 ? "INBOX" : "Ordner ä"
      item[SyncItem.remoteid] = "id-\(number)"
      item[SyncItem.size] = number * 100
      item[SyncItem.state] = SyncItem.State.allCases[number % 6]
      item[SyncItem.contentkey] = [UInt8(number % 4)]
      items.append(item)
    }
    let all = items
    #expect(
      await store.commit(
        world.unit { unit in
          unit.insert(mailbox)
          all.forEach { unit.insert($0) }
        }
      ).isCommitted)
    return (world, store, try await store.rows(Query(SyncItem.table)))
  }

  @Test func everyPredicateMeansWhatItSays() async throws {
    let (world, store, all) = try await world()
    #expect(all.count == 40)
    let mailbox = all[0]["mailboxid"]
    let leaves: [Predicate] = [
      .all, SyncItem.folder == "INBOX", SyncItem.folder == "nowhere", SyncItem.size < 1000, SyncItem.size >= 1000,
      SyncItem.state.among([.pending, .gone]), .among("state", []), SyncItem.evidence.isNull, SyncItem.size.isNull,
      .equal("evidence", .null), .equal("size", .null), .equal("mailboxid", mailbox),
      .equal("mailboxid", .reference(Reference("mailbox", world.id()))), .equal("contentkey", .bytes([2])),
      .among("syncitemid", all.prefix(3).map { .guid($0.id) }), .and([]), .or([]),
    ]
    var random = SeededNumbers(seed: 11)
    var questions = leaves
    for _ in 0..<150 {
      var predicate = random.pick(leaves)
      for _ in 0..<random.number(below: 4) {
        switch random.number(below: 3) {
        case 0: predicate = .not(predicate)
        case 1: predicate = predicate && random.pick(leaves)
        default: predicate = random.pick(leaves) || predicate
        }
      }
      questions.append(predicate)
    }
    for predicate in questions {
      let expected = Set(all.filter { matches(predicate, $0) })
      #expect(Set(try await store.rows(Query(SyncItem.table, where: predicate))) == expected, "\(predicate)")
      #expect(try await store.count(Query(SyncItem.table, where: predicate)) == expected.count)
    }
  }

  @Test func orderAndLimitHold() async throws {
    let (_, store, all) = try await world()
    let query = Query(SyncItem.table, limit: 7).ordered(by: SyncItem.folder).ordered(
      by: SyncItem.size, descending: true)
    let rows = try await store.rows(query)
    let expected = all.sorted {
      ($0[SyncItem.folder] ?? "", -($0[SyncItem.size] ?? 0)) < ($1[SyncItem.folder] ?? "", -($1[SyncItem.size] ?? 0))
    }
    #expect(rows == Array(expected.prefix(7)))
    #expect(try await store.rows(Query(SyncItem.table, limit: 0)).isEmpty)
  }

  /// Quotes and semicolons are text, wherever they stand.
  @Test func valuesAreNeverPartOfTheSQL() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    let evil = "'; DROP TABLE contact; --\""
    #expect(await store.commit(world.unit { $0.insert(world.contact(evil, evil)) }).isCommitted)
    #expect(try await store.count(Query(Contact.table, where: Contact.fullname == evil)) == 1)
    #expect(try await store.owners(of: [AddressFolding.fold(evil)]).count == 1)
    #expect(world.texts.allSatisfy { !$0.contains("DROP") })
  }

  @Test func ownersAreFoundByAnyOfTheirAddresses() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    var contact = world.contact("Ann@Example.com")
    contact[Contact.emailaddress2] = "ann@home.example"
    contact[Contact.emailaddress3] = " "
    var queue = world.queue()
    queue[Queue.emailaddress] = "ann@example.com"
    let rows = [contact, queue]
    #expect(await store.commit(world.unit { unit in rows.forEach { unit.insert($0) } }).isCommitted)
    #expect(
      Set(try await store.owners(of: ["ann@example.com", "nobody@example.com"])) == [
        AddressOwner(address: "ann@example.com", owner: contact.reference, column: "emailaddress1"),
        AddressOwner(address: "ann@example.com", owner: queue.reference, column: "emailaddress"),
      ])
    #expect(try await store.owners(of: ["ann@home.example"]).map(\.column) == ["emailaddress2"])
    #expect(try await store.owners(of: []).isEmpty)
    #expect(try await store.owners(of: [""]).isEmpty)
    // A changed address replaces the old one and leaves the other columns alone.
    #expect(
      await store.commit(
        world.unit { $0.update(Contact.table, contact.id, ["emailaddress1": "NEW@example.com".value]) }
      ).isCommitted)
    #expect(try await store.owners(of: ["ann@example.com"]).map(\.owner) == [queue.reference])
    #expect(try await store.owners(of: ["new@example.com", "ann@home.example"]).count == 2)
    // Another cell leaves them alone.
    #expect(
      await store.commit(world.unit { $0.update(Contact.table, contact.id, ["fullname": "Ann".value]) }).isCommitted)
    #expect(try await store.owners(of: ["new@example.com"]).count == 1)
    let many = (0..<2000).map { "nobody\($0)@example.com" } + ["new@example.com"]
    #expect(try await store.owners(of: many).count == 1)
  }
}

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func number(below limit: Int) -> Int { Int(next() % UInt64(limit)) }

  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[number(below: choices.count)] }
}
