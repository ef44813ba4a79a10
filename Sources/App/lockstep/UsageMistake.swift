import CRMModel
import Foundation

/// A command line that could not be understood, as the argument parser says it, said again in our words.
struct UsageMistake {
  let message: Message
  /// How the command is used, as far as it was recognized.
  let usage: String

  /// Beginnings of the parser's sentences and what they stand for; what is in quotes is the parameter.
  private static let sentences: KeyValuePairs<String, MessageCode> = [
    "Missing expected argument": .usageMissing, "Missing one of": .usageMissing,
    "Unknown option": .usageUnknownOption, "Unexpected argument": .usageUnexpected,
    "Missing value for": .usageValueMissing, "The value": .usageValueInvalid,
    "The option": .usageValueUnwanted, "Value to be set with": .usageTwice,
  ]

  /// - Parameters:
  ///   - sentence: The parser's own words.
  ///   - full: The same with usage and help.
  init(sentence: String, full: String) {
    let first = sentence.split(separator: "\n").first.map(String.init) ?? sentence
    let quoted = first.split(separator: "'", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    let usage = full.split(separator: "\n").first { $0.hasPrefix("Usage: ") }.map { $0.dropFirst("Usage: ".count) }
    self.usage = usage.map(String.init) ?? ""
    // "lockstep email send --from <from> ...": the words before the first option or argument name the command.
    let command = self.usage.split(separator: " ").prefix { !"-<[".contains($0.first ?? "-") }.joined(separator: " ")
    var parameters = ["command": command.isEmpty ? "lockstep" : command, "text": first]
    let known = UsageMistake.sentences.first { first.hasPrefix($0.key) }?.value
    if let known, !quoted.isEmpty {
      parameters["argument"] = known == .usageUnexpected ? quoted.joined(separator: ", ") : quoted[0]
      if known == .usageValueInvalid, quoted.count > 1 {
        parameters["value"] = quoted[0]
        parameters["argument"] = quoted[1]
      }
      if known == .usageUnknownOption, quoted.count > 1 { parameters["suggestion"] = quoted[1] }
    }
    let isSuggestion = parameters["suggestion"] != nil
    message = Message(isSuggestion ? .usageMistyped : quoted.isEmpty ? .usageOther : known ?? .usageOther, parameters)
  }

  /// Says it where it belongs: as a document to programs, as sentences to people.
  func say(asJSON: Bool, in language: Language) {
    if asJSON {
      print(CommandResult(problems: [message], exit: .usage).json(in: language))
      return
    }
    var lines = [message.text(in: language)]
    if !usage.isEmpty { lines.append("  " + Message(.usageIs, ["usage": usage]).text(in: language)) }
    lines.append("  " + message.remedy(in: language))
    FileHandle.standardError.write(Data((lines.joined(separator: "\n").safeForTerminals + "\n").utf8))
  }
}
