import CRMModel

/// What became of one try, and the rows that say so.
struct Outcome {
  let claim: OutgoingPass.Claim
  /// Nil for an email that could not be composed.
  var ready: OutgoingComposition.Ready?
  let envelope: EnvelopeResult
  let delivery: DeliveryResult?
  /// The last bytes may have left and no answer came.
  var isInDoubt = false
  /// The connection ended before the last bytes.
  var wasDropped = false
  /// Why this email can never be sent as it is.
  var problem: Message?

  func write(
    into unit: inout UnitOfWork, _ now: Instant, _ surroundings: Surroundings, _ context: MailboxContext,
    counting report: inout OutgoingReport
  ) {
    let attempt = claim.attempt.id
    var email: [String: Value] = [:]
    if isInDoubt {
      report.inDoubt += 1
      Doubt.mark(attempt, email: claim.email, context, surroundings, now, into: &unit)
      return
    }
    if let problem {
      report.failed += 1
      Outcome.move(attempt, to: .refused, "", now, into: &unit)
      var failed = claim.email
      Outcome.fail(&failed, problem.code, Evidence(problem.parameters).text)
      unit.update(
        Email.table, claim.email.id,
        expecting: .cells([Email.statuscode.definition.name: Email.StatusCode.sending.value]),
        failed.changes(since: claim.email))
      unit.raise(
        .sendRefused, .error,
        ["subject": claim.email[Email.subject] ?? "", "reply": problem.text(in: context.settings.language)],
        about: claim.email.reference, surroundings)
      return
    }
    if wasDropped {
      report.postponed += 1
      Outcome.abandon(attempt, email: claim.email.id, Message(.sendInterrupted), now, into: &unit)
      return
    }
    let isAccepted = delivery?.verdict == .accepted
    let reply = delivery?.reply ?? envelope.refused.map { "\($0.address): \($0.reply)" }.joined(separator: "\n")
    Outcome.move(attempt, to: isAccepted ? .accepted : .refused, reply, now, into: &unit)

    let parties = ready?.parties ?? []
    let refused = Outcome.write(envelope.refused, of: parties, into: &unit)
    let later = parties.count { refused[$0[ActivityParty.addressused] ?? ""]?.isPermanent == false }
    for party in parties where isAccepted && refused[party[ActivityParty.addressused] ?? ""] == nil {
      unit.update(
        ActivityParty.table, party.id,
        [
          ActivityParty.ls_deliveryresult.definition.name: ActivityParty.DeliveryResult.accepted.value,
          ActivityParty.ls_deliverydetail.definition.name: .null,
        ])
    }
    let isForNow: Bool
    switch delivery?.verdict {
    case .accepted: isForNow = later > 0
    case .refused(let permanent): isForNow = !permanent
    case nil: isForNow = later > 0
    }
    let attempts = claim.email[Email.deliveryattempts] ?? 1
    if isForNow && attempts < OutgoingPass.maximumAttempts {
      report.postponed += 1
      let pause =
        isAccepted && envelope.refused.allSatisfy({ $0.isPermanent || $0.isOfTooManyRecipients })
        ? 0 : min(OutgoingPass.longestPause, context.limits.itemDelay << min(10, max(0, attempts - 1)))
      email[Email.statuscode.definition.name] = Email.StatusCode.pendingSend.value
      email[Email.postponeemailprocessinguntil.definition.name] = now.adding(seconds: pause).value
      email[Email.ls_errorcode.definition.name] = MessageCode.sendRefusedForNow.rawValue.value
      email[Email.ls_errordetail.definition.name] = Email.ls_errordetail.cut(Evidence(["reply": reply]).text).value
    } else if isAccepted || ready?.hasReached == true {
      // An email that reached some of its recipients in an earlier try has not failed. REL G3
      report.sent += 1
      email[Email.statuscode.definition.name] = Email.StatusCode.sent.value
      email[Email.statecode.definition.name] = Email.StateCode.completed.value
      email[Email.senton.definition.name] = now.value
      email[Email.actualend.definition.name] = now.value
      email[Email.postponeemailprocessinguntil.definition.name] = .null
      var refusals = ((ready?.refusedBefore ?? []) + envelope.refused).map { "\($0.address): \($0.reply)" }
      if let delivery, !isAccepted { refusals.append(delivery.reply) }
      let unreached = refusals.joined(separator: "; ")
      if unreached.isEmpty {
        email[Email.ls_errorcode.definition.name] = .null
        email[Email.ls_errordetail.definition.name] = .null
      } else {
        let parameters = ["subject": claim.email[Email.subject] ?? "", "recipients": unreached]
        email[Email.ls_errorcode.definition.name] = MessageCode.sendPartlyRefused.rawValue.value
        email[Email.ls_errordetail.definition.name] = Email.ls_errordetail.cut(Evidence(parameters).text).value
        unit.raise(.sendPartlyRefused, .warning, parameters, about: claim.email.reference, surroundings)
      }
    } else {
      report.failed += 1
      var failed = claim.email
      Outcome.fail(&failed, .sendRefused, Evidence(["reply": reply]).text)
      email = failed.changes(since: claim.email)
      unit.raise(
        .sendRefused, .error, ["subject": claim.email[Email.subject] ?? "", "reply": reply],
        about: claim.email.reference, surroundings)
    }
    unit.update(
      Email.table, claim.email.id,
      expecting: .cells([Email.statuscode.definition.name: Email.StatusCode.sending.value]), email)
  }

  // MARK: - Rows

  /// What the server said about recipients, in their rows.
  /// - Returns: The refusals by address.
  @discardableResult
  static func write(_ refusals: [RecipientRefusal], of parties: [Record], into unit: inout UnitOfWork)
    -> [String: RecipientRefusal]
  {
    let refused = Dictionary(refusals.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    for party in parties {
      guard let refusal = refused[party[ActivityParty.addressused] ?? ""] else { continue }
      unit.update(
        ActivityParty.table, party.id,
        [
          ActivityParty.ls_deliverydetail.definition.name: ActivityParty.ls_deliverydetail.cut(refusal.reply).value,
          ActivityParty.ls_deliveryresult.definition.name:
            (refusal.isPermanent ? ActivityParty.DeliveryResult.refused : .unknown).value,
        ])
    }
    return refused
  }

  /// Failed is an open state: the email can be edited and sent again. feature map 5.7
  static func fail(_ email: inout Record, _ code: MessageCode, _ detail: String) {
    email[Email.statuscode] = .failed
    email[Email.statecode] = .open
    email[Email.ls_errorcode] = code.rawValue
    email.set(Email.ls_errordetail, cutting: detail)
  }

  static func move(
    _ attempt: GUID, to phase: SendAttempt.Phase, _ reply: String, _ now: Instant, into unit: inout UnitOfWork
  ) {
    unit.update(
      SendAttempt.table, attempt,
      [
        SendAttempt.phase.definition.name: phase.value, SendAttempt.phaseon.definition.name: now.value,
        SendAttempt.reply.definition.name: SendAttempt.reply.cut(reply).value,
      ])
  }

  /// A try that ended before the last bytes: the email waits again.
  static func abandon(
    _ attempt: GUID, email: GUID, _ message: Message, _ now: Instant, into unit: inout UnitOfWork
  ) {
    move(attempt, to: .abandoned, message.parameters["reason"] ?? "", now, into: &unit)
    unit.update(
      Email.table, email,
      expecting: .cells([Email.statuscode.definition.name: Email.StatusCode.sending.value]),
      [
        Email.statuscode.definition.name: Email.StatusCode.pendingSend.value,
        Email.ls_errorcode.definition.name: message.code.rawValue.value,
        Email.ls_errordetail.definition.name: Email.ls_errordetail.cut(Evidence(message.parameters).text).value,
      ])
  }
}

extension RecipientRefusal {
  /// The server took as many recipients as it takes at once; the others may follow in the next transaction.
  /// RFC 5321 §4.5.3.1.10, RFC 3463 §3.6
  var isOfTooManyRecipients: Bool {
    let words = reply.split(separator: " ", maxSplits: 2)
    return words.first == "452" && (words.count < 2 || words[1] == "4.5.3" || words[1].first != "4")
  }
}
