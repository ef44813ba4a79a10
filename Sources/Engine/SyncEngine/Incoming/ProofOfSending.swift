import CRMModel

/// Emails in doubt that mail in a mailbox proves to have been sent: the message itself, an answer to it, or a report
/// about it. Only who received an email knows its Message-ID.
struct ProofOfSending {
  private struct Try {
    let attempt: Record
    let doubtful: DoubtfulEmail
  }

  private var attempts: [String: Try] = [:]

  /// The emails in doubt among those that a batch of messages names.
  static func read(_ mails: [IncomingMail], _ store: any RecordStore) async throws(SyncFailure) -> ProofOfSending {
    var proof = ProofOfSending()
    let ids = Set(mails.flatMap(named))
    guard !ids.isEmpty else { return proof }
    let doubtful = try await store.rows(
      Query(
        SendAttempt.table, where: SendAttempt.messageid.among(ids.sorted()) && SendAttempt.phase == .inDoubt))
    for attempt in doubtful {
      guard let id = attempt[SendAttempt.messageid], let reference = attempt[SendAttempt.emailid],
        let email = try await store.row(Email.table, reference.id),
        doubtCodes.contains(email[Email.ls_errorcode] ?? ""),
        email[Email.statuscode] == .sending || email[Email.statuscode] == .pendingSend
      else { continue }
      let doubtful = try await DoubtfulEmail.read(email, store)
      // The outcome of what leaves just now will say more than this mail does.
      guard doubtful.canBeResolved else { continue }
      proof.attempts[id] = Try(attempt: attempt, doubtful: doubtful)
    }
    return proof
  }

  private static let doubtCodes: Set<String> = [
    MessageCode.sendInDoubt.rawValue, MessageCode.sendRestored.rawValue,
  ]

  private static func named(by mail: IncomingMail) -> [String] {
    [mail.messageID, mail.report?.originalMessageID].compactMap { $0 } + mail.inReplyTo
  }

  /// Settles what `mail` proves; answers the email it was about.
  mutating func settle(
    _ mail: IncomingMail, _ store: any RecordStore, _ now: Instant, into unit: inout UnitOfWork
  ) async throws(SyncFailure) -> Record? {
    for id in ProofOfSending.named(by: mail) {
      guard let proven = attempts.removeValue(forKey: id) else { continue }
      let email = proven.doubtful.email
      proven.doubtful.resolve(proven.attempt, wasSent: true, now, into: &unit)
      unit.close(try await Alerts.open(about: email.reference, store), at: now)
      return email
    }
    return nil
  }
}
