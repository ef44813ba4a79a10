package import CRMModel

/// An email in doubt, with what has to be known before it is said what became of it.
package struct DoubtfulEmail: Sendable {
  package let email: Record
  /// Tries without an answer.
  package let attempts: [Record]
  /// Tries without an outcome: one more may be under way while an earlier one is in doubt.
  package let underWay: [Record]
  package let parties: [Record]

  package init(email: Record, attempts: [Record], underWay: [Record], parties: [Record]) {
    self.email = email
    self.attempts = attempts
    self.underWay = underWay
    self.parties = parties
  }

  /// The questions whose answers `init(email:answers:)` takes.
  package static func queries(about email: Reference) -> [Query] {
    [
      Query(SendAttempt.table, where: SendAttempt.emailid == email && SendAttempt.phase == .inDoubt),
      Query(
        SendAttempt.table,
        where: SendAttempt.emailid == email && SendAttempt.phase.among([.claimed, .dotImminent])),
      Query(ActivityParty.table, where: ActivityParty.activityid == email),
    ]
  }

  package init(email: Record, answers: [[Record]]) {
    self.init(email: email, attempts: answers[0], underWay: answers[1], parties: answers[2])
  }

  package static func read(_ email: Record, _ store: any RecordStore) async throws(SyncFailure) -> DoubtfulEmail {
    DoubtfulEmail(email: email, answers: try await store.rows(queries(about: email.reference)))
  }

  /// Whether it can be said now what became of it: not while the last bytes of another try may be leaving, since what
  /// was said would be wrong the next moment.
  package var canBeResolved: Bool { underWay.allSatisfy { $0[SendAttempt.phase] == .claimed } }

  /// A person, or mail that proves it, says what became of `attempt`. Tries that were only claimed are given up; if one
  /// of them goes on meanwhile the unit is refused.
  package func resolve(_ attempt: Record, wasSent: Bool, _ now: Instant, into unit: inout UnitOfWork) {
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
    settled[Email.postponeemailprocessinguntil] = nil
    if !wasSent {
      settled[Email.statuscode] = .pendingSend
    } else if reachedAll(into: &unit) {
      settled[Email.statuscode] = .sent
      settled[Email.statecode] = .completed
      settled[Email.senton] = attempt[SendAttempt.phaseon]
      settled[Email.actualend] = attempt[SendAttempt.phaseon]
      if !refusals.isEmpty {
        settled[Email.ls_errorcode] = MessageCode.sendPartlyRefused.rawValue
        let parameters = ["subject": email[Email.subject] ?? "", "recipients": refusals.joined(separator: "; ")]
        settled.set(Email.ls_errordetail, cutting: Evidence(parameters).text)
      }
    } else {
      // It left for some; those whom the server refused for now are still to get it. REL G3
      settled[Email.statuscode] = .pendingSend
      settled[Email.ls_errorcode] = MessageCode.sendRefusedForNow.rawValue
      settled.set(
        Email.ls_errordetail, cutting: Evidence(["reply": unreached.sorted().joined(separator: ", ")]).text)
    }
    unit.update(settled, from: email)
  }

  private var refusals: [String] {
    parties.filter { $0[ActivityParty.ls_deliveryresult] == .refused }.map {
      "\($0[ActivityParty.addressused] ?? ""): \($0[ActivityParty.ls_deliverydetail] ?? "")"
    }
  }

  private var unreached: Set<String> {
    Set(attempts.flatMap { ($0[SendAttempt.unreached] ?? "").split(separator: "\n").map(String.init) })
  }

  /// Writes down who was reached, which is everybody whom the server did not refuse before the content.
  /// - Returns: Whether nobody is left.
  private func reachedAll(into unit: inout UnitOfWork) -> Bool {
    let unreached = unreached
    var isAll = true
    for party in parties {
      guard let kind = party[ActivityParty.participationtypemask], [.to, .cc, .bcc].contains(kind),
        party[ActivityParty.ls_deliveryresult] ?? .unknown == .unknown
      else { continue }
      if unreached.contains(party[ActivityParty.addressused] ?? "") {
        isAll = false
      } else {
        unit.update(
          ActivityParty.table, party.id,
          [ActivityParty.ls_deliveryresult.definition.name: ActivityParty.DeliveryResult.accepted.value])
      }
    }
    return isAll
  }
}
