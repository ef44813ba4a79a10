import CRMModel
import Connectors
import NIOConcurrencyHelpers
import Testing

/// A submission server that answers from a script.
@Suite struct SMTPMailSinkTests {
  /// Answers each line of the client; what begins with 421 is the last it says.
  private final class ScriptedConnection: ByteConnection {
    private struct State {
      var waiting = Array("220 mx.example ready\r\n".utf8)
      var hasEnded = false
    }
    private let state = NIOLockedValueBox(State())
    private let answer: @Sendable (String) -> String

    init(_ answer: @escaping @Sendable (String) -> String) { self.answer = answer }

    func read() async throws(SyncFailure) -> [UInt8]? {
      state.withLockedValue { state in
        defer { state.waiting = [] }
        return state.waiting.isEmpty ? nil : state.waiting
      }
    }

    func write(_ bytes: [UInt8]) async throws(SyncFailure) {
      for line in bytes.split(separator: 0x0A) {
        let said = answer(String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self))
        state.withLockedValue { state in
          guard !state.hasEnded else { return }
          state.waiting += Array((said + "\r\n").utf8)
          state.hasEnded = said.hasPrefix("421")
        }
      }
    }

    func startTLS() async throws(SyncFailure) {}
    func close() async {}
  }

  private static let mail = PreparedMail(
    sender: "anna@crm.example", recipients: ["a@x.example", "b@x.example", "c@x.example"],
    bytes: Array("Subject: x\r\n\r\n".utf8))

  private func envelope(
    isPipelining: Bool, _ recipients: [String: String]
  ) async throws -> EnvelopeResult {
    let connection = ScriptedConnection { line in
      if line.hasPrefix("EHLO") { return isPipelining ? "250-mx.example\r\n250 PIPELINING" : "250 mx.example" }
      for (address, reply) in recipients where line == "RCPT TO:<\(address)>" { return reply }
      return line == "DATA" ? "354 go on" : "250 ok"
    }
    let sink = try await SMTPMailSink.open(
      connection, security: .none, host: "mx.example", port: 25, username: nil, secret: nil, usesToken: false,
      clientName: "crm.example")
    return try await sink.prepare(SMTPMailSinkTests.mail)
  }

  /// 421 may answer anything and ends the session (RFC 5321 §3.8): whoever got no other answer is refused for now,
  /// those accepted before it too, and nobody for good.
  @Test(arguments: [false, true]) func whom421LeftWithoutAnAnswerIsRefusedForNow(isPipelining: Bool) async throws {
    let result = try await envelope(
      isPipelining: isPipelining, ["a@x.example": "550 5.1.1 nobody", "c@x.example": "421 4.3.2 going down"])
    #expect(!result.isOpen)
    let refused = Dictionary(result.refused.map { ($0.address, $0.isPermanent) }) { first, _ in first }
    #expect(refused == ["a@x.example": true, "b@x.example": false, "c@x.example": false])
    #expect(result.refused.count == 3)
  }

  @Test(arguments: [false, true]) func theRefusalOfAllIsPermanentOnlyWhereItWasSaidSo(isPipelining: Bool) async throws {
    let result = try await envelope(
      isPipelining: isPipelining,
      ["a@x.example": "550 5.1.1 nobody", "b@x.example": "450 4.7.1 later", "c@x.example": "550 5.1.1 nobody"])
    #expect(!result.isOpen)
    let refused = Dictionary(result.refused.map { ($0.address, $0.isPermanent) }) { first, _ in first }
    #expect(refused == ["a@x.example": true, "b@x.example": false, "c@x.example": true])
  }
}
