/// One organization's records and ledger. Implemented on SQLite; the engine sees only this.
package protocol RecordStore: Sendable {
  /// One transaction. Once begun it is never cancelled.
  func commit(_ unit: UnitOfWork) async -> CommitOutcome

  /// Resolves `CommitOutcome.unknown`.
  func isCommitted(_ unit: GUID) async throws(SyncFailure) -> Bool

  func rows(_ query: Query) async throws(SyncFailure) -> [Record]

  /// The answers to several questions, as of one moment.
  func rows(_ queries: [Query]) async throws(SyncFailure) -> [[Record]]

  func count(_ query: Query) async throws(SyncFailure) -> Int

  /// The rows that have one of these addresses in a column of format email.
  /// - Parameter addresses: Folded by `AddressFolding`.
  func owners(of addresses: [String]) async throws(SyncFailure) -> [AddressOwner]

  /// Stores bytes under their SHA-256, once, ahead of the commit that refers to them. Answers the hashes in order.
  func put(_ blobs: [Blob]) async throws(SyncFailure) -> [[UInt8]]

  func blob(_ sha256: [UInt8]) async throws(SyncFailure) -> [UInt8]?

  /// Stores a piece of something whose hash nobody knows yet.
  /// - Parameters:
  ///   - piece: At most 1 MiB.
  ///   - number: From 0, without gaps.
  func put(piece: [UInt8], _ number: Int, ofDraft draft: GUID) async throws(SyncFailure)

  /// From now on the pieces of the draft are the blob with this SHA-256.
  func settle(draft: GUID, as sha256: [UInt8]) async throws(SyncFailure)
}

/// Bytes to be stored.
package struct Blob: Hashable, Sendable {
  package let bytes: [UInt8]
  /// Nil where nobody has computed it yet.
  package let sha256: [UInt8]?

  package init(_ bytes: [UInt8], sha256: [UInt8]? = nil) {
    self.bytes = bytes
    self.sha256 = sha256
  }
}

extension RecordStore {
  /// One after another, for stores in which nothing changes in between.
  package func rows(_ queries: [Query]) async throws(SyncFailure) -> [[Record]] {
    var answers: [[Record]] = []
    for query in queries { answers.append(try await rows(query)) }
    return answers
  }

  package func row(_ table: Table, _ id: GUID) async throws(SyncFailure) -> Record? {
    try await rows(Query(table, where: .equal(table.primaryKey, .guid(id)), limit: 1)).first
  }

  package func row(_ reference: Reference?, in schema: Schema) async throws(SyncFailure) -> Record? {
    guard let reference, let table = schema[reference.table] else { return nil }
    return try await row(table, reference.id)
  }
}

/// A row found by one of its addresses.
package struct AddressOwner: Hashable, Sendable {
  package let address: String
  package let owner: Reference
  package let column: String

  package init(address: String, owner: Reference, column: String) {
    self.address = address
    self.owner = owner
    self.column = column
  }
}

/// The form in which addresses are compared.
package enum AddressFolding {
  /// Lower case of the whole address: no server anybody uses tells local parts apart by case, although
  /// RFC 5321 §2.4 allows it, and the original compares without case too.
  package static func fold(_ address: String) -> String {
    foldedASCII(address)
      ?? String(address.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()).lowercased()
  }

  /// Nearly every address; nil for the others.
  private static func foldedASCII(_ address: String) -> String? {
    var address = address
    return address.withUTF8 { bytes -> String? in
      guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
      func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
      var piece = bytes[...]
      while let first = piece.first, isSpace(first) { piece.removeFirst() }
      while let last = piece.last, isSpace(last) { piece.removeLast() }
      return String(unsafeUninitializedCapacity: piece.count) { target in
        for (index, byte) in piece.enumerated() { target[index] = (65...90).contains(byte) ? byte | 0x20 : byte }
        return piece.count
      }
    }
  }
}
