import ArgumentParser
import CRMModel
import Foundation

/// In which language the command line speaks before a command is understood: help and mistakes of usage are said by the
/// arguments as they stand and by the environment.
enum CommandLanguage {
  static let atStart: Language? = chosen(named(in: CommandLine.arguments))

  /// What was asked for, else what the environment says; nil leaves it to the organization.
  static func chosen(_ name: String?) -> Language? {
    if let name { return Language(rawValue: name) }
    let environment = ProcessInfo.processInfo.environment
    for variable in ["LC_ALL", "LANG"] {
      guard let value = environment[variable], !value.isEmpty, value != "C", value != "POSIX", !value.hasPrefix("C.")
      else { continue }
      return value.hasPrefix("ja") ? .japanese : .english
    }
    return nil
  }

  private static func named(in arguments: [String]) -> String? {
    if let place = arguments.lastIndex(of: "--language"), place + 1 < arguments.count { return arguments[place + 1] }
    let prefix = "--language="
    return arguments.last { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }

  // MARK: - Help

  /// The parts of a help text that are not ours, in the order in which they are replaced.
  private static let headings: KeyValuePairs<String, String> = [
    "OVERVIEW: ": "概要: ", "USAGE: ": "使用法: ", "ARGUMENTS:": "引数:", "OPTIONS:": "オプション:",
    "SUBCOMMANDS:": "サブコマンド:", "Show help information.": "ヘルプを表示します。",
    "Show the version.": "バージョンを表示します。", "(default: ": "(既定値: ",
    " for detailed help.": " で詳細を表示します。", "  See '": "  「", "' で詳細": "」で詳細",
    "<subcommand>": "<サブコマンド>", "<options>": "<オプション>",
  ]

  static func help(_ text: String) -> String {
    guard atStart == .japanese else { return text }
    return headings.reduce(text) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
  }
}

/// Words of help, in the language of the command line.
func both(_ english: String, _ japanese: String) -> String {
  CommandLanguage.atStart == .japanese ? japanese : english
}

func both(_ english: String, _ japanese: String) -> ArgumentHelp {
  ArgumentHelp(CommandLanguage.atStart == .japanese ? japanese : english)
}
