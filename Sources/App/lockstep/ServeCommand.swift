import ArgumentParser
import CRMModel
import Foundation
import LockstepServer
import SyncEngine

/// The service: a supervisor that holds the data folder and a worker, in another process, that does the work.
struct Serve: AnsweringCommand {
  static let configuration = CommandConfiguration(
    abstract: both("Synchronize until stopped.", "停止されるまで同期します。"),
    discussion: both(
      """
      The work is done by a second process, which is started again when it dies. After \
      \(Supervision.deathsToSafeMode) deaths within \(Int(Supervision.span / 60)) minutes synchronization stays off \
      and an alert says so.
      """,
      """
      処理は別のプロセスで行われ、異常終了すると再開されます。\(Int(Supervision.span / 60)) 分以内に \
      \(Supervision.deathsToSafeMode) 回異常終了すると同期は停止し、アラートで通知されます。
      """))

  /// Given by the supervisor, which holds the lock of the folder.
  @Option(help: .hidden) var worker: Supervision.Mode?
  @OptionGroup var common: CommonOptions

  /// Seconds within which a stop is complete: the worker gives up what is under way a little before its supervisor
  /// would, and both before the 30 seconds are over that a stop may take.
  static let grace = 25.0
  static let supervisorGrace = 28.0
  /// For how long after a death every message is read in another process first, in seconds.
  static let carefulSpan = 3600

  func run() async throws {
    guard worker == nil else { return try await respond() }
    let code: Int32
    do throws(SyncFailure) {
      code = try await supervise()
    } catch {
      return try finish(
        CommandResult(problems: [error.message], exit: ExitStatus(error)), Speech(common.chosenLanguage))
    }
    if code != 0 { throw ExitCode(code) }
  }

  private func supervise() async throws(SyncFailure) -> Int32 {
    guard common.folder.exists else { throw common.folder.absence }
    guard let hold = try common.folder.lock() else {
      throw SyncFailure(.conflict, .folderBusy, ["path": common.folder.path])
    }
    let supervisor = Supervisor(hold: hold, .system) { mode in
      Array(CommandLine.arguments.dropFirst()) + ["--worker", mode.rawValue]
    }
    return await supervisor.run()
  }

  func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
    let deployment = try await open(speech)
    let output = ServiceOutput(STDOUT_FILENO, speech.language)
    if !common.json { output.write(speech.say(.serviceStarted, ["path": common.folder.path])) }
    try await Serve.work(deployment, worker ?? .normal, isChild: true)
    if !common.json { output.write(speech.say(.serviceStopped)) }
    return CommandResult()
  }

  /// Runs the engine until a signal asks for the end, or the process that started this one is gone.
  /// - Parameter ready: Called when the service can be asked to stop.
  static func work(
    _ deployment: Deployment, _ mode: Supervision.Mode, isChild: Bool = false, ready: () -> Void = {}
  ) async throws(SyncFailure) {
    let language: Language = deployment.organization[Organization.languagecode] == 1041 ? .japanese : .english
    let careful =
      mode == .careful ? deployment.surroundings.now().adding(seconds: Serve.carefulSpan) : nil
    let log = ServiceOutput(STDERR_FILENO, language)
    let engine = deployment.engine(carefulUntil: careful) { _, summary in
      for (mailbox, message) in summary.failures { log.write("\(mailbox): \(message.text(in: language))") }
    }
    try await deployment.renewLog()
    try await SafeMode(deployment).note(mode)
    let service = Task { () -> SyncFailure? in
      async let chores: Void = Housekeeping(deployment).repeatUntilCancelled()
      async let watch: Void = PropertyWatch(deployment).repeatUntilCancelled()
      async let owners: Void = ProfileWatch(deployment).repeatUntilCancelled()
      do throws(SyncFailure) {
        if mode != .safe { try await engine.serve() }
        await chores
        await watch
        await owners
        return nil
      } catch {
        return error
      }
    }
    let signals = StopSignals(watchingParent: isChild, grace: Serve.grace) {
      service.cancel()
    } late: {
      // Whatever was under way is written down step by step: it goes on where it was.
      let message = Message(.serviceStoppedLate).text(in: language)
      FileHandle.standardError.write(Data((message + "\n").utf8))
      Foundation.exit(ExitStatus.done.rawValue)
    }
    ready()
    let failure = await service.value
    signals.end()
    if let failure { throw failure }
  }
}

extension Supervision.Mode: ExpressibleByArgument {}

/// SIGTERM, SIGINT and, for a worker, the end of its supervisor ask for an orderly end; if it takes too long the process
/// ends anyway, which is safe at any time.
final class StopSignals: @unchecked Sendable {
  private let sources: [any DispatchSourceProtocol]
  /// Seconds between two looks at whether the parent still lives.
  private static let parentPause = 1

  /// - Parameters:
  ///   - grace: Seconds after which `late` is called instead of waiting any longer.
  init(
    watchingParent: Bool = false, grace: Double, _ stop: @escaping @Sendable () -> Void,
    late: @escaping @Sendable () -> Void
  ) {
    let end: @Sendable () -> Void = {
      stop()
      DispatchQueue.global().asyncAfter(deadline: .now() + grace, execute: late)
    }
    var sources: [any DispatchSourceProtocol] = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler(handler: end)
      return source
    }
    let parent = getppid()
    if watchingParent {
      let watch = DispatchSource.makeTimerSource(queue: .global())
      watch.schedule(deadline: .now(), repeating: .seconds(StopSignals.parentPause))
      watch.setEventHandler {
        guard getppid() != parent else { return }
        watch.cancel()
        end()
      }
      sources.append(watch)
    }
    for source in sources { source.resume() }
    self.sources = sources
  }

  func end() { for source in sources { source.cancel() } }
}
