import CRMModel
import Foundation
import SyncEngine
import Testing

@testable import LockstepServer

/// The sealed file, and whole deployments in it.
@Suite struct BackupTests {
  private func folder() -> DataFolder {
    DataFolder(
      FileManager.default.temporaryDirectory.appendingPathComponent("lockstep-backup-" + UUID().uuidString).path)
  }

  private func remove(_ folder: DataFolder) { try? FileManager.default.removeItem(atPath: folder.path) }

  private func write(_ bytes: [UInt8], to path: String, _ key: BackupKey) throws {
    let header = try BackupHeader(key, salt: [UInt8](repeating: 7, count: BackupHeader.saltLength))
    var writer = try SealedWriter(path: path, header: header, key: try header.key(key, path: path))
    var rest = bytes[...]
    while !rest.isEmpty {
      try writer.write(rest.prefix(300_000))
      rest = rest.dropFirst(300_000)
    }
    try writer.finish()
  }

  private func read(_ path: String, _ key: BackupKey) throws -> [UInt8] {
    var reader = try SealedReader(path: path, key)
    var bytes: [UInt8] = []
    while case let part = try reader.read(upTo: 77_777), !part.isEmpty { bytes += part }
    return bytes
  }

  @Test(arguments: [0, 1, SealedFile.piece - 1, SealedFile.piece, SealedFile.piece + 1, 3 * SealedFile.piece])
  func whatIsSealedOpensAgain(size: Int) throws {
    let folder = folder()
    defer { remove(folder) }
    try folder.create()
    try MasterKey.writeNew(folder.masterKeyFile)
    let key = BackupKey.master(path: folder.masterKeyFile)
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let path = folder.path + "/sealed"
    try write(bytes, to: path, key)
    #expect(try read(path, key) == bytes)
    #expect(throws: SyncFailure.self, "nothing is replaced") { try write(bytes, to: path, key) }
  }

  /// Pieces exchanged, left out, repeated or cut off, and every bit of the header.
  @Test func everyChangeIsNoticed() throws {
    let folder = folder()
    defer { remove(folder) }
    try folder.create()
    try MasterKey.writeNew(folder.masterKeyFile)
    let key = BackupKey.master(path: folder.masterKeyFile)
    let path = folder.path + "/sealed"
    try write([UInt8](repeating: 1, count: 2 * SealedFile.piece + 100), to: path, key)
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let size = SealedFile.piece + SealedFile.tag
    let start = whole.count - 2 * size - 100 - SealedFile.tag
    let head = Array(whole[..<start])
    let pieces = [
      Array(whole[start..<(start + size)]), Array(whole[(start + size)..<(start + 2 * size)]),
      Array(whole[(start + 2 * size)...]),
    ]
    var wrong = [
      head + pieces[1] + pieces[0] + pieces[2], head + pieces[0] + pieces[2], head + pieces[0] + pieces[1],
      head + pieces[0] + pieces[0] + pieces[1] + pieces[2], Array(whole.dropLast()), whole + [0], head, [],
    ]
    for place in stride(from: 0, to: start, by: 7) {
      var flipped = whole
      flipped[place] ^= 1
      wrong.append(flipped)
    }
    for (number, bytes) in wrong.enumerated() {
      let other = folder.path + "/wrong"
      try Data(bytes).write(to: URL(fileURLWithPath: other))
      #expect(throws: SyncFailure.self, "change \(number) is not noticed") { try read(other, key) }
    }
    #expect(head + pieces[0] + pieces[1] + pieces[2] == whole)
  }

  @Test func aHeaderCannotAskForAllMemory() throws {
    let salt = [UInt8](repeating: 7, count: BackupHeader.saltLength)
    let key = BackupKey.passphrase(Secret("correct horse battery"))
    var header = try BackupHeader(key, salt: salt)
    for rounds in [0, 1, 3, -8, BackupHeader.maximumRounds * 2] {
      header.rounds = rounds
      #expect(throws: SyncFailure.self, "\(rounds)") { _ = try header.key(key, path: "") }
    }
    #expect(throws: SyncFailure.self) { _ = try BackupHeader(.passphrase(Secret("short")), salt: salt) }
  }

  @Test(arguments: ["../x.sqlite", "organization-/../x.sqlite", "master.key", "organization-a.sqlite-wal", ""])
  func namesDoNotLeadOut(name: String) {
    #expect(!BackupManifest.isValid(name))
    #expect(BackupManifest.isValid("configuration.sqlite") && BackupManifest.isValid("organization-0a-1.5.sqlite"))
  }

  /// Two organizations go into one backup and come back together, in a folder that had others.
  @Test func allOrganizationsComeBackTogether() async throws {
    let (folder, other) = (folder(), folder())
    defer {
      remove(folder)
      remove(other)
    }
    for name in ["Contoso", "Fabrikam"] {
      _ = try await Deployment.create(folder, organization: name, masterKeyFile: nil, language: .english, .system)
      let deployment = try await Deployment.open(folder, organization: name, masterKeyFile: nil, .system)
      _ = try await Directory(deployment).createUser(name: name, address: "a@\(name).example")
    }
    let key = BackupKey.master(path: folder.masterKeyFile)
    let made = try await Backup(folder, .system).make(nil, key)
    #expect(made.organizations == 2)
    #expect(try Restore(folder, .system).check(made.path, key) == made)
    _ = try await Deployment.create(other, organization: "Old", masterKeyFile: nil, language: .english, .system)
    try FileManager.default.removeItem(atPath: other.masterKeyFile)
    try FileManager.default.copyItem(atPath: folder.masterKeyFile, toPath: other.masterKeyFile)
    let report = try await Restore(other, .system).run(made.path, key, masterKeyFile: nil)
    #expect(Set(report.organizations.map(\.name)) == ["Contoso", "Fabrikam"] && !report.hasNewKey)
    for name in ["Contoso", "Fabrikam"] {
      let deployment = try await Deployment.open(other, organization: name, masterKeyFile: nil, .system)
      #expect(try await Directory(deployment).user("a@\(name).example") != nil)
    }
    await #expect(throws: SyncFailure.self) {
      _ = try await Deployment.open(other, organization: "Old", masterKeyFile: nil, .system)
    }
    let before = DataFolder(try #require(report.before))
    _ = try await Deployment.open(before, organization: "Old", masterKeyFile: folder.masterKeyFile, .system)
  }

  @Test func onlyTheLastOnesMadeByThemselvesAreKept() async throws {
    let folder = folder()
    defer { remove(folder) }
    _ = try await Deployment.create(folder, organization: "Contoso", masterKeyFile: nil, language: .english, .system)
    let backup = Backup(folder, .system)
    let key = BackupKey.master(path: folder.masterKeyFile)
    let mine = try await backup.make(nil, key)
    var made: [String] = []
    for _ in 0...Backup.automaticKept { made.append(try await backup.makeBeforeChange(key).path) }
    let left = try FileManager.default.contentsOfDirectory(atPath: backup.standardFolder)
    #expect(left.count == Backup.automaticKept + 1 && FileManager.default.fileExists(atPath: mine.path))
    #expect(FileManager.default.fileExists(atPath: made[made.count - 1]))
  }
}
