import ArgumentParser
import CRMModel
import LockstepServer

struct DeploymentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deployment",
    abstract: both("Properties of the deployment: limits, intervals, plain text.", "展開のプロパティ: 上限、間隔、平文接続。"),
    subcommands: [Get.self, Set.self])

  struct Get: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Show one property, or all that have an effect.", "1 つのプロパティ、または有効なすべてのプロパティを表示します。"))
    @Argument(help: both("Name of the property.", "プロパティの名前。")) var name: String?
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let deployment = try DeploymentChange.open(common.folder, .system)
      if let name { return DeploymentCommand.answer([try await deployment.setting(name)], speech) }
      return DeploymentCommand.answer(try await deployment.settings(), speech)
    }
  }

  struct Set: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Change a property.", "プロパティを変更します。"),
      discussion: both(
        "A running service obeys it after its next start; \"default\" takes the value back.",
        "実行中のサービスには次回の開始時に反映されます。default を指定すると既定値に戻ります。"))
    @Argument(help: both("Name of the property.", "プロパティの名前。")) var name: String
    @Argument(help: both("Its new value: true, false or a number.", "新しい値: true、false または数値。")) var value: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let deployment = try DeploymentChange.open(common.folder, .system)
      return DeploymentCommand.answer([try await deployment.set(name, to: value)], speech)
    }
  }

  private static func answer(_ settings: [DeploymentChange.Setting], _ speech: Speech) -> CommandResult {
    var result = CommandResult()
    result.data = .array(
      settings.map { setting in
        .object([
          "name": .text(setting.property.name), "label": .text(speech.say(setting.property.label)),
          "value": json(setting.value, setting.property), "default": json(setting.defaultValue, setting.property),
        ])
      })
    result.lines = settings.map { setting in
      "\(setting.property.name)\t\(text(setting))\t\(speech.say(setting.property.label))"
    }
    return result
  }

  private static func json(_ value: Value, _ property: DeploymentProperty) -> JSONValue {
    guard case .integer(let number) = value else { return .null }
    if case .flag = property.kind { return .bool(number != 0) }
    return .number(Int(number))
  }

  private static func text(_ setting: DeploymentChange.Setting) -> String {
    guard case .integer(let number) = setting.value else { return "-" }
    if case .flag = setting.property.kind { return number != 0 ? "true" : "false" }
    return "\(number)"
  }
}
