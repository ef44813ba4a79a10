import CRMModel
import SyncEngine

/// The server's side of one connection.
protocol ServerSession: AnyObject {
  func greeting() -> ServerAnswer
  func receive(_ bytes: [UInt8]) -> ServerAnswer
  /// The connection is gone.
  func disconnected()
}

struct ServerAnswer {
  var bytes: [UInt8] = []
  var closes = false
  /// Seconds the server thinks about it.
  var delay = 0.0
  /// The network swallows the answer and dies.
  var isLost = false
}

/// A connection over the simulated network.
final class SimulatedConnection: ByteConnection, @unchecked Sendable {
  private let node: Node
  private let world: World
  private let session: any ServerSession
  private let timeout: Double
  /// Octets until the connection breaks, in the direction of the server and back.
  private var upstreamLeft: Int?
  private var downstreamLeft: Int?
  private var isTrickling: Bool
  /// Answers until the server says nothing more without closing.
  private var answersLeft: Int?
  private var arriving: [(at: Double, bytes: [UInt8])] = []
  private var serverHasClosed = false
  private var isBroken = false
  private var isClosed = false

  private init(_ node: Node, _ session: any ServerSession, timeout: Int) {
    let world = node.world
    self.node = node
    self.world = world
    self.session = session
    self.timeout = Double(timeout)
    upstreamLeft = world.strikes(.cutUpstream) ? world.number(below: 900) : nil
    downstreamLeft = world.strikes(.cutDownstream) ? world.number(below: world.number(below: 2) == 0 ? 400 : 6000) : nil
    isTrickling = world.strikes(.trickle)
    answersLeft = world.strikes(.silence) ? world.number(below: 12) : nil
    node.connections.append(self)
  }

  static func open(_ node: Node, _ access: ServerAccess) async throws(SyncFailure) -> SimulatedConnection {
    try await node.point()
    let world = node.world
    let parameters = ["host": access.host, "port": String(access.port), "reason": "refused"]
    let isPOP3 = access.purpose == .incoming
    if world.isAway(isPOP3: isPOP3) {
      await world.scheduler.wait(world.number(below: 2) == 0 ? 0.01 : Double(access.timeout))
      throw SyncFailure(.transient, .connectFailed, parameters)
    }
    if world.strikes(.refusedConnection) { throw SyncFailure(.transient, .connectFailed, parameters) }
    let session: any ServerSession = isPOP3 ? world.maildrops.session() : world.submission.session()
    let connection = SimulatedConnection(node, session, timeout: access.timeout)
    connection.take(session.greeting())
    world.note("connected", isPOP3 ? 110 : 587)
    return connection
  }

  func read() async throws(SyncFailure) -> [UInt8]? { try await read(patience: 0) }

  func read(patience seconds: Int) async throws(SyncFailure) -> [UInt8]? {
    let timeout = max(self.timeout, Double(seconds))
    try await node.point()
    guard !isClosed else { throw lost() }
    guard let first = arriving.first else {
      if isBroken { throw lost() }
      if serverHasClosed { return nil }
      await wait(timeout)
      abandonServer()
      guard !node.isDead else { throw Node.ended }
      throw SyncFailure(.transient, .timedOut, ["host": "simulated", "port": "1", "seconds": String(Int(timeout))])
    }
    let patience = first.at - world.scheduler.time
    if patience > timeout {
      await wait(timeout)
      abandonServer()
      guard !node.isDead else { throw Node.ended }
      throw SyncFailure(.transient, .timedOut, ["host": "simulated", "port": "1", "seconds": String(Int(timeout))])
    }
    if patience > 0 { await wait(patience) }
    guard !node.isDead else { throw Node.ended }
    guard !arriving.isEmpty, !isClosed else { throw lost() }
    let limit = isTrickling ? 1 + world.number(below: 120) : 1 + world.number(below: 4000)
    let piece = Array(arriving[0].bytes.prefix(limit))
    if piece.count == arriving[0].bytes.count {
      arriving.removeFirst()
    } else {
      arriving[0].bytes.removeFirst(piece.count)
      if isTrickling { arriving[0].at = world.scheduler.time + Double(world.number(below: 3000)) / 1000 }
    }
    world.note("arrived", piece.count)
    world.trace.quote("S:", piece)
    return piece
  }

  func write(_ bytes: [UInt8]) async throws(SyncFailure) {
    try await node.point()
    guard !isClosed, !isBroken, !serverHasClosed else { throw lost() }
    world.note("written", bytes.count)
    world.trace.quote("C:", bytes)
    var arriving = bytes
    if let left = upstreamLeft {
      arriving = Array(bytes.prefix(left))
      upstreamLeft = left - arriving.count
    }
    if !arriving.isEmpty { take(session.receive(arriving)) }
    if arriving.count < bytes.count { breakOff() }
  }

  func startTLS() async throws(SyncFailure) {
    throw SyncFailure(.configuration, .tlsFailed, ["host": "simulated", "reason": "not simulated"])
  }

  func close() async { abandonServer() }

  /// The process ended; its machine says so to the server, or is gone too.
  func processEnded() { abandonServer() }

  // MARK: - The way back

  private func take(_ answer: ServerAnswer) {
    if answer.isLost { return breakOff() }
    var bytes = answer.bytes
    if let left = downstreamLeft, bytes.count > left {
      bytes = Array(bytes.prefix(left))
      downstreamLeft = 0
      send(bytes, after: answer.delay)
      return breakOff()
    }
    if let left = downstreamLeft { downstreamLeft = left - bytes.count }
    send(bytes, after: answer.delay)
    if answer.closes {
      serverHasClosed = true
      session.disconnected()
    }
  }

  private func send(_ bytes: [UInt8], after delay: Double) {
    guard !bytes.isEmpty else { return }
    if let left = answersLeft {
      guard left > 0 else { return }
      answersLeft = left - 1
    }
    var delay = delay + Double(1 + world.number(below: 100)) / 1000
    if world.strikes(.slowAnswer) { delay += Double(world.number(below: 70)) }
    // A stream keeps its order.
    arriving.append((max(world.scheduler.time + delay, arriving.last?.at ?? 0), bytes))
  }

  private func breakOff() {
    world.note("connection broke")
    isBroken = true
    session.disconnected()
  }

  private func abandonServer() {
    guard !isClosed else { return }
    isClosed = true
    if !isBroken, !serverHasClosed { session.disconnected() }
  }

  private func wait(_ seconds: Double) async {
    // In small steps, so that a process that ended does not linger.
    let end = world.scheduler.time + seconds
    while world.scheduler.time < end, !node.isDead {
      await world.scheduler.wait(min(20, end - world.scheduler.time))
    }
  }

  private func lost() -> SyncFailure {
    node.isDead
      ? Node.ended : SyncFailure(.transient, .connectionLost, ["host": "simulated", "port": "1", "reason": "closed"])
  }
}
