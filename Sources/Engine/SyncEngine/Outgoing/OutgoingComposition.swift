import CRMModel

/// Reads an email and its parties and attachments and makes what goes on the wire.
struct OutgoingComposition {
  let store: any RecordStore
  let context: MailboxContext
  let render: @Sendable (OutgoingMail) throws(SyncFailure) -> [UInt8]

  /// An email ready to be claimed.
  struct Ready {
    var email: Record
    /// Those the message still has to reach.
    var parties: [Record]
    /// Those an earlier try learned to be unreachable.
    var refusedBefore: [RecipientRefusal] = []
    /// Whether an earlier try reached somebody.
    var hasReached = false
    var mail: PreparedMail
    /// SHA-256 of the bytes.
    var hash: [UInt8]
  }

  /// What belongs to the emails of a batch, read at once.
  struct Related {
    fileprivate var parties: [GUID: [Record]] = [:]
    fileprivate var attachments: [GUID: [Record]] = [:]
  }

  func related(to emails: [Record]) async throws(SyncFailure) -> Related {
    guard !emails.isEmpty else { return Related() }
    let ids = emails.map(\.reference.value)
    var related = Related()
    for party in try await store.rows(
      Query(ActivityParty.table, where: .among(ActivityParty.activityid.definition.name, ids)))
    {
      guard let email = party[ActivityParty.activityid] else { continue }
      related.parties[email.id, default: []].append(party)
    }
    for attachment in try await store.rows(
      Query(ActivityMimeAttachment.table, where: .among(ActivityMimeAttachment.objectid.definition.name, ids))
        .ordered(by: ActivityMimeAttachment.attachmentnumber))
    {
      guard let email = attachment[ActivityMimeAttachment.objectid] else { continue }
      related.attachments[email.id, default: []].append(attachment)
    }
    return related
  }

  /// Fails with `.item` when this email can never be sent as it is, with `.inDoubt` when a try that may have arrived
  /// sent other bytes than this one would.
  func result(for email: Record, _ related: Related) async -> Result<Ready, SyncFailure> {
    do throws(SyncFailure) { return .success(try await compose(email, related)) } catch { return .failure(error) }
  }

  /// The same for the next email, if there is one.
  func result(forNext email: Record?, _ related: Related) async -> Result<Ready, SyncFailure>? {
    guard let email else { return nil }
    return await result(for: email, related)
  }

  private func compose(_ claimed: Record, _ related: Related) async throws(SyncFailure) -> Ready {
    guard let email = try await store.row(Email.table, claimed.id) else {
      throw SyncFailure(.item, .sendNotPrepared, ["subject": claimed[Email.subject] ?? ""])
    }
    let parties = related.parties[email.id] ?? []
    let subject = email[Email.subject] ?? ""
    guard let messageID = email[Email.messageid] else {
      throw SyncFailure(.item, .sendNotPrepared, ["subject": subject])
    }
    var mail = OutgoingMail(
      messageID: messageID, date: email[Email.actualstart] ?? email[Table.createdon] ?? Instant(microseconds: 0),
      from: address(of: parties.first { $0[ActivityParty.participationtypemask] == .sender })
        ?? MailAddress(address: context.address))
    mail.subject = subject
    if let token = email[Email.trackingtoken] { mail.subject = TrackingToken.append(token, to: subject) }
    mail.body = email[Email.description] ?? ""
    mail.bodyIsHTML = email[Email.ls_htmlbody] ?? false
    mail.inReplyTo = email[Email.inreplyto]
    mail.references = (email[Email.ls_references] ?? "").split(separator: " ").map(String.init)
    var open: [Record] = []
    for party in parties {
      guard let kind = party[ActivityParty.participationtypemask], [.to, .cc, .bcc].contains(kind),
        let address = address(of: party)
      else { continue }
      switch kind {
      case .to: mail.to.append(address)
      case .cc: mail.cc.append(address)
      default: mail.bcc.append(address)
      }
      if party[ActivityParty.ls_deliveryresult] ?? .unknown == .unknown { open.append(party) }
    }
    // Dataverse 80040B04
    guard !open.isEmpty else { throw SyncFailure(.item, .sendWithoutRecipients, ["subject": subject]) }
    mail.attachments = try await attachments(related.attachments[email.id] ?? [])
    let bytes = try render(mail)
    let hash = ContentHash.sha256(bytes)
    try await compare(hash, with: email)
    var recipients: [String] = []
    for party in open {
      if let address = party[ActivityParty.addressused], !recipients.contains(address) { recipients.append(address) }
    }
    let refused = parties.filter { $0[ActivityParty.ls_deliveryresult] == .refused }.map {
      RecipientRefusal(
        address: $0[ActivityParty.addressused] ?? "", isPermanent: true,
        reply: $0[ActivityParty.ls_deliverydetail] ?? "")
    }
    return Ready(
      email: email, parties: open, refusedBefore: refused,
      hasReached: parties.contains { $0[ActivityParty.ls_deliveryresult] == .accepted },
      mail: PreparedMail(sender: mail.from.address, recipients: recipients, bytes: bytes), hash: hash)
  }

  /// Sending again after a doubt sends the same bytes: equal copies are one message to whoever gets both. Rendering is
  /// a function of the email, so a difference means that somebody changed it.
  private func compare(_ hash: [UInt8], with email: Record) async throws(SyncFailure) {
    guard (email[Email.deliveryattempts] ?? 0) > 1 else { return }
    let doubtful = try await store.rows(
      Query(
        SendAttempt.table, where: SendAttempt.emailid == email.reference && SendAttempt.phase == .inDoubt, limit: 20))
    if doubtful.contains(where: { ($0[SendAttempt.wirehash] ?? hash) != hash }) {
      throw SyncFailure(.inDoubt, .sendUncertain, ["reason": email[Email.subject] ?? ""])
    }
  }

  private func address(of party: Record?) -> MailAddress? {
    guard let party, let address = party[ActivityParty.addressused] else { return nil }
    return MailAddress(displayName: party[ActivityParty.ls_displayname] ?? "", address: address)
  }

  private func attachments(_ rows: [Record]) async throws(SyncFailure) -> [IncomingMail.Attachment] {
    var attachments: [IncomingMail.Attachment] = []
    for row in rows {
      let name = row[ActivityMimeAttachment.filename] ?? ""
      guard let hash = row[ActivityMimeAttachment.ls_sha256], let content = try await store.blob(hash) else {
        throw SyncFailure(.item, .attachmentMissing, ["name": name])
      }
      attachments.append(
        IncomingMail.Attachment(
          fileName: name, mediaType: row[ActivityMimeAttachment.mimetype] ?? "application/octet-stream",
          contentID: row[ActivityMimeAttachment.attachmentcontentid],
          isInline: row[ActivityMimeAttachment.ls_isinline] ?? false, content: content))
    }
    return attachments
  }
}
