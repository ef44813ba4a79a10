package import CRMModel

/// The stored email an incoming one belongs to, and how that was found.
package struct Correlation: Equatable, Sendable {
  package let method: Email.CorrelationMethod
  package let email: Record
  /// What matched: a Message-ID, a token, a hash.
  package let evidence: String

  package init(method: Email.CorrelationMethod, email: Record, evidence: String) {
    self.method = method
    self.email = email
    self.evidence = evidence
  }
}

/// Looks for the email an incoming one belongs to: In-Reply-To, tracking token, conversation index, smart matching,
/// in this order, each only where the organization wants it. feature map 5.2
struct CorrelationSearch {
  /// How many stored emails smart matching looks at.
  static let smartCandidates = 200

  let store: any RecordStore
  let settings: OrganizationSettings
  let now: Instant

  private var usesHeaders: Bool {
    settings.correlates && !settings.tokenOnly && !settings.ignoresHeadersForCorrelation
  }

  /// The message whose arrival would make this one an answer.
  func awaited(by mail: IncomingMail) -> String? {
    guard usesHeaders, !(settings.forwardsAreNoReplies && CorrelationSearch.isForward(mail.subject)) else { return nil }
    return mail.inReplyTo.first.map(Email.messageid.cut)
  }

  func find(_ mail: IncomingMail, among emails: StoredEmails) async throws(SyncFailure) -> Correlation? {
    if usesHeaders, let found = byHeader(mail, emails) { return found }
    if let found = byToken(mail, emails) { return found }
    if usesHeaders, let found = byConversationIndex(mail, emails) { return found }
    if settings.smartMatching, !settings.tokenOnly { return try await bySmartMatching(mail) }
    return nil
  }

  private func byHeader(_ mail: IncomingMail, _ emails: StoredEmails) -> Correlation? {
    if settings.forwardsAreNoReplies, CorrelationSearch.isForward(mail.subject) { return nil }
    // A delivery report names the message it is about. RFC 3464 §2
    let ids = mail.inReplyTo + [mail.report?.originalMessageID].compactMap { $0 }
    return emails.newest(of: ids).map {
      Correlation(method: .inReplyTo, email: $0, evidence: $0[Email.messageid] ?? "")
    }
  }

  private func byToken(_ mail: IncomingMail, _ emails: StoredEmails) -> Correlation? {
    for token in TrackingToken.find(prefix: settings.trackingPrefix, in: mail.subject) {
      if let email = emails.withToken(token) {
        return Correlation(method: .trackingToken, email: email, evidence: token)
      }
    }
    return nil
  }

  private func byConversationIndex(_ mail: IncomingMail, _ emails: StoredEmails) -> Correlation? {
    guard let index = mail.conversationIndex, let root = ConversationIndex.root(index),
      let email = emails.inConversation(root)
    else { return nil }
    return Correlation(method: .conversationIndex, email: email, evidence: index)
  }

  private func bySmartMatching(_ mail: IncomingMail) async throws(SyncFailure) -> Correlation? {
    let subject = SmartMatching.subjectHashes(mail.subject, settings)
    guard !subject.isEmpty else { return nil }
    let addresses = SmartMatching.addressHashes(
      (mail.from + mail.to + mail.cc + mail.bcc).map(\.folded), maximum: settings.hashMaxCount)
    let since = now.adding(seconds: -SmartMatching.days * 86_400)
    var predicate: Predicate = Table.createdon >= since
    if settings.hashDeltaSubjectCount == 0,
      let key = SmartMatching.subjectKey(mail.subject, settings)
    {
      predicate = predicate && Email.ls_subjectkey == key
    }
    let query = Query(Email.table, where: predicate, limit: CorrelationSearch.smartCandidates)
      .ordered(by: Table.versionnumber, descending: true)
    for email in try await store.rows(query) {
      let parties = try await store.rows(
        Query(ActivityParty.table, where: ActivityParty.activityid == email.reference))
      let others = SmartMatching.addressHashes(
        parties.compactMap { $0[ActivityParty.ls_addressfolded] }, maximum: settings.hashMaxCount)
      let words = SmartMatching.subjectHashes(email[Email.subject] ?? "", settings)
      if SmartMatching.matches(subject: subject, words, addresses: addresses, others, settings: settings) {
        return Correlation(method: .smartMatching, email: email, evidence: email[Email.subject] ?? "")
      }
    }
    return nil
  }

  /// Forwarding prefixes of common mail programs.
  static func isForward(_ subject: String) -> Bool {
    let start = subject.drop(while: \.isWhitespace).lowercased()
    return ["fw:", "fwd:", "wg:", "tr:", "rv:", "転送:", "転送："].contains { start.hasPrefix($0) }
  }
}
