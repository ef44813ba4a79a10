import CRMModel

/// Writes into a row of the ledger what became of an item.
enum ItemOutcome {
  /// What people need to recognize the message.
  static func describe(_ mail: IncomingMail, _ received: Instant, in row: inout Record) {
    row.set(SyncItem.messageid, cutting: mail.messageID)
    row.set(SyncItem.subject, cutting: mail.subject)
    row.set(SyncItem.sender, cutting: mail.author?.address)
    row[SyncItem.receivedon] = received
    row[SyncItem.contentkey] = mail.contentKey.isEmpty ? nil : mail.contentKey
  }

  static func skip(_ code: DecisionCode, _ evidence: [String: String], _ now: Instant, in row: inout Record) {
    settle(.skipped, code, evidence, now, in: &row)
  }

  static func settle(
    _ state: SyncItem.State, _ code: DecisionCode, _ evidence: [String: String], _ now: Instant, in row: inout Record
  ) {
    row[SyncItem.state] = state
    row[SyncItem.decisioncode] = code
    row.set(SyncItem.evidence, cutting: Evidence(evidence).text)
    row[SyncItem.decidedon] = now
    row[SyncItem.nextattempton] = nil
  }

  /// A failure of this item alone: it waits for its next try, or is given up with its reason.
  static func fail(_ failure: SyncFailure, _ now: Instant, _ limits: DeploymentLimits, in row: inout Record) {
    var evidence = failure.message.parameters
    evidence["code"] = failure.message.code.rawValue
    row.set(SyncItem.evidence, cutting: Evidence(evidence).text)
    switch failure.kind {
    case .item: settle(.quarantined, .unreadable, evidence, now, in: &row)
    // Also where the server says that there is no such message: whether it is gone, only the next listing tells.
    default:
      if (row[SyncItem.attempts] ?? 0) >= limits.itemAttempts {
        settle(.failed, .attemptsExhausted, evidence, now, in: &row)
      } else {
        row[SyncItem.nextattempton] = now.adding(seconds: limits.itemDelay)
      }
    }
  }
}
