import CRMModel
import Foundation
import SyncEngine
import Testing

@testable import LockstepServer

/// Every column that people write, at its limits and past them, and the combinations that make no sense.
@Suite struct ProfileColumnTests {
  private final class World: Sendable {
    let folder: DataFolder
    let deployment: Deployment

    init() async throws {
      folder = DataFolder(
        FileManager.default.temporaryDirectory.appendingPathComponent("lockstep-columns-" + UUID().uuidString).path)
      _ = try await Deployment.create(folder, organization: "Contoso", masterKeyFile: nil, language: .english, .system)
      deployment = try await Deployment.open(folder, organization: nil, masterKeyFile: nil, .system)
    }

    func become(_ kind: Organization.Kind) async throws {
      _ = try await OrganizationKind(deployment).change(to: kind, tenant: nil, isPreview: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder.path) }

    /// One row of everything, to see that nothing was half saved.
    func versions() async throws -> [Int] {
      var all: [Int] = []
      for table in [EmailServerProfile.table, Mailbox.table, StoredSecret.table] {
        all += try await deployment.store.rows(Query(table)).map(\.version)
      }
      return all.sorted()
    }
  }

  private static let tables: [(table: Table, writable: [String])] = [
    (EmailServerProfile.table, Profiles.writable), (Mailbox.table, MailboxSettings.writable),
  ]

  /// Texts at the limits of a column, and just past them or of another type.
  private static func samples(_ column: ColumnDefinition) -> (good: [String], bad: [String]) {
    switch column.type {
    case .boolean: (["true", "false", "0", "1"], ["2", "yes", "TRUE", "-1"])
    case .integer(let range):
      (
        ["\(range.lowerBound)", "\(range.upperBound)"],
        ["\(range.lowerBound - 1)", "\(range.upperBound + 1)", "1.5", "x", " 1", "99999999999999999999"]
      )
    case .picklist, .state, .status:
      (
        column.options.map { "\($0.number)" },
        ["\((column.options.map(\.number).max() ?? 0) + 1)", "-1", "x", column.options[0].label.english]
      )
    case .memo(let maximum) where maximum > 2_000_000: (["x"], ["a\0b"])
    case .text(let maximum), .memo(let maximum), .emailAddress(let maximum):
      (
        ["x", String(repeating: "x", count: maximum), String(repeating: "予", count: maximum)],
        [String(repeating: "x", count: maximum + 1), "a\0b"]
      )
    case .dateTime: (["2026-01-31", "2026-01-31T23:59:59Z"], ["2026-02-30", "yesterday", "31.01.2026", "1"])
    default: ([], [])
    }
  }

  @Test func everyColumnIsTakenAtItsLimitsAndRefusedPastThem() throws {
    for (table, writable) in Self.tables {
      #expect(Set(writable).count == writable.count)
      for name in writable {
        let column = try #require(table.column(name))
        let (good, bad) = Self.samples(column)
        #expect(!good.isEmpty && !bad.isEmpty, "\(name)")
        for text in good {
          #expect(throws: Never.self, "\(table.name).\(name) refuses \(text.prefix(20))") {
            _ = try ColumnText(column: name, text: text).read(in: table, writable: writable)
          }
        }
        for text in bad {
          let failure = #expect(throws: SyncFailure.self, "\(table.name).\(name) takes \(text.prefix(20))") {
            _ = try ColumnText(column: name, text: text).read(in: table, writable: writable)
          }
          let said = failure?.message.parameters ?? [:]
          #expect(said["name"] == name && said["table"] == table.name && !(said["allowed"] ?? "").isEmpty)
          #expect(said["value"] == String(text.prefix(ColumnText.quoted)))
        }
      }
    }
  }

  @Test func otherColumnsCannotBeWritten() throws {
    for (table, writable) in Self.tables {
      for column in table.columns where !writable.contains(column.name) {
        let failure = #expect(throws: SyncFailure.self, "\(column.name)") {
          _ = try ColumnText(column: column.name, text: "1").read(in: table, writable: writable)
        }
        #expect(failure?.message.code == (column.isReadable ? .columnReadOnly : .columnSecret), "\(column.name)")
      }
      let failure = #expect(throws: SyncFailure.self) {
        _ = try ColumnText(column: "nosuchcolumn", text: "1").read(in: table, writable: writable)
      }
      #expect(failure?.message.code == .columnUnknown && failure?.kind == .gone)
    }
  }

  /// A good column beside a bad one is not saved.
  @Test func nothingIsHalfSaved() async throws {
    let world = try await World()
    let profiles = Profiles(world.deployment)
    var made = ProfileSettings()
    made.incoming = ServerLocation("localhost:995")
    _ = try await profiles.create("P", made)
    _ = try await Directory(world.deployment).createUser(name: "Ann", address: "ann@contoso.example")
    let before = try await world.versions()
    for (table, writable) in Self.tables {
      for name in writable {
        guard let column = table.column(name), let bad = Self.samples(column).bad.first else { continue }
        let columns = [
          ColumnText(column: table == Mailbox.table ? "undeliverablefolder" : "description", text: "saved"),
          ColumnText(column: name, text: bad),
        ]
        await #expect(throws: SyncFailure.self, "\(name)") {
          if table == Mailbox.table {
            var settings = MailboxSettings()
            settings.columns = columns
            settings.password = Secret("canary")
            try await Directory(world.deployment).change("ann@contoso.example", settings)
          } else {
            var settings = ProfileSettings()
            settings.columns = columns
            settings.outgoingPassword = Secret("canary")
            _ = try await profiles.change("P", settings)
          }
        }
      }
    }
    var long = ProfileSettings()
    long.outgoingUsername = String(repeating: "u", count: 251)
    let settings = long
    await #expect(throws: SyncFailure.self) { _ = try await profiles.change("P", settings) }
    await #expect(throws: SyncFailure.self) {
      _ = try await profiles.create(String(repeating: "n", count: 101), made)
    }
    #expect(try await world.versions() == before)
  }

  // MARK: - Combinations

  private static let online = [
    "exchangeonlinetenantid=11111111-2222-3333-4444-555555555555", "useautodiscover=true",
    "incomingcredentialretrieval=2",
  ]

  @Test(arguments: EmailServerProfile.ServerType.allCases)
  func everyTypeCanBeSaved(type: EmailServerProfile.ServerType) async throws {
    let world = try await World()
    var settings = ProfileSettings()
    settings.type = type
    // Exchange is reached without a password by an organization online only. 8005E245
    if type != .hybridOnline { _ = try await world.become(.online) }
    let isExchange = ![.pop3smtp, .imapsmtp].contains(type)
    if !isExchange {
      settings.incoming = ServerLocation("localhost:995")
      settings.outgoing = ServerLocation("localhost:465")
    } else {
      for column in Self.online { settings.columns.append(try ColumnText(column)) }
    }
    _ = try await Profiles(world.deployment).create("P", settings)
    let profile = try await Profiles(world.deployment).find("P")
    #expect(profile[EmailServerProfile.servertype] == type && ServerSlots(of: profile) == ServerSlots(type))
    // What does not exist yet is said where it is needed.
    var mailbox = Record(Mailbox.table, id: world.deployment.surroundings.newID())
    mailbox[Mailbox.allowemailconnectortousecredentials] = true
    mailbox[Mailbox.username] = "ann"
    let access = AccessResolution(
      secret: { (_, _) async throws(SyncFailure) in Secret("canary") }, plainText: PlainTextRule())
    let row = mailbox
    if type == .pop3smtp {
      _ = try await access.access(.incoming, mailbox: row, profile: profile)
    } else {
      let failure = await #expect(throws: SyncFailure.self) {
        _ = try await access.access(.incoming, mailbox: row, profile: profile)
      }
      #expect(failure?.message.code == .connectorMissing)
    }
  }

  @Test func everyRuleHasItsCode() throws {
    let pop3 = ["servertype=1", "incomingserverlocation=mail.example", "outgoingserverlocation=mail.example"]
    let imap = ["servertype=4", "incomingserverlocation=mail.example", "outgoingserverlocation=mail.example"]
    let exchange = ["servertype=0", "incomingserverlocation=mail.example"]
    let cases: [([String], MessageCode?)] = [
      (pop3, nil), (imap, nil), (exchange, nil), (["servertype=3"] + Self.online, nil),
      (["servertype=0"] + Self.online, .profileServerToServer),
      (exchange + ["incomingcredentialretrieval=2"], .profileServerToServer),
      (exchange + ["incomingserverlocation=https://mail.example/EWS/Exchange.asmx"], nil),
      (pop3 + ["outgoingcredentialretrieval=1"], nil), (imap + ["incomingcredentialretrieval=1"], nil),
      (pop3 + ["outgoingcredentialretrieval=4"], nil), (exchange + ["incominguseimpersonation=1"], nil),
      (exchange + ["incomingcredentialretrieval=1"], nil), (exchange + ["incomingcredentialretrieval=3"], nil),
      (pop3 + ["incomingcredentialretrieval=1"], .profilePOP3Credentials),
      (pop3 + ["incomingcredentialretrieval=4"], .profilePOP3Credentials),
      (imap + ["incomingcredentialretrieval=4"], .profileIMAPAnonymous),
      (exchange + ["incomingcredentialretrieval=4"], .profileAnonymousExchange),
      (pop3 + ["useautodiscover=1"], .profileDiscoveryNotExchange),
      (exchange + ["useautodiscover=1"], .profileLocationWithDiscovery),
      (exchange + ["incomingserverlocation=http://mail.example/EWS"], .profileHTTPWithTLS),
      (exchange + ["incomingserverlocation=http://mail.example/EWS", "incomingusessl=0"], nil),
      (pop3 + ["incomingserverlocation=https://mail.example"], .profileLocationInvalid),
      (pop3 + ["outgoingserverlocation=mail example"], .profileLocationInvalid),
      (exchange + ["incomingserverlocation=https://"], .profileLocationInvalid),
      (pop3 + ["incominguseimpersonation=1"], .profileImpersonationNotExchange),
      (pop3 + ["outgoinguseimpersonation=1"], .profileImpersonationNotExchange),
      (pop3 + ["outgoingautograntdelegateaccess=1"], .profileDelegateNotSMTP),
      (exchange + ["incomingcredentialretrieval=3", "incomingauthenticationprotocol=3"], .profileMechanismInvalid),
      (exchange + ["exchangeonlinetenantid=contoso"], .profileTenantInvalid),
      (exchange + ["exchangeonlinetenantid=11111111222233334444555555555555"], .profileTenantInvalid),
      (exchange + ["usedefaulttenantid=0"], .profileTenantMissing),
    ]
    for (columns, code) in cases { #expect(try problem(columns) == code, "\(columns)") }
    #expect(try problem(exchange + ["incomingusessl=0"], isOnline: true) == .profileWithoutTLSOnline)
    #expect(try problem(exchange + ["incomingcredentialretrieval=3"], isOnline: true) == .profileCredentialsOnline)
    #expect(try problem(exchange, isOnline: true) == nil)
    #expect(try problem(["servertype=0"] + Self.online, isOnline: true) == nil)
    // Each rule has the original's code but the one the original states in prose only.
    let rules = Set(cases.compactMap(\.1)).subtracting([.profileIMAPAnonymous])
    let codes = rules.compactMap(\.platformCode)
    #expect(codes.count == rules.count && Set(codes).count == codes.count)
    for rule in rules {
      for language in Language.allCases {
        #expect(Message(rule).text(in: language).hasSuffix("(\(rule.platformCode ?? ""))"))
        #expect(!Message(rule).remedy(in: language).isEmpty)
      }
    }
  }

  /// The rules ask what the organization is when a profile is saved, whatever they were asked before.
  @Test func theOrganizationsKindDecidesAtSave() async throws {
    let world = try await World()
    let profiles = Profiles(world.deployment)
    var made = ProfileSettings()
    made.incoming = ServerLocation("localhost:995")
    made.outgoing = ServerLocation("localhost:465")
    _ = try await profiles.create("P", made)
    var anonymous = ProfileSettings()
    anonymous.outgoingRetrieval = .anonymous
    _ = try await profiles.change("P", anonymous)
    try await world.become(.online)
    var other = ProfileSettings()
    other.columns = [ColumnText(column: "description", text: "x")]
    var open = other
    open.incomingSecurity = ConnectionSecurity.none
    let (refused, plain) = (other, open)
    for (settings, code) in [(refused, MessageCode.profileCredentialsOnline), (plain, .profileWithoutTLSOnline)] {
      let failure = await #expect(throws: SyncFailure.self) { _ = try await profiles.change("P", settings) }
      #expect(failure?.message.code == code)
    }
    try await world.become(.onPremises)
    _ = try await profiles.change("P", refused)
    var token = ProfileSettings()
    token.outgoingRetrieval = .serverToServer
    let wanted = token
    let failure = await #expect(throws: SyncFailure.self) { _ = try await profiles.change("P", wanted) }
    #expect(failure?.message.code == .profileServerToServer && failure?.message.code.platformCode == "8005E245")
  }

  /// No profile and no mailbox reads mail from before the organization's date.
  @Test func theOrganizationsEarliestDateHolds() async throws {
    let world = try await World()
    let profiles = Profiles(world.deployment)
    var made = ProfileSettings()
    made.incoming = ServerLocation("localhost:995")
    _ = try await profiles.create("P", made)
    _ = try await Directory(world.deployment).createUser(name: "Ann", address: "ann@contoso.example")
    _ = try await OrganizationChange(world.deployment).set("ls_earliestemailfrom", to: "2026-01-01")
    let (early, late) = (Instant(rfc3339: "2025-12-31T23:59:59Z"), Instant(rfc3339: "2026-01-01"))
    for (date, isGood) in [(early, false), (late, true)] {
      var settings = ProfileSettings()
      settings.receivedAfter = date
      var own = MailboxSettings()
      own.start = .date(try #require(date))
      let (profile, mailbox) = (settings, own)
      if isGood {
        _ = try await profiles.change("P", profile)
        try await Directory(world.deployment).change("ann@contoso.example", mailbox)
        continue
      }
      let ofProfile = await #expect(throws: SyncFailure.self) { _ = try await profiles.change("P", profile) }
      let ofMailbox = await #expect(throws: SyncFailure.self) {
        try await Directory(world.deployment).change("ann@contoso.example", mailbox)
      }
      for failure in [ofProfile, ofMailbox] {
        #expect(failure?.message.code == .startTooEarly && failure?.message.code.platformCode == "8005E244")
        #expect(failure?.message.parameters["earliest"] == late?.rfc3339)
      }
    }
    // A mailbox that wants everything gets what the organization allows.
    var all = MailboxSettings()
    all.start = .beginning
    try await Directory(world.deployment).change("ann@contoso.example", all)
    let effective = try await EffectiveConfiguration.read("ann@contoso.example", world.deployment)
    let from = try #require(effective.rules.first { $0.name == "from" })
    #expect(from.value == late?.rfc3339 && from.source == .organization)
  }

  /// Every setting of the organization at its limits, past them, and of another type.
  @Test func everySettingIsCheckedAndKept() async throws {
    let world = try await World()
    let organization = OrganizationChange(world.deployment)
    let names = OrganizationChange.columns.map(\.name)
    #expect(Set(names).count == names.count && names.count >= 47)
    for column in OrganizationChange.columns {
      let (good, bad) = Self.samples(column)
      #expect(!good.isEmpty && !bad.isEmpty, "\(column.name)")
      for text in bad {
        let failure = await #expect(throws: SyncFailure.self, "\(column.name) takes \(text.prefix(20))") {
          _ = try await organization.set(column.name, to: text)
        }
        #expect(failure?.message.parameters["name"] == column.name)
      }
      let isPattern = column.name == "hashfilterkeywords"
      for text in good where text.utf8.count < 10_000 && !isPattern {
        if column.name == "emailconnectionchannel", text == "1" {
          // The Email Router is gone. B17
          let failure = await #expect(throws: SyncFailure.self) {
            _ = try await organization.set(column.name, to: text)
          }
          #expect(failure?.message.code == .settingRouterGone)
          continue
        }
        let set = try await organization.set(column.name, to: text)
        #expect(try await organization.setting(column.name).value == set.value, "\(column.name)")
      }
      _ = try await organization.set(column.name, to: "default")
      #expect(try await organization.setting(column.name).value == column.defaultValue, "\(column.name)")
    }
    #expect(try await organization.settings().contains { !$0.hasEffect })
  }

  private func problem(_ columns: [String], isOnline: Bool = false) throws -> MessageCode? {
    var row = Record(EmailServerProfile.table, id: GUID(high: 1, low: 1))
    row[EmailServerProfile.name] = "P"
    try Profiles.write(try columns.map { try ColumnText($0) }, to: &row)
    EmailServerProfile.settleServerType(&row, since: nil)
    return ProfileRules(profile: row, isOnline: isOnline).problem
  }

  @Test func platformCodesAreNumbersAndSaidOnce() {
    let all = MessageCode.allCases.compactMap(\.platformCode)
    #expect(Set(all).count == all.count && all.count >= 28)
    #expect(all.allSatisfy { $0.count == 8 && $0.hasPrefix("8005") && UInt32($0, radix: 16) != nil })
  }

  // MARK: - Secrets

  /// A secret never goes to another server nor is shown in another way, whatever column does it. REL S05
  @Test(arguments: [
    "incomingserverlocation=other.example", "incomingportnumber=996", "incomingusessl=false", "ls_incomingsecurity=1",
    "incomingauthenticationprotocol=3", "outgoingserverlocation=other.example", "outgoingportnumber=466",
    "outgoingauthenticationprotocol=4", "ls_outgoingsecurity=1", "ls_incomingkind=2", "servertype=4",
  ])
  func redirectionErasesSecrets(column: String) async throws {
    let world = try await World()
    var made = ProfileSettings()
    made.incoming = ServerLocation("localhost:995")
    made.outgoing = ServerLocation("localhost:465")
    made.outgoingRetrieval = .profile
    made.outgoingUsername = "out"
    made.outgoingPassword = Secret("canary-1")
    made.clientSecret = Secret("canary-2")
    _ = try await Profiles(world.deployment).create("P", made)
    let directory = Directory(world.deployment)
    _ = try await directory.createUser(name: "Ann", address: "ann@contoso.example")
    var own = MailboxSettings()
    own.profile = "P"
    own.password = Secret("canary-3")
    try await directory.change("ann@contoso.example", own)
    #expect(try await world.deployment.store.count(Query(StoredSecret.table)) == 3)
    var harmless = ProfileSettings()
    harmless.columns = [try ColumnText("description=still the same"), try ColumnText("maxconcurrentconnections=7")]
    _ = try await Profiles(world.deployment).change("P", harmless)
    #expect(try await world.deployment.store.count(Query(StoredSecret.table)) == 3)
    var moved = ProfileSettings()
    moved.columns = [try ColumnText(column)]
    _ = try await Profiles(world.deployment).change("P", moved)
    #expect(try await world.deployment.store.count(Query(StoredSecret.table)) == 0, "\(column)")
    let profile = try await Profiles(world.deployment).find("P")
    #expect(profile[EmailServerProfile.isoutgoingpasswordset] == false)
    #expect(profile[EmailServerProfile.isoauthclientsecretset] == false)
    #expect(try await directory.mailbox("ann@contoso.example")[Mailbox.ispasswordset] == false)
  }

  // MARK: - Mailboxes

  @Test func aMailboxObeysTheRulesByAnyWay() async throws {
    let world = try await World()
    let directory = Directory(world.deployment)
    _ = try await directory.createUser(name: "Ann", address: "ann@contoso.example")
    _ = try await directory.createQueue(name: "Support", address: "support@contoso.example")
    _ = try await directory.createForwardMailbox(name: "Forward", address: "forward@contoso.example")
    let cases: [(String, String, MessageCode?)] = [
      ("ann", "processanddeleteemails=true", .deleteOnUserMailbox), ("support", "processanddeleteemails=true", nil),
      ("forward", "processanddeleteemails=true", nil),
      ("support", "incomingemaildeliverymethod=1", .queueOutlookMethod),
      ("support", "outgoingemaildeliverymethod=1", .queueOutlookMethod), ("ann", "incomingemaildeliverymethod=1", nil),
      ("forward", "incomingemaildeliverymethod=3", .forwardMailboxMethod),
      ("forward", "outgoingemaildeliverymethod=2", .forwardMailboxSends),
      ("ann", "emailaddress=x@y.example", .columnReadOnly), ("ann", "password=x", .columnSecret),
    ]
    for (name, column, code) in cases {
      var settings = MailboxSettings()
      settings.columns = [try ColumnText(column)]
      let asked = settings
      if let code {
        let failure = await #expect(throws: SyncFailure.self, "\(name) \(column)") {
          try await directory.change("\(name)@contoso.example", asked)
        }
        #expect(failure?.message.code == code, "\(name) \(column)")
      } else {
        try await directory.change("\(name)@contoso.example", asked)
      }
    }
  }

  /// The greater of the two dates holds, and it is said whose it is. feature map F16
  @Test func whatHoldsSaysWhereItComesFrom() async throws {
    let world = try await World()
    let directory = Directory(world.deployment)
    _ = try await directory.createUser(name: "Ann", address: "ann@contoso.example")
    var made = ProfileSettings()
    made.incoming = ServerLocation("localhost:995")
    made.outgoing = ServerLocation("localhost:465")
    _ = try await Profiles(world.deployment).create("P", made)
    var settings = MailboxSettings()
    settings.profile = "P"
    try await directory.change("ann@contoso.example", settings)
    func rule(_ name: String) async throws -> EffectiveConfiguration.Rule {
      let rules = try await EffectiveConfiguration.read("ann@contoso.example", world.deployment).rules
      #expect(Set(rules.map(\.name)).count == rules.count)
      #expect(rules.allSatisfy { $0.label.english != $0.label.japanese })
      return try #require(rules.first { $0.name == name })
    }
    #expect(try await rule("connections").value == "10")
    for (mailboxDate, profileDate, source) in [
      ("2026-02-01", "2026-01-01", EffectiveConfiguration.Source.mailbox), ("2026-02-01", "2026-03-01", .profile),
    ] {
      var own = MailboxSettings()
      own.columns = [try ColumnText("processemailreceivedafter=\(mailboxDate)")]
      try await directory.change("ann@contoso.example", own)
      var profile = ProfileSettings()
      profile.columns = [
        try ColumnText("processemailsreceivedafter=\(profileDate)"), try ColumnText("maxconcurrentconnections=3"),
      ]
      _ = try await Profiles(world.deployment).change("P", profile)
      let from = try await rule("from")
      #expect(from.source == source && from.value.hasPrefix(max(mailboxDate, profileDate)))
    }
    let connections = try await rule("connections")
    #expect(connections.value == "3" && connections.source == .profile)
    // Sending with the same settings shows those of receiving.
    #expect(try await rule("samesettings").value == "true")
    #expect(try await rule("outgoingcredentials").place == "allowemailconnectortousecredentials")
  }
}
