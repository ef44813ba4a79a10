import CRMModel
import Connectors
import NIOConcurrencyHelpers
import Testing

/// A maildrop whose server answers from a script.
@Suite struct POP3MailSourceTests {
  /// Answers each line of the client by its first word; any other line is the password.
  private final class ScriptedConnection: ByteConnection {
    let answers: [String: String]
    let waiting = NIOLockedValueBox(Array("+OK ready\r\n".utf8))

    init(_ answers: [String: String], login: String = "+OK\r\n") {
      let usual = ["CAPA": "+OK\r\nSASL PLAIN\r\nUIDL\r\nTOP\r\n.\r\n", "AUTH": "+ \r\n", "": login]
      self.answers = usual.merging(answers) { $1 }
    }

    func read() async throws(SyncFailure) -> [UInt8]? {
      waiting.withLockedValue { waiting in
        defer { waiting = [] }
        return waiting.isEmpty ? nil : waiting
      }
    }

    func write(_ bytes: [UInt8]) async throws(SyncFailure) {
      for line in bytes.split(separator: 0x0A) {
        let word = String(decoding: line.prefix { $0 > 0x20 }, as: UTF8.self)
        let answer = answers[word] ?? answers[""] ?? ""
        waiting.withLockedValue { $0 += Array(answer.utf8) }
      }
    }

    func startTLS() async throws(SyncFailure) {}
    func close() async {}
  }

  private func open(stat: String, uidl: String, list: String) async throws -> POP3MailSource {
    try await POP3MailSource.open(
      ScriptedConnection(["STAT": stat, "UIDL": uidl, "LIST": list]), security: .implicit, host: "pop.example",
      port: 995, username: "anna", secret: Secret("secret"), usesToken: false)
  }

  @Test func aListingIsWhatSTATSaid() async throws {
    let source = try await open(
      stat: "+OK 2 300\r\n", uidl: "+OK\r\n1 a\r\n2 b\r\n.\r\n", list: "+OK\r\n1 100\r\n2 200\r\n.\r\n")
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
    let source = try await open(stat: stat, uidl: uidl, list: list)
    let failure = await #expect(throws: SyncFailure.self) { try await source.list() }
    #expect(failure?.kind == .transient && failure?.message.code == .listingInconsistent)
  }

  @Test func idsThatRepeatAreTold() async throws {
    let source = try await open(
      stat: "+OK 3 6\r\n", uidl: "+OK\r\n1 a\r\n2 b\r\n3 a\r\n.\r\n", list: "+OK\r\n1 1\r\n2 2\r\n3 3\r\n.\r\n")
    let listing = try await source.list().sorted()
    let items = (0..<listing.count).map { listing.item(at: listing.place($0)) }
    #expect(Set(items.map(\.id)).count == 3)
    #expect(items.filter { !$0.isAmbiguous }.map(\.number) == [2])
  }

  /// A server that repeats the password in its refusal, even in the response code, tells nobody else.
  @Test func aRefusalDoesNotShowThePassword() async throws {
    let connection = ScriptedConnection([:], login: "-ERR [secret] c2VjcmV0 secret is wrong\r\n")
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
