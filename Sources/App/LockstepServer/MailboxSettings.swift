package import CRMModel

/// What `mailbox set` changes; nil leaves a value as it is.
package struct MailboxSettings: Sendable {
  package enum Start: Sendable, Equatable {
    case beginning
    case date(Instant)
  }

  package var profile: String?
  package var username: String?
  package var password: Secret?
  package var incoming: IncomingDeliveryMethod?
  package var outgoing: OutgoingDeliveryMethod?
  package var allowsCredentials: Bool?
  package var start: Start?
  package var deletesAfterProcessing: Bool?
  package var isActive: Bool?
  /// Any other column.
  package var columns: [ColumnText] = []

  package init() {}
}

extension MailboxSettings {
  /// Columns that people write. The address belongs to the user or queue (8005E208), the profile is named by its own
  /// option, and the rest is found out, counted or kept by the program.
  package static let writable: [String] = [
    Mailbox.name.definition, Mailbox.isserviceaccount.definition, Mailbox.incomingemaildeliverymethod.definition,
    Mailbox.outgoingemaildeliverymethod.definition, Mailbox.actdeliverymethod.definition,
    Mailbox.allowemailconnectortousecredentials.definition, Mailbox.username.definition,
    Mailbox.orgmarkedasprimaryforexchangesync.definition, Mailbox.processanddeleteemails.definition,
    Mailbox.processemailreceivedafter.definition, Mailbox.postponemailboxprocessinguntil.definition,
    Mailbox.postponesendinguntil.definition, Mailbox.tagemailsafter.definition,
    Mailbox.undeliverablefolder.definition, Mailbox.exchangecontactsimportscheduled.definition,
    Mailbox.verboseloggingenabled.definition, Mailbox.statecode.definition, Mailbox.ls_frombeginning.definition,
  ].map(\.name)

  /// The first rule that a change breaks. feature map 6.4
  static func problem(_ mailbox: Record, since earlier: Record) -> MessageCode? {
    let owner = mailbox[Mailbox.regardingobjectid]?.table
    let incoming = mailbox[Mailbox.incomingemaildeliverymethod] ?? .none
    let outgoing = mailbox[Mailbox.outgoingemaildeliverymethod] ?? .none
    if Mailbox.isForward(mailbox) {
      if incoming == .forwardMailbox || incoming == .outlook { return .forwardMailboxMethod }
      if outgoing != .none { return .forwardMailboxSends }
    }
    if owner == Queue.table.name, incoming == .outlook || outgoing == .outlook { return .queueOutlookMethod }
    if mailbox[Mailbox.processanddeleteemails] == true, owner != Queue.table.name, !Mailbox.isForward(mailbox) {
      return .deleteOnUserMailbox
    }
    return nil
  }
}

extension Directory {
  package func change(_ address: String, _ settings: MailboxSettings) async throws(SyncFailure) {
    let row = try await mailbox(address)
    var changed = row
    var unit = UnitOfWork(id: deployment.surroundings.newID(), at: deployment.surroundings.now())
    if let name = settings.profile {
      let profile = try await Profiles(deployment).find(name)
      if row[Mailbox.emailserverprofile] != profile.reference {
        changed[Mailbox.emailserverprofile] = profile.reference
        // What was proved about another server proves nothing about this one.
        try await forgetSecret(of: row, &changed, &unit)
        changed[Mailbox.enabledforincomingemail] = false
        changed[Mailbox.enabledforoutgoingemail] = false
        changed[Mailbox.incomingemailstatus] = .notRun
        changed[Mailbox.outgoingemailstatus] = .notRun
      }
    }
    for text in settings.columns {
      let (column, value) = try text.read(in: Mailbox.table, writable: MailboxSettings.writable)
      changed[column.name] = value
    }
    if let method = settings.incoming { changed[Mailbox.incomingemaildeliverymethod] = method }
    if let method = settings.outgoing { changed[Mailbox.outgoingemaildeliverymethod] = method }
    if changed[Mailbox.incomingemaildeliverymethod] != .serverSide { changed[Mailbox.enabledforincomingemail] = false }
    if changed[Mailbox.outgoingemaildeliverymethod] != .serverSide { changed[Mailbox.enabledforoutgoingemail] = false }
    if changed[Mailbox.actdeliverymethod] != .serverSide { changed[Mailbox.enabledforact] = false }
    if let allowed = settings.allowsCredentials { changed[Mailbox.allowemailconnectortousecredentials] = allowed }
    if let isActive = settings.isActive { changed[Mailbox.statecode] = isActive ? .active : .inactive }
    switch settings.start {
    case .beginning?:
      changed[Mailbox.ls_frombeginning] = true
      changed[Mailbox.processemailreceivedafter] = nil
    case .date(let date)?:
      changed[Mailbox.ls_frombeginning] = false
      changed[Mailbox.processemailreceivedafter] = date
    case nil: break
    }
    if settings.start != nil
      || changed[Mailbox.processemailreceivedafter] != row[Mailbox.processemailreceivedafter]
      || changed[Mailbox.ls_frombeginning] != row[Mailbox.ls_frombeginning]
    {
      try await reconsiderEarlier(row, &unit)
    }
    if let deletes = settings.deletesAfterProcessing { changed[Mailbox.processanddeleteemails] = deletes }
    if let username = settings.username {
      changed[Mailbox.username.definition.name] = try ColumnText.value(
        username, of: Mailbox.username.definition, in: Mailbox.table)
    }
    if let code = MailboxSettings.problem(changed, since: row) {
      throw SyncFailure(.configuration, code, ["mailbox": address])
    }
    if let earliest = try await deployment.store.row(Organization.table, deployment.organization.id)?[
      Organization.ls_earliestemailfrom], let start = changed[Mailbox.processemailreceivedafter],
      start != row[Mailbox.processemailreceivedafter], start < earliest
    {
      throw SyncFailure(
        .configuration, .startTooEarly, ["start": start.rfc3339, "earliest": earliest.rfc3339, "mailbox": address])
    }
    if let password = settings.password {
      try await forgetSecret(of: row, &changed, &unit)
      unit.insert(
        try deployment.vault.seal(password, for: row.reference, column: Mailbox.password.definition.name))
      changed[Mailbox.ispasswordset] = true
    }
    if settings.username != nil || settings.password != nil { changed[Mailbox.ls_credentialgate] = false }
    unit.update(changed, from: row)
    try await deployment.store.mustCommit(unit)
  }

  private func forgetSecret(of mailbox: Record, _ changed: inout Record, _ unit: inout UnitOfWork)
    async throws(SyncFailure)
  {
    changed[Mailbox.ispasswordset] = false
    guard let old = try await deployment.vault.row(mailbox.reference, Mailbox.password.definition.name) else { return }
    let deletion = Change.delete(StoredSecret.table, old.id, expecting: .version(old.version))
    if !unit.changes.contains(deletion) { unit.changes.append(deletion) }
  }

  /// Mail that an earlier start date left out waits again.
  private func reconsiderEarlier(_ mailbox: Record, _ unit: inout UnitOfWork) async throws(SyncFailure) {
    let left = try await deployment.store.rows(
      Query(
        SyncItem.table,
        where: SyncItem.mailboxid == mailbox.reference && SyncItem.decisioncode == .beforeStart))
    for row in left {
      unit.update(
        SyncItem.table, row.id,
        [
          SyncItem.state.definition.name: SyncItem.State.pending.value,
          SyncItem.decisioncode.definition.name: .null, SyncItem.attempts.definition.name: 0.value,
        ])
    }
  }
}
