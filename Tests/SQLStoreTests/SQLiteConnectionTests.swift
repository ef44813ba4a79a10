import CRMModel
import Testing

@testable import SQLStore

extension SQLiteConnection {
  /// The first column of every row, as text.
  func texts(_ sql: String) throws(SQLiteError) -> [String] {
    let statement = try statement(sql)
    defer { statement.reset() }
    var texts: [String] = []
    while try statement.step() { texts.append(statement.text(0) ?? "") }
    return texts
  }
}

@Suite struct SQLiteConnectionTests {
  @Test func everyKindOfValueComesBack() throws {
    let db = try SQLiteConnection(path: ":memory:")
    try db.execute("CREATE TABLE t (a INTEGER, b TEXT, c BLOB, d BLOB, e BLOB, f TEXT) STRICT")
    let id = GUID(high: 0x0102_0304_0506_0708, low: 0xF1F2_F3F4_F5F6_F7F8)
    let values: [Value] = [
      .integer(.min), .text("a\u{0}é日\u{1F600}"), .bytes([0, 255]), .guid(id), .bytes([]), .text(""),
    ]
    try db.run("INSERT INTO t VALUES ($1, $2, $3, $4, $5, $6)", values)
    let row = try db.statement("SELECT * FROM t")
    #expect(try row.step())
    #expect(
      (0..<6).map { row.value($0) } == [values[0], values[1], values[2], .bytes(id.bytes), .bytes([]), .text("")])
    #expect(row.guid(3) == id && row.guid(2) == nil && !row.isNull(4) && row.integer(0) == .min)
    row.reset()
    #expect(try db.number("SELECT length(b) FROM t WHERE f = $1", [.text("")]) == 1)
  }

  @Test func aTransactionThatThrowsLeavesNothing() throws {
    struct Stop: Error {}
    let db = try SQLiteConnection(path: ":memory:")
    try db.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
    #expect(throws: Stop.self) {
      try db.transaction {
        try db.run("INSERT INTO t VALUES ($1)", [1.value])
        throw Stop()
      }
    }
    #expect(try db.number("SELECT COUNT(*) FROM t") == 0)
    try db.transaction { try db.run("INSERT INTO t VALUES ($1)", [1.value]) }
    let error = #expect(throws: SQLiteError.self) {
      try db.transaction { try db.run("INSERT INTO t VALUES ($1)", [1.value]) }
    }
    #expect(error?.code == 19 && error?.extended == 19 | 6 << 8)
    // A statement that failed can be used again.
    try db.transaction { try db.run("INSERT INTO t VALUES ($1)", [2.value]) }
    #expect(try db.number("SELECT COUNT(*) FROM t") == 2)
  }

  @Test func listsNeedFewTexts() {
    #expect((0...9).map { QueryText.padded(Array(0..<$0)).count } == [0, 1, 2, 4, 4, 8, 8, 8, 8, 16])
    #expect(QueryText.padded([1, 2, 3]) == [1, 2, 3, 3])
  }

  @Test func aStatementIsPreparedOnce() throws {
    let db = try SQLiteConnection(path: ":memory:")
    #expect(try db.statement("SELECT 1") === db.statement("SELECT 1"))
    for number in 0..<(SQLiteConnection.maximumStatements + 10) { _ = try db.number("SELECT \(number)") }
    #expect(try db.number("SELECT 1") == 1)
  }
}
