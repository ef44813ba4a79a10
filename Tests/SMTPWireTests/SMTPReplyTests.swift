import SMTPWire
import Testing

@Suite struct SMTPReplyTests {
  /// The reply to NOOP as the client understood it.
  private func read(_ text: String) throws -> [SMTPEvent] {
    var session = try SMTPDialogue.ready()
    session.noop()
    _ = session.takeActions()
    session.server(text)
    return session.events()
  }

  @Test(arguments: [
    ("550-one\r\n550 two\r\n", SMTPReply(code: 550, lines: ["one", "two"])),
    ("550\r\n", SMTPReply(code: 550, lines: [""])), ("550 \n", SMTPReply(code: 550, lines: [""])),
    (
      "550-5.1.1 one\r\n550 5.1.1 two\r\n",
      SMTPReply(code: 550, enhancedCode: .init(5, 1, 1), lines: ["5.1.1 one", "5.1.1 two"])
    ),
    // The class does not fit the code, or there are not three numbers.
    ("550 4.1.1 odd\r\n", SMTPReply(code: 550, lines: ["4.1.1 odd"])),
    ("550 5.1 odd\r\n", SMTPReply(code: 550, lines: ["5.1 odd"])),
    ("550 5.1.1000 odd\r\n", SMTPReply(code: 550, lines: ["5.1.1000 odd"])),
    ("550 5.1.-1 odd\r\n", SMTPReply(code: 550, lines: ["5.1.-1 odd"])),
    ("550 \u{1B}[2J\0日本\r\n", SMTPReply(code: 550, lines: ["\u{FFFD}[2J\u{FFFD}日本"])),
  ])
  func repliesAreRead(text: String, reply: SMTPReply) throws {
    #expect(try read(text) == [.failed(SMTPFailure(.noop, .permanent, reply: reply))])
  }

  @Test(
    arguments: [
      ("250-a\r\n251 b\r\n", .mixedCodes), ("25\r\n", .malformedReply), ("\r\n", .malformedReply),
      ("abc hello\r\n", .malformedReply), ("999 x\r\n", .malformedReply), ("199 x\r\n", .malformedReply),
      ("250_x\r\n", .malformedReply), ("2500 x\r\n", .malformedReply), ("-50 x\r\n", .malformedReply),
      ("354 go\r\n", .unexpectedCode(354)), ("250 ok\r\n250 again\r\n", .unsolicitedReply),
      (String(repeating: "250-x\r\n", count: SMTPReply.maximumLines + 1), .tooManyLines),
      (String(repeating: "2", count: 70_000), .lineTooLong),
    ] as [(String, SMTPViolation)])
  func brokenRepliesEndTheSession(text: String, violation: SMTPViolation) throws {
    #expect(try read(text).last == .protocolViolation(violation))
  }

  @Test func longTextsAreClipped() throws {
    guard case .failed(let failure) = try #require(try read("550 \(String(repeating: "x", count: 9_000))\r\n").first)
    else {
      Issue.record("no failure")
      return
    }
    #expect(failure.reply?.text.utf8.count == 500)
  }

  @Test(
    arguments: [
      (250, nil, .ok), (421, nil, .throttled), (450, .init(4, 7, 1), .throttled), (432, .init(4, 3, 2), .throttled),
      (452, .init(4, 2, 2), .mailboxFull), (451, nil, .transient), (454, .init(4, 7, 0), .transient),
      (535, nil, .credential), (530, .init(5, 7, 0), .credential), (550, .init(5, 7, 30), .credential),
      (550, .init(5, 7, 60), .credential), (550, .init(5, 7, 1), .policy), (550, .init(5, 1, 1), .badAddress),
      (550, nil, .badAddress), (553, nil, .badAddress), (552, nil, .tooBig), (552, .init(5, 2, 2), .mailboxFull),
      (554, .init(5, 3, 4), .tooBig), (550, .init(5, 2, 3), .tooBig), (554, nil, .permanent),
    ] as [(Int, SMTPEnhancedCode?, SMTPReply.Condition)])
  func conditionsFollowTheCodes(code: Int, enhancedCode: SMTPEnhancedCode?, condition: SMTPReply.Condition) {
    #expect(SMTPReply(code: code, enhancedCode: enhancedCode).condition == condition)
  }
}

@Suite struct SMTPCapabilitiesTests {
  @Test func oddLinesAreUnderstood() throws {
    var session = try SMTPDialogue()
    session.server("220 mx\r\n")
    _ = session.takeActions()
    session.server(
      "250-mx PIPELINING\r\n250-size 99999999999999999999\r\n250-AUTH=LOGIN PLAIN\r\n250-auth plain PLAIN\r\n250-\r\n"
        + "250 X-UNKNOWN a b\r\n")
    var expected = SMTPCapabilities()
    expected.isExtended = true
    expected.size = true
    expected.authMechanisms = ["LOGIN", "PLAIN", "plain"]
    #expect(session.events() == [.ready(expected)])
  }
}

@Suite struct SMTPAddressTests {
  @Test(arguments: [
    "a@b", "a.b+c@x.example", "\"a b\"@x.example", "\"a@\\\"b\"@x.example", "a@[192.0.2.1]", "a@[IPv6:2001:db8::1]",
    "foo..bar@mobile.example", "foo.@mobile.example", "佐藤@例え.example", "o'x/y=z@my_host.example",
  ])
  func addressesAreRead(text: String) throws {
    #expect(try SMTPAddress(text).text == text)
  }

  @Test(
    arguments: [
      ("", .empty), ("a@b\r\nRCPT TO:<c@d>", .controlCharacter), ("a\0@b", .controlCharacter),
      ("a@b\n", .controlCharacter),
      ("a", .malformedLocalPart), ("@b", .malformedLocalPart), ("a b@c", .malformedLocalPart),
      ("<a@b>", .malformedLocalPart), ("a>@b", .malformedLocalPart), ("a@b> SIZE=1", .malformedDomain),
      ("a@", .malformedDomain), ("a@b c", .malformedDomain), ("a@b..c", .malformedDomain), ("a@.b", .malformedDomain),
      ("a@[]", .malformedDomain), ("a@[1.2.3.4> X]", .malformedDomain), ("\"a@b", .malformedLocalPart),
      ("\"a\"b\"@c", .malformedLocalPart), ("\"a\\\"@c", .malformedLocalPart), ("\"@c", .malformedLocalPart),
      (String(repeating: "a", count: 253) + "@b", .tooLong),
    ] as [(String, SMTPAddress.Invalid)])
  func whatCouldInjectIsRefused(text: String, error: SMTPAddress.Invalid) {
    #expect(throws: error) { _ = try SMTPAddress(text) }
  }

  @Test func envelopesHaveLimits() throws {
    #expect(throws: SMTPEnvelope.Invalid.noRecipients) { _ = try SMTPEnvelope(sender: nil, recipients: []) }
    let one = try SMTPAddress("a@b")
    #expect(throws: SMTPEnvelope.Invalid.tooManyRecipients) {
      _ = try SMTPEnvelope(sender: nil, recipients: Array(repeating: one, count: 1_001))
    }
    #expect(throws: SMTPEnvelope.Invalid.negativeSize) {
      _ = try SMTPEnvelope(sender: nil, recipients: [one], size: -1)
    }
    for id in ["", "a\r\nb", "é", String(repeating: "x", count: 101)] {
      #expect(throws: SMTPReportRequest.Invalid.malformedEnvelopeID) {
        _ = try SMTPReportRequest(notify: [], envelopeID: id)
      }
    }
  }
}
