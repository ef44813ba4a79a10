import CRMModel
import Foundation
import Testing

@testable import SQLStore

/// Texts that lie in rows of their own: nobody but the database sees that they do.
@Suite struct LongTextTests {
  @Test func aBodyIsWrittenReadChangedAndDeletedWithItsRow() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    var email = Record(Email.table, id: world.id())
    email[Email.subject] = "One"
    email[Email.description] = String(repeating: "ä", count: 300_000)
    email[Email.safedescription] = "safe"
    #expect(await store.commit(world.unit { $0.insert(email) }).isCommitted)
    func stored() async throws -> Record? { try await store.row(Email.table, email.id) }
    #expect(try await stored()?[Email.description] == email[Email.description])
    #expect(
      try await store.rows(Query(Email.table, where: .all).reading([Email.description.definition])).first?[
        Email.description] == email[Email.description])
    #expect(try await store.count(Query(Email.table, where: Email.safedescription == "safe")) == 1)

    let name = Email.description.definition.name
    let changed = world.unit { $0.update(Email.table, email.id, [name: .text("two"), "subject": .text("Two")]) }
    #expect(await store.commit(changed).isCommitted)
    #expect(try await stored()?[Email.description] == "two")
    #expect(try await stored()?[Email.subject] == "Two")
    let refused = world.unit { $0.update(Email.table, world.id(), [name: .text("nobody's")]) }
    #expect(await store.commit(refused).isCommitted == false)
    #expect(await store.commit(world.unit { $0.update(Email.table, email.id, [name: .null]) }).isCommitted)
    #expect(try await stored()?[Email.description] == nil)
    #expect(try await stored()?[Email.safedescription] == "safe")
    #expect(await store.commit(world.unit { $0.delete(Email.table, email.id, expecting: .exists) }).isCommitted)
    let db = try SQLiteConnection(path: world.path)
    #expect(try db.number("SELECT COUNT(*) FROM ls_longtext") == 0)
  }

  /// The status of an email changes more often than its body, which must not be written again each time.
  @Test func aChangedStatusDoesNotWriteTheBodyAgain() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    var email = Record(Email.table, id: world.id())
    email[Email.description] = String(repeating: "x", count: 4 << 20)
    #expect(await store.commit(world.unit { $0.insert(email) }).isCommitted)
    let db = try SQLiteConnection(path: world.path)
    try db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    #expect(await store.commit(world.unit { $0.update(Email.table, email.id, ["subject": .text("Two")]) }).isCommitted)
    let log = try FileManager.default.attributesOfItem(atPath: world.path + "-wal")[.size] as? Int
    #expect(try #require(log) < 200_000)
  }
}
