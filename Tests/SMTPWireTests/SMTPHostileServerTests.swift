import LineProtocol
import SASL
import SMTPWire
import Testing

@Suite struct SMTPHostileServerTests {
  private func end(_ violation: SMTPViolation) -> [SMTPAction] { [.event(.protocolViolation(violation)), .close] }

  private func afterSTARTTLS() throws -> SMTPDialogue {
    var session = try SMTPDialogue(.startTLS)
    session.server("220 mx\r\n", "250-mx\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n")
    _ = session.takeActions()
    return session
  }

  @Test(arguments: ["220 go\r\n250 injected\r\n", "220 go\r\n\r\n", "220 go\r\n\u{16}"])
  func octetsBetweenSTARTTLSAndTLSEndTheSession(reply: String) throws {
    var session = try afterSTARTTLS()
    session.server(reply)
    #expect(session.takeActions() == [.startTLS] + end(.bytesBeforeTLS))
    session.tlsEstablished()
    #expect(session.takeActions() == [])
  }

  @Test func octetsAfterTheGoAheadInAPacketOfTheirOwnEndTheSession() throws {
    var session = try afterSTARTTLS()
    session.server("220 go\r\n")
    _ = session.takeActions()
    session.server("2")
    #expect(session.takeActions() == end(.bytesBeforeTLS))
  }

  @Test func aStrippedOrRefusedSTARTTLSIsAFailure() throws {
    var stripped = try SMTPDialogue(.startTLS)
    stripped.server("220 mx\r\n")
    _ = stripped.takeActions()
    stripped.server("250-mx\r\n250 AUTH PLAIN\r\n")
    #expect(stripped.takeActions() == [.event(.failed(SMTPFailure(.startTLS, .unsupported))), .close])
    var refused = try afterSTARTTLS()
    refused.server("454 later\r\n")
    #expect(
      refused.takeActions() == [
        .event(.failed(SMTPFailure(.startTLS, .temporary, reply: reply(454, "later")))), .close,
      ])
  }

  @Test func nothingIsPossibleBeforeTLS() throws {
    var session = try afterSTARTTLS()
    session.authenticate(.plain, try .password(username: "u", password: "p"))
    session.begin(try SMTPDialogue.envelope(["a@x.example"]))
    session.quit()
    #expect(
      session.takeActions() == [
        .event(.failed(SMTPFailure(.auth, .wrongState))), .event(.failed(SMTPFailure(.begin, .wrongState))),
        .event(.failed(SMTPFailure(.quit, .wrongState))),
      ])
  }

  @Test func extensionsFromBeforeTLSAreForgotten() throws {
    var session = try afterSTARTTLS()
    session.server("220 go\r\n")
    session.tlsEstablished()
    _ = session.takeActions()
    session.server("250 mx\r\n")
    var bare = SMTPCapabilities()
    bare.isExtended = true
    #expect(session.events() == [.ready(bare)])
  }

  @Test func aLossDuringTheHandshakeIsReported() throws {
    var session = try afterSTARTTLS()
    session.server("220 go\r\n")
    _ = session.takeActions()
    session.disconnect()
    #expect(session.events() == [.failed(SMTPFailure(.startTLS, .connectionLost))])
  }

  @Test(arguments: [
    ("554 no service", SMTPFailure.Kind.permanent), ("450 later", .temporary), ("421 full", .temporary),
  ])
  func aGreetingOfRefusalEndsTheSession(text: String, kind: SMTPFailure.Kind) throws {
    var session = try SMTPDialogue()
    session.server(text + "\r\n")
    let said = reply(Int(text.prefix(3)) ?? 0, String(text.dropFirst(4)))
    #expect(session.takeActions() == [.event(.failed(SMTPFailure(.greeting, kind, reply: said))), .close])
  }

  @Test func theServiceMayCloseAtAnyTime() throws {
    let closing = reply(421, "4.3.2 going down", .init(4, 3, 2))
    var idle = try SMTPDialogue.ready()
    idle.server("421 4.3.2 going down\r\n")
    #expect(idle.takeActions() == [.event(.failed(SMTPFailure(.session, .temporary, reply: closing))), .close])
    for (answers, stage) in [(0, SMTPOutcome.Stage.mail), (1, .recipients), (2, .data), (3, .content)] {
      var session = try SMTPDialogue.ready()
      session.begin(try SMTPDialogue.envelope(["a@x.example"]))
      for answer in ["250 ok\r\n", "250 ok\r\n", "354 go\r\n"].prefix(answers) { session.server(answer) }
      _ = session.takeActions()
      session.server("421 4.3.2 going down\r\n")
      let results = answers < 2 ? [] : [SMTPRecipientResult(index: 0, reply: reply(250, "ok"))]
      #expect(
        session.takeActions() == [.event(.outcome(SMTPOutcome(.refused(stage, closing), recipients: results))), .close])
    }
  }

  @Test func aServiceThatClosesAfterARefusalFailsTheCallThatWaited() throws {
    var session = try SMTPDialogue.ready()
    session.begin(try SMTPDialogue.envelope(["a@x.example"]))
    session.server("550 no\r\n")
    session.begin(try SMTPDialogue.envelope(["b@x.example"]))
    _ = session.takeActions()
    session.disconnect()
    #expect(session.events() == [.failed(SMTPFailure(.begin, .connectionLost))])
  }

  @Test(arguments: ["354 go\r\n", "334 \r\n"]) func anIntermediateReplyToMAILIsAViolation(answer: String) throws {
    var session = try SMTPDialogue.ready("PIPELINING")
    session.begin(try SMTPDialogue.envelope(["a@x.example"]))
    _ = session.takeActions()
    session.server(answer)
    let code = Int(answer.prefix(3)) ?? 0
    #expect(session.takeActions() == [.event(.outcome(SMTPOutcome(.interrupted)))] + end(.unexpectedCode(code)))
  }

  @Test func aPositiveReplyToDATAIsAViolation() throws {
    var session = try SMTPDialogue.ready()
    session.begin(try SMTPDialogue.envelope(["a@x.example"]))
    session.server("250 ok\r\n", "250 ok\r\n")
    _ = session.takeActions()
    session.server("250 queued\r\n")
    #expect(session.events().last == .protocolViolation(.unexpectedCode(250)))
  }

  @Test func aSuccessWithoutACredentialIsAViolation() throws {
    var session = try SMTPDialogue.ready()
    session.authenticate(.login, try .password(username: "u", password: "p"))
    session.server("334 VXNlcm5hbWU6\r\n")
    _ = session.takeActions()
    session.server("235 ok\r\n")
    #expect(session.takeActions() == end(.successWithoutCredential))
  }

  @Test(arguments: [1, 1_000, 1_000_000]) func anEndlessLineEndsTheSession(fragment: Int) throws {
    var session = try SMTPDialogue()
    let octets = [UInt8](repeating: 0x32, count: fragment)
    for _ in 0...LineAssembler.maximumLineLength / fragment { session.server(bytes: octets[...]) }
    #expect(session.takeActions() == end(.lineTooLong))
  }

  @Test func everythingFailsAfterTheEnd() throws {
    var session = try SMTPDialogue.ready()
    session.disconnect()
    session.noop()
    session.server("250 ok\r\n")
    session.content("x", isLast: true)
    session.disconnect()
    #expect(
      session.takeActions() == [
        .event(.failed(SMTPFailure(.noop, .wrongState))), .event(.failed(SMTPFailure(.content, .wrongState))),
      ])
  }
}
