import CRMModel
import Connectors
import SQLStore
import SyncEngine

/// One process of Lockstep. Everything it asks of the outside passes here, so that it can stop, end or wait at each
/// such moment. After its end whatever still runs of it gets nothing but errors.
final class Node: @unchecked Sendable {
  let number: Int
  unowned let world: World
  private(set) var isDead = false
  /// Calls until the process ends; nil for a process that stays.
  var fuse: (calls: Int, loss: Disk.Loss)?
  private var pausedUntil = 0.0
  private var endWaiter: UnsafeContinuation<Void, Never>?
  private var stopWaiter: UnsafeContinuation<Void, Never>?
  private(set) var hasEnded = false
  private var isStopping = false
  /// Another process took its place while it stood still.
  var isSuperseded = false
  var connections: [SimulatedConnection] = []

  init(number: Int, world: World) {
    self.number = number
    self.world = world
  }

  static let ended = SyncFailure(.storage, .storeFailed, ["path": Disk.database, "reason": "the process has ended"])

  /// A moment at which anything may happen to the process.
  func point() async throws(SyncFailure) {
    guard !isDead else { throw Node.ended }
    await world.scheduler.wait(Double(world.scheduler.number(below: 2000)) / 1e6)
    while pausedUntil > world.scheduler.time, !isDead { await world.scheduler.wait(pausedUntil - world.scheduler.time) }
    if let fuse, !isDead {
      if fuse.calls <= 1 {
        self.fuse = nil
        world.crash(fuse.loss)
      } else {
        self.fuse = (fuse.calls - 1, fuse.loss)
      }
    }
    guard !isDead else { throw Node.ended }
  }

  func die() {
    isDead = true
    for connection in connections { connection.processEnded() }
    connections = []
    end()
  }

  /// The process stands still, with everything it had begun.
  func pause(seconds: Double) { pausedUntil = world.scheduler.time + seconds }

  // MARK: - Life

  /// Serves until told to stop or until it fails.
  func serve(_ core: SQLiteCore) async {
    let engine = self.engine(core)
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        do throws(SyncFailure) {
          try await engine.serve()
        } catch {
          if !self.isDead { self.world.note("service failed", self.number) }
        }
        self.stopWaiter?.resume()
        self.stopWaiter = nil
        self.isStopping = true
      }
      await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
        if isStopping || isDead { continuation.resume() } else { stopWaiter = continuation }
      }
      group.cancelAll()
    }
    end()
  }

  /// Ends in order: what is under way is finished.
  func stop() {
    isStopping = true
    stopWaiter?.resume()
    stopWaiter = nil
  }

  private func end() {
    hasEnded = true
    connections = []
    endWaiter?.resume()
    endWaiter = nil
    stop()
  }

  /// Returns when the process has ended, in one way or the other.
  func waitForEnd() async {
    await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
      if hasEnded { continuation.resume() } else { endWaiter = continuation }
    }
  }

  // MARK: - Parts

  var surroundings: Surroundings {
    let world = self.world
    return Surroundings(
      now: { world.scheduler.now }, monotonicSeconds: { world.scheduler.time },
      randomNumber: { world.randomNumber() },
      pause: { seconds in
        guard !self.isDead else { return }
        // A busy machine sleeps longer than it was asked to.
        await world.scheduler.wait(seconds + Double(world.scheduler.number(below: 60)))
      })
  }

  /// Longer pauses than a deployment has, so that a scenario is about mail and not about polls that find nothing.
  private static let limits: DeploymentLimits = {
    var limits = DeploymentLimits()
    limits.queueInterval = 60
    limits.activeInterval = 180
    limits.activeMaximum = 360
    limits.idleMinimum = 480
    limits.idleInterval = 600
    return limits
  }()

  func engine(_ core: SQLiteCore) -> Engine {
    Engine(
      store: SimulatedStore(core: core, node: self), schema: .organization, organization: world.template.organization,
      connectors: connectors,
      access: AccessResolution(
        secret: { _, _ async throws(SyncFailure) in Secret("secret") }, plainText: PlainTextRule()),
      limits: Node.limits, surroundings: surroundings, failpoints: .none, owner: "node \(number)")
  }

  private var connectors: MailConnectors {
    MailConnectors(
      openSource: { access async throws(SyncFailure) in
        let connection = try await SimulatedConnection.open(self, access)
        return SimulatedSource(
          source: try await POP3MailSource.open(
            connection, security: access.security, host: access.host, port: access.port,
            username: access.username ?? "", secret: access.secret ?? Secret(""), usesToken: false))
      },
      openSink: { access async throws(SyncFailure) in
        let connection = try await SimulatedConnection.open(self, access)
        return SimulatedSink(
          sink: try await SMTPMailSink.open(
            connection, security: access.security, host: access.host, port: access.port, username: access.username,
            secret: access.secret, usesToken: false, clientName: "simulated.example"), node: self)
      },
      render: { mail throws(SyncFailure) in try MailWriting.bytes(of: mail) }, read: { MailReading.message($0) })
  }
}

/// A maildrop whose suspects are read at once: other processes are not part of a simulation.
struct SimulatedSource: MailSource {
  let source: POP3MailSource

  func list() async throws(SyncFailure) -> MailListing { try await source.list() }

  func headers(of items: [RemoteItem]) async throws(SyncFailure) -> [RemoteItem: IncomingMail]? {
    try await source.headers(of: items)
  }

  func fetch(_ items: [RemoteItem], suspects: Set<String>, spill: ContentSpill) async throws(SyncFailure)
    -> [FetchedMail]
  {
    try await source.fetch(items, suspects: [], spill: spill)
  }

  func delete(_ items: [RemoteItem]) async throws(SyncFailure) { try await source.delete(items) }
  func close() async throws(SyncFailure) { try await source.close() }
  func abandon() async { await source.abandon() }
}

/// Watches that nobody begins the last bytes of a message after somebody else has settled the try. REL G14
final class SimulatedSink: MailSink, @unchecked Sendable {
  private let sink: SMTPMailSink
  private let node: Node
  private var messageID = ""

  init(sink: SMTPMailSink, node: Node) {
    self.sink = sink
    self.node = node
  }

  func prepare(_ mail: PreparedMail) async throws(SyncFailure) -> EnvelopeResult {
    messageID = Truth.field("Message-ID", of: mail.bytes)
    return try await sink.prepare(mail)
  }

  func finish() async throws(SyncFailure) -> DeliveryResult {
    let granted = try? node.world.core?.count(
      Query(SendAttempt.table, where: SendAttempt.messageid == messageID && SendAttempt.phase == .dotImminent))
    if !node.isDead, granted == 0 {
      node.world.object("G14: node \(node.number) sends last bytes that nobody grants any more")
    }
    return try await sink.finish()
  }

  func close() async { await sink.close() }
}
