package import CRMModel
import SyncEngine
import Transport

/// What `profile create` and `profile set` change; nil leaves a value as it is.
package struct ProfileSettings: Sendable {
  package var incoming: ServerLocation?
  package var outgoing: ServerLocation?
  package var incomingSecurity: ConnectionSecurity?
  package var outgoingSecurity: ConnectionSecurity?
  package var certificates: String?
  package var retrieval: CredentialRetrieval?
  /// Where sending authenticates in another way than receiving.
  package var outgoingRetrieval: CredentialRetrieval?
  package var username: String?
  package var password: Secret?
  /// Where the profile signs in to the outgoing server with another credential.
  package var outgoingUsername: String?
  package var outgoingPassword: Secret?
  package var usesToken: Bool?
  package var maximumConnections: Int?
  package var minimumPollingMinutes: Int?
  package var inDoubt: InDoubtPolicy?
  package var keepRaw: RawKeeping?
  package var receivedAfter: Instant?
  package var type: EmailServerProfile.ServerType?
  package var clientSecret: Secret?
  /// Any other column.
  package var columns: [ColumnText] = []

  package init() {}
}

/// Email server profiles: made and changed by commands, checked before they are stored.
package struct Profiles: Sendable {
  let deployment: Deployment

  package init(_ deployment: Deployment) { self.deployment = deployment }

  package func find(_ name: String) async throws(SyncFailure) -> Record {
    guard
      let row = try await deployment.store.rows(
        Query(EmailServerProfile.table, where: EmailServerProfile.name == name, limit: 1)
      ).first
    else { throw SyncFailure(.gone, .profileUnknown, ["profile": name]) }
    return row
  }

  package func list() async throws(SyncFailure) -> [Record] {
    try await deployment.store.rows(Query(EmailServerProfile.table).ordered(by: EmailServerProfile.name))
  }

  /// - Returns: The profile and what deserves a warning.
  package func create(_ name: String, _ settings: ProfileSettings) async throws(SyncFailure) -> [Message] {
    let name = try Directory.visible(name, "--name")
    if (try? await find(name)) != nil { throw SyncFailure(.conflict, .profileTaken, ["profile": name]) }
    var row = Record(EmailServerProfile.table, id: deployment.surroundings.newID())
    row[EmailServerProfile.name.definition.name] = try ColumnText.value(
      name, of: EmailServerProfile.name.definition, in: EmailServerProfile.table)
    row[EmailServerProfile.servertype] = settings.type ?? .pop3smtp
    row[EmailServerProfile.incomingcredentialretrieval] = .userOrQueue
    row[EmailServerProfile.outgoingcredentialretrieval] = .userOrQueue
    row[EmailServerProfile.statecode] = .active
    var unit = UnitOfWork(id: deployment.surroundings.newID(), at: deployment.surroundings.now())
    let warnings = try await apply(settings, to: &row, name, isNew: true, &unit)
    let slots = ServerSlots(of: row)
    guard
      row[EmailServerProfile.incomingserverlocation] != nil || row[EmailServerProfile.outgoingserverlocation] != nil
        || [slots.incoming, slots.outgoing].contains(where: { $0 == .exchange || $0 == .graph })
    else { throw SyncFailure(.configuration, .profileWithoutServers, ["profile": name]) }
    var insertion = UnitOfWork(id: unit.id, at: unit.at)
    insertion.insert(row)
    insertion.changes += unit.changes
    try await deployment.store.mustCommit(insertion)
    return warnings
  }

  package func change(_ name: String, _ settings: ProfileSettings) async throws(SyncFailure) -> [Message] {
    let row = try await find(name)
    var changed = row
    var unit = UnitOfWork(id: deployment.surroundings.newID(), at: deployment.surroundings.now())
    let warnings = try await apply(settings, to: &changed, name, isNew: false, &unit)
    unit.update(changed, from: row)
    try await deployment.store.mustCommit(unit)
    return warnings
  }

  private func apply(
    _ settings: ProfileSettings, to row: inout Record, _ name: String, isNew: Bool, _ unit: inout UnitOfWork
  ) async throws(SyncFailure) -> [Message] {
    let before = row
    if let type = settings.type { row[EmailServerProfile.servertype] = type }
    try Profiles.write(settings.columns, to: &row)
    EmailServerProfile.settleServerType(&row, since: isNew ? nil : before)
    if let location = settings.incoming {
      row[EmailServerProfile.incomingserverlocation] = location.host
      row[EmailServerProfile.incomingportnumber] = location.port
    }
    if let location = settings.outgoing {
      row[EmailServerProfile.outgoingserverlocation] = location.host
      row[EmailServerProfile.outgoingportnumber] = location.port
    }
    if let security = settings.incomingSecurity
      ?? (isNew ? row[EmailServerProfile.ls_incomingsecurity] ?? .implicit : nil)
    {
      row[EmailServerProfile.ls_incomingsecurity] = security
      row[EmailServerProfile.incomingusessl] = security != .none
    }
    if let security = settings.outgoingSecurity
      ?? (isNew ? row[EmailServerProfile.ls_outgoingsecurity] ?? .implicit : nil)
    {
      row[EmailServerProfile.ls_outgoingsecurity] = security
      row[EmailServerProfile.outgoingusessl] = security != .none
    }
    if let certificates = settings.certificates {
      guard TCPConnection.areCertificates(certificates) else {
        throw SyncFailure(.configuration, .certificatesUnusable, ["profile": name])
      }
      row[EmailServerProfile.ls_cacertificates] = certificates
    }
    if let retrieval = settings.retrieval {
      row[EmailServerProfile.incomingcredentialretrieval] = retrieval
      row[EmailServerProfile.outgoingcredentialretrieval] = retrieval
    }
    if let retrieval = settings.outgoingRetrieval {
      row[EmailServerProfile.outgoingcredentialretrieval] = retrieval
      row[EmailServerProfile.usesamesettingsforoutgoingconnections] = false
    }
    if let usesToken = settings.usesToken {
      row[EmailServerProfile.incomingauthenticationprotocol] = usesToken ? .oauth : .basic
      row[EmailServerProfile.outgoingauthenticationprotocol] = usesToken ? .oauth : .basic
    }
    if let connections = settings.maximumConnections { row[EmailServerProfile.maxconcurrentconnections] = connections }
    if let minutes = settings.minimumPollingMinutes { row[EmailServerProfile.minpollingintervalinminutes] = minutes }
    if let policy = settings.inDoubt { row[EmailServerProfile.ls_indoubtpolicy] = policy }
    if let keep = settings.keepRaw { row[EmailServerProfile.ls_keepraw] = keep.text }
    if let date = settings.receivedAfter { row[EmailServerProfile.processemailsreceivedafter] = date }
    try await applyCredential(settings, to: &row, before, isNew: isNew, &unit)
    guard let organization = try await deployment.store.row(Organization.table, deployment.organization.id) else {
      throw SyncFailure(.configuration, .organizationMissing)
    }
    try ProfileRules(profile: row, of: organization).check()
    return try warnings(row, name)
  }

  /// A stored secret never follows a profile to another server or to another way of showing it: changing host, port,
  /// security or mechanism by any way erases it. REL S05
  private func applyCredential(
    _ settings: ProfileSettings, to row: inout Record, _ before: Record, isNew: Bool, _ unit: inout UnitOfWork
  ) async throws(SyncFailure) {
    let moved =
      !isNew
      && [
        EmailServerProfile.incomingserverlocation.definition.name,
        EmailServerProfile.incomingportnumber.definition.name,
        EmailServerProfile.ls_incomingsecurity.definition.name,
        EmailServerProfile.outgoingserverlocation.definition.name,
        EmailServerProfile.outgoingportnumber.definition.name,
        EmailServerProfile.ls_outgoingsecurity.definition.name,
        EmailServerProfile.ls_incomingkind.definition.name, EmailServerProfile.ls_outgoingkind.definition.name,
        EmailServerProfile.incomingauthenticationprotocol.definition.name,
        EmailServerProfile.outgoingauthenticationprotocol.definition.name,
        EmailServerProfile.useautodiscover.definition.name, EmailServerProfile.defaultserverlocation.definition.name,
        EmailServerProfile.exchangeonlinetenantid.definition.name,
      ].contains { row[$0] != before[$0] }
    if moved || settings.password != nil {
      try await forget(EmailServerProfile.incomingpassword, EmailServerProfile.isincomingpasswordset, of: &row, &unit)
    }
    if moved || settings.outgoingPassword != nil {
      try await forget(EmailServerProfile.outgoingpassword, EmailServerProfile.isoutgoingpasswordset, of: &row, &unit)
    }
    // The secrets of its mailboxes were given for the old server too.
    if moved { try await forgetMailboxSecrets(of: row.reference, &unit) }
    if let username = settings.username {
      row[EmailServerProfile.incomingusername.definition.name] = try ColumnText.value(
        username, of: EmailServerProfile.incomingusername.definition, in: EmailServerProfile.table)
    }
    if let username = settings.outgoingUsername {
      row[EmailServerProfile.outgoingusername.definition.name] = try ColumnText.value(
        username, of: EmailServerProfile.outgoingusername.definition, in: EmailServerProfile.table)
      row[EmailServerProfile.usesamesettingsforoutgoingconnections] = false
    }
    if let password = settings.password {
      unit.insert(
        try deployment.vault.seal(
          password, for: row.reference, column: EmailServerProfile.incomingpassword.definition.name))
      row[EmailServerProfile.isincomingpasswordset] = true
    }
    if let password = settings.outgoingPassword {
      unit.insert(
        try deployment.vault.seal(
          password, for: row.reference, column: EmailServerProfile.outgoingpassword.definition.name))
      row[EmailServerProfile.isoutgoingpasswordset] = true
      row[EmailServerProfile.usesamesettingsforoutgoingconnections] = false
    }
    if moved || settings.clientSecret != nil {
      try await forget(EmailServerProfile.oauthclientsecret, EmailServerProfile.isoauthclientsecretset, of: &row, &unit)
    }
    if let secret = settings.clientSecret {
      unit.insert(
        try deployment.vault.seal(
          secret, for: row.reference, column: EmailServerProfile.oauthclientsecret.definition.name))
      row[EmailServerProfile.isoauthclientsecretset] = true
    }
    if settings.username ?? settings.outgoingUsername != nil || settings.password ?? settings.outgoingPassword != nil {
      row[EmailServerProfile.ls_credentialgate] = false
    }
  }

  private func forget(
    _ column: Column<String>, _ isSet: Column<Bool>, of row: inout Record, _ unit: inout UnitOfWork
  ) async throws(SyncFailure) {
    if let old = try await deployment.vault.row(row.reference, column.definition.name) {
      unit.delete(StoredSecret.table, old.id, expecting: .version(old.version))
    }
    row[isSet] = false
  }

  private func forgetMailboxSecrets(of profile: Reference, _ unit: inout UnitOfWork) async throws(SyncFailure) {
    let mailboxes = try await deployment.store.rows(
      Query(Mailbox.table, where: Mailbox.emailserverprofile == profile))
    for mailbox in mailboxes {
      guard let old = try await deployment.vault.row(mailbox.reference, Mailbox.password.definition.name) else {
        continue
      }
      unit.delete(StoredSecret.table, old.id, expecting: .version(old.version))
      unit.update(Mailbox.table, mailbox.id, [Mailbox.ispasswordset.definition.name: false.value])
    }
  }

  private func warnings(_ row: Record, _ name: String) throws(SyncFailure) -> [Message] {
    var warnings: [Message] = []
    for (host, security, retrieval) in [
      (
        row[EmailServerProfile.incomingserverlocation], row[EmailServerProfile.ls_incomingsecurity],
        row[EmailServerProfile.incomingcredentialretrieval]
      ),
      (
        row[EmailServerProfile.outgoingserverlocation], row[EmailServerProfile.ls_outgoingsecurity],
        row[EmailServerProfile.outgoingcredentialretrieval]
      ),
    ] {
      guard let host, let security else { continue }
      let sends = retrieval != .anonymous
      if let problem = deployment.settings.plainText.problem(security: security, host: host, sendsCredential: sends) {
        throw SyncFailure(.configuration, problem, ["profile": name, "host": host])
      }
      if security == ConnectionSecurity.none { warnings.append(Message(.plainTextUsed, ["host": host])) }
    }
    return warnings
  }
}
