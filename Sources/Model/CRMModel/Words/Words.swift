/// A sentence and what to do about it, in both languages. `{name}` stands for a parameter.
package struct Words: Hashable, Sendable {
  package let english: String
  package let japanese: String
  package let englishRemedy: String
  package let japaneseRemedy: String

  init(_ english: String, _ japanese: String, _ englishRemedy: String, _ japaneseRemedy: String) {
    self.english = english
    self.japanese = japanese
    self.englishRemedy = englishRemedy
    self.japaneseRemedy = japaneseRemedy
  }
}

extension Message {
  /// What happened. The parameter `cause` is itself a code: its sentence stands for `{cause-text}`.
  package func text(in language: Language) -> String {
    fill(language == .japanese ? code.words.japanese : code.words.english, language)
      + (code.platformCode.map { " (\($0))" } ?? "")
  }

  /// What to do about it; empty where nothing is to be said.
  package func remedy(in language: Language) -> String {
    fill(language == .japanese ? code.words.japaneseRemedy : code.words.englishRemedy, language)
  }

  private func fill(_ template: String, _ language: Language) -> String {
    var text = ""
    var rest = Substring(template)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      text += rest[..<open]
      let name = String(rest[rest.index(after: open)..<close])
      if name == "cause-text", let cause = parameters["cause"].flatMap(MessageCode.init(rawValue:)), cause != code {
        text += Message(cause, parameters).text(in: language)
      } else {
        text += parameters[name] ?? ""
      }
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }
}
