/// A table: its columns in the order of their ordinals and the indexes the store keeps on it.
package final class Table: Sendable, Hashable {
  /// An index; a unique one is a promise the store keeps.
  package struct Index: Hashable, Sendable {
    package let columns: [String]
    package let isUnique: Bool

    package init(columns: [String], isUnique: Bool) {
      self.columns = columns
      self.isUnique = isUnique
    }
  }

  package enum Ownership: Sendable {
    /// Has `ownerid`.
    case user
    case organization
    /// Belongs to the synchronization itself: no Dataverse counterpart, no common columns but the version.
    case sync
  }

  package let name: String
  package let label: Label
  package let ownership: Ownership
  package let columns: [ColumnDefinition]
  package let primaryKey: String
  package let indexes: [Index]
  /// Columns whose target row must exist as long as this row does.
  package let foreignKeys: [String]
  /// What a new row holds, by ordinal.
  let defaults: [Value]
  private let ordinals: [String: Int]

  /// - Parameters:
  ///   - primaryKey: Must be among `columns`.
  ///   - columns: Every column but the common ones (`createdon`, `modifiedon`, `versionnumber`, `ownerid`).
  package init(
    _ name: String, _ english: String, _ japanese: String, ownership: Ownership, primaryKey: Column<GUID>,
    columns: [ColumnDefinition], unique: [[String]] = [], indexed: [[String]] = [], foreignKeys: [String] = []
  ) {
    self.name = name
    self.label = Label(english, japanese)
    self.ownership = ownership
    self.primaryKey = primaryKey.definition.name
    var all = columns
    switch ownership {
    case .user: all += [Table.ownerid.definition, Table.createdon.definition, Table.modifiedon.definition]
    case .organization: all += [Table.createdon.definition, Table.modifiedon.definition]
    case .sync: break
    }
    all.append(Table.versionnumber.definition)
    self.columns = all
    self.defaults = all.map(\.defaultValue)
    self.indexes =
      unique.map { Index(columns: $0, isUnique: true) } + indexed.map { Index(columns: $0, isUnique: false) }
    self.foreignKeys = foreignKeys
    self.ordinals = Dictionary(
      all.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  package static let ownerid = Column<Reference>("ownerid", to: ["systemuser", "team"], "Owner", "所有者")
  package static let createdon = Column<Instant>("createdon", "Created On", "作成日")
  package static let modifiedon = Column<Instant>("modifiedon", "Modified On", "修正日")
  package static let versionnumber = Column<Int>(
    "versionnumber", .bigInteger, required: .system, "Version Number", "バージョン番号")

  package func ordinal(of column: String) -> Int? { ordinals[column] }

  package func column(_ name: String) -> ColumnDefinition? { ordinals[name].map { columns[$0] } }

  package static func == (left: Table, right: Table) -> Bool { left.name == right.name }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// All tables of one database. The store, the doors and the engine receive it.
package struct Schema: Sendable {
  package let tables: [Table]
  private let byName: [String: Table]

  package init(_ tables: [Table]) {
    self.tables = tables
    self.byName = Dictionary(tables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package subscript(_ name: String) -> Table? { byName[name] }
}
