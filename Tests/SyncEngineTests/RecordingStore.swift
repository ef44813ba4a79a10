import CRMModel
import NIOConcurrencyHelpers

@testable import SyncEngine

/// Passes everything on and keeps the units; what it takes no more, it answers with `refusal`.
final class RecordingStore: RecordStore {
  let store: any RecordStore
  let limit: Int
  let refusal: CommitOutcome?
  let units = NIOLockedValueBox<[UnitOfWork]>([])

  init(_ store: any RecordStore, limit: Int = .max, refusal: CommitOutcome? = nil) {
    self.store = store
    self.limit = limit
    self.refusal = refusal
  }

  func commit(_ unit: UnitOfWork) async -> CommitOutcome {
    let number = units.withLockedValue {
      $0.append(unit)
      return $0.count
    }
    guard number <= limit else { return refusal ?? .refused(.leaseLost(job: unit.id)) }
    return await store.commit(unit)
  }

  func isCommitted(_ unit: GUID) async throws(SyncFailure) -> Bool { try await store.isCommitted(unit) }
  func rows(_ query: Query) async throws(SyncFailure) -> [Record] { try await store.rows(query) }
  func count(_ query: Query) async throws(SyncFailure) -> Int { try await store.count(query) }
  func owners(of addresses: [String]) async throws(SyncFailure) -> [AddressOwner] {
    try await store.owners(of: addresses)
  }
  func put(_ blobs: [Blob]) async throws(SyncFailure) -> [[UInt8]] { try await store.put(blobs) }
  func blob(_ sha256: [UInt8]) async throws(SyncFailure) -> [UInt8]? { try await store.blob(sha256) }
  func put(piece: [UInt8], _ number: Int, ofDraft draft: GUID) async throws(SyncFailure) {
    try await store.put(piece: piece, number, ofDraft: draft)
  }
  func settle(draft: GUID, as sha256: [UInt8]) async throws(SyncFailure) {
    try await store.settle(draft: draft, as: sha256)
  }
}
