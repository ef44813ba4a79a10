import CRMModel
import Testing

@testable import SyncEngine

@Suite struct SubjectPatternTests {
  @Test(arguments: [
    (#"^[\s]*([\w]+\s?:[\s]*)+"#, "RE: FW: Offer 7", "offer 7"),
    (#"^[\s]*([\w]+\s?:[\s]*)+"#, "Out of office: Offer", "out of office: offer"),
    (#"^(re|fw|fwd|aw|wg)(\[\d+\])?:\s*"#, "RE[2]: Offer", "offer"),
    (#"\[ticket #\d{3,5}\]"#, "[Ticket #1234] Pump [ticket #12]", " pump [ticket #12]"),
    (#"\d{2,}"#, "a1b22c333", "a1bc"), ("a+?", "aab", "b"), ("(a|ab)(c|bcd)", "xabcdy", "xy"),
    ("(a|ab)(c|)", "abc", "bc"),
    (#"\bfor\b"#, "for fort for", " fort "),
    ("[A-C]", "abcd", "d"), ("[^a-z ]", "a-b c!", "ab c"), (#"[\W]"#, "a-b", "ab"), ("返信[：:]", "返信：見積", "見積"),
    ("x*", "axb", "ab"), ("$", "abc", "abc"), ("", "abc", "abc"), (#"(?:re|aw): (?i)"#, "AW: x", "x"),
    ("a{2", "a{2b", "b"),
    (#"\u0041b"#, "abc", "c"), ("a|", "ba", "b"), ("(){3}b", "abc", "ac"), ("a.c", "abc a\nc", " a\nc"),
  ])
  func cutsWhatItMatches(_ pattern: String, _ subject: String, _ left: String) throws {
    #expect(try SubjectPattern(pattern).removingMatches(from: subject) == left)
  }

  @Test(arguments: [
    ("(a", 2, SubjectPatternProblem.Reason.unbalanced), ("a)", 2, .unbalanced), ("[a", 2, .unbalanced),
    ("*a", 1, .nothingToRepeat), (#"(a)\1"#, 5, .notSupported), ("(?=a)", 3, .notSupported),
    (#"\p{L}"#, 2, .notSupported), ("[z-a]", 4, .malformed), ("a{5,2}", 6, .malformed), (#"a\"#, 2, .malformed),
    ("a{101}", 6, .tooLong),
  ])
  func refusesWhatItCannotRun(_ pattern: String, _ position: Int, _ reason: SubjectPatternProblem.Reason) {
    #expect(throws: SubjectPatternProblem(position: position, reason: reason)) { try SubjectPattern(pattern) }
  }

  @Test func patternsAreBounded() throws {
    #expect(throws: SubjectPatternProblem.self) { try SubjectPattern("(((a{100}){100}){100}){100}") }
    #expect(throws: SubjectPatternProblem.self) { try SubjectPattern("(){100}{100}{100}(a{100}){100}") }
    #expect(throws: SubjectPatternProblem.self) { try SubjectPattern(String(repeating: "(", count: 60)) }
    let most = SubjectPattern.maximumLength
    #expect(throws: SubjectPatternProblem.self) { try SubjectPattern(String(repeating: "a", count: most + 1)) }
    let longest = SubjectPattern.maximumInstructions
    _ = try SubjectPattern(String(repeating: "a", count: longest - 1))
    #expect(throws: SubjectPatternProblem.self) { try SubjectPattern(String(repeating: "a", count: longest + 1)) }
  }

  /// What makes a backtracking matcher stand still: the steps grow with the length, not with its power.
  @Test func nothingExplodes() throws {
    let pattern = try SubjectPattern("(a*)*(a*)*(a|a)*b")
    let subject = String(repeating: "a", count: SubjectPattern.maximumSubject)
    #expect(pattern.removingMatches(from: subject) == subject)
  }

  @Test func theOrganizationsPatternDecidesAboutMatching() {
    let own = AcceptRulesTests.settings { $0[Organization.hashfilterkeywords] = #"^\[ext\]\s*"# }
    let byDefault = AcceptRulesTests.settings()
    #expect(SmartMatching.subjectKey("[EXT] Offer 7", own) == SmartMatching.subjectKey("offer 7", own))
    #expect(SmartMatching.subjectKey("[EXT] Offer 7", byDefault) != SmartMatching.subjectKey("offer 7", byDefault))
    #expect(SmartMatching.subjectKey("re: Offer 7", own) != SmartMatching.subjectKey("offer 7", own))
    // A pattern that cannot be used counts as none: matching goes on as it does by default.
    let broken = AcceptRulesTests.settings { $0[Organization.hashfilterkeywords] = "(" }
    #expect(broken.subjectPattern == nil)
  }
}
