package import CRMModel

/// A record held against a table of the document, row by row in its order and under its heads. B8
package struct Comparison: Hashable, Sendable {
  package enum Verdict: Hashable, Sendable {
    case asRecommended
    case differs
    case isSet
    case isNotSet
    /// Test & Enable signed in with it.
    case proved(Instant)

    package var word: String {
      switch self {
      case .asRecommended: "asRecommended"
      case .differs: "differs"
      case .isSet: "set"
      case .isNotSet: "notSet"
      case .proved: "proved"
      }
    }

    package func text(in language: Language) -> String {
      switch self {
      case .asRecommended: Message(.compareAsRecommended).text(in: language)
      case .differs: Message(.compareDiffers).text(in: language)
      case .isSet: SetUpWords.isSet.text(in: language)
      case .isNotSet: SetUpWords.isNotSet.text(in: language)
      case .proved(let time): Message(.compareProved, ["time": time.rfc3339]).text(in: language)
      }
    }
  }

  package struct Row: Hashable, Sendable {
    package let id: String
    package let head: Label?
    package let setting: Label
    package let recommended: Label
    package let actual: Label
    package let verdict: Verdict
  }

  package let setUp: RecommendedSetUp
  package let rows: [Row]

  package var deviations: Int { rows.count { $0.verdict == .differs || $0.verdict == .isNotSet } }

  /// - Parameter provedOn: When a test last signed in with the credential of the record, if it did.
  init(_ setUp: RecommendedSetUp, _ rows: [SetUpRow], _ record: Record, provedOn: Instant?) {
    self.setUp = setUp
    self.rows = rows.map { row in
      let holds = row.holds(record)
      let verdict: Verdict =
        switch (row.isCredential, holds) {
        case (false, true): .asRecommended
        case (false, false): .differs
        case (true, true): provedOn.map(Verdict.proved) ?? .isSet
        case (true, false): .isNotSet
        }
      return Row(
        id: row.id, head: row.head, setting: row.setting, recommended: row.recommended, actual: row.actual(record),
        verdict: verdict)
    }
  }
}

extension Snapshot {
  /// - Parameter other: Another table than the one that applies.
  /// - Returns: Nil where the document has no table.
  package func compare(_ profile: AdvisedProfile, with other: RecommendedSetUp? = nil) -> Comparison? {
    guard let setUp = other ?? setUp(of: profile) else { return nil }
    let proved = mailboxes(of: profile).compactMap(provedOn).max()
    return Comparison(
      setUp, setUp.profileRows, profile.row, provedOn: profile.retrieval == .profile ? proved : nil)
  }

  package func compare(_ mailbox: AdvisedMailbox) -> Comparison? {
    guard let profile = profiles.first(where: { $0.row.reference == mailbox.row[Mailbox.emailserverprofile] }),
      let setUp = setUp(of: profile), !setUp.mailboxRows.isEmpty
    else { return nil }
    return Comparison(setUp, setUp.mailboxRows, mailbox.row, provedOn: provedOn(mailbox))
  }

  /// How many mailboxes of a profile deviate from the table for mailboxes.
  package func deviatingMailboxes(of profile: AdvisedProfile) -> Int {
    mailboxes(of: profile).filter(\.isServerSide).count { (compare($0)?.deviations ?? 0) > 0 }
  }

  private func provedOn(_ mailbox: AdvisedMailbox) -> Instant? {
    let statuses = [mailbox.row[Mailbox.incomingemailstatus], mailbox.row[Mailbox.outgoingemailstatus]]
    guard statuses.contains(.success), !statuses.contains(.failure) else { return nil }
    return mailbox.row[Mailbox.testmailboxaccesscompletedon]
  }
}
