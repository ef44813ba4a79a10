import ArgumentParser
import CRMModel
import LockstepServer

struct OrganizationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "organization",
    abstract: both("Settings of the organization that synchronization obeys.", "同期が従う組織の設定。"),
    subcommands: [Get.self, Set.self, OrganizationKindCommand.self])

  struct Get: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Show one setting, or all of them.", "1 つまたはすべての設定を表示します。"))
    @Argument(help: both("Name of the setting.", "設定の名前。")) var name: String?
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let organization = OrganizationChange(try await open(speech))
      if let name { return OrganizationCommand.answer([try await organization.setting(name)], speech) }
      return OrganizationCommand.answer(try await organization.settings(), speech)
    }
  }

  struct Set: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Change a setting.", "設定を変更します。"),
      discussion: both(
        "Values are true or false, a number, or a text; \"default\" is what a new organization has.",
        "値は true または false、数値、またはテキストです。default は新しい組織の値を表します。"))
    @Argument(help: both("Name of the setting.", "設定の名前。")) var name: String
    @Argument(help: both("Its new value.", "新しい値。")) var value: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let organization = OrganizationChange(try await open(speech))
      let setting = try await organization.set(name, to: value)
      var result = OrganizationCommand.answer([setting], speech)
      if !setting.hasEffect { result.problems.append(Message(.settingIsKept, ["name": setting.column.name])) }
      return result
    }
  }

  private static func answer(_ settings: [OrganizationChange.Setting], _ speech: Speech) -> CommandResult {
    var result = CommandResult()
    result.data = .array(
      settings.map { setting in
        .object([
          "name": .text(setting.column.name), "label": .text(speech.say(setting.column.label)),
          "value": json(setting.value, setting.column), "default": json(setting.column.defaultValue, setting.column),
          "effect": .bool(setting.hasEffect),
        ])
      })
    result.lines = settings.map { setting in
      "\(setting.column.name)\t\(text(setting.value, setting.column, speech))\t\(speech.say(setting.column.label))"
        + (setting.hasEffect ? "" : "\t" + speech.say(.settingIsKept, ["name": setting.column.name]))
    }
    return result
  }

  private static func json(_ value: Value, _ column: ColumnDefinition) -> JSONValue {
    switch value {
    case .text(let text): .text(text)
    case .integer(let number): column.type == .boolean ? .bool(number != 0) : .number(Int(number))
    default: .null
    }
  }

  private static func text(_ value: Value, _ column: ColumnDefinition, _ speech: Speech) -> String {
    switch value {
    case .text(let text): text
    case .integer(let number) where column.type == .boolean: number != 0 ? "true" : "false"
    case .integer(let number):
      column.options.first { $0.number == Int(number) }.map { "\(number) (\(speech.say($0.label)))" } ?? "\(number)"
    default: "-"
    }
  }
}
