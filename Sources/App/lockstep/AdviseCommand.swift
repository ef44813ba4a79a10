import Advisor
import ArgumentParser
import CRMModel
import Foundation
import LockstepServer

struct Advise: AnsweringCommand {
  static let configuration = CommandConfiguration(
    abstract: both(
      "Say where the configuration leaves what the document recommends or supports.",
      "推奨事項やサポート範囲から外れている設定を表示します。"),
    discussion: both(
      """
      Ends with 0 if nothing was found, 3 if something is recommended against or not supported, 4 if something \
      required is missing or something denied by default is allowed. Notices do not count.
      --plan needs no data: it asks what CRM and servers there are and answers before anything exists.
      """,
      """
      終了コード: 検出事項なしは 0、推奨またはサポートされていない設定があれば 3、必要な条件を満たさないか既定では許可されない\
      設定があれば 4。お知らせは含まれません。
      --plan はデータを必要とせず、CRM とサーバーについて質問し、導入前に回答します。
      """))
  @Option(
    help: both("Apply the fix of this finding, or of all findings of this rule.", "この検出事項、またはこの規則のすべての検出事項を修正します。"))
  var fix: String?
  @Flag(help: both("Print SARIF 2.1.0.", "SARIF 2.1.0 形式で出力します。")) var sarif = false
  @Flag(help: both("Ask what there is and advise before anything exists.", "環境について質問し、導入前に助言します。")) var plan = false
  @Option(
    name: .customLong("answer"),
    help: both(
      "An answer for --plan as QUESTION=ANSWER; without it, it is asked for.", "--plan の回答 (質問=回答)。省略すると質問されます。"))
  var answers: [String] = []
  @OptionGroup var common: CommonOptions

  func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
    guard [plan, fix != nil].count(where: { $0 }) < 2, plan || answers.isEmpty else {
      throw SyncFailure(.configuration, .usageEither, ["options": "--plan, --fix"])
    }
    if plan { return try PlanAnswer(answers: answers, isSARIF: sarif, speech: speech).result() }
    let deployment = try await open(speech)
    let advice = Advice(deployment)
    if let fix { return FixAnswer(done: try await advice.fix(fix), speech: speech).result }
    return AdviceAnswer(findings: Advisor.advise(try await advice.snapshot()), speech: speech).result(isSARIF: sarif)
  }
}

/// Findings and notices as lines and as data.
struct AdviceAnswer {
  let findings: [Finding]
  let speech: Speech
  /// Whether the findings are about something that exists and can be fixed.
  var isFixable = true

  private var language: Language { speech.language }

  func result(isSARIF: Bool) -> CommandResult {
    var result = CommandResult()
    let deviations = findings.filter { !$0.isNotice }
    let notices = findings.filter(\.isNotice)
    result.exit =
      deviations.contains { $0.force.isBinding } ? .configuration : deviations.isEmpty ? .done : .partly
    result.data = .object([
      "findings": .array(deviations.map(json)), "notices": .array(notices.map(json)),
    ])
    if isSARIF {
      result.lines = [SARIF(findings: findings, language: language).text]
      return result
    }
    if deviations.isEmpty {
      result.lines = [speech.say(.adviseNothing)]
    } else {
      result.lines = [speech.say(.adviseFindings, ["count": String(deviations.count)])] + deviations.flatMap(lines)
    }
    if !notices.isEmpty {
      result.lines += [speech.say(.adviseNotices, ["count": String(notices.count)])] + notices.flatMap(lines)
    }
    result.told = deviations.map { $0.message(in: language) }
    return result
  }

  func lines(_ finding: Finding) -> [String] {
    var lines = [
      "[\(speech.say(finding.force.label))] \(finding.id): \(finding.message(in: language).text(in: language))"
    ]
    if let sentence = finding.sentence {
      lines.append("  " + speech.say(.adviseSentence, ["sentence": AdviceAnswer.oneLine(speech.say(sentence))]))
    }
    lines += finding.remedies(in: language).map { "  " + $0 }
    if isFixable, finding.fix != nil { lines.append("  " + speech.say(.adviseFixWith, ["id": "'\(finding.id)'"])) }
    return lines
  }

  private func json(_ finding: Finding) -> JSONValue {
    let evidence = finding.evidence.mapValues { value -> JSONValue in
      switch value {
      case .number(let number): .number(number)
      case .list(let texts): .array(texts.map(JSONValue.text))
      case .text, .label, .date: .text(value.text(in: language))
      }
    }
    return .object([
      "id": .text(finding.id), "rule": .text(finding.rule), "force": .text(finding.force.rawValue),
      "statements": .array(finding.statements.map(JSONValue.text)),
      "units": .array(finding.units.map(JSONValue.number)),
      "place": .object(["kind": .text(finding.place.kind), "name": .text(finding.place.name)]),
      "what": .text(finding.message(in: language).text(in: language)),
      "document": JSONValue((finding.sentence?.text(in: language)).map(AdviceAnswer.oneLine)),
      "remedies": .array(finding.remedies(in: language).map(JSONValue.text)), "evidence": .object(evidence),
      "fixable": .bool(isFixable && finding.fix != nil),
    ])
  }

  /// The document's lists stand on lines of their own.
  static func oneLine(_ sentence: String) -> String { sentence.split(separator: "\n").joined(separator: " ") }
}

/// What was fixed.
struct FixAnswer {
  let done: [Advice.Fixed]
  let speech: Speech

  var result: CommandResult {
    var result = CommandResult()
    result.lines = done.map { speech.say(.adviseFixed, ["id": $0.finding.id]) }
    result.problems = done.compactMap(\.erased).map { Message(.adviseFixErased, ["profile": $0]) }
    result.data = .object([
      "fixed": .array(done.map { .text($0.finding.id) }),
      "erased": .array(done.compactMap(\.erased).map(JSONValue.text)),
    ])
    return result
  }
}
