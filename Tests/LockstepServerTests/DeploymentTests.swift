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
}
