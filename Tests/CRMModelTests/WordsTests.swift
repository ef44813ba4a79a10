import CRMModel
import Testing

/// Labels and messages: both languages, the same parameters.
@Suite struct WordsTests {
  /// Names of products and protocols that Japanese writes the same way.
  private static let sameInBoth: Set<String> = []

  private func check(_ label: Label, _ place: String) {
    #expect(!label.english.isEmpty && !label.japanese.isEmpty, "\(place) has no label")
    #expect(label.english != label.japanese || WordsTests.sameInBoth.contains(label.english), "label of \(place)")
  }

  @Test func labelsAreInBothLanguages() {
    for table in Schema.all {
      check(table.label, table.name)
      for column in table.columns {
        check(column.label, "\(table.name).\(column.name)")
        for option in column.options { check(option.label, "\(table.name).\(column.name)=\(option.number)") }
      }
    }
    for code in DecisionCode.allCases { check(code.label, "decision \(code)") }
    #expect(Label("a", "b").text(in: .english) == "a")
    #expect(Label("a", "b").text(in: .japanese) == "b")
  }

  private func placeholders(_ text: String) -> [String] {
    var names: [String] = []
    for part in text.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
      guard let end = part.firstIndex(of: "}") else {
        Issue.record("an open brace in: \(text)")
        continue
      }
      names.append(String(part[..<end]))
    }
    return names.sorted()
  }

  @Test(arguments: MessageCode.allCases) func messageIsComplete(code: MessageCode) {
    let words = code.words
    // A code without words says only its own name.
    #expect(words.english != code.rawValue, "no words")
    #expect(!words.english.isEmpty && !words.japanese.isEmpty)
    // A message that is nothing but what it is about may look the same in both languages.
    let isBare = words.english.split(separator: "{").allSatisfy { $0.last == "}" || !$0.contains(where: \.isLetter) }
    if !isBare { #expect(words.english != words.japanese) }
    #expect(Set(placeholders(words.english)) == Set(placeholders(words.japanese)))
    #expect(words.englishRemedy.isEmpty == words.japaneseRemedy.isEmpty)
    #expect(Set(placeholders(words.englishRemedy)) == Set(placeholders(words.japaneseRemedy)))
    if !words.englishRemedy.isEmpty { #expect(words.englishRemedy != words.japaneseRemedy) }
  }

  @Test func parametersAreFilledIn() {
    let message = Message(.storeFailed, ["path": "/a {reason}", "reason": "full"])
    #expect(message.text(in: .english).contains("/a {reason}"))
    #expect(message.text(in: .english).hasSuffix("full"))
    #expect(message.text(in: .japanese).hasSuffix("full"))
    // What is not given is left out, not shown as a brace.
    for code in MessageCode.allCases {
      #expect(!Message(code).text(in: .english).contains("{"))
      #expect(!Message(code).remedy(in: .japanese).contains("{"))
    }
  }

  @Test func causeIsSpelledOut() {
    let codes = MessageCode.allCases.filter { $0.words.english.contains("{cause-text}") }
    #expect(!codes.isEmpty)
    for code in codes {
      let parameters = ["cause": MessageCode.storeFailed.rawValue, "path": "P", "reason": "R"]
      for language in Language.allCases {
        let cause = Message(.storeFailed, parameters).text(in: language)
        #expect(Message(code, parameters).text(in: language).contains(cause))
      }
      // A message that names itself as its cause must not recur for ever.
      let circular = Message(code, ["cause": code.rawValue]).text(in: .english)
      #expect(!circular.contains("{"))
      #expect(!Message(code, ["cause": "no-such-code"]).text(in: .english).contains("{"))
    }
    // Two messages that name each other's kind of cause end as well: a cause has no cause of its own.
    if codes.count > 1 {
      _ = Message(codes[0], ["cause": codes[1].rawValue]).text(in: .english)
    }
  }
}
