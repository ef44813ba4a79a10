import CRMModel
import Foundation
@testable import SQLStore
import Testing

/// Opening, reopening and refusing to open.
@Suite struct OpeningTests {
  @Test func everythingIsThereAfterReopening() async throws {
    let world = try StoreWorld()
    let contact = world.contact("kept@example.com")
    let unit = world.unit { $0.insert(contact) }
    var before: [Set<CRMModel.Record>] = []
    var hash: [UInt8] = []
    do {
      let store = try world.open()
      #expect(await store.commit(unit).isCommitted)
      hash = try await store.put([Blob([1, 2, 3])])[0]
      before = try await store.everything(.organization)
    }
    let store = try world.open()
    #expect(try await store.everything(.organization) == before)
    #expect(try await store.isCommitted(unit.id))
    #expect(try await store.blob(hash) == [1, 2, 3])
    #expect(try await store.owners(of: ["kept@example.com"]).count == 1)
    let outcome = await store.commit(world.unit { $0.insert(world.queue()) })
    let highest = before.joined().map(\.version).max() ?? 0
    guard case .committed(let version) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(version > highest)
  }

  @Test func aNewerDatabaseIsRefused() throws {
    let world = try StoreWorld()
    _ = try world.open()
    try SQLiteConnection(path: world.path).execute("UPDATE ls_meta SET value = '999' WHERE name = 'schema'")
    let failure = #expect(throws: SyncFailure.self) { _ = try world.open() }
    #expect(failure?.message.code == .storeIsNewer && failure?.kind == .configuration)
    #expect(failure?.message.parameters["found"] == "999")
  }

  @Test func aFileThatIsNoDatabaseIsRefused() throws {
    let world = try StoreWorld()
    try Data(repeating: 0x58, count: 10_000).write(to: URL(fileURLWithPath: world.path))
    let failure = #expect(throws: SyncFailure.self) { _ = try world.open() }
    #expect(failure?.message.code == .storeDamaged && failure?.kind == .configuration)
    // It is left as it was.
    #expect(try Data(contentsOf: URL(fileURLWithPath: world.path)) == Data(repeating: 0x58, count: 10_000))
  }

  @Test func aFolderThatIsMissingIsAFailureNotATrap() throws {
    #expect(throws: SyncFailure.self) {
      _ = try SQLiteStore(path: "/nonexistent/folder/x.sqlite", schema: .organization, now: { Instant(seconds: 0) })
    }
  }

  @Test(arguments: [false, true]) func everyTableIsStrictAndForeignKeysHold(isConfiguration: Bool) throws {
    let world = try StoreWorld()
    let schema = isConfiguration ? Schema.configuration : .organization
    let store = try world.open(schema)
    withExtendedLifetime(store) {}
    let db = try SQLiteConnection(path: world.path)
    let all = "FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%'"
    #expect(try db.texts("SELECT name \(all)").count == schema.tables.count + 7)
    #expect(try db.texts("SELECT name \(all) AND strict = 0").isEmpty)
    for table in schema.tables {
      let keys = try db.texts("SELECT \"from\" FROM pragma_foreign_key_list('\(table.name)')")
      #expect(Set(keys) == Set(table.foreignKeys), "foreign keys of \(table.name)")
    }
    #expect(try db.texts("PRAGMA journal_mode") == ["wal"])
  }

  /// A database of version 1 must stay what it was: a changed definition needs a new number and a step that brings
  /// older databases forward, and then this file gets a successor.
  @Test func theDefinitionsOfVersion1AreUnchanged() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Facts/schema-1.sql")
    let committed = try String(contentsOf: file, encoding: .utf8)
    #expect(OpeningTests.definitions == committed, "the schema changed without a migration step")
  }

  static var definitions: String {
    var text = ""
    for (name, schema) in [("organization", Schema.organization), ("configuration", Schema.configuration)] {
      text += "-- \(name)\n"
      for statement in SQLText(.sqlite).creation(of: schema) { text += statement + ";\n" }
    }
    return text
  }

  /// What the definitions make, as the database tells it, is what a database brought forward must tell as well.
  @Test func aFreshDatabaseHasTheDefinedTables() throws {
    let world = try StoreWorld()
    _ = try world.open()
    let found = try SQLiteConnection(path: world.path).texts("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
    let defined = SQLText(.sqlite).creation(of: .organization).filter { $0.hasPrefix("CREATE") }
    #expect(Set(found) == Set(defined))
  }
}
