package import CRMModel
import Crypto
import Foundation
import SQLStore

/// Copies the configuration database and the databases of all organizations into one sealed file while the service
/// runs, and proves that the file can be read again. REL S51, S52
package struct Backup: Sendable {
  package let folder: DataFolder
  package let surroundings: Surroundings

  package init(_ folder: DataFolder, _ surroundings: Surroundings) {
    self.folder = folder
    self.surroundings = surroundings
  }

  /// A backup as it was made or read.
  package struct Summary: Sendable, Equatable {
    package let path: String
    package let madeOn: Instant
    package let organizations: Int
    /// Octets of the databases, and rows of all tables.
    package let size: Int
    package let rows: Int

    init(_ manifest: BackupManifest, path: String) {
      self.path = path
      madeOn = Instant(microseconds: manifest.madeOn)
      organizations = manifest.files.count - 1
      size = manifest.files.reduce(0) { $0 + $1.size }
      rows = manifest.files.reduce(0) { $0 + $1.rows.values.reduce(0, +) }
    }
  }

  /// How many backups that the program makes by itself are kept.
  static let automaticKept = 10
  private static let automaticPrefix = "before-change-"

  /// Where backups go that nobody named a place for.
  package var standardFolder: String { folder.path + "/backups" }

  /// - Parameter path: The file to write, which must not exist; nil for one in the folder of backups.
  package func make(_ path: String?, _ key: BackupKey) async throws(SyncFailure) -> Summary {
    try await make(path, prefix: "lockstep-", key)
  }

  /// The backup without which the program changes nothing that concerns the whole deployment. Seed S4.7
  package func makeBeforeChange(_ key: BackupKey) async throws(SyncFailure) -> Summary {
    let summary = try await make(nil, prefix: Backup.automaticPrefix, key)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: standardFolder)) ?? []
    for name in names.filter({ $0.hasPrefix(Backup.automaticPrefix) }).sorted().dropLast(Backup.automaticKept) {
      try? FileManager.default.removeItem(atPath: standardFolder + "/" + name)
    }
    return summary
  }

  private func make(_ wanted: String?, prefix: String, _ key: BackupKey) async throws(SyncFailure) -> Summary {
    guard folder.exists else { throw folder.absence }
    let now = surroundings.now()
    let path: String
    if let wanted { path = wanted } else { path = try free(prefix + now.rfc3339) }
    guard !FileManager.default.fileExists(atPath: path) else {
      throw SyncFailure(.configuration, .backupExists, ["path": path])
    }
    // Beside the target, for it has room enough; readable by nobody else.
    let workplace = path + ".making-\(surroundings.newID())"
    try DataFolder(workplace).create()
    defer { try? FileManager.default.removeItem(atPath: workplace) }
    let copies = try await copy(to: workplace)

    var salt: [UInt8] = []
    while salt.count < BackupHeader.saltLength {
      salt += SymmetricKey(size: .bits256).withUnsafeBytes { [UInt8]($0) }
    }
    let header = try BackupHeader(key, salt: salt)
    let sealed = workplace + "/sealed"
    var writer = try SealedWriter(path: sealed, header: header, key: try header.key(key, path: path))
    var files: [BackupManifest.File] = []
    for name in copies {
      let file = workplace + "/" + name
      let rows = try SQLiteFile(file).check()
      let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
      let hash = try writer.write(file: file, as: name, size: size)
      files.append(BackupManifest.File(name: name, size: size, sha256: hash, rows: rows))
      try? FileManager.default.removeItem(atPath: file)
    }
    let manifest = BackupManifest(madeOn: now.microseconds, files: files)
    guard let list = try? JSONEncoder().encode(manifest) else {
      throw SyncFailure(.configuration, .backupDamaged, ["path": path])
    }
    try writer.writeEntry(BackupManifest.name, size: list.count)
    try writer.write(list)
    try writer.finish()

    // What cannot be read again is no backup.
    var reader = try SealedReader(path: sealed, key)
    guard try reader.readAll(into: nil, path: path) == manifest else {
      throw SyncFailure(.configuration, .backupDamaged, ["path": path])
    }
    guard link(sealed, path) == 0 else {
      throw errno == EEXIST ? SyncFailure(.configuration, .backupExists, ["path": path]) : SealedFile.failure(path)
    }
    DataFolder.sync((path as NSString).deletingLastPathComponent)
    return Summary(manifest, path: path)
  }

  /// Copies all databases; answers their names, the configuration first.
  private func copy(to workplace: String) async throws(SyncFailure) -> [String] {
    var names = [BackupManifest.configuration]
    try SQLiteFile(folder.configurationDatabase).copy(to: workplace + "/" + BackupManifest.configuration)
    // Asked after the copy: every organization the copy knows is among them.
    let configuration = try SQLiteStore(
      path: folder.configurationDatabase, schema: .configuration, now: surroundings.now)
    for entry in try await configuration.rows(Query(DeploymentOrganization.table)) {
      let name = String((entry[DeploymentOrganization.databaseurl] ?? "").dropFirst("sqlite:".count))
      try SQLiteFile(folder.path + "/" + name).copy(to: workplace + "/" + name)
      names.append(name)
    }
    return names
  }

  /// A name in the folder of backups that is not taken yet.
  private func free(_ name: String) throws(SyncFailure) -> String {
    try DataFolder(standardFolder).create()
    // Names sort as they were made, also those of one second.
    for number in 1...999 {
      let path = "\(standardFolder)/\(name)-\(String(format: "%03d", number)).backup"
      if !FileManager.default.fileExists(atPath: path) { return path }
    }
    throw SyncFailure(.configuration, .backupExists, ["path": "\(standardFolder)/\(name)"])
  }
}

extension DataFolder {
  /// Makes names in a folder survive a loss of power.
  static func sync(_ path: String) {
    let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
