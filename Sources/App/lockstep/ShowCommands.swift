import ArgumentParser
import CRMModel
import LockstepServer
import SyncEngine

extension ProfileCommand {
  struct Show: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Show every column of a profile.", "プロファイルのすべての列を表示します。"))
    @Argument(help: both("Name of the profile.", "プロファイルの名前。")) var name: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let profile = try await Profiles(try await open(speech)).find(name)
      return CommandResult(profile, writable: Profiles.writable, speech)
    }
  }
}

extension MailboxCommand {
  struct Show: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both(
        "Show every column of a mailbox, or what holds for it in the end.",
        "メールボックスのすべての列、または最終的に適用される構成を表示します。"))
    @Argument(help: both("Address of the mailbox.", "メールボックスのアドレス。")) var address: String
    @Flag(
      help: both(
        "Each rule that holds for it, its value, and where the value comes from.",
        "適用される規則とその値、および値の設定元を表示します。"))
    var effective = false
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let deployment = try await open(speech)
      guard effective else {
        let mailbox = try await Directory(deployment).mailbox(address)
        return CommandResult(mailbox, writable: MailboxSettings.writable, speech)
      }
      let configuration = try await EffectiveConfiguration.read(address, deployment)
      var result = CommandResult()
      result.lines = configuration.rules.map { rule in
        "\(speech.say(rule.label))\t\(rule.value)\t\(speech.say(rule.source.label)) (\(rule.place))"
      }
      var runs: [String: JSONValue] = [:]
      for workload in [SyncJob.Workload.incoming, .outgoing] {
        let obstacle = configuration.obstacle(workload)
        runs["\(workload)"] = JSONValue(obstacle?.code.rawValue)
        if let obstacle {
          result.lines += ["\(speech.say(workload.label)): \(obstacle.text(in: speech.language))"]
        } else {
          result.lines.append("\(speech.say(workload.label)): \(speech.say(.workloadRuns))")
        }
      }
      result.data = .object([
        "rules": .array(
          configuration.rules.map { rule in
            .object([
              "rule": .text(rule.name), "label": .text(speech.say(rule.label)), "value": .text(rule.value),
              "source": .text(rule.source.rawValue), "place": .text(rule.place),
            ])
          }), "obstacles": .object(runs),
      ])
      return result
    }
  }
}

extension CommandResult {
  /// Every column of a row that may be read: its label, value, default, limit, and whether people write it.
  fileprivate init(_ row: Record, writable: [String], _ speech: Speech) {
    var list: [JSONValue] = []
    for column in row.table.columns where column.isReadable {
      let value = row[column.name]
      list.append(
        .object([
          "name": .text(column.name), "label": .text(speech.say(column.label)),
          "value": CommandResult.json(value, column), "default": CommandResult.json(column.defaultValue, column),
          "allowed": .text(column.allowed), "writable": .bool(writable.contains(column.name)),
        ]))
      if value != .null { lines.append("\(column.name)\t\(CommandResult.text(value, column, speech))") }
    }
    data = .array(list)
  }

  private static func json(_ value: Value, _ column: ColumnDefinition) -> JSONValue {
    switch value {
    case .null, .bytes: .null
    case .integer(let number):
      switch column.type {
      case .boolean: .bool(number != 0)
      case .dateTime: .text(Instant(microseconds: number).rfc3339)
      default: .number(Int(number))
      }
    case .text(let text): .text(text)
    case .guid(let id): .text("\(id)")
    case .reference(let reference): .text("\(reference.table)/\(reference.id)")
    }
  }

  private static func text(_ value: Value, _ column: ColumnDefinition, _ speech: Speech) -> String {
    if case .integer(let number) = value, let option = column.options.first(where: { $0.number == Int(number) }) {
      return "\(number) (\(speech.say(option.label)))"
    }
    switch json(value, column) {
    case .bool(let flag): return flag ? "true" : "false"
    case .number(let number): return "\(number)"
    case .text(let text): return text
    default: return "-"
    }
  }
}

extension ColumnDefinition {
  /// What values the column takes.
  fileprivate var allowed: String {
    switch type {
    case .boolean: "true, false"
    case .integer(let range): "\(range.lowerBound) - \(range.upperBound)"
    case .picklist, .state, .status: options.map { "\($0.number)" }.joined(separator: ", ")
    case .text(let maximum), .memo(let maximum), .emailAddress(let maximum): "<= \(maximum)"
    case .dateTime: "YYYY-MM-DDTHH:MM:SSZ"
    case .lookup(let tables): tables.joined(separator: ", ")
    default: ""
    }
  }
}
