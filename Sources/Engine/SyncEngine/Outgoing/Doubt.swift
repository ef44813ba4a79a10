package import CRMModel

/// What happens to tries that ended without an outcome.
package struct Doubt {
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

  /// Tries of an email without an outcome: one more may be under way while an earlier one is in doubt.
  package static func underWay(_ email: Reference, _ store: any RecordStore) async throws(SyncFailure) -> [Record] {
    try await store.rows(
      Query(
        SendAttempt.table,
        where: SendAttempt.emailid == email && SendAttempt.phase.among([.claimed, .dotImminent])))
  }

  /// Whether it can be said now what became of a doubtful email: not while the last bytes of another try may be leaving,
  /// since what was said would be wrong the next moment.
  package static func canResolve(underWay: [Record]) -> Bool {
    underWay.allSatisfy { $0[SendAttempt.phase] == .claimed }
  }

  /// A person, or mail that proves it, says what became of a doubtful email.
  /// - Parameter underWay: Tries that were only claimed; they are given up, and if one of them goes on meanwhile the unit
  ///   is refused.
  package static func resolve(
    _ email: Record, attempt: Record, underWay: [Record], wasSent: Bool, _ now: Instant, into unit: inout UnitOfWork
  ) {
    for other in underWay {
      unit.update(
        SendAttempt.table, other.id,
        expecting: .cells([SendAttempt.phase.definition.name: SendAttempt.Phase.claimed.value]),
        [
          SendAttempt.phase.definition.name: SendAttempt.Phase.abandoned.value,
          SendAttempt.phaseon.definition.name: now.value,
        ])
    }
    Outcome.move(attempt.id, to: wasSent ? .resolvedSent : .resolvedNotSent, "", now, into: &unit)
    var settled = email
    settled[Email.ls_errorcode] = nil
    settled[Email.ls_errordetail] = nil
    if wasSent {
      settled[Email.statuscode] = .sent
      settled[Email.statecode] = .completed
      settled[Email.senton] = attempt[SendAttempt.phaseon]
      settled[Email.actualend] = attempt[SendAttempt.phaseon]
    } else {
      settled[Email.statuscode] = .pendingSend
    }
    settled[Email.postponeemailprocessinguntil] = nil
    unit.update(settled, from: email)
  }
}
