package import CRMModel
import Crypto
import Foundation

/// Envelope encryption: every secret has a random data key of its own; the master key wraps the data key. Both are bound
/// to the row and column they belong to, so that a sealed secret copied to another row does not open there.
package struct SecretVault: Sendable {
  let masterKey: MasterKey
  let store: any RecordStore
  let surroundings: Surroundings

  /// The sealed form as a row. The caller puts it into the commit that sets the owner's "password is set".
  func seal(_ secret: Secret, for owner: Reference, column: String) throws(SyncFailure) -> Record {
    var row = Record(StoredSecret.table, id: surroundings.newID())
    row[StoredSecret.owner] = owner
    row[StoredSecret.column] = column
    let dataKey = SymmetricKey(size: .bits256)
    row[StoredSecret.sealed] = try sealed(Array(secret.reveal().utf8), with: dataKey, owner, column)
    row[StoredSecret.wrappedkey] = try sealed(
      dataKey.withUnsafeBytes { [UInt8]($0) }, with: masterKey.current.key, owner, column)
    row[StoredSecret.keyid] = masterKey.current.id
    return row
  }

  package func secret(of owner: Reference, column: String) async throws(SyncFailure) -> Secret? {
    guard let row = try await row(owner, column) else { return nil }
    let bytes = try opened(
      row[StoredSecret.sealed] ?? [], with: try dataKey(of: row, owner, column), owner, column)
    return Secret(String(decoding: bytes, as: UTF8.self))
  }

  func row(_ owner: Reference, _ column: String) async throws(SyncFailure) -> Record? {
    try await store.rows(
      Query(StoredSecret.table, where: StoredSecret.owner == owner && StoredSecret.column == column, limit: 1)
    ).first
  }

  /// Wraps the data keys of all secrets with the current master key. Answers how many were wrapped anew.
  func rewrapAll() async throws(SyncFailure) -> Int {
    let rows = try await store.rows(Query(StoredSecret.table))
    var unit = UnitOfWork(id: surroundings.newID(), at: surroundings.now())
    for row in rows where row[StoredSecret.keyid] != masterKey.current.id {
      guard let owner = row[StoredSecret.owner], let column = row[StoredSecret.column] else { continue }
      let key = try dataKey(of: row, owner, column)
      var wrapped = row
      wrapped[StoredSecret.wrappedkey] = try sealed(
        key.withUnsafeBytes { [UInt8]($0) }, with: masterKey.current.key, owner, column)
      wrapped[StoredSecret.keyid] = masterKey.current.id
      unit.update(wrapped, from: row)
    }
    try await store.mustCommit(unit)
    return unit.changes.count
  }

  private func dataKey(of row: Record, _ owner: Reference, _ column: String) throws(SyncFailure) -> SymmetricKey {
    guard let master = masterKey.key(row[StoredSecret.keyid] ?? "") else {
      throw SyncFailure(.configuration, .secretSealedByOtherKey, ["owner": owner.table])
    }
    return SymmetricKey(data: try opened(row[StoredSecret.wrappedkey] ?? [], with: master.key, owner, column))
  }

  private func binding(_ owner: Reference, _ column: String) -> Data {
    Data("\(owner.table)/\(owner.id)/\(column)".utf8)
  }

  private func sealed(_ bytes: [UInt8], with key: SymmetricKey, _ owner: Reference, _ column: String)
    throws(SyncFailure) -> [UInt8]
  {
    guard
      let box = try? AES.GCM.seal(bytes, using: key, authenticating: binding(owner, column)),
      let combined = box.combined
    else { throw SyncFailure(.configuration, .secretUnreadable, ["owner": owner.table]) }
    return Array(combined)
  }

  private func opened(_ bytes: [UInt8], with key: SymmetricKey, _ owner: Reference, _ column: String)
    throws(SyncFailure) -> [UInt8]
  {
    guard let box = try? AES.GCM.SealedBox(combined: bytes),
      let plain = try? AES.GCM.open(box, using: key, authenticating: binding(owner, column))
    else { throw SyncFailure(.configuration, .secretUnreadable, ["owner": owner.table]) }
    return Array(plain)
  }
}

extension RecordStore {
  /// For commands of people: one unit, and a clear error where it cannot be done.
  func mustCommit(_ unit: UnitOfWork) async throws(SyncFailure) {
    guard !unit.changes.isEmpty else { return }
    switch await commit(unit) {
    case .committed: return
    case .refused(.duplicate(let table, let columns)):
      throw SyncFailure(.conflict, .rowExists, ["table": table, "column": columns.joined(separator: ", ")])
    case .refused(.invalid(let table, let column)):
      throw SyncFailure(.configuration, .valueInvalid, ["table": table, "column": column])
    case .refused: throw SyncFailure(.conflict, .rowChanged)
    case .unknown(let failure):
      if try await isCommitted(unit.id) { return }
      throw failure
    }
  }
}
