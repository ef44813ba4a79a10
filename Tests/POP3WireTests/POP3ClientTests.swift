import LineProtocol
import POP3Wire
import SASL
import Testing

@Suite struct POP3ClientTests {
  private let credential: Credential

  init() throws { credential = try .password(username: "sato", password: "hunter2!") }

  @Test func aWholeSessionWithSTLS() {
    var session = POP3Dialogue(.startTLS)
    session.enqueue(.stat)
    #expect(session.takeActions() == [])
    session.server("+OK ready\r\n")
    #expect(session.takeActions() == [.event(.greeting(text: "ready")), .write(Array("CAPA\r\n".utf8), secret: false)])
    session.server("+OK\r\nSTLS\r\nSASL PLAIN\r\n.\r\n")
    #expect(session.takeActions() == [.write(Array("STLS\r\n".utf8), secret: false)])
    session.server("+OK go\r\n")
    #expect(session.takeActions() == [.startTLS])
    session.tlsEstablished()
    #expect(session.written() == "CAPA\r\n")
    session.server("+OK\r\nSASL PLAIN XOAUTH2\r\nLOGIN-DELAY 60\r\nIMPLEMENTATION a b\r\n.\r\n")
    // The held STAT cannot be sent before authentication.
    var offered = POP3Capabilities()
    offered.isAdvertised = true
    offered.saslMechanisms = ["PLAIN", "XOAUTH2"]
    offered.loginDelaySeconds = 60
    offered.implementation = "a b"
    #expect(session.events() == [.capabilities(offered), .failed(POP3Failure(.stat, kind: .wrongState))])
    session.enqueue(.auth(.plain, credential), .stat, .uidl)
    #expect(session.written() == "AUTH PLAIN\r\n")
    session.server("+ \r\n")
    #expect(session.takeActions() == [.write(Array("AHNhdG8AaHVudGVyMiE=\r\n".utf8), secret: true)])
    session.server("+OK welcome\r\n")
    #expect(
      session.takeActions() == [.event(.authenticated), .write(Array("CAPA\r\n".utf8), secret: false)])
    session.server("+OK\r\nUIDL\r\n.\r\n")
    #expect(session.written() == "STAT\r\n")
    session.server("+OK 2 320\r\n")
    #expect(
      session.takeActions() == [
        .event(.stat(count: 2, octets: 320)), .write(Array("UIDL\r\n".utf8), secret: false),
      ])
    session.server("+OK\r\n1 whqtswO00WBw418f9t5JxYwZ\r\n2 QhdPYR:00WBw1Ph7x7\r\n.\r\n")
    let ids = POP3UniqueIDListing([(1, "whqtswO00WBw418f9t5JxYwZ"), (2, "QhdPYR:00WBw1Ph7x7")])
    #expect(session.events() == [.uidl(ids)])
    session.enqueue(.retr(1), .dele(1), .quit)
    #expect(session.written() == "RETR 1\r\n")
    session.server("+OK 12 octets\r\nA: b\r\n\r\n..\r\nx\r\n.\r\n")
    #expect(
      session.takeActions() == [
        .event(.messageChunk(number: 1, bytes: Array("A: b\r\n\r\n.\r\nx\r\n".utf8))),
        .event(.messageEnd(number: 1)), .write(Array("DELE 1\r\n".utf8), secret: false),
      ])
    session.server("+OK\r\n")
    #expect(session.takeActions() == [.event(.deleted(1)), .write(Array("QUIT\r\n".utf8), secret: false)])
    session.server("+OK bye\r\n")
    #expect(session.takeActions() == [.event(.quit), .close])
    session.disconnect()
    #expect(session.takeActions() == [])
  }

  @Test func userAndPass() {
    var session = POP3Dialogue()
    session.server("+OK\r\n", "-ERR unknown command\r\n")
    #expect(session.events() == [.greeting(text: ""), .capabilities(POP3Capabilities())])
    session.enqueue(.userPass(credential))
    #expect(session.written() == "USER sato\r\n")
    session.server("+OK\r\n")
    #expect(session.takeActions() == [.write(Array("PASS hunter2!\r\n".utf8), secret: true)])
    session.server("+OK\r\n")
    #expect(session.events() == [.authenticated])
    session.server("-ERR\r\n")
    #expect(session.events() == [.capabilities(POP3Capabilities())])
  }

  @Test func theRemainingCommands() throws {
    var session = try POP3Dialogue.open()
    session.enqueue(.list, .listMessage(2), .top(2, lines: 0), .rset, .noop, .capa)
    #expect(session.written() == "LIST\r\n")
    session.server("+OK\r\n1 120\r\n2 200 extra\r\n.\r\n")
    #expect(
      session.takeActions() == [
        .event(.list(POP3SizeListing([(1, 120), (2, 200)]))),
        .write(Array("LIST 2\r\n".utf8), secret: false),
      ])
    session.server("+OK 2 200\r\n")
    #expect(
      session.takeActions() == [
        .event(.list(POP3SizeListing([(2, 200)]))), .write(Array("TOP 2 0\r\n".utf8), secret: false),
      ])
    session.server("+OK\r\n.\r\n")
    #expect(
      session.takeActions() == [.event(.messageEnd(number: 2)), .write(Array("RSET\r\n".utf8), secret: false)])
    session.server("+OK\r\n", "+OK\r\n")
    #expect(session.events() == [.reset, .noop])
    session.server("+OK\r\nTOP\r\n.\r\n")
    var top = POP3Capabilities()
    top.isAdvertised = true
    top.top = true
    #expect(session.events() == [.capabilities(top)])
  }

  @Test func commandsArePipelinedUpToTheWindow() throws {
    var session = try POP3Dialogue.open(capabilities: "PIPELINING\r\n")
    for number in 1...20 { session.enqueue(.dele(number)) }
    session.enqueue(.quit)
    #expect(session.written() == (1...16).map { "DELE \($0)\r\n" }.joined())
    session.server("+OK\r\n")
    #expect(session.written() == "DELE 17\r\n")
    session.server(String(repeating: "+OK\r\n", count: 18))
    #expect(session.written() == "DELE 18\r\nDELE 19\r\nDELE 20\r\n")
    // QUIT waits until every deletion is answered.
    session.server("-ERR no such message\r\n")
    #expect(
      session.takeActions() == [
        .event(.failed(POP3Failure(.dele, message: 20, kind: .refused, text: "no such message"))),
        .write(Array("QUIT\r\n".utf8), secret: false),
      ])
  }

  @Test func withoutPipeliningThereIsOneCommandAtATime() throws {
    var session = try POP3Dialogue.open()
    session.enqueue(.dele(1), .dele(2))
    #expect(session.written() == "DELE 1\r\n")
  }

  @Test(
    arguments: [
      ("-ERR [AUTH] no", .authenticationRefused, .auth, "no"), ("-ERR denied", .authenticationRefused, nil, "denied"),
      ("-ERR [SYS/TEMP] later", .temporary, .sysTemp, "later"), ("-ERR [sys/perm] ask", .permanent, .sysPerm, "ask"),
      ("-ERR [IN-USE] busy", .inUse, .inUse, "busy"), ("-ERR [LOGIN-DELAY] wait", .loginDelay, .loginDelay, "wait"),
      ("-ERR [NEW/ONE] x", .authenticationRefused, .other("NEW/ONE"), "x"),
      ("-ERR", .authenticationRefused, nil, ""), ("-ERR [unclosed", .authenticationRefused, nil, "[unclosed"),
      ("-ERR a\u{1B}b hunter2! AHNhdG8AaHVudGVyMiE=", .authenticationRefused, nil, "a\u{FFFD}b ••• •••"),
    ] as [(String, POP3Failure.Kind, POP3ResponseCode?, String)])
  func refusalsOfALoginHaveKinds(
    line: String, kind: POP3Failure.Kind, code: POP3ResponseCode?, text: String
  ) {
    var session = POP3Dialogue()
    session.server("+OK\r\n", "-ERR\r\n")
    session.enqueue(.auth(.plain, credential))
    session.server("+\r\n")
    _ = session.takeActions()
    session.server(line + "\r\n")
    #expect(session.events() == [.failed(POP3Failure(.auth, kind: kind, responseCode: code, text: text))])
    #expect(!session.client.isClosed)
  }

  @Test func aRefusedTokenIsAnsweredByAnEmptyLine() throws {
    var session = POP3Dialogue()
    session.server("+OK\r\n", "-ERR\r\n")
    _ = session.takeActions()
    session.enqueue(.auth(.xoauth2, try .token(username: "sato@contoso.example", token: "TOKEN")))
    #expect(session.written() == "AUTH XOAUTH2\r\n")
    session.server("+ \r\n")
    #expect(session.written() == "dXNlcj1zYXRvQGNvbnRvc28uZXhhbXBsZQFhdXRoPUJlYXJlciBUT0tFTgEB\r\n")
    session.server("+ eyJzdGF0dXMiOiI0MDEifQ==\r\n")
    #expect(session.written() == "\r\n")
    session.server("-ERR [AUTH] failed\r\n")
    #expect(
      session.events()
        == [.failed(POP3Failure(.auth, kind: .authenticationRefused, responseCode: .auth, text: "failed"))])
  }

  @Test func anExchangeThatCannotGoOnIsCancelled() {
    var session = POP3Dialogue()
    session.server("+OK\r\n", "-ERR\r\n")
    session.enqueue(.auth(.plain, credential))
    session.server("+ \r\n")
    _ = session.takeActions()
    session.server("+ more?\r\n")
    #expect(session.written() == "*\r\n")
    session.server("-ERR cancelled\r\n")
    #expect(session.events() == [.failed(POP3Failure(.auth, kind: .exchangeFailed, text: "cancelled"))])
  }

  @Test func credentialsStayOffAnOpenChannel() {
    var session = POP3Dialogue(.plaintext(allowsCredentials: false))
    session.server("+OK\r\n", "-ERR\r\n")
    _ = session.takeActions()
    session.enqueue(.auth(.plain, credential), .userPass(credential))
    #expect(
      session.takeActions() == [
        .event(.failed(POP3Failure(.auth, kind: .channelNotProtected))),
        .event(.failed(POP3Failure(.user, kind: .channelNotProtected))),
      ])
    var allowed = POP3Dialogue(.plaintext(allowsCredentials: true))
    allowed.server("+OK\r\n", "-ERR\r\n")
    _ = allowed.takeActions()
    allowed.enqueue(.auth(.plain, credential))
    #expect(allowed.written() == "AUTH PLAIN\r\n")
  }

  @Test func unsupportedCommandsSaySo() throws {
    var session = try POP3Dialogue.open(capabilities: "USER\r\n")
    session.enqueue(.uidl, .top(1, lines: 0), .retr(9))
    session.server("-ERR what\r\n", "-ERR what\r\n", "-ERR no such message\r\n")
    #expect(
      session.events() == [
        .failed(POP3Failure(.uidl, kind: .unsupported, text: "what")),
        .failed(POP3Failure(.top, message: 1, kind: .unsupported, text: "what")),
        .failed(POP3Failure(.retr, message: 9, kind: .refused, text: "no such message")),
      ])
  }

  @Test func argumentsAreChecked() throws {
    var session = try POP3Dialogue.open()
    session.enqueue(.retr(0), .dele(-1), .top(1, lines: -1))
    #expect(
      session.takeActions() == [
        .event(.failed(POP3Failure(.retr, message: 0, kind: .invalidArgument))),
        .event(.failed(POP3Failure(.dele, message: -1, kind: .invalidArgument))),
        .event(.failed(POP3Failure(.top, message: 1, kind: .invalidArgument))),
      ])
    var fresh = POP3Dialogue()
    fresh.server("+OK\r\n", "-ERR\r\n")
    _ = fresh.takeActions()
    fresh.enqueue(.userPass(try .password(username: "a b", password: "x")))
    #expect(fresh.events() == [.failed(POP3Failure(.user, kind: .invalidArgument))])
  }

  @Test func aLostConnectionFailsEverythingNotAnswered() throws {
    var session = try POP3Dialogue.open()
    session.enqueue(.retr(1), .dele(1), .quit)
    session.server("+OK\r\nhalf a mess")
    _ = session.takeActions()
    session.disconnect()
    #expect(
      session.events() == [
        .failed(POP3Failure(.retr, message: 1, kind: .connectionLost)),
        .failed(POP3Failure(.dele, message: 1, kind: .connectionLost)),
        .failed(POP3Failure(.quit, kind: .connectionLost)),
      ])
    session.enqueue(.noop)
    #expect(session.events() == [.failed(POP3Failure(.noop, kind: .wrongState))])
  }

  @Test func printedActionsShowNeitherSecretsNorMail() {
    let actions: [POP3Action] = [
      .write(Array("PASS hunter2!\r\n".utf8), secret: true), .event(.messageChunk(number: 1, bytes: [104, 117, 110])),
    ]
    var dumped = ""
    dump(actions, to: &dumped)
    var client = POP3Client(security: .implicitTLS)
    _ = client.enqueue(.userPass(credential))
    dump(client, to: &dumped)
    let printed = "\(actions) \(String(reflecting: actions)) \(client) " + dumped
    #expect(!printed.contains("hunter2") && !printed.contains("104") && !printed.contains("117"))
    #expect(printed.contains("write(15 octets, secret)"))
  }

  /// Neither the text nor the response code of a refusal shows what was sent.
  @Test func theServersEchoOfASecretIsRedacted() throws {
    for reply in ["-ERR hunter2! is wrong", "-ERR [hunter2!] wrong", "-ERR [X aHVudGVyMiE=] AHNhdG8AaHVudGVyMiE="] {
      var session = POP3Dialogue()
      session.server("+OK\r\n", "+OK\r\nSASL PLAIN\r\n.\r\n")
      session.enqueue(.auth(.plain, try .password(username: "sato", password: "hunter2!")))
      session.server("+ \r\n")
      _ = session.takeActions()
      session.server("\(reply)\r\n")
      let events = "\(session.events())"
      #expect(events.contains("•••") && !events.contains("hunter2"), "\(events)")
      #expect(!events.contains("aHVudGVyMiE") && !events.contains("AHNhdG8A"), "\(events)")
    }
  }

  /// A password like the word that begins a refusal does not hide the refusal.
  @Test func aSecretLikeAKeywordIsRedacted() throws {
    var session = POP3Dialogue()
    session.server("+OK\r\n", "+OK\r\nSASL PLAIN\r\n.\r\n")
    session.enqueue(.auth(.plain, try .password(username: "sato", password: "-ERR")))
    session.server("+ \r\n")
    _ = session.takeActions()
    session.server("-ERR not -ERR\r\n")
    guard case .failed(let failure)? = session.events().first else {
      Issue.record("no refusal")
      return
    }
    #expect(failure.kind == .authenticationRefused && failure.text == "not •••")
  }

}
