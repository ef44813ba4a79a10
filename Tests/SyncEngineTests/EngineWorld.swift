import CRMModel
import Foundation
import SQLStore
import NIOConcurrencyHelpers

@testable import SyncEngine

/// An organization with a user, a queue and their mailboxes on a real store in a folder of its own.
final class EngineWorld: Sendable {
  let folder: URL
  let store: SQLiteStore
  private let clock: Clock
  let organization: GUID
  let user: Record
  let queue: Record
  let userMailbox: Record
  let queueMailbox: Record
  let profile: Record

  /// Time and numbers a test owns.
  final class Clock: Sendable {
    let now = NIOLockedValueBox(Instant(seconds: 1_800_000_000))
    let monotonic = NIOLockedValueBox(0.0)
    let number = NIOLockedValueBox<UInt64>(0)
  }

  init() async throws {
    let clock = Clock()
    self.clock = clock
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("lockstep-engine-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    store = try SQLiteStore(
      path: folder.appendingPathComponent("o.sqlite").path, schema: .organization,
      now: { clock.now.withLockedValue { $0 } })
    let surroundings = EngineWorld.surroundings(clock)
    organization = surroundings.newID()
    var user = Record(SystemUser.table, id: surroundings.newID())
    user[SystemUser.internalemailaddress] = "anna@crm.example"
    var queue = Record(Queue.table, id: surroundings.newID())
    queue[Queue.emailaddress] = "support@crm.example"
    queue[Queue.incomingemailfilteringmethod] = .allEmail
    queue[Table.ownerid] = user.reference
    var settings = Record(UserSettings.table, id: user.id)
    settings[UserSettings.incomingemailfilteringmethod] = .allEmail
    var profile = Record(EmailServerProfile.table, id: surroundings.newID())
    profile[EmailServerProfile.name] = "Profile"
    func mailbox(_ owner: Record, _ address: String) -> Record {
      var row = Record(Mailbox.table, id: surroundings.newID())
      row[Mailbox.emailaddress] = address
      row[Mailbox.regardingobjectid] = owner.reference
      row[Mailbox.emailserverprofile] = profile.reference
      row[Table.ownerid] = user.reference
      return row
    }
    self.user = user
    self.queue = queue
    self.profile = profile
    userMailbox = mailbox(user, "anna@crm.example")
    queueMailbox = mailbox(queue, "support@crm.example")
    var unit = UnitOfWork(id: surroundings.newID(), at: surroundings.now())
    unit.insert(Record(Organization.table, id: organization))
    for row in [user, queue, settings, profile, userMailbox, queueMailbox] { unit.insert(row) }
    for (mailbox, token) in [(userMailbox, 1), (queueMailbox, 1)] {
      for workload in [SyncJob.Workload.incoming, .outgoing] {
        var job = Record(SyncJob.table, id: EngineWorld.job(mailbox, workload))
        job[SyncJob.mailboxid] = mailbox.reference
        job[SyncJob.workload] = workload
        job[SyncJob.leasetoken] = token
        unit.insert(job)
      }
    }
    guard case .committed = await store.commit(unit) else { throw SyncFailure(.item, .storeFailed) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private static func job(_ mailbox: Record, _ workload: SyncJob.Workload) -> GUID {
    GUID(high: mailbox.id.high, low: mailbox.id.low &+ 1000 &+ UInt64(workload.rawValue))
  }

  private static func surroundings(_ clock: Clock) -> Surroundings {
    Surroundings(
      now: { clock.now.withLockedValue { $0 } }, monotonicSeconds: { clock.monotonic.withLockedValue { $0 } },
      randomNumber: {
        clock.number.withLockedValue { number in
          number += 1
          return number &* 2
        }
      }, pause: { _ in })
  }

  var surroundings: Surroundings { EngineWorld.surroundings(clock) }

  func advance(seconds: Int) { clock.now.withLockedValue { $0 = $0.adding(seconds: seconds) } }
  func advanceMonotonic(seconds: Double) { clock.monotonic.withLockedValue { $0 += seconds } }

  func lease(_ mailbox: Record, _ workload: SyncJob.Workload) -> Lease {
    Lease(job: EngineWorld.job(mailbox, workload), token: 1)
  }

  /// Another owner takes the job.
  func takeOver(_ mailbox: Record, _ workload: SyncJob.Workload) async {
    await change { $0.update(SyncJob.table, EngineWorld.job(mailbox, workload), ["leasetoken": 2.value]) }
  }

  /// All jobs have the leases again that `lease` tells of.
  func leaseAnew() async throws {
    let jobs = try await all(SyncJob.table)
    await change { unit in for job in jobs { unit.update(SyncJob.table, job.id, ["leasetoken": 1.value]) } }
  }

  func change(_ fill: (inout UnitOfWork) -> Void) async {
    var unit = UnitOfWork(id: surroundings.newID(), at: surroundings.now())
    fill(&unit)
    let outcome = await store.commit(unit)
    guard case .committed = outcome else { fatalError("\(outcome)") }
  }

  func context(
    _ mailbox: Record, _ workload: SyncJob.Workload = .incoming, rule: EmailFilteringMethod = .allEmail,
    _ adjust: (inout OrganizationSettings, inout DeploymentLimits) -> Void = { _, _ in }
  ) async throws -> MailboxContext {
    var settings = OrganizationSettings(try await row(Organization.table, organization))
    var limits = DeploymentLimits()
    adjust(&settings, &limits)
    let mailbox = try await row(Mailbox.table, mailbox.id)
    var owner = mailbox
    if !Mailbox.isForward(mailbox) {
      owner = try await row(
        mailbox[Mailbox.regardingobjectid] == queue.reference ? Queue.table : SystemUser.table,
        mailbox[Mailbox.regardingobjectid]?.id ?? user.id)
    }
    return MailboxContext(
      mailbox: mailbox, profile: try await row(EmailServerProfile.table, profile.id), owner: owner, ownerRule: rule,
      settings: settings, limits: limits, lease: lease(mailbox, workload))
  }

  func row(_ table: Table, _ id: GUID) async throws -> Record {
    guard let row = try await store.row(table, id) else { throw SyncFailure(.gone, .nothingFound) }
    return row
  }

  /// - Parameter inside: What the bytes of an attached message are read as.
  func receive(_ source: ScriptedSource, _ context: MailboxContext, inside: [[UInt8]: IncomingMail] = [:]) async throws
    -> IncomingReport
  {
    try await IncomingPass(
      store: store, schema: .organization, source: source, context: context, surroundings: surroundings,
      failpoints: .none,
      read: { bytes in
        inside[bytes].map(Result.success) ?? .failure(SyncFailure(.item, .messageUnreadable, ["reason": "test"]))
      }
    ).run()
  }

  func all(_ table: Table) async throws -> [Record] {
    try await store.rows(Query(table).ordered(by: Table.versionnumber))
  }
}

/// A mailbox on a server, as a list of messages.
final class ScriptedSource: MailSource {
  struct State {
    var mails: [(RemoteItem, Result<IncomingMail, SyncFailure>)] = []
    var deleted: [String] = []
    var fetched: [String] = []
    var isClosed = false
    /// Changes the position of a listing whose ids stay.
    var revision: UInt8 = 0
  }
  let state = NIOLockedValueBox(State())
  let givesHeaders: Bool
  /// Asked before a deletion is accepted.
  let onDelete: @Sendable ([RemoteItem]) async -> Void
  let failure: SyncFailure?

  init(
    _ mails: [IncomingMail], size: Int = 1000, givesHeaders: Bool = true, closeFails failure: SyncFailure? = nil,
    onDelete: @escaping @Sendable ([RemoteItem]) async -> Void = { _ in }
  ) {
    self.givesHeaders = givesHeaders
    self.onDelete = onDelete
    self.failure = failure
    for mail in mails { add(.success(mail), size: size) }
  }

  func add(_ mail: Result<IncomingMail, SyncFailure>, size: Int = 1000) {
    state.withLockedValue {
      let number = $0.mails.count + 1
      $0.mails.append((RemoteItem(id: "u\(number)", number: number, size: size), mail))
    }
  }

  static func raw(_ item: RemoteItem) -> [UInt8] { Array("raw \(item.id)".utf8) }

  func list() async throws(SyncFailure) -> MailListing {
    state.withLockedValue { state in
      MailListing(
        items: state.mails.map(\.0),
        position: state.mails.flatMap { Array($0.0.id.utf8) + [0] } + [state.revision])
    }
  }

  func headers(of items: [RemoteItem]) async throws(SyncFailure) -> [RemoteItem: IncomingMail]? {
    guard givesHeaders else { return nil }
    return state.withLockedValue { state in
      var found: [RemoteItem: IncomingMail] = [:]
      for item in items {
        if case .success(let mail)? = state.mails.first(where: { $0.0.number == item.number })?.1 { found[item] = mail }
      }
      return found
    }
  }

  func fetch(_ items: [RemoteItem], suspects: Set<String>, spill: ContentSpill) async throws(SyncFailure)
    -> [FetchedMail]
  {
    state.withLockedValue { state in
      state.fetched += items.map(\.id)
      return items.compactMap { item in
        state.mails.first { $0.0.number == item.number }.map {
          FetchedMail(item: item, raw: ScriptedSource.raw(item), mail: $0.1)
        }
      }
    }
  }

  func delete(_ items: [RemoteItem]) async throws(SyncFailure) {
    await onDelete(items)
    state.withLockedValue { $0.deleted += items.map(\.id) }
  }

  func close() async throws(SyncFailure) {
    if let failure { throw failure }
    state.withLockedValue { $0.isClosed = true }
  }

  func abandon() async {}
}

/// A mail server that says what it is told to say.
final class ScriptedSink: MailSink {
  enum Step: Sendable {
    case accept(refusing: [RecipientRefusal] = [])
    case refuse(permanent: Bool)
    case refuseAll(permanent: Bool)
    case failEnvelope(SyncFailure)
    case failDot(SyncFailure, refusing: [RecipientRefusal] = [])
  }
  struct State {
    var steps: [Step]
    var current: Step = .accept()
    var prepared: [PreparedMail] = []
    var finished: [PreparedMail] = []
    var closes = 0
  }
  let state: NIOLockedValueBox<State>
  let onPrepared: @Sendable () async -> Void

  init(_ steps: [Step] = [], onPrepared: @escaping @Sendable () async -> Void = {}) {
    state = NIOLockedValueBox(State(steps: steps))
    self.onPrepared = onPrepared
  }

  func prepare(_ mail: PreparedMail) async throws(SyncFailure) -> EnvelopeResult {
    await onPrepared()
    let step = state.withLockedValue { state in
      state.prepared.append(mail)
      state.current = state.steps.isEmpty ? .accept() : state.steps.removeFirst()
      return state.current
    }
    switch step {
    case .accept(let refusing): return EnvelopeResult(refused: refusing, isOpen: true)
    case .refuseAll(let permanent):
      return EnvelopeResult(
        refused: mail.recipients.map { RecipientRefusal(address: $0, isPermanent: permanent, reply: "refused") },
        isOpen: false)
    case .failEnvelope(let failure): throw failure
    case .failDot(_, let refusing): return EnvelopeResult(refused: refusing, isOpen: true)
    case .refuse: return EnvelopeResult(refused: [], isOpen: true)
    }
  }

  func finish() async throws(SyncFailure) -> DeliveryResult {
    let step = state.withLockedValue { state in
      if let last = state.prepared.last { state.finished.append(last) }
      return state.current
    }
    switch step {
    case .failDot(let failure, _): throw failure
    case .refuse(let permanent): return DeliveryResult(verdict: .refused(permanent: permanent), reply: "no")
    default: return DeliveryResult(verdict: .accepted, reply: "250 ok")
    }
  }

  func close() async { state.withLockedValue { $0.closes += 1 } }

  var finished: [PreparedMail] { state.withLockedValue { $0.finished } }
  var closes: Int { state.withLockedValue { $0.closes } }
}
