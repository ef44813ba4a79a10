import ArgumentParser
import CRMModel
import Foundation
import LockstepServer

/// Options of every command.
struct CommonOptions: ParsableArguments {
  @Option(help: both("Folder of the deployment's data.", "展開のデータ フォルダー。"))
  var data = ProcessInfo.processInfo.environment["LOCKSTEP_DATA"] ?? "./lockstep-data"

  @Option(help: both("Name of the organization; may be left out where there is only one.", "組織の名前。1 つしかない場合は省略できます。"))
  var organization: String?

  @Option(
    name: .customLong("master-key-file"),
    help: both("File with the master key, if it is not in the data folder.", "マスター キーのファイル (データ フォルダーにない場合)。"))
  var masterKeyFile: String?

  @Flag(help: both("Print one JSON document.", "JSON ドキュメントを 1 つ出力します。"))
  var json = false

  @Option(help: both("Language of the answer: en or ja.", "応答の言語: en または ja。"))
  var language: String?

  var folder: DataFolder { DataFolder((data as NSString).expandingTildeInPath) }

  var keyFile: String? { masterKeyFile ?? ProcessInfo.processInfo.environment["LOCKSTEP_MASTER_KEY_FILE"] }

  /// What was asked for, else what the environment says; nil leaves it to the organization.
  var chosenLanguage: Language? { CommandLanguage.chosen(language) }

  func deployment() async throws(SyncFailure) -> Deployment {
    try await Deployment.open(folder, organization: organization, masterKeyFile: keyFile, .system)
  }
}

/// A command that answers with a `CommandResult`.
protocol AnsweringCommand: AsyncParsableCommand {
  var common: CommonOptions { get }
  func answer(_ words: Speech) async throws(SyncFailure) -> CommandResult
}

/// The language of an answer, which the organization may decide once it is open.
final class Speech {
  private(set) var language: Language
  private let isChosen: Bool

  init(_ chosen: Language?) {
    language = chosen ?? .english
    isChosen = chosen != nil
  }

  func listen(to organization: Record) {
    if !isChosen { language = organization[Organization.languagecode] == 1041 ? .japanese : .english }
  }

  func say(_ code: MessageCode, _ parameters: [String: String] = [:]) -> String {
    Message(code, parameters).text(in: language)
  }

  /// The sentence and, below it, what to do next.
  func sayWithRemedy(_ code: MessageCode, _ parameters: [String: String] = [:]) -> [String] {
    let message = Message(code, parameters)
    return [message.text(in: language), message.remedy(in: language)].filter { !$0.isEmpty }
  }

  func say(_ label: Label?) -> String { label?.text(in: language) ?? "" }
}

extension AnsweringCommand {
  func run() async throws { try await respond() }

  func respond() async throws {
    let speech = Speech(common.chosenLanguage)
    var result: CommandResult
    do throws(SyncFailure) {
      if let language = common.language, Language(rawValue: language) == nil {
        throw SyncFailure(
          .configuration, .usageOption, ["option": "--language", "value": language, "allowed": "en, ja"])
      }
      result = try await answer(speech)
    } catch {
      result = CommandResult(problems: [error.message], exit: ExitStatus(error))
    }
    try finish(result, speech)
  }

  /// Prints an answer and ends with its exit code.
  func finish(_ result: CommandResult, _ speech: Speech) throws {
    if common.json {
      print(result.json(in: speech.language))
    } else {
      for line in result.lines { print(line.safeForTerminals) }
      for problem in result.problems {
        let remedy = problem.remedy(in: speech.language)
        FileHandle.standardError.write(Data((problem.text(in: speech.language).safeForTerminals + "\n").utf8))
        if !remedy.isEmpty { FileHandle.standardError.write(Data(("  " + remedy + "\n").utf8)) }
      }
    }
    fflush(nil)
    if result.exit != .done { throw ExitCode(result.exit.rawValue) }
  }

  /// Opens the deployment and lets its organization choose the language if nobody else did.
  func open(_ speech: Speech) async throws(SyncFailure) -> Deployment {
    let deployment = try await common.deployment()
    speech.listen(to: deployment.organization)
    return deployment
  }
}

extension String {
  /// Without the control characters by which mail could take over a terminal, and without those that make text look
  /// like other text: overrides of direction (Unicode TR 9) and characters without width.
  var safeForTerminals: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.filter { scalar in
          switch scalar.value {
          case 0x09, 0x0A: true
          case 0..<0x20, 0x7F...0x9F, 0x200B, 0x200E...0x200F, 0x202A...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF: false
          default: true
          }
        }))
  }
}
