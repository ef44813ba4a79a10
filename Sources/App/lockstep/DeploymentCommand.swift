import ArgumentParser
import CRMModel
import LockstepServer

struct DeploymentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deployment",
    abstract: both("Properties of the deployment: limits, intervals, plain text.", "展開のプロパティ: 上限、間隔、平文接続。"),
    subcommands: [Get.self, Set.self, Script.self, History.self])

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
        """
        A running service obeys it after its next start; "default" takes the value back. Before the change everything \
        is backed up into the data folder.
        """,
        """
        実行中のサービスには次回の開始時に反映されます。default を指定すると既定値に戻ります。変更の前に、すべてのデータが \
        データ フォルダーにバックアップされます。
        """))
    @Argument(help: both("Name of the property.", "プロパティの名前。")) var name: String
    @Argument(help: both("Its new value: true, false or a number.", "新しい値: true、false または数値。")) var value: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let deployment = try DeploymentChange.open(common.folder, masterKeyFile: common.keyFile, .system)
      return DeploymentCommand.answer(changed: try await deployment.set(name, to: value), speech)
    }
  }

  /// The document's script, for those who follow the document. Seed S4.4
  struct Script: AnsweringCommand {
    static let configuration = CommandConfiguration(
      commandName: "sql",
      abstract: both(
        "Run the script that allows credentials over insecure channels, as documents print it.",
        "セキュリティで保護されていないチャンネルでの資格情報を許可するスクリプトを、ドキュメントの記載どおりに実行します。"),
      discussion: both(
        "Nothing else is run. The configuration and all organizations are backed up before.",
        "これ以外のスクリプトは実行されません。実行前に構成とすべての組織がバックアップされます。"))
    @Argument(help: both("File with the script; - reads standard input.", "スクリプトのファイル。- は標準入力から読み取ります。"))
    var file: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let deployment = try DeploymentChange.open(common.folder, masterKeyFile: common.keyFile, .system)
      let parameters = ["name": DeploymentProperty.insecureEntry]
      switch try await deployment.run(script: try Reading.text(file)) {
      case .changed(let setting): return DeploymentCommand.answer(changed: setting, speech)
      case .unchanged:
        var result = DeploymentCommand.answer([try await deployment.setting(DeploymentProperty.insecureEntry)], speech)
        result.lines.append(speech.say(.scriptUnchanged, parameters))
        return result
      case .rowMissing:
        return CommandResult(data: .array([]), lines: speech.sayWithRemedy(.scriptRowMissing, parameters))
      }
    }
  }

  struct History: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Who changed which property, the latest first.", "プロパティの変更履歴を新しい順に表示します。"))
    @Option(help: both("How many at most.", "最大件数。")) var limit = 100
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let deployment = try DeploymentChange.open(common.folder, .system)
      var result = CommandResult()
      var list: [JSONValue] = []
      for change in try await deployment.history(limit: limit) {
        let by =
          change[PropertyChange.isoutside] == true ? speech.say(.propertyChangedBySQL) : change[PropertyChange.by]
        result.lines.append(
          [
            change[PropertyChange.changedon]?.rfc3339 ?? "", change[PropertyChange.columnname] ?? "",
            "\(change[PropertyChange.before] ?? "-") -> \(change[PropertyChange.after] ?? "-")", by ?? "",
            change[PropertyChange.backup] ?? "",
          ].joined(separator: "\t"))
        list.append(
          .object([
            "name": JSONValue(change[PropertyChange.columnname]),
            "changedOn": JSONValue(change[PropertyChange.changedon]),
            "before": JSONValue(change[PropertyChange.before]), "after": JSONValue(change[PropertyChange.after]),
            "outside": .bool(change[PropertyChange.isoutside] == true), "by": JSONValue(change[PropertyChange.by]),
            "backup": JSONValue(change[PropertyChange.backup]),
          ]))
      }
      result.data = .array(list)
      if list.isEmpty { result.lines = [speech.say(.nothingFound)] }
      return result
    }
  }

  private static func answer(changed setting: DeploymentChange.Setting, _ speech: Speech) -> CommandResult {
    var result = answer([setting], speech)
    if let backup = setting.backup { result.lines.append(speech.say(.propertyBackup, ["path": backup])) }
    if !setting.secretsMeanwhile.isEmpty {
      result.lines += speech.sayWithRemedy(
        .secretsMeanwhile, ["names": setting.secretsMeanwhile.joined(separator: ", ")])
    }
    if setting.property.name == DeploymentProperty.insecureEntry, setting.value == true.value {
      result.lines += speech.sayWithRemedy(.insecureEntryOpen, ["name": setting.property.name])
    }
    guard case .array(let rows) = result.data, case .object(var row)? = rows.first else { return result }
    row["backup"] = JSONValue(setting.backup)
    row["secretsMeanwhile"] = .array(setting.secretsMeanwhile.map(JSONValue.text))
    result.data = .array([.object(row)])
    return result
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
