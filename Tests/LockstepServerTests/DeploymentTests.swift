import CRMModel
import Foundation
import SQLStore
import SyncEngine
import Testing

@testable import LockstepServer

/// The properties of a deployment: written, read, obeyed.
@Suite struct DeploymentTests {
  private func world() async throws -> (DataFolder, DeploymentChange) {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("lockstep-deploy-" + UUID().uuidString)
    let folder = DataFolder(path.path)
    _ = try await Deployment.create(
      folder, organization: "Contoso", masterKeyFile: nil, language: .english, .system)
    return (folder, try DeploymentChange.open(folder, .system))
  }

  private func limits(_ folder: DataFolder) async throws -> DeploymentSettings {
    try await Deployment.open(folder, organization: nil, masterKeyFile: nil, .system).settings
  }

  @Test func everyPropertyHasAnEffectAndADefault() async throws {
    let (folder, change) = try await world()
    defer { try? FileManager.default.removeItem(atPath: folder.path) }
    #expect(try await limits(folder) == DeploymentSettings())
    for property in DeploymentProperty.all {
      let before = try await limits(folder)
      let text: String
      switch property.kind {
      case .flag: text = "true"
      case .number(_, let range): text = String(range.upperBound)
      }
      let setting = try await change.set(property.name, to: text)
      #expect(setting.value != setting.defaultValue, "\(property.name)")
      #expect(try await limits(folder) != before, "\(property.name) changes nothing")
      #expect(try await change.set(property.name, to: "default").value == setting.defaultValue)
      #expect(try await limits(folder) == before, "\(property.name) does not go back")
      #expect(property.label.english != property.label.japanese)
    }
    #expect(Set(DeploymentProperty.all.map(\.name)).count == DeploymentProperty.all.count)
  }

  @Test func whatCannotBeIsRefused() async throws {
    let (folder, change) = try await world()
    defer { try? FileManager.default.removeItem(atPath: folder.path) }
    for property in DeploymentProperty.all {
      var texts = ["", "perhaps", "1.5", "99999999999999999999"]
      if case .number(_, let range) = property.kind {
        texts += [String(range.lowerBound - 1), String(range.upperBound + 1)]
      }
      for text in texts {
        await #expect(throws: SyncFailure.self, "\(property.name) takes \(text)") {
          _ = try await change.set(property.name, to: text)
        }
      }
    }
    await #expect(throws: SyncFailure.self) { _ = try await change.set("NoSuchProperty", to: "1") }
    #expect(try await limits(folder) == DeploymentSettings())
  }

  /// Rows may be written by others: a number outside its range counts as the nearest one inside, an unknown name not
  /// at all.
  @Test func rowsOfOthersAreBounded() async throws {
    let (folder, change) = try await world()
    defer { try? FileManager.default.removeItem(atPath: folder.path) }
    var unit = UnitOfWork(id: change.surroundings.newID(), at: change.surroundings.now())
    for (name, number) in [
      ("ActiveMailboxMinimumBackoff", 0), ("NoSuchProperty", 5), ("IncomingMaximumEmailsPerCycle", 7),
    ] {
      var row = Record(DeploymentProperties.table, id: change.surroundings.newID())
      row[DeploymentProperties.columnname] = name
      row[DeploymentProperties.intcolumn] = number
      unit.insert(row)
    }
    try await change.configuration.mustCommit(unit)
    let settings = try await limits(folder)
    #expect(settings.limits.activeInterval == 1)
    #expect(settings.limits.messagesPerCycle == 7)
  }

  // MARK: - The document's script

  @Test func theScriptIsTheDocumentsByteForByte() throws {
    let script = DeploymentScript.printed
    #expect(script.utf8.count == 287 && script.unicodeScalars.count == 279)
    for same in [
      script, script + "\n", "\u{FEFF}" + script, script.replacingOccurrences(of: "\n", with: "\r\n"),
      script.replacingOccurrences(of: "\u{2018}", with: "'").replacingOccurrences(of: "\u{2019}", with: "'"),
    ] {
      #expect(DeploymentScript.isPrinted(same))
    }
    for other in [
      "", script + "\nGO", script + "; DROP TABLE DeploymentProperties", String(script.dropLast(3)),
      script.replacingOccurrences(of: "BitColumn=1", with: "BitColumn=0"),
      script.replacingOccurrences(of: "Insecure", with: "NonSecure"),
      script + String(repeating: " ", count: DeploymentScript.longest),
    ] {
      #expect(!DeploymentScript.isPrinted(other), "\(other)")
    }
  }

  @Test func theScriptChangesOnlyZeroToOne() async throws {
    let (folder, change) = try await world()
    defer { try? FileManager.default.removeItem(atPath: folder.path) }
    guard case .changed(let setting) = try await change.run(script: DeploymentScript.printed) else {
      Issue.record("nothing was changed")
      return
    }
    let backup = try #require(setting.backup)
    #expect(setting.value == true.value && FileManager.default.fileExists(atPath: backup))
    guard case .unchanged = try await change.run(script: DeploymentScript.printed) else {
      Issue.record("changed twice")
      return
    }
    #expect(try await change.history(limit: 9).count == 1)
    let row = try #require(
      try await change.configuration.rows(
        Query(DeploymentProperties.table, where: DeploymentProperties.columnname == DeploymentProperty.insecureEntry)
      ).first)
    var unit = UnitOfWork(id: change.surroundings.newID(), at: change.surroundings.now())
    unit.delete(row.table, row.id)
    try await change.configuration.mustCommit(unit)
    guard case .rowMissing = try await change.run(script: DeploymentScript.printed) else {
      Issue.record("a missing row was made")
      return
    }
    await #expect(throws: SyncFailure.self) { _ = try await change.run(script: "UPDATE DeploymentProperties") }
  }

  // MARK: - Backup, history, alias

  @Test func aChangeIsBackedUpAndWrittenDown() async throws {
    let (folder, change) = try await world()
    defer { try? FileManager.default.removeItem(atPath: folder.path) }
    let first = try await change.set("AllowCredentialsEntryViaNonSecureChannels", to: "true")
    #expect(first.property.name == DeploymentProperty.insecureEntry)
    let again = try await change.set(DeploymentProperty.insecureEntry, to: "true")
    #expect(first.backup != nil && again.backup == nil, "without a change no backup")
    _ = try await change.set("AllowNonSSLEmail", to: "true")
    #expect(try await limits(folder).plainText.allowsPlainText)
    let names = try await change.configuration.rows(Query(DeploymentProperties.table)).compactMap {
      $0[DeploymentProperties.columnname]
    }
    #expect(Set(names) == [DeploymentProperty.insecureEntry, "ECAllowNonSSLEmail"])
    let history = try await change.history(limit: 9)
    #expect(history.map { $0[PropertyChange.after] } == ["1", "1"])
    #expect(history.allSatisfy { $0[PropertyChange.isoutside] == false && $0[PropertyChange.backup] != nil })
  }

  @Test func withoutABackupNothingIsChanged() async throws {
    let (folder, change) = try await world()
    defer { try? FileManager.default.removeItem(atPath: folder.path) }
    #expect(FileManager.default.createFile(atPath: folder.path + "/backups", contents: nil))
    await #expect(throws: SyncFailure.self) { _ = try await change.set(DeploymentProperty.insecureEntry, to: "true") }
    #expect(try await change.setting(DeploymentProperty.insecureEntry).value == false.value)
    #expect(try await change.history(limit: 9).isEmpty)
  }

  @Test func switchingOffNamesTheSecretsEnteredMeanwhile() async throws {
    let (folder, change) = try await world()
    defer { try? FileManager.default.removeItem(atPath: folder.path) }
    let deployment = try await Deployment.open(folder, organization: nil, masterKeyFile: nil, .system)
    let directory = Directory(deployment)
    var settings = MailboxSettings()
    settings.password = Secret("canary-7d1f")
    for name in ["before", "meanwhile"] {
      _ = try await directory.createUser(name: name, address: "\(name)@contoso.example")
    }
    try await directory.change("before@contoso.example", settings)
    _ = try await change.set(DeploymentProperty.insecureEntry, to: "true")
    try await directory.change("meanwhile@contoso.example", settings)
    let off = try await change.set(DeploymentProperty.insecureEntry, to: "false")
    #expect(off.secretsMeanwhile == ["meanwhile@contoso.example"])
  }
}
