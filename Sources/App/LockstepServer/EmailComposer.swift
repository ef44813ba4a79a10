package import CRMModel
import SyncEngine

/// A request to send an email, as a command or a program makes it.
package struct SendRequest: Sendable {
  package var from: String
  package var to: [String]
  package var cc: [String] = []
  package var bcc: [String] = []
  package var subject: String
  package var body: String
  package var isHTML = false
  package var attachments: [IncomingMail.Attachment] = []
  package var regarding: Reference?
  package var inReplyTo: Record?

  /// A text without line ends and other control characters.
  static func oneLine(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? " " : $0 }))
  }

  package init(from: String, to: [String], subject: String, body: String) {
    self.from = from
    self.to = to
    self.subject = subject
    self.body = body
  }
}

/// Makes an email activity in Pending Send out of a request, or says why it could never leave. feature map 5.7, U14
package struct EmailComposer: Sendable {
  let deployment: Deployment

  package init(_ deployment: Deployment) { self.deployment = deployment }

  package func send(_ request: SendRequest) async throws(SyncFailure) -> Record {
    let store = deployment.store
    let directory = Directory(deployment)
    let settings = OrganizationSettings(deployment.organization)
    let mailbox = try await directory.mailbox(request.from)
    let profile = try await store.row(mailbox[Mailbox.emailserverprofile], in: deployment.schema)
    let owner = try await store.row(mailbox[Mailbox.regardingobjectid], in: deployment.schema)
    if let obstacle = Readiness.obstacle(
      workload: .outgoing, mailbox: mailbox, profile: profile, owner: owner, settings: settings)
    {
      throw SyncFailure(.configuration, obstacle.code, obstacle.parameters)
    }
    let recipients = request.to + request.cc + request.bcc
    guard !recipients.isEmpty else {
      throw SyncFailure(.configuration, .sendWithoutRecipients, ["subject": request.subject])
    }
    for address in recipients { _ = try directory.valid(address) }
    let known = try await parties(recipients)
    if let unresolved = recipients.first(where: { known[AddressFolding.fold($0)] == nil }),
      !settings.allowsUnresolvedRecipients
    {
      throw SyncFailure(.configuration, .recipientUnresolved, ["address": unresolved])
    }
    let hashes = try await store.put(request.attachments.map { Blob($0.content) })
    for _ in 0..<5 {
      let now = deployment.surroundings.now()
      var unit = UnitOfWork(id: deployment.surroundings.newID(), at: now)
      let email = try await email(request, mailbox, owner, settings, now, &unit)
      addParties(request, of: email, sender: owner?.reference, known, &unit)
      addAttachments(request.attachments, hashes, of: email, &unit)
      switch await store.commit(unit) {
      case .committed:
        try await JobQueue(store: store, surroundings: deployment.surroundings, owner: "send")
          .request(.outgoing, of: mailbox)
        return try await store.row(Email.table, email.id) ?? email
      // Another sender took the same tracking number.
      case .refused(.moved): continue
      case .refused: throw SyncFailure(.conflict, .rowChanged)
      case .unknown(let failure):
        if try await store.isCommitted(unit.id) { return email }
        throw failure
      }
    }
    throw SyncFailure(.conflict, .rowChanged)
  }

  private func email(
    _ request: SendRequest, _ mailbox: Record, _ owner: Record?, _ settings: OrganizationSettings, _ now: Instant,
    _ unit: inout UnitOfWork
  ) async throws(SyncFailure) -> Record {
    var email = Record(Email.table, id: deployment.surroundings.newID())
    // A line end in a subject would begin another header field.
    email.set(Email.subject, cutting: SendRequest.oneLine(request.subject))
    email.set(Email.description, cutting: request.body)
    email[Email.ls_htmlbody] = request.isHTML
    email[Email.mimetype] = request.isHTML ? "text/html" : "text/plain"
    email[Email.directioncode] = true
    email[Email.statecode] = .completed
    email[Email.statuscode] = .pendingSend
    email[Email.actualstart] = now
    email[Email.sendermailboxid] = mailbox.reference
    email[Email.regardingobjectid] = request.regarding
    email.set(Email.sender, cutting: mailbox[Mailbox.emailaddress])
    email[Email.emailsender] = owner?.reference
    email.set(Email.torecipients, cutting: request.to.joined(separator: ";"))
    email[Email.ls_subjectkey] = SmartMatching.subjectKey(request.subject, settings)
    email[Email.attachmentcount] = request.attachments.count
    email[Table.ownerid] = owner?.table == SystemUser.table ? owner?.reference : mailbox[Table.ownerid]
    let domain = request.from.split(separator: "@").last.map(String.init) ?? "localhost"
    email[Email.messageid] = "<\(email.id)@\(domain)>"
    email[Email.messageiddupcheck] = GUID(high: email.id.high, low: email.id.low | 1)
    if let original = request.inReplyTo {
      email[Email.inreplyto] = original[Email.messageid]
      email.set(
        Email.ls_references,
        cutting: [original[Email.ls_references], original[Email.messageid]].compactMap { $0 }.joined(separator: " "))
      email[Email.parentactivityid] = original.reference
      email[Email.regardingobjectid] = email[Email.regardingobjectid] ?? original[Email.regardingobjectid]
    }
    email[Email.trackingtoken] = try await token(owner, &unit)
    unit.insert(email)
    return email
  }

  /// The next token of the sender; its number is taken in the same commit. feature map 5.2
  private func token(_ owner: Record?, _ unit: inout UnitOfWork) async throws(SyncFailure) -> String? {
    let organization =
      try await deployment.store.row(Organization.table, deployment.organization.id) ?? deployment.organization
    let prefix = organization[Organization.trackingprefix] ?? "CRM:"
    let userDigits = organization[Organization.trackingtokeniddigits] ?? 3
    let maximum = organization[Organization.maximumtrackingnumber] ?? 999
    let base = organization[Organization.trackingtokenidbase] ?? 0
    var user = 0
    let table: Table
    let id: GUID
    let column: Column<Int>
    if let owner, owner.table == SystemUser.table,
      let settings = try await deployment.store.row(UserSettings.table, owner.id)
    {
      (table, id, column) = (UserSettings.table, settings.id, UserSettings.nexttrackingnumber)
      user = settings[UserSettings.trackingtokenid] ?? 0
    } else {
      (table, id, column) = (Organization.table, organization.id, Organization.nexttrackingnumber)
    }
    let stored = try await deployment.store.row(table, id)?[column]
    let number = stored ?? 1
    unit.update(
      table, id, expecting: .cells([column.definition.name: stored?.value ?? .null]),
      [column.definition.name: (number >= maximum ? 0 : number + 1).value])
    return TrackingToken.make(
      prefix: prefix, user: base + user, userDigits: userDigits, counter: number,
      counterDigits: String(maximum).count)
  }

  /// The first row found for each address, users and contacts before others.
  private func parties(_ addresses: [String]) async throws(SyncFailure) -> [String: Reference] {
    let ranks = [SystemUser.table.name, Contact.table.name, Account.table.name, Lead.table.name, Queue.table.name]
    var found: [String: Reference] = [:]
    for owner in try await deployment.store.owners(of: addresses.map(AddressFolding.fold)) {
      guard let rank = ranks.firstIndex(of: owner.owner.table) else { continue }
      if let current = found[owner.address], let other = ranks.firstIndex(of: current.table), other <= rank { continue }
      found[owner.address] = owner.owner
    }
    return found
  }

  private func addParties(
    _ request: SendRequest, of email: Record, sender: Reference?, _ known: [String: Reference], _ unit: inout UnitOfWork
  ) {
    func add(_ address: String, _ kind: ActivityParty.ParticipationType, _ party: Reference?) {
      var row = Record(ActivityParty.table, id: deployment.surroundings.newID())
      row[ActivityParty.activityid] = email.reference
      row[ActivityParty.participationtypemask] = kind
      row[ActivityParty.partyid] = party
      row.set(ActivityParty.addressused, cutting: address)
      row.set(ActivityParty.ls_addressfolded, cutting: AddressFolding.fold(address))
      unit.insert(row)
    }
    add(request.from, .sender, sender)
    for (list, kind) in [
      (request.to, ActivityParty.ParticipationType.to), (request.cc, .cc), (request.bcc, .bcc),
    ] {
      for address in list { add(address, kind, known[AddressFolding.fold(address)]) }
    }
  }

  private func addAttachments(
    _ attachments: [IncomingMail.Attachment], _ hashes: [[UInt8]], of email: Record, _ unit: inout UnitOfWork
  ) {
    for (index, (attachment, hash)) in zip(attachments, hashes).enumerated() {
      var row = Record(ActivityMimeAttachment.table, id: deployment.surroundings.newID())
      row[ActivityMimeAttachment.objectid] = email.reference
      row[ActivityMimeAttachment.objecttypecode] = "email"
      row[ActivityMimeAttachment.attachmentnumber] = index + 1
      row.set(ActivityMimeAttachment.filename, cutting: attachment.fileName)
      row.set(ActivityMimeAttachment.mimetype, cutting: attachment.mediaType)
      row[ActivityMimeAttachment.filesize] = attachment.content.count
      row[ActivityMimeAttachment.ls_sha256] = hash
      unit.insert(row)
    }
  }
}
