import ArgumentParser
import CRMModel
import LockstepServer

/// `lockstep help`: a topic, or a command.
struct Help: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: both("Show help about a topic or a command.", "トピックまたはコマンドのヘルプを表示します。"),
    discussion: both("Topics: ", "トピック: ") + Topic.all.map(\.id).joined(separator: ", "))
  @Argument(help: both("A topic, or the words of a command.", "トピック、またはコマンドの名前。")) var words: [String] = []
  @OptionGroup var common: CommonOptions

  func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
    if words.isEmpty { return overview(speech) }
    if words.count == 1, let topic = Topic.named(words[0]) { return page(topic, speech) }
    var command: any ParsableCommand.Type = Lockstep.self
    for word in words {
      guard let next = command.configuration.subcommands.first(where: { $0._commandName == word }) else {
        throw SyncFailure(
          .gone, .topicUnknown,
          ["name": words.joined(separator: " "), "topics": Topic.all.map(\.id).joined(separator: ", ")])
      }
      command = next
    }
    let text = CommandLanguage.help(Lockstep.helpMessage(for: command))
    return CommandResult(
      data: .object(["command": .text(words.joined(separator: " ")), "text": .text(text)]), lines: [text])
  }

  private func overview(_ speech: Speech) -> CommandResult {
    let text = CommandLanguage.help(Lockstep.helpMessage())
    let topics = Topic.all.map { "  \($0.id.padding(to: Help.column))\(speech.say($0.title))" }
    return CommandResult(
      data: .object(["topics": .array(Topic.all.map { .text($0.id) }), "text": .text(text)]),
      lines: [text, speech.say(.helpTopics)] + topics)
  }

  private static let column = 28

  private func page(_ topic: Topic, _ speech: Speech) -> CommandResult {
    let text = topic.text(speech.language)
    let related = topic.related.compactMap(Topic.named)
    return CommandResult(
      data: .object([
        "topic": .text(topic.id), "title": .text(speech.say(topic.title)), "text": .text(text),
        "related": .array(topic.related.map(JSONValue.text)),
      ]),
      lines: [speech.say(topic.title), "", text, "", speech.say(.helpRelated)]
        + related.map { "  lockstep help \($0.id.padding(to: Help.column))\(speech.say($0.title))" })
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(1, width - count))
  }
}
