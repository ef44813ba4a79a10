import CRMModel

/// Deletions that an earlier session asked for and that nobody confirmed, as after a broken connection or a refused QUIT.
///
/// The server may have carried some of them out and given their ids to other messages since. What has such an id now is
/// read once more, and is deleted only if it is the message that was stored. REL F070, F071
struct EarlierDeletions {
  let pass: IncomingPass

  /// - Returns: Rows whose message could not be read again: their deletion waits for another session.
  func confirm(_ listing: MailListing.Sorted) async throws(SyncFailure) -> Set<GUID> {
    let wanted = try await pass.store.rows(
      Query(
        SyncItem.table,
        where: SyncItem.mailboxid == pass.context.mailbox.reference && SyncItem.deletionwanted == true
      ).reading([
        SyncItem.remoteid.definition, SyncItem.epoch.definition, SyncItem.contentkey.definition,
        SyncItem.attempts.definition, SyncItem.attemptedon.definition,
      ]))
    guard !wanted.isEmpty else { return [] }
    let items = wanted.compactMap { row in
      listing.item(row[SyncItem.remoteid] ?? "").map { IncomingPass.Item(remote: $0, row: row) }
    }.filter { !$0.remote.isAmbiguous }
    var unconfirmed = Set(items.map(\.row.id))
    for batch in IncomingPass.batches(items, pass.context.limits) {
      let marked = try await pass.markAttempt(batch)
      var found: [String: Result<IncomingMail, SyncFailure>] = [:]
      for fetched in try await pass.fetch(marked) { found[fetched.item.id] = fetched.mail }
      var replaced: [IncomingPass.Item] = []
      for item in marked {
        switch found[item.remote.id] {
        case nil: break
        case .success(let mail) where !mail.contentKey.isEmpty && mail.contentKey == item.row[SyncItem.contentkey]:
          unconfirmed.remove(item.row.id)
        case .failure(let failure) where failure.kind != .item: break
        default: replaced.append(item)
        }
      }
      try await replace(replaced)
    }
    return unconfirmed
  }

  /// The message is gone, and another has its id.
  private func replace(_ items: [IncomingPass.Item]) async throws(SyncFailure) {
    var unit = UnitOfWork(id: pass.surroundings.newID(), at: pass.surroundings.now(), lease: pass.context.lease)
    for item in items {
      unit.update(
        SyncItem.table, item.row.id,
        [SyncItem.deletionwanted.definition.name: false.value, SyncItem.ispresent.definition.name: false.value])
      unit.insert(
        Ledger.row(
          item.remote, of: pass.context.mailbox.reference, epoch: (item.row[SyncItem.epoch] ?? 0) + 1, unit.at,
          isFirstListing: false, pass.surroundings))
    }
    _ = try await Commit.run(unit, pass.store)
  }
}
