import Advisor
import CRMModel
import Foundation
import Testing

/// Each rule where it fires and, with the smallest change, where it does not.
@Suite struct RuleTests {
  typealias World = AdvisorWorld

  struct Case: Sendable {
    let rule: String
    let fires: Snapshot
    let rests: Snapshot

    init(_ rule: String, fires: Snapshot, rests: Snapshot) {
      self.rule = rule
      self.fires = fires
      self.rests = rests
    }
  }

  private static func online(_ change: (inout Record) -> Void) -> Snapshot {
    World.organization(.online, [World.profile(.online, change)])
  }

  private static let own = online { _ in }
  private static let act = Mailbox.ActDeliveryMethod.serverSide

  static let onlineCases: [Case] = [
    Case(
      "built-in-profile", fires: World.organization(.online) { $0.profiles = [] }, rests: World.organization(.online)),
    Case(
      "built-in-profile", fires: World.organization(.online) { $0.defaultProfile = nil },
      rests: World.organization(.onPremises)),
    Case(
      "online-authentication",
      fires: online { $0[EmailServerProfile.incomingcredentialretrieval] = .windowsIntegrated },
      rests: own),
    Case(
      "online-authentication", fires: online { $0[EmailServerProfile.incomingcredentialretrieval] = .entraOAuth },
      rests: online { $0[EmailServerProfile.incomingcredentialretrieval] = .profile }),
    Case(
      "online-same-settings", fires: online { $0[EmailServerProfile.usesamesettingsforoutgoingconnections] = false },
      rests: own),
    Case(
      "online-user-or-queue", fires: online { $0[EmailServerProfile.incomingcredentialretrieval] = .userOrQueue },
      rests: own),
    Case(
      "online-profile-credentials", fires: online { $0[EmailServerProfile.incomingcredentialretrieval] = .profile },
      rests: own),
    Case("online-impersonation", fires: online { $0[EmailServerProfile.incominguseimpersonation] = true }, rests: own),
    Case("online-auto-discover", fires: online { $0[EmailServerProfile.useautodiscover] = false }, rests: own),
    Case("online-other-profile", fires: own, rests: World.organization(.online)),
    Case(
      "online-port",
      fires: online { $0[EmailServerProfile.incomingserverlocation] = "https://outlook.office365.com:8443/" },
      rests: online { $0[EmailServerProfile.incomingserverlocation] = "https://outlook.office365.com:443/" }),
    Case(
      "online-port",
      fires: online {
        $0[EmailServerProfile.incomingserverlocation] = "outlook.office365.com"
        $0[EmailServerProfile.incomingportnumber] = 4430
      },
      rests: online {
        $0[EmailServerProfile.incomingserverlocation] = "outlook.office365.com"
        $0[EmailServerProfile.incomingportnumber] = 0
      }),
    Case(
      "online-other-tenant",
      fires: online {
        $0[EmailServerProfile.usedefaulttenantid] = false
        $0[EmailServerProfile.exchangeonlinetenantid] = World.otherTenant
      },
      rests: online {
        $0[EmailServerProfile.usedefaulttenantid] = false
        $0[EmailServerProfile.exchangeonlinetenantid] = World.tenant.uppercased()
      }),
    Case("online-tenant-unknown", fires: World.organization(.online) { $0.tenant = nil }, rests: own),
    Case(
      "online-tenant-unknown", fires: online { $0[EmailServerProfile.usedefaulttenantid] = false },
      rests: World.organization(.onPremises, [World.profile(.online)])),
    Case(
      "exchange-online-ews",
      fires: World.organization(
        .onPremises,
        [
          World.profile(.individual) {
            $0[EmailServerProfile.incomingserverlocation] = "https://outlook.office365.com/EWS/Exchange.asmx"
          }
        ]), rests: World.organization(.onPremises, [World.profile(.individual)])),
  ]

  private static let mixedIn = ServerSlots.exchangeIn
  private static let mixedOut = ServerSlots.exchangeOut

  static let serverCases: [Case] = [
    Case(
      "shared-account-risk", fires: World.organization(.onPremises, [World.profile(.oneCredential)]),
      rests: World.organization(.onPremises, [World.profile(.individual)])),
    Case(
      "delegation", fires: delegated(act), rests: delegated(.none)),
    Case(
      "hybrid-exchange-server", fires: World.organization(.online, [World.profile(.individual)]),
      rests: World.organization(.onPremises, [World.profile(.individual)])),
    Case(
      "hybrid-exchange-online", fires: World.organization(.onPremises, [World.profile(.online)]),
      rests: World.organization(.online, [World.profile(.online)])),
    Case(
      "mixture", fires: World.organization(.onPremises, [World.slots(mixedIn)]),
      rests: World.organization(.onPremises, [World.slots(ServerSlots(.pop3smtp))])),
    Case(
      "mixture", fires: World.organization(.onPremises, [World.slots(mixedOut)]),
      rests: World.organization(.onPremises, [World.slots(ServerSlots(.imapsmtp))])),
    Case(
      "mass-mailing",
      fires: World.organization(.onPremises, mailboxes: [World.mailbox("a@x.test", waiting: 5000)]),
      rests: World.organization(.onPremises, mailboxes: [World.mailbox("a@x.test", waiting: 999)])),
    Case(
      "custom-provider",
      fires: World.organization(
        .onPremises, [World.mail("mail.x.test") { $0[EmailServerProfile.emailservertypename] = "Ours" }]),
      rests: World.organization(.onPremises, [World.mail("mail.x.test")])),
    Case("exchange-version", fires: version(.exchange2003), rests: version(.exchange2010SP2)),
    Case("exchange-version", fires: version(.exchange2007), rests: version(.exchange2010)),
    Case("exchange-2010", fires: version(.exchange2010), rests: version(.exchange2010SP2)),
    Case("exchange-2010", fires: version(.exchange2010SP1), rests: version(.exchange2007)),
    Case("exchange-end-of-support", fires: version(.exchange2019), rests: version(.subscription)),
    Case("exchange-end-of-support", fires: version(.exchange2010SP2), rests: version(.exchange2010SP1)),
    Case(
      "email-router", fires: World.organization(.onPremises) { $0.channel = .emailRouter },
      rests: World.organization(.onPremises)),
    Case(
      "fips-plain-text",
      fires: World.organization(
        .online,
        [World.mail("mail.x.test") { $0[EmailServerProfile.ls_incomingsecurity] = ConnectionSecurity.none }]),
      rests: World.organization(
        .onPremises,
        [World.mail("mail.x.test") { $0[EmailServerProfile.ls_incomingsecurity] = ConnectionSecurity.none }])),
    Case(
      "fips-named-service", fires: World.organization(.online, [World.mail("pop-mail.outlook.com")]),
      rests: World.organization(.onPremises, [World.mail("pop-mail.outlook.com")])),
    Case(
      "fips-named-service",
      fires: World.organization(.onPremises, [World.mail("pop3.live.com")]) { $0.isConfiguredForFIPS = true },
      rests: World.organization(.onPremises, [World.mail("pop3.alive.com")]) { $0.isConfiguredForFIPS = true }),
    Case(
      "fips-named-service-note", fires: World.organization(.onPremises, [World.mail("pop3.email.msn.com")]),
      rests: World.organization(.online, [World.mail("pop3.email.msn.com")])),
    Case(
      "fips-unproved", fires: World.organization(.online, [World.mail("mail.x.test")]),
      rests: World.organization(.onPremises, [World.mail("mail.x.test")])),
    Case(
      "exchange-online-basic-smtp", fires: World.organization(.onPremises, [World.mail("smtp.office365.com")]),
      rests: World.organization(
        .onPremises,
        [World.mail("smtp.office365.com") { $0[EmailServerProfile.outgoingauthenticationprotocol] = .oauth }])),
  ]

  static let organizationCases: [Case] = [
    Case(
      "insecure-entry", fires: World.organization(.onPremises) { $0.allowsEntryViaInsecureChannels = true },
      rests: World.organization(.online) { $0.allowsEntryViaInsecureChannels = true }),
    Case(
      "insecure-entry-online", fires: World.organization(.online) { $0.allowsEntryViaInsecureChannels = true },
      rests: World.organization(.onPremises) { $0.allowsEntryViaInsecureChannels = true }),
    Case("mixed-methods", fires: methods(act, .outlook), rests: methods(act, .none)),
    Case("mixed-methods", fires: methods(act, .outlook), rests: methods(.outlook, .outlook)),
    Case("known-issue-invitee", fires: methods(act, .outlook), rests: methods(act, act)),
    Case("known-issue-status", fires: methods(act, .none), rests: methods(.outlook, .none)),
    Case("one-way-service-appointments", fires: methods(act, .none), rests: methods(.none, .none)),
  ]

  private static func delegated(_ method: Mailbox.ActDeliveryMethod) -> Snapshot {
    let profile = World.profile(.oneCredential) { $0[EmailServerProfile.incominguseimpersonation] = false }
    return World.organization(.onPremises, [profile], mailboxes: [World.mailbox("a@x.test", of: profile, act: method)])
  }

  private static func version(_ version: ExchangeVersion) -> Snapshot {
    World.organization(.onPremises, [AdvisedProfile(World.profile(.individual).row, version: version)])
  }

  private static func methods(_ first: Mailbox.ActDeliveryMethod, _ second: Mailbox.ActDeliveryMethod) -> Snapshot {
    World.organization(
      .onPremises, mailboxes: [World.mailbox("a@x.test", act: first), World.mailbox("b@x.test", act: second)])
  }

  static let tableRules = Set(
    RecommendedSetUp.allCases.flatMap { setUp in
      (setUp.profileRows + setUp.mailboxRows).map { setUp.letter.lowercased() + "-" + $0.id }
    })

  static let cases = onlineCases + serverCases + organizationCases

  @Test(arguments: cases) func firesOnlyWhereItShould(tried: Case) {
    let found = Advisor.advise(tried.fires).filter { $0.rule == tried.rule }
    #expect(found.count == 1, "\(tried.rule) fires")
    #expect(!Advisor.advise(tried.rests).contains { $0.rule == tried.rule }, "\(tried.rule) rests")
    for finding in found {
      for language in Language.allCases {
        let text = finding.message(in: language).text(in: language)
        // A parameter nobody gave leaves a gap.
        #expect(!text.isEmpty && !text.contains("  ") && !text.hasPrefix(" ") && !text.hasPrefix(":"), "\(text)")
      }
    }
  }

  @Test func everyRuleIsTried() {
    let tried = Set(Self.cases.map(\.rule))
    // Rows of the tables are tried by `SetUpTests`.
    #expect(Set(Advisor.rules.map(\.id)) == tried.union(Self.tableRules))
  }

  @Test func rulesAreSound() {
    #expect(Set(Advisor.rules.map(\.id)).count == Advisor.rules.count)
    for rule in Advisor.rules {
      #expect(!rule.statements.isEmpty, "\(rule.id)")
      if let sentence = rule.sentence {
        #expect(sentence.english != sentence.japanese && !sentence.english.isEmpty, "\(rule.id)")
      } else {
        #expect(rule.statements == ["dated"] || rule.id == "exchange-2010", "\(rule.id) has no sentence")
      }
    }
    // The document's words are its own, letter for letter.
    let force = Force.allCases.map(\.label.japanese)
    #expect(force.prefix(5) == ["推奨", "必要", "既定では許可していません", "推奨またはサポートされていません", "元の製品ではサポートされていません"])
  }

  /// Where the document lies beside the repository, every sentence is found in it word for word.
  @Test func sentencesAreTheDocuments() throws {
    guard let document = try DocumentFile.text() else { return }
    // Rows of the tables are a setting and its recommendation, which stand on two lines there.
    for rule in Advisor.rules where !Self.tableRules.contains(rule.id) {
      guard let sentence = rule.sentence else { continue }
      for line in sentence.japanese.split(separator: "\n") {
        #expect(document.contains(line), "\(rule.id): \(line)")
      }
    }
  }

  @Test func deactivatedRowsSayNothing() {
    let profile = World.profile(.individual) {
      $0[EmailServerProfile.incominguseimpersonation] = true
      $0[EmailServerProfile.statecode] = .inactive
    }
    #expect(World.findings(World.organization(.onPremises, [profile])).isEmpty)
    let mailbox = World.mailbox("a@x.test", waiting: 5000) { $0[Mailbox.statecode] = .inactive }
    #expect(World.findings(World.organization(.onPremises, mailboxes: [mailbox])).isEmpty)
  }

  @Test func datesDecideWhatIsSaid() {
    let ews = World.profile(.individual) {
      $0[EmailServerProfile.incomingserverlocation] = "https://outlook.office365.com/EWS/Exchange.asmx"
    }
    let smtp = World.mail("smtp.office365.com")
    func code(_ profile: AdvisedProfile, _ rule: String, _ day: String) -> MessageCode? {
      let snapshot = World.organization(.onPremises, [profile]) { $0.today = Instant(rfc3339: day) ?? World.today }
      return Advisor.advise(snapshot).first { $0.rule == rule }?.code
    }
    #expect(code(ews, "exchange-online-ews", "2026-09-30") == .adviseEWSWillEnd)
    #expect(code(ews, "exchange-online-ews", "2026-10-01") == .adviseEWSOff)
    #expect(code(ews, "exchange-online-ews", "2027-03-31") == .adviseEWSOff)
    #expect(code(ews, "exchange-online-ews", "2027-04-01") == .adviseEWSEnded)
    #expect(code(smtp, "exchange-online-basic-smtp", "2026-12-31") == .adviseBasicSMTPWillEnd)
    #expect(code(smtp, "exchange-online-basic-smtp", "2027-01-01") == .adviseBasicSMTPEnded)
  }

  @Test func unsupportedFindingsSayWhatTakesTheRoutersPlace() {
    for tried in Self.serverCases {
      for finding in Advisor.advise(tried.fires) where finding.statements.contains(where: { $0.hasPrefix("S6.") }) {
        #expect(finding.remedies(in: .english).last?.contains("E-mail Router") == true, "\(finding.id)")
      }
    }
    let table = Advisor.advise(Self.online { $0[EmailServerProfile.useautodiscover] = false })
    #expect(!table.isEmpty && !table.contains { $0.remedies(in: .english).contains { $0.contains("Router") } })
  }

  @Test func versionsAreReadFromTheNumbersServersAnnounce() {
    for (numbers, version) in [
      ((6, 5, 0), ExchangeVersion.exchange2003), ((8, 3, 0), .exchange2007), ((14, 0, 639), .exchange2010),
      ((14, 1, 218), .exchange2010SP1), ((14, 2, 247), .exchange2010SP2), ((14, 3, 123), .exchange2010SP2),
      ((15, 0, 1497), .exchange2013), ((15, 1, 2507), .exchange2016), ((15, 2, 1748), .exchange2019),
      ((15, 2, 2562), .subscription),
    ] {
      #expect(ExchangeVersion(major: numbers.0, minor: numbers.1, build: numbers.2) == version)
    }
    #expect(ExchangeVersion(major: 15, minor: 20, build: 0) == nil)
  }

  /// B11
  @Test func exchangeOnlineIsKnownByMarkerHostDiscoveryAndTenant() {
    func isOnline(_ profile: AdvisedProfile, _ mailboxes: [AdvisedMailbox] = [], tenant: String? = nil) -> Bool {
      World.organization(.onPremises, [profile], mailboxes: mailboxes) { $0.tenant = tenant }.isExchangeOnline(profile)
    }
    let discovered = { (url: String, profile: AdvisedProfile) in
      [World.mailbox("a@x.test", of: profile) { $0[Mailbox.ewsurl] = url }]
    }
    let server = World.slots(ServerSlots(.exchange))
    #expect(!isOnline(server))
    #expect(isOnline(World.slots(ServerSlots(.exchange)) { $0[EmailServerProfile.ls_isbuiltin] = true }))
    #expect(isOnline(server, discovered("https://outlook.office365.com/EWS/Exchange.asmx", server)))
    #expect(!isOnline(server, discovered("https://mail.x.test/EWS/Exchange.asmx", server)))
    let other = World.slots(ServerSlots(.exchange), name: "Q")
    #expect(!isOnline(server, discovered("https://outlook.office365.com/EWS/Exchange.asmx", other)))
    let authorized = World.slots(ServerSlots(.exchange)) {
      $0[EmailServerProfile.incomingcredentialretrieval] = .serverToServer
    }
    #expect(!isOnline(authorized))
    #expect(isOnline(authorized, tenant: World.tenant))
    let own = World.slots(ServerSlots(.exchange)) {
      $0[EmailServerProfile.incomingcredentialretrieval] = .serverToServer
      $0[EmailServerProfile.usedefaulttenantid] = false
      $0[EmailServerProfile.exchangeonlinetenantid] = World.otherTenant
    }
    #expect(isOnline(own))
    #expect(isOnline(World.mail("smtp.office365.com")) && isOnline(World.mail("partner.outlook.cn")))
    #expect(!isOnline(World.mail("pop-mail.outlook.com")))
  }

  @Test func endpointsAreReadFromLocations() {
    #expect(Endpoint("https://HOST.example.:8443/EWS?x#y")?.host == "host.example")
    #expect(Endpoint("https://host.example:8443/EWS")?.port == 8443)
    #expect(Endpoint("host.example")?.port == nil)
    #expect(Endpoint("[::1]:993")?.host == "::1")
    #expect(Endpoint("[::1]:993")?.port == 993)
    #expect(Endpoint("::1")?.host == "::1")
    #expect(Endpoint("user@host:25")?.host == "host")
    #expect(Endpoint("") == nil)
    #expect(ExchangeOnline.isHost("Outlook.Office365.com"))
    #expect(!ExchangeOnline.isHost("outlook.office365.com.evil.example"))
    #expect(!ExchangeOnline.isHost("notoutlook.office365.com"))
  }
}

extension ServerSlots {
  static var exchangeIn: ServerSlots {
    var slots = ServerSlots(.exchange)
    slots.outgoing = .smtp
    return slots
  }

  static var exchangeOut: ServerSlots {
    var slots = ServerSlots(.exchange)
    slots.incoming = .pop3
    return slots
  }
}
