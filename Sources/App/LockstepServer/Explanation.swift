package import CRMModel
import SyncEngine

/// Everything known about one message: what `lockstep explain` answers.
package struct Explanation: Sendable {
  /// Rows of the ledger, one per mailbox the message was seen in.
  package var items: [Item] = []
  package var email: Record?
  package var parties: [Record] = []
  package var attempts: [Record] = []
  package var matched: Record?
  package var maybeSame: Record?
  /// In what `maybeSame` differs.
  package var differences: [String] = []
  /// Why an email in Pending Send does not leave.
  package var waitsFor: Message?

  package struct Item: Sendable {
    package let item: Record
    package let mailbox: Record?
    /// What a waiting item waits for.
    package let waitsFor: Message?
  }

  package var isEmpty: Bool { items.isEmpty && email == nil }
}

package struct Explainer: Sendable {
  let deployment: Deployment

  package init(_ deployment: Deployment) { self.deployment = deployment }

  /// - Parameter name: A Message-ID with or without angle brackets, the id of an email, or the id the server gave a
  ///   message: one that cannot be read has no other.
  package func explain(_ name: String) async throws(SyncFailure) -> Explanation {
    let store = deployment.store
    var explanation = Explanation()
    if let id = GUID(name) {
      explanation.email = try await store.row(Email.table, id)
      if explanation.email != nil {
        explanation.items = try await items(Query(SyncItem.table, where: SyncItem.emailid == Reference("email", id)))
      }
    } else {
      let messageID = name.hasPrefix("<") ? name : "<\(name)>"
      explanation.items = try await items(
        Query(SyncItem.table, where: SyncItem.messageid.among([messageID, name])))
      let linked = explanation.items.compactMap { $0.item[SyncItem.emailid] }.first
      if let linked {
        explanation.email = try await store.row(linked, in: deployment.schema)
      } else {
        explanation.email = try await store.rows(
          Query(Email.table, where: Email.messageid.among([messageID, name]), limit: 1)
        ).first
      }
    }
    if explanation.isEmpty {
      explanation.items = try await items(Query(SyncItem.table, where: SyncItem.remoteid == name))
      explanation.email = try await store.row(
        explanation.items.compactMap { $0.item[SyncItem.emailid] }.first, in: deployment.schema)
    }
    guard let email = explanation.email else { return explanation }
    explanation.parties = try await store.rows(
      Query(ActivityParty.table, where: ActivityParty.activityid == email.reference))
    explanation.attempts = try await store.rows(
      Query(SendAttempt.table, where: SendAttempt.emailid == email.reference).ordered(by: SendAttempt.startedon))
    explanation.matched = try await store.row(email[Email.correlatedactivityid], in: deployment.schema)
    explanation.maybeSame = try await store.row(email[Email.ls_maybesame], in: deployment.schema)
    if let other = explanation.maybeSame { explanation.differences = try await differences(email, other) }
    if email[Email.statuscode] == .pendingSend { explanation.waitsFor = try await obstacle(email) }
    return explanation
  }

  private func items(_ query: Query) async throws(SyncFailure) -> [Explanation.Item] {
    var found: [Explanation.Item] = []
    for item in try await deployment.store.rows(query) {
      let mailbox = try await deployment.store.row(item[SyncItem.mailboxid], in: deployment.schema)
      var waitsFor: Message?
      if item[SyncItem.state] == .pending, let mailbox {
        waitsFor = try await obstacle(.incoming, mailbox)
        // One that failed for now says itself when it is tried again.
        if waitsFor == nil, item[SyncItem.nextattempton] == nil {
          waitsFor = Message(.itemWaitsForCycle, ["mailbox": mailbox[Mailbox.emailaddress] ?? ""])
        }
      }
      found.append(Explanation.Item(item: item, mailbox: mailbox, waitsFor: waitsFor))
    }
    return found
  }

  private func obstacle(_ email: Record) async throws(SyncFailure) -> Message? {
    guard let mailbox = try await deployment.store.row(email[Email.sendermailboxid], in: deployment.schema) else {
      return nil
    }
    if let obstacle = try await obstacle(.outgoing, mailbox) { return obstacle }
    let now = deployment.surroundings.now()
    if let until = email[Email.delayedemailsendtime], until > now {
      return Message(.sendWaitsForTime, ["until": until.rfc3339])
    }
    if let until = email[Email.postponeemailprocessinguntil], until > now {
      let reply = Evidence(text: email[Email.ls_errordetail] ?? "")["reply"] ?? ""
      return Message(.sendWaitsUntil, ["until": until.rfc3339, "reply": reply])
    }
    return Message(.sendWaitsForCycle, ["mailbox": mailbox[Mailbox.emailaddress] ?? ""])
  }

  /// What keeps a workload of a mailbox from running just now: its own state, or that of its server.
  private func obstacle(_ workload: SyncJob.Workload, _ mailbox: Record) async throws(SyncFailure) -> Message? {
    let store = deployment.store
    let profile = try await store.row(mailbox[Mailbox.emailserverprofile], in: deployment.schema)
    let owner = try await store.row(mailbox[Mailbox.regardingobjectid], in: deployment.schema)
    let organization = try await store.row(Organization.table, deployment.organization.id)
    if let obstacle = Readiness.obstacle(
      workload: workload, mailbox: mailbox, profile: profile, owner: owner,
      settings: OrganizationSettings(organization ?? deployment.organization))
    {
      return obstacle
    }
    guard let profile else { return nil }
    let server = Breaker.location(of: profile, workload)
    guard let health = try await Breaker.row(of: server, store), let until = health[MailServer.openuntil],
      until > deployment.surroundings.now()
    else { return nil }
    return Message(
      .serverAvoided, ["server": server, "until": until.rfc3339, "reason": health[MailServer.lasterror] ?? ""])
  }

  /// Which parts of two messages with the same Message-ID differ.
  private func differences(_ email: Record, _ other: Record) async throws(SyncFailure) -> [String] {
    var parts: [String] = []
    for (column, name) in [
      (Email.subject.definition.name, "Subject"), (Email.sender.definition.name, "From"),
      (Email.torecipients.definition.name, "To"), (Email.senton.definition.name, "Date"),
      (Email.description.definition.name, "body"),
    ] where email[column] != other[column] {
      parts.append(name)
    }
    var hashes: [[String]] = []
    for row in [email, other] {
      let attachments = try await deployment.store.rows(
        Query(ActivityMimeAttachment.table, where: ActivityMimeAttachment.objectid == row.reference))
      hashes.append(attachments.map { "\($0[ActivityMimeAttachment.ls_sha256] ?? [])" }.sorted())
    }
    if hashes[0] != hashes[1] { parts.append("attachments") }
    return parts
  }
}
