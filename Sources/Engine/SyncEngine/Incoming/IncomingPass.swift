package import CRMModel

/// One look at one mailbox: list, write down, fetch, decide, commit, and only then touch the server.
package struct IncomingPass {
  let store: any RecordStore
  let schema: Schema
  let source: any MailSource
  let context: MailboxContext
  let surroundings: Surroundings
  let failpoints: FailpointObserver
  let read: @Sendable ([UInt8]) -> Result<IncomingMail, SyncFailure>

  package init(
    store: any RecordStore, schema: Schema, source: any MailSource, context: MailboxContext,
    surroundings: Surroundings, failpoints: FailpointObserver,
    read: @escaping @Sendable ([UInt8]) -> Result<IncomingMail, SyncFailure>
  ) {
    self.store = store
    self.schema = schema
    self.source = source
    self.context = context
    self.surroundings = surroundings
    self.failpoints = failpoints
    self.read = read
  }

  package func run() async throws(SyncFailure) -> IncomingReport {
    var report = IncomingReport()
    failpoints(.incomingStarted)
    let state = try await PassState.read(self)
    let reconsidered = try await reconsider(state.answers)
    try await TestMessage(pass: self).missing(state.testJob)
    let listed = try await source.list()
    failpoints(.incomingListed)
    let ledger = Ledger(store: store, context: context, surroundings: surroundings)
    let hasPending = state.hasPending || reconsidered
    var hasWork = state.position != listed.position || state.hasDeletions
    if !hasWork, hasPending { hasWork = try await ledger.hasDue() }
    guard hasWork else {
      report.waiting = hasPending ? try await ledger.pendingCount() : 0
      try await source.close()
      failpoints(.incomingFinished)
      return report
    }
    let listing = listed.sorted()
    report.found = try await ledger.reconcile(listing)
    failpoints(.incomingLedgerWritten)
    let unconfirmed = try await EarlierDeletions(pass: self).confirm(listing)
    var work = try await collect(listing, ledger, &report)
    work = try await leaveOutTooLarge(work, &report)
    let batches = IncomingPass.batches(work, context.limits)
    try await process(batches, &report)
    try await deleteProcessed(listing, except: unconfirmed)
    failpoints(.incomingFinished)
    return report
  }

  /// What is read in this cycle, in the order of the listing: others have their turn after `messagesPerCycle`.
  private func collect(_ listing: MailListing.Sorted, _ ledger: Ledger, _ report: inout IncomingReport)
    async throws(SyncFailure)
    -> [Item]
  {
    let limit = context.limits.messagesPerCycle
    var work: [Item] = []
    var last: GUID?
    while work.count < limit {
      let rows = try await ledger.pending(after: last, limit: limit - work.count)
      last = rows.last?.id
      guard !rows.isEmpty else { break }
      let items = rows.compactMap { row in
        listing.item(row[SyncItem.remoteid] ?? "").map { Item(remote: $0, row: row) }
      }
      work += try await leaveOutEarlier(items, &report)
    }
    let waiting = try await ledger.pendingCount() - work.count
    report.waiting += waiting
    report.hasMore = work.count == limit && waiting > 0
    return work.sorted { $0.remote.number < $1.remote.number }
  }

  /// An answer may be read before the message it answers, which lies in another mailbox: it is decided anew when
  /// that message has become an email.
  /// - Returns: Whether any is.
  private func reconsider(_ waiting: [Record]) async throws(SyncFailure) -> Bool {
    guard !waiting.isEmpty else { return false }
    let ids = Set(waiting.compactMap { $0[SyncItem.inreplyto] })
    let stored = Set(
      try await store.rows(Query(Email.table, where: Email.messageid.among(ids.sorted()))).compactMap {
        $0[Email.messageid]
      })
    var unit = UnitOfWork(id: surroundings.newID(), at: surroundings.now(), lease: context.lease)
    for row in waiting where stored.contains(row[SyncItem.inreplyto] ?? "") {
      var again = row
      again[SyncItem.state] = .pending
      again[SyncItem.decisioncode] = nil
      again[SyncItem.inreplyto] = nil
      again[SyncItem.attempts] = 0
      unit.update(again, from: row)
    }
    _ = try await Commit.run(unit, store)
    return !unit.changes.isEmpty
  }

  /// A message on the server and its row in the ledger.
  struct Item {
    let remote: RemoteItem
    var row: Record
  }

  static func batches(_ items: [Item], _ limits: DeploymentLimits) -> [[Item]] {
    var batches: [[Item]] = []
    var current: [Item] = []
    var octets = 0
    for item in items {
      if !current.isEmpty, current.count >= limits.batchMessages || octets + item.remote.size > limits.batchOctets {
        batches.append(current)
        current = []
        octets = 0
      }
      current.append(item)
      octets += item.remote.size
    }
    if !current.isEmpty { batches.append(current) }
    return batches
  }

  // MARK: - What is not fetched

  /// At first contact the headers tell which messages are older than the start; the others are fetched whole.
  private func leaveOutEarlier(_ items: [Item], _ report: inout IncomingReport) async throws(SyncFailure) -> [Item] {
    guard let start = context.effectiveStart else { return items }
    let old = items.filter { $0.row[SyncItem.infirstlisting] == true && ($0.row[SyncItem.attempts] ?? 0) == 0 }
    guard !old.isEmpty else { return items }
    var left: Set<String> = []
    for batchStart in stride(from: 0, to: old.count, by: context.limits.batchMessages) {
      let batch = old[batchStart..<min(old.count, batchStart + context.limits.batchMessages)]
      guard let headers = try await source.headers(of: batch.map(\.remote)) else { return items }
      failpoints(.incomingHeadersRead)
      let now = surroundings.now()
      var unit = UnitOfWork(id: surroundings.newID(), at: now, lease: context.lease)
      var leftHere: [String] = []
      for item in batch {
        guard let mail = headers[item.remote] else { continue }
        let received = mail.received ?? item.row[SyncItem.firstseenon] ?? now
        guard received < start else { continue }
        var row = item.row
        ItemOutcome.describe(mail, received, in: &row)
        ItemOutcome.skip(.beforeStart, ["start": start.rfc3339], now, in: &row)
        unit.update(row, from: item.row)
        leftHere.append(item.remote.id)
      }
      guard case .done = try await Commit.run(unit, store) else { continue }
      report.skipped[.beforeStart, default: 0] += leftHere.count
      left.formUnion(leftHere)
    }
    return items.filter { !left.contains($0.remote.id) }
  }

  private func leaveOutTooLarge(_ items: [Item], _ report: inout IncomingReport) async throws(SyncFailure) -> [Item] {
    let limit = context.limits.maximumMessageSize
    guard items.contains(where: { $0.remote.size > limit }) else { return items }
    let now = surroundings.now()
    var unit = UnitOfWork(id: surroundings.newID(), at: now, lease: context.lease)
    for item in items where item.remote.size > limit {
      var row = item.row
      ItemOutcome.skip(
        .tooLarge, ["size": String(item.remote.size), "limit": String(limit)], now, in: &row)
      unit.update(row, from: item.row)
      report.skipped[.tooLarge, default: 0] += 1
    }
    _ = try await Commit.run(unit, store)
    return items.filter { $0.remote.size <= limit }
  }

  // MARK: - Batches

  /// While one batch is decided and committed the next one is on its way.
  private func process(_ batches: [[Item]], _ report: inout IncomingReport) async throws(SyncFailure) {
    guard let first = batches.first else { return }
    var current = try await read(first).get()
    for index in batches.indices {
      let deciding = BatchDecision(pass: self)
      // Asked to stop: what is here is finished, the rest waits for the next start.
      if index + 1 < batches.count, Task.isCancelled { report.hasMore = true }
      guard index + 1 < batches.count, !Task.isCancelled else {
        report.merge(try await deciding.run(current.items, current.fetched))
        return
      }
      let pass = self
      async let upcoming = pass.read(batches[index + 1])
      let outcome: Result<IncomingReport, SyncFailure>
      do throws(SyncFailure) {
        outcome = .success(try await deciding.run(current.items, current.fetched))
      } catch {
        outcome = .failure(error)
      }
      let next = await upcoming
      report.merge(try outcome.get())
      current = try next.get()
    }
  }

  /// A batch that was marked as tried and fetched.
  private struct Arrived {
    let items: [Item]
    let fetched: [FetchedMail]
  }

  private func read(_ batch: [Item]) async -> Result<Arrived, SyncFailure> {
    do throws(SyncFailure) {
      let items = try await markAttempt(batch)
      return .success(Arrived(items: items, fetched: try await fetch(items)))
    } catch {
      return .failure(error)
    }
  }

  func fetch(_ items: [Item]) async throws(SyncFailure) -> [FetchedMail] {
    // The attempt about to be made is counted already: more than one without an outcome makes a suspect.
    let isCareful = context.limits.carefulUntil.map { surroundings.now() < $0 } ?? false
    let suspects = Set(items.filter { isCareful || ($0.row[SyncItem.attempts] ?? 0) > 1 }.map(\.remote.id))
    let largest = context.isForward ? Int.max : context.settings.maximumAttachmentSize
    let spill = ContentSpill(store: store, keepsRaw: context.keepsRaw, largestContent: largest) { [surroundings] in
      surroundings.newID()
    }
    let fetched = try await source.fetch(items.map(\.remote), suspects: suspects, spill: spill)
    failpoints(.incomingFetched)
    guard context.isForward else { return fetched }
    var unwrapped: [FetchedMail] = []
    for mail in fetched { unwrapped.append(try await Forwarding.unwrap(mail, store, read)) }
    return unwrapped
  }

  /// Before a message is touched the ledger says that it was tried, so that a message that ends the process is known.
  func markAttempt(_ items: [Item]) async throws(SyncFailure) -> [Item] {
    var items = items
    for _ in 0..<Commit.attempts {
      let now = surroundings.now()
      var unit = UnitOfWork(id: surroundings.newID(), at: now, lease: context.lease)
      var marked = items
      for index in marked.indices {
        marked[index].row[SyncItem.attempts] = (items[index].row[SyncItem.attempts] ?? 0) + 1
        marked[index].row[SyncItem.attemptedon] = now
        unit.update(marked[index].row, from: items[index].row)
      }
      if case .done(let version) = try await Commit.run(unit, store), let version {
        failpoints(.incomingAttemptMarked)
        for index in marked.indices {
          marked[index].row[Table.versionnumber] = unit.version(ofChange: index, last: version)
        }
        return marked
      }
      // Somebody changed a row, or the answer was lost: the versions are read anew.
      var rows: [GUID: Record] = [:]
      let ids = items.map { Value.guid($0.row.id) }
      for row in try await store.rows(Query(SyncItem.table, where: .among(SyncItem.table.primaryKey, ids))) {
        rows[row.id] = row
      }
      items = items.compactMap { item in
        rows[item.row.id].flatMap { $0[SyncItem.state] == .pending ? Item(remote: item.remote, row: $0) : nil }
      }
    }
    throw SyncFailure(.conflict, .commitContended, ["mailbox": context.address])
  }

  // MARK: - After the commit

  /// Deletes what is committed and wanted gone; safe to repeat, since the wish stays until the session ended well.
  private func deleteProcessed(_ listing: MailListing.Sorted, except unconfirmed: Set<GUID>) async throws(SyncFailure) {
    let wanted = try await store.rows(
      Query(
        SyncItem.table,
        where: SyncItem.mailboxid == context.mailbox.reference && SyncItem.deletionwanted == true
      ).reading([SyncItem.remoteid.definition])
    ).filter { !unconfirmed.contains($0.id) }
    // An id that several messages have may mean another one by now.
    let items = wanted.compactMap { listing.item($0[SyncItem.remoteid] ?? "") }.filter { !$0.isAmbiguous }
    if !items.isEmpty { try await source.delete(items) }
    failpoints(.incomingDeletionsAsked)
    try await source.close()
    failpoints(.incomingSessionClosed)
    guard !items.isEmpty else { return }
    var unit = UnitOfWork(id: surroundings.newID(), at: surroundings.now(), lease: context.lease)
    let deleted = Set(items.map(\.id))
    for row in wanted {
      var cells: [String: Value] = [SyncItem.deletionwanted.definition.name: false.value]
      // Gone by our own hand: whatever has the id from now on is another message. REL F070
      if deleted.contains(row[SyncItem.remoteid] ?? "") { cells[SyncItem.ispresent.definition.name] = false.value }
      unit.update(SyncItem.table, row.id, cells)
    }
    let cursors = try await store.rows(
      Query(
        SyncCursor.table,
        where: SyncCursor.mailboxid == context.mailbox.reference && SyncCursor.folder == Ledger.inbox))
    for cursor in cursors { unit.update(SyncCursor.table, cursor.id, [SyncCursor.position.definition.name: .null]) }
    _ = try await Commit.run(unit, store)
  }
}

extension IncomingReport {
  mutating func merge(_ batch: IncomingReport) {
    tracked += batch.tracked
    linked += batch.linked
    skipped.merge(batch.skipped, uniquingKeysWith: +)
    failed += batch.failed
    waiting += batch.waiting
  }
}
