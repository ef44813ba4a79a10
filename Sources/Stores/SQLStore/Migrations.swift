import CRMModel
import class GRDB.Database

/// A fresh database is made from the definitions; an older one is brought forward by numbered steps.
enum Migrations {
  /// The number of the newest step. A changed definition without a step fails a test.
  static let current = 1

  private struct Step: Sendable {
    let number: Int
    let apply: @Sendable (Database) throws -> Void
  }

  /// Steps from version 1 on; each brings a database from the number before to its own.
  private static let steps: [Step] = []

  static func bring(_ db: Database, to schema: Schema, _ text: SQLText) throws {
    guard try db.tableExists("ls_meta") else {
      for statement in text.creation(of: schema) { try db.execute(sql: statement) }
      try db.execute(sql: text.setMeta, arguments: ["schema", String(current)])
      return
    }
    let found = try String.fetchOne(db, sql: text.findMeta, arguments: ["schema"]).flatMap { Int($0) } ?? 0
    guard found <= current else {
      throw SyncFailure(
        .configuration, .storeIsNewer, ["found": String(found), "known": String(current)])
    }
    for step in steps where step.number > found {
      try step.apply(db)
      try db.execute(sql: text.setMeta, arguments: ["schema", String(step.number)])
    }
  }
}
