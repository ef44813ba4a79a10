import CRMModel

/// Commits a unit and resolves what stays unknown.
enum Commit {
  /// How often a refused unit is planned again before the pass gives up.
  static let attempts = 5

  enum Answer {
    /// The highest row version the unit gave out, unless the answer to the commit was lost.
    case done(version: Int?)
    /// Somebody else changed what the plan stood on.
    case planAgain
  }

  /// - Throws: `.conflict` when the lease is lost, `.item` when a value breaks the schema, else the store's failure.
  static func run(_ unit: UnitOfWork, _ store: any RecordStore) async throws(SyncFailure) -> Answer {
    guard !unit.changes.isEmpty else { return .done(version: nil) }
    switch await store.commit(unit) {
    case .committed(let version): return .done(version: version)
    case .refused(.leaseLost): throw SyncFailure(.conflict, .leaseLost)
    case .refused(.invalid(let table, let column)):
      throw SyncFailure(.item, .valueInvalid, ["table": table, "column": column])
    case .refused: return .planAgain
    case .unknown(let failure):
      if try await store.isCommitted(unit.id) { return .done(version: nil) }
      throw failure
    }
  }
}
