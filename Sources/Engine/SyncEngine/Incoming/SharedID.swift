import CRMModel

/// Messages to which the server gave one id, told apart by their order in the listing alone. When one of them leaves nobody
/// knows which of the others is which: all are read again, and their content tells. REL F070
struct SharedID {
  private var base = ""
  private var kept: [(row: Record, place: UInt32)] = []
  private var hasLost = false

  /// The id as the server gave it: a listing adds " #2" to the second. RFC 1939 allows no space in it.
  private static func base(of id: String) -> String { id.firstIndex(of: " ").map { String(id[..<$0]) } ?? id }

  private mutating func turn(to id: String) {
    let base = SharedID.base(of: id)
    guard base != self.base else { return }
    (self.base, kept, hasLost) = (base, [], false)
  }

  /// A row is still in the listing. Rows come in the order of their ids.
  /// - Returns: False if one that shared its id has left.
  mutating func keeps(_ row: Record, _ id: String, _ place: UInt32) -> Bool {
    turn(to: id)
    if !hasLost { kept.append((row, place)) }
    return !hasLost
  }

  /// A row that was kept is to be read again anyway.
  mutating func forget(_ id: String) { kept.removeAll { $0.row[SyncItem.remoteid] == id } }

  /// A row has left the listing.
  /// - Returns: Those that shared its id, with their places, to be read again.
  mutating func lost(_ id: String) -> [(row: Record, place: UInt32)] {
    turn(to: id)
    hasLost = true
    defer { kept = [] }
    return kept
  }
}
