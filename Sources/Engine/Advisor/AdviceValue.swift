package import CRMModel

/// One thing a finding rests on, with its type: words are made of it when it is read.
package enum AdviceValue: Hashable, Sendable {
  case text(String)
  case number(Int)
  case label(Label)
  case list([String])
  case date(Instant)

  package func text(in language: Language) -> String {
    switch self {
    case .text(let text): text
    case .number(let number): String(number)
    case .label(let label): label.text(in: language)
    case .list(let texts): texts.joined(separator: language == .japanese ? "、" : ", ")
    case .date(let date): String(date.rfc3339.prefix(10))
    }
  }
}

extension AdviceValue: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self = .text(text) }
}
