package import CRMModel
import Foundation
import SQLStore

/// A deployment on this machine: the configuration database and one organization's database, opened.
package struct Deployment: Sendable {
  package let folder: DataFolder
  package let store: any RecordStore
  package let schema: Schema
  package let organization: Record
  package let vault: SecretVault
  package let settings: DeploymentSettings
  package let surroundings: Surroundings
  let keyPath: String
  let configuration: any RecordStore
  /// Removes blobs nothing refers to; answers how many.
  let sweep: @Sendable () async throws(SyncFailure) -> Int
  /// Makes durable what an earlier process left behind; for whoever has the folder's lock, before it works.
  package let renewLog: @Sendable () async throws(SyncFailure) -> Void

  /// What `init` did.
  package enum Creation: Equatable, Sendable {
    case created
    case organizationAdded
    case unchanged
  }

  /// Makes what is missing of configuration database, organization database and master key.
  package static func create(
    _ folder: DataFolder, organization name: String, kind: Organization.Kind = .onPremises, tenant: String? = nil,
    masterKeyFile: String?, language: Language, _ surroundings: Surroundings
  ) async throws(SyncFailure) -> Creation {
    let isNew = !folder.exists
    try folder.create()
    let keyPath = masterKeyFile ?? folder.masterKeyFile
    if !FileManager.default.fileExists(atPath: keyPath) {
      // A missing key beside existing databases is a loss, not a fresh start.
      guard isNew else { throw SyncFailure(.configuration, .masterKeyMissing, ["path": keyPath]) }
      try MasterKey.writeNew(keyPath)
    }
    _ = try MasterKey.read(keyPath)
    let configuration = try SQLiteStore(
      path: folder.configurationDatabase, schema: .configuration, now: surroundings.now)
    let existing = try await configuration.rows(Query(DeploymentOrganization.table))
    if existing.contains(where: { $0[DeploymentOrganization.name] == name }) { return .unchanged }
    let id = surroundings.newID()
    let file = "organization-\(id).sqlite"
    let store = try SQLiteStore(path: folder.path + "/" + file, schema: .organization, now: surroundings.now)
    var row = Record(Organization.table, id: id)
    row.set(Organization.name, cutting: name)
    row[Organization.languagecode] = language == .japanese ? 1041 : 1033
    row[Organization.ls_organizationkind] = kind
    row[Organization.ls_tenantid] = tenant
    var unit = UnitOfWork(id: surroundings.newID(), at: surroundings.now())
    if kind == .online {
      let profile = RecommendedProfiles.builtIn(id: surroundings.newID(), avoiding: [])
      row[Organization.defaultemailserverprofileid] = profile.reference
      unit.insert(profile)
    }
    unit.insert(row)
    try await store.mustCommit(unit)
    var entry = Record(DeploymentOrganization.table, id: id)
    entry.set(DeploymentOrganization.name, cutting: name)
    entry[DeploymentOrganization.databaseurl] = "sqlite:" + file
    var registration = UnitOfWork(id: surroundings.newID(), at: surroundings.now())
    registration.insert(entry)
    if isNew { registration.insert(DeploymentChange.insecureEntryRow(id: surroundings.newID())) }
    try await configuration.mustCommit(registration)
    return isNew ? .created : .organizationAdded
  }

  /// Opens an organization; its name may be left out where there is only one.
  package static func open(
    _ folder: DataFolder, organization name: String?, masterKeyFile: String?, _ surroundings: Surroundings
  ) async throws(SyncFailure) -> Deployment {
    guard folder.exists else { throw folder.absence }
    let configuration = try SQLiteStore(
      path: folder.configurationDatabase, schema: .configuration, now: surroundings.now)
    let all = try await configuration.rows(Query(DeploymentOrganization.table))
    let names = all.compactMap { $0[DeploymentOrganization.name] }.sorted().joined(separator: ", ")
    let candidates = name.map { wanted in all.filter { $0[DeploymentOrganization.name] == wanted } } ?? all
    guard let entry = candidates.first else {
      throw SyncFailure(.gone, .organizationUnknown, ["name": name ?? "", "names": names])
    }
    guard candidates.count == 1 else { throw SyncFailure(.configuration, .organizationNotNamed, ["names": names]) }
    let url = entry[DeploymentOrganization.databaseurl] ?? ""
    let store = try SQLiteStore(
      path: folder.path + "/" + url.dropFirst("sqlite:".count), schema: .organization, now: surroundings.now)
    guard let organization = try await store.row(Organization.table, entry.id) else {
      throw SyncFailure(.configuration, .organizationMissing)
    }
    let keyPath = masterKeyFile ?? folder.masterKeyFile
    let vault = SecretVault(masterKey: try MasterKey.read(keyPath), store: store, surroundings: surroundings)
    return Deployment(
      folder: folder, store: store, schema: .organization, organization: organization, vault: vault,
      settings: try await DeploymentSettings.read(configuration), surroundings: surroundings, keyPath: keyPath,
      configuration: configuration, sweep: { () async throws(SyncFailure) in try await store.sweep() },
      renewLog: { () async throws(SyncFailure) in try await store.renewLog() })
  }

  /// Replaces the master key: a new key is put before the old one, every secret is wrapped anew in all organizations,
  /// then the old key is forgotten. A crash in between leaves a key file that opens everything.
  package static func rotateKey(_ folder: DataFolder, masterKeyFile: String?, _ surroundings: Surroundings)
    async throws(SyncFailure) -> Int
  {
    let keyPath = masterKeyFile ?? folder.masterKeyFile
    try MasterKey.writeNew(keyPath, keeping: try MasterKey.lines(keyPath))
    let configuration = try SQLiteStore(
      path: folder.configurationDatabase, schema: .configuration, now: surroundings.now)
    var count = 0
    for entry in try await configuration.rows(Query(DeploymentOrganization.table)) {
      let deployment = try await open(
        folder, organization: entry[DeploymentOrganization.name], masterKeyFile: masterKeyFile, surroundings)
      count += try await deployment.vault.rewrapAll()
    }
    try MasterKey.write(Array(try MasterKey.lines(keyPath).prefix(1)), to: keyPath)
    return count
  }
}
