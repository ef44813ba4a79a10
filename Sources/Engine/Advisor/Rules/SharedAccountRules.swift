import CRMModel

extension Rule {
  /// What one account for many mailboxes means.
  static let sharedAccounts: [Rule] = [
    Rule(
      "shared-account-risk", .plainFact, isNotice: true, ["S2.6"], units: [20],
      Label(
        "If the security of this single account is compromised, all mailboxes that use the account are compromised.",
        "この単一のアカウントのセキュリティが侵害された場合、このアカウントを使用するすべてのメールボックスが侵害されます。"),
      .adviseSharedAccount
    ) { snapshot in
      snapshot.activeProfiles.filter { $0.retrieval == .profile }.map { profile in
        Cause(profile.place, ["count": .number(snapshot.mailboxes(of: profile).count)])
      }
    },
    Rule(
      "delegation", .notSupported, ["S2.7"], units: [30],
      Label(
        "Delegation (Use Impersonation = No) is not supported for synchronizing appointments, contacts, and tasks.",
        "委任 (偽装 = No を使用) は、予定、連絡先、および作業の同期に対してはサポートされていません。"),
      .adviseDelegation
    ) { snapshot in
      snapshot.activeProfiles.filter { $0.isExchange && $0.retrieval == .profile && !$0.impersonates }.flatMap {
        profile in
        snapshot.mailboxes(of: profile).filter(\.usesServerForACT).map { mailbox in
          Cause(mailbox.place, ["profile": .text(profile.name)])
        }
      }
    },
  ]

  /// Section 4 of the statements: credentials over channels nobody protects.
  static let channels: [Rule] = [
    Rule(
      "insecure-entry", .deniesByDefault, ["S4.1", "S4.4"], units: [48, 51],
      Label(
        "By default, entering an email address or password is not allowed when credentials might be sent over an "
          + "unsecured channel such as HTTP.",
        "既定によると、Microsoft Dynamics 365 では、資格情報が HTTP などのセキュリティで保護されていないチャンネル経由で送信される可能性があることを検出した場合、"
          + "電子メールアドレスまたはパスワードを入力することを許可していません。"),
      .adviseInsecureEntry
    ) { snapshot in
      snapshot.kind == .onPremises && snapshot.allowsEntryViaInsecureChannels ? [Cause(.deployment)] : []
    },
    Rule(
      "insecure-entry-online", .plainFact, isNotice: true, ["S4.6"], units: [47, 52],
      Label(
        "This workaround is available only for the on-premises versions of Microsoft Dynamics CRM 2013 and 2015.",
        "この回避方法は、Microsoft Dynamics CRM 2013 および Microsoft Dynamics CRM 2015 設置型バージョンでのみ使用できることに注意してください。"),
      .adviseInsecureEntryOnline
    ) { snapshot in
      snapshot.kind == .online && snapshot.allowsEntryViaInsecureChannels ? [Cause(.deployment)] : []
    },
  ]
}
