package import CRMModel

/// What a finding is about.
package enum Place: Hashable, Sendable {
  case deployment
  case organization
  case profile(String)
  case mailbox(String)

  package var kind: String {
    switch self {
    case .deployment: "deployment"
    case .organization: "organization"
    case .profile: "profile"
    case .mailbox: "mailbox"
    }
  }

  package var name: String {
    switch self {
    case .deployment, .organization: ""
    case .profile(let name), .mailbox(let name): name
    }
  }
}

/// What would make a finding vanish, as cells to write.
package enum Fix: Hashable, Sendable {
  case profile(GUID, [String: Value])
  case mailbox(GUID, [String: Value])
  case organization([String: Value])
  /// Makes or completes the profile "Microsoft Exchange Online" and makes it the default.
  case builtInProfile
}

/// One thing a rule found: at one place, of one cause.
package struct Finding: Hashable, Sendable {
  package let rule: String
  package let force: Force
  /// A risk or a fact somebody should know; nothing deviates. B9
  package let isNotice: Bool
  package let statements: [String]
  package let units: [Int]
  package let sentence: Label?
  package let place: Place
  package let code: MessageCode
  package let evidence: [String: AdviceValue]
  package let fix: Fix?

  /// Names this finding among all: the rule and the place.
  package var id: String { place.name.isEmpty ? rule : rule + "@" + place.name }

  package func message(in language: Language) -> Message {
    Message(code, evidence.mapValues { $0.text(in: language) })
  }

  /// What to do, and for what section 6 of the document lists, what takes the E-mail Router's place. B17
  package func remedies(in language: Language) -> [String] {
    var remedies = [message(in: language).remedy(in: language)]
    if statements.contains(where: { $0.hasPrefix("S6.") }) {
      remedies.append(Message(.adviseInsteadOfRouter).text(in: language))
    }
    return remedies.filter { !$0.isEmpty }
  }
}
