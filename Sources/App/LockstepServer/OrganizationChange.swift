package import CRMModel
import SyncEngine

/// Reads and writes the settings of an organization that the synchronization obeys.
package struct OrganizationChange: Sendable {
  let deployment: Deployment

  package init(_ deployment: Deployment) { self.deployment = deployment }

  /// A setting and its value.
  package struct Setting: Sendable {
    package let column: ColumnDefinition
    package let value: Value

    /// Whether anything here obeys it.
    package var hasEffect: Bool { !OrganizationSettings.keptColumns.contains(column) }
  }

  static let columns = OrganizationSettings.columns + OrganizationSettings.keptColumns

  /// How many emails get new keys in one commit.
  static let emailsPerCommit = 500

  package func settings() async throws(SyncFailure) -> [Setting] {
    let row = try await organization()
    return OrganizationChange.columns.map { Setting(column: $0, value: row[$0.name]) }
  }

  package func setting(_ name: String) async throws(SyncFailure) -> Setting {
    let column = try column(name)
    return Setting(column: column, value: try await organization()[column.name])
  }

  /// - Parameter text: A number, an option's number, `true` or `false`, or the text itself; `default` brings the value
  ///   a new organization has.
  package func set(_ name: String, to text: String) async throws(SyncFailure) -> Setting {
    let column = try column(name)
    let value = text == "default" ? column.defaultValue : try self.value(text, of: column)
    let row = try await organization()
    var changed = row
    changed[column.name] = value
    var unit = UnitOfWork(id: deployment.surroundings.newID(), at: deployment.surroundings.now())
    unit.update(changed, from: row)
    try await deployment.store.mustCommit(unit)
    if OrganizationSettings.keyColumns.contains(column.name), changed != row {
      try await renewSubjectKeys(OrganizationSettings(changed))
    }
    return Setting(column: column, value: value)
  }

  private func organization() async throws(SyncFailure) -> Record {
    guard let row = try await deployment.store.row(Organization.table, deployment.organization.id) else {
      throw SyncFailure(.configuration, .organizationMissing)
    }
    return row
  }

  private func column(_ name: String) throws(SyncFailure) -> ColumnDefinition {
    guard let column = OrganizationChange.columns.first(where: { $0.name == name }) else {
      throw SyncFailure(
        .gone, .settingUnknown,
        ["name": name, "names": OrganizationChange.columns.map(\.name).joined(separator: ", ")])
    }
    return column
  }

  private func value(_ text: String, of column: ColumnDefinition) throws(SyncFailure) -> Value {
    func refuse(_ allowed: String) -> SyncFailure {
      SyncFailure(.configuration, .settingInvalid, ["name": column.name, "value": text, "allowed": allowed])
    }
    switch column.type {
    case .boolean:
      guard let value = ["true": true, "false": false, "1": true, "0": false][text] else {
        throw refuse("true, false")
      }
      return value.value
    case .integer(let range):
      guard let number = Int(text), range.contains(number) else {
        throw refuse("\(range.lowerBound) - \(range.upperBound)")
      }
      return number.value
    case .dateTime:
      if text == ColumnText.none { return .null }
      guard let instant = Instant(rfc3339: text) else { throw refuse("YYYY-MM-DD, YYYY-MM-DDTHH:MM:SSZ") }
      return instant.value
    case .picklist:
      if column.name == Organization.emailconnectionchannel.definition.name,
        text == String(Organization.EmailConnectionChannel.emailRouter.rawValue)
      {
        // What the document sends most unsupported cases to is gone since 9.0. Seed S6.8, B17
        throw SyncFailure(.configuration, .settingRouterGone, ["name": column.name])
      }
      guard let number = Int(text), column.options.contains(where: { $0.number == number }) else {
        throw refuse(column.options.map { "\($0.number)" }.joined(separator: ", "))
      }
      return number.value
    case .text(let maximum), .memo(let maximum):
      guard text.unicodeScalars.count <= maximum, !text.unicodeScalars.contains("\0") else {
        throw refuse("<= \(maximum)")
      }
      if column.name == Organization.hashfilterkeywords.definition.name {
        do {
          _ = try SubjectPattern(text)
        } catch {
          throw SyncFailure(
            .configuration, .patternInvalid,
            ["name": column.name, "position": String(error.position), "reason": error.reason.rawValue])
        }
      }
      return text.value
    default: throw refuse("-")
    }
  }

  /// Emails that smart matching still compares get keys of the new kind.
  private func renewSubjectKeys(_ settings: OrganizationSettings) async throws(SyncFailure) {
    let since = deployment.surroundings.now().adding(seconds: -SmartMatching.days * 86_400)
    var after = 0
    while true {
      let emails = try await deployment.store.rows(
        Query(
          Email.table, where: Table.createdon >= since && Table.versionnumber >= after + 1,
          limit: OrganizationChange.emailsPerCommit
        ).ordered(by: Table.versionnumber))
      guard let last = emails.last?.version else { return }
      var unit = UnitOfWork(id: deployment.surroundings.newID(), at: deployment.surroundings.now())
      for email in emails {
        let key = SmartMatching.subjectKey(email[Email.subject] ?? "", settings)
        guard key != email[Email.ls_subjectkey] else { continue }
        unit.update(Email.table, email.id, [Email.ls_subjectkey.definition.name: key?.value ?? .null])
      }
      if !unit.changes.isEmpty { try await deployment.store.mustCommit(unit) }
      after = last
    }
  }
}
