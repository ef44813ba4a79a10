package import CRMModel
import SyncEngine

/// Everything known about one message: what `lockstep explain` answers.
package struct Explanation: Sendable {
  /// Rows of the ledger, one per mailbox the message was seen in.
  package var items: [(item: Record, mailbox: Record?)] = []
  package var email: Record?
  package var parties: [Record] = []
  package var attempts: [Record] = []
  package var matched: Record?
  package var maybeSame: Record?
  /// In what `maybeSame` differs.
  package var differences: [String] = []
  /// Why an email in Pending Send does not leave.
  package var waitsFor: Message?

  package var isEmpty: Bool { items.isEmpty && email == nil }
}

package struct Explainer: Sendable {
  let deployment: Deployment

  package init(_ deployment: Deployment) { self.deployment = deployment }

  /// - Parameter name: A Message-ID with or without angle brackets, or the id of an email.
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

  private func items(_ query: Query) async throws(SyncFailure) -> [(item: Record, mailbox: Record?)] {
    var found: [(item: Record, mailbox: Record?)] = []
    for item in try await deployment.store.rows(query) {
      found.append((item, try await deployment.store.row(item[SyncItem.mailboxid], in: deployment.schema)))
    }
    return found
  }

  private func obstacle(_ email: Record) async throws(SyncFailure) -> Message? {
    let store = deployment.store
    guard let mailbox = try await store.row(email[Email.sendermailboxid], in: deployment.schema) else { return nil }
    let profile = try await store.row(mailbox[Mailbox.emailserverprofile], in: deployment.schema)
    let owner = try await store.row(mailbox[Mailbox.regardingobjectid], in: deployment.schema)
    if let obstacle = Readiness.obstacle(
      workload: .outgoing, mailbox: mailbox, profile: profile, owner: owner,
      settings: OrganizationSettings(deployment.organization))
    {
      return obstacle
    }
    if let until = email[Email.postponeemailprocessinguntil], until > deployment.surroundings.now() {
      let reply = Evidence(text: email[Email.ls_errordetail] ?? "")["reply"] ?? ""
      return Message(.sendWaitsUntil, ["until": until.rfc3339, "reply": reply])
    }
    return Message(.sendWaitsForCycle, ["mailbox": mailbox[Mailbox.emailaddress] ?? ""])
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
