/// One row: its table and one value per column, by ordinal.
package struct Record: Hashable, Sendable {
  package let table: Table
  package private(set) var values: [Value]

  /// A row with the defaults of its table.
  package init(_ table: Table, id: GUID) {
    self.table = table
    self.values = table.defaults
    self[table.primaryKey] = .guid(id)
  }

  /// A row as the store read it; `values` are in the order of `table.columns`.
  package init(_ table: Table, values: [Value]) {
    precondition(values.count == table.columns.count, "one value per column")
    self.table = table
    self.values = values
  }

  package var id: GUID {
    guard case .guid(let id) = self[table.primaryKey] else { return GUID(high: 0, low: 0) }
    return id
  }

  package var reference: Reference { Reference(table.name, id) }

  package var version: Int { self[Table.versionnumber] ?? 0 }

  /// Reads or writes a cell. A column of another table is a mistake of the program and stops it.
  package subscript<Wrapped>(_ column: Column<Wrapped>) -> Wrapped? {
    get { Wrapped(self[column.definition.name]) }
    set { self[column.definition.name] = newValue?.value ?? .null }
  }

  package subscript(_ column: String) -> Value {
    get { values[ordinal(column)] }
    set { values[ordinal(column)] = newValue }
  }

  private func ordinal(_ column: String) -> Int {
    guard let ordinal = table.ordinal(of: column) else {
      preconditionFailure("\(table.name) has no column \(column)")
    }
    return ordinal
  }

  /// The cells in which this row differs from an earlier reading of it.
  package func changes(since earlier: Record) -> [String: Value] {
    var changed: [String: Value] = [:]
    for (index, column) in table.columns.enumerated() where values[index] != earlier.values[index] {
      changed[column.name] = values[index]
    }
    return changed
  }
}
