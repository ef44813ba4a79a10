import Advisor
import ArgumentParser
import CRMModel

/// Findings in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS), for tools that gather results.
struct SARIF {
  let findings: [Finding]
  let language: Language

  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  var text: String { document.text }

  private var document: JSONValue {
    let used = Set(findings.map(\.rule))
    let rules = Advisor.rules.filter { used.contains($0.id) }
    return .object([
      "$schema": .text(SARIF.schema), "version": .text("2.1.0"),
      "runs": .array([
        .object([
          "tool": .object([
            "driver": .object([
              "name": .text("lockstep"), "version": .text(Lockstep.configuration.version),
              "rules": .array(rules.map(descriptor)),
            ])
          ]),
          "language": .text(language.rawValue), "results": .array(findings.map(result)),
        ])
      ]),
    ])
  }

  private func descriptor(_ rule: Rule) -> JSONValue {
    let sentence = rule.sentence?.text(in: language) ?? rule.force.label.text(in: language)
    return .object([
      "id": .text(rule.id), "shortDescription": .object(["text": .text(AdviceAnswer.oneLine(sentence))]),
      "properties": .object([
        "force": .text(rule.force.rawValue), "statements": .array(rule.statements.map(JSONValue.text)),
      ]),
    ])
  }

  private func result(_ finding: Finding) -> JSONValue {
    let level = finding.isNotice ? "note" : finding.force.isBinding ? "error" : "warning"
    let message = finding.message(in: language)
    let text = ([message.text(in: language)] + finding.remedies(in: language)).joined(separator: " ")
    return .object([
      "ruleId": .text(finding.rule), "level": .text(level), "message": .object(["text": .text(text)]),
      "locations": .array([
        .object([
          "logicalLocations": .array([
            .object([
              "fullyQualifiedName": .text(
                [finding.place.kind, finding.place.name].filter { !$0.isEmpty }.joined(separator: "/")),
              "kind": .text(finding.place.kind),
            ])
          ])
        ])
      ]),
      "partialFingerprints": .object(["finding": .text(finding.id)]),
    ])
  }
}
