import CRMModel

extension Rule {
  /// Emails of one mailbox in Pending Send from which on it looks like a campaign. Nobody writes so many by hand.
  static let campaignSize = 1000

  /// S6: what the original does not support. Most of it is not forbidden here; every finding says what is done instead.
  static let unsupported: [Rule] = [
    Rule(
      "hybrid-exchange-server", .notSupported, ["S6.1"], units: [76, 77, 78],
      Label(
        "Hybrid deployments:\nExchange (on-premises) and CRM Online", "ハイブリッド展開:\nExchange (設置型バージョン) と CRM Online"),
      .adviseHybridExchangeServer
    ) { snapshot in
      guard snapshot.kind == .online else { return [] }
      return snapshot.activeProfiles.filter(snapshot.isExchangeServer).map { Cause($0.place) }
    },
    Rule(
      "hybrid-exchange-online", .notSupported, ["S6.2"], units: [76, 77, 79],
      Label(
        "Hybrid deployments:\nExchange Online and Microsoft Dynamics CRM (on-premises)",
        "ハイブリッド展開:\nExchange Online と Microsoft Dynamics CRM (設置型)"),
      .adviseHybridExchangeOnline
    ) { snapshot in
      guard snapshot.kind == .onPremises else { return [] }
      return snapshot.activeProfiles.filter(snapshot.isExchangeOnline).map { Cause($0.place) }
    },
    Rule(
      "mixture", .notSupported, ["S6.3"], units: [76, 80],
      Label("A combination of Exchange/SMTP and POP3/Exchange", "Exchange/SMTP と POP3/Exchange の組み合わせ"),
      .adviseMixtureSendsBySMTP
    ) { snapshot in
      snapshot.activeProfiles.filter(\.isMixture).map { profile in
        let sendsByExchange = profile.slots.outgoing.map(AdvisedProfile.isExchange) ?? false
        return Cause(
          profile.place, code: sendsByExchange ? .adviseMixtureSendsByExchange : nil,
          [
            "incoming": (profile.slots.incoming?.label).map(AdviceValue.label) ?? "",
            "outgoing": (profile.slots.outgoing?.label).map(AdviceValue.label) ?? "",
          ])
      }
    },
    Rule(
      "mass-mailing", .notSupported, ["S6.4"], units: [76, 81],
      Label("Creating mass email marketing campaigns", "大量の電子メールのマーケティング キャンペーンの作成"), .adviseCampaign
    ) { snapshot in
      snapshot.activeMailboxes.filter { $0.waiting >= campaignSize }.map { mailbox in
        Cause(mailbox.place, ["count": .number(mailbox.waiting), "limit": .number(campaignSize)])
      }
    },
    Rule(
      "custom-provider", .notSupported, ["S6.5"], units: [76, 82],
      Label(
        "Extensibility scenarios such as extending the EWS/POP3/SMTP protocols or creating custom email providers",
        "EWS/POP3/SMTP プロトコルの拡張やカスタム電子メール プロバイダーの作成のような拡張のシナリオ"),
      .adviseCustomProvider
    ) { snapshot in
      snapshot.activeProfiles.compactMap { profile in
        Snapshot.filled(profile.row[EmailServerProfile.emailservertypename]).map { name in
          Cause(profile.place, ["provider": .text(name)])
        }
      }
    },
    Rule(
      "exchange-version", .notSupported, ["S6.6"], units: [76, 83],
      Label("Exchange Server 2003 and Exchange Server 2007", "Exchange Server 2003 および Exchange Server 2007"),
      .adviseExchangeTooOld
    ) { snapshot in versions(snapshot) { $0 == .exchange2003 || $0 == .exchange2007 } },
    Rule("exchange-2010", .notSupported, ["S6.6"], nil, .adviseExchange2010) { snapshot in
      versions(snapshot) { $0 == .exchange2010 || $0 == .exchange2010SP1 }
    },
    Rule(
      "email-router", .notSupported, ["S6.8"], units: [86],
      Label(
        "In most cases that server-side synchronization does not support, you can use the Microsoft Dynamics CRM E-mail "
          + "Router.",
        "サーバー側同期 によってサポートされていない場合のほとんどで、Microsoft Dynamics CRM E-mail Router を使用できます。"),
      .adviseRouterChannel
    ) { snapshot in
      guard snapshot.channel == .emailRouter else { return [] }
      return [
        Cause(
          .organization,
          fix: .organization([
            Organization.emailconnectionchannel.definition.name: Organization.EmailConnectionChannel.serverSide.value
          ]))
      ]
    },
  ]

  static func versions(_ snapshot: Snapshot, where isMeant: (ExchangeVersion) -> Bool) -> [Cause] {
    snapshot.activeProfiles.compactMap { profile in
      guard snapshot.isExchangeServer(profile), let version = profile.version, isMeant(version) else { return nil }
      return Cause(profile.place, ["version": .text(version.name)])
    }
  }
}
