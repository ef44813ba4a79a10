/// A question to the record store: rows of one table.
package struct Query: Hashable, Sendable {
  package let table: Table
  package var predicate: Predicate
  package var order: [Order]
  package var limit: Int?
  /// For each column whether it is read; nil for all. Cells of other columns come back as null, but for key and
  /// version.
  package private(set) var columns: [Bool]?

  package struct Order: Hashable, Sendable {
    package let column: String
    package let descending: Bool
  }

  package init(_ table: Table, where predicate: Predicate = .all, limit: Int? = nil) {
    self.table = table
    self.predicate = predicate
    self.order = []
    self.limit = limit
  }

  /// Only what is needed of wide rows. A row read so can be changed: a change names its columns.
  package func reading(_ columns: [ColumnDefinition]) -> Query {
    var query = self
    var wanted = table.columns.map { $0.name == table.primaryKey || $0.name == Table.versionnumber.definition.name }
    for column in columns { table.ordinal(of: column.name).map { wanted[$0] = true } }
    query.columns = wanted
    return query
  }

  package func ordered<Wrapped>(by column: Column<Wrapped>, descending: Bool = false) -> Query {
    ordered(byColumn: column.definition.name, descending: descending)
  }

  package func ordered(byColumn name: String, descending: Bool = false) -> Query {
    var query = self
    query.order.append(Order(column: name, descending: descending))
    return query
  }
}

package indirect enum Predicate: Hashable, Sendable {
  case all
  case equal(String, Value)
  case among(String, [Value])
  case less(String, Value)
  case atLeast(String, Value)
  case greater(String, Value)
  case null(String)
  case not(Predicate)
  case and([Predicate])
  case or([Predicate])
}

extension Column {
  package static func == (column: Column, value: Wrapped) -> Predicate {
    .equal(column.definition.name, value.value)
  }

  package static func < (column: Column, value: Wrapped) -> Predicate {
    .less(column.definition.name, value.value)
  }

  package static func > (column: Column, value: Wrapped) -> Predicate {
    .greater(column.definition.name, value.value)
  }

  package static func >= (column: Column, value: Wrapped) -> Predicate {
    .atLeast(column.definition.name, value.value)
  }

  package func among(_ values: some Sequence<Wrapped>) -> Predicate {
    .among(definition.name, values.map(\.value))
  }

  package var isNull: Predicate { .null(definition.name) }
}

extension Predicate {
  package static func && (left: Predicate, right: Predicate) -> Predicate { .and([left, right]) }
  package static func || (left: Predicate, right: Predicate) -> Predicate { .or([left, right]) }
}
