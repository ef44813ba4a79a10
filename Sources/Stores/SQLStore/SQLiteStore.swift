package import CRMModel
internal import NIOConcurrencyHelpers

/// `RecordStore` on one SQLite file: the synchronous core on a thread of its own.
package final class SQLiteStore: RecordStore, @unchecked Sendable {
  // Used on `thread` only.
  private let core: SQLiteCore
  private let thread = OwnedThread(name: "store")
  private let now: @Sendable () -> Instant
  private let waiting = NIOLockedValueBox<[(UnitOfWork, CheckedContinuation<CommitOutcome, Never>)]>([])
  /// Units in one transaction at most.
  static let unitsPerSync = 32

  /// Opens or creates the database at `path`.
  /// - Parameter observe: Told every SQL text that is run.
  package init(
    path: String, schema: Schema, now: @escaping @Sendable () -> Instant, observe: (@Sendable (String) -> Void)? = nil
  ) throws(SyncFailure) {
    core = try SQLiteCore(path: path, schema: schema, observe: observe)
    self.now = now
  }

  deinit { thread.stop() }

  /// Units that are waiting when the thread comes to them share a sync.
  package func commit(_ unit: UnitOfWork) async -> CommitOutcome {
    await withCheckedContinuation { continuation in
      waiting.withLockedValue { $0.append((unit, continuation)) }
      thread.perform { [self] in commitWaiting() }
    }
  }

  private func commitWaiting() {
    let taken = waiting.withLockedValue { waiting in
      let taken = Array(waiting.prefix(SQLiteStore.unitsPerSync))
      waiting.removeFirst(taken.count)
      return taken
    }
    for (entry, outcome) in zip(taken, core.commit(taken.map(\.0))) { entry.1.resume(returning: outcome) }
  }

  package func isCommitted(_ unit: GUID) async throws(SyncFailure) -> Bool {
    try await answer { core throws(SyncFailure) in try core.isCommitted(unit) }
  }

  package func rows(_ query: Query) async throws(SyncFailure) -> [Record] {
    try await answer { core throws(SyncFailure) in try core.rows(query) }
  }

  package func rows(_ queries: [Query]) async throws(SyncFailure) -> [[Record]] {
    try await answer { core throws(SyncFailure) in try core.rows(queries) }
  }

  package func count(_ query: Query) async throws(SyncFailure) -> Int {
    try await answer { core throws(SyncFailure) in try core.count(query) }
  }

  package func owners(of addresses: [String]) async throws(SyncFailure) -> [AddressOwner] {
    try await answer { core throws(SyncFailure) in try core.owners(of: addresses) }
  }

  package func put(_ blobs: [Blob]) async throws(SyncFailure) -> [[UInt8]] {
    let at = now()
    return try await answer { core throws(SyncFailure) in try core.put(blobs, at: at) }
  }

  package func blob(_ sha256: [UInt8]) async throws(SyncFailure) -> [UInt8]? {
    try await answer { core throws(SyncFailure) in try core.blob(sha256) }
  }

  package func put(piece: [UInt8], _ number: Int, ofDraft draft: GUID) async throws(SyncFailure) {
    let at = now()
    try await answer { core throws(SyncFailure) in try core.put(piece: piece, number, ofDraft: draft, at: at) }
  }

  package func settle(draft: GUID, as sha256: [UInt8]) async throws(SyncFailure) {
    let at = now()
    var number = 0
    while try await settle(piece: number, draft, sha256, at) { number += 1 }
  }

  private func settle(piece number: Int, _ draft: GUID, _ sha256: [UInt8], _ at: Instant) async throws(SyncFailure)
    -> Bool
  {
    try await answer { core throws(SyncFailure) in
      try core.settle(piece: number, ofDraft: draft, as: sha256, at: at)
    }
  }

  /// Makes durable what an earlier process left behind: for whoever has the data folder, before anything is built on it.
  package func renewLog() async throws(SyncFailure) {
    try await answer { core throws(SyncFailure) in try core.renewLog() }
  }

  package func begin(_ epoch: RestoreEpoch) async throws(SyncFailure) {
    try await answer { core throws(SyncFailure) in try core.begin(epoch) }
  }

  /// Removes blobs that nothing refers to; answers how many.
  package func sweep() async throws(SyncFailure) -> Int {
    let at = now()
    var removed = 0
    var last: [UInt8]? = []
    while let place = last, !Task.isCancelled {
      let slice = try await answer { core throws(SyncFailure) in try core.sweep(at: at, after: place) }
      removed += slice.removed
      last = slice.next
    }
    return removed
  }

  private func answer<Answer: Sendable>(
    _ body: @escaping @Sendable (SQLiteCore) throws(SyncFailure) -> Answer
  ) async throws(SyncFailure) -> Answer {
    let result = await thread.run { [core] () -> Result<Answer, SyncFailure> in
      do throws(SyncFailure) {
        return .success(try body(core))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
