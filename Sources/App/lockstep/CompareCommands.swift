import Advisor
import ArgumentParser
import CRMModel
import LockstepServer

/// `profile compare` and `mailbox compare`: the document's tables beside what is set.
enum CompareCommands {
  struct Profile: AnsweringCommand {
    static let configuration = CommandConfiguration(
      commandName: "compare",
      abstract: both("Hold a profile against the recommended set-up.", "プロファイルを推奨構成と比較します。"))
    @Argument(help: both("Name of the profile.", "プロファイルの名前。")) var name: String
    @Option(
      name: .customLong("with"),
      help: both(
        "Another table than the one that applies: A (online), B (one-credential) or C (individual).",
        "適用される表以外と比較する場合: A (online)、B (one-credential)、C (individual)。"))
    var table: String?
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      var other: RecommendedSetUp?
      if let table {
        other = RecommendedSetUp.allCases.first { $0.letter == table || $0.word == table }
        if other == nil {
          throw SyncFailure(
            .configuration, .usageOption, ["option": "--with", "value": table, "allowed": "A, B, C"])
        }
      }
      let deployment = try await open(speech)
      _ = try await Profiles(deployment).find(name)
      let snapshot = try await Advice(deployment).snapshot()
      guard let profile = snapshot.profiles.first(where: { $0.name == name }) else {
        throw SyncFailure(.gone, .profileUnknown, ["profile": name])
      }
      var result = CompareCommands.result(snapshot.compare(profile, with: other), name, speech)
      let deviating = snapshot.deviatingMailboxes(of: profile)
      if deviating > 0 { result.lines += speech.sayWithRemedy(.compareMailboxes, ["count": String(deviating)]) }
      if case .object(var data) = result.data {
        data["deviatingMailboxes"] = .number(deviating)
        result.data = .object(data)
      }
      return result
    }
  }

  struct Box: AnsweringCommand {
    static let configuration = CommandConfiguration(
      commandName: "compare",
      abstract: both("Hold a mailbox against the recommended set-up.", "メールボックスを推奨構成と比較します。"))
    @Argument(help: both("Address of the mailbox.", "メールボックスのアドレス。")) var address: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let deployment = try await open(speech)
      let row = try await Directory(deployment).mailbox(address)
      let snapshot = try await Advice(deployment).snapshot()
      let comparison = snapshot.mailboxes.first { $0.row.id == row.id }.flatMap { snapshot.compare($0) }
      return CompareCommands.result(comparison, address, speech)
    }
  }

  private static func result(_ comparison: Comparison?, _ name: String, _ speech: Speech) -> CommandResult {
    var result = CommandResult()
    guard let comparison else {
      result.lines = [speech.say(.compareNoTable, ["name": name])]
      result.data = .object(["name": .text(name), "table": .null, "rows": .array([])])
      return result
    }
    let setUp = comparison.setUp
    result.lines = [
      speech.say(.compareHead, ["profile": name, "table": setUp.letter, "title": speech.say(setUp.label)]),
      [SetUpWords.setting, SetUpWords.recommendation, SetUpWords.actual, SetUpWords.verdict].map { speech.say($0) }
        .joined(separator: "\t"),
    ]
    result.lines += SetUpLines.under(comparison.rows, \.head, speech) { row in
      [
        speech.say(row.setting), speech.say(row.recommended), speech.say(row.actual),
        row.verdict.text(in: speech.language),
      ].joined(separator: "\t")
    }
    result.data = .object([
      "name": .text(name), "table": .text(setUp.letter), "setUp": .text(setUp.word),
      "deviations": .number(comparison.deviations),
      "rows": .array(
        comparison.rows.map { row in
          .object([
            "id": .text(row.id), "head": JSONValue((row.head).map { speech.say($0) }),
            "setting": .text(speech.say(row.setting)), "recommended": .text(speech.say(row.recommended)),
            "actual": .text(speech.say(row.actual)), "verdict": .text(row.verdict.word),
          ])
        }),
    ])
    return result
  }
}
