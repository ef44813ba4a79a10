import Advisor
import CRMModel
import Foundation
import Testing

/// The page of supported configurations is made from the rules and nothing else.
@Suite struct PageTests {
  static let files: KeyValuePairs<Language, String> = [
    .english: "docs/supported-configurations.md", .japanese: "docs/ja/supported-configurations.md",
  ]

  /// LOCKSTEP_UPDATE=1 writes the files instead.
  @Test func thePagesAreWhatTheRulesSay() throws {
    for (language, path) in Self.files {
      let file = DocumentFile.repository.appendingPathComponent(path)
      let page = SupportedConfigurations.page(in: language)
      if ProcessInfo.processInfo.environment["LOCKSTEP_UPDATE"] == "1" {
        try page.write(to: file, atomically: true, encoding: .utf8)
      }
      let committed = try String(contentsOf: file, encoding: .utf8)
      #expect(committed == page, "\(path) differs from the rules: LOCKSTEP_UPDATE=1 swift test --filter PageTests")
    }
  }

  @Test(arguments: Language.allCases) func everyRuleIsOnIt(language: Language) {
    let page = SupportedConfigurations.page(in: language)
    for rule in Advisor.rules where !RuleTests.tableRules.contains(rule.id) {
      #expect(page.contains("`\(rule.id)`"), "\(rule.id)")
    }
    for setUp in RecommendedSetUp.allCases {
      for row in setUp.profileRows + setUp.mailboxRows {
        #expect(page.contains("| \(row.setting.text(in: language)) | \(row.recommended.text(in: language)) |"))
      }
    }
    #expect(!page.contains("{") && !page.contains("  -  "))
  }

  /// Hybrid deployments are a list within the list, as in the document.
  @Test func listsWithinListsStayNested() {
    let lines = SupportedConfigurations.page(in: .japanese).split(separator: "\n")
    let parents = lines.indices.filter { lines[$0] == "- ハイブリッド展開:" }
    #expect(parents.count == 1)
    let children = lines.filter {
      $0.hasPrefix("  - Exchange (設置型バージョン) と CRM Online")
        || $0.hasPrefix("  - Exchange Online と Microsoft Dynamics CRM (設置型)")
    }
    #expect(children.count == 2)
  }
}
