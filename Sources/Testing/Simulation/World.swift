import CRMModel
import MailGeneration
import SQLStore

/// Everything outside the node under test, and what is true about it. Used by the thread of its scheduler.
final class World: @unchecked Sendable {
  let plan: Plan
  let scheduler: Scheduler
  let disk: Disk
  let template: Template
  private var random: SeededRandom
  private var ids: SeededRandom
  /// The record store of the process that has the data folder.
  var core: SQLiteCore?
  /// Whether faults still strike.
  var isFaulty = true
  /// Whether processes that end are started again.
  var isOver = false
  var trace: Trace
  var truth = Truth()
  var problems: [String] = []
  let maildrops: MaildropServer
  let submission: SubmissionServer
  private(set) var crashes = 0
  var nodes: [Node] = []
  /// The process that has the data folder.
  var node: Node?
  /// When processes to come end: the calls until then.
  var deathsToCome: [(calls: Int, loss: Disk.Loss)] = []
  /// What strikes the process that next allows the last bytes of a message to leave: the moment that doubt is made of.
  private var pausesAtDot: [(seconds: Int, struck: UnsafeContinuation<Node?, Never>)] = []
  var deathsAtDot: [(calls: Int, loss: Disk.Loss)] = []
  /// The unit of work whose commit was answered last.
  var lastCommitted: GUID?
  private var awayUntil = (pop3: 0.0, smtp: 0.0)
  var struck: [Fault: Int] = [:]

  init(_ plan: Plan, _ disk: Disk, _ template: Template, keepsLines: Bool) {
    self.plan = plan
    self.disk = disk
    self.template = template
    scheduler = Scheduler(seed: plan.seed &+ 11)
    random = SeededRandom(seed: plan.seed &+ 22)
    ids = SeededRandom(seed: plan.seed &+ 33)
    trace = Trace(keepsLines: keepsLines)
    maildrops = MaildropServer(mailboxes: template.mailboxes.count)
    submission = SubmissionServer()
    disk.reset(seed: plan.seed &+ 44, database: template.image)
    maildrops.world = self
    submission.world = self
  }

  func number(below limit: Int) -> Int { random.number(below: limit) }

  func newID() -> GUID {
    GUID(milliseconds: UInt64(max(0, scheduler.now.microseconds / 1000)), random: (ids.next(), ids.next()))
  }

  func randomNumber() -> UInt64 { ids.next() }

  // MARK: - Outages

  func setAway(isPOP3: Bool, until end: Double) {
    if isPOP3 { awayUntil.pop3 = end } else { awayUntil.smtp = end }
  }

  func isAway(isPOP3: Bool) -> Bool { (isPOP3 ? awayUntil.pop3 : awayUntil.smtp) > scheduler.time }

  // MARK: - Notes

  /// Whether a fault strikes now.
  func strikes(_ fault: Fault) -> Bool {
    guard isFaulty, let rate = plan.swarm.rates[fault], random.number(below: 1000) < rate else { return false }
    note(fault)
    return true
  }

  func note(_ fault: Fault) {
    struck[fault, default: 0] += 1
    trace.note(scheduler.time, "fault", of: fault.rawValue)
  }

  func note(_ what: StaticString, _ number: Int = 0, _ second: Int = 0) {
    trace.note(scheduler.time, what, number, second)
  }

  func object(_ problem: String) {
    trace.note(scheduler.time, "problem", of: problem)
    if problems.count < 20 { problems.append(problem) }
  }

  // MARK: - The last bytes of a message

  /// The process that stands still for so long from when it allowed last bytes; nil when the faults ended before.
  func pauseAtDot(seconds: Int) async -> Node? {
    guard isFaulty else { return nil }
    return await withUnsafeContinuation { pausesAtDot.append((seconds, $0)) }
  }

  func allowedDot(_ node: Node) {
    if !deathsAtDot.isEmpty { node.fuse = deathsAtDot.removeFirst() }
    guard !pausesAtDot.isEmpty, node === self.node, !node.isDead else { return }
    let (seconds, struck) = pausesAtDot.removeFirst()
    node.pause(seconds: Double(seconds))
    struck.resume(returning: node)
  }

  func forgetDots() {
    deathsAtDot = []
    for pause in pausesAtDot { pause.struck.resume(returning: nil) }
    pausesAtDot = []
  }

  // MARK: - Processes

  /// The process that has the data folder ends, with or without its machine, and every other process with it that
  /// works on the same store.
  func crash(_ loss: Disk.Loss) {
    crashes += 1
    note("crash", loss.rawValue)
    disk.crash(loss)
    endProcesses()
  }

  /// The machine of the process ended in the middle of a write.
  func crashedInDisk() {
    crashes += 1
    note("crash in a write")
    endProcesses()
  }

  func endProcesses() {
    core = nil
    for node in nodes where !node.isDead { node.die() }
  }

  /// Opens the store of a process that starts.
  func openCore() throws(SyncFailure) -> SQLiteCore {
    let core = try SQLiteCore(path: Disk.database, schema: .organization, vfs: disk.vfs)
    self.core = core
    return core
  }
}
