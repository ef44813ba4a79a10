import CRMModel
import Foundation
import NIOConcurrencyHelpers
import SQLStore
import SyncEngine

/// A service with many mailboxes and no network: what the queue costs, and who waits for whom.
///
/// Every look at a mailbox finds nothing new after `--latency` milliseconds; one in a hundred times `--hung` hangs. The
/// service gap is the time between two looks at one mailbox.
enum QueueBench {
  static func run(_ arguments: BenchArguments) async -> Int32 {
    let count = arguments.number("--mailboxes", default: 1_000)
    let seconds = arguments.number("--seconds", default: 20)
    let interval = arguments.number("--interval", default: 300)
    let places = arguments.number("--places", default: 64)
    let hung = arguments.number("--hung", default: 0)
    let latency = Double(arguments.number("--latency", default: 0)) / 1000
    let isAtOnce = arguments.has("--at-once")
    do {
      let world = try await QueueWorld(
        mailboxes: count, interval: interval, isAtOnce: isAtOnce, places: places, hungPerCent: hung, latency: latency)
      if isAtOnce { return try await atOnce(world, count, places, latency) }
      let before = (QueueWorld.residentOctets, world.looks.total)
      let processor = ProcessorTime.seconds
      try await world.serve(seconds: Double(seconds))
      let used = ProcessorTime.seconds - processor
      let looks = world.looks.total - before.1
      let gaps = world.looks.gaps(under: QueueWorld.hungNames(count, hung)).sorted()
      func percentile(_ part: Double) -> String {
        gaps.isEmpty ? "-" : String(format: "%.3f", gaps[min(gaps.count - 1, Int(Double(gaps.count) * part))])
      }
      print(
        "mailboxes \(count) looks \(looks) in \(seconds) s, processor \(String(format: "%.3f", used)) s, "
          + "\(String(format: "%.0f", used / Double(max(1, looks)) * 1e6)) us a look; "
          + "memory +\((QueueWorld.residentOctets - before.0) >> 20) MB; "
          + "gap p50 \(percentile(0.5)) p99 \(percentile(0.99)) s of \(gaps.count)")
      return 0
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      return 1
    }
  }
}

extension QueueBench {
  /// Everybody is due at once: how long until all have been looked at, beside the time their servers alone would take.
  private static func atOnce(_ world: QueueWorld, _ count: Int, _ places: Int, _ latency: Double) async throws -> Int32
  {
    // The first look at a mailbox writes down what it has; here it is the ones after that count.
    try await world.serve(untilLooks: count)
    try await world.makeDue()
    let processor = ProcessorTime.seconds
    let start = Double(DispatchTime.now().uptimeNanoseconds) / 1e9
    try await world.serve(untilLooks: 2 * count)
    let seconds = Double(DispatchTime.now().uptimeNanoseconds) / 1e9 - start
    // Until the last look begins.
    let bound = Double((count - 1) / places) * latency
    print(
      "mailboxes \(count) at once, \(places) at a time: \(String(format: "%.3f", seconds)) s, servers alone "
        + "\(String(format: "%.3f", bound)) s, \(String(format: "%.3f", bound / seconds)) of what they allow; "
        + "processor \(String(format: "%.3f", ProcessorTime.seconds - processor)) s; "
        + "looked at too often: \(world.looks.gaps(under: []).count - count)")
    return 0
  }
}

/// When each mailbox was looked at.
final class Looks: Sendable {
  private struct State {
    var total = 0
    var last: [String: Double] = [:]
    var gaps: [(mailbox: String, seconds: Double)] = []
  }
  private let state = NIOLockedValueBox(State())

  func note(_ mailbox: String, at time: Double) {
    state.withLockedValue { state in
      state.total += 1
      if let last = state.last[mailbox] { state.gaps.append((mailbox, time - last)) }
      state.last[mailbox] = time
    }
  }

  var total: Int { state.withLockedValue { $0.total } }

  func gaps(under left: Set<String>) -> [Double] {
    state.withLockedValue { state in state.gaps.filter { !left.contains($0.mailbox) }.map(\.seconds) }
  }
}

/// Mailboxes in a database of their own, and servers that have nothing.
final class QueueWorld: Sendable {
  let looks = Looks()
  private let folder: URL
  private let engine: Engine
  private let store: SQLiteStore

  static func hungNames(_ count: Int, _ perCent: Int) -> Set<String> {
    Set((0..<count).filter { $0 % 100 < perCent }.map { "u\($0)" })
  }

  static var residentOctets: Int {
    let words = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return words.count > 1 ? (Int(words[1]) ?? 0) * 4096 : 0
  }

  private static let surroundings = Surroundings(
    now: { Instant(microseconds: Int64(Date.now.timeIntervalSince1970 * 1e6)) },
    monotonicSeconds: { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 },
    randomNumber: { UInt64.random(in: .min ... .max) },
    pause: { seconds in try? await ContinuousClock().sleep(for: .seconds(seconds)) })

  init(
    mailboxes: Int, interval: Int, isAtOnce: Bool, places: Int, hungPerCent: Int, latency: Double
  ) async throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("lockstep-queue-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let surroundings = QueueWorld.surroundings
    store = try SQLiteStore(
      path: folder.appendingPathComponent("o.sqlite").path, schema: .organization, now: surroundings.now)
    let organization = surroundings.newID()
    try await QueueWorld.furnish(store, organization, mailboxes, spread: isAtOnce ? 0 : interval)
    let hung = QueueWorld.hungNames(mailboxes, hungPerCent)
    var limits = DeploymentLimits()
    limits.concurrentJobs = places
    (limits.activeInterval, limits.activeMaximum) = (interval, interval)
    (limits.idleMinimum, limits.idleInterval) = (interval, interval)
    engine = Engine(
      store: store, schema: .organization, organization: organization,
      connectors: MailConnectors(
        openSource: { [looks] access async throws(SyncFailure) in
          let name = access.username ?? ""
          looks.note(name, at: surroundings.monotonicSeconds())
          if hung.contains(name) {
            await surroundings.pause(30)
            throw SyncFailure(.transient, .timedOut, ["host": "pop.example"])
          }
          return EmptySource(latency: latency)
        }, openSink: { _ async throws(SyncFailure) in throw SyncFailure(.transient, .connectFailed) },
        render: { _ throws(SyncFailure) in [] }, read: { _ in .failure(SyncFailure(.item, .messageUnreadable)) }),
      access: AccessResolution(secret: { _, _ async throws(SyncFailure) in Secret("x") }, plainText: PlainTextRule()),
      limits: limits, surroundings: surroundings, failpoints: .none, owner: "bench")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A tenth of the mailboxes is on each of ten servers.
  private static func furnish(_ store: SQLiteStore, _ organization: GUID, _ count: Int, spread: Int) async throws {
    let surroundings = QueueWorld.surroundings
    var profiles: [Record] = []
    for number in 0..<10 {
      var profile = Record(EmailServerProfile.table, id: surroundings.newID())
      profile[EmailServerProfile.incomingserverlocation] = "pop\(number).example"
      profile[EmailServerProfile.incomingportnumber] = 995
      profile[EmailServerProfile.maxconcurrentconnections] = 16
      profiles.append(profile)
    }
    var rows: [Record] = [Record(Organization.table, id: organization)] + profiles
    for number in 0..<count {
      var user = Record(SystemUser.table, id: surroundings.newID())
      user[SystemUser.internalemailaddress] = "u\(number)@crm.example"
      var mailbox = Record(Mailbox.table, id: surroundings.newID())
      mailbox[Mailbox.emailaddress] = "u\(number)@crm.example"
      mailbox[Mailbox.username] = "u\(number)"
      mailbox[Mailbox.allowemailconnectortousecredentials] = true
      mailbox[Mailbox.regardingobjectid] = user.reference
      mailbox[Mailbox.emailserverprofile] = profiles[number % profiles.count].reference
      mailbox[Mailbox.incomingemaildeliverymethod] = .serverSide
      mailbox[Mailbox.enabledforincomingemail] = true
      mailbox[Mailbox.emailrouteraccessapproval] = .approved
      mailbox[Table.ownerid] = user.reference
      var job = Record(SyncJob.table, id: surroundings.newID())
      job[SyncJob.mailboxid] = mailbox.reference
      job[SyncJob.workload] = .incoming
      job[SyncJob.dueon] = surroundings.now().adding(seconds: number * spread / max(1, count))
      var idle = Record(SyncJob.table, id: surroundings.newID())
      idle[SyncJob.mailboxid] = mailbox.reference
      idle[SyncJob.workload] = .outgoing
      idle[SyncJob.dueon] = surroundings.now().adding(seconds: 3_600)
      rows += [user, mailbox, job, idle]
      guard rows.count >= 2_000 || number == count - 1 else { continue }
      var unit = UnitOfWork(id: surroundings.newID(), at: surroundings.now())
      for row in rows { unit.insert(row) }
      rows = []
      guard case .committed = await store.commit(unit) else { throw SyncFailure(.storage, .storeFailed) }
    }
  }

  /// Every mailbox is to be looked at now.
  func makeDue() async throws {
    let jobs = try await store.rows(
      Query(SyncJob.table, where: SyncJob.workload == .incoming).reading([SyncJob.dueon.definition]))
    for start in stride(from: 0, to: jobs.count, by: 1_000) {
      var unit = UnitOfWork(id: QueueWorld.surroundings.newID(), at: QueueWorld.surroundings.now())
      for job in jobs[start..<min(jobs.count, start + 1_000)] {
        unit.update(SyncJob.table, job.id, [SyncJob.dueon.definition.name: unit.at.value])
      }
      guard case .committed = await store.commit(unit) else { throw SyncFailure(.storage, .storeFailed) }
    }
  }

  func serve(untilLooks count: Int) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { [engine] in try await engine.serve() }
      while looks.total < count { await QueueWorld.surroundings.pause(0.002) }
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  func serve(seconds: Double) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { [engine] in try await engine.serve() }
      await QueueWorld.surroundings.pause(seconds)
      group.cancelAll()
      try await group.waitForAll()
    }
  }
}

/// A maildrop without mail, as far away as its server is.
private struct EmptySource: MailSource {
  let latency: Double

  func list() async throws(SyncFailure) -> MailListing {
    if latency > 0 { try? await ContinuousClock().sleep(for: .seconds(latency)) }
    return MailListing(items: [], position: [1])
  }

  func headers(of items: [RemoteItem]) async throws(SyncFailure) -> [RemoteItem: IncomingMail]? { nil }

  func fetch(_ items: [RemoteItem], suspects: Set<String>, spill: ContentSpill) async throws(SyncFailure)
    -> [FetchedMail]
  { [] }

  func delete(_ items: [RemoteItem]) async throws(SyncFailure) {}
  func close() async throws(SyncFailure) {}
  func abandon() async {}
}
