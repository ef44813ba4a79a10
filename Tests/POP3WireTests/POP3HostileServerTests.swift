import LineProtocol
import POP3Wire
import SASL
import Testing

@Suite struct POP3HostileServerTests {
  /// The last thing a session does when the server breaks the protocol.
  private func end(_ violation: POP3Violation) -> [POP3Action] { [.event(.protocolViolation(violation)), .close] }

  @Test(arguments: [
    "+OK go\r\n+OK injected\r\n", "+OK go\r\n\r\n", "+OK go\r\n\u{16}",
  ]) func octetsBetweenSTLSAndTLSEndTheSession(reply: String) {
    var session = POP3Dialogue(.startTLS)
    session.server("+OK\r\n", "+OK\r\nSTLS\r\n.\r\n")
    _ = session.takeActions()
    session.server(reply)
    #expect(session.takeActions() == [.startTLS] + end(.bytesBeforeTLS))
    session.tlsEstablished()
    #expect(session.takeActions() == [])
  }

  @Test func octetsAfterTheGoAheadInAPacketOfTheirOwnEndTheSession() {
    var session = POP3Dialogue(.startTLS)
    session.server("+OK\r\n", "+OK\r\nSTLS\r\n.\r\n", "+OK\r\n")
    _ = session.takeActions()
    session.server("+OK\r\n")
    #expect(session.takeActions() == end(.bytesBeforeTLS))
  }

  @Test(arguments: ["+OK\r\nUSER\r\n.\r\n", "-ERR\r\n"]) func aStrippedSTLSIsAFailure(capa: String) {
    var session = POP3Dialogue(.startTLS)
    session.server("+OK\r\n")
    _ = session.takeActions()
    session.server(capa)
    #expect(session.takeActions() == [.event(.failed(POP3Failure(.stls, kind: .unsupported))), .close])
  }

  @Test func aRefusedSTLSIsAFailure() {
    var session = POP3Dialogue(.startTLS)
    session.server("+OK\r\n", "+OK\r\nSTLS\r\n.\r\n")
    _ = session.takeActions()
    session.server("-ERR [SYS/TEMP] no\r\n")
    let failure = POP3Failure(.stls, kind: .temporary, responseCode: .sysTemp, text: "no")
    #expect(session.takeActions() == [.event(.failed(failure)), .close])
  }

  @Test func capabilitiesFromBeforeTLSAreForgotten() {
    var session = POP3Dialogue(.startTLS)
    session.server("+OK\r\n", "+OK\r\nSTLS\r\nSASL PLAIN\r\nPIPELINING\r\n.\r\n", "+OK\r\n")
    session.tlsEstablished()
    _ = session.takeActions()
    session.server("-ERR\r\n")
    #expect(session.events() == [.capabilities(POP3Capabilities())])
  }

  @Test func aLossDuringTheHandshakeIsReported() {
    var session = POP3Dialogue(.startTLS)
    session.server("+OK\r\n", "+OK\r\nSTLS\r\n.\r\n", "+OK\r\n")
    _ = session.takeActions()
    session.disconnect()
    #expect(session.events() == [.failed(POP3Failure(.stls, kind: .connectionLost))])
  }

  @Test func aGreetingOfRefusalEndsTheSession() {
    var session = POP3Dialogue()
    session.server("-ERR [IN-USE] other session\r\n")
    let failure = POP3Failure(.greeting, kind: .inUse, responseCode: .inUse, text: "other session")
    #expect(session.takeActions() == [.event(.failed(failure)), .close])
  }

  @Test(arguments: ["220 smtp here\r\n", "\r\n", "* OK imap\r\n", "+OKAY\r\n", "+ \r\n", "HTTP/1.1 400\r\n"])
  func aStrangeGreetingIsAViolation(greeting: String) {
    var session = POP3Dialogue()
    session.server(greeting)
    let kind: POP3Violation = greeting == "+ \r\n" ? .malformedReply(.greeting) : .malformedGreeting
    #expect(session.takeActions() == end(kind))
  }

  @Test(
    arguments: [
      ("+OK -1 20", .malformedReply(.stat)), ("+OK 1", .malformedReply(.stat)), ("+OK", .malformedReply(.stat)),
      ("+OK x y", .malformedReply(.stat)), ("+OK 1 99999999999999999999", .numberOutOfRange(.stat)),
      ("+OK 4294967296 1", .numberOutOfRange(.stat)), ("+ abc", .malformedReply(.stat)),
      ("1 2", .malformedReply(.stat)), ("", .malformedReply(.stat)),
    ] as [(String, POP3Violation)])
  func aBrokenSTATIsAViolation(line: String, violation: POP3Violation) throws {
    var session = try POP3Dialogue.open()
    session.enqueue(.stat)
    _ = session.takeActions()
    session.server(line + "\r\n")
    #expect(session.takeActions() == end(violation))
  }

  @Test(
    arguments: [
      ("1 a\r\n1 b\r\n", .duplicateMessageNumber(.uidl)), ("x a\r\n", .malformedReply(.uidl)),
      ("0 a\r\n", .malformedReply(.uidl)), ("-1 a\r\n", .malformedReply(.uidl)), ("\r\n", .malformedReply(.uidl)),
      ("99999999999 a\r\n", .numberOutOfRange(.uidl)), ("..\r\n", .malformedReply(.uidl)),
      ("1 a\r\n2 b\r\n3 c\r\n4 d\r\n", .tooManyEntries(.uidl)),
    ] as [(String, POP3Violation)])
  func aBrokenUIDLIsAViolation(lines: String, violation: POP3Violation) {
    var session = POP3Dialogue(maximumListingEntries: 3)
    session.server("+OK\r\n", "-ERR\r\n")
    session.enqueue(.userPass(try! .password(username: "u", password: "p")), .uidl)
    session.server("+OK\r\n", "+OK\r\n", "-ERR\r\n")
    _ = session.takeActions()
    session.server("+OK\r\n" + lines + ".\r\n")
    #expect(session.takeActions() == end(violation))
  }

  @Test func oddUniqueIDsAreReportedNotTrusted() throws {
    var session = try POP3Dialogue.open()
    session.enqueue(.uidl)
    let long = String(repeating: "i", count: 71)
    let tooLong = String(repeating: "i", count: 256)
    session.server(
      "+OK\r\n1 same\r\n2 same\r\n3 \r\n4 a b\r\n5 \(long)\r\n6 \(tooLong)\r\n7 é\r\n8 same\r\n9   padded  \r\n.\r\n")
    let listing = POP3UniqueIDListing([
      (1, "same"), (2, "same"), (3, nil), (4, nil), (5, long), (6, nil), (7, nil), (8, "same"), (9, "padded"),
    ])
    #expect(session.events() == [.uidl(listing)])
  }

  @Test(
    arguments: [
      ("1 -5\r\n", .malformedReply(.list)), ("1\r\n", .malformedReply(.list)),
      ("1 99999999999999999999\r\n", .numberOutOfRange(.list)),
    ] as [(String, POP3Violation)])
  func aBrokenLISTIsAViolation(lines: String, violation: POP3Violation) throws {
    var session = try POP3Dialogue.open()
    session.enqueue(.list)
    _ = session.takeActions()
    session.server("+OK\r\n" + lines)
    #expect(session.takeActions() == end(violation))
  }

  @Test func theAnswerForAnotherMessageIsAViolation() throws {
    var session = try POP3Dialogue.open()
    session.enqueue(.listMessage(1))
    _ = session.takeActions()
    session.server("+OK 2 10\r\n")
    #expect(session.takeActions() == end(.malformedReply(.list)))
  }

  @Test func aReplyToNothingIsAViolation() throws {
    var session = try POP3Dialogue.open()
    session.server("+OK by the way\r\n")
    #expect(session.takeActions() == end(.unsolicitedReply))
  }

  @Test func aSuccessWithoutACredentialIsAViolation() throws {
    var session = POP3Dialogue()
    session.server("+OK\r\n", "-ERR\r\n")
    session.enqueue(.auth(.plain, try .password(username: "u", password: "p")))
    _ = session.takeActions()
    session.server("+OK\r\n")
    #expect(session.takeActions() == end(.successWithoutCredential))
  }

  @Test(arguments: [1, 1_000, 1_000_000]) func anEndlessLineEndsTheSession(fragment: Int) {
    var session = POP3Dialogue()
    let octets = [UInt8](repeating: 0x2B, count: fragment)
    for _ in 0...LineAssembler.maximumLineLength / fragment { session.server(bytes: octets[...]) }
    #expect(session.takeActions() == end(.lineTooLong))
  }

  @Test func endlessCapabilitiesEndTheSession() {
    var session = POP3Dialogue()
    session.server("+OK\r\n", "+OK\r\n")
    _ = session.takeActions()
    session.server(String(repeating: "X\r\n", count: POP3Capabilities.maximumLines + 1))
    #expect(session.takeActions() == end(.tooManyEntries(.capa)))
  }

  @Test func aChallengeAfterTheCancellationEndsTheSession() throws {
    var session = POP3Dialogue()
    session.server("+OK\r\n", "-ERR\r\n")
    session.enqueue(.auth(.plain, try .password(username: "u", password: "p")))
    session.server("+ \r\n", "+ \r\n")
    _ = session.takeActions()
    session.server("+ \r\n")
    #expect(session.takeActions() == end(.malformedReply(.auth)))
  }

  @Test func listingsWithBareLineFeedsAreRead() throws {
    var session = try POP3Dialogue.open()
    session.enqueue(.uidl)
    session.server("+OK\n1 a\n.\n")
    #expect(session.events() == [.uidl(POP3UniqueIDListing([(1, "a")]))])
  }
}

@Suite struct POP3MessageTests {
  // What stands after the +OK line, and what the message is.
  @Test(arguments: [
    (".\r\n", ""), ("\r\n.\r\n", "\r\n"), ("a\r\n.\r\n", "a\r\n"), ("..\r\n.\r\n", ".\r\n"),
    ("...a\r\n.\r\n", "..a\r\n"), (".a\r\n.\r\n", "a\r\n"), (".\rx\r\n.\r\n", "\rx\r\n"),
    (".\r\r\n.\r\n", "\r\r\n"),
    // Only CRLF . CRLF ends a message.
    ("a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n"), ("a\n.\nb\r\n.\r\n", "a\n.\nb\r\n"),
    ("a\r.\r\nb\r\n.\r\n", "a\r.\r\nb\r\n"), ("a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n"),
    ("\0\r\n.\r\n", "\0\r\n"),
  ])
  func dotStuffingIsUndone(sent: String, message: String) throws {
    for fragment in [1, 2, 3, 1_000] {
      var session = try POP3Dialogue.open()
      session.enqueue(.retr(1))
      _ = session.takeActions()
      let octets = Array("+OK\r\n\(sent)".utf8)
      for start in stride(from: 0, to: octets.count, by: fragment) {
        session.server(bytes: octets[start..<min(start + fragment, octets.count)])
      }
      let chunk: [POP3Event] = message.isEmpty ? [] : [.messageChunk(number: 1, bytes: Array(message.utf8))]
      #expect(session.events() == chunk + [.messageEnd(number: 1)])
    }
  }

  @Test func aMissingDotIsNoEnd() throws {
    var session = try POP3Dialogue.open()
    session.enqueue(.retr(1))
    session.server("+OK\r\nall of it\r\n")
    #expect(session.events() == [.messageChunk(number: 1, bytes: Array("all of it\r\n".utf8))])
    session.disconnect()
    #expect(session.events() == [.failed(POP3Failure(.retr, message: 1, kind: .connectionLost))])
  }

  @Test func partsArePassedOnAsTheyArrive() throws {
    var session = try POP3Dialogue.open()
    session.enqueue(.retr(1))
    _ = session.takeActions()
    session.server("+OK\r\n")
    for _ in 0..<1_000 {
      session.server("0123456789")
      #expect(session.events() == [.messageChunk(number: 1, bytes: Array("0123456789".utf8))])
    }
  }
}
