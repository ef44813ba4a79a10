import ArgumentParser
import CRMModel
import Foundation
import LockstepServer
import SyncEngine

struct DemoCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: both("See the main job done with built-in mail servers.", "組み込みのメール サーバーで主な処理を体験します。"),
    discussion: both("Everything stays on this machine, in a folder of its own.", "すべてこのコンピューター上の専用フォルダーで行われます。"))
  @Flag(help: both("Keep the servers and the synchronization running afterwards.", "終了後もサーバーと同期を動作させ続けます。")) var stay =
    false
  @Option(help: both("Another number makes other messages.", "別の数値を指定すると別のメッセージになります。")) var seed: UInt64 = 2015
  @OptionGroup var common: CommonOptions

  func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
    let environment = ProcessInfo.processInfo.environment
    let isOwnFolder = environment["LOCKSTEP_DATA"] == nil && common.data == "./lockstep-data"
    let folder = DataFolder(
      isOwnFolder ? FileManager.default.temporaryDirectory.path + "/lockstep-demo-\(getpid())" : common.folder.path)
    guard !folder.exists else {
      throw SyncFailure(.configuration, .demoFailed, ["reason": folder.path])
    }
    let demo: Demo
    do {
      demo = try await Demo.start(folder, language: speech.language, seed: seed)
    } catch {
      if let failure = error as? SyncFailure { throw failure }
      throw SyncFailure(.configuration, .demoFailed, ["reason": "\(error)"])
    }
    let started = Date.timeIntervalSinceReferenceDate
    var result = try await run(demo, folder, speech)
    if !common.json {
      for line in result.lines { print(line) }
      result.lines = []
    }
    if stay { try await keepRunning(folder, speech) }
    await demo.stop()
    if case .object(var data) = result.data {
      data["seconds"] = .number(Int(Date.timeIntervalSinceReferenceDate - started))
      result.data = .object(data)
    }
    return result
  }

  private func run(_ demo: Demo, _ folder: DataFolder, _ speech: Speech) async throws(SyncFailure) -> CommandResult {
    let progress = Progress(isShown: !common.json)
    func say(_ code: MessageCode, _ parameters: [String: String] = [:]) {
      if !common.json { print(speech.say(code, parameters)) }
      fflush(nil)
    }
    say(.demoTitle)
    say(
      .demoServers,
      ["pop3": String(demo.ports.pop3), "smtp": String(demo.ports.smtp), "count": String(Demo.messageCount)])
    try await demo.configure()
    say(.demoTesting, ["count": String(demo.mailboxCount)])
    if let failure = try await demo.testMailboxes() {
      return CommandResult(problems: [failure], exit: .failed)
    }
    say(.demoSyncing)
    let first = try await demo.synchronize(begin: progress.begin) { _, summary in progress.add(summary) }
    progress.end()
    var result = SyncAnswer(outcome: first, speech: speech).result
    // The broken messages are part of the demo: their failure is the right answer.
    result.told = []
    result.exit = .done
    result.lines.removeLast()
    if !common.json { for line in result.lines { print("  " + line) } }
    say(.demoSending, ["count": String(demo.outgoingCount)])
    let talk = try await demo.converse(begin: progress.begin) { _, summary in progress.add(summary) }
    progress.end()
    say(.demoAnswers, ["count": String(talk.correlated), "total": String(demo.outgoingCount)])
    result.lines = []
    say(.demoExamples)
    for item in try await demo.examples() {
      let reason = speech.say(item[SyncItem.decisioncode]?.label)
      result.lines.append("  \(item[SyncItem.messageid] ?? "")  \(item[SyncItem.subject] ?? "")\n      → \(reason)")
    }
    let name = "--data \(folder.path)"
    let program = CommandLine.arguments.first ?? "lockstep"
    let example = try await demo.examples().first?[SyncItem.messageid] ?? "MESSAGE-ID"
    result.lines.append(
      speech.say(
        .demoNext,
        [
          "commands":
            ["email list", "explain '\(example)'", "items", "alerts"].map { "\n  \(program) \($0) \(name)" }.joined()
        ]))
    if talk.sent.summary.outgoing.sent < demo.outgoingCount || talk.correlated < demo.outgoingCount {
      result.exit = .failed
      result.problems.append(
        Message(
          .demoFailed,
          ["reason": "\(talk.sent.summary.outgoing.sent) / \(talk.correlated) / \(demo.outgoingCount)"]))
    }
    result.data = .object([
      "folder": .text(folder.path), "found": .number(first.summary.incoming.found),
      "tracked": .number(first.summary.incoming.tracked), "failed": .number(first.summary.incoming.failed),
      "sent": .number(talk.sent.summary.outgoing.sent), "correlated": .number(talk.correlated),
    ])
    return result
  }

  private func keepRunning(_ folder: DataFolder, _ speech: Speech) async throws(SyncFailure) {
    let deployment = try await Deployment.open(folder, organization: nil, masterKeyFile: nil, .system)
    try await Serve.work(deployment, .normal) {
      print(speech.say(.demoStays))
      fflush(nil)
    }
  }
}
