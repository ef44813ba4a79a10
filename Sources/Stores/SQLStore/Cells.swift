import CRMModel

/// Between the values of the model and the cells of the database.
enum Cells {
  /// Binds the one or two cells of a column, from `place` on; answers how many there are.
  static func bind(_ value: Value, for column: ColumnDefinition, to statement: SQLiteStatement, at place: Int)
    throws(SQLiteError) -> Int
  {
    switch column.type {
    case _ where column.isKeptAside: return 0
    case .partyList: return 0
    case .lookup:
      try statement.bind(value, at: place)
      if case .reference(let reference) = value {
        try statement.bind(.text(reference.table), at: place + 1)
      } else {
        try statement.bind(.null, at: place + 1)
      }
      return 2
    default:
      try statement.bind(value, at: place)
      return 1
    }
  }

  /// The row a statement stands on.
  /// - Parameter wanted: The columns that were asked for; nil for all.
  static func record(of statement: SQLiteStatement, as table: Table, only wanted: [Bool]? = nil) -> Record {
    var values: [Value] = []
    values.reserveCapacity(table.columns.count)
    var index = 0
    for (ordinal, column) in table.columns.enumerated() {
      if let wanted, !wanted[ordinal] {
        values.append(.null)
        continue
      }
      switch column.type {
      case .partyList: values.append(.null)
      case .lookup:
        if let id = statement.guid(index), let target = statement.text(index + 1) {
          values.append(.reference(Reference(target, id)))
        } else {
          values.append(.null)
        }
        index += 2
      case .uniqueIdentifier:
        values.append(statement.guid(index).map(Value.guid) ?? .null)
        index += 1
      default:
        values.append(statement.value(index))
        index += 1
      }
    }
    return Record(table, values: values)
  }

  /// Whether the value obeys the column's type and limits.
  static func isValid(_ value: Value, for column: ColumnDefinition) -> Bool {
    switch (column.type, value) {
    case (_, .null): true
    case (.text(let max), .text(let text)), (.memo(let max), .text(let text)),
      (.emailAddress(let max), .text(let text)):
      text.utf8.count <= max || text.unicodeScalars.count <= max
    case (.integer(let range), .integer(let number)): range.contains(Int(number))
    case (.boolean, .integer(let number)): number == 0 || number == 1
    case (.picklist, .integer(let number)), (.state, .integer(let number)), (.status, .integer(let number)):
      column.options.isEmpty || column.options.contains { $0.number == Int(number) }
    case (.bigInteger, .integer), (.dateTime, .integer), (.decimal, .integer): true
    case (.uniqueIdentifier, .guid), (.lookup, .reference): true
    case (.binary(let max), .bytes(let bytes)): bytes.count <= max
    default: false
    }
  }
}
