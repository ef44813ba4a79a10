import NIOConcurrencyHelpers

/// A POP3 server in memory on this machine. RFC 1939, RFC 2449, RFC 5034
package final class POP3Simulator: Sendable {
  /// What it does wrong on request; each as often as it was asked for.
  package enum Fault: Hashable, Sendable {
    case refuseAuthentication
    case temporaryFailure
    /// The connection ends inside the body of a message.
    case dropInsideMessage
    case garbageGreeting
  }

  package struct Message: Sendable {
    package let uid: String
    package let bytes: [UInt8]
  }

  package struct Counts: Sendable, Equatable {
    package var logins = 0
    package var refusals = 0
    package var retrievals = 0
    package var deletions = 0
  }

  struct State {
    var passwords: [String: String] = [:]
    var messages: [String: [Message]] = [:]
    var locked: Set<String> = []
    var nextUID = 1
    var faults: [Fault: Int] = [:]
    var counts = Counts()

    /// Whether a fault was asked for; it is used up by this.
    mutating func takes(_ fault: Fault) -> Bool {
      guard let left = faults[fault], left > 0 else { return false }
      faults[fault] = left - 1
      return true
    }
  }

  private let state: NIOLockedValueBox<State>
  private let server: ByteServer

  private init(_ state: NIOLockedValueBox<State>, _ server: ByteServer) {
    self.state = state
    self.server = server
  }

  package static func start(port: Int = 0) async throws -> POP3Simulator {
    let state = NIOLockedValueBox(State())
    let server = try await ByteServer.start(port: port) {
      let session = POP3SimulatorSession(state)
      return (session.greeting, session.receive)
    }
    return POP3Simulator(state, server)
  }

  package var port: Int { server.port }
  package var counts: Counts { state.withLockedValue { $0.counts } }

  package func addMailbox(user: String, password: String) {
    state.withLockedValue {
      $0.passwords[user.lowercased()] = password
      $0.messages[user.lowercased(), default: []] += []
    }
  }

  package func deliver(to user: String, bytes: [UInt8]) {
    state.withLockedValue {
      let uid = "u\($0.nextUID)"
      $0.nextUID += 1
      $0.messages[user.lowercased(), default: []].append(Message(uid: uid, bytes: bytes))
    }
  }

  package func messages(of user: String) -> [Message] {
    state.withLockedValue { $0.messages[user.lowercased()] ?? [] }
  }

  package func inject(_ fault: Fault, times: Int = 1) {
    state.withLockedValue { $0.faults[fault, default: 0] += times }
  }

  package func stop() async throws { try await server.stop() }
}
