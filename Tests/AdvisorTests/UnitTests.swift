import Advisor
import CRMModel
import Foundation
import Testing

/// All 114 units of the document: each has the rule, command or test that answers it, or names the capability it waits
/// for.
@Suite struct UnitTests {
  static let count = 114

  /// What is not there yet.
  static let capabilities: Set<String> = [
    "Exchange connector", "appointments, contacts and tasks", "secure channels", "web pages",
  ]

  struct Row {
    let number: Int
    let text: String
    let answers: [(kind: String, name: String)]
  }

  private func rows() throws -> [Row] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Facts/units.tsv")
    let text = try String(contentsOf: file, encoding: .utf8)
    return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      try #require(cells.count == 4, "\(line)")
      let answers = cells[3].components(separatedBy: "; ").filter { !$0.isEmpty }.map { answer in
        let parts = answer.split(separator: ":", maxSplits: 1).map(String.init)
        return (kind: parts[0], name: parts.count == 2 ? parts[1] : "")
      }
      return Row(number: try #require(Int(cells[0])), text: cells[1], answers: answers)
    }
  }

  @Test func everyUnitIsAnswered() throws {
    let rows = try rows()
    #expect(rows.map(\.number) == Array(1...Self.count))
    let manual = try String(
      contentsOf: DocumentFile.repository.appendingPathComponent("packaging/lockstep.1"), encoding: .utf8)
    let tests = try sources(of: "Tests/AdvisorTests")
    let topics = try sources(of: "Sources/App/lockstep/Topics")
    let page = SupportedConfigurations.page(in: .japanese)
    var used: Set<String> = []
    for row in rows {
      #expect(!row.text.isEmpty && !row.answers.isEmpty, "unit \(row.number) has no answer")
      for (kind, name) in row.answers {
        switch kind {
        case "rule": #expect(Advisor.rule(name) != nil, "unit \(row.number): no rule \(name)")
        // The manual has exactly the commands there are: a test of the installation holds them against each other.
        case "command": #expect(manual.contains(name), "unit \(row.number): no command \(name)")
        case "test": #expect(tests.contains(" \(name)"), "unit \(row.number): no test \(name)")
        case "page": #expect(page.contains(name), "unit \(row.number): not on the page: \(name)")
        case "topic": #expect(topics.contains("\n    \"\(name)\","), "unit \(row.number): no topic \(name)")
        case "coming":
          #expect(Self.capabilities.contains(name), "unit \(row.number): \(name)")
          used.insert(name)
        default: #expect(kind == "none" && name == "page furniture", "unit \(row.number): \(kind):\(name)")
        }
      }
    }
    #expect(used == Self.capabilities, "capabilities nothing waits for")
  }

  /// The table and the rules name each other, both ways.
  @Test func rulesAndUnitsAgree() throws {
    var byRule: [String: Set<Int>] = [:]
    for row in try rows() {
      for (kind, name) in row.answers where kind == "rule" { byRule[name, default: []].insert(row.number) }
    }
    for rule in Advisor.rules { #expect(byRule[rule.id, default: []] == Set(rule.units), "\(rule.id)") }
  }

  @Test func everyStatementOfTheListsHasARule() {
    let stated = Set(Advisor.rules.flatMap(\.statements))
    let expected =
      (0...7).map { "S5.\($0)" } + [1, 2, 3, 4, 5, 6, 7, 8, 9].map { "S6.\($0)" }
      + (1...3).map { "S7.\($0)" } + (0...4).map { "S1.\($0)" } + (1...7).map { "S2.\($0)" }
      + (1...5).map { "S3.\($0)" }
    #expect(Set(expected).subtracting(stated).isEmpty, "statements without a rule")
  }

  private func sources(of folder: String) throws -> String {
    let url = DocumentFile.repository.appendingPathComponent(folder)
    return try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "swift" }.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
  }
}
