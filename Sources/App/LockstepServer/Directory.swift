package import CRMModel

/// People and queues: created by commands, each user and queue with a mailbox.
package struct Directory: Sendable {
  let deployment: Deployment

  package init(_ deployment: Deployment) { self.deployment = deployment }

  private var store: any RecordStore { deployment.store }
  private var surroundings: Surroundings { deployment.surroundings }

  // MARK: - Finding

  package func user(_ address: String) async throws(SyncFailure) -> Record? {
    try await owner(address, SystemUser.table)
  }

  package func queue(_ address: String) async throws(SyncFailure) -> Record? {
    try await owner(address, Queue.table)
  }

  private func owner(_ address: String, _ table: Table) async throws(SyncFailure) -> Record? {
    for found in try await store.owners(of: [AddressFolding.fold(address)]) where found.owner.table == table.name {
      return try await store.row(table, found.owner.id)
    }
    return nil
  }

  package func mailbox(_ address: String) async throws(SyncFailure) -> Record {
    for found in try await store.owners(of: [AddressFolding.fold(address)])
    where found.owner.table == Mailbox.table.name {
      if let row = try await store.row(Mailbox.table, found.owner.id) { return row }
    }
    throw SyncFailure(.gone, .mailboxUnknown, ["mailbox": address])
  }

  package func mailboxes() async throws(SyncFailure) -> [Record] {
    try await store.rows(Query(Mailbox.table).ordered(by: Mailbox.emailaddress))
  }

  /// The user who owns what nobody owns: the first one.
  private func administrator() async throws(SyncFailure) -> Reference? {
    try await store.rows(Query(SystemUser.table, limit: 1).ordered(by: Table.createdon)).first?.reference
  }

  // MARK: - Creating

  package func createUser(name: String, address: String) async throws(SyncFailure) -> Record {
    let name = try Directory.visible(name, "--name")
    let address = try valid(address)
    if try await user(address) != nil { throw SyncFailure(.conflict, .addressTaken, ["address": address]) }
    var unit = newUnit()
    var user = Record(SystemUser.table, id: surroundings.newID())
    user.set(SystemUser.fullname, cutting: name)
    let words = name.split(separator: " ").map(String.init)
    user.set(SystemUser.firstname, cutting: words.count > 1 ? words.dropLast().joined(separator: " ") : nil)
    user.set(SystemUser.lastname, cutting: words.last)
    user[SystemUser.internalemailaddress] = address
    user[SystemUser.isdisabled] = false
    user[SystemUser.incomingemaildeliverymethod] = IncomingDeliveryMethod.none
    user[SystemUser.outgoingemaildeliverymethod] = OutgoingDeliveryMethod.none
    user[SystemUser.emailrouteraccessapproval] = .pending
    var settings = Record(UserSettings.table, id: user.id)
    settings[UserSettings.incomingemailfilteringmethod] = .repliesToCRMEmail
    settings[UserSettings.trackingtokenid] = try await nextUserNumber()
    settings[UserSettings.nexttrackingnumber] = 1
    let mailbox = newMailbox(address, name: name, owner: user.reference, ownedBy: user.reference)
    user[SystemUser.defaultmailbox] = mailbox.reference
    unit.insert(user)
    unit.insert(settings)
    unit.insert(mailbox)
    try await store.mustCommit(unit)
    return user
  }

  /// The number of a user in tracking tokens. feature map 5.2
  private func nextUserNumber() async throws(SyncFailure) -> Int {
    try await store.count(Query(UserSettings.table)) + 1
  }

  package func createQueue(name: String, address: String) async throws(SyncFailure) -> Record {
    let name = try Directory.visible(name, "--name")
    let address = try valid(address)
    if try await queue(address) != nil { throw SyncFailure(.conflict, .addressTaken, ["address": address]) }
    let owner = try await administrator()
    var unit = newUnit()
    var queue = Record(Queue.table, id: surroundings.newID())
    queue.set(Queue.name, cutting: name)
    queue[Queue.emailaddress] = address
    queue[Queue.incomingemailfilteringmethod] = .allEmail
    queue[Queue.emailrouteraccessapproval] = .pending
    queue[Table.ownerid] = owner
    let mailbox = newMailbox(address, name: name, owner: queue.reference, ownedBy: owner)
    queue[Queue.defaultmailbox] = mailbox.reference
    unit.insert(queue)
    unit.insert(mailbox)
    try await store.mustCommit(unit)
    return queue
  }

  /// A mailbox of nobody. Users and queues get theirs when they are created. feature map F36
  package func createForwardMailbox(name: String, address: String) async throws(SyncFailure) -> Record {
    let name = try Directory.visible(name, "--name")
    let address = try valid(address)
    if (try? await mailbox(address)) != nil { throw SyncFailure(.conflict, .addressTaken, ["address": address]) }
    var mailbox = newMailbox(address, name: name, owner: nil, ownedBy: try await administrator())
    mailbox[Mailbox.isforwardmailbox] = true
    var unit = newUnit()
    unit.insert(mailbox)
    try await store.mustCommit(unit)
    return mailbox
  }

  private func newMailbox(_ address: String, name: String, owner: Reference?, ownedBy: Reference?) -> Record {
    var mailbox = Record(Mailbox.table, id: surroundings.newID())
    mailbox.set(Mailbox.name, cutting: name)
    mailbox[Mailbox.emailaddress] = address
    mailbox[Mailbox.regardingobjectid] = owner
    // feature map F33
    mailbox[Mailbox.emailserverprofile] = deployment.organization[Organization.defaultemailserverprofileid]
    mailbox[Mailbox.incomingemaildeliverymethod] = IncomingDeliveryMethod.none
    mailbox[Mailbox.outgoingemaildeliverymethod] = OutgoingDeliveryMethod.none
    mailbox[Mailbox.actdeliverymethod] = Mailbox.ActDeliveryMethod.none
    mailbox[Mailbox.emailrouteraccessapproval] = .pending
    mailbox[Mailbox.enabledforincomingemail] = false
    mailbox[Mailbox.enabledforoutgoingemail] = false
    mailbox[Mailbox.enabledforact] = false
    mailbox[Mailbox.isforwardmailbox] = false
    mailbox[Mailbox.incomingemailstatus] = .notRun
    mailbox[Mailbox.outgoingemailstatus] = .notRun
    mailbox[Mailbox.statecode] = .active
    mailbox[Table.ownerid] = ownedBy
    return mailbox
  }

  package enum Person: String, Sendable, CaseIterable {
    case contact
    case account
    case lead
  }

  package func create(_ kind: Person, name: String, address: String?, company: String?) async throws(SyncFailure)
    -> Record
  {
    let name = try Directory.visible(name, "--name")
    let address = try address.map { text throws(SyncFailure) in try valid(text) }
    let words = name.split(separator: " ").map(String.init)
    let last = words.last ?? name
    let first = words.count > 1 ? words.dropLast().joined(separator: " ") : nil
    var row: Record
    switch kind {
    case .contact:
      row = Record(Contact.table, id: surroundings.newID())
      row.set(Contact.fullname, cutting: name)
      row.set(Contact.firstname, cutting: first)
      row.set(Contact.lastname, cutting: last)
      row.set(Contact.company, cutting: company)
      row[Contact.emailaddress1] = address
    case .account:
      row = Record(Account.table, id: surroundings.newID())
      row.set(Account.name, cutting: name)
      row[Account.emailaddress1] = address
    case .lead:
      row = Record(Lead.table, id: surroundings.newID())
      row.set(Lead.fullname, cutting: name)
      row.set(Lead.firstname, cutting: first)
      row.set(Lead.lastname, cutting: last)
      row.set(Lead.companyname, cutting: company)
      row[Lead.emailaddress1] = address
    }
    row[Table.ownerid] = try await administrator()
    var unit = newUnit()
    unit.insert(row)
    try await store.mustCommit(unit)
    return row
  }

  // MARK: - Settings of people

  package func setRule(_ address: String, _ rule: EmailFilteringMethod) async throws(SyncFailure) {
    var unit = newUnit()
    if let user = try await user(address) {
      unit.update(
        UserSettings.table, user.id, [UserSettings.incomingemailfilteringmethod.definition.name: rule.value])
    } else if let queue = try await queue(address) {
      unit.update(Queue.table, queue.id, [Queue.incomingemailfilteringmethod.definition.name: rule.value])
    } else {
      throw SyncFailure(.gone, .ownerUnknown, ["address": address])
    }
    try await store.mustCommit(unit)
  }

  package func approve(_ address: String) async throws(SyncFailure) {
    let mailbox = try await mailbox(address)
    var unit = newUnit()
    unit.update(
      Mailbox.table, mailbox.id,
      [Mailbox.emailrouteraccessapproval.definition.name: AccessApproval.approved.value])
    switch mailbox[Mailbox.regardingobjectid] {
    case let owner? where owner.table == SystemUser.table.name:
      unit.update(
        SystemUser.table, owner.id,
        [SystemUser.emailrouteraccessapproval.definition.name: AccessApproval.approved.value])
    case let owner? where owner.table == Queue.table.name:
      unit.update(
        Queue.table, owner.id, [Queue.emailrouteraccessapproval.definition.name: AccessApproval.approved.value])
    default: break
    }
    try await store.mustCommit(unit)
  }

  private func newUnit() -> UnitOfWork { UnitOfWork(id: surroundings.newID(), at: surroundings.now()) }

  /// A name as people can see it: without control characters, and not empty.
  static func visible(_ name: String, _ option: String) throws(SyncFailure) -> String {
    let scalars = name.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    let text = String(String.UnicodeScalarView(scalars))
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw SyncFailure(.configuration, .nameMissing, ["option": option])
    }
    return text
  }

  /// Enough of an address to be told from a typing error: something, an at sign, a domain.
  func valid(_ address: String) throws(SyncFailure) -> String {
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
      !address.contains(where: { $0.isWhitespace || $0.isNewline || "<>,;".contains($0) }),
      address.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    else { throw SyncFailure(.configuration, .addressMalformed, ["address": address]) }
    return address
  }
}
