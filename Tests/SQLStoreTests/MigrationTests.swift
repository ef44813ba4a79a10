import CRMModel
import Foundation
@testable import SQLStore
import Testing

/// How a database of an earlier version is brought forward, tried with steps that no release has.
@Suite struct MigrationTests {
  private enum Extra {
    static let id = Column<GUID>("ls_extraid", .uniqueIdentifier, required: .system, "Extra", "追加")
    static let note = Column<String>("note", .text(max: 100), "Note", "メモ")
    static let table = Table(
      "ls_extra", "Extra", "追加", ownership: .sync, primaryKey: id, columns: [id.definition, note.definition],
      indexed: [["note"]])
  }

  private struct Broken: Error {}

  private static let text = SQLText(.sqlite)
  private static let later = Schema(Schema.organization.tables + [Extra.table])

  /// The artificial version 2: a table more, filled from rows that version 1 has.
  private static let second = Migrations.Step(number: 2) { db in
    for statement in text.creation(of: Schema([Extra.table])) where statement.contains("ls_extra") {
      try db.execute(statement)
    }
    try db.execute(
      "INSERT INTO ls_extra (ls_extraid, note, versionnumber) SELECT contactid, fullname, versionnumber FROM contact")
  }

  /// The artificial version 3 changes what rows say.
  private static let third = Migrations.Step(number: 3) { db in
    try db.execute("UPDATE ls_extra SET note = note || '!'")
  }

  /// A database as version 1 made it, from the dump of its definitions, with a row in it.
  private func released(_ world: StoreWorld) throws -> SQLiteConnection {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Facts/schema-1.sql")
    let dump = try String(contentsOf: file, encoding: .utf8)
    let organization = try #require(dump.components(separatedBy: "-- configuration\n").first)
    let db = try SQLiteConnection(path: world.path)
    for statement in organization.components(separatedBy: ";\n") {
      let lines = statement.split(separator: "\n").filter { !$0.hasPrefix("--") }
      if !lines.isEmpty { try db.execute(lines.joined(separator: "\n")) }
    }
    try db.run(Self.text.setMeta, [.text("schema"), .text("1")])
    try db.run(
      "INSERT INTO contact (contactid, fullname, versionnumber) VALUES ($1, $2, $3)",
      [.guid(world.id()), .text("Carl"), .integer(1)])
    return db
  }

  private func bring(_ db: SQLiteConnection, _ schema: Schema, _ steps: [Migrations.Step]) throws {
    try db.transaction { try Migrations.bring(db, to: schema, Self.text, steps: steps) }
  }

  private func version(of db: SQLiteConnection) throws -> Int? {
    try db.number(Self.text.findMeta, [.text("schema")])
  }

  /// Tables with their columns, keys and indexes as the database tells them, whatever statement made them.
  private func structure(of db: SQLiteConnection) throws -> [String] {
    try db.texts(
      """
      SELECT t.name || ' strict ' || t.strict || ' ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk
        || ' ' || COALESCE(c.dflt_value, '') FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS c
        WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite%'
      UNION ALL
      SELECT t.name || ' index ' || i."unique" || ' ' || (SELECT group_concat(name) FROM pragma_index_info(i.name))
        FROM pragma_table_list AS t, pragma_index_list(t.name) AS i WHERE t.schema = 'main'
      UNION ALL
      SELECT t.name || ' foreign ' || f."from" || ' ' || f."table" || ' ' || COALESCE(f."to", '')
        FROM pragma_table_list AS t, pragma_foreign_key_list(t.name) AS f WHERE t.schema = 'main'
      """
    ).sorted()
  }

  @Test func aReleasedDatabaseBecomesWhatAFreshOneIs() throws {
    let (old, fresh) = (try StoreWorld(), try StoreWorld())
    let db = try released(old)
    try bring(db, Self.later, [Self.second])
    #expect(try version(of: db) == 2)
    #expect(try db.texts("SELECT fullname FROM contact") == ["Carl"])
    #expect(try db.texts("SELECT note FROM ls_extra") == ["Carl"])
    let made = try SQLiteConnection(path: fresh.path)
    try bring(made, Self.later, [Self.second])
    #expect(try version(of: made) == 2)
    #expect(try structure(of: db) == structure(of: made))
    // A step that forgets something is found out by the same comparison.
    let forgetful = try StoreWorld()
    let other = try released(forgetful)
    try bring(other, Self.later, [Migrations.Step(number: 2) { _ in }])
    #expect(try structure(of: other) != structure(of: made))
  }

  @Test func theReleasedDumpIsWhatThisVersionOpens() async throws {
    let world = try StoreWorld()
    do { _ = try released(world) }
    let store = try world.open()
    #expect(try await store.rows(Query(Contact.table)).compactMap { $0[Contact.fullname] } == ["Carl"])
    #expect(await store.commit(world.unit { $0.insert(world.contact("new@example.com")) }).isCommitted)
  }

  @Test func stepsRunInOrderAndOnce() throws {
    let world = try StoreWorld()
    let db = try released(world)
    try bring(db, Self.later, [Self.second, Self.third])
    #expect(try version(of: db) == 3)
    #expect(try db.texts("SELECT note FROM ls_extra") == ["Carl!"])
    try bring(db, Self.later, [Self.second, Self.third])
    #expect(try db.texts("SELECT note FROM ls_extra") == ["Carl!"])
  }

  @Test func aStepThatFailsLeavesTheEarlierVersion() throws {
    let world = try StoreWorld()
    let db = try released(world)
    let before = try structure(of: db)
    let broken = Migrations.Step(number: 3) { _ in throw Broken() }
    #expect(throws: Broken.self) { try bring(db, Self.later, [Self.second, broken]) }
    #expect(try version(of: db) == 1)
    #expect(try structure(of: db) == before)
    try bring(db, Self.later, [Self.second, Self.third])
    #expect(try version(of: db) == 3)
  }

  @Test func whatALaterVersionMadeIsRefusedByTheEarlierOne() throws {
    let world = try StoreWorld()
    let db = try SQLiteConnection(path: world.path)
    try bring(db, Self.later, [Self.second])
    let failure = #expect(throws: SyncFailure.self) { try bring(db, .organization, []) }
    #expect(failure?.message == Message(.storeIsNewer, ["found": "2", "known": "1"]))
    #expect(throws: SyncFailure.self) { _ = try world.open() }
  }

  @Test func theNumbersOfTheStepsGrow() {
    let numbers = [Migrations.first] + Migrations.steps.map(\.number)
    #expect(numbers == Array(Migrations.first..<(Migrations.first + numbers.count)))
  }
}
