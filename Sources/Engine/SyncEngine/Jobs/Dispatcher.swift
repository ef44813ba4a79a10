import CRMModel

/// Starts due jobs as places become free, within the limits of servers and profiles. A job that hangs keeps its own
/// place and nobody else's; jobs that failed before share a quarter of the places. REL G8
struct Dispatcher {
  /// The part of the places that jobs may take whose last run failed: one in so many, at least one.
  static let partForTroubled = 4
  /// Of the connections to one server, the part that jobs may take whose last run failed: one in so many, at least one.
  static let shareForTroubled = 4
  /// Seconds after which a running job is taken for one that waits for its server and gives its place to others, and how
  /// many times the places may be running then.
  static let placePatience = 1.0
  static let mostPerPlace = 3
  /// The shortest wait between two looks at the job table, in seconds.
  static let shortestPause = 0.2
  /// Due jobs kept waiting for a place at most.
  static let waitingAtMost = 4096
  /// Of these for one server; the others are read again later.
  static let waitingPerServer = 64

  let engine: Engine
  /// Restricts the run to these mailboxes.
  var only: Set<GUID>?
  /// Jobs that run at the same time, those among them whose last run failed, and due jobs looked at in one reading.
  private var places: Int { engine.limits.concurrentJobs }
  private var placesForTroubled: Int { max(1, places / Dispatcher.partForTroubled) }
  private var page: Int { engine.limits.jobsPerRound }
  /// The longest wait between two looks at the job table, in seconds.
  private var heartbeat: Double { Double(engine.limits.queueInterval) }

  /// Goes on until it is cancelled; otherwise it ends when nothing is due.
  var isEndless = false

  private enum Event: Sendable {
    case finished(GUID, JobRunner.End)
    case tick
    /// Looks that found nothing have waited long enough for others.
    case quiet
  }

  /// What runs now, counted by what limits it.
  struct Load {
    private(set) var mailboxes: Set<GUID> = []
    private(set) var profiles: [GUID: Int] = [:]
    private(set) var servers: [String: Int] = [:]
    private(set) var troubledAt: [String: Int] = [:]
    private(set) var troubled = 0

    /// - Parameter direction: 1 for a job that starts, -1 for one that ended.
    mutating func count(_ runner: JobRunner, _ direction: Int) {
      if let id = runner.mailbox?.id {
        if direction > 0 { mailboxes.insert(id) } else { mailboxes.remove(id) }
      }
      if let id = runner.profile?.id { profiles[id, default: 0] += direction * runner.connections }
      if let server = runner.server { servers[server, default: 0] += direction * runner.connections }
      guard runner.failedBefore else { return }
      troubled += direction
      if let server = runner.server { troubledAt[server, default: 0] += direction }
    }
  }

  private struct Running {
    let runner: JobRunner
    /// Monotonic seconds.
    let since: Double
  }

  private struct State {
    var seen = SeenMailboxes()
    var waiting: [JobRunner] = []
    var running: [GUID: Running] = [:]
    var load = Load()
    /// Where the jobs that were read talk to, as far as known.
    var serverOf: [GUID: String] = [:]
    /// Servers that answer nothing but failures: one probe at a time.
    var troubledServers: Set<String> = []
    /// Where the next reading of the job table goes on.
    var last: (due: Instant, id: GUID)?
    /// The job table may hold due jobs that are not known: time has passed, a reading ended before the last of them, or
    /// a job ended in a way that makes work. A look that found nothing makes none.
    var mayHaveMore = true
    /// How a job went could not be written: a run that is to end does so.
    var cannotWrite = false
    /// Ended, but not written down yet.
    var quiet = QuietLooks()
  }

  func run() async throws(SyncFailure) -> RunSummary {
    var summary = RunSummary()
    var failure: SyncFailure?
    await withTaskGroup(of: Event.self) { group in
      var state = State()
      var isTicking = false
      while true {
        if failure == nil, !state.cannotWrite, !Task.isCancelled {
          do throws(SyncFailure) {
            if state.mayHaveMore {
              if isEndless { try await engine.jobs.ensureJobs(&state.seen) }
              try await refill(&state)
            }
          } catch {
            failure = error
          }
          var started = starting(&state)
          await take(&started, &state)
          for runner in started { group.addTask { .finished(runner.job.id, await runner.run()) } }
        }
        let mayStop = !isEndless || failure != nil || Task.isCancelled
        if state.running.isEmpty, mayStop {
          await state.quiet.write(engine)
          break
        }
        if !mayStop, !isTicking {
          isTicking = true
          let wait = await secondsToWait(state)
          group.addTask { [engine] in
            await engine.surroundings.pause(wait)
            return .tick
          }
        }
        switch await group.next() {
        case .quiet: await state.quiet.write(engine)
        case .tick:
          isTicking = false
          state.mayHaveMore = true
        case .finished(let id, let end):
          let result = end.summary
          guard let runner = state.running.removeValue(forKey: id)?.runner else { break }
          if let look = end.quiet {
            if isEndless, state.quiet.looks.isEmpty {
              group.addTask { [engine] in
                await engine.surroundings.pause(QuietLooks.patience)
                return .quiet
              }
            }
            state.quiet.add(look)
          }
          if state.quiet.isFull { await state.quiet.write(engine) }
          state.load.count(runner, -1)
          if let server = runner.server, result.failures.isEmpty { state.troubledServers.remove(server) }
          // A service runs for months: it keeps no account.
          if !isEndless { summary.add(result) }
          // What cannot be written now is not tried again at once, over and over: a service waits for its next look at
          // the job table, and a run that is to end does.
          if end.isUnwritten {
            state.cannotWrite = !isEndless
          } else if !isEndless || !result.isQuiet {
            state.mayHaveMore = true
          }
          engine.observe(runner.job, result)
        case nil: break
        }
      }
      group.cancelAll()
    }
    if let failure { throw failure }
    return summary
  }

  /// Until the next job is due, or one that runs gives its place to those that wait.
  private func secondsToWait(_ state: State) async -> Double {
    if !state.running.isEmpty, !state.waiting.isEmpty {
      let now = engine.surroundings.monotonicSeconds()
      let left = state.running.values.lazy.map { $0.since + Dispatcher.placePatience - now }.filter { $0 > 0 }.min()
      return min(heartbeat, max(Dispatcher.shortestPause, left ?? heartbeat))
    }
    guard let due = try? await engine.jobs.nextDue() else { return heartbeat }
    let left = due.seconds(since: engine.surroundings.now())
    // The rows that stay due for longest are those of the jobs that run.
    return left <= 0 && !state.running.isEmpty ? heartbeat : max(Dispatcher.shortestPause, min(left, heartbeat))
  }

  /// Reads due jobs that are not known yet, page by page, until enough of them may start: jobs that wait for one busy
  /// server hide nobody.
  private func refill(_ state: inout State) async throws(SyncFailure) {
    guard startable(state) < places else { return }
    state.mayHaveMore = false
    var known = Set(state.waiting.map(\.job.id))
    known.formUnion(state.running.keys)
    known.formUnion(state.quiet.jobs)
    var waitingAt: [String: Int] = [:]
    for runner in state.waiting { waitingAt[runner.server ?? "", default: 0] += 1 }
    let settings = try await engine.settings()
    var leftOut = false
    while state.waiting.count < Dispatcher.waitingAtMost {
      let found = try await engine.jobs.due(limit: page, only: only, after: state.last)
      let unknown = found.filter { job in
        guard !known.contains(job.id) else { return false }
        guard let server = state.serverOf[job.id], waitingAt[server, default: 0] >= Dispatcher.waitingPerServer else {
          return true
        }
        leftOut = true
        return false
      }
      for runner in try await JobRunner.all(unknown, engine: engine, settings: settings) {
        let server = runner.server ?? ""
        state.serverOf[runner.job.id] = server
        if waitingAt[server, default: 0] >= Dispatcher.waitingPerServer {
          leftOut = true
          continue
        }
        if runner.isServerTroubled { state.troubledServers.insert(server) }
        waitingAt[server, default: 0] += 1
        state.waiting.append(runner)
      }
      state.last = found.last.flatMap { job in job[SyncJob.dueon].map { ($0, job.id) } }
      if found.count < page {
        state.last = nil
        state.mayHaveMore = leftOut
        return
      }
      if startable(state) >= places { break }
    }
    state.mayHaveMore = true
  }

  private func startable(_ state: State) -> Int { state.waiting.count { fits($0, state) } }

  /// Takes out of the waiting jobs those that may start now.
  private func starting(_ state: inout State) -> [JobRunner] {
    var started: [JobRunner] = []
    var left: [JobRunner] = []
    let now = engine.surroundings.monotonicSeconds()
    var taken = state.running.values.count { now - $0.since < Dispatcher.placePatience }
    for runner in state.waiting {
      guard taken < places, state.running.count < places * Dispatcher.mostPerPlace, fits(runner, state) else {
        left.append(runner)
        continue
      }
      var runner = runner
      runner.connections = connections(for: runner, state)
      state.running[runner.job.id] = Running(runner: runner, since: now)
      taken += 1
      state.load.count(runner, 1)
      started.append(runner)
    }
    state.waiting = left
    return started
  }

  /// Takes the jobs that start, and those that come next, in one commit. Where that is refused each takes its own.
  private func take(_ starting: inout [JobRunner], _ state: inout State) async {
    let fresh = starting.indices.filter { starting[$0].leased == nil }
    guard !fresh.isEmpty else { return }
    // A job that is taken ahead starts as soon as there is a place, with no commit in between.
    let ahead = Array(
      state.waiting.indices.filter { index in
        let runner = state.waiting[index]
        return runner.leased == nil && !runner.failedBefore && !state.troubledServers.contains(runner.server ?? "")
      }.prefix(places))
    let jobs = fresh.map { starting[$0].job } + ahead.map { state.waiting[$0].job }
    guard jobs.count > 1, let taken = await engine.jobs.lease(jobs) else { return }
    for (index, leased) in zip(fresh, taken) { starting[index].leased = leased }
    for (index, leased) in zip(ahead, taken.dropFirst(fresh.count)) { state.waiting[index].leased = leased }
  }

  /// `maxconcurrentconnections` per profile and per server; one probe at a time for a server in trouble; one job at a
  /// time per mailbox, since POP3 locks it. RFC 1939 §8
  private func fits(_ runner: JobRunner, _ state: State) -> Bool {
    let load = state.load
    if let mailbox = runner.mailbox, load.mailboxes.contains(mailbox.id) { return false }
    if runner.failedBefore, load.troubled >= placesForTroubled { return false }
    let limit = limit(for: runner)
    if let profile = runner.profile, load.profiles[profile.id, default: 0] >= limit { return false }
    guard let server = runner.server else { return true }
    if state.troubledServers.contains(server) { return load.servers[server, default: 0] == 0 }
    if load.servers[server, default: 0] >= limit { return false }
    return !runner.failedBefore || load.troubledAt[server, default: 0] < max(1, limit / Dispatcher.shareForTroubled)
  }

  private func limit(for runner: JobRunner) -> Int {
    max(1, runner.profile?[EmailServerProfile.maxconcurrentconnections] ?? JobRunner.concurrentConnections)
  }

  /// How many connections a job that may start can have: more than one only to send over, to a server without trouble,
  /// and within the limits.
  private func connections(for runner: JobRunner, _ state: State) -> Int {
    guard runner.workload == .outgoing, !runner.failedBefore, let profile = runner.profile, let server = runner.server,
      !state.troubledServers.contains(server)
    else { return 1 }
    let used = max(state.load.profiles[profile.id, default: 0], state.load.servers[server, default: 0])
    return max(1, min(JobRunner.sendingConnections, limit(for: runner) - used))
  }
}
