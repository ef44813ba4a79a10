package import CRMModel

/// One sentence of the document as a rule: what it answers to, and where it applies.
package struct Rule: Sendable {
  /// One reason for a finding.
  package struct Cause: Sendable {
    let place: Place
    let code: MessageCode?
    let evidence: [String: AdviceValue]
    let fix: Fix?

    init(
      _ place: Place, code: MessageCode? = nil, _ evidence: [String: AdviceValue] = [:], fix: Fix? = nil
    ) {
      self.place = place
      self.code = code
      self.evidence = evidence
      self.fix = fix
    }
  }

  package let id: String
  package let force: Force
  package let isNotice: Bool
  /// Of the list of statements the document was taken apart into.
  package let statements: [String]
  /// Numbers of the units of the document.
  package let units: [Int]
  /// The document's own words, and ours for them in English; nil for what it could not know.
  package let sentence: Label?
  package let code: MessageCode
  private let causes: @Sendable (Snapshot) -> [Cause]

  init(
    _ id: String, _ force: Force, isNotice: Bool = false, _ statements: [String], units: [Int] = [],
    _ sentence: Label? = nil, _ code: MessageCode, causes: @escaping @Sendable (Snapshot) -> [Cause]
  ) {
    self.id = id
    self.force = force
    self.isNotice = isNotice
    self.statements = statements
    self.units = units
    self.sentence = sentence
    self.code = code
    self.causes = causes
  }

  package func findings(in snapshot: Snapshot) -> [Finding] {
    causes(snapshot).map { cause in
      var evidence = cause.evidence
      switch cause.place {
      case .profile(let name): evidence["profile"] = .text(name)
      case .mailbox(let address): evidence["mailbox"] = .text(address)
      case .deployment, .organization: break
      }
      return Finding(
        rule: id, force: force, isNotice: isNotice, statements: statements, units: units, sentence: sentence,
        place: cause.place, code: cause.code ?? code, evidence: evidence, fix: cause.fix)
    }
  }
}

/// All rules, in the document's order, and what they find.
package enum Advisor {
  package static let rules: [Rule] =
    Rule.builtInProfile + Rule.tables + Rule.sharedAccounts + Rule.channels + Rule.exchangeOnline + Rule.unsupported
    + Rule.encryption + Rule.methods + Rule.knownIssues + Rule.datedFacts

  package static func rule(_ id: String) -> Rule? { rules.first { $0.id == id } }

  /// Findings and notices.
  package static func advise(_ snapshot: Snapshot) -> [Finding] { rules.flatMap { $0.findings(in: snapshot) } }
}
