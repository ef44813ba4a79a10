import NIOConcurrencyHelpers

/// A submission server in memory on this machine. RFC 5321, RFC 4954, RFC 3030
package final class SMTPSimulator: Sendable {
  /// What it does wrong on request; each as often as it was asked for.
  package enum Fault: Hashable, Sendable {
    case refuseAuthentication
    /// 421 instead of an answer to MAIL.
    case shutDown
    /// The connection ends before the message counts as taken.
    case dropBeforeAccepting
    /// The message is taken, but the reply is lost.
    case dropAfterAccepting
  }

  package struct Envelope: Sendable, Equatable {
    package var sender = ""
    package var recipients: [String] = []
    package var bytes: [UInt8] = []
  }

  struct State {
    var users: [String: String]
    var refusals: [String: String] = [:]
    var faults: [Fault: Int] = [:]
    var messages: [Envelope] = []

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

  /// - Parameters:
  ///   - users: Names and passwords; without any nobody needs to sign in.
  ///   - deliver: Told every message that was taken.
  package static func start(
    port: Int = 0, users: [String: String] = [:], deliver: @escaping @Sendable (Envelope) -> Void = { _ in }
  ) async throws -> SMTPSimulator {
    let folded = Dictionary(users.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
    let state = NIOLockedValueBox(State(users: folded))
    let server = try await ByteServer.start(port: port) {
      let session = SMTPSimulatorSession(state, deliver)
      return (.init(bytes: Array("220 simulator ESMTP\r\n".utf8)), session.receive)
    }
    return SMTPSimulator(state, server)
  }

  package var port: Int { server.port }
  package var messages: [Envelope] { state.withLockedValue { $0.messages } }

  /// Answers RCPT for this address with a reply such as "550 5.1.1 no such user".
  package func refuse(_ recipient: String, reply: String) {
    state.withLockedValue { $0.refusals[recipient.lowercased()] = reply }
  }

  package func inject(_ fault: Fault, times: Int = 1) {
    state.withLockedValue { $0.faults[fault, default: 0] += times }
  }

  package func stop() async throws { try await server.stop() }
}
