import ArgumentParser
import CRMModel
import LockstepServer

struct OrganizationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "organization", abstract: "Settings of the organization that synchronization obeys.",
    subcommands: [Get.self, Set.self])

  struct Get: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: "Show one setting, or all of them.")
    @Argument(help: "Name of the setting.") var name: String?
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let organization = OrganizationChange(try await open(speech))
      if let name { return OrganizationCommand.answer([try await organization.setting(name)], speech) }
      return OrganizationCommand.answer(try await organization.settings(), speech)
    }
  }

  struct Set: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: "Change a setting.",
      discussion: "Values are true or false, a number, or a text; \"default\" is what a new organization has.")
    @Argument(help: "Name of the setting.") var name: String
    @Argument(help: "Its new value.") var value: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let organization = OrganizationChange(try await open(speech))
      return OrganizationCommand.answer([try await organization.set(name, to: value)], speech)
    }
  }

  private static func answer(_ settings: [OrganizationChange.Setting], _ speech: Speech) -> CommandResult {
    var result = CommandResult()
    result.data = .array(
      settings.map { setting in
        .object([
          "name": .text(setting.column.name), "label": .text(speech.say(setting.column.label)),
          "value": json(setting.value, setting.column), "default": json(setting.column.defaultValue, setting.column),
        ])
      })
    result.lines = settings.map { setting in
      "\(setting.column.name)\t\(text(setting.value, setting.column, speech))\t\(speech.say(setting.column.label))"
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
