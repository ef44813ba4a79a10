import CRMModel
import SQLStore

/// The synchronous store on the thread of the simulation. Before and after each call anything may happen.
final class SimulatedStore: RecordStore, @unchecked Sendable {
  private let core: SQLiteCore
  private let node: Node

  init(core: SQLiteCore, node: Node) {
    self.core = core
    self.node = node
  }

  func commit(_ unit: UnitOfWork) async -> CommitOutcome {
    do throws(SyncFailure) {
      let outcome = try await call("commit") { (core) throws(SyncFailure) in
        let outcome = core.commit(unit)
        if case .committed = outcome {
          self.node.world.lastCommitted = unit.id
          if unit.allowsDot { self.node.world.allowedDot(self.node) }
        }
        return outcome
      }
      return outcome
    } catch {
      return .unknown(error)
    }
  }

  func isCommitted(_ unit: GUID) async throws(SyncFailure) -> Bool {
    try await call("ask for a unit") { (core) throws(SyncFailure) in try core.isCommitted(unit) }
  }

  func rows(_ query: Query) async throws(SyncFailure) -> [Record] {
    try await call("read") { (core) throws(SyncFailure) in try core.rows(query) }
  }

  func rows(_ queries: [Query]) async throws(SyncFailure) -> [[Record]] {
    try await call("read") { (core) throws(SyncFailure) in try core.rows(queries) }
  }

  func count(_ query: Query) async throws(SyncFailure) -> Int {
    try await call("count") { (core) throws(SyncFailure) in try core.count(query) }
  }

  func owners(of addresses: [String]) async throws(SyncFailure) -> [AddressOwner] {
    try await call("resolve") { (core) throws(SyncFailure) in try core.owners(of: addresses) }
  }

  func put(_ blobs: [Blob]) async throws(SyncFailure) -> [[UInt8]] {
    let now = node.world.scheduler.now
    return try await call("put") { (core) throws(SyncFailure) in try core.put(blobs, at: now) }
  }

  func blob(_ sha256: [UInt8]) async throws(SyncFailure) -> [UInt8]? {
    try await call("blob") { (core) throws(SyncFailure) in try core.blob(sha256) }
  }

  func put(piece: [UInt8], _ number: Int, ofDraft draft: GUID) async throws(SyncFailure) {
    let now = node.world.scheduler.now
    try await call("put a piece") { (core) throws(SyncFailure) in
      try core.put(piece: piece, number, ofDraft: draft, at: now)
    }
  }

  func settle(draft: GUID, as sha256: [UInt8]) async throws(SyncFailure) {
    let now = node.world.scheduler.now
    var number = 0
    var isLeft = true
    while isLeft {
      isLeft = try await call("settle a piece") { (core) throws(SyncFailure) in
        try core.settle(piece: number, ofDraft: draft, as: sha256, at: now)
      }
      number += 1
    }
  }

  private func call<Answer: Sendable>(
    _ what: StaticString, _ body: (SQLiteCore) throws(SyncFailure) -> Answer
  ) async throws(SyncFailure) -> Answer {
    try await node.point()
    let result: Result<Answer, SyncFailure>
    do throws(SyncFailure) {
      result = .success(try body(core))
    } catch {
      result = .failure(error)
    }
    if case .failure(let failure) = result {
      node.world.trace.note(node.world.scheduler.time, "store failed", of: failure.message.code.rawValue)
    } else {
      node.world.note(what, node.number)
    }
    if node.world.disk.didCrash { node.world.crashedInDisk() }
    try await node.point()
    return try result.get()
  }
}

extension UnitOfWork {
  /// Whether this is the permission for the last bytes of a message.
  fileprivate var allowsDot: Bool {
    changes.contains { change in
      guard case .update(let table, _, _, let cells) = change, table.name == SendAttempt.table.name else {
        return false
      }
      return cells[SendAttempt.phase.definition.name] == SendAttempt.Phase.dotImminent.value
    }
  }
}
