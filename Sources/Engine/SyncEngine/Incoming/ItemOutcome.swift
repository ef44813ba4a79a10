import CRMModel

/// Writes into a row of the ledger what became of an item.
enum ItemOutcome {
  /// How often the pause between two tries of an item doubles: from 5 minutes to 40.
  static let mostDoublings = 3

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
      let attempts = row[SyncItem.attempts] ?? 0
      // Connections that broke count as tries, too: what gives up is as many tries and as much time. A server that says
      // that its trouble will pass is believed, however long it takes. RFC 3206 §4
      let age = now.seconds(since: row[SyncItem.firstseenon] ?? now)
      if attempts >= limits.itemAttempts, age >= Double(limits.itemPatience), failure.message.code != .serverBusy {
        settle(.failed, .attemptsExhausted, evidence, now, in: &row)
      } else {
        row[SyncItem.nextattempton] = now.adding(
          seconds: limits.itemDelay << min(ItemOutcome.mostDoublings, max(0, attempts - 1)))
      }
    }
  }
}
