import Advisor
import CRMModel
import Testing

/// Advice before anything exists. S0.2
@Suite struct PlanTests {
  private func made(_ answers: [Plan.Question: String]) -> Plan {
    var plan = Plan()
    for (question, text) in answers {
      let isAllowed = plan.answer(question, text)
      #expect(isAllowed, "\(question): \(text)")
    }
    return plan
  }

  private func findings(_ plan: Plan) -> [String] {
    AdvisorWorld.findings(plan.snapshot(today: AdvisorWorld.today))
  }

  struct Case: Sendable {
    let answers: [Plan.Question: String]
    let setUp: RecommendedSetUp?
    let findings: [String]

    init(_ answers: [Plan.Question: String], _ setUp: RecommendedSetUp?, _ findings: [String]) {
      self.answers = answers
      self.setUp = setUp
      self.findings = findings
    }
  }

  static let cases: [Case] = [
    Case([:], .individual, []),
    Case([.kind: "online", .server: "exchange-online", .tenant: "same"], .online, []),
    Case([.kind: "online", .server: "exchange-online"], .online, []),
    Case(
      [.kind: "online", .server: "exchange-online", .tenant: "other"], .online,
      ["online-other-profile", "online-other-tenant"]),
    Case([.server: "exchange-online"], .online, ["hybrid-exchange-online"]),
    Case([.kind: "online", .account: "one-credential"], .oneCredential, ["hybrid-exchange-server"]),
    Case([.account: "one-credential", .version: "2007"], .oneCredential, ["exchange-version"]),
    Case([.version: "2003"], .individual, ["exchange-version"]),
    Case([.version: "2010-sp1"], .individual, ["exchange-2010"]),
    Case([.version: "2016"], .individual, ["exchange-end-of-support"]),
    Case([.act: "both"], .individual, ["mixed-methods"]),
    Case([.server: "exchange-in-smtp-out"], .individual, ["mixture"]),
    Case([.server: "pop3-in-exchange-out"], .individual, ["mixture"]),
    Case([.server: "pop3-smtp", .campaigns: "yes"], nil, ["mass-mailing"]),
    Case([.server: "pop3-smtp", .host: "pop-mail.outlook.com"], nil, []),
    Case([.server: "pop3-smtp", .host: "pop-mail.outlook.com", .fips: "yes"], nil, ["fips-named-service"]),
    Case([.kind: "online", .server: "imap-smtp", .host: "imap-mail.outlook.com"], nil, ["fips-named-service"]),
  ]

  @Test(arguments: cases) func saysWhatFitsAndWhatWillNotWork(tried: Case) {
    let plan = made(tried.answers)
    #expect(plan.setUp == tried.setUp)
    #expect(findings(plan) == tried.findings)
    #expect(plan.command.hasPrefix("lockstep init "))
  }

  @Test func asksOnlyWhatMatters() {
    func asked(_ answers: [Plan.Question: String]) -> [Plan.Question] {
      let plan = made(answers)
      return Plan.Question.allCases.filter(plan.asks)
    }
    #expect(asked([.server: "pop3-smtp"]) == [.kind, .server, .campaigns, .fips, .host])
    #expect(asked([.kind: "online", .server: "exchange-online"]) == [.kind, .server, .tenant, .act, .campaigns])
    #expect(asked([:]) == [.kind, .server, .version, .account, .act, .campaigns])
    var plan = Plan()
    let accepted = plan.answer(.kind, "hosted")
    #expect(!accepted)
    for question in Plan.Question.allCases { #expect(Set(question.allowed).count == question.allowed.count) }
  }

  @Test func unknownTenantIsNeverFine() {
    let snapshot = made([.kind: "online", .server: "exchange-online"]).snapshot(today: AdvisorWorld.today)
    #expect(AdvisorWorld.notices(snapshot) == ["online-tenant-unknown"])
  }
}
