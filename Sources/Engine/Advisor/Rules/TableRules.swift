import CRMModel

extension Rule {
  /// S1.0, B1: every organization online has the profile, and new mailboxes use it.
  static let builtInProfile: [Rule] = [
    Rule(
      "built-in-profile", .recommends, ["S1.0"], units: [8],
      Label(
        "By default, the Microsoft Exchange Online email server profile is created for CRM Online organizations, and "
          + "this is the first choice.",
        "既定では、Microsoft Exchange Online 電子メール サーバー プロファイルは、CRM Online 組織のために作成され、これが最初の選択です。"),
      .adviseBuiltInMissing
    ) { snapshot in
      guard snapshot.kind == .online else { return [] }
      guard let profile = snapshot.profiles.first(where: \.isBuiltIn) else {
        return [Cause(.organization, fix: .builtInProfile)]
      }
      guard snapshot.defaultProfile != profile.row.id else { return [] }
      return [Cause(.organization, code: .adviseBuiltInNotDefault, ["name": .text(profile.name)], fix: .builtInProfile)]
    }
  ]

  /// One rule for each row of the document's tables. In an organization online the deviations from the first table have
  /// rules of their own, in stronger words: `Rule.exchangeOnline`.
  static let tables: [Rule] = RecommendedSetUp.allCases.flatMap { setUp in
    setUp.profileRows.map { row in
      Rule(
        setUp.letter.lowercased() + "-" + row.id, .recommends, row.statements, units: row.units, row.sentence,
        row.isCredential ? .adviseNotSet : .adviseDiffers
      ) { snapshot in
        snapshot.activeProfiles.compactMap { profile in
          guard profile.isExchange, snapshot.setUp(of: profile) == setUp, !row.holds(profile.row),
            !(setUp == .online && snapshot.kind == .online),
            // A mixture cannot use the same settings: one cause, one finding. B9
            !(row.id == "same-settings" && profile.isMixture)
          else { return nil }
          return Cause(
            profile.place, evidence(row, profile.row, profile.name, setUp),
            fix: fix(row) { .profile(profile.row.id, $0) })
        }
      }
    }
      + setUp.mailboxRows.map { row in
        Rule(
          setUp.letter.lowercased() + "-" + row.id, .recommends, row.statements, units: row.units, row.sentence,
          row.isCredential ? .adviseNotSet : .adviseDiffers
        ) { snapshot in
          snapshot.activeProfiles.filter { snapshot.setUp(of: $0) == setUp }.flatMap { profile in
            snapshot.mailboxes(of: profile).filter(\.isServerSide).compactMap { mailbox in
              guard !row.holds(mailbox.row) else { return nil }
              return Cause(
                mailbox.place, evidence(row, mailbox.row, mailbox.address, setUp),
                fix: fix(row) { .mailbox(mailbox.row.id, $0) })
            }
          }
        }
      }
  }

  private static func evidence(_ row: SetUpRow, _ record: Record, _ name: String, _ setUp: RecommendedSetUp)
    -> [String: AdviceValue]
  {
    [
      "name": .text(name), "setting": .label(row.setting), "actual": .label(row.actual(record)),
      "recommended": .label(row.recommended), "table": .text(setUp.letter),
    ]
  }

  private static func fix(_ row: SetUpRow, _ make: ([String: Value]) -> Fix) -> Fix? {
    row.cells.isEmpty ? nil : make(row.cells)
  }
}
