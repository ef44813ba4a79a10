import ArgumentParser
import CRMModel
import Foundation
import LockstepServer
import SyncEngine

struct Sync: AnsweringCommand {
  static let configuration = CommandConfiguration(
    abstract: both("Synchronize now and say what was found.", "今すぐ同期し、結果を表示します。"),
    discussion: both(
      "If a service holds the data, it does the work and this command watches.",
      "サービスがデータを使用している場合、処理はサービスが行い、このコマンドは結果を待ちます。"))
  @Flag(help: both("Run each mailbox once, then end.", "各メールボックスを 1 回処理して終了します。")) var once = false
  @Option(help: both("Only this mailbox.", "このメールボックスだけを処理します。")) var mailbox: String?
  @OptionGroup var common: CommonOptions

  func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
    guard once else { throw SyncFailure(.configuration, .usageOnce) }
    let deployment = try await open(speech)
    let progress = Progress(isShown: !common.json)
    let outcome = try await JobDriver(deployment).sync(mailbox: mailbox, begin: progress.begin) { _, summary in
      progress.add(summary)
    }
    progress.end()
    return SyncAnswer(outcome: outcome, speech: speech).result
  }
}

/// The counts of a run as lines and as data.
struct SyncAnswer {
  let outcome: JobDriver.SyncOutcome
  let speech: Speech

  var result: CommandResult {
    let incoming = outcome.summary.incoming
    let outgoing = outcome.summary.outgoing
    var result = CommandResult()
    func count(_ code: MessageCode, _ number: Int, always: Bool = false) {
      guard number > 0 || always else { return }
      result.lines += speech.sayWithRemedy(code, ["count": String(number)])
    }
    count(.syncFound, incoming.found, always: true)
    count(.syncTracked, incoming.tracked, always: true)
    count(.syncLinked, incoming.linked)
    var skipped: [String: JSONValue] = [:]
    for (code, number) in incoming.skipped.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      result.lines.append(speech.say(.syncSkipped, ["reason": speech.say(code.label), "count": String(number)]))
      skipped["\(code)"] = .number(number)
    }
    count(.syncFailed, incoming.failed)
    count(.syncWaiting, outcome.waiting + outcome.pendingSend)
    count(.syncSent, outgoing.sent)
    count(.syncSendFailed, outgoing.failed)
    count(.syncInDoubt, outgoing.inDoubt)
    result.told = [
      (MessageCode.syncFailed, incoming.failed), (.syncSendFailed, outgoing.failed), (.syncInDoubt, outgoing.inDoubt),
    ]
    .filter { $0.1 > 0 }.map { Message($0.0, ["count": String($0.1)]) }
    result.problems = outcome.summary.failures.sorted { $0.key < $1.key }.map(\.value)
    let ran = outcome.summary.jobs - outcome.summary.obstacles.count
    if !outcome.wasWatched, outcome.summary.failures.isEmpty, ran <= 0 {
      result.problems += outcome.summary.obstacles.values.sorted { $0.code.rawValue < $1.code.rawValue }
      result.lines.append(speech.say(.syncNextMailbox))
    } else {
      let isGood = outcome.summary.failures.isEmpty && incoming.failed == 0 && outgoing.failed == 0
      result.lines.append(speech.say(isGood ? .syncNextExplain : .syncNextAlerts))
    }
    if !outcome.summary.failures.isEmpty || incoming.failed > 0 || outgoing.failed > 0 || outgoing.inDoubt > 0 {
      result.exit = .partly
    }
    result.data = .object([
      "found": .number(incoming.found), "tracked": .number(incoming.tracked), "linked": .number(incoming.linked),
      "notTracked": .object(skipped), "failed": .number(incoming.failed),
      "waiting": .number(outcome.waiting), "pendingSend": .number(outcome.pendingSend),
      "sent": .number(outgoing.sent), "sendFailed": .number(outgoing.failed), "inDoubt": .number(outgoing.inDoubt),
    ])
    return result
  }
}

/// A line that counts while a run goes on; only where a person looks at it.
final class Progress: @unchecked Sendable {
  private let lock = NSLock()
  private var jobs = 0
  private var expected = 0
  private var tracked = 0
  private let isShown: Bool

  init(isShown: Bool) { self.isShown = isShown && isatty(STDERR_FILENO) == 1 }

  /// Starts an empty bar for so many jobs.
  func begin(_ count: Int) {
    lock.lock()
    defer { lock.unlock() }
    jobs = 0
    expected = count
    show()
  }

  func add(_ summary: RunSummary) {
    lock.lock()
    defer { lock.unlock() }
    jobs += summary.jobs
    tracked += summary.incoming.tracked + summary.outgoing.sent
    show()
  }

  private func show() {
    guard isShown else { return }
    // A mailbox with much mail takes more than one job: the bar waits for it rather than promise an end.
    let done = min(jobs, expected)
    let bar = String(repeating: "#", count: 40 * done / max(1, expected))
      .padding(toLength: 40, withPad: ".", startingAt: 0)
    FileHandle.standardError.write(Data("\r[\(bar)] \(done)/\(expected), \(tracked)".utf8))
  }

  func end() {
    if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }
}
