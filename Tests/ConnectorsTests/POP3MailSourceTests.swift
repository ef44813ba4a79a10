import CRMModel
import Connectors
import Synchronization
import Testing

/// A maildrop whose server answers from a script.
@Suite struct POP3MailSourceTests {
  /// Answers each line of the client with the next text.
  private final class ScriptedConnection: ByteConnection {
    struct State {
      var answers: [String]
      var waiting: [UInt8]
      var written = ""
    }
    let state: Mutex<State>

    init(_ answers: [String]) { state = Mutex(State(answers: answers, waiting: Array("+OK ready\r\n".utf8))) }

    var written: String { state.withLock { $0.written } }

    func read() async throws(SyncFailure) -> [UInt8]? {
      state.withLock { state in
        defer { state.waiting = [] }
        return state.waiting.isEmpty ? nil : state.waiting
      }
    }

    func write(_ bytes: [UInt8]) async throws(SyncFailure) {
      state.withLock { state in
        state.written += String(decoding: bytes, as: UTF8.self)
        for _ in 0..<bytes.count(where: { $0 == 0x0A }) where !state.answers.isEmpty {
          state.waiting += Array(state.answers.removeFirst().utf8)
        }
      }
    }

    func startTLS() async throws(SyncFailure) {}
    func close() async {}
  }

  private static let login = [
    "+OK\r\nSASL PLAIN\r\nUIDL\r\nTOP\r\n.\r\n", "+ \r\n", "+OK\r\n", "+OK\r\nUIDL\r\nTOP\r\n.\r\n",
  ]

  private func open(_ answers: String...) async throws -> (POP3MailSource, ScriptedConnection) {
    let connection = ScriptedConnection(Self.login + answers)
    let source = try await POP3MailSource.open(
      connection, security: .implicit, host: "pop.example", port: 995, username: "anna", secret: Secret("secret"),
      usesToken: false)
    return (source, connection)
  }

  @Test func aListingIsWhatSTATSaid() async throws {
    let (source, _) = try await open(
      "+OK 2 300\r\n", "+OK\r\n1 a\r\n2 b\r\n.\r\n", "+OK\r\n1 100\r\n2 200\r\n.\r\n")
    let listing = try await source.list()
    let items = listing.suffix(10)
    #expect(items.map(\.id) == ["a", "b"] && items.map(\.size) == [100, 200] && items.map(\.number) == [1, 2])
  }

  /// What is missing in a listing would count as gone.
  @Test(arguments: [
    ("+OK 3 600\r\n", "+OK\r\n1 a\r\n2 b\r\n.\r\n", "+OK\r\n1 100\r\n2 200\r\n.\r\n"),
    ("+OK 1 100\r\n", "+OK\r\n1 a\r\n2 b\r\n.\r\n", "+OK\r\n1 100\r\n2 200\r\n.\r\n"),
    ("+OK 2 300\r\n", "+OK\r\n1 a\r\n2 b\r\n.\r\n", "+OK\r\n1 100\r\n.\r\n"),
    ("+OK 2 300\r\n", "+OK\r\n.\r\n", "+OK\r\n.\r\n"),
  ])
  func aListingThatDisagreesWithSTATIsNone(stat: String, uidl: String, list: String) async throws {
    let (source, _) = try await open(stat, uidl, list)
    let failure = await #expect(throws: SyncFailure.self) { try await source.list() }
    #expect(failure?.kind == .transient && failure?.message.code == .listingInconsistent)
  }

  @Test func idsThatRepeatAreTold() async throws {
    let (source, _) = try await open(
      "+OK 3 6\r\n", "+OK\r\n1 a\r\n2 b\r\n3 a\r\n.\r\n", "+OK\r\n1 1\r\n2 2\r\n3 3\r\n.\r\n")
    let listing = try await source.list().sorted()
    let items = (0..<listing.count).map { listing.item(at: listing.place($0)) }
    #expect(Set(items.map(\.id)).count == 3)
    #expect(items.filter { !$0.isAmbiguous }.map(\.number) == [2])
  }

  /// A server that repeats the password in its refusal, even in the response code, tells nobody else.
  @Test func aRefusalDoesNotShowThePassword() async throws {
    let connection = ScriptedConnection(
      Array(Self.login.prefix(2)) + ["-ERR [secret] c2VjcmV0 secret is wrong\r\n"])
    let failure = await #expect(throws: SyncFailure.self) {
      try await POP3MailSource.open(
        connection, security: .implicit, host: "pop.example", port: 995, username: "anna", secret: Secret("secret"),
        usesToken: false)
    }
    #expect(failure?.kind == .credential)
    let shown = "\(String(describing: failure))"
    #expect(!shown.contains("secret") && !shown.contains("c2VjcmV0"), "\(shown)")
  }
}
