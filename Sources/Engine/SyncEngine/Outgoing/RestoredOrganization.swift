package import CRMModel

/// Makes a database that was copied some time ago fit to go on: what may have happened since the copy is not done
/// again. REL G17, F129
///
/// - An email that waited or was under way may have been sent since. It is held in doubt, whatever the policy of its
///   profile is: only a person, or mail that proves it, settles that.
/// - Fencing tokens go on above those given out since; nobody's lease is valid any more.
/// - Positions in folders are forgotten, so that the first pass compares the ledger with the whole listing. The ledger
///   itself stays: no message that it knows is read again.
/// - Numbers of tracking tokens go on behind those handed out since, so that an answer to an email that is no longer
///   known finds no other email.
package struct RestoredOrganization {
  /// Rows changed in one commit.
  static let page = 200

  let store: any RecordStore
  let epoch: RestoreEpoch
  /// When the copy was made.
  let copiedOn: Instant
  let surroundings: Surroundings

  package struct Report: Sendable, Equatable {
    /// Emails that are held because they may have been sent.
    package var held = 0
    /// Addresses of mailboxes whose mail leaves the server once it is tracked: what was tracked since the copy is lost.
    package var deleting: [String] = []
  }

  package init(store: any RecordStore, epoch: RestoreEpoch, copiedOn: Instant, surroundings: Surroundings) {
    self.store = store
    self.epoch = epoch
    self.copiedOn = copiedOn
    self.surroundings = surroundings
  }

  package func apply() async throws(SyncFailure) -> Report {
    var report = Report()
    try await voidLeases()
    try await forgetPositions()
    try await skipTrackingNumbers()
    report.held = try await holdEmails()
    let deleting = try await store.rows(
      Query(Mailbox.table, where: Mailbox.processanddeleteemails == true).ordered(by: Mailbox.emailaddress))
    report.deleting = deleting.compactMap { $0[Mailbox.emailaddress] }
    return report
  }

  private func voidLeases() async throws(SyncFailure) {
    try await change(SyncJob.table) { job, _ in
      job[SyncJob.leasetoken] = max(job[SyncJob.leasetoken] ?? 0, epoch.firstToken)
      job[SyncJob.leaseowner] = nil
      // A test would send its message once more.
      if job[SyncJob.workload] == .test { job[SyncJob.dueon] = nil }
    }
  }

  private func forgetPositions() async throws(SyncFailure) {
    try await change(SyncCursor.table) { cursor, _ in cursor[SyncCursor.position] = nil }
  }

  private func skipTrackingNumbers() async throws(SyncFailure) {
    let organization = try await store.rows(Query(Organization.table, limit: 1)).first
    let maximum = organization?[Organization.maximumtrackingnumber] ?? 999
    // Numbers begin anew after the highest: what was handed out since lies just behind the number of the copy.
    func skipped(_ number: Int?) -> Int? { number.map { ($0 + (maximum + 1) / 2) % (maximum + 1) } }
    try await change(UserSettings.table) { row, _ in
      row[UserSettings.nexttrackingnumber] = skipped(row[UserSettings.nexttrackingnumber])
    }
    try await change(Organization.table) { row, _ in
      row[Organization.nexttrackingnumber] = skipped(row[Organization.nexttrackingnumber])
    }
  }

  // MARK: - Emails

  private func holdEmails() async throws(SyncFailure) -> Int {
    let now = surroundings.now()
    var held = 0
    // In this order: what is held becomes one that is being sent.
    for status in [Email.StatusCode.sending, .pendingSend] {
      try await change(Email.table, where: Email.statuscode == status && Email.directioncode == true) {
        (email, unit) async throws(SyncFailure) in
        // Whatever was to leave later than now cannot have left.
        if status == .pendingSend, let from = email[Email.delayedemailsendtime], from > now { return }
        held += 1
        try await hold(&email, &unit)
      }
    }
    return held
  }

  private func hold(_ email: inout Record, _ unit: inout UnitOfWork) async throws(SyncFailure) {
    let now = surroundings.now()
    let tries = try await store.rows(
      Query(
        SendAttempt.table,
        where: SendAttempt.emailid == email.reference
          && SendAttempt.phase.among([.claimed, .dotImminent, .inDoubt])))
    for attempt in tries where attempt[SendAttempt.phase] != .inDoubt {
      unit.update(SendAttempt.table, attempt.id, [SendAttempt.phase.definition.name: SendAttempt.Phase.inDoubt.value])
    }
    if tries.isEmpty {
      var attempt = Record(SendAttempt.table, id: surroundings.newID())
      attempt[SendAttempt.emailid] = email.reference
      attempt[SendAttempt.mailboxid] = email[Email.sendermailboxid]
      attempt[SendAttempt.phase] = .inDoubt
      attempt[SendAttempt.messageid] = email[Email.messageid]
      attempt[SendAttempt.startedon] = copiedOn
      attempt[SendAttempt.phaseon] = copiedOn
      unit.insert(attempt)
    }
    let parameters = [
      "subject": email[Email.subject] ?? "", "email": "\(email.id)", "since": copiedOn.rfc3339,
    ]
    email[Email.statuscode] = .sending
    // Not the code of another doubt: the policy "resend" must not take it for one.
    email[Email.ls_errorcode] = MessageCode.sendRestored.rawValue
    email.set(Email.ls_errordetail, cutting: Evidence(parameters).text)
    email[Email.postponeemailprocessinguntil] = nil
    unit.close(try await Alerts.open(about: email.reference, store), at: now)
    unit.raise(.sendRestored, .warning, parameters, about: email.reference, surroundings)
  }

  // MARK: - Rows

  /// Changes all rows of a table that match, page by page, each page in one commit.
  private func change(
    _ table: Table, where predicate: Predicate = .all,
    _ body: (inout Record, inout UnitOfWork) async throws(SyncFailure) -> Void
  ) async throws(SyncFailure) {
    var after: Value?
    while true {
      let key = table.primaryKey
      let rest: Predicate = after.map { predicate && .greater(key, $0) } ?? predicate
      let rows = try await store.rows(
        Query(table, where: rest, limit: RestoredOrganization.page).ordered(byColumn: key))
      guard let last = rows.last else { return }
      var unit = UnitOfWork(id: surroundings.newID(), at: surroundings.now())
      for row in rows {
        var changed = row
        try await body(&changed, &unit)
        if changed != row { unit.update(changed, from: row) }
      }
      guard case .done = try await Commit.run(unit, store) else {
        throw SyncFailure(.conflict, .commitContended, ["mailbox": table.name])
      }
      after = .guid(last.id)
    }
  }
}
