package import CRMModel
import Foundation
import SQLStore
import SyncEngine

/// Brings a deployment back to the state of a backup, in one step: either all databases are those of the backup or none
/// is. What was there before stays in a folder of its own. REL G17, S53
package struct Restore: Sendable {
  package let folder: DataFolder
  package let surroundings: Surroundings

  package init(_ folder: DataFolder, _ surroundings: Surroundings) {
    self.folder = folder
    self.surroundings = surroundings
  }

  package struct Report: Sendable {
    package let backup: Backup.Summary
    package var organizations: [Organization] = []
    /// Where the databases are that were there before; nil where there were none.
    package var before: String?
    /// A new master key was made: the backup came without one.
    package var hasNewKey = false

    package struct Organization: Sendable {
      package let name: String
      /// Emails that are held because they may have been sent since.
      package let held: Int
      /// Mailboxes from which the server has lost what was tracked since.
      package let deleting: [String]
    }
  }

  /// Reads a backup to its end and checks the databases in it; changes nothing.
  package func check(_ path: String, _ key: BackupKey) throws(SyncFailure) -> Backup.Summary {
    try inWorkplace(beside: path) { workplace throws(SyncFailure) in
      Backup.Summary(try extract(path, key, to: workplace), path: path)
    }
  }

  /// - Parameter masterKeyFile: Where the master key is, if not in the folder.
  package func run(_ path: String, _ key: BackupKey, masterKeyFile: String?) async throws(SyncFailure) -> Report {
    try folder.create()
    guard let hold = try folder.lock() else {
      throw SyncFailure(.conflict, .folderBusy, ["path": folder.path])
    }
    defer { withExtendedLifetime(hold) {} }
    let workplace = folder.path + "/restoring-\(surroundings.newID())"
    try DataFolder(workplace).create()
    defer { try? FileManager.default.removeItem(atPath: workplace) }
    let manifest = try extract(path, key, to: workplace)
    let epoch = RestoreEpoch(at: surroundings.now(), after: knownEpochs(manifest, workplace))
    var report = Report(backup: Backup.Summary(manifest, path: path))
    let names = try await begin(epoch, manifest, workplace, &report)

    let keyPath = masterKeyFile ?? folder.masterKeyFile
    if !FileManager.default.fileExists(atPath: keyPath) {
      try MasterKey.writeNew(keyPath)
      report.hasNewKey = true
    }
    report.before = try exchange(epoch, names, workplace)
    return report
  }

  // MARK: - Steps

  private func inWorkplace<Answer>(
    beside path: String, _ body: (String) throws(SyncFailure) -> Answer
  ) throws(SyncFailure) -> Answer {
    let workplace = path + ".reading-\(surroundings.newID())"
    try DataFolder(workplace).create()
    defer { try? FileManager.default.removeItem(atPath: workplace) }
    return try body(workplace)
  }

  /// Writes the databases of a backup into a folder and checks them: every page, every row counted.
  private func extract(_ path: String, _ key: BackupKey, to workplace: String) throws(SyncFailure) -> BackupManifest {
    var reader = try SealedReader(path: path, key)
    let manifest = try reader.readAll(into: workplace, path: path)
    for file in manifest.files {
      guard try SQLiteFile(workplace + "/" + file.name).check() == file.rows else {
        throw SyncFailure(.configuration, .backupDamaged, ["path": path])
      }
    }
    return manifest
  }

  /// Epochs of the backup and of what is there now. What is there may be damaged: that may be why somebody restores.
  private func knownEpochs(_ manifest: BackupManifest, _ workplace: String) -> [Int] {
    let now = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let files =
      manifest.files.map { workplace + "/" + $0.name }
      + now.filter(BackupManifest.isValid).map { folder.path + "/" + $0 }
    return files.compactMap { try? SQLiteFile($0).epoch() }
  }

  /// Makes the extracted databases fit to go on. Answers the new names of the organizations' files.
  private func begin(
    _ epoch: RestoreEpoch, _ manifest: BackupManifest, _ workplace: String, _ report: inout Report
  ) async throws(SyncFailure) -> [(old: String, new: String)] {
    let configuration = try SQLiteStore(
      path: workplace + "/" + BackupManifest.configuration, schema: .configuration, now: surroundings.now)
    try await configuration.begin(epoch)
    var names: [(old: String, new: String)] = []
    for entry in try await configuration.rows(Query(DeploymentOrganization.table)) {
      let old = String((entry[DeploymentOrganization.databaseurl] ?? "").dropFirst("sqlite:".count))
      guard manifest.files.contains(where: { $0.name == old }) else {
        throw SyncFailure(.configuration, .backupDamaged, ["path": report.backup.path])
      }
      let store = try SQLiteStore(path: workplace + "/" + old, schema: .organization, now: surroundings.now)
      try await store.begin(epoch)
      let done = try await RestoredOrganization(
        store: store, epoch: epoch, copiedOn: report.backup.madeOn, surroundings: surroundings
      ).apply()
      report.organizations.append(
        .init(name: entry[DeploymentOrganization.name] ?? "", held: done.held, deleting: done.deleting))
      // A new name: the configuration that names it comes into force in one step, and old files are in nobody's way.
      let new = "organization-\(entry.id).\(epoch.number).sqlite"
      names.append((old, new))
      var changed = entry
      changed[DeploymentOrganization.databaseurl] = "sqlite:" + new
      var unit = UnitOfWork(id: surroundings.newID(), at: surroundings.now())
      unit.update(changed, from: entry)
      try await configuration.mustCommit(unit)
    }
    return names
  }

  /// Puts the restored files in place. The moment is the renaming of the configuration database; whoever is interrupted
  /// before it has the old state, after it the new one. Answers where the old files are.
  private func exchange(_ epoch: RestoreEpoch, _ names: [(old: String, new: String)], _ workplace: String)
    throws(SyncFailure) -> String?
  {
    // Copies once more: single files without a log, whoever still has the worked-on ones open.
    for (old, new) in names {
      try SQLiteFile(workplace + "/" + old).copy(to: folder.path + "/" + new)
    }
    let restored = workplace + "/restored"
    try SQLiteFile(workplace + "/" + BackupManifest.configuration).copy(to: restored)
    var before: String?
    if folder.exists {
      let place = folder.path + "/before-restore-\(epoch.number)"
      try DataFolder(place).create()
      try setAside(to: place)
      before = place
    }
    guard rename(restored, folder.configurationDatabase) == 0 else {
      throw SealedFile.failure(folder.configurationDatabase)
    }
    DataFolder.sync(folder.path)
    if let before { move(oldFilesExcept: Set(names.map(\.new)), to: before) }
    DataFolder.sync(folder.path)
    return before
  }

  /// Gives the old configuration a second name, and lets no log lie about that SQLite would take for one of the new
  /// configuration.
  private func setAside(to place: String) throws(SyncFailure) {
    let old = folder.configurationDatabase
    do throws(SyncFailure) {
      try SQLiteFile(old).settle()
    } catch {
      // A file that cannot be read any more is kept as it is, its log beside it. One that is in use is in use.
      guard error.message.code == .storeDamaged else {
        throw SyncFailure(.conflict, .folderBusy, ["path": folder.path])
      }
    }
    for companion in SQLiteFile.companions {
      rename(old + companion, place + "/" + BackupManifest.configuration + companion)
    }
    guard link(old, place + "/" + BackupManifest.configuration) == 0 else { throw SealedFile.failure(place) }
    DataFolder.sync(place)
  }

  private func move(oldFilesExcept kept: Set<String>, to place: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where BackupManifest.isValid(name) && name != BackupManifest.configuration {
      guard !kept.contains(name) else { continue }
      // Its log goes with it: together they are the database.
      for ending in [""] + SQLiteFile.companions {
        rename(folder.path + "/" + name + ending, place + "/" + name + ending)
      }
    }
  }
}
