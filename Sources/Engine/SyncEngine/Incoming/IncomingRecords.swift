import CRMModel

/// Turns a tracked message into the rows that make it an email activity.
struct IncomingRecords {
  let settings: OrganizationSettings
  let mailbox: Record
  let reader: Reference
  let book: AddressBook
  let surroundings: Surroundings

  /// What goes into a unit of work for one message.
  struct Planned {
    var email: Record
    var rows: [Record] = []
    var dropped: [String] = []
    var createdSender: Record?
  }

  func plan(
    _ mail: IncomingMail, decision: AcceptDecision, correlation: Correlation?, maybeSame: Reference?,
    received: Instant, headerHash: [UInt8]
  ) -> Planned {
    var email = Record(Email.table, id: surroundings.newID())
    email.set(Email.subject, cutting: mail.subject)
    email.set(Email.description, cutting: mail.body)
    email[Email.ls_htmlbody] = mail.bodyIsHTML
    email[Email.mimetype] = mail.bodyIsHTML ? "text/html" : "text/plain"
    email[Email.directioncode] = false
    email[Email.statecode] = .completed
    email[Email.statuscode] = .received
    email.set(Email.messageid, cutting: mail.messageID)
    email[Email.messageiddupcheck] = IncomingRecords.duplicateKey(mail.contentKey)
    email[Email.ls_contentkey] = mail.contentKey
    email[Email.ls_contentkeyversion] = 1
    email[Email.ls_maybesame] = maybeSame
    email.set(Email.inreplyto, cutting: mail.inReplyTo.first)
    email.set(Email.ls_references, cutting: mail.references.isEmpty ? nil : mail.references.joined(separator: " "))
    email.set(Email.conversationindex, cutting: mail.conversationIndex)
    email[Email.baseconversationindexhash] = mail.conversationIndex.flatMap(ConversationIndex.rootHash)
    email[Email.ls_subjectkey] = SmartMatching.subjectKey(mail.subject, settings)
    email[Email.ls_headerblob] = headerHash
    email[Email.senton] = mail.date
    email[Email.actualend] = received
    email[Email.ls_receivedon] = received
    email[Email.acceptingentityid] = decision.by?.owner
    email[Email.receivingmailboxid] = mailbox.reference
    email.set(Email.torecipients, cutting: mail.to.map(\.address).joined(separator: ";"))
    let author = mail.author
    email.set(Email.sender, cutting: author?.address)
    email.set(Email.ls_addressedfrom, cutting: author?.address)
    var planned = Planned(email: email)

    var senderRow = author.flatMap { book.sender($0.folded, mailboxOwner: reader, settings: settings)?.record }
    if senderRow == nil, let author, let created = newSender(author, mail, acceptedBy: decision.by?.owner) {
      planned.rows.append(created)
      planned.createdSender = created
      senderRow = created
    }
    planned.email[Email.emailsender] = senderRow?.reference
    if let sender = senderRow {
      planned.email[Email.sendersaccount] =
        sender.table == Account.table
        ? sender.reference : sender.table == Contact.table ? account(of: sender) : nil
    }
    if let correlation {
      planned.email[Email.correlationmethod] = correlation.method
      planned.email[Email.correlatedactivityid] = correlation.email.reference
      if correlation.method == .inReplyTo || correlation.method == .conversationIndex {
        planned.email[Email.parentactivityid] = correlation.email.reference
      }
      planned.email[Email.regardingobjectid] = correlation.email[Email.regardingobjectid]
      planned.email[Email.correlatedsubjectchanged] =
        SmartMatching.words(of: correlation.email[Email.subject] ?? "", without: settings.subjectPattern)
        != SmartMatching.words(of: mail.subject, without: settings.subjectPattern)
    } else {
      planned.email[Email.correlationmethod] = Email.CorrelationMethod.none
    }
    planned.email[Table.ownerid] = owner(mail, correlation, senderRow)
    addParties(mail, author, senderRow, to: &planned)
    addAttachments(mail, to: &planned)
    addQueueItems(mail, to: &planned)
    return planned
  }

  /// One activity per message and direction: the unique index stands on this value. The lowest bit is the direction.
  static func duplicateKey(_ contentKey: [UInt8]) -> GUID? {
    guard let id = GUID(bytes: contentKey.prefix(16)) else { return nil }
    return GUID(high: id.high, low: id.low & ~1)
  }

  private func account(of contact: Record) -> Reference? {
    let parent = contact[Contact.parentcustomerid]
    return parent?.table == "account" ? parent : nil
  }

  // MARK: - Parties

  private func addParties(_ mail: IncomingMail, _ author: MailAddress?, _ senderRow: Record?, to planned: inout Planned)
  {
    if let author { add(author, .sender, senderRow?.reference, to: &planned) }
    for (list, kind) in [
      (mail.to, ActivityParty.ParticipationType.to), (mail.cc, .cc), (mail.bcc, .bcc),
    ] {
      for address in list {
        let rows = book.recipients(address.folded, settings: settings)
        if rows.isEmpty { add(address, kind, nil, to: &planned) }
        for row in rows { add(address, kind, row.reference, to: &planned) }
      }
    }
  }

  private func add(
    _ address: MailAddress, _ kind: ActivityParty.ParticipationType, _ party: Reference?, to planned: inout Planned
  ) {
    var row = Record(ActivityParty.table, id: surroundings.newID())
    row[ActivityParty.activityid] = planned.email.reference
    row[ActivityParty.participationtypemask] = kind
    row[ActivityParty.partyid] = party
    row.set(ActivityParty.addressused, cutting: address.address)
    row.set(ActivityParty.ls_addressfolded, cutting: address.folded)
    row.set(ActivityParty.ls_displayname, cutting: address.displayName)
    planned.rows.append(row)
  }

  // MARK: - Owner, feature map 5.5

  private func owner(_ mail: IncomingMail, _ correlation: Correlation?, _ sender: Record?) -> Reference {
    var candidates: [Reference] = []
    for address in mail.to + mail.cc + mail.bcc {
      for row in book.recipients(address.folded, settings: settings) {
        if row.reference.table == "systemuser" { candidates.append(row.reference) }
        if row.reference.table == "queue", let owner = row.record.owner { candidates.append(owner) }
      }
    }
    if reader.table == "systemuser" {
      candidates.append(reader)
    } else if let owner = mailbox.owner {
      candidates.append(owner)
    }
    if let related = correlation?.email.owner, candidates.contains(related) { return related }
    if let known = sender?.owner, candidates.contains(known) { return known }
    return candidates.first ?? reader
  }

  // MARK: - Attachments, feature map F70

  private func addAttachments(_ mail: IncomingMail, to planned: inout Planned) {
    var number = 0
    for attachment in mail.attachments {
      guard isAllowed(attachment) else {
        planned.dropped.append(attachment.fileName)
        continue
      }
      number += 1
      var row = Record(ActivityMimeAttachment.table, id: surroundings.newID())
      row[ActivityMimeAttachment.objectid] = planned.email.reference
      row[ActivityMimeAttachment.objecttypecode] = "email"
      row[ActivityMimeAttachment.attachmentnumber] = number
      row.set(ActivityMimeAttachment.filename, cutting: attachment.fileName)
      row.set(ActivityMimeAttachment.mimetype, cutting: attachment.mediaType)
      row.set(ActivityMimeAttachment.attachmentcontentid, cutting: attachment.contentID)
      row[ActivityMimeAttachment.filesize] = attachment.size
      row[ActivityMimeAttachment.ls_sha256] = attachment.sha256 ?? ContentHash.sha256(attachment.content)
      row[ActivityMimeAttachment.ls_isinline] = attachment.isInline
      planned.rows.append(row)
    }
    planned.email[Email.attachmentcount] = number
    if !planned.dropped.isEmpty { planned.email[Email.notifications] = .notAllAttachmentsSaved }
  }

  func isAllowed(_ attachment: IncomingMail.Attachment) -> Bool {
    guard attachment.size <= settings.maximumAttachmentSize else { return false }
    // Windows ignores dots and spaces at the end of a name; a rule about endings must not be fooled by them.
    var name = Substring(attachment.fileName)
    while name.last == "." || name.last == " " { name.removeLast() }
    guard let dot = name.lastIndex(of: ".") else { return true }
    let ending = name[name.index(after: dot)...].lowercased().prefix { $0 != " " }
    return !settings.blocks(ending: ending)
  }

  // MARK: - Queue items, feature map 5.6

  private func addQueueItems(_ mail: IncomingMail, to planned: inout Planned) {
    var queues: [Reference] = []
    if settings.queueItemsForRecipients {
      for address in mail.to + mail.cc + mail.bcc {
        for row in book.recipients(address.folded, settings: settings)
        where row.reference.table == "queue" && !queues.contains(row.reference) {
          queues.append(row.reference)
        }
      }
    }
    if settings.queueItemForReadingMailbox, reader.table == "queue", !queues.contains(reader) { queues.append(reader) }
    for queue in queues { planned.rows.append(queueItem(planned.email, in: queue)) }
  }

  func queueItem(_ email: Record, in queue: Reference) -> Record {
    var row = Record(QueueItem.table, id: surroundings.newID())
    row[QueueItem.queueid] = queue
    row[QueueItem.objectid] = email.reference
    row[QueueItem.objecttypecode] = .email
    row.set(QueueItem.title, cutting: email[Email.subject])
    row[QueueItem.enteredon] = surroundings.now()
    return row
  }

  // MARK: - Unknown senders, feature map F59

  private func newSender(_ author: MailAddress, _ mail: IncomingMail, acceptedBy owner: Reference?) -> Record? {
    // Machines and internal senders get no contact.
    guard mail.automatic == .no, book.recipients(author.folded, settings: settings).isEmpty,
      author.address.contains("@"), (book.rows[author.folded] ?? []).isEmpty
    else { return nil }
    let words = author.displayName.split(separator: " ").map(String.init)
    let ownerRow = owner?.table == "systemuser" ? owner : mailbox.owner ?? reader
    switch settings.autoCreate {
    case .none: return nil
    case .contact:
      var row = Record(Contact.table, id: surroundings.newID())
      row.set(Contact.firstname, cutting: words.count > 1 ? words.dropLast().joined(separator: " ") : nil)
      row.set(Contact.lastname, cutting: words.last ?? author.address)
      row.set(Contact.fullname, cutting: author.displayName.isEmpty ? author.address : author.displayName)
      row.set(Contact.emailaddress1, cutting: author.address)
      row[Table.ownerid] = ownerRow
      return row
    case .lead:
      var row = Record(Lead.table, id: surroundings.newID())
      row.set(Lead.lastname, cutting: words.last ?? author.address)
      row.set(Lead.firstname, cutting: words.count > 1 ? words.dropLast().joined(separator: " ") : nil)
      row.set(Lead.fullname, cutting: author.displayName.isEmpty ? author.address : author.displayName)
      row.set(Lead.subject, cutting: mail.subject)
      row.set(Lead.emailaddress1, cutting: author.address)
      row[Table.ownerid] = ownerRow
      return row
    }
  }
}
