import CRMModel

extension Rule {
  private static let compliant = Label(
    "Server-side synchronization in CRM Online or in an on-premises Microsoft Dynamics 365 configured for FIPS 140-2 "
      + "compliance requires a POP3/SMTP email server that is FIPS 140-2 compliant.",
    "CRM Online、または FIPS 140-2 準拠に対応するように構成された Microsoft Dynamics 365 (設置型) でのサーバー側同期には、"
      + "FIPS 140-2 に準拠した POP3/SMTP 電子メール サーバーが必要です。")

  /// S6.7. An organization online needs no switch for it.
  static let encryption: [Rule] = [
    Rule("fips-plain-text", .requires, ["S6.7"], units: [84], compliant, .adviseFIPSPlainText) { snapshot in
      guard snapshot.requiresFIPS else { return [] }
      return snapshot.mailServers.filter { $0.1.security == ConnectionSecurity.none }.map { profile, server in
        Cause(profile.place, ["host": .text(server.host)])
      }
    },
    Rule(
      "fips-named-service", .requires, ["S6.7"], units: [84, 85],
      Label(
        "Some email servers, such as MSN, Outlook.com, or Windows Live Mail, are not FIPS 140-2 compliant.",
        "MSN、Outlook.com、または Windows Live Mail など、一部の電子メール サーバーは FIPS 140-2 に準拠していません。"),
      .adviseFIPSNamedService
    ) { snapshot in
      guard snapshot.requiresFIPS else { return [] }
      return snapshot.namedServices
    },
    Rule(
      "fips-named-service-note", .plainFact, isNotice: true, ["S6.7"], units: [85],
      Label(
        "Some email servers, such as MSN, Outlook.com, or Windows Live Mail, are not FIPS 140-2 compliant.",
        "MSN、Outlook.com、または Windows Live Mail など、一部の電子メール サーバーは FIPS 140-2 に準拠していません。"),
      .adviseFIPSNamedService
    ) { snapshot in
      snapshot.requiresFIPS ? [] : snapshot.namedServices
    },
    Rule("fips-unproved", .requires, isNotice: true, ["S6.7"], units: [84], compliant, .adviseFIPSUnproved) {
      snapshot in
      guard snapshot.requiresFIPS else { return [] }
      var seen: Set<String> = []
      return snapshot.mailServers.compactMap { profile, server in
        guard server.security != ConnectionSecurity.none, !ConsumerMail.isHost(server.host),
          seen.insert(profile.name).inserted
        else { return nil }
        return Cause(profile.place, ["host": .text(server.host)])
      }
    },
  ]
}

extension Snapshot {
  /// A hosted service always, an organization on premises where its deployment is configured so.
  var requiresFIPS: Bool { kind == .online || isConfiguredForFIPS }

  /// POP3, IMAP and SMTP servers with the profiles that use them. Exchange Online is not the document's concern here.
  var mailServers: [(AdvisedProfile, Endpoint)] {
    activeProfiles.flatMap { profile in
      profile.endpoints.filter { endpoint in
        guard let kind = endpoint.kind else { return false }
        return [.pop3, .imap, .smtp].contains(kind) && !ExchangeOnline.isHost(endpoint.host)
      }.map { (profile, $0) }
    }
  }

  /// One cause for each profile that uses a service the document names.
  var namedServices: [Rule.Cause] {
    var seen: Set<String> = []
    return mailServers.compactMap { profile, server in
      guard ConsumerMail.isHost(server.host), seen.insert(profile.name).inserted else { return nil }
      return Rule.Cause(profile.place, ["host": .text(server.host)])
    }
  }
}
