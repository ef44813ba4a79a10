/// Where the contents of a large message go while it arrives, so that none of them is ever in memory as a whole.
package struct ContentSpill: Sendable {
  /// Octets of a message above which it is stored while it arrives.
  package static let messageBytes = 4 << 20

  /// Whether the message is to be stored as it came, too.
  package let keepsRaw: Bool
  /// Octets of the largest content that is wanted; of a larger one only size and hash are.
  package let largestContent: Int
  private let store: (any RecordStore)?
  private let newID: @Sendable () -> GUID

  package init(
    store: any RecordStore, keepsRaw: Bool, largestContent: Int, newID: @escaping @Sendable () -> GUID
  ) {
    self.store = store
    self.keepsRaw = keepsRaw
    self.largestContent = largestContent
    self.newID = newID
  }

  /// For who wants to know of a large message, but not its contents.
  package static let none = ContentSpill()

  private init() {
    keepsRaw = false
    largestContent = -1
    store = nil
    newID = { GUID(high: 0, low: 0) }
  }

  package func draft() -> Draft { Draft(id: newID(), store: store) }

  /// Bytes under a name of their own until their hash is known. A draft that nobody settles is swept like any other
  /// blob that nothing refers to.
  package struct Draft: Sendable {
    /// Octets written at a time.
    private static let pieceBytes = 1 << 20

    fileprivate let id: GUID
    fileprivate let store: (any RecordStore)?
    private var waiting: [UInt8] = []
    private var number = 0

    fileprivate init(id: GUID, store: (any RecordStore)?) {
      self.id = id
      self.store = store
    }

    package mutating func append(_ bytes: [UInt8]) async throws(SyncFailure) {
      waiting += bytes
      while waiting.count >= Draft.pieceBytes { try await write(Draft.pieceBytes) }
    }

    private mutating func write(_ count: Int) async throws(SyncFailure) {
      try await store?.put(piece: Array(waiting.prefix(count)), number, ofDraft: id)
      number += 1
      waiting.removeFirst(count)
    }

    /// Everything was appended, and this is its SHA-256.
    package mutating func settle(as sha256: [UInt8]) async throws(SyncFailure) {
      if !waiting.isEmpty || number == 0 { try await write(waiting.count) }
      try await store?.settle(draft: id, as: sha256)
    }
  }
}
