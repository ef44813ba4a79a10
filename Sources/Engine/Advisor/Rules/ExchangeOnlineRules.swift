import CRMModel

extension Rule {
  /// S5: an organization online with Exchange Online. The list of the document is open: what it does not name is found
  /// by the first two rules. B12
  static let exchangeOnline: [Rule] = [
    settingOnline("online-authentication", ["S5.0", "S1.2"], [67, 14], open) { profile in
      switch profile.retrieval {
      case .serverToServer, .userOrQueue, .profile: nil
      default: row("authentication")
      }
    },
    settingOnline("online-same-settings", ["S5.0", "S1.4"], [67, 16], open) { profile in
      profile.usesSameForOutgoing || profile.isMixture ? nil : row("same-settings")
    },
    settingOnline(
      "online-user-or-queue", ["S5.1", "S1.2"], [68, 14],
      Label("Using Credentials Specified by a User or Queue", "ユーザーまたはキューによって指定された資格情報の使用")
    ) { $0.retrieval == .userOrQueue ? row("authentication") : nil },
    settingOnline(
      "online-profile-credentials", ["S5.2", "S1.2"], [69, 14],
      Label("Using Credentials Specified in Email Server Profile", "電子メール サーバー プロファイルで指定した資格情報の使用")
    ) { $0.retrieval == .profile ? row("authentication") : nil },
    settingOnline(
      "online-impersonation", ["S5.3", "S1.3"], [70, 15], Label("Using impersonation", "偽装の使用")
    ) { $0.impersonates ? row("impersonation") : nil },
    settingOnline(
      "online-auto-discover", ["S5.4", "S1.1"], [71, 12],
      Label("Setting Auto Discover Server Location to No", "[サーバーの場所の自動検出] の [いいえ] への設定")
    ) { $0.autoDiscovers ? nil : row("auto-discover") },
    Rule(
      "online-other-profile", .notRecommendedOrSupported, ["S5.5"], units: [72],
      Label(
        "Using an email server profile other than Microsoft Exchange Online",
        "Microsoft Exchange Online 以外の電子メール サーバー プロファイルの使用"),
      .adviseOnlineOwnProfile
    ) { snapshot in
      snapshot.profilesOnline.filter { !$0.isBuiltIn }.map { Cause($0.place) }
    },
    Rule(
      "online-port", .notRecommendedOrSupported, ["S5.6"], units: [73],
      Label("Using network ports other than the default", "既定のネットワーク ポート以外の使用"), .adviseOnlinePort
    ) { snapshot in
      snapshot.profilesOnline.compactMap { profile in
        guard let odd = profile.endpoints.first(where: { !$0.isOnDefaultPort }), let port = odd.port else { return nil }
        let allowed = Endpoint.defaultPorts(odd.kind).map(String.init)
        return Cause(profile.place, ["port": .number(port), "default": .list(allowed)])
      }
    },
    Rule(
      "online-other-tenant", .notSupported, ["S5.7"], units: [74],
      Label(
        "Connecting CRM Online to Exchange Online in another tenant is not supported.",
        "別のテナントでの CRM Online の Exchange Online への接続はサポートされていません。"),
      .adviseOtherTenant
    ) { snapshot in
      snapshot.profilesOnline.compactMap { profile in
        guard let own = snapshot.tenant, let other = snapshot.tenant(of: profile),
          own.lowercased() != other.lowercased()
        else { return nil }
        return Cause(profile.place, ["tenant": .text(other), "own": .text(own)])
      }
    },
    Rule(
      "online-tenant-unknown", .plainFact, isNotice: true, ["S1.5"], units: [9, 65, 66],
      Label(
        "CRM Online supports server-side synchronization with Exchange Online in the same tenant with server-to-server "
          + "authentication configured.",
        "CRM Online では、サーバー間認証が設定されている同じテナントで Exchange Online とのサーバー側同期をサポートしています。"),
      .adviseTenantUnknown
    ) { snapshot in
      snapshot.profilesOnline.filter { snapshot.tenant == nil || snapshot.tenant(of: $0) == nil }.map {
        Cause($0.place)
      }
    },
  ]

  private static let open = Label(
    "Other authentication methods or settings, including the following, are not recommended or supported.",
    "以下を含むその他の認証方法または設定は、推奨またはサポートされていません。")

  private static func row(_ id: String) -> SetUpRow? { RecommendedSetUp.online.profileRows.first { $0.id == id } }

  /// A rule that fires where a profile deviates from a row of the first table in the way it is about.
  private static func settingOnline(
    _ id: String, _ statements: [String], _ units: [Int], _ sentence: Label,
    deviates: @escaping @Sendable (AdvisedProfile) -> SetUpRow?
  ) -> Rule {
    Rule(id, .notRecommendedOrSupported, statements, units: units, sentence, .adviseOnlineSetting) { snapshot in
      snapshot.profilesOnline.compactMap { profile in
        guard let row = deviates(profile) else { return nil }
        return Cause(
          profile.place,
          [
            "setting": .label(row.setting), "actual": .label(row.actual(profile.row)),
            "recommended": .label(row.recommended),
          ], fix: .profile(profile.row.id, row.cells))
      }
    }
  }
}

extension Snapshot {
  /// Profiles for Exchange Online in an organization online.
  var profilesOnline: [AdvisedProfile] { kind == .online ? activeProfiles.filter(isExchangeOnline) : [] }
}

extension AdvisedProfile {
  /// Incoming of one family of servers and outgoing of another.
  var isMixture: Bool {
    guard let incoming = slots.incoming, let outgoing = slots.outgoing else { return false }
    return AdvisedProfile.isExchange(incoming) != AdvisedProfile.isExchange(outgoing)
  }

  static func isExchange(_ kind: ServerKind) -> Bool { kind == .exchange || kind == .graph }
}
