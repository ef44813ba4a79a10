import CRMModel
import Testing

@testable import SyncEngine

/// Who accepts what. feature map 5.3 and 5.4
@Suite struct AcceptRulesTests {
  static func settings(_ change: (inout Record) -> Void = { _ in }) -> OrganizationSettings {
    var row = Record(Organization.table, id: GUID(high: 1, low: 1))
    change(&row)
    return OrganizationSettings(row)
  }

  private let user = Reference("systemuser", GUID(high: 2, low: 2))
  private let queue = Reference("queue", GUID(high: 3, low: 3))

  private func facts(
    _ rule: EmailFilteringMethod, correlated: Bool = false, sender: Set<String> = [], viaBcc: Bool = false
  ) -> AcceptFacts {
    var facts = AcceptFacts()
    facts.isCorrelated = correlated
    facts.senderTables = sender
    let owner = RuleOwner(owner: user, rule: rule, address: viaBcc ? "" : "a@x")
    if viaBcc { facts.reader = owner } else { facts.recipients = [owner] }
    return facts
  }

  @Test(
    arguments: [
      (EmailFilteringMethod.allEmail, false, Set<String>(), DecisionCode.acceptAll),
      (.noEmail, true, ["contact"], .noCorrelationMatch),
      (.repliesToCRMEmail, true, [], .correlationMatch),
      (.repliesToCRMEmail, false, ["contact"], .noCorrelationMatch),
      (.knownSenders, false, ["contact"], .senderMatch),
      (.knownSenders, false, ["lead"], .senderMatch),
      (.knownSenders, false, ["account"], .senderMatch),
      (.knownSenders, false, ["systemuser"], .noCorrelationMatch),
      (.knownSenders, true, [], .correlationMatch),
      (.emailEnabledSenders, false, ["systemuser"], .senderMatch),
      (.emailEnabledSenders, false, [], .noCorrelationMatch),
      (.emailEnabledSenders, true, [], .correlationMatch),
    ] as [(EmailFilteringMethod, Bool, Set<String>, DecisionCode)])
  func everyRule(_ rule: EmailFilteringMethod, _ correlated: Bool, _ sender: Set<String>, _ expected: DecisionCode) {
    let decision = AcceptRules.decide(facts(rule, correlated: correlated, sender: sender), Self.settings())
    #expect(decision.code == expected)
    #expect(decision.isTracked == [.acceptAll, .correlationMatch, .senderMatch].contains(expected))
  }

  @Test func theMailboxBeingReadIsAskedLast() {
    var asked = facts(.noEmail)
    asked.reader = RuleOwner(owner: queue, rule: .allEmail, address: "")
    let decision = AcceptRules.decide(asked, Self.settings())
    #expect(decision.code == .acceptAll && decision.by?.owner == queue)
  }

  @Test func mailThatNamesNobodyIsSaidToNameNobody() {
    #expect(AcceptRules.decide(facts(.repliesToCRMEmail, viaBcc: true), Self.settings()).code == .noRecipientMatch)
    #expect(AcceptRules.decide(facts(.allEmail, viaBcc: true), Self.settings()).code == .acceptAll)
  }

  @Test func withoutASenderNothingIsTracked() {
    var broken = facts(.allEmail)
    broken.hasSender = false
    #expect(AcceptRules.decide(broken, Self.settings()).code == .invalidSender)
  }

  @Test(arguments: [
    // ignored, enhancement, sent copy, sender, to a queue, tracked
    (false, true, true, "systemuser", false, true), (true, true, true, "systemuser", false, false),
    (true, true, false, "systemuser", false, true), (true, false, false, "systemuser", false, false),
    (true, false, false, "systemuser", true, true), (true, true, true, "queue", false, true),
    (true, true, true, "contact", false, true),
  ])
  func internalMail(
    _ ignored: Bool, _ enhancement: Bool, _ sentCopy: Bool, _ sender: String, _ toQueue: Bool, _ tracked: Bool
  ) {
    var asked = facts(.allEmail, sender: [sender])
    asked.hasSentCopy = sentCopy
    if toQueue { asked.recipients = [RuleOwner(owner: queue, rule: .allEmail, address: "q@x")] }
    let settings = Self.settings {
      $0[Organization.ignoreinternalemail] = ignored
      $0[Organization.ls_ignoreinternalemaildetectionenhancement] = enhancement
    }
    let decision = AcceptRules.decide(asked, settings)
    #expect(decision.isTracked == tracked)
    if !tracked { #expect(decision.code == .internalEmailReject) }
  }
}

@Suite struct TrackingTokenTests {
  @Test func theDefaultHasFourAndSevenCharacters() {
    #expect(
      TrackingToken.make(prefix: "CRM:", user: 1, userDigits: 3, counter: 4, counterDigits: 3) == "CRM:0001004")
  }

  @Test func whatIsAppendedIsFound() {
    for counter in 0..<999 {
      let token = TrackingToken.make(
        prefix: "CRM:", user: counter % 7, userDigits: 3, counter: counter, counterDigits: 3)
      let subject = TrackingToken.append(token, to: "Re: 御見積 \(counter)")
      #expect(TrackingToken.find(prefix: "CRM:", in: subject).first == token)
    }
  }

  @Test func theSubjectIsCutSoThatBothFit() {
    let long = String(repeating: "x", count: 400)
    let subject = TrackingToken.append("CRM:0001004", to: long)
    #expect(subject.count == TrackingToken.maximumSubjectLength && subject.hasSuffix(" CRM:0001004"))
    #expect(TrackingToken.append(String(repeating: "9", count: 60), to: "short") == "short")
    #expect(TrackingToken.append("CRM:0001004", to: "Re: a CRM:0001004") == "Re: a CRM:0001004")
  }

  @Test func theLastTokenCountsFirstAndCaseDoesNot() {
    #expect(
      TrackingToken.find(prefix: "CRM:", in: "a crm:0001001 b CRM:0001002") == ["CRM:0001002", "CRM:0001001"])
    #expect(TrackingToken.find(prefix: "CRM:", in: "CRM: CRM:1 CRM:12").isEmpty)
    #expect(TrackingToken.find(prefix: "", in: "0001002").isEmpty)
  }
}

@Suite struct SmartMatchingTests {
  @Test(arguments: [
    ("RE: FW: Offer for you", ["offer", "for", "you"]), ("Out of office: Offer", ["out", "of", "office", "offer"]),
    ("AW : Angebot", ["angebot"]), ("", []), ("Re:", []), ("返信：見積", ["見積"]),
    // A mark belongs to the letter before it, and without one to nothing.
    ("RE: Cafe\u{301} 7", ["cafe\u{301}", "7"]), ("\u{301}Offer: you", ["offer", "you"]),
    ("RE: \u{301}Offer: you", ["offer", "you"]), ("Cafe\u{301}: offer", ["offer"]), ("हिन्दी - खबर", ["हिन्दी", "खबर"]),
  ])
  func prefixesAreRemoved(_ subject: String, _ words: [String]) {
    #expect(SmartMatching.words(of: subject, without: nil) == words)
  }

  @Test func subjectsAndAddressesMustAgree() {
    let settings = AcceptRulesTests.settings()
    let subject = SmartMatching.subjectHashes("RE: Offer 7", settings)
    let same = SmartMatching.subjectHashes("offer 7", settings)
    let two = SmartMatching.addressHashes(["a@x", "b@x"], maximum: 20)
    let one = SmartMatching.addressHashes(["a@x", "c@x"], maximum: 20)
    #expect(SmartMatching.matches(subject: subject, same, addresses: two, two, settings: settings))
    #expect(!SmartMatching.matches(subject: subject, same, addresses: two, one, settings: settings))
    let other = SmartMatching.subjectHashes("Offer 7 again", settings)
    #expect(!SmartMatching.matches(subject: subject, other, addresses: two, two, settings: settings))
    let loose = AcceptRulesTests.settings { $0[Organization.hashdeltasubjectcount] = 1 }
    #expect(SmartMatching.matches(subject: subject, other, addresses: two, two, settings: loose))
    #expect(!SmartMatching.matches(subject: [], [], addresses: two, two, settings: settings))
  }

  @Test func keysAreStable() {
    let settings = AcceptRulesTests.settings()
    #expect(SmartMatching.subjectKey("Offer 7", settings) == SmartMatching.subjectKey("re: 7 offer", settings))
    #expect(SmartMatching.subjectKey("re:", settings) == nil)
  }
}

@Suite struct ConversationIndexTests {
  @Test func theRootIsTheFirstTwentyTwoBytes() {
    let root = "AdkW8K3mQ2l0c2VsZldpdGhOb3RoaW5n"
    let answer = root + "AAAAAAE="
    #expect(ConversationIndex.rootHash(root.prefix(32).description) == ConversationIndex.rootHash(answer))
    #expect(ConversationIndex.root("short") == nil)
    #expect(ConversationIndex.root("not base64 !!") == nil)
  }
}

@Suite struct HealthTests {
  @Test(arguments: [
    (FailureKind.transient, MailboxHealth.Reaction.postpone),
    (.throttled(until: Instant(microseconds: 0)), .postpone), (.storage, .postpone), (.inDoubt, .postpone),
    (.credential, .closeGate), (.permission, .disable), (.configuration, .disable), (.conflict, .again),
  ])
  func theKindAloneDecides(_ kind: FailureKind, _ reaction: MailboxHealth.Reaction) {
    #expect(MailboxHealth.reaction(to: kind) == reaction)
  }

  @Test func anOutageIsTheServersAndADiskIsNot() {
    #expect(MailboxHealth.concernsServer(.transient))
    #expect(!MailboxHealth.concernsServer(.storage) && !MailboxHealth.concernsServer(.credential))
  }

  @Test func pausesGrowAndEnd() {
    #expect((1...8).map(Breaker.pause) == [30, 60, 120, 240, 480, 900, 900, 900])
    #expect(Breaker.pause(afterFailures: 1_000_000) == 900)
    let limits = DeploymentLimits()
    #expect(Polling.interval(emptyCycles: 0, minimumMinutes: 0, limits: limits) == limits.activeInterval)
    #expect(Polling.interval(emptyCycles: 99, minimumMinutes: 0, limits: limits) == limits.idleInterval)
    #expect(
      (0...4).map { Polling.interval(emptyCycles: $0, minimumMinutes: 0, limits: limits) } == [60, 120, 240, 300, 300])
    // An active mailbox goes from one bound to the other, an idle one between the other two.
    var wide = limits
    (wide.activeInterval, wide.activeMaximum, wide.idleMinimum, wide.idleInterval) = (10, 20, 600, 1800)
    #expect(
      (0...5).map { Polling.interval(emptyCycles: $0, minimumMinutes: 0, limits: wide) } == [
        10, 20, 600, 1200, 1800, 1800,
      ])
    #expect(Polling.interval(emptyCycles: 0, minimumMinutes: 30, limits: limits) == 1800)
  }

  @Test(arguments: [
    (ConnectionSecurity.none, "127.0.0.1", true, nil as MessageCode?), (.none, "localhost", true, nil),
    (.none, "::1", true, nil), (.none, "127.0.0.1.example.com", true, .plainTextForbidden),
    (.none, "mail.example.com", false, .plainTextForbidden), (.implicit, "mail.example.com", true, nil),
    (.startTLS, "mail.example.com", true, nil),
  ])
  func plainTextStaysOnThisMachine(
    _ security: ConnectionSecurity, _ host: String, _ credential: Bool, _ problem: MessageCode?
  ) {
    #expect(PlainTextRule().problem(security: security, host: host, sendsCredential: credential) == problem)
  }

  @Test func twoSwitchesAllowPlainText() {
    let half = PlainTextRule(allowsPlainText: true)
    #expect(half.problem(security: .none, host: "mail.example.com", sendsCredential: false) == nil)
    #expect(
      half.problem(security: .none, host: "mail.example.com", sendsCredential: true)
        == .plainTextCredentialsForbidden)
    let both = PlainTextRule(allowsPlainText: true, allowsCredentials: true)
    #expect(both.problem(security: .none, host: "mail.example.com", sendsCredential: true) == nil)
  }

  @Test func testResultsSurviveStorage() {
    var result = TestResult()
    result.steps = [
      .init(workload: .incoming, verdict: .success, milliseconds: 12, message: Message(.testListed, ["count": "3"])),
      .init(
        workload: .outgoing, verdict: .failure, milliseconds: 0,
        message: Message(.testMessageRefused, ["reply": "550 no\nway=", "mailbox": "a@x"])),
    ]
    #expect(TestResult(text: result.text) == result)
  }
}

@Suite struct CredentialGateTests {
  private static let access = ServerAccess(
    purpose: .incoming, kind: .pop3, host: "h", port: 1, security: .implicit, trustedCertificates: nil,
    username: "u", secret: Secret("s"), usesToken: false,
    credentialOwner: Reference("mailbox", GUID(high: 1, low: 1)), timeout: 1)

  private actor Server {
    private(set) var refusals = 0
    func signIn() throws(SyncFailure) -> Int {
      refusals += 1
      throw SyncFailure(.credential, .signInRefused)
    }
  }

  @Test func aServerSeesTwoRefusalsHoweverManyAsk() async {
    let gate = CredentialGate()
    let server = Server()
    let key = CredentialGate.Key(Self.access)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask {
          _ = try? await gate.run(key) { () async throws(SyncFailure) -> Int in try await server.signIn() }
        }
      }
    }
    #expect(await server.refusals == 2)
    await gate.reopen(Reference("mailbox", GUID(high: 1, low: 1)))
    _ = try? await gate.run(key) { () async throws(SyncFailure) -> Int in try await server.signIn() }
    #expect(await server.refusals == 4)
  }
}
