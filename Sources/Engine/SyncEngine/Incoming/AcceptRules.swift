package import CRMModel

/// A user or queue whose rule is asked about an incoming email.
package struct RuleOwner: Equatable, Sendable {
  package let owner: Reference
  package let rule: EmailFilteringMethod
  /// The address by which it was found; empty for the owner of the mailbox being read.
  package let address: String

  package init(owner: Reference, rule: EmailFilteringMethod, address: String) {
    self.owner = owner
    self.rule = rule
    self.address = address
  }
}

/// All that the decision about one incoming email rests on.
package struct AcceptFacts: Equatable, Sendable {
  /// Addresses are valid enough to answer to.
  package var hasSender = true
  /// Users and queues among the recipients, in the order To, Cc, Bcc.
  package var recipients: [RuleOwner] = []
  /// The owner of the mailbox being read: mail that came as Bcc or by a list names nobody else. feature map U11
  package var reader: RuleOwner?
  package var isCorrelated = false
  /// Tables in which the sender's address was found.
  package var senderTables: Set<String> = []
  /// An outgoing email with the same Message-ID is stored.
  package var hasSentCopy = false

  package init() {}
}

/// The answer, with whose rule it was.
package struct AcceptDecision: Equatable, Sendable {
  package let code: DecisionCode
  package let isTracked: Bool
  package let by: RuleOwner?

  package init(code: DecisionCode, isTracked: Bool, by: RuleOwner?) {
    self.code = code
    self.isTracked = isTracked
    self.by = by
  }
}

/// The rules of acceptance, without I/O. feature map 5.3 and 5.4
package enum AcceptRules {
  /// Tables whose rows count as known to rule 2.
  static let knownTables: Set<String> = ["lead", "contact", "account"]
  static let internalTables: Set<String> = ["systemuser", "queue"]

  package static func decide(_ facts: AcceptFacts, _ settings: OrganizationSettings) -> AcceptDecision {
    guard facts.hasSender else { return AcceptDecision(code: .invalidSender, isTracked: false, by: nil) }
    if rejectsAsInternal(facts, settings) {
      return AcceptDecision(code: .internalEmailReject, isTracked: false, by: nil)
    }
    var asked = facts.recipients
    if let reader = facts.reader, !asked.contains(where: { $0.owner == reader.owner }) { asked.append(reader) }
    for candidate in asked {
      if let code = accepts(candidate.rule, facts) {
        return AcceptDecision(code: code, isTracked: true, by: candidate)
      }
    }
    let code: DecisionCode = facts.recipients.isEmpty ? .noRecipientMatch : .noCorrelationMatch
    return AcceptDecision(code: code, isTracked: false, by: asked.first)
  }

  private static func accepts(_ rule: EmailFilteringMethod, _ facts: AcceptFacts) -> DecisionCode? {
    switch rule {
    case .allEmail: return .acceptAll
    case .noEmail: return nil
    case .repliesToCRMEmail: return facts.isCorrelated ? .correlationMatch : nil
    case .knownSenders:
      if facts.isCorrelated { return .correlationMatch }
      return facts.senderTables.isDisjoint(with: knownTables) ? nil : .senderMatch
    case .emailEnabledSenders:
      if facts.isCorrelated { return .correlationMatch }
      return facts.senderTables.isEmpty ? nil : .senderMatch
    }
  }

  private static func rejectsAsInternal(_ facts: AcceptFacts, _ settings: OrganizationSettings) -> Bool {
    guard settings.ignoresInternalEmail else { return false }
    let reachesQueue =
      facts.recipients.contains { $0.owner.table == "queue" } || facts.reader?.owner.table == "queue"
    if facts.senderTables.contains("queue"), !facts.senderTables.contains("systemuser") {
      return settings.ignoresInternalEmailFromQueues && facts.hasSentCopy
    }
    guard facts.senderTables.contains("systemuser") else { return false }
    if reachesQueue && settings.deliversInternalEmailToQueues { return false }
    return settings.rejectsInternalOnlyIfSentCopyExists ? facts.hasSentCopy : true
  }
}
