import CRMModel

/// How a database spells the few things in which SQLite and PostgreSQL differ.
package enum SQLDialect: Sendable, CaseIterable {
  case sqlite
  case postgres

  var blob: String { self == .sqlite ? "BLOB" : "bytea" }
  var text: String { self == .sqlite ? "TEXT" : "text COLLATE \"C\"" }
  var big: String { self == .sqlite ? "INTEGER" : "bigint" }
  var tableSuffix: String { self == .sqlite ? " STRICT" : "" }
  /// For small rows that are only looked up by their key.
  var keyedSuffix: String { self == .sqlite ? " STRICT, WITHOUT ROWID" : "" }
  var emptyBytes: String { self == .sqlite ? "x''" : "'\\x'::bytea" }

  func storage(of type: ColumnType) -> String {
    switch (type, self) {
    case (.uniqueIdentifier, .sqlite): "BLOB"
    case (.uniqueIdentifier, .postgres): "uuid"
    case (.text, _), (.emailAddress, _), (.memo, _): text
    case (.boolean, .postgres): "smallint"
    case (.integer, .postgres), (.picklist, .postgres), (.state, .postgres), (.status, .postgres): "integer"
    case (.binary, _): blob
    case (.lookup, .sqlite): "BLOB"
    case (.lookup, .postgres): "uuid"
    default: big
    }
  }
}
