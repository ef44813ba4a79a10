import CRMModel

/// Brings the ledger in step with a complete listing of the folder.
///
/// A row stands for one message. An id that left the listing and came back, or came with another size, may stand for
/// another message: it gets a new row in the next epoch, and its content decides whether anything new is in it.
/// REL G13, F070
struct Ledger {
  static let inbox = "INBOX"
  /// Rows read or written at a time, so that a mailbox of a million costs little more memory than its listing.
  static let page = 512

  let store: any RecordStore
  let context: MailboxContext
  let surroundings: Surroundings

  /// What of a row is needed before its message is read.
  private static let columns = [
    SyncItem.remoteid.definition, SyncItem.epoch.definition, SyncItem.size.definition, SyncItem.state.definition,
    SyncItem.decisioncode.definition, SyncItem.attempts.definition, SyncItem.nextattempton.definition,
    SyncItem.firstseenon.definition, SyncItem.infirstlisting.definition, SyncItem.deletionwanted.definition,
  ]

  /// Whether a message may be tried now.
  func hasDue() async throws(SyncFailure) -> Bool { try await !pending(after: nil, limit: 1).isEmpty }

  /// Writes what left as gone, what is new as pending, and with the last of it the new position. An ordinary listing
  /// takes one commit.
  /// - Returns: How many messages were seen for the first time.
  func reconcile(_ listing: MailListing.Sorted) async throws(SyncFailure) -> Int {
    let cursor = try await self.cursor()
    guard cursor?[SyncCursor.position] != listing.position else { return 0 }
    let isFirst = cursor == nil
    var (left, appeared) = try await compare(listing)
    // Also at the first listing: a crash may have come between its rows and the position, and a message may have
    // another size since then.
    let hadDeparted = try await hasDeparted()
    let mayReturn = hadDeparted || !left.isEmpty
    var start = 0
    repeat {
      let end = min(appeared.count, start + Ledger.page)
      let items = appeared[start..<end].map { listing.item(at: Int($0)) }
      let position = end == appeared.count ? listing.position : nil
      try await write(left, items, position, isFirstListing: isFirst, mayReturn: mayReturn)
      left = []
      start = end
    } while start < appeared.count
    return appeared.count
  }

  /// - Parameter position: Of the listing, when this is the last of it. Until then the ledger stands between two
  ///   listings: should the work end here and the server say what it said before the last one, it must not look as
  ///   if nothing had happened.
  private func write(
    _ left: [Record], _ items: [RemoteItem], _ position: [UInt8]?, isFirstListing: Bool, mayReturn: Bool
  ) async throws(SyncFailure) {
    try await planned { unit throws(SyncFailure) in
      depart(left, &unit)
      let epochs = mayReturn ? try await self.epochs(of: items.map(\.id)) : [:]
      for item in items {
        unit.insert(
          Ledger.row(
            item, of: mailbox, epoch: epochs[item.id].map { $0 + 1 } ?? 0, unit.at, isFirstListing: isFirstListing,
            surroundings))
      }
      let cursor = try await self.cursor()
      guard position != nil || cursor?[SyncCursor.position] != nil else { return }
      var row = cursor ?? Record(SyncCursor.table, id: surroundings.newID())
      row[SyncCursor.mailboxid] = mailbox
      row[SyncCursor.folder] = Ledger.inbox
      row[SyncCursor.position] = position
      row[SyncCursor.listedon] = unit.at
      if let cursor { unit.update(row, from: cursor) } else { unit.insert(row) }
    }
  }

  /// Compares the listing with the rows of the last one, both in the order of their ids.
  /// - Returns: Rows of messages that left, a page of them at most, since full pages are marked at once; and the places
  ///   of messages that have no row yet, in the order of the listing.
  private func compare(_ listing: MailListing.Sorted) async throws(SyncFailure) -> (
    left: [Record], appeared: [UInt32]
  ) {
    var appeared: [UInt32] = []
    var left: [Record] = []
    var shared = SharedID()
    var index = 0
    var last: String?
    while true {
      let rows = try await present(after: last)
      last = rows.last?[SyncItem.remoteid]
      for row in rows {
        let id = row[SyncItem.remoteid] ?? ""
        while index < listing.count, MailListing.Sorted.isBefore(listing.id(at: listing.place(index)), id) {
          appeared.append(UInt32(clamping: listing.place(index)))
          index += 1
        }
        guard index < listing.count, listing.id(at: listing.place(index)) == id else {
          left.append(row)
          for (row, place) in shared.lost(id) {
            left.append(row)
            appeared.append(place)
          }
          continue
        }
        let place = listing.place(index)
        index += 1
        guard shared.keeps(row, id, UInt32(clamping: place)) else {
          left.append(row)
          appeared.append(UInt32(clamping: place))
          continue
        }
        // Servers whose sizes are estimates announce another size now and then; reading the message again is all
        // that costs.
        if row[SyncItem.size] != listing.item(at: place).size {
          shared.forget(id)
          left.append(row)
          appeared.append(UInt32(clamping: place))
        }
      }
      if rows.count < Ledger.page { break }
      if left.count >= Ledger.page {
        try await write(left, [], nil, isFirstListing: false, mayReturn: false)
        left = []
      }
    }
    while index < listing.count {
      appeared.append(UInt32(clamping: listing.place(index)))
      index += 1
    }
    return (left, appeared.sorted())
  }

  private func present(after id: String?) async throws(SyncFailure) -> [Record] {
    var predicate =
      SyncItem.mailboxid == mailbox && SyncItem.folder == Ledger.inbox && SyncItem.ispresent == true
    if let id { predicate = predicate && SyncItem.remoteid > id }
    return try await store.rows(
      Query(SyncItem.table, where: predicate, limit: Ledger.page).ordered(by: SyncItem.remoteid)
        .reading(Ledger.columns))
  }

  /// What was decided stays; what was not is gone. A message that left needs no deletion.
  private func depart(_ rows: [Record], _ unit: inout UnitOfWork) {
    for row in rows {
      var cells: [String: Value] = [SyncItem.ispresent.definition.name: false.value]
      if row[SyncItem.deletionwanted] == true { cells[SyncItem.deletionwanted.definition.name] = false.value }
      if row[SyncItem.state] == .pending || row[SyncItem.state] == .failed {
        cells[SyncItem.state.definition.name] = SyncItem.State.gone.value
        cells[SyncItem.decisioncode.definition.name] = DecisionCode.goneBeforeRead.value
        cells[SyncItem.decidedon.definition.name] = unit.at.value
      }
      unit.update(SyncItem.table, row.id, cells)
    }
  }

  private func hasDeparted() async throws(SyncFailure) -> Bool {
    try await !store.rows(
      Query(
        SyncItem.table,
        where: SyncItem.mailboxid == mailbox && SyncItem.folder == Ledger.inbox && SyncItem.ispresent == false, limit: 1
      ).reading([])
    ).isEmpty
  }

  /// The last epoch of each id that ever had a row.
  private func epochs(of ids: [String]) async throws(SyncFailure) -> [String: Int] {
    var epochs: [String: Int] = [:]
    let rows = try await store.rows(
      Query(
        SyncItem.table,
        where: SyncItem.mailboxid == mailbox && SyncItem.folder == Ledger.inbox && SyncItem.remoteid.among(ids)
      ).reading(Ledger.columns))
    for row in rows {
      let id = row[SyncItem.remoteid] ?? ""
      epochs[id] = max(epochs[id] ?? 0, row[SyncItem.epoch] ?? 0)
    }
    return epochs
  }

  /// Pending items of the mailbox that may be tried now, oldest rows first.
  func pending(after id: GUID?, limit: Int) async throws(SyncFailure) -> [Record] {
    var predicate =
      SyncItem.mailboxid == mailbox && SyncItem.state == .pending
      && (SyncItem.nextattempton.isNull || Postponement.isOver(SyncItem.nextattempton, at: surroundings.now()))
    if let id { predicate = predicate && SyncItem.syncitemid > id }
    return try await store.rows(
      Query(SyncItem.table, where: predicate, limit: limit).ordered(by: SyncItem.syncitemid).reading(Ledger.columns))
  }

  func pendingCount() async throws(SyncFailure) -> Int {
    try await store.count(
      Query(SyncItem.table, where: SyncItem.mailboxid == mailbox && SyncItem.state == .pending))
  }

  private var mailbox: Reference { context.mailbox.reference }

  private func cursor() async throws(SyncFailure) -> Record? {
    try await store.rows(Ledger.cursor(of: mailbox)).first
  }

  static func cursor(of mailbox: Reference) -> Query {
    Query(SyncCursor.table, where: SyncCursor.mailboxid == mailbox && SyncCursor.folder == Ledger.inbox, limit: 1)
  }

  /// Plans a unit from fresh reads until it is committed.
  private func planned(_ plan: (inout UnitOfWork) async throws(SyncFailure) -> Void) async throws(SyncFailure) {
    for _ in 0..<Commit.attempts {
      var unit = UnitOfWork(id: surroundings.newID(), at: surroundings.now(), lease: context.lease)
      try await plan(&unit)
      if case .done = try await Commit.run(unit, store) { return }
    }
    throw SyncFailure(.conflict, .commitContended, ["mailbox": context.address])
  }

  static func row(
    _ item: RemoteItem, of mailbox: Reference, epoch: Int, _ now: Instant, isFirstListing: Bool,
    _ surroundings: Surroundings
  ) -> Record {
    var row = Record(SyncItem.table, id: surroundings.newID())
    row[SyncItem.mailboxid] = mailbox
    row[SyncItem.folder] = Ledger.inbox
    row.set(SyncItem.remoteid, cutting: item.id)
    row[SyncItem.epoch] = epoch
    row[SyncItem.ispresent] = true
    row[SyncItem.size] = item.size
    row[SyncItem.state] = .pending
    row[SyncItem.firstseenon] = now
    row[SyncItem.infirstlisting] = isFirstListing
    return row
  }
}
