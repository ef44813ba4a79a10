import LineProtocol
import SASL
import SMTPWire
import Testing

@Suite struct SMTPSessionTests {
  private let credential: Credential
  private let token: Credential

  init() throws {
    credential = try .password(username: "sato", password: "hunter2!")
    token = try .token(username: "sato@contoso.example", token: "TOKEN")
  }

  @Test func aWholeSessionWithSTARTTLS() throws {
    var session = try SMTPDialogue(.startTLS)
    session.server("220 mx ESMTP\r\n")
    #expect(session.takeActions() == [.event(.greeting(reply(220, "mx ESMTP"))), line("EHLO crm.example")])
    session.server("250-mx\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n")
    #expect(session.takeActions() == [line("STARTTLS")])
    session.server("220 2.0.0 go\r\n")
    #expect(session.takeActions() == [.startTLS])
    session.tlsEstablished()
    #expect(session.takeActions() == [line("EHLO crm.example")])
    session.server("250-mx\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250-AUTH PLAIN XOAUTH2\r\n250 8BITMIME\r\n")
    var offered = SMTPCapabilities()
    offered.isExtended = true
    offered.pipelining = true
    offered.size = true
    offered.maximumMessageSize = 1_000
    offered.authMechanisms = ["PLAIN", "XOAUTH2"]
    offered.eightBitMIME = true
    #expect(session.takeActions() == [.event(.ready(offered))])
    session.authenticate(.plain, credential)
    #expect(session.takeActions() == [line("AUTH PLAIN AHNhdG8AaHVudGVyMiE=", secret: true)])
    session.server("235 2.7.0 ok\r\n")
    #expect(session.takeActions() == [.event(.authenticated)])
    session.begin(
      try SMTPEnvelope(
        sender: SMTPAddress("s@crm.example"), recipients: [SMTPAddress("a@x.example"), SMTPAddress("b@x.example")],
        size: 20, bodyKind: .eightBitMIME))
    #expect(
      session.writes() == [
        "MAIL FROM:<s@crm.example> SIZE=20 BODY=8BITMIME\r\nRCPT TO:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\n"
      ])
    session.server("250 2.1.0 ok\r\n250 2.1.5 ok\r\n550 5.1.1 nobody\r\n354 go\r\n")
    let results = [
      SMTPRecipientResult(index: 0, reply: reply(250, "2.1.5 ok", .init(2, 1, 5))),
      SMTPRecipientResult(index: 1, reply: reply(550, "5.1.1 nobody", .init(5, 1, 1))),
    ]
    #expect(
      session.events() == [.recipient(results[0]), .recipient(results[1]), .readyForContent(accepted: [0])])
    session.content("A: b\r\n\r\n", isLast: false)
    #expect(session.writes() == ["A: b\r\n\r\n"])
    #expect(!session.client.isInDoubt)
    session.content(".end", isLast: true)
    #expect(session.writes() == ["..end\r\n.\r\n"])
    #expect(session.client.isInDoubt)
    session.server("250 2.0.0 queued\r\n")
    let accepted = SMTPOutcome(.accepted(reply(250, "2.0.0 queued", .init(2, 0, 0))), recipients: results)
    #expect(session.takeActions() == [.event(.outcome(accepted))])
    // Another message on the same connection.
    session.begin(try SMTPDialogue.envelope(["c@x.example"]))
    #expect(session.writes() == ["MAIL FROM:<s@crm.example>\r\nRCPT TO:<c@x.example>\r\nDATA\r\n"])
    session.server("250 ok\r\n250 ok\r\n354 go\r\n")
    session.content("x\r\n", isLast: true)
    session.server("250 ok\r\n")
    _ = session.takeActions()
    session.quit()
    #expect(session.takeActions() == [line("QUIT")])
    session.server("221 bye\r\n")
    #expect(session.takeActions() == [.event(.quit), .close])
    session.disconnect()
    #expect(session.takeActions() == [])
  }

  @Test func loginIsAskedTwice() throws {
    var session = try SMTPDialogue.ready("AUTH=LOGIN", "AUTH LOGIN")
    session.authenticate(.login, credential)
    #expect(session.takeActions() == [line("AUTH LOGIN")])
    session.server("334 VXNlcm5hbWU6\r\n")
    #expect(session.takeActions() == [line("c2F0bw==", secret: true)])
    session.server("334 UGFzc3dvcmQ6\r\n")
    #expect(session.takeActions() == [line("aHVudGVyMiE=", secret: true)])
    session.server("235 ok\r\n")
    #expect(session.takeActions() == [.event(.authenticated)])
  }

  @Test func aRefusedTokenIsAnsweredByAnEmptyLine() throws {
    var session = try SMTPDialogue.ready("AUTH XOAUTH2")
    session.authenticate(.xoauth2, token)
    #expect(
      session.takeActions()
        == [line("AUTH XOAUTH2 dXNlcj1zYXRvQGNvbnRvc28uZXhhbXBsZQFhdXRoPUJlYXJlciBUT0tFTgEB", secret: true)])
    // The challenge is longer than what is kept of a text.
    session.server("334 \(String(repeating: "eyJz", count: 300))\r\n")
    #expect(session.takeActions() == [line("", secret: true)])
    session.server("535 5.7.8 no\r\n")
    #expect(
      session.events()
        == [.failed(SMTPFailure(.auth, .authenticationRefused, reply: reply(535, "5.7.8 no", .init(5, 7, 8))))])
  }

  @Test func aLongTokenWaitsForTheChallenge() throws {
    var session = try SMTPDialogue.ready("AUTH XOAUTH2")
    // Each field is within its limit; together, in base 64, they exceed the command line.
    let name = String(repeating: "n", count: 2_000)
    session.authenticate(
      .xoauth2, try .token(username: name, token: String(repeating: "t", count: 8_000)))
    #expect(session.takeActions() == [line("AUTH XOAUTH2")])
    session.server("334 \r\n")
    let writes = session.takeActions()
    #expect(writes.count == 1)
    #expect("\(writes)" == "[write(13362 octets, secret)]")
  }

  @Test(
    arguments: [
      ("535 no", .authenticationRefused), ("535 5.7.8 no", .authenticationRefused),
      ("534 5.7.9 weak", .authenticationRefused), ("550 5.7.30 basic is off", .authenticationRefused),
      ("432 4.7.12 change it", .authenticationRefused), ("454 4.7.0 later", .temporary), ("451 later", .temporary),
      ("504 no such", .unsupported), ("502 what", .unsupported),
    ] as [(String, SMTPFailure.Kind)])
  func refusalsOfALoginHaveKinds(line: String, kind: SMTPFailure.Kind) throws {
    var session = try SMTPDialogue.ready()
    session.authenticate(.plain, credential)
    _ = session.takeActions()
    session.server(line + "\r\n")
    guard case .failed(let failure) = try #require(session.events().first) else {
      Issue.record("no failure")
      return
    }
    #expect(failure.operation == .auth && failure.kind == kind)
    #expect(!session.client.isClosed)
  }

  @Test func theServersEchoOfASecretIsRedacted() throws {
    var session = try SMTPDialogue.ready()
    session.authenticate(.plain, credential)
    _ = session.takeActions()
    session.server("535-AHNhdG8AaHVudGVyMiE= is\r\n535 wrong: hunter2!\r\n")
    let refusal = SMTPReply(code: 535, lines: ["••• is", "wrong: •••"])
    #expect(session.events() == [.failed(SMTPFailure(.auth, .authenticationRefused, reply: refusal))])
  }

  @Test func anExchangeThatCannotGoOnIsCancelled() throws {
    var session = try SMTPDialogue.ready()
    session.authenticate(.plain, credential)
    _ = session.takeActions()
    session.server("334 more\r\n")
    #expect(session.takeActions() == [line("*")])
    session.server("501 cancelled\r\n")
    #expect(session.events() == [.failed(SMTPFailure(.auth, .exchangeFailed, reply: reply(501, "cancelled")))])
  }

  @Test func credentialsStayOffAnOpenChannel() throws {
    var session = try SMTPDialogue(.plaintext(allowsCredentials: false))
    session.server("220 mx\r\n", "250-mx\r\n250 AUTH PLAIN\r\n")
    _ = session.takeActions()
    session.authenticate(.plain, credential)
    #expect(session.takeActions() == [.event(.failed(SMTPFailure(.auth, .channelNotProtected)))])
    session.authenticate(.xoauth2, credential)
    #expect(session.takeActions() == [.event(.failed(SMTPFailure(.auth, .channelNotProtected)))])
    var other = try SMTPDialogue.ready()
    other.authenticate(.xoauth2, credential)
    #expect(other.takeActions() == [.event(.failed(SMTPFailure(.auth, .mechanismDoesNotFit)))])
  }

  @Test func heloIsTheWayOutOnlyWithoutAuthenticationAndTLS() throws {
    var relay = try SMTPDialogue(.plaintext(allowsCredentials: false), requiresAuthentication: false)
    relay.server("220 mx\r\n")
    _ = relay.takeActions()
    relay.server("502 what\r\n")
    #expect(relay.takeActions() == [line("HELO crm.example")])
    relay.server("250 mx PIPELINING\r\n")
    #expect(relay.takeActions() == [.event(.ready(SMTPCapabilities()))])
    for (security, requiresAuthentication) in [(ChannelSecurity.startTLS, false), (.implicitTLS, true)] {
      var session = try SMTPDialogue(security, requiresAuthentication: requiresAuthentication)
      session.server("220 mx\r\n")
      _ = session.takeActions()
      session.server("502 what\r\n")
      #expect(
        session.takeActions() == [.event(.failed(SMTPFailure(.ehlo, .unsupported, reply: reply(502, "what")))), .close])
    }
  }

  @Test func theSmallCommands() throws {
    var session = try SMTPDialogue.ready()
    session.noop()
    #expect(session.takeActions() == [line("NOOP")])
    session.reset()
    #expect(session.takeActions() == [.event(.failed(SMTPFailure(.rset, .wrongState)))])
    session.server("250 ok\r\n")
    #expect(session.takeActions() == [.event(.noop)])
    session.reset()
    session.server("250 ok\r\n")
    #expect(session.takeActions() == [line("RSET"), .event(.reset)])
  }

  @Test(arguments: ["", "a b", "x\r\nMAIL", "crm..example", "é.example", "[1.2.3.4"])
  func theClientNameIsADomain(name: String) {
    #expect(throws: SMTPAddress.Invalid.malformedDomain) {
      _ = try SMTPClient(clientName: name, security: .implicitTLS, requiresAuthentication: true)
    }
  }

  @Test func printedActionsShowNeitherSecretsNorMail() throws {
    let actions: [SMTPAction] = [line("AUTH PLAIN hunter2!", secret: true), line("Dear Ms Sato")]
    var session = try SMTPDialogue.ready()
    session.authenticate(.login, credential)
    var dumped = ""
    dump((actions, session.client), to: &dumped)
    let printed = "\(actions) \(String(reflecting: actions)) \(session.client) " + dumped
    #expect(!printed.contains("hunter2") && !printed.contains("Dear") && !printed.contains("104, 117"))
    #expect(printed.contains("write(21 octets, secret)") && printed.contains("write(14 octets)"))
  }
}
