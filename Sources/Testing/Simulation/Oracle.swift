import CRMModel
import SQLStore

/// Compares what the store says with what is true. REL section 2
struct Oracle {
  let world: World

  private func rows(_ query: Query) -> [Record]? { world.core.flatMap { try? $0.rows(query) } }

  // MARK: - Rest

  /// What is still to be done, or nil.
  func unrest() -> String? {
    guard let items = rows(Query(SyncItem.table)), let attempts = rows(Query(SendAttempt.table)),
      let emails = rows(Query(Email.table, where: Email.directioncode == true)), let jobs = rows(Query(SyncJob.table))
    else { return "the store cannot be read" }
    if let item = items.first(where: { $0[SyncItem.state] == .pending }) {
      return "item \(item[SyncItem.remoteid] ?? "") waits"
    }
    if let item = items.first(where: { $0[SyncItem.deletionwanted] == true }) {
      return "item \(item[SyncItem.remoteid] ?? "") is to be deleted"
    }
    for (number, mailbox) in world.template.mailboxes.enumerated() {
      // A message that has an id used before looks known until somebody looks.
      guard world.maildrops.listedSinceHealing.contains(number) else { return "mailbox \(number) was not looked at" }
      let known = Set(
        items.filter { $0[SyncItem.mailboxid] == mailbox.record.reference && $0[SyncItem.ispresent] == true }
          .compactMap { $0[SyncItem.remoteid] })
      for message in world.maildrops.mailboxes[number] where !known.contains(message.uid) {
        return "message \(message.uid) is not in the ledger"
      }
    }
    if let attempt = attempts.first(where: { [.claimed, .dotImminent].contains($0[SendAttempt.phase]) }) {
      return "a try of \(attempt[SendAttempt.messageid] ?? "") has no outcome"
    }
    for email in emails {
      switch email[Email.statuscode] {
      case .pendingSend: return "\(email[Email.subject] ?? "") waits for sending"
      case .sending:
        let doubts = attempts.filter {
          $0[SendAttempt.emailid] == email.reference && $0[SendAttempt.phase] == .inDoubt
        }
        if doubts.isEmpty { return "\(email[Email.subject] ?? "") is being sent by nobody" }
        if world.plan.resendsInDoubt, doubts.count == 1 { return "\(email[Email.subject] ?? "") is to be sent again" }
      default: break
      }
    }
    if let job = jobs.first(where: { $0[SyncJob.leaseowner] != nil || ($0[SyncJob.failures] ?? 0) > 0 }) {
      return "job \(job[SyncJob.workload].map { "\($0)" } ?? "") runs, or has failed"
    }
    return nil
  }

  /// What the jobs that failed say about it.
  func failedJobs() -> String {
    (rows(Query(SyncJob.table)) ?? []).compactMap { $0[SyncJob.lasterror] }
      .map { " (\($0.split(separator: "\n").joined(separator: ", ")))" }.joined()
  }

  /// Rows and their versions, of every table that says something about mail, by a description for people.
  func versions() -> [String: Set<String>]? {
    var versions: [String: Set<String>] = [:]
    for table in [
      Email.table, SyncItem.table, ActivityParty.table, SendAttempt.table, SyncCursor.table, QueueItem.table,
      TraceLog.table,
    ] {
      guard let rows = rows(Query(table)) else { return nil }
      versions[table.name] = Set(
        rows.map { row in
          "\(row.id) \(row.version)" + (table.name == TraceLog.table.name ? Oracle.words(alert: row) : "")
        })
    }
    return versions
  }

  private static func words(alert: Record) -> String {
    let end = alert[TraceLog.ls_resolvedon].map { ", over since \($0.rfc3339)" } ?? ""
    return " \(alert[TraceLog.ls_code] ?? "") \(alert[TraceLog.ls_count] ?? 0) times\(end): "
      + (alert[TraceLog.traceparameterxml] ?? "")
  }

  /// Whether every job has run to its end since then.
  func haveRun(since asked: Instant) -> Bool {
    guard let jobs = rows(Query(SyncJob.table)) else { return false }
    return jobs.allSatisfy {
      $0[SyncJob.leaseowner] == nil && ($0[SyncJob.startedon].map { $0 >= asked } ?? false)
        && ($0[SyncJob.completedon].map { $0 >= asked } ?? false)
    }
  }

  // MARK: - Verdict

  func judge() {
    guard let emails = rows(Query(Email.table)), let items = rows(Query(SyncItem.table)),
      let attempts = rows(Query(SendAttempt.table)), let mailboxes = rows(Query(Mailbox.table)),
      let parties = rows(Query(ActivityParty.table))
    else { return world.object("the store cannot be read at the end") }
    judgeIncoming(emails.filter { $0[Email.directioncode] == false }, items)
    for submitted in world.truth.submitted {
      guard let email = emails.first(where: { $0.id == submitted.id }) else { continue }
      judgeOutgoing(
        submitted, email, attempts.filter { $0[SendAttempt.emailid] == email.reference },
        parties.filter { $0[ActivityParty.activityid] == email.reference })
    }
    for mailbox in mailboxes {
      let address = mailbox[Mailbox.emailaddress] ?? ""
      if mailbox[Mailbox.enabledforincomingemail] != true || mailbox[Mailbox.enabledforoutgoingemail] != true {
        world.object("U6: \(address) was disabled: \(mailbox[Mailbox.lastsyncerror] ?? "")")
      }
      if mailbox[Mailbox.ls_credentialgate] == true { world.object("U6: the gate of \(address) was closed") }
    }
  }

  private func judgeIncoming(_ emails: [Record], _ items: [Record]) {
    var stored: [String: [Record]] = [:]
    for email in emails { stored[email[Email.subject] ?? "", default: []].append(email) }
    for (subject, rows) in stored where rows.count > 1 {
      world.object("G2: \(subject) became \(rows.count) activities")
    }
    let uids = world.maildrops.mailboxes.map { Dictionary($0.map { ($0.delivery, $0.uid) }) { first, _ in first } }
    for (number, delivery) in world.truth.deliveries.enumerated() {
      let content = world.truth.contents[delivery.content]
      let isStored = stored[content.marker] != nil
      if delivery.wasDeletedByUs, !isStored { world.object("G1: \(content.marker) was deleted and is not stored") }
      guard let uid = uids[delivery.mailbox][number] else { continue }
      let mailbox = world.template.mailboxes[delivery.mailbox].record.reference
      guard
        let item = items.first(where: {
          $0[SyncItem.mailboxid] == mailbox && $0[SyncItem.remoteid] == uid && $0[SyncItem.ispresent] == true
        })
      else {
        world.object("ledger: \(content.marker) has no row")
        continue
      }
      if item[SyncItem.decisioncode] == nil { world.object("ledger: \(content.marker) has no decision") }
      let isEmptied = world.template.mailboxes[delivery.mailbox].record[Mailbox.processanddeleteemails] == true
      if isEmptied, isStored, content.isAcceptable, !delivery.hadSharedID {
        world.object("deletion: \(content.marker) is stored, and was left in a mailbox that is to be emptied")
      }
      if content.isAcceptable {
        if !isStored {
          let code = item[SyncItem.decisioncode].map { "\($0)" } ?? ""
          world.object("G1: \(content.marker) is on the server and not stored: \(code)")
        }
        if item[SyncItem.state] != .done {
          let state = item[SyncItem.state].map { "\($0)" } ?? ""
          world.object("ledger: \(content.marker) is \(state)")
        } else if let email = item[SyncItem.emailid], !delivery.hadSharedID,
          emails.first(where: { $0.id == email.id })?[Email.subject] != content.marker
        {
          world.object("ledger: \(content.marker) is taken for another message")
        }
      } else if item[SyncItem.state] != .skipped {
        world.object("ledger: \(content.marker) is not skipped")
      }
    }
  }

  private func judgeOutgoing(
    _ truth: Truth.Submitted, _ email: Record, _ attempts: [Record], _ parties: [Record]
  ) {
    let copies = world.submission.copies.filter { Truth.subject($0.bytes) == truth.marker }
    let doubts = attempts.count { [.inDoubt, .resolvedSent, .resolvedNotSent].contains($0[SendAttempt.phase]) }
    if copies.contains(where: { Truth.field("Message-ID", of: $0.bytes) != truth.messageID }) {
      world.object("G4: \(truth.marker) went out under another Message-ID")
    }
    if !truth.wasEdited, let first = copies.first, copies.contains(where: { $0.bytes != first.bytes }) {
      world.object("G4: \(truth.marker) went out in different octets")
    }
    // Once, and once more where the profile says so; then as often again as people say that it was not sent.
    let allowed = (1 + truth.settledAsNotSent) * (world.plan.resendsInDoubt ? 2 : 1)
    for recipient in truth.recipients {
      let received = copies.filter { $0.recipients.contains(recipient) }
      let count = received.count
      if count > 1 + doubts { world.object("G4: \(recipient) got \(count) copies with \(doubts) doubts") }
      if count > allowed { world.object("G4: \(recipient) got \(count) copies, where \(allowed) are allowed") }
      // An email that was edited while it was in doubt waits for a person.
      if truth.settledAsNotSent == 0, let first = received.first, received.contains(where: { $0.bytes != first.bytes })
      {
        world.object("G4: \(recipient) got \(truth.marker) in different octets")
      }
      let party = parties.first { $0[ActivityParty.addressused] == recipient }
      // What people say is not held against the wire.
      if party?[ActivityParty.ls_deliveryresult] == .accepted, truth.settledAsSent == 0, count == 0 {
        world.object("G3: \(recipient) is said to be reached")
      }
      if email[Email.statuscode] == .sent, truth.settledAsSent == 0, recipient.hasPrefix("good"), count == 0 {
        world.object("G3: \(truth.marker) is sent, but not to \(recipient)")
      }
    }
    if world.plan.resendsInDoubt, truth.settledAsNotSent == 0,
      attempts.count(where: { $0[SendAttempt.phase] == .inDoubt }) > 2
    {
      world.object("G4: \(truth.marker) was sent again more than once")
    }
    switch email[Email.statuscode] {
    case .sent:
      if copies.isEmpty, truth.settledAsSent == 0 { world.object("G3: \(truth.marker) is sent, and nobody took it") }
    case .failed:
      if !copies.isEmpty, doubts == 0 { world.object("G3: \(truth.marker) has failed, and a server took it") }
      if !truth.marker.contains("poison"), truth.recipients.contains(where: { !$0.hasPrefix("unknown") }) {
        world.object("G3: \(truth.marker) has failed without reason: \(email[Email.ls_errordetail] ?? "")")
      }
    case .sending where email[Email.ls_errorcode] == MessageCode.sendInDoubt.rawValue && doubts > 0: break
    default:
      world.object("G3: \(truth.marker) ended as \(email[Email.statuscode].map { "\($0)" } ?? "nothing")")
    }
  }
}
