import Advisor
package import CRMModel

/// What a recommended set-up leaves to the administrator.
package struct RecommendedAnswers: Sendable {
  /// The Exchange server, where it is not to be discovered.
  package var location: String?
  package var username: String?
  package var password: Secret?
  package var tenant: String?

  package init() {}
}

/// Profiles made by the document's tables.
package struct RecommendedProfiles: Sendable {
  /// How the document calls the profile of an organization online. It is recognized by its marker, not by its name. B1
  package static let builtInName = "Microsoft Exchange Online"

  let deployment: Deployment

  package init(_ deployment: Deployment) { self.deployment = deployment }

  private func newUnit() -> UnitOfWork {
    UnitOfWork(id: deployment.surroundings.newID(), at: deployment.surroundings.now())
  }

  package func create(_ name: String, _ setUp: RecommendedSetUp, _ answers: RecommendedAnswers)
    async throws(SyncFailure)
  {
    let name = try Directory.visible(name, "--name")
    if (try? await Profiles(deployment).find(name)) != nil {
      throw SyncFailure(.conflict, .profileTaken, ["profile": name])
    }
    var row = Record(EmailServerProfile.table, id: deployment.surroundings.newID())
    row.set(EmailServerProfile.name, cutting: name)
    RecommendedProfiles.fill(&row, setUp)
    row[EmailServerProfile.ls_setup] = setUp
    if let tenant = answers.tenant {
      row[EmailServerProfile.usedefaulttenantid] = false
      row[EmailServerProfile.exchangeonlinetenantid] = tenant
    }
    if setUp != .online {
      row.set(EmailServerProfile.incomingserverlocation, cutting: answers.location)
      row[EmailServerProfile.useautodiscover] = answers.location == nil
    }
    var unit = newUnit()
    if setUp == .oneCredential {
      row.set(EmailServerProfile.incomingusername, cutting: answers.username)
      if let password = answers.password {
        unit.insert(
          try deployment.vault.seal(
            password, for: row.reference, column: EmailServerProfile.incomingpassword.definition.name))
        row[EmailServerProfile.isincomingpasswordset] = true
      }
    }
    unit.insert(row)
    try await deployment.store.mustCommit(unit)
  }

  /// The cells of a set-up: what its table says, and the kinds of server it is about.
  private static func fill(_ row: inout Record, _ setUp: RecommendedSetUp) {
    row[EmailServerProfile.servertype] = setUp == .online ? .hybridOnline : .exchange
    row[EmailServerProfile.statecode] = .active
    row[EmailServerProfile.incomingusessl] = true
    row[EmailServerProfile.outgoingusessl] = true
    for (column, value) in setUp.profileCells { row[column] = value }
    let slots = ServerSlots(row[EmailServerProfile.servertype] ?? .exchange)
    row[EmailServerProfile.ls_incomingkind] = slots.incoming
    row[EmailServerProfile.ls_outgoingkind] = slots.outgoing
    row[EmailServerProfile.ls_actkind] = slots.act
  }

  // MARK: - The built-in profile

  /// Makes the profile of an organization online, or brings it back to its table, and makes it the default.
  /// - Returns: Its name.
  package func completeBuiltIn() async throws(SyncFailure) -> String {
    guard let organization = try await deployment.store.row(Organization.table, deployment.organization.id) else {
      throw SyncFailure(.configuration, .organizationMissing)
    }
    guard organization[Organization.ls_organizationkind] == .online else {
      throw SyncFailure(.configuration, .builtInOnlyOnline)
    }
    var unit = newUnit()
    let name = try await completeBuiltIn(of: organization, &unit)
    try await deployment.store.mustCommit(unit)
    return name
  }

  func completeBuiltIn(of organization: Record, _ unit: inout UnitOfWork) async throws(SyncFailure) -> String {
    let profiles = try await Profiles(deployment).list()
    let profile: Record
    if let existing = profiles.first(where: { $0[EmailServerProfile.ls_isbuiltin] == true }) {
      var repaired = existing
      RecommendedProfiles.fill(&repaired, .online)
      repaired[EmailServerProfile.usedefaulttenantid] = true
      if repaired != existing { _ = try await SecretErasure(deployment).erase(&repaired, &unit) }
      unit.update(repaired, from: existing)
      profile = repaired
    } else {
      let names = Set(profiles.compactMap { $0[EmailServerProfile.name] })
      profile = RecommendedProfiles.builtIn(id: deployment.surroundings.newID(), avoiding: names)
      unit.insert(profile)
    }
    if organization[Organization.defaultemailserverprofileid] != profile.reference {
      unit.update(
        Organization.table, organization.id,
        [Organization.defaultemailserverprofileid.definition.name: profile.reference.value])
    }
    return profile[EmailServerProfile.name] ?? ""
  }

  static func builtIn(id: GUID, avoiding names: Set<String>) -> Record {
    var row = Record(EmailServerProfile.table, id: id)
    var name = builtInName
    var number = 2
    while names.contains(name) {
      name = "\(builtInName) (\(number))"
      number += 1
    }
    row[EmailServerProfile.name] = name
    row[EmailServerProfile.ls_isbuiltin] = true
    fill(&row, .online)
    return row
  }
}
