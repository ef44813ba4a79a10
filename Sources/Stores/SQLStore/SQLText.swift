package import CRMModel

/// The SQL of a schema. Every text here is prepared on both databases by a test.
package struct SQLText: Sendable {
  package let dialect: SQLDialect

  package init(_ dialect: SQLDialect) { self.dialect = dialect }

  /// The physical columns of a logical one: a lookup has a second for the table it points to, a long text has none.
  static func cells(of column: ColumnDefinition) -> [String] {
    switch column.type {
    case _ where column.isKeptAside: []
    case .partyList: []
    case .lookup: [column.name, column.name + "xtype"]
    default: [column.name]
    }
  }

  static func cells(of table: Table) -> [String] { table.columns.flatMap(cells(of:)) }

  static func quoted(_ name: String) -> String { "\"" + name + "\"" }

  /// Statements that make an empty database. Tables without foreign keys come first.
  package func creation(of schema: Schema) -> [String] {
    let ordered = schema.tables.filter { $0.foreignKeys.isEmpty } + schema.tables.filter { !$0.foreignKeys.isEmpty }
    let watched = schema[PropertyChange.table.name] == nil ? [] : watchingProperties
    return ordered.flatMap(creation(of:)) + housekeeping + watched
  }

  private func creation(of table: Table) -> [String] {
    var lines: [String] = []
    for column in table.columns where column.type.isStored && !column.isKeptAside {
      var line = SQLText.quoted(column.name) + " " + dialect.storage(of: column.type)
      if column.name == table.primaryKey { line += " NOT NULL PRIMARY KEY" }
      if table.foreignKeys.contains(column.name), case .lookup(let targets) = column.type, let target = targets.first,
        let key = SQLText.keys[target]
      {
        line += " REFERENCES \(SQLText.quoted(target))(\(SQLText.quoted(key)))"
      }
      lines.append(line)
      if case .lookup = column.type { lines.append(SQLText.quoted(column.name + "xtype") + " " + dialect.text) }
    }
    let body = lines.joined(separator: ",\n  ")
    var statements = ["CREATE TABLE \(SQLText.quoted(table.name)) (\n  \(body)\n)\(dialect.tableSuffix)"]
    for index in table.indexes {
      statements.append(creation(of: index, on: table))
    }
    if table.ownership != .sync {
      let index = Table.Index(columns: [Table.versionnumber.definition.name], isUnique: false)
      statements.append(creation(of: index, on: table))
    }
    return statements
  }

  private func creation(of index: Table.Index, on table: Table) -> String {
    let name = table.name + "_" + index.columns.joined(separator: "_")
    let columns = index.columns.map(SQLText.quoted).joined(separator: ", ")
    return "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(SQLText.quoted(name)) ON "
      + "\(SQLText.quoted(table.name)) (\(columns))"
  }

  /// Tables that foreign keys may point to, with their keys.
  private static let keys = [
    "email": Email.table.primaryKey, "mailbox": Mailbox.table.primaryKey, "queue": Queue.table.primaryKey,
    "emailserverprofile": EmailServerProfile.table.primaryKey,
  ]

  /// What the store keeps for itself.
  private var housekeeping: [String] {
    let (blob, text, big, suffix) = (dialect.blob, dialect.text, dialect.big, dialect.tableSuffix)
    let id = dialect.storage(of: .uniqueIdentifier)
    return [
      "CREATE TABLE ls_meta (name \(text) NOT NULL PRIMARY KEY, value \(text) NOT NULL)\(suffix)",
      "CREATE TABLE ls_counter (name \(text) NOT NULL PRIMARY KEY, value \(big) NOT NULL)\(suffix)",
      // Every commit writes here. Old rows are looked for once a day, which needs no index.
      "CREATE TABLE ls_unit (unitid \(id) NOT NULL PRIMARY KEY, committedon \(big) NOT NULL)\(dialect.keyedSuffix)",
      "CREATE TABLE ls_tombstone (tablename \(text) NOT NULL, rowid_ \(id) NOT NULL, versionnumber \(big) NOT NULL, "
        + "PRIMARY KEY (tablename, rowid_))\(suffix)",
      "CREATE TABLE ls_blob (sha256 \(blob) NOT NULL, n \(big) NOT NULL, "
        // Before the bytes, or reading it would walk through all of them.
        + "writtenon \(big) NOT NULL, bytes \(blob) NOT NULL, PRIMARY KEY (sha256, n))\(suffix)",
      "CREATE TABLE ls_longtext (tablename \(text) NOT NULL, rowid_ \(id) NOT NULL, columnname \(text) NOT NULL, "
        + "value \(text) NOT NULL, PRIMARY KEY (tablename, rowid_, columnname))\(suffix)",
      "CREATE TABLE ls_address (folded \(text) NOT NULL, ownertable \(text) NOT NULL, ownerid \(id) NOT NULL, "
        + "columnname \(text) NOT NULL, PRIMARY KEY (folded, ownertable, ownerid, columnname))\(suffix)",
      "CREATE INDEX ls_address_owner ON ls_address (ownertable, ownerid)",
      "INSERT INTO ls_counter (name, value) VALUES ('version', 0)",
    ]
  }

  // MARK: - Rows

  func insertion(into table: Table) -> String {
    let cells = SQLText.cells(of: table)
    let names = cells.map(SQLText.quoted).joined(separator: ", ")
    let places = cells.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    return "INSERT INTO \(SQLText.quoted(table.name)) (\(names)) VALUES (\(places))"
  }

  /// Sets cells in the given order; the key comes last, or after it the version the row must have.
  func updating(_ table: Table, cells: [String], expectsVersion: Bool) -> String {
    let sets = cells.enumerated().map { "\(SQLText.quoted($0.element)) = $\($0.offset + 1)" }
    return "UPDATE \(SQLText.quoted(table.name)) SET \(sets.joined(separator: ", ")) "
      + "WHERE \(SQLText.quoted(table.primaryKey)) = $\(cells.count + 1)"
      + (expectsVersion ? " AND \"versionnumber\" = $\(cells.count + 2)" : "")
  }

  func incrementing(_ table: Table, column: String) -> String {
    let name = SQLText.quoted(column)
    return "UPDATE \(SQLText.quoted(table.name)) SET \(name) = COALESCE(\(name), 0) + $1, "
      + "\"versionnumber\" = $2 WHERE \(SQLText.quoted(table.primaryKey)) = $3"
  }

  func deletion(from table: Table) -> String {
    "DELETE FROM \(SQLText.quoted(table.name)) WHERE \(SQLText.quoted(table.primaryKey)) = $1"
  }

  func finding(_ table: Table, by column: String) -> String {
    "SELECT \(SQLText.quoted(table.primaryKey)) FROM \(SQLText.quoted(table.name)) "
      + "WHERE \(SQLText.quoted(column)) = $1"
  }

  func reading(_ table: Table) -> String {
    selection(of: table) + " WHERE \(SQLText.quoted(table.primaryKey)) = $1"
  }

  func selection(of table: Table) -> String { selection(of: table.columns, from: table) }

  func selection(of columns: [ColumnDefinition], from table: Table) -> String {
    let cells = columns.flatMap { column in
      column.isKeptAside
        ? [SQLText.longText(column.name, of: table)] : SQLText.cells(of: column).map(SQLText.quoted)
    }
    return "SELECT \(cells.joined(separator: ", ")) FROM \(SQLText.quoted(table.name))"
  }

  /// A text that lies in a row of its own, as an expression.
  static func longText(_ column: String, of table: Table) -> String {
    "(SELECT value FROM ls_longtext WHERE tablename = '\(table.name)' AND rowid_ = "
      + "\(SQLText.quoted(table.name)).\(SQLText.quoted(table.primaryKey)) AND columnname = '\(column)')"
  }

  // MARK: - The store's own tables

  let nextVersion = "UPDATE ls_counter SET value = value + $1 WHERE name = 'version' RETURNING value"
  let currentVersion = "SELECT value FROM ls_counter WHERE name = 'version'"
  let raiseVersion = "UPDATE ls_counter SET value = $1 WHERE name = 'version' AND value < $1"
  let rememberUnit = "INSERT INTO ls_unit (unitid, committedon) VALUES ($1, $2)"
  let forgetUnits = "DELETE FROM ls_unit WHERE committedon < $1"
  let findUnit = "SELECT 1 FROM ls_unit WHERE unitid = $1"
  let leaseToken = "SELECT \"leasetoken\" FROM \"syncjob\" WHERE \"syncjobid\" = $1"
  let buryRow =
    "INSERT INTO ls_tombstone (tablename, rowid_, versionnumber) VALUES ($1, $2, $3) "
    + "ON CONFLICT (tablename, rowid_) DO UPDATE SET versionnumber = excluded.versionnumber"
  let putChunk =
    "INSERT INTO ls_blob (sha256, n, bytes, writtenon) VALUES ($1, $2, $3, $4) "
    + "ON CONFLICT (sha256, n) DO UPDATE SET writtenon = excluded.writtenon"
  let readChunks = "SELECT bytes FROM ls_blob WHERE sha256 = $1 ORDER BY n"
  /// Pieces of a draft are chunks under the draft's id.
  let movePiece =
    "INSERT INTO ls_blob (sha256, n, bytes, writtenon) SELECT $1, n, bytes, $2 FROM ls_blob WHERE sha256 = $3 AND n = $4 "
    + "ON CONFLICT (sha256, n) DO UPDATE SET writtenon = excluded.writtenon"
  let dropPiece = "DELETE FROM ls_blob WHERE sha256 = $1 AND n = $2"
  // Of a draft that was being settled the first chunks may be gone.
  let oldBlobs =
    "SELECT DISTINCT sha256 FROM ls_blob WHERE sha256 > $1 AND writtenon < $2 ORDER BY sha256 LIMIT $3"
  let dropBlob = "DELETE FROM ls_blob WHERE sha256 = $1"
  let setLongText =
    "INSERT INTO ls_longtext (tablename, rowid_, columnname, value) VALUES ($1, $2, $3, $4) "
    + "ON CONFLICT (tablename, rowid_, columnname) DO UPDATE SET value = excluded.value"
  let dropLongText = "DELETE FROM ls_longtext WHERE tablename = $1 AND rowid_ = $2 AND columnname = $3"
  let dropLongTexts = "DELETE FROM ls_longtext WHERE tablename = $1 AND rowid_ = $2"
  let forgetAddresses = "DELETE FROM ls_address WHERE ownertable = $1 AND ownerid = $2"
  let rememberAddress =
    "INSERT INTO ls_address (folded, ownertable, ownerid, columnname) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
  let findMeta = "SELECT value FROM ls_meta WHERE name = $1"
  let setMeta =
    "INSERT INTO ls_meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"

  func owners(count: Int) -> String {
    let places = (1...max(1, count)).map { "$\($0)" }.joined(separator: ", ")
    return "SELECT folded, ownertable, ownerid, columnname FROM ls_address WHERE folded IN (\(places)) "
      + "ORDER BY folded, ownertable, ownerid, columnname"
  }

  /// Whether any row of the schema still points to a blob.
  func blobIsUsed(in schema: Schema) -> String {
    var searches: [String] = []
    for table in schema.tables {
      for column in table.columns
      where column.type == .binary(max: 32) && column.name.hasSuffix("blob")
        || column.name == "ls_sha256"
      {
        searches.append("SELECT 1 FROM \(SQLText.quoted(table.name)) WHERE \(SQLText.quoted(column.name)) = $1")
      }
    }
    // A schema without blobs refers to none.
    if searches.isEmpty { searches = ["SELECT 1 FROM ls_blob WHERE sha256 = $1 AND 1 = 0"] }
    return searches.joined(separator: " UNION ALL ") + " LIMIT 1"
  }
}
