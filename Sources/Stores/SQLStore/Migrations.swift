import CRMModel

/// A fresh database is made from the definitions; an older one is brought forward by numbered steps. All of it happens
/// in the caller's transaction: a database is of one version or of the other.
enum Migrations {
  /// Brings a database from the number before to its own.
  struct Step: Sendable {
    let number: Int
    let apply: @Sendable (SQLiteConnection) throws -> Void
  }

  /// The number of the first released definitions.
  static let first = 1

  /// Steps from version 2 on, in order. A changed definition without a step fails a test.
  static let steps: [Step] = []

  static func bring(
    _ db: SQLiteConnection, to schema: Schema, _ text: SQLText, steps: [Step] = Migrations.steps
  ) throws {
    let current = steps.last?.number ?? first
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
