import CRMModel

/// The SQL texts of one table that are needed again and again, made once.
struct TableText {
  let insertion: String
  let selection: String
  let reading: String
  /// Ordinals of the columns that hold mail addresses.
  let addresses: [Int]

  init(_ table: Table, _ text: SQLText) {
    insertion = text.insertion(into: table)
    selection = text.selection(of: table)
    reading = text.reading(table)
    addresses = table.columns.indices.filter { table.columns[$0].isAddress }
  }
}
