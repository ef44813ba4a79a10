import Advisor
import CRMModel
import Testing

/// Creating each recommended set-up says nothing; changing any row of its table says exactly that. B9
@Suite struct SetUpTests {
  typealias World = AdvisorWorld

  struct Change: Sendable, CustomTestStringConvertible {
    let setUp: RecommendedSetUp
    let kind: Organization.Kind
    let row: String
    /// The rule that is about this row there.
    let rule: String
    let apply: @Sendable (inout Record) -> Void

    var testDescription: String { "\(setUp.letter) \(row) \(kind.word) -> \(rule)" }
  }

  /// What deviates from each row, one or several ways.
  private static let ways: KeyValuePairs<String, @Sendable (inout Record) -> Void> = [
    "auto-discover": { $0[EmailServerProfile.useautodiscover] = false },
    "impersonation": {
      $0[EmailServerProfile.incominguseimpersonation] = !($0[EmailServerProfile.incominguseimpersonation] ?? false)
    },
    "same-settings": { $0[EmailServerProfile.usesamesettingsforoutgoingconnections] = false },
    "user-name": { $0[EmailServerProfile.incomingusername] = " " },
    "password": { $0[EmailServerProfile.isincomingpasswordset] = false },
    "authentication": { $0[EmailServerProfile.incomingcredentialretrieval] = .windowsIntegrated },
    "authentication": { $0[EmailServerProfile.incomingcredentialretrieval] = .hybridModernAuth },
    "authentication": {
      let now = $0[EmailServerProfile.incomingcredentialretrieval]
      $0[EmailServerProfile.incomingcredentialretrieval] = now == .userOrQueue ? .profile : .userOrQueue
    },
  ]

  static let changes: [Change] = Organization.Kind.allCases.flatMap { kind in
    RecommendedSetUp.allCases.flatMap { setUp in
      setUp.profileRows.flatMap { row in
        ways.filter { $0.key == row.id }.map { way in
          var rule = "\(setUp.letter.lowercased())-\(row.id)"
          if setUp == .online && kind == .online {
            var record = World.profile(.online).row
            way.value(&record)
            let isUserOrQueue = record[EmailServerProfile.incomingcredentialretrieval] == .userOrQueue
            rule = isUserOrQueue ? "online-user-or-queue" : "online-\(row.id)"
          }
          return Change(setUp: setUp, kind: kind, row: row.id, rule: rule, apply: way.value)
        }
      }
    }
  }

  /// What a set-up of one kind of server says in an organization of the other kind anyway: the hybrids.
  private func expected(_ setUp: RecommendedSetUp, _ kind: Organization.Kind) -> [String] {
    switch (setUp, kind) {
    case (.online, .online): ["online-other-profile"]
    case (.online, .onPremises): ["hybrid-exchange-online"]
    case (_, .online): ["hybrid-exchange-server"]
    case (_, .onPremises): []
    }
  }

  @Test(arguments: RecommendedSetUp.allCases, Organization.Kind.allCases)
  func everySetUpIsQuietUntilARowChanges(setUp: RecommendedSetUp, kind: Organization.Kind) {
    let profile = World.profile(setUp)
    let mailboxes = [World.mailbox("a@x.test", of: profile), World.mailbox("b@x.test", of: profile)]
    #expect(World.findings(World.organization(kind, [profile], mailboxes: mailboxes)) == expected(setUp, kind))
  }

  /// S1.0, B1
  @Test func builtInProfile() {
    #expect(World.findings(World.organization(.online)).isEmpty)
    #expect(World.notices(World.organization(.online)).isEmpty)
    let mailbox = World.mailbox("a@x.test", of: World.builtIn)
    #expect(World.findings(World.organization(.online, mailboxes: [mailbox])).isEmpty)
  }

  @Test(arguments: changes) func aChangedRowIsFoundAlone(change: Change) {
    let profile = World.profile(change.setUp, change.apply)
    let snapshot = World.organization(change.kind, [profile], mailboxes: [World.mailbox("a@x.test", of: profile)])
    #expect(World.findings(snapshot).sorted() == (expected(change.setUp, change.kind) + [change.rule]).sorted())
  }

  @Test func everyRowIsChanged() {
    for setUp in RecommendedSetUp.allCases {
      let tried = Set(Self.changes.filter { $0.setUp == setUp }.map(\.row))
      #expect(tried == Set(setUp.profileRows.map(\.id)))
    }
  }

  /// With a mailbox that synchronizes appointments, the impersonation of the second table has a second finding.
  @Test(arguments: Organization.Kind.allCases) func delegationComesWithImpersonation(kind: Organization.Kind) {
    let profile = World.profile(.oneCredential) { $0[EmailServerProfile.incominguseimpersonation] = false }
    let mailboxes = [
      World.mailbox("a@x.test", of: profile, act: .serverSide), World.mailbox("b@x.test", of: profile),
    ]
    let found = World.findings(World.organization(kind, [profile], mailboxes: mailboxes))
    #expect(found.sorted() == (expected(.oneCredential, kind) + ["b-impersonation", "delegation"]).sorted())
  }

  @Test(arguments: Organization.Kind.allCases) func aChangedMailboxIsFoundAlone(kind: Organization.Kind) {
    let profile = World.profile(.individual)
    let ways: KeyValuePairs<String, (inout Record) -> Void> = [
      "c-allow-credentials": { $0[Mailbox.allowemailconnectortousecredentials] = false },
      "c-mailbox-user-name": { $0[Mailbox.username] = nil },
      "c-mailbox-password": { $0[Mailbox.ispasswordset] = false },
    ]
    #expect(Set(ways.map(\.key)) == Set(RecommendedSetUp.individual.mailboxRows.map { "c-" + $0.id }))
    for (rule, change) in ways {
      let mailboxes = [World.mailbox("a@x.test", of: profile, change), World.mailbox("b@x.test", of: profile)]
      let found = World.findings(World.organization(kind, [profile], mailboxes: mailboxes))
      #expect(found.sorted() == (expected(.individual, kind) + [rule]).sorted())
      // A mailbox that signs in nowhere needs no credentials.
      let idle = World.mailbox("a@x.test", of: profile) { row in
        change(&row)
        row[Mailbox.incomingemaildeliverymethod] = IncomingDeliveryMethod.none
      }
      #expect(World.findings(World.organization(kind, [profile], mailboxes: [idle])) == expected(.individual, kind))
    }
  }

  /// Following another table in full is a choice, not a deviation.
  @Test func anotherTableIsAChoice() {
    let profile = World.profile(.oneCredential) { row in
      for (column, value) in RecommendedSetUp.individual.profileCells { row[column] = value }
    }
    let snapshot = World.organization(.onPremises, [profile])
    #expect(snapshot.setUp(of: profile) == .individual)
    #expect(World.findings(snapshot).isEmpty)
  }

  /// The fix of every finding makes it vanish.
  @Test(arguments: changes) func fixesFix(change: Change) throws {
    let profile = World.profile(change.setUp, change.apply)
    let snapshot = World.organization(change.kind, [profile])
    for finding in Advisor.advise(snapshot) where finding.rule == change.rule {
      guard case .profile(let id, let cells) = finding.fix else {
        #expect(["user-name", "password"].contains(change.row), "\(finding.id) has no fix")
        continue
      }
      #expect(id == profile.row.id)
      var row = profile.row
      for (column, value) in cells { row[column] = value }
      let fixed = World.organization(change.kind, [AdvisedProfile(row)])
      #expect(!World.findings(fixed).contains(finding.rule))
    }
  }
}
