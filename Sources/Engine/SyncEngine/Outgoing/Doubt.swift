import CRMModel

/// What happens to tries that ended without an outcome.
struct Doubt {
  let store: any RecordStore
  let context: MailboxContext
  let surroundings: Surroundings

  /// Tries left behind by an earlier owner of the job: before the last bytes they are given back, after them they are
  /// in doubt.
  func settleInterrupted(_ report: inout OutgoingReport) async throws(SyncFailure) {
    let left = try await store.rows(
      Query(
        SendAttempt.table,
        where: SendAttempt.mailboxid == context.mailbox.reference
          && SendAttempt.phase.among([.claimed, .dotImminent])))
    let now = surroundings.now()
    for attempt in left {
      guard
        let email = try await store.rows(
          Query(
            Email.table, where: .equal(Email.table.primaryKey, .guid(attempt[SendAttempt.emailid]?.id ?? attempt.id)))
        ).first
      else { continue }
      var unit = UnitOfWork(id: surroundings.newID(), at: now, lease: context.lease)
      if attempt[SendAttempt.phase] == .claimed, email[Email.statuscode] != .sending {
        // Somebody said meanwhile what is to become of the email: only the try is given up.
        Outcome.move(attempt.id, to: .abandoned, "", now, into: &unit)
      } else if attempt[SendAttempt.phase] == .claimed {
        Outcome.abandon(attempt.id, email: email.id, Message(.sendInterrupted), now, into: &unit)
      } else {
        Doubt.mark(attempt.id, email: email, context, surroundings, now, into: &unit)
        report.inDoubt += 1
      }
      _ = try await Commit.run(unit, store)
    }
    try await resendWhereAllowed(now)
  }

  static func mark(
    _ attempt: GUID, email: Record, _ context: MailboxContext, _ surroundings: Surroundings, _ now: Instant,
    into unit: inout UnitOfWork
  ) {
    Outcome.move(attempt, to: .inDoubt, "", now, into: &unit)
    let parameters = ["subject": email[Email.subject] ?? "", "email": "\(email.id)"]
    unit.update(
      Email.table, email.id,
      [
        Email.statuscode.definition.name: Email.StatusCode.sending.value,
        Email.ls_errorcode.definition.name: MessageCode.sendInDoubt.rawValue.value,
        Email.ls_errordetail.definition.name: Email.ls_errordetail.cut(Evidence(parameters).text).value,
      ])
    unit.raise(.sendInDoubt, .warning, parameters, about: email.reference, surroundings)
  }

  /// The policy "resend" sends a doubtful email once more; a second doubt is held.
  private func resendWhereAllowed(_ now: Instant) async throws(SyncFailure) {
    guard context.profile[EmailServerProfile.ls_indoubtpolicy] == .resend else { return }
    let doubtful = try await store.rows(
      Query(
        SendAttempt.table,
        where: SendAttempt.mailboxid == context.mailbox.reference && SendAttempt.phase == .inDoubt))
    for (reference, attempts) in Dictionary(grouping: doubtful, by: { $0[SendAttempt.emailid] }) {
      guard attempts.count == 1, let attempt = attempts.first, let id = reference?.id else { continue }
      var unit = UnitOfWork(id: surroundings.newID(), at: now, lease: context.lease)
      unit.update(
        Email.table, id,
        expecting: .cells([
          Email.statuscode.definition.name: Email.StatusCode.sending.value,
          Email.ls_errorcode.definition.name: MessageCode.sendInDoubt.rawValue.value,
        ]),
        [
          Email.statuscode.definition.name: Email.StatusCode.pendingSend.value,
          Email.postponeemailprocessinguntil.definition.name:
            (attempt[SendAttempt.phaseon] ?? now).adding(seconds: OutgoingPass.resendDelay).value,
        ])
      _ = try await Commit.run(unit, store)
    }
  }
}
