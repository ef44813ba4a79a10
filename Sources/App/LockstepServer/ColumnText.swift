package import CRMModel

/// A column and the text somebody gave for it: checked against the column's type and limits, or refused with the column,
/// the limit and the value.
package struct ColumnText: Sendable, Hashable {
  package let column: String
  package let text: String

  /// The text that stands for no value.
  package static let none = ""
  /// Values are repeated in refusals up to this length.
  static let quoted = 120

  package init(column: String, text: String) {
    self.column = column
    self.text = text
  }

  /// - Parameter assignment: `COLUMN=VALUE`.
  package init(_ assignment: String) throws(SyncFailure) {
    guard let equals = assignment.firstIndex(of: "=") else {
      throw SyncFailure(
        .configuration, .optionInvalid, ["option": "--set", "value": assignment, "allowed": "COLUMN=VALUE"])
    }
    self.init(column: String(assignment[..<equals]), text: String(assignment[assignment.index(after: equals)...]))
  }

  /// The column's definition and the value.
  /// - Parameter writable: The columns of the table that people may write.
  func read(in table: Table, writable: [String]) throws(SyncFailure) -> (ColumnDefinition, Value) {
    guard let definition = table.column(column) else {
      throw SyncFailure(
        .gone, .columnUnknown, ["table": table.name, "name": column, "names": writable.joined(separator: ", ")])
    }
    guard definition.isReadable else {
      throw SyncFailure(.configuration, .columnSecret, ["table": table.name, "name": column])
    }
    guard writable.contains(column) else {
      throw SyncFailure(.configuration, .columnReadOnly, ["table": table.name, "name": column])
    }
    return (definition, try ColumnText.value(text, of: definition, in: table))
  }

  static func value(_ text: String, of column: ColumnDefinition, in table: Table) throws(SyncFailure) -> Value {
    if text == none, column.required == .none { return .null }
    func refused(_ allowed: String) -> SyncFailure {
      SyncFailure(
        .configuration, .columnInvalid,
        ["table": table.name, "name": column.name, "value": String(text.prefix(quoted)), "allowed": allowed])
    }
    switch column.type {
    case .boolean:
      guard let value = ["true": true, "false": false, "1": true, "0": false][text] else {
        throw refused("true, false")
      }
      return value.value
    case .integer(let range):
      guard let number = Int(text), range.contains(number) else {
        throw refused("\(range.lowerBound) - \(range.upperBound)")
      }
      return number.value
    case .picklist, .state, .status:
      guard let number = Int(text), column.options.contains(where: { $0.number == number }) else {
        throw refused(column.options.map { "\($0.number) (\($0.label.english))" }.joined(separator: ", "))
      }
      return number.value
    case .text(let maximum), .memo(let maximum), .emailAddress(let maximum):
      guard !text.isEmpty, text.unicodeScalars.count <= maximum, !text.unicodeScalars.contains("\0") else {
        throw refused("1 - \(maximum)")
      }
      return text.value
    case .dateTime:
      guard let instant = Instant(rfc3339: text) else { throw refused("YYYY-MM-DD, YYYY-MM-DDTHH:MM:SSZ") }
      return instant.value
    default: throw refused("-")
    }
  }
}
