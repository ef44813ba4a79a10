package import CRMModel
import Foundation
import SQLStore

/// Reads and writes the properties of a deployment. A service reads them when it starts.
///
/// Every change is preceded by a verified backup of all databases and written down. Seed S4.7, REL S51
package struct DeploymentChange: Sendable {
  let folder: DataFolder
  let configuration: any RecordStore
  let surroundings: Surroundings
  let keyPath: String

  /// A property with its value and the one it has where nobody set it.
  package struct Setting: Sendable {
    package let property: DeploymentProperty
    package let value: Value
    package let defaultValue: Value
    /// The backup made before the value was changed; nil where nothing was changed.
    package var backup: String?
    /// Whose secrets were entered while the switch was on that is off now.
    package var secretsMeanwhile: [String] = []
  }

  package static func open(
    _ folder: DataFolder, masterKeyFile: String? = nil, _ surroundings: Surroundings
  ) throws(SyncFailure) -> DeploymentChange {
    guard folder.exists else { throw folder.absence }
    let configuration = try SQLiteStore(
      path: folder.configurationDatabase, schema: .configuration, now: surroundings.now)
    return DeploymentChange(
      folder: folder, configuration: configuration, surroundings: surroundings,
      keyPath: masterKeyFile ?? folder.masterKeyFile)
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

  /// - Parameter text: A number, `true` or `false`; `default` brings back the value nobody set.
  package func set(_ name: String, to text: String) async throws(SyncFailure) -> Setting {
    let property = try find(name)
    let value: Value
    if text == "default" { value = property.defaultCell } else { value = try self.value(text, of: property) }
    return try await write(value, to: property)
  }

  // MARK: - The document's script

  /// What the document's script did.
  package enum ScriptOutcome: Sendable {
    case changed(Setting)
    /// The value was 1 before: the script changes only 0.
    case unchanged
    /// The script changes only a row that exists.
    case rowMissing
  }

  /// Runs the script of the document; a script of any other shape is refused. Seed S4.4, lines 128 to 133
  package func run(script text: String) async throws(SyncFailure) -> ScriptOutcome {
    guard DeploymentScript.isPrinted(text) else { throw SyncFailure(.configuration, .scriptOfOtherShape) }
    let property = try find(DeploymentProperty.insecureEntry)
    guard let row = try await row(property) else { return .rowMissing }
    guard row[DeploymentProperties.bitcolumn] == false else { return .unchanged }
    return .changed(try await write(true.value, to: property))
  }

  // MARK: - History

  package func history(limit: Int) async throws(SyncFailure) -> [Record] {
    try await configuration.rows(
      Query(PropertyChange.table, limit: max(1, limit)).ordered(by: PropertyChange.changedon, descending: true))
  }

  // MARK: - Rows

  /// The row with which a configuration database begins. Seed S4.4
  static func insecureEntryRow(id: GUID) -> Record {
    var row = Record(DeploymentProperties.table, id: id)
    row[DeploymentProperties.columnname] = DeploymentProperty.insecureEntry
    row[DeploymentProperties.bitcolumn] = false
    return row
  }

  private func row(_ property: DeploymentProperty) async throws(SyncFailure) -> Record? {
    try await configuration.rows(
      Query(DeploymentProperties.table, where: DeploymentProperties.columnname == property.name, limit: 1)
    ).first
  }

  private func write(_ value: Value, to property: DeploymentProperty) async throws(SyncFailure) -> Setting {
    let row = try await row(property)
    let column = property.column
    guard row?[column] ?? property.defaultCell != value else { return try await setting(property.name) }
    let backup = try await Backup(folder, surroundings).makeBeforeChange(.master(path: keyPath))
    let now = surroundings.now()
    var unit = UnitOfWork(id: surroundings.newID(), at: now)
    if let row {
      var changed = row
      changed[column] = value
      unit.update(changed, from: row)
    } else {
      var new = Record(DeploymentProperties.table, id: surroundings.newID())
      new[DeploymentProperties.columnname] = property.name
      new[column] = value
      unit.insert(new)
    }
    var note = Record(PropertyChange.table, id: surroundings.newID())
    note[PropertyChange.changedon] = now
    note[PropertyChange.columnname] = property.name
    note[PropertyChange.before] = DeploymentChange.text(row?[column] ?? .null)
    note[PropertyChange.after] = DeploymentChange.text(value)
    note[PropertyChange.isoutside] = false
    note.set(PropertyChange.by, cutting: NSUserName())
    note.set(PropertyChange.backup, cutting: backup.path)
    unit.insert(note)
    try await configuration.mustCommit(unit)
    var setting = try await setting(property.name)
    setting.backup = backup.path
    if property.name == DeploymentProperty.insecureEntry, value == false.value {
      setting.secretsMeanwhile = try await secretsEnteredSinceOpened(before: now)
    }
    return setting
  }

  /// Mailboxes and profiles whose secret was stored since the switch was last turned on.
  private func secretsEnteredSinceOpened(before now: Instant) async throws(SyncFailure) -> [String] {
    let opened = try await configuration.rows(
      Query(
        PropertyChange.table,
        where: PropertyChange.columnname == DeploymentProperty.insecureEntry && PropertyChange.after == "1", limit: 1
      ).ordered(by: PropertyChange.changedon, descending: true)
    ).first?[PropertyChange.changedon]
    guard let opened else { return [] }
    var owners: [String] = []
    for entry in try await configuration.rows(Query(DeploymentOrganization.table)) {
      let file = String((entry[DeploymentOrganization.databaseurl] ?? "").dropFirst("sqlite:".count))
      let store = try SQLiteStore(path: folder.path + "/" + file, schema: .organization, now: surroundings.now)
      for secret in try await store.rows(Query(StoredSecret.table)) {
        guard secret.id.made >= opened, let owner = try await store.row(secret[StoredSecret.owner], in: .organization)
        else { continue }
        let name = owner.table == Mailbox.table ? owner[Mailbox.emailaddress] : owner[EmailServerProfile.name]
        owners.append(name ?? "\(owner.id)")
      }
    }
    return owners.sorted()
  }

  private static func text(_ value: Value) -> String? {
    if case .integer(let number) = value { String(number) } else { nil }
  }

  private func find(_ name: String) throws(SyncFailure) -> DeploymentProperty {
    guard let property = DeploymentProperty.named(name) else {
      throw SyncFailure(
        .gone, .propertyUnknown,
        ["name": name, "names": DeploymentProperty.all.map(\.name).joined(separator: ", ")])
    }
    return property
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

extension DeploymentProperty {
  /// The column of the row that holds the value.
  var column: String {
    switch kind {
    case .flag: DeploymentProperties.bitcolumn.definition.name
    case .number: DeploymentProperties.intcolumn.definition.name
    }
  }

  /// What stands in a row without a value of its own: a switch is off, a number is left to the program.
  var defaultCell: Value {
    switch kind {
    case .flag: false.value
    case .number: .null
    }
  }
}

extension GUID {
  /// When it was made. RFC 9562 §5.7
  var made: Instant { Instant(microseconds: Int64(high >> 16) * 1000) }
}
