/// The script by which the document lets credentials be entered over insecure channels. Seed S4.4
package enum DeploymentScript {
  /// As it is printed: a blank after the name of the database, and quotation marks that no database takes for quotes.
  package static let printed =
    "USE MSCRM_CONFIG \nGO\nIF EXISTS (SELECT ColumnName, BitColumn FROM DeploymentProperties WHERE ColumnName = "
    + "\u{2018}AllowCredentialsEntryViaInsecureChannels\u{2019} AND BitColumn=0)\nBEGIN\n"
    + "Update DeploymentProperties set BitColumn=1 where ColumnName="
    + "\u{2019}AllowCredentialsEntryViaInsecureChannels\u{2019}\nEND"

  /// Longer texts are not looked at.
  package static let longest = 4096

  /// Whether a text is the script, whatever its quotation marks are and however its lines end.
  package static func isPrinted(_ text: String) -> Bool {
    text.utf8.count <= longest && words(text) == words(printed)
  }

  private static func words(_ text: String) -> [Substring] {
    let straight = text.map { character in "\u{2018}\u{2019}".contains(character) ? "'" : character }
    return String(straight).split { $0.isWhitespace || $0 == "\u{FEFF}" }
  }
}
