import CRMModel
import Foundation
import SQLStore
import NIOConcurrencyHelpers

/// A store in a folder of its own, with a clock that stands still unless it is moved.
final class StoreWorld: Sendable {
  let folder: URL
  private let clock = NIOLockedValueBox(Instant(seconds: 1_800_000_000))
  private let counter = NIOLockedValueBox<UInt64>(0)
  private let seen = NIOLockedValueBox<Set<String>>([])

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("lockstep-store-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var path: String { folder.appendingPathComponent("organization.sqlite").path }
  var now: Instant { clock.withLockedValue { $0 } }
  /// Every SQL text the stores of this world ran.
  var texts: Set<String> { seen.withLockedValue { $0 } }

  func advance(seconds: Int) { clock.withLockedValue { $0 = $0.adding(seconds: seconds) } }

  func open(_ schema: Schema = .organization) throws(SyncFailure) -> SQLiteStore {
    try SQLiteStore(
      path: path, schema: schema, now: { [self] in now },
      observe: { [self] text in seen.withLockedValue { _ = $0.insert(text) } })
  }

  func id() -> GUID {
    let number = counter.withLockedValue { value in
      value += 1
      return value
    }
    return GUID(milliseconds: 1_800_000_000_000, random: (0, number))
  }

  func unit(lease: Lease? = nil, _ fill: (inout UnitOfWork) -> Void) -> UnitOfWork {
    var unit = UnitOfWork(id: id(), at: now, lease: lease)
    fill(&unit)
    return unit
  }

  func contact(_ address: String?, _ name: String = "Name") -> Record {
    var row = Record(Contact.table, id: id())
    row[Contact.fullname] = name
    row[Contact.emailaddress1] = address
    return row
  }

  func queue(_ name: String = "Queue") -> Record {
    var row = Record(Queue.table, id: id())
    row[Queue.name] = name
    return row
  }

  func mailbox() -> Record {
    var row = Record(Mailbox.table, id: id())
    row[Mailbox.name] = "Mailbox"
    return row
  }
}

extension CommitOutcome {
  var isCommitted: Bool {
    if case .committed = self { return true }
    return false
  }
}

extension RecordStore {
  /// Every row of every table: what must not change when a unit is refused.
  func everything(_ schema: Schema) async throws -> [Set<Record>] {
    var all: [Set<Record>] = []
    for table in schema.tables { all.append(Set(try await rows(Query(table)))) }
    return all
  }
}
