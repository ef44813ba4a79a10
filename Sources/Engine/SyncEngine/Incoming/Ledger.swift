import CRMModel

/// Brings the ledger in step with a complete listing of the folder.
struct Ledger {
  static let inbox = "INBOX"

  let store: any RecordStore
  let context: MailboxContext
  let surroundings: Surroundings

  /// What is known about the folder after the listing was written down.
  struct State {
    /// Rows of items now on the server, by remote id.
    var items: [String: Record] = [:]
    var found = 0
  }

  /// Writes new items as pending and the new position in one commit.
  func reconcile(_ listing: MailListing) async throws(SyncFailure) -> State {
    for _ in 0..<Commit.attempts {
      let mailbox = context.mailbox.reference
      let cursor = try await store.rows(
        Query(
          SyncCursor.table,
          where: SyncCursor.mailboxid == mailbox && SyncCursor.folder == Ledger.inbox, limit: 1)
      ).first
      let known = try await store.rows(
        Query(SyncItem.table, where: SyncItem.mailboxid == mailbox && SyncItem.folder == Ledger.inbox))
      var rows = Dictionary(known.map { ($0[SyncItem.remoteid] ?? "", $0) }, uniquingKeysWith: { first, _ in first })
      let present = Set(listing.items.map(\.id))
      var state = State()
      if cursor?[SyncCursor.position] == listing.position {
        state.items = rows.filter { present.contains($0.key) }
        return state
      }
      let now = surroundings.now()
      var unit = UnitOfWork(id: surroundings.newID(), at: now, lease: context.lease)
      for item in listing.items {
        if let row = rows[item.id] {
          // Back again, or at last the only one with its id.
          guard row[SyncItem.state] == .gone || row[SyncItem.decisioncode] == .ambiguousIdentity else { continue }
          var again = row
          again[SyncItem.state] = .pending
          again[SyncItem.decisioncode] = nil
          unit.update(again, from: row)
          rows[item.id] = again
        } else {
          let row = newItem(item, now, isFirstListing: cursor == nil)
          unit.insert(row)
          rows[item.id] = row
          state.found += 1
        }
      }
      for id in listing.ambiguousIDs where rows[id] == nil {
        unit.insert(ambiguous(id, now))
        state.found += 1
      }
      for (id, row) in rows where !present.contains(id) && !listing.ambiguousIDs.contains(id) {
        guard let change = departed(row, now) else { continue }
        unit.update(change, from: row)
      }
      write(listing, cursor, now, into: &unit)
      switch try await Commit.run(unit, store) {
      case .done:
        // Versions changed with the commit: read them again rather than guess.
        let fresh = try await store.rows(
          Query(SyncItem.table, where: SyncItem.mailboxid == mailbox && SyncItem.folder == Ledger.inbox))
        for row in fresh {
          let id = row[SyncItem.remoteid] ?? ""
          if present.contains(id) { state.items[id] = row }
        }
        return state
      case .planAgain: continue
      }
    }
    throw SyncFailure(.conflict, .commitContended, ["mailbox": context.address])
  }

  private func newItem(_ item: RemoteItem, _ now: Instant, isFirstListing: Bool) -> Record {
    var row = Record(SyncItem.table, id: surroundings.newID())
    row[SyncItem.mailboxid] = context.mailbox.reference
    row[SyncItem.folder] = Ledger.inbox
    row.set(SyncItem.remoteid, cutting: item.id)
    row[SyncItem.size] = item.size
    row[SyncItem.state] = .pending
    row[SyncItem.firstseenon] = now
    row[SyncItem.infirstlisting] = isFirstListing
    return row
  }

  /// An id that two messages claim cannot be asked for safely: the wrong one might be deleted.
  private func ambiguous(_ id: String, _ now: Instant) -> Record {
    var row = newItem(RemoteItem(id: id, number: 0, size: 0), now, isFirstListing: false)
    row[SyncItem.state] = .failed
    row[SyncItem.decisioncode] = .ambiguousIdentity
    row[SyncItem.decidedon] = now
    return row
  }

  /// The row of an item that is not on the server any more, or nil where nothing changes: what was decided stays.
  private func departed(_ row: Record, _ now: Instant) -> Record? {
    var change = row
    change[SyncItem.deletionwanted] = false
    switch row[SyncItem.state] {
    case .pending, .failed:
      guard row[SyncItem.decisioncode] != .ambiguousIdentity else { return nil }
      change[SyncItem.state] = .gone
      change[SyncItem.decisioncode] = .goneBeforeRead
      change[SyncItem.decidedon] = now
      return change
    default:
      return row[SyncItem.deletionwanted] == true ? change : nil
    }
  }

  private func write(_ listing: MailListing, _ cursor: Record?, _ now: Instant, into unit: inout UnitOfWork) {
    var row = cursor ?? Record(SyncCursor.table, id: surroundings.newID())
    row[SyncCursor.mailboxid] = context.mailbox.reference
    row[SyncCursor.folder] = Ledger.inbox
    row[SyncCursor.position] = listing.position
    row[SyncCursor.listedon] = now
    if let cursor { unit.update(row, from: cursor) } else { unit.insert(row) }
  }
}
