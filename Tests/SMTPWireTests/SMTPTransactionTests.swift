import SMTPWire
import Testing

@Suite struct SMTPTransactionTests {
  private func result(_ index: Int, _ code: Int, _ text: String) -> SMTPRecipientResult {
    SMTPRecipientResult(index: index, reply: reply(code, text))
  }

  @Test func withoutPipeliningThereIsOneCommandAtATime() throws {
    var session = try SMTPDialogue.ready()
    session.begin(try SMTPDialogue.envelope(["a@x.example", "b@x.example"], size: 5))
    #expect(session.takeActions() == [line("MAIL FROM:<s@crm.example>")])
    session.server("250 ok\r\n")
    #expect(session.takeActions() == [line("RCPT TO:<a@x.example>")])
    session.server("450 later\r\n")
    #expect(session.takeActions() == [.event(.recipient(result(0, 450, "later"))), line("RCPT TO:<b@x.example>")])
    session.server("251 forwarded\r\n")
    #expect(session.takeActions() == [.event(.recipient(result(1, 251, "forwarded"))), line("DATA")])
    session.server("354 go\r\n")
    #expect(session.takeActions() == [.event(.readyForContent(accepted: [1]))])
  }

  @Test func aRefusedSenderEndsTheTransaction() throws {
    var session = try SMTPDialogue.ready()
    session.begin(try SMTPDialogue.envelope(["a@x.example"]))
    _ = session.takeActions()
    session.server("550 5.7.60 not yours\r\n")
    let refusal = reply(550, "5.7.60 not yours", .init(5, 7, 60))
    #expect(session.takeActions() == [.event(.outcome(SMTPOutcome(.refused(.mail, refusal)))), line("RSET")])
    #expect(refusal.condition == .credential)
    // A call made now waits for the answer to RSET.
    session.begin(try SMTPDialogue.envelope(["b@x.example"]))
    #expect(session.takeActions() == [])
    session.noop()
    #expect(session.takeActions() == [.event(.failed(SMTPFailure(.noop, .wrongState)))])
    session.server("250 ok\r\n")
    #expect(session.takeActions() == [line("MAIL FROM:<s@crm.example>")])
  }

  @Test func nobodyAcceptedWithoutPipeliningNeverReachesDATA() throws {
    var session = try SMTPDialogue.ready()
    session.begin(try SMTPDialogue.envelope(["a@x.example", "b@x.example"]))
    session.server("250 ok\r\n", "550 no\r\n")
    _ = session.takeActions()
    session.server("450 later\r\n")
    let results = [result(0, 550, "no"), result(1, 450, "later")]
    // The transient reply decides: a later attempt may succeed for somebody.
    let outcome = SMTPOutcome(.refused(.recipients, reply(450, "later")), recipients: results)
    #expect(session.takeActions() == [.event(.recipient(results[1])), .event(.outcome(outcome)), line("RSET")])
  }

  @Test(arguments: ["554 no valid recipients", "250 queued for nobody"])
  func aGoAheadForNobodyGetsALoneDot(answer: String) throws {
    var session = try SMTPDialogue.ready("PIPELINING")
    session.begin(try SMTPDialogue.envelope(["a@x.example"]))
    _ = session.takeActions()
    session.server("250 ok\r\n550 no\r\n354 go\r\n")
    #expect(session.takeActions() == [.event(.recipient(result(0, 550, "no"))), line(".")])
    #expect(!session.client.isInDoubt)
    session.server(answer + "\r\n")
    let outcome = SMTPOutcome(.refused(.recipients, reply(550, "no")), recipients: [result(0, 550, "no")])
    #expect(session.takeActions() == [.event(.outcome(outcome)), line("RSET")])
  }

  @Test func aRefusedSenderInAGroupIsTheReason() throws {
    var session = try SMTPDialogue.ready("PIPELINING")
    session.begin(try SMTPDialogue.envelope(["a@x.example"]))
    _ = session.takeActions()
    session.server("452 full\r\n503 no sender\r\n")
    #expect(session.events() == [.recipient(result(0, 503, "no sender"))])
    session.server("503 no sender\r\n")
    let outcome = SMTPOutcome(.refused(.mail, reply(452, "full")), recipients: [result(0, 503, "no sender")])
    #expect(session.takeActions() == [.event(.outcome(outcome)), line("RSET")])
  }

  @Test func aRefusedDATAEndsTheTransaction() throws {
    var session = try SMTPDialogue.ready()
    session.begin(try SMTPDialogue.envelope(["a@x.example"]))
    session.server("250 ok\r\n", "250 ok\r\n")
    _ = session.takeActions()
    session.server("451 later\r\n")
    let outcome = SMTPOutcome(.refused(.data, reply(451, "later")), recipients: [result(0, 250, "ok")])
    #expect(session.takeActions() == [.event(.outcome(outcome)), line("RSET")])
  }

  @Test func aRefusedContentEndsTheTransaction() throws {
    var session = try SMTPDialogue.awaitingContent()
    session.content("x", isLast: true)
    _ = session.takeActions()
    session.server("554 5.7.1 spam\r\n")
    let refusal = reply(554, "5.7.1 spam", .init(5, 7, 1))
    let outcome = SMTPOutcome(.refused(.content, refusal), recipients: [result(0, 250, "ok")])
    #expect(session.takeActions() == [.event(.outcome(outcome)), line("RSET")])
    #expect(!session.client.isInDoubt)
  }

  @Test func manyRecipientsGoInAWindow() throws {
    var session = try SMTPDialogue.ready("PIPELINING")
    session.begin(try SMTPDialogue.envelope((0..<100).map { "r\($0)@x.example" }))
    let first = session.writes().joined().split(separator: "\r\n")
    #expect(first.count == SMTPClient.pipeliningWindow)
    session.server("250 ok\r\n")
    #expect(session.writes() == ["RCPT TO:<r63@x.example>\r\n"])
    session.server(String(repeating: "250 ok\r\n", count: 99))
    #expect(session.writes().last == "DATA\r\n")
    session.server("250 ok\r\n", "354 go\r\n")
    #expect(session.events().last == .readyForContent(accepted: Array(0..<100)))
  }

  @Test func theEndOfTheContentIsOneWrite() throws {
    var session = try SMTPDialogue.awaitingContent()
    session.content("a\r", isLast: false)
    session.content("\n.b\n.", isLast: false)
    session.content("", isLast: false)
    #expect(session.writes() == ["a\r\n", "..b\r\n.."])
    session.content("", isLast: true)
    #expect(session.writes() == ["\r\n.\r\n"])
    session.content("more", isLast: true)
    #expect(session.takeActions() == [.event(.failed(SMTPFailure(.content, .wrongState)))])
  }

  @Test func aLossBeforeTheEndIsAnInterruptionAndAfterItADoubt() throws {
    var session = try SMTPDialogue.awaitingContent()
    session.content("x\r\n", isLast: false)
    var doubtful = session
    session.disconnect()
    #expect(session.events() == [.outcome(SMTPOutcome(.interrupted, recipients: [result(0, 250, "ok")]))])
    doubtful.content("y", isLast: true)
    doubtful.server("250-half a rep")
    _ = doubtful.takeActions()
    doubtful.disconnect()
    #expect(doubtful.events() == [.outcome(SMTPOutcome(.inDoubt, recipients: [result(0, 250, "ok")]))])
  }

  @Test func nonsenseAfterTheEndLeavesDoubt() throws {
    var session = try SMTPDialogue.awaitingContent()
    session.content("x", isLast: true)
    _ = session.takeActions()
    session.server("what?\r\n")
    #expect(
      session.takeActions() == [
        .event(.outcome(SMTPOutcome(.inDoubt, recipients: [result(0, 250, "ok")]))),
        .event(.protocolViolation(.malformedReply)), .close,
      ])
  }

  @Test func aServerThatGivesUpDuringTheContentIsBelieved() throws {
    var session = try SMTPDialogue.awaitingContent()
    session.server("552 too much\r\n")
    let outcome = SMTPOutcome(.refused(.content, reply(552, "too much")), recipients: [result(0, 250, "ok")])
    #expect(session.takeActions() == [.event(.outcome(outcome)), .close])
  }

  @Test func aPrematureAcceptanceIsAViolation() throws {
    var session = try SMTPDialogue.ready()
    session.begin(try SMTPDialogue.envelope(["a@x.example"]))
    session.server("250 ok\r\n", "250 ok\r\n")
    _ = session.takeActions()
    session.server("354 go\r\n250 queued\r\n")
    #expect(
      session.takeActions() == [
        .event(.readyForContent(accepted: [0])),
        .event(.outcome(SMTPOutcome(.interrupted, recipients: [result(0, 250, "ok")]))),
        .event(.protocolViolation(.unsolicitedReply)), .close,
      ])
  }

  @Test func whatTheServerLacksFailsBeforeAnythingIsSent() throws {
    var session = try SMTPDialogue.ready("SIZE 10")
    let sender = try SMTPAddress("s@crm.example")
    let ascii = [try SMTPAddress("a@x.example")]
    let cases: [(SMTPEnvelope, SMTPFailure.Kind)] = [
      (try .init(sender: sender, recipients: ascii, bodyKind: .eightBitMIME), .eightBitMIMENotOffered),
      (try .init(sender: sender, recipients: ascii, headerIsUTF8: true), .smtpUTF8NotOffered),
      (try .init(sender: sender, recipients: [SMTPAddress("佐藤@x.example")]), .smtpUTF8NotOffered),
      (try .init(sender: sender, recipients: ascii, size: 11), .messageTooBig(limit: 10)),
    ]
    for (envelope, kind) in cases {
      session.begin(envelope)
      #expect(session.takeActions() == [.event(.failed(SMTPFailure(.begin, kind)))])
    }
  }

  @Test func parametersFollowTheExtensions() throws {
    var session = try SMTPDialogue.ready("SIZE", "SMTPUTF8", "8BITMIME", "DSN", "PIPELINING")
    session.begin(
      try SMTPEnvelope(
        sender: nil, recipients: [SMTPAddress("佐藤@例え.example")], size: 7,
        reports: SMTPReportRequest(notify: [.delay, .failure], envelopeID: "a+b c=")))
    #expect(
      session.writes() == [
        "MAIL FROM:<> SIZE=7 SMTPUTF8 RET=HDRS ENVID=a+2Bb+20c+3D\r\n"
          + "RCPT TO:<佐藤@例え.example> NOTIFY=FAILURE,DELAY\r\nDATA\r\n"
      ])
  }

  @Test func chunksGoByBDAT() throws {
    var session = try SMTPDialogue.ready("CHUNKING", "PIPELINING", prefersChunking: true)
    session.begin(try SMTPDialogue.envelope(["a@x.example"]))
    #expect(session.writes() == ["MAIL FROM:<s@crm.example>\r\nRCPT TO:<a@x.example>\r\n"])
    session.server("250 ok\r\n250 ok\r\n")
    #expect(session.events().last == .readyForContent(accepted: [0]))
    session.content(".a\n", isLast: false)
    session.content("b", isLast: true)
    #expect(session.writes() == ["BDAT 4\r\n.a\r\n", "BDAT 3 LAST\r\nb\r\n"])
    session.server("250 ok\r\n250 queued\r\n")
    #expect(
      session.events()
        == [.outcome(SMTPOutcome(.accepted(reply(250, "queued")), recipients: [result(0, 250, "ok")]))])
  }

  @Test func aRefusedChunkEndsTheTransaction() throws {
    var session = try SMTPDialogue.ready("CHUNKING", "PIPELINING", prefersChunking: true)
    session.begin(try SMTPDialogue.envelope(["a@x.example"]))
    session.server("250 ok\r\n250 ok\r\n")
    session.content("a", isLast: false)
    session.content("b", isLast: false)
    var late = session
    _ = session.takeActions()
    session.server("552 full\r\n")
    let outcome = SMTPOutcome(.refused(.content, reply(552, "full")), recipients: [result(0, 250, "ok")])
    #expect(session.takeActions() == [.event(.outcome(outcome)), line("RSET")])
    // The second chunk is answered, too, then RSET.
    session.begin(try SMTPDialogue.envelope(["b@x.example"]))
    session.server("503 no\r\n")
    #expect(session.takeActions() == [])
    session.server("250 reset\r\n")
    #expect(session.writes() == ["MAIL FROM:<s@crm.example>\r\nRCPT TO:<b@x.example>\r\n"])
    // With the last chunk on the way, its answer decides.
    late.content("c", isLast: true)
    _ = late.takeActions()
    late.server("552 full\r\n503 no\r\n")
    #expect(late.takeActions() == [])
    var confused = late
    late.server("503 no\r\n")
    #expect(late.takeActions() == [.event(.outcome(outcome)), line("RSET")])
    confused.server("250 queued\r\n")
    #expect(
      confused.events() == [
        .outcome(SMTPOutcome(.inDoubt, recipients: [result(0, 250, "ok")])), .protocolViolation(.unexpectedCode(250)),
      ])
  }
}

@Suite struct SMTPContentTests {
  // What the caller gives, and what leaves after DATA.
  @Test(arguments: [
    ("", ".\r\n"), ("a", "a\r\n.\r\n"), ("a\r\n", "a\r\n.\r\n"), ("a\n", "a\r\n.\r\n"), ("a\r", "a\r\n.\r\n"),
    (".", "..\r\n.\r\n"), ("\r\n.\r\nMAIL", "\r\n..\r\nMAIL\r\n.\r\n"), ("a\n.\nb", "a\r\n..\r\nb\r\n.\r\n"),
    ("a\r.\rb", "a\r\n..\r\nb\r\n.\r\n"), ("a\n\rb", "a\r\n\r\nb\r\n.\r\n"), ("a\r\r\n.", "a\r\n\r\n..\r\n.\r\n"),
    ("a.b\r\n..c", "a.b\r\n...c\r\n.\r\n"),
  ])
  func contentLeavesWithCRLFAndDoubledDots(given: String, sent: String) throws {
    let octets = Array(given.utf8)
    for piece in [1, 2, 3, 1_000] {
      var session = try SMTPDialogue.awaitingContent()
      for start in stride(from: 0, to: octets.count, by: piece) {
        session.content(
          String(decoding: octets[start..<min(start + piece, octets.count)], as: UTF8.self), isLast: false)
      }
      session.content("", isLast: true)
      #expect(session.writes().joined() == sent)
    }
  }

  /// However the content is cut, no CR or LF leaves alone, and the end stands only at the end.
  @Test(arguments: 0..<100) func nothingEndsTheContentEarly(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let alphabet = Array("..\r\r\n\nab".utf8)
    var session = try SMTPDialogue.awaitingContent()
    var pieces = (0..<20).map { _ in
      String(
        decoding: (0..<Int.random(in: 0...6, using: &random)).map { _ in
          alphabet.randomElement(using: &random) ?? 0x61
        }, as: UTF8.self)
    }
    let last = pieces.removeLast()
    for piece in pieces { session.content(piece, isLast: false) }
    session.content(last, isLast: true)
    let sent = Array(session.writes().joined().utf8)
    let lines = String(decoding: sent, as: UTF8.self).unicodeScalars.split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.last?.isEmpty == true)
    for line in lines.dropLast() {
      #expect(line.last == "\r")
      #expect(!line.dropLast().contains("\r"))
    }
    #expect(lines.dropLast().filter { String($0) == ".\r" }.count == 1)
    #expect(sent.suffix(3) == [0x2E, 0x0D, 0x0A])
  }
}
