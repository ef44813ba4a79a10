package import CRMModel
import SQLStore

/// Reads and writes the properties of a deployment. A service reads them when it starts.
package struct DeploymentChange: Sendable {
  let configuration: any RecordStore
  let surroundings: Surroundings

  /// A property with its value and the one it has where nobody set it.
  package struct Setting: Sendable {
    package let property: DeploymentProperty
    package let value: Value
    package let defaultValue: Value
  }

  package static func open(_ folder: DataFolder, _ surroundings: Surroundings) throws(SyncFailure) -> DeploymentChange {
    guard folder.exists else { throw SyncFailure(.gone, .folderEmpty, ["path": folder.path]) }
    let configuration = try SQLiteStore(
      path: folder.configurationDatabase, schema: .configuration, now: surroundings.now)
    return DeploymentChange(configuration: configuration, surroundings: surroundings)
  }

  package func settings() async throws(SyncFailure) -> [Setting] {
    let settings = try await DeploymentSettings.read(configuration)
    return DeploymentProperty.all.map { property in
      Setting(
        property: property, value: property.value(in: settings), defaultValue: property.value(in: DeploymentSettings()))
    }
  }

  package func setting(_ name: String) async throws(SyncFailure) -> Setting {
    let property = try find(name)
    let settings = try await DeploymentSettings.read(configuration)
    return Setting(
      property: property, value: property.value(in: settings), defaultValue: property.value(in: DeploymentSettings()))
  }

  /// - Parameter text: A number, `true` or `false`; `default` takes the row away.
  package func set(_ name: String, to text: String) async throws(SyncFailure) -> Setting {
    let property = try find(name)
    let value = text == "default" ? nil : try self.value(text, of: property)
    let row = try await configuration.rows(
      Query(DeploymentProperties.table, where: DeploymentProperties.columnname == name, limit: 1)
    ).first
    var unit = UnitOfWork(id: surroundings.newID(), at: surroundings.now())
    switch (row, value) {
    case (let row?, let value?):
      var changed = row
      DeploymentChange.write(value, property, into: &changed)
      unit.update(changed, from: row)
    case (nil, let value?):
      var new = Record(DeploymentProperties.table, id: surroundings.newID())
      new[DeploymentProperties.columnname] = name
      DeploymentChange.write(value, property, into: &new)
      unit.insert(new)
    case (let row?, nil): unit.delete(row.table, row.id)
    case (nil, nil): break
    }
    if !unit.changes.isEmpty { try await configuration.mustCommit(unit) }
    return try await setting(name)
  }

  private func find(_ name: String) throws(SyncFailure) -> DeploymentProperty {
    guard let property = DeploymentProperty.named(name) else {
      throw SyncFailure(
        .gone, .propertyUnknown,
        ["name": name, "names": DeploymentProperty.all.map(\.name).joined(separator: ", ")])
    }
    return property
  }

  private static func write(_ value: Value, _ property: DeploymentProperty, into row: inout Record) {
    switch property.kind {
    case .flag: row[DeploymentProperties.bitcolumn.definition.name] = value
    case .number: row[DeploymentProperties.intcolumn.definition.name] = value
    }
  }

  private func value(_ text: String, of property: DeploymentProperty) throws(SyncFailure) -> Value {
    func refuse(_ allowed: String) -> SyncFailure {
      SyncFailure(.configuration, .settingInvalid, ["name": property.name, "value": text, "allowed": allowed])
    }
    switch property.kind {
    case .flag:
      guard let value = ["true": true, "false": false, "1": true, "0": false][text] else {
        throw refuse("true, false")
      }
      return value.value
    case .number(_, let range):
      guard let number = Int(text), range.contains(number) else {
        throw refuse("\(range.lowerBound) - \(range.upperBound)")
      }
      return number.value
    }
  }
}
