import CRMModel
import SQLStore
import Testing

import class GRDB.Database
import class GRDB.DatabaseQueue

/// What is confirmed is on the disk.
@Suite struct DurabilityTests {
  /// `synchronous` belongs to a connection, so the store's own one is asked: a second one would only tell about itself.
  @Test func theWriterSynchronizesEveryCommit() throws {
    let world = try StoreWorld()
    for _ in 0..<2 {
      let store = try world.open()
      let queue = try #require(
        Mirror(reflecting: store).descendant("core", "queue") as? DatabaseQueue, "the store keeps its writer elsewhere")
      let (level, mode, keys) = try queue.read { db in
        (
          try Int.fetchOne(db, sql: "PRAGMA synchronous"), try String.fetchOne(db, sql: "PRAGMA journal_mode"),
          try Int.fetchOne(db, sql: "PRAGMA foreign_keys")
        )
      }
      #expect(level == 2 && mode == "wal" && keys == 1)
    }
  }
}
