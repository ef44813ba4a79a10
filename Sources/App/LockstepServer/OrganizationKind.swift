package import Advisor
package import CRMModel

/// Whether an organization is online or on premises, and what changes with it. S0.1
package struct OrganizationKind: Sendable {
  let deployment: Deployment

  package init(_ deployment: Deployment) { self.deployment = deployment }

  /// The kind and tenant, and the findings that come and go with them.
  package struct Change: Sendable {
    package let kind: Organization.Kind
    package let tenant: String?
    package let appearing: [Finding]
    package let vanishing: [Finding]
  }

  package func current() async throws(SyncFailure) -> (kind: Organization.Kind, tenant: String?) {
    let snapshot = try await Advice(deployment).snapshot()
    return (snapshot.kind, snapshot.tenant)
  }

  /// - Parameters:
  ///   - tenant: Nil leaves the tenant of an organization online as it is.
  ///   - isPreview: Nothing is written; the findings are those that would come and go.
  package func change(to kind: Organization.Kind, tenant: String?, isPreview: Bool) async throws(SyncFailure) -> Change
  {
    let before = try await Advice(deployment).snapshot()
    guard let organization = try await deployment.store.row(Organization.table, deployment.organization.id) else {
      throw SyncFailure(.configuration, .organizationMissing)
    }
    let tenant = try OrganizationKind.tenant(tenant, of: kind) ?? (kind == .online ? before.tenant : nil)
    var changed = organization
    changed[Organization.ls_organizationkind] = kind
    changed[Organization.ls_tenantid] = tenant
    var unit = UnitOfWork(id: deployment.surroundings.newID(), at: deployment.surroundings.now())
    var after = before
    after.kind = kind
    after.tenant = tenant
    switch kind {
    case .online:
      let profile: Record
      if let existing = before.profiles.first(where: \.isBuiltIn) {
        profile = existing.row
      } else {
        profile = RecommendedProfiles.builtIn(
          id: deployment.surroundings.newID(), avoiding: Set(before.profiles.map(\.name)))
        after.profiles.append(AdvisedProfile(profile))
        unit.insert(profile)
      }
      after.defaultProfile = profile.id
      changed[Organization.defaultemailserverprofileid] = profile.reference
    case .onPremises:
      removeBuiltIn(from: &after, &changed, &unit)
    }
    unit.update(changed, from: organization)
    if !isPreview { try await deployment.store.mustCommit(unit) }
    return OrganizationKind.difference(before, after)
  }

  /// An organization on premises has no such profile. One that mailboxes use stays, as a profile like others.
  private func removeBuiltIn(from after: inout Snapshot, _ organization: inout Record, _ unit: inout UnitOfWork) {
    for (index, profile) in after.profiles.enumerated().reversed() where profile.isBuiltIn {
      let isUsed = after.mailboxes.contains { $0.row[Mailbox.emailserverprofile] == profile.row.reference }
      if isUsed {
        var row = profile.row
        row[EmailServerProfile.ls_isbuiltin] = false
        unit.update(row, from: profile.row)
        after.profiles[index] = AdvisedProfile(row)
      } else {
        unit.delete(EmailServerProfile.table, profile.row.id, expecting: .version(profile.row.version))
        after.profiles.remove(at: index)
      }
      guard organization[Organization.defaultemailserverprofileid] == profile.row.reference else { continue }
      organization[Organization.defaultemailserverprofileid] = nil
      after.defaultProfile = nil
    }
  }

  private static func difference(_ before: Snapshot, _ after: Snapshot) -> Change {
    let (old, new) = (Advisor.advise(before), Advisor.advise(after))
    let (oldIDs, newIDs) = (Set(old.map(\.id)), Set(new.map(\.id)))
    return Change(
      kind: after.kind, tenant: after.tenant, appearing: new.filter { !oldIDs.contains($0.id) },
      vanishing: old.filter { !newIDs.contains($0.id) })
  }

  /// A tenant id as given, checked: a GUID, and only for an organization online.
  package static func tenant(_ text: String?, of kind: Organization.Kind) throws(SyncFailure) -> String? {
    guard let text else { return nil }
    guard kind == .online else { throw SyncFailure(.configuration, .tenantWithoutOnline) }
    guard let id = GUID(text) else { throw SyncFailure(.configuration, .tenantMalformed, ["tenant": text]) }
    return "\(id)"
  }
}
