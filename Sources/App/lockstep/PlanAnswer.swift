import Advisor
import CRMModel
import Foundation
import LockstepServer

/// Asks what there is, and says which set-up fits and what will not work. S0.2
struct PlanAnswer {
  let answers: [String]
  let isSARIF: Bool
  let speech: Speech

  func result() throws(SyncFailure) -> CommandResult {
    var plan = Plan()
    for text in answers {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let question = Plan.Question(rawValue: parts[0]) else {
        throw refusal("--answer", text, Plan.Question.allCases.map { $0.rawValue + "=" })
      }
      guard plan.answer(question, parts[1]) else { throw refusal("--answer", text, question.allowed) }
    }
    try ask(&plan)
    let findings = Advisor.advise(plan.snapshot(today: Surroundings.system.now()))
    var result = AdviceAnswer(findings: findings, speech: speech, isFixable: false).result(isSARIF: isSARIF)
    guard !isSARIF else { return result }
    if findings.isEmpty { result.lines = [speech.say(.planNothingWrong)] }
    result.lines = table(plan) + result.lines + [speech.say(.planNext, ["command": plan.command])]
    let advice = result.data
    result.data = .object([
      "answers": .object(
        Dictionary(uniqueKeysWithValues: plan.answers.map { ($0.key.rawValue, JSONValue.text($0.value)) })),
      "setUp": JSONValue(plan.setUp?.word), "command": .text(plan.command), "advice": advice,
    ])
    return result
  }

  /// Questions nobody answered yet go to standard error, answers come from standard input: a line each, an empty one for
  /// the first answer. What ends early leaves the rest at that.
  private func ask(_ plan: inout Plan) throws(SyncFailure) {
    for question in Plan.Question.allCases where plan.answers[question] == nil && plan.asks(question) {
      let allowed = question.allowed.joined(separator: " | ")
      FileHandle.standardError.write(Data((speech.say(question.code, ["allowed": allowed]) + "\n").utf8))
      guard let line = readLine() else { return }
      let text = line.filter { !$0.isWhitespace }
      guard !text.isEmpty else { continue }
      guard plan.answer(question, text) else { throw refusal(question.rawValue, text, question.allowed) }
    }
  }

  private func refusal(_ option: String, _ value: String, _ allowed: [String]) -> SyncFailure {
    SyncFailure(
      .configuration, .usageOption,
      ["option": option, "value": value, "allowed": allowed.joined(separator: ", ")])
  }

  private func table(_ plan: Plan) -> [String] {
    guard let setUp = plan.setUp else { return [speech.say(.planNoTable)] }
    let title = speech.say(.planTitle, ["table": setUp.letter, "title": speech.say(setUp.label)])
    let head = "\(speech.say(SetUpWords.setting))\t\(speech.say(SetUpWords.recommendation))"
    return [title, head]
      + SetUpLines.under(setUp.profileRows + setUp.mailboxRows, \.head, speech) { row in
        "\(speech.say(row.setting))\t\(speech.say(row.recommended))"
      }
  }
}

/// Rows of a table of the document, each group under its head.
enum SetUpLines {
  static func under<Row>(_ rows: [Row], _ head: KeyPath<Row, Label?>, _ speech: Speech, line: (Row) -> String)
    -> [String]
  {
    var lines: [String] = []
    var last: Label?
    for row in rows {
      let label = row[keyPath: head]
      if let label, label != last { lines.append(speech.say(label)) }
      last = label
      lines.append((label == nil ? "" : "  ") + line(row))
    }
    return lines
  }
}
