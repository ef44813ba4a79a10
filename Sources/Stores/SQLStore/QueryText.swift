import CRMModel

/// A query as SQL with its arguments in order.
struct QueryText {
  private(set) var sql: String
  private(set) var arguments: [Value] = []
  private let table: Table

  /// - Parameter selection: `SELECT ... FROM table`.
  init(_ query: Query, selection: String) {
    table = query.table
    sql = selection
    restrict(query)
    if !query.order.isEmpty {
      sql += " ORDER BY "
      sql += query.order.map { name($0.column) + ($0.descending ? " DESC" : "") }.joined(separator: ", ")
    }
    if let limit = query.limit { sql += " LIMIT \(limit)" }
  }

  init(counting query: Query) {
    table = query.table
    sql = "SELECT COUNT(*) FROM \(SQLText.quoted(query.table.name))"
    restrict(query)
  }

  private mutating func restrict(_ query: Query) {
    guard query.predicate != .all else { return }
    sql += " WHERE "
    write(query.predicate)
  }

  /// The list with its last element repeated up to a power of two, so that lists of any length need few texts.
  static func padded<Element>(_ list: [Element]) -> [Element] {
    guard let last = list.last else { return list }
    var size = 1
    while size < list.count { size *= 2 }
    return list + Array(repeating: last, count: size - list.count)
  }

  private mutating func place(_ value: Value) -> String {
    arguments.append(value)
    return "$\(arguments.count)"
  }

  private func name(_ column: String) -> String {
    guard table.column(column)?.isKeptAside == true else { return SQLText.quoted(column) }
    return SQLText.longText(column, of: table)
  }

  private mutating func write(_ predicate: Predicate) {
    switch predicate {
    case .all: sql += "1 = 1"
    case .equal(let column, .null): sql += name(column) + " IS NULL"
    case .equal(let column, let value): sql += name(column) + " = " + place(value)
    case .less(let column, let value): sql += name(column) + " < " + place(value)
    case .atLeast(let column, let value): sql += name(column) + " >= " + place(value)
    case .greater(let column, let value): sql += name(column) + " > " + place(value)
    case .null(let column): sql += name(column) + " IS NULL"
    case .not(.null(let column)): sql += name(column) + " IS NOT NULL"
    case .among(_, let values) where values.isEmpty: sql += "1 = 0"
    case .among(let column, let values):
      sql += name(column) + " IN ("
      for (index, value) in QueryText.padded(values).enumerated() {
        if index > 0 { sql += ", " }
        sql += place(value)
      }
      sql += ")"
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
