/// The document's three ways to set up a profile, by its tables. Which one an administrator chose is kept, so that a
/// setting that leaves its table is told from a choice of another table.
package enum RecommendedSetUp: Int, OptionValue {
  /// Table A: an organization online with Exchange Online in the same tenant.
  case online = 0
  /// Table B: one account for all mailboxes.
  case oneCredential = 1
  /// Table C: every mailbox with its own account.
  case individual = 2

  /// As the command line writes it.
  package var word: String {
    switch self {
    case .online: "online"
    case .oneCredential: "one-credential"
    case .individual: "individual"
    }
  }

  /// The letter of the table.
  package var letter: String {
    switch self {
    case .online: "A"
    case .oneCredential: "B"
    case .individual: "C"
    }
  }

  package var label: Label {
    switch self {
    case .online:
      Label(
        "Using CRM Online with Exchange Online", "Microsoft Dynamics CRM Online と Microsoft Exchange Online を使用する場合")
    case .oneCredential:
      Label(
        "Processing email in Outlook or Exchange with one set of credentials",
        "1 組の資格情報を使用して Outlook または Exchange で電子メールを処理する場合")
    case .individual:
      Label(
        "Processing email in Outlook or Exchange with individual credentials",
        "個別の資格情報を使用して Outlook または Exchange で電子メールを処理する場合")
    }
  }
}
