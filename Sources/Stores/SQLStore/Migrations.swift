import CRMModel

/// A fresh database is made from the definitions; an older one is brought forward by numbered steps.
enum Migrations {
  /// The number of the newest step. A changed definition without a step fails a test.
  static let current = 1

  private struct Step: Sendable {
    let number: Int
    let apply: @Sendable (SQLiteConnection) throws -> Void
  }

  /// Steps from version 1 on; each brings a database from the number before to its own.
  private static let steps: [Step] = []

  static func bring(_ db: SQLiteConnection, to schema: Schema, _ text: SQLText) throws {
    guard try db.number("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'ls_meta'") != nil else {
      for statement in text.creation(of: schema) { try db.execute(statement) }
      try db.run(text.setMeta, [.text("schema"), .text(String(current))])
      return
    }
    let found = try db.number(text.findMeta, [.text("schema")]) ?? 0
    guard found <= current else {
      throw SyncFailure(
        .configuration, .storeIsNewer, ["found": String(found), "known": String(current)])
    }
    for step in steps where step.number > found {
      try step.apply(db)
      try db.run(text.setMeta, [.text("schema"), .text(String(step.number))])
    }
  }
}
