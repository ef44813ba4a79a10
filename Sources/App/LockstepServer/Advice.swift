package import Advisor
package import CRMModel

/// What the Advisor says about an organization as it is stored, and its fixes.
package struct Advice: Sendable {
  let deployment: Deployment

  package init(_ deployment: Deployment) { self.deployment = deployment }

  /// Everything the rules look at, read now.
  package func snapshot() async throws(SyncFailure) -> Snapshot {
    let store = deployment.store
    guard let organization = try await store.row(Organization.table, deployment.organization.id) else {
      throw SyncFailure(.configuration, .organizationMissing)
    }
    var mailboxes: [AdvisedMailbox] = []
    for row in try await store.rows(Query(Mailbox.table).ordered(by: Mailbox.emailaddress)) {
      let waiting = try await store.count(
        Query(Email.table, where: Email.statuscode == .pendingSend && Email.sendermailboxid == row.reference))
      mailboxes.append(AdvisedMailbox(row, waiting: waiting))
    }
    let profiles = try await store.rows(Query(EmailServerProfile.table).ordered(by: EmailServerProfile.name))
    return Snapshot(
      today: deployment.surroundings.now(), kind: organization[Organization.ls_organizationkind] ?? .onPremises,
      tenant: organization[Organization.ls_tenantid],
      channel: organization[Organization.emailconnectionchannel] ?? .serverSide,
      defaultProfile: organization[Organization.defaultemailserverprofileid]?.id,
      allowsEntryViaInsecureChannels: try await allowsInsecureEntry(), profiles: profiles.map { AdvisedProfile($0) },
      mailboxes: mailboxes)
  }

  /// The row the document's script changes, and the name later documents give it. B10
  static let insecureEntry = [
    "AllowCredentialsEntryViaInsecureChannels", "AllowCredentialsEntryViaNonSecureChannels",
  ]

  private func allowsInsecureEntry() async throws(SyncFailure) -> Bool {
    let rows = try await deployment.configuration.rows(
      Query(DeploymentProperties.table, where: DeploymentProperties.columnname.among(Advice.insecureEntry)))
    return rows.contains { $0[DeploymentProperties.bitcolumn] == true }
  }

  /// What a fix did.
  package struct Fixed: Sendable {
    package let finding: Finding
    /// Profiles whose passwords, and those of their mailboxes, were erased.
    package let erased: String?
  }

  /// Applies the fix of a finding, or of all findings of a rule.
  /// - Parameter id: The id of a finding or of a rule.
  package func fix(_ id: String) async throws(SyncFailure) -> [Fixed] {
    let meant = Advisor.advise(try await snapshot()).filter { $0.id == id || $0.rule == id }
    guard !meant.isEmpty else { throw SyncFailure(.gone, .adviseUnknown, ["id": id]) }
    guard meant.allSatisfy({ $0.fix != nil }) else { throw SyncFailure(.configuration, .adviseNotFixable, ["id": id]) }
    var done: [Fixed] = []
    for finding in meant {
      switch finding.fix {
      case .profile(let id, let cells)?:
        done.append(Fixed(finding: finding, erased: try await write(cells, toProfile: id)))
      case .mailbox(let id, let cells)?:
        try await write(cells, to: Mailbox.table, id)
        done.append(Fixed(finding: finding, erased: nil))
      case .organization(let cells)?:
        try await write(cells, to: Organization.table, deployment.organization.id)
        done.append(Fixed(finding: finding, erased: nil))
      case .builtInProfile?:
        _ = try await RecommendedProfiles(deployment).completeBuiltIn()
        done.append(Fixed(finding: finding, erased: nil))
      case nil: break
      }
    }
    return done
  }

  private func write(_ cells: [String: Value], to table: Table, _ id: GUID) async throws(SyncFailure) {
    var unit = UnitOfWork(id: deployment.surroundings.newID(), at: deployment.surroundings.now())
    unit.update(table, id, cells)
    try await deployment.store.mustCommit(unit)
  }

  /// - Returns: The profile's name, if passwords were erased.
  private func write(_ cells: [String: Value], toProfile id: GUID) async throws(SyncFailure) -> String? {
    guard let row = try await deployment.store.row(EmailServerProfile.table, id) else {
      throw SyncFailure(.conflict, .rowChanged)
    }
    var changed = row
    for (column, value) in cells { changed[column] = value }
    var unit = UnitOfWork(id: deployment.surroundings.newID(), at: deployment.surroundings.now())
    let erases =
      Advice.redirects(row, changed)
      ? try await SecretErasure(deployment).erase(&changed, &unit) : false
    unit.update(changed, from: row)
    try await deployment.store.mustCommit(unit)
    return erases ? row[EmailServerProfile.name] : nil
  }

  /// Whether a stored password could reach another server, or by another mechanism, than it was given for. REL S05
  private static func redirects(_ row: Record, _ changed: Record) -> Bool {
    let columns = [
      EmailServerProfile.useautodiscover.definition.name, EmailServerProfile.incomingserverlocation.definition.name,
      EmailServerProfile.outgoingserverlocation.definition.name,
      EmailServerProfile.defaultserverlocation.definition.name, EmailServerProfile.incomingportnumber.definition.name,
      EmailServerProfile.outgoingportnumber.definition.name,
      EmailServerProfile.incomingcredentialretrieval.definition.name,
      EmailServerProfile.usesamesettingsforoutgoingconnections.definition.name,
    ]
    return columns.contains { row[$0] != changed[$0] }
  }
}

/// Erases the passwords of a profile and of its mailboxes, in the unit that changes what they were given for.
struct SecretErasure {
  let deployment: Deployment

  init(_ deployment: Deployment) { self.deployment = deployment }

  /// - Returns: Whether there was any.
  func erase(_ profile: inout Record, _ unit: inout UnitOfWork) async throws(SyncFailure) -> Bool {
    var owners = [profile.reference]
    let mailboxes = try await deployment.store.rows(
      Query(Mailbox.table, where: Mailbox.emailserverprofile == profile.reference))
    owners += mailboxes.map(\.reference)
    let secrets = try await deployment.store.rows(
      Query(StoredSecret.table, where: StoredSecret.owner.among(owners)))
    for secret in secrets { unit.delete(StoredSecret.table, secret.id, expecting: .version(secret.version)) }
    for flag in [
      EmailServerProfile.isincomingpasswordset, EmailServerProfile.isoutgoingpasswordset,
      EmailServerProfile.isoauthclientsecretset,
    ] where profile[flag] == true { profile[flag] = false }
    let holders = Set(secrets.compactMap { $0[StoredSecret.owner] })
    for mailbox in mailboxes where holders.contains(mailbox.reference) {
      unit.update(Mailbox.table, mailbox.id, [Mailbox.ispasswordset.definition.name: false.value])
    }
    return !secrets.isEmpty
  }
}
