import CRMModel
import Testing

@testable import SQLStore

/// What is confirmed is on the disk.
@Suite struct DurabilityTests {
  /// `synchronous` belongs to a connection, so the store's own one is asked: a second one would only tell about itself.
  @Test func theWriterSynchronizesEveryCommit() throws {
    let world = try StoreWorld()
    for _ in 0..<2 {
      let store = try world.open()
      let writer = try #require(
        Mirror(reflecting: store).descendant("core", "connection") as? SQLiteConnection,
        "the store keeps its writer elsewhere")
      let level = try writer.number("PRAGMA synchronous")
      let keys = try writer.number("PRAGMA foreign_keys")
      let mode = try writer.texts("PRAGMA journal_mode").first
      #expect(level == 2 && mode == "wal" && keys == 1)
    }
  }
}
