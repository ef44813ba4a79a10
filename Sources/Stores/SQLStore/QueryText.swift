import CRMModel

/// A query as SQL with its arguments in order.
struct QueryText {
  private(set) var sql: String
  private(set) var arguments: [Value] = []

  init(_ query: Query, _ text: SQLText) {
    sql = text.selection(of: query.table)
    restrict(query)
    if !query.order.isEmpty {
      sql += " ORDER BY "
      sql += query.order.map { SQLText.quoted($0.column) + ($0.descending ? " DESC" : "") }.joined(separator: ", ")
    }
    if let limit = query.limit { sql += " LIMIT \(limit)" }
  }

  init(counting query: Query) {
    sql = "SELECT COUNT(*) FROM \(SQLText.quoted(query.table.name))"
    restrict(query)
  }

  private mutating func restrict(_ query: Query) {
    guard query.predicate != .all else { return }
    sql += " WHERE "
    write(query.predicate)
  }

  private mutating func place(_ value: Value) -> String {
    arguments.append(value)
    return "$\(arguments.count)"
  }

  private mutating func write(_ predicate: Predicate) {
    switch predicate {
    case .all: sql += "1 = 1"
    case .equal(let column, .null): sql += SQLText.quoted(column) + " IS NULL"
    case .equal(let column, let value): sql += SQLText.quoted(column) + " = " + place(value)
    case .less(let column, let value): sql += SQLText.quoted(column) + " < " + place(value)
    case .atLeast(let column, let value): sql += SQLText.quoted(column) + " >= " + place(value)
    case .null(let column): sql += SQLText.quoted(column) + " IS NULL"
    case .among(_, let values) where values.isEmpty: sql += "1 = 0"
    case .among(let column, let values):
      sql += SQLText.quoted(column) + " IN (" + values.map { place($0) }.joined(separator: ", ") + ")"
    case .not(let inner):
      sql += "NOT ("
      write(inner)
      sql += ")"
    case .and(let parts): join(parts, " AND ", empty: "1 = 1")
    case .or(let parts): join(parts, " OR ", empty: "1 = 0")
    }
  }

  private mutating func join(_ parts: [Predicate], _ separator: String, empty: String) {
    guard !parts.isEmpty else {
      sql += empty
      return
    }
    sql += "("
    for (index, part) in parts.enumerated() {
      if index > 0 { sql += separator }
      write(part)
    }
    sql += ")"
  }
}
