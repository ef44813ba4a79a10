import CRMModel
import MailGeneration
import NIOConcurrencyHelpers

@testable import Simulators

/// Connections to the simulated servers without sockets: bytes arrive in pieces of seeded sizes, and a connection dies
/// when a seeded number of bytes has arrived.
final class SimulatedNetwork: Sendable {
  struct State {
    var random: SeededRandom
    /// Bytes until the network breaks; nil for a network that holds.
    var budget: Int?
    var breaks = 0
  }

  let pop3 = NIOLockedValueBox(POP3Simulator.State())
  let smtp = NIOLockedValueBox(SMTPSimulator.State(users: [:]))
  private let state: NIOLockedValueBox<State>

  init(seed: UInt64) { state = NIOLockedValueBox(State(random: SeededRandom(seed: seed))) }

  var breaks: Int { state.withLockedValue { $0.breaks } }

  func breakAfter(bytes: Int) { state.withLockedValue { $0.budget = bytes } }

  func connect(to kind: ServerKind) -> SimulatedConnection {
    if kind == .smtp {
      let session = SMTPSimulatorSession(smtp) { _ in }
      return SimulatedConnection(
        self, greeting: Array("220 simulated\r\n".utf8), receive: session.receive)
    }
    let session = POP3SimulatorSession(pop3)
    return SimulatedConnection(self, greeting: session.greeting.bytes, receive: session.receive)
  }

  /// How many of the waiting bytes arrive now; nil when the connection dies.
  func arriving(of waiting: Int) -> Int? {
    state.withLockedValue { state in
      let size = min(waiting, 1 + state.random.number(below: 700))
      if let budget = state.budget {
        guard budget > size else {
          state.budget = nil
          state.breaks += 1
          return nil
        }
        state.budget = budget - size
      }
      return size
    }
  }
}

/// One connection of the simulated network.
actor SimulatedConnection: ByteConnection {
  private let network: SimulatedNetwork
  private let receive: ([UInt8]?) -> ByteServer.Answer
  private var waiting: [UInt8]
  private var isClosed = false
  private var isDead = false

  init(_ network: SimulatedNetwork, greeting: [UInt8], receive: sending @escaping ([UInt8]?) -> ByteServer.Answer) {
    self.network = network
    self.receive = receive
    waiting = greeting
  }

  func read() async throws(SyncFailure) -> [UInt8]? {
    if isDead { throw SyncFailure(.transient, .connectionLost, ["host": "simulated"]) }
    if waiting.isEmpty { return nil }
    guard let count = network.arriving(of: waiting.count) else {
      isDead = true
      _ = receive(nil)
      throw SyncFailure(.transient, .connectionLost, ["host": "simulated"])
    }
    let piece = Array(waiting.prefix(count))
    waiting.removeFirst(count)
    return piece
  }

  func write(_ bytes: [UInt8]) async throws(SyncFailure) {
    guard !isDead, !isClosed else { throw SyncFailure(.transient, .connectionLost, ["host": "simulated"]) }
    let answer = receive(bytes)
    waiting += answer.bytes
    if answer.closes { isClosed = true }
  }

  func startTLS() async throws(SyncFailure) {
    throw SyncFailure(.configuration, .tlsFailed, ["host": "simulated", "reason": "not simulated"])
  }

  func close() async {
    guard !isClosed else { return }
    isClosed = true
    _ = receive(nil)
  }
}
