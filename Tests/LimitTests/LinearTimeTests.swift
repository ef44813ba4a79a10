import CRMModel
import LineProtocol
import MIME
import POP3Wire
import SASL
import SMTPWire
import SyncEngine
import Testing

/// Strangers choose these inputs: none may cost more than its length. REL S28
@Suite(.serialized) struct LinearTimeTests {
  private static func pieces(_ bytes: [UInt8], of length: Int) -> [ArraySlice<UInt8>] {
    stride(from: 0, to: bytes.count, by: length).map { bytes[$0..<min(bytes.count, $0 + length)] }
  }

  private static func repeated(_ text: String, _ count: Int) -> [UInt8] {
    Array(String(repeating: text, count: count).utf8)
  }

  // MARK: - Wire

  @Test(arguments: [0, 1, 15, 8_191, 60_000]) func lines(_ length: Int) throws {
    let line = String(repeating: "b", count: length) + "\n"
    try expectLinear("lines of \(length)", from: 4_096) {
      Self.repeated(line, $0 / line.utf8.count + 1)
    } _: { bytes in
      var assembler = LineAssembler()
      for piece in Self.pieces(bytes, of: 5) {
        var rest = piece
        while !rest.isEmpty { _ = try assembler.takeLine(from: &rest) }
      }
    }
  }

  private static func maildrop(_ commands: [POP3Command], _ maximum: Int = .max) throws -> POP3Client {
    var client = POP3Client(security: .implicitTLS, maximumListingEntries: maximum)
    _ = client.receive(Array("+OK\r\n+OK\r\nSASL PLAIN\r\n.\r\n".utf8))
    _ = client.enqueue(.auth(.plain, try .password(username: "u", password: "secret")))
    _ = client.receive(Array("+ \r\n".utf8))
    _ = client.receive(Array("+OK\r\n+OK\r\nPIPELINING\r\n.\r\n".utf8))
    _ = client.enqueue(commands)
    return client
  }

  /// Entries in order, with one id for all, without ids, and the same listing in small pieces.
  @Test(arguments: ["id", "same", "none"], [3, 65_536]) func listings(kind: String, piece: Int) throws {
    try expectLinear("listing of \(kind)", from: 256, upTo: 100_000) { count in
      let lines = (1...count).map { number in
        switch kind {
        case "id": "\(number) id-\(number)\r\n"
        case "same": "\(number) id\r\n"
        default: "\(number) a b\r\n"
        }
      }
      return Array(("+OK\r\n" + lines.joined() + ".\r\n").utf8)
    } _: { bytes in
      var client = try Self.maildrop([.uidl])
      var last: POP3Action?
      for piece in Self.pieces(bytes, of: piece) { last = client.receive(piece).last ?? last }
      guard case .event(.uidl)? = last else { throw SyncFailure(.item, .messageUnreadable) }
    }
  }

  @Test(arguments: ["\r\n..", "\r\n", "x", ".\n"], [1, 4_096]) func messages(text: String, piece: Int) throws {
    try expectLinear("message of \(text.debugDescription)", from: 2_048) {
      Array("+OK\r\n".utf8) + Self.repeated(text, $0) + Array("\r\n.\r\n".utf8)
    } _: { bytes in
      var client = try Self.maildrop([.retr(1)])
      var count = 0
      for piece in Self.pieces(bytes, of: piece) { count += client.receive(piece).count }
      guard count > 0 else { throw SyncFailure(.item, .messageUnreadable) }
    }
  }

  /// One command after the other in a session of any length.
  @Test func manyCommands() throws {
    try expectLinear("commands", from: 256, upTo: 50_000) { count in
      (1...count).map { POP3Command.dele($0) }
    } _: { commands in
      var client = try Self.maildrop(commands)
      for _ in commands { _ = client.receive(Array("+OK\r\n".utf8)) }
    }
  }

  @Test func replies() throws {
    try expectLinear("replies", from: 64, upTo: 20_000) { count in
      (0..<count).map { _ in String(repeating: "250-aaaaaaaaaaaaaaaa\r\n", count: 20) + "250 b\r\n" }.joined()
    } _: { text in
      var client = try SMTPClient(clientName: "c.example", security: .implicitTLS, requiresAuthentication: false)
      _ = client.receive(Array("220 mx\r\n250 mx\r\n".utf8))
      for piece in Self.pieces(Array(text.utf8), of: 11) {
        _ = client.noop()
        _ = client.receive(piece)
      }
    }
  }

  @Test(arguments: ["\n.", "\r", ".\r\n", "x"], [1, 4_096]) func content(text: String, piece: Int) throws {
    try expectLinear("content of \(text.debugDescription)", from: 2_048) {
      Self.repeated(text, $0)
    } _: { bytes in
      var client = try SMTPClient(clientName: "c.example", security: .implicitTLS, requiresAuthentication: false)
      _ = client.receive(Array("220 mx\r\n250-mx\r\n250 PIPELINING\r\n".utf8))
      _ = client.begin(try SMTPEnvelope(sender: nil, recipients: [try SMTPAddress("a@b.example")]))
      _ = client.receive(Array("250 ok\r\n250 ok\r\n354 go\r\n".utf8))
      for piece in Self.pieces(bytes, of: piece) { _ = client.content(piece, isLast: false) }
      guard !client.content([], isLast: true).isEmpty else { throw SyncFailure(.item, .messageUnreadable) }
    }
  }

  /// A server that knows the secret repeats it nearly, everywhere in its line.
  @Test func redaction() throws {
    try expectLinear("redaction", from: 2_048, upTo: 1 << 16) { size in
      (Self.repeated("a", size), String(repeating: "a", count: size / 8) + "b")
    } _: { line, secret in
      let credential = try Credential.password(username: "u", password: secret)
      _ = try SASLExchange(mechanism: .plain, credential: credential).redacting(line)
    }
  }

  @Test func base64() throws {
    try expectLinear("base 64", from: 4_096) {
      Self.repeated("AAAA", $0)
    } _: {
      _ = Base64.decode($0)
    }
  }

  // MARK: - Engine

  @Test(arguments: ["C", "CRM:", "CRM:0", "CRM:00100", "crm:12345678901234567890123"])
  func trackingTokens(_ text: String) throws {
    try expectLinear("tokens in \(text)", from: 256) {
      String(repeating: text, count: $0)
    } _: {
      _ = TrackingToken.find(prefix: "CRM:", in: $0)
    }
  }

  @Test(arguments: ["Re: ", "a ", "a:", " ", ":", "語：", "e\u{301}", "_"]) func subjectWords(_ text: String) throws {
    try expectLinear("words of \(text)", from: 256) {
      String(repeating: text, count: $0)
    } _: {
      _ = SmartMatching.words(of: $0, without: nil)
    }
  }

  /// The subject is bounded, so its length is what a pattern may cost beyond.
  @Test(arguments: ["(a*)*b", "(a|a)*c", "a.*b|a", "(a?){30}a{30}", "(\\w+\\s?)*:"])
  func subjectPatterns(_ pattern: String) throws {
    let compiled = try SubjectPattern(pattern)
    for letter in ["a", "a ", "é"] {
      let bounded = (0..<5).map { _ in
        processorSeconds { _ = compiled.removingMatches(from: String(repeating: letter, count: 800)) }
      }.sorted()[2]
      let unbounded = (0..<5).map { _ in
        processorSeconds { _ = compiled.removingMatches(from: String(repeating: letter, count: 16_000)) }
      }.sorted()[2]
      #expect(unbounded <= 4 * bounded + 0.05, "\(pattern) on \(letter): \(bounded) s, \(unbounded) s")
    }
    // Up to 50 matches are looked for, each perhaps to the end.
    try expectLinear("pattern \(pattern)", from: 400, upTo: 800) {
      String(repeating: "a", count: $0)
    } _: {
      _ = compiled.removingMatches(from: $0)
    }
  }

  @Test(arguments: ["(", "a|", "[a", "a{2}", "\\w", "a*", "{"]) func readingPatterns(_ text: String) throws {
    try expectLinear("reading \(text)", from: 64, upTo: 2_000) {
      String(repeating: text, count: $0)
    } _: {
      _ = try? SubjectPattern($0)
    }
  }

  @Test(arguments: ["a=b\n", "a=\\\\\n", "=", "\\n", "\u{1E}", "~ms=1\u{1E}"]) func storedTexts(_ text: String) throws {
    try expectLinear("evidence of \(text.debugDescription)", from: 256) {
      String(repeating: text, count: $0)
    } _: {
      _ = Evidence(text: Evidence(text: $0).text)
      _ = TestResult(text: $0).text
    }
  }

  @Test func conversationIndexes() throws {
    try expectLinear("Thread-Index", from: 1_024) {
      String(repeating: " \r\n", count: $0)
    } _: {
      _ = ConversationIndex.rootHash($0)
    }
  }

  // MARK: - Addresses and names, which come in fields of up to 64 KB, thousands to a message

  @Test(arguments: [
    "a ", "<", "<a ", "<@a,", ",", "\"", "\\\"", "(", "()", "<a b@", "@a,", ":", "=?a?b?", "a@b,", "[", "<[:", ".",
  ])
  func addressLists(_ text: String) throws {
    for opening in ["", "<", "<@a", "\"", "("] {
      try expectLinear("addresses \(opening)\(text)…", from: 512, upTo: 1 << 17) {
        opening + String(repeating: text, count: $0 / text.utf8.count + 1)
      } _: {
        _ = MailAddress.parseList($0)
      }
    }
  }

  @Test(arguments: [" ", ".", "/", "a ", "\\\"", "%20"]) func fileNames(_ text: String) throws {
    try expectLinear("file names of \(text.debugDescription)", from: 512, upTo: 1 << 16) { size in
      Array("From: a@b.example\r\nContent-Type: x/y; name=\"\(String(repeating: text, count: size))b\"\r\n\r\nx".utf8)
    } _: {
      _ = try MIMEParser.parse($0)
    }
  }
}
