import CRMModel

/// The SQL texts of one table that are needed again and again, made once.
struct TableText {
  let insertion: String
  let selection: String
  let reading: String
  /// Cells of each column, by ordinal.
  let widths: [Int]
  /// Ordinals of the columns whose text lies in a row of its own.
  let longTexts: [Int]
  /// Ordinals of the columns that hold mail addresses.
  let addresses: [Int]

  init(_ table: Table, _ text: SQLText) {
    insertion = text.insertion(into: table)
    selection = text.selection(of: table)
    reading = text.reading(table)
    widths = table.columns.map { SQLText.cells(of: $0).count }
    longTexts = table.columns.indices.filter { table.columns[$0].isKeptAside }
    addresses = table.columns.indices.filter { table.columns[$0].isAddress }
  }
}
