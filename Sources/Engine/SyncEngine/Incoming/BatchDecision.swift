import CRMModel

/// Decides on the messages of one batch and commits what was decided.
///
/// A message that may belong to an earlier one of the same batch waits until that one is committed, so that the
/// outcome does not depend on where batches begin and end.
struct BatchDecision {
  let pass: IncomingPass

  /// Messages decided but not yet committed.
  private struct Pending {
    var rows: [(item: IncomingPass.Item, mail: FetchedMail)] = []
    var messageIDs: Set<String> = []
    var conversationRoots: Set<[UInt8]> = []
    var subjectKeys: Set<Int> = []
    var contentKeys: Set<[UInt8]> = []
    var senders: Set<String> = []
  }

  func run(_ items: [IncomingPass.Item], _ fetched: [FetchedMail]) async throws(SyncFailure) -> IncomingReport {
    var report = IncomingReport()
    let byItem = Dictionary(fetched.map { ($0.item, $0) }, uniquingKeysWith: { first, _ in first })
    var pending = Pending()
    for item in items {
      guard let mail = byItem[item.remote] else {
        report.waiting += 1
        continue
      }
      if case .success(let message) = mail.mail, dependsOn(message, pending) {
        report.merge(try await commit(pending.rows))
        pending = Pending()
      }
      pending.rows.append((item, mail))
      if case .success(let message) = mail.mail { note(message, in: &pending) }
    }
    report.merge(try await commit(pending.rows))
    return report
  }

  private func dependsOn(_ mail: IncomingMail, _ pending: Pending) -> Bool {
    if pending.rows.isEmpty { return false }
    if mail.inReplyTo.contains(where: pending.messageIDs.contains) { return true }
    if let original = mail.report?.originalMessageID, pending.messageIDs.contains(original) { return true }
    if let id = mail.messageID, pending.messageIDs.contains(id) { return true }
    if pending.contentKeys.contains(mail.contentKey) { return true }
    if let root = mail.conversationIndex.flatMap(ConversationIndex.root), pending.conversationRoots.contains(root) {
      return true
    }
    let settings = pass.context.settings
    if settings.smartMatching, !pending.subjectKeys.isEmpty {
      // A subject with fewer or more words may match too when the organization allows a difference.
      if settings.hashDeltaSubjectCount > 0 { return true }
      if let key = SmartMatching.subjectKey(mail.subject, settings),
        pending.subjectKeys.contains(key)
      {
        return true
      }
    }
    // A record created for an unknown sender resolves the address wherever it stands in later messages.
    return settings.autoCreate != .none
      && (mail.from + mail.sender + mail.to + mail.cc + mail.bcc).contains { pending.senders.contains($0.folded) }
  }

  private func note(_ mail: IncomingMail, in pending: inout Pending) {
    if let id = mail.messageID { pending.messageIDs.insert(id) }
    if let root = mail.conversationIndex.flatMap(ConversationIndex.root) { pending.conversationRoots.insert(root) }
    if pass.context.settings.smartMatching, let key = SmartMatching.subjectKey(mail.subject, pass.context.settings) {
      pending.subjectKeys.insert(key)
    }
    pending.contentKeys.insert(mail.contentKey)
    if let author = mail.author { pending.senders.insert(author.folded) }
  }

  // MARK: - Commit

  private func commit(_ rows: [(item: IncomingPass.Item, mail: FetchedMail)]) async throws(SyncFailure)
    -> IncomingReport
  {
    guard !rows.isEmpty else { return IncomingReport() }
    for _ in 0..<Commit.attempts {
      let plan = try await plan(rows)
      pass.failpoints(.incomingDecided)
      if !plan.blobs.isEmpty { _ = try await pass.store.put(plan.blobs) }
      pass.failpoints(.incomingBlobsWritten)
      do throws(SyncFailure) {
        if case .done = try await Commit.run(plan.unit, pass.store) {
          pass.failpoints(.incomingCommitted)
          return plan.report
        }
      } catch {
        // One bad message falls out of the batch, not with it.
        guard case .item = error.kind else { throw error }
        if rows.count > 1 {
          var report = IncomingReport()
          for row in rows { report.merge(try await commit([row])) }
          return report
        }
        return try await giveUp(rows[0], error)
      }
    }
    throw SyncFailure(.conflict, .commitContended, ["mailbox": pass.context.address])
  }

  private func giveUp(_ row: (item: IncomingPass.Item, mail: FetchedMail), _ failure: SyncFailure)
    async throws(SyncFailure) -> IncomingReport
  {
    let now = pass.surroundings.now()
    var unit = UnitOfWork(id: pass.surroundings.newID(), at: now, lease: pass.context.lease)
    var ledger = row.item.row
    ledger[SyncItem.rawblob] = row.mail.storedRaw
    if !row.mail.raw.isEmpty { ledger[SyncItem.rawblob] = try await pass.store.put([Blob(row.mail.raw)]).first }
    ItemOutcome.fail(failure, now, pass.context.limits, in: &ledger)
    unit.update(ledger, from: row.item.row)
    _ = try await Commit.run(unit, pass.store)
    var report = IncomingReport()
    report.failed = 1
    return report
  }

  // MARK: - Plan

  private struct Plan {
    var unit: UnitOfWork
    var blobs: [Blob] = []
    var report = IncomingReport()
    var emails = StoredEmails()
    var proof = ProofOfSending()
    var hasTestMessage = false
  }

  private func plan(_ rows: [(item: IncomingPass.Item, mail: FetchedMail)]) async throws(SyncFailure) -> Plan {
    let now = pass.surroundings.now()
    var plan = Plan(unit: UnitOfWork(id: pass.surroundings.newID(), at: now, lease: pass.context.lease))
    var addresses: Set<String> = []
    let mails = rows.compactMap { try? $0.mail.mail.get() }
    for mail in mails {
      for address in mail.from + mail.sender + mail.to + mail.cc + mail.bcc { addresses.insert(address.folded) }
      if let forwarder = mail.forwardedBy { addresses.insert(forwarder.folded) }
    }
    let book = try await AddressBook.read(addresses, pass.store, pass.schema)
    let readers = try await Readers.read(mails, book, pass.context, pass.store)
    plan.proof = try await ProofOfSending.read(mails, pass.store)
    plan.emails = try await StoredEmails.read(mails, pass.context.settings, pass.store)
    for row in rows {
      switch row.mail.mail {
      case .success(let mail):
        try await decide(mail, row.mail, row.item, book, readers.reader(of: mail), now, &plan)
      case .failure(let failure):
        var ledger = row.item.row
        keep(row.mail, in: &ledger, &plan)
        ItemOutcome.fail(failure, now, pass.context.limits, in: &ledger)
        plan.unit.update(ledger, from: row.item.row)
        if ledger[SyncItem.state] == .pending { plan.report.waiting += 1 } else { plan.report.failed += 1 }
      }
    }
    return plan
  }

  private func decide(
    _ mail: IncomingMail, _ fetched: FetchedMail, _ item: IncomingPass.Item, _ book: AddressBook, _ reader: RuleOwner?,
    _ now: Instant, _ plan: inout Plan
  ) async throws(SyncFailure) {
    let context = pass.context
    var ledger = item.row
    let received = mail.received ?? item.row[SyncItem.firstseenon] ?? now
    ItemOutcome.describe(mail, received, in: &ledger)
    defer { plan.unit.update(ledger, from: item.row) }
    var proof: [String: String] = [:]
    if let email = try await plan.proof.settle(mail, pass.store, now, into: &plan.unit) {
      proof["provessent"] = "\(email.id)"
      proof["provedsubject"] = email[Email.subject] ?? ""
    }

    if let token = mail.testToken {
      ItemOutcome.skip(.testMessage, [:], now, in: &ledger)
      // Exactly the message a test still waits for leaves the server; any other stays.
      if !plan.hasTestMessage, try await TestMessage(pass: pass).arrived(token, now, into: &plan.unit) {
        plan.hasTestMessage = true
        ledger[SyncItem.deletionwanted] = !item.remote.isAmbiguous
      }
      plan.report.skipped[.testMessage, default: 0] += 1
      return
    }
    if let start = context.effectiveStart, received < start.adding(seconds: -leeway(item.row)) {
      ItemOutcome.skip(.beforeStart, proof.merging(["start": start.rfc3339]) { $1 }, now, in: &ledger)
      plan.report.skipped[.beforeStart, default: 0] += 1
      return
    }
    guard let reader else {
      let forwarder = mail.forwardedBy ?? mail.author
      ItemOutcome.skip(
        .notForwarded, proof.merging(["forwarder": forwarder?.address ?? ""]) { $1 }, now, in: &ledger)
      plan.report.skipped[.notForwarded, default: 0] += 1
      return
    }
    let records = IncomingRecords(
      settings: context.settings, mailbox: context.mailbox, reader: reader.owner, book: book,
      surroundings: pass.surroundings)
    var emails = plan.emails
    if !emails.isComplete { emails = try await StoredEmails.read([mail], context.settings, pass.store) }
    if let stored = emails.duplicate(of: mail) {
      ItemOutcome.settle(.done, .duplicate, proof, now, in: &ledger)
      ledger[SyncItem.emailid] = stored.reference
      ledger[SyncItem.deletionwanted] = context.deletesAfterProcessing && !item.remote.isAmbiguous
      if context.settings.queueItemForTrackedEmail, reader.owner.table == Queue.table.name {
        try await addQueueItem(stored, in: reader.owner, records, &plan)
      }
      plan.report.linked += 1
      return
    }

    let search = CorrelationSearch(store: pass.store, settings: context.settings, now: now)
    let correlation = try await search.find(mail, among: emails)
    let sameID = emails.sameMessageID(as: mail)
    let facts = facts(
      mail, book, reader, correlation, hasSentCopy: sameID.contains { $0[Email.directioncode] == true })
    let decision = AcceptRules.decide(facts, context.settings)
    var evidence = self.evidence(decision, correlation, mail).merging(proof) { $1 }
    // Said because such a message stays on the server whatever the mailbox wants.
    if item.remote.isAmbiguous { evidence["ambiguous"] = item.remote.id }
    guard decision.isTracked else {
      ItemOutcome.skip(decision.code, evidence, now, in: &ledger)
      if correlation == nil { ledger[SyncItem.inreplyto] = search.awaited(by: mail) }
      plan.report.skipped[decision.code, default: 0] += 1
      return
    }
    let header = Blob(mail.headerBlock, sha256: ContentHash.sha256(mail.headerBlock))
    let planned = records.plan(
      mail, decision: decision, correlation: correlation,
      maybeSame: sameID.first { $0[Email.directioncode] == false }?.reference, received: received,
      headerHash: header.sha256 ?? [])
    plan.blobs.append(header)
    for attachment in mail.attachments where records.isAllowed(attachment) && attachment.storedSize == nil {
      plan.blobs.append(Blob(attachment.content, sha256: attachment.sha256))
    }
    if !planned.dropped.isEmpty { evidence["dropped"] = planned.dropped.joined(separator: ", ") }
    if let created = planned.createdSender { evidence["created"] = "\(created.table.name)/\(created.id)" }
    plan.unit.insert(planned.email)
    for row in planned.rows { plan.unit.insert(row) }
    if let correlation, let report = mail.report {
      try await note(report, on: correlation.email, &plan)
    }
    ItemOutcome.settle(.done, decision.code, evidence, now, in: &ledger)
    ledger[SyncItem.emailid] = planned.email.reference
    // Only what is stored may leave the server: mail that nobody tracked stays where it is.
    ledger[SyncItem.deletionwanted] = context.deletesAfterProcessing && !item.remote.isAmbiguous
    if context.keepsRaw { keep(fetched, in: &ledger, &plan) }
    plan.report.tracked += 1
  }

  /// Mail that was not there at first contact arrived later, whatever a clock that goes wrong wrote into it; only when
  /// a server gives old mail new ids is it much older. Seconds.
  private func leeway(_ row: Record) -> Int { row[SyncItem.infirstlisting] == true ? 0 : 86_400 }

  /// Keeps a message as it came.
  private func keep(_ fetched: FetchedMail, in ledger: inout Record, _ plan: inout Plan) {
    ledger[SyncItem.rawblob] = fetched.storedRaw
    guard !fetched.raw.isEmpty else { return }
    let blob = Blob(fetched.raw, sha256: ContentHash.sha256(fetched.raw))
    plan.blobs.append(blob)
    ledger[SyncItem.rawblob] = blob.sha256
  }

  private func facts(
    _ mail: IncomingMail, _ book: AddressBook, _ reader: RuleOwner, _ correlation: Correlation?, hasSentCopy: Bool
  ) -> AcceptFacts {
    let settings = pass.context.settings
    var facts = AcceptFacts()
    let author = mail.author
    facts.hasSender = !(author?.address.isEmpty ?? true)
    facts.isCorrelated = correlation != nil
    facts.hasSentCopy = hasSentCopy
    if let author {
      facts.senderTables = Set(
        (book.rows[author.folded] ?? []).filter { $0.reference.table != "systemuser" || $0.isActive }
          .map(\.reference.table))
    }
    for address in mail.to + mail.cc + mail.bcc {
      for row in book.recipients(address.folded, settings: settings) {
        guard let rule = book.rules[row.reference], row.isActive,
          !facts.recipients.contains(where: { $0.owner == row.reference })
        else { continue }
        facts.recipients.append(RuleOwner(owner: row.reference, rule: rule, address: address.address))
      }
    }
    facts.reader = reader
    return facts
  }

  private func evidence(_ decision: AcceptDecision, _ correlation: Correlation?, _ mail: IncomingMail)
    -> [String: String]
  {
    var evidence: [String: String] = [:]
    if let by = decision.by {
      evidence["rule"] = String(by.rule.rawValue)
      evidence["ruleowner"] = "\(by.owner.table)/\(by.owner.id)"
      if !by.address.isEmpty { evidence["ruleaddress"] = by.address }
    }
    if let correlation {
      evidence["method"] = String(correlation.method.rawValue)
      evidence["matched"] = "\(correlation.email.id)"
      evidence["match"] = correlation.evidence
    } else if let token = TrackingToken.find(prefix: pass.context.settings.trackingPrefix, in: mail.subject).first {
      evidence["unknowntoken"] = token
    }
    if let forwarder = mail.forwardedBy { evidence["forwarder"] = forwarder.address }
    if mail.automatic != .no { evidence["automatic"] = mail.automatic.rawValue }
    if !mail.defects.isEmpty { evidence["defects"] = mail.defects.joined(separator: ", ") }
    return evidence
  }

  private func addQueueItem(_ email: Record, in queue: Reference, _ records: IncomingRecords, _ plan: inout Plan)
    async throws(SyncFailure)
  {
    // An email may not be twice in one queue. Dataverse 80040523
    let existing = try await pass.store.count(
      Query(QueueItem.table, where: QueueItem.queueid == queue && QueueItem.objectid == email.reference))
    if existing == 0 { plan.unit.insert(records.queueItem(email, in: queue)) }
  }

  /// What the report says about each recipient of the email it is about. RFC 3464 §2.3
  private func note(_ report: DeliveryReport, on email: Record, _ plan: inout Plan) async throws(SyncFailure) {
    let parties = try await pass.store.rows(
      Query(ActivityParty.table, where: ActivityParty.activityid == email.reference))
    for recipient in report.recipients {
      let folded = AddressFolding.fold(recipient.address)
      for party in parties where party[ActivityParty.ls_addressfolded] == folded {
        guard party[ActivityParty.participationtypemask] != .sender, recipient.action.lowercased() == "failed" else {
          continue
        }
        var row = party
        row[ActivityParty.ls_deliveryresult] = .refused
        row.set(ActivityParty.ls_deliverydetail, cutting: "\(recipient.status) \(recipient.diagnostic)")
        // No version is expected: a report may name a recipient twice, and a batch may hold two reports.
        plan.unit.update(ActivityParty.table, party.id, row.changes(since: party))
      }
    }
  }
}
