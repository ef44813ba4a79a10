import Foundation
import MIME
import Testing

@Suite struct ParserTests {
  @Test func readsTheEnvelope() throws {
    let read = try MIMEParser.parse(
      message(
        """
        Received: from x by y (a; b) with ESMTP; Tue, 24 Nov 2026 12:00:05 +0100 (CET)
        Received: from z by x; Tue, 24 Nov 2026 10:00:00 +0000
        From: =?utf-8?Q?J=C3=BCrgen?= <j@a.example>
        Sender: s@a.example
        Reply-To: r@a.example
        To: t@b.example
        To: u@b.example
        Cc: c@b.example
        Bcc: b@b.example
        Subject: =?utf-8?B?R3LDvMOfZQ==?=
        Date: Tue, 24 Nov 2026 11:12:41 +0000
        Message-ID: <m@a.example>
        In-Reply-To: Your mail <q@b.example>
        References: <p@b.example> <q@
         b.example>
        Thread-Index: AdTest==
        X-Tracking: CRM:0001
        """, "body"))
    #expect(read.from == [MailAddress(displayName: "Jürgen", address: "j@a.example")])
    #expect(read.sender.map(\.address) == ["s@a.example"])
    #expect(read.replyTo.map(\.address) == ["r@a.example"])
    #expect(read.to.map(\.address) == ["t@b.example", "u@b.example"])
    #expect(read.cc.map(\.address) == ["c@b.example"])
    #expect(read.bcc.map(\.address) == ["b@b.example"])
    #expect(read.subject == "Grüße")
    #expect(read.date == 1_795_518_761_000_000)
    #expect(read.received == 1_795_518_005_000_000)
    #expect(read.messageID == "<m@a.example>")
    #expect(read.inReplyTo == ["<q@b.example>"])
    #expect(read.references == ["<p@b.example>", "<q@b.example>"])
    #expect(read.threadIndex == "AdTest==")
    #expect(read.header("x-tracking") == "CRM:0001")
    #expect(read.allHeaders("RECEIVED").count == 2)
    #expect(read.header("X-None") == nil)
    #expect(read.defects == [.repeatedField(name: "To")])
    #expect(read.automatic == .none)
  }

  @Test(arguments: [
    "no semicolon", "x; Tue, 24 Nov 1901 10:00:00 +0000", "x; nonsense", "x; Tue, 24 Nov 2200 10:00:00 Z",
  ])
  func onlyTheTopmostReceivedCountsAndOnlyIfPlausible(_ top: String) throws {
    let read = try parsed("Received: \(top)\nReceived: y; Tue, 24 Nov 2026 10:00:00 +0000")
    #expect(read.received == nil)
  }

  @Test func theHeaderAloneGivesTheSame() throws {
    for file in try MailCorpus.own().files {
      let bytes = try MailCorpus.own().bytes(file)
      guard let whole = try? MIMEParser.parse(bytes) else { continue }  // refusals are listed by CorpusTests
      var header = try MIMEParser.parseHeader(bytes)
      header.defects = whole.header.defects
      #expect(header == whole.header, "\(file)")
    }
  }

  @Test func identifiersOverTheLimitAreNone() throws {
    let long = String(repeating: "x", count: Limits.standard.identifierBytes)
    let read = try parsed("Message-ID: <\(long)>\nReferences: <\(long)> <a@b>")
    #expect(read.messageID == nil)
    #expect(read.references == ["<a@b>"])
    #expect(read.defects == [.invalidIdentifier(field: "Message-ID")])
  }

  @Test func theValueSurvivesCoding() throws {
    let corpus = try MailCorpus.own()
    for file in corpus.files {
      guard let read = try? MIMEParser.parse(try corpus.bytes(file)) else { continue }  // listed by CorpusTests
      let data = try JSONEncoder().encode(read)
      #expect(try JSONDecoder().decode(ParsedMessage.self, from: data) == read, "\(file)")
    }
  }

  // MARK: Bodies and attachments

  @Test func theBodyOfAlternativesIsTextAndHTML() throws {
    let read = try own("invitation")
    #expect(read.text == "You are invited.")
    #expect(read.html == "<p>You are invited.</p>")
    #expect(read.calendarMethod == "REQUEST")
    #expect(read.automatic == .calendar)
    #expect(read.attachments.map(\.mediaType) == ["text/calendar"])
  }

  @Test func inlineImagesKeepTheirIdentifier() throws {
    let read = try own("related-inline")
    #expect(read.attachments.map(\.contentID) == ["logo@a.example"])
    #expect(read.attachments.map(\.isInline) == [true])
    #expect(read.attachments.map(\.content) == [Array("GIF89a".utf8)])
    #expect(read.attachments.map(\.size) == [6])
  }

  @Test func uuencodedPartsAreDecoded() throws {
    #expect(try own("uuencode").attachments.map(\.content) == [Array("Cat".utf8)])
  }

  @Test func fileNamesAreDisplayNamesOnly() throws {
    #expect(try own("file-name-traversal").attachments.map(\.fileName) == ["passwd", "x.txt", "€ä.txt"])
  }

  @Test(arguments: [
    ("a\u{202E}gpj.exe", "agpj.exe"), (" a ", "a"), ("..", nil), ("/", nil), ("a/b/", "b"), ("a\u{7}b", "ab"),
    ("", nil),
    (String(repeating: "x", count: 300) + ".pdf", String(repeating: "x", count: 251) + ".pdf"),
    (String(repeating: "ä", count: 200), String(repeating: "ä", count: 127)),
  ])
  func cleansFileNames(_ name: String, _ expected: String?) throws {
    let percent = name.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let read = try parsed("Content-Type: image/png\nContent-Disposition: attachment; filename*=utf-8''\(percent)", "x")
    #expect(read.attachments.map(\.fileName) == [expected])
  }

  // MARK: Programs' mail

  @Test func readsADeliveryReport() throws {
    let read = try own("delivery-status")
    let report = try #require(read.deliveryReport)
    #expect(read.automatic == .bounce)
    #expect(report.reportingMTA == "mx.b.example")
    #expect(report.originalEnvelopeID == "E1")
    #expect(report.originalMessageID == "<original@a.example>")
    #expect(
      report.recipients == [
        DeliveryRecipient(
          finalRecipient: "nobody@b.example", originalRecipient: "nobody@b.example", action: "failed", status: "5.1.1",
          diagnosticCode: "550 5.1.1 <nobody@b.example>: unknown", remoteMTA: "mail.b.example"),
        DeliveryRecipient(
          finalRecipient: "slow@b.example", originalRecipient: nil, action: "delayed", status: "4.2.2",
          diagnosticCode: nil, remoteMTA: nil),
      ])
  }

  @Test(
    arguments: [
      ("Auto-Submitted: auto-replied", .autoReply), ("Auto-Submitted: Auto-Replied; owner=x", .autoReply),
      ("Auto-Submitted: no", .none), ("Auto-Submitted: auto-generated", .autoGenerated),
      ("Auto-Submitted: auto-notified", .autoGenerated), ("X-Autoreply: yes", .autoReply),
      ("Precedence: bulk", .bulk), ("Precedence: junk", .bulk), ("Precedence: list", .list),
      ("Precedence: auto_reply", .autoReply), ("List-Id: <l.example>", .list),
      ("List-Unsubscribe: <mailto:x@x>\nPrecedence: bulk", .list), ("Precedence: first-class", .none),
      ("Content-Type: multipart/report; report-type=disposition-notification; boundary=x", .dispositionNotification),
      ("Content-Type: multipart/report; report-type=Delivery-Status; boundary=x", .bounce),
      ("Return-Path: <>", .none),
    ] as [(String, AutomaticKind)])
  func tellsProgramsFromPeople(_ header: String, _ kind: AutomaticKind) throws {
    #expect(try parsed(header).automatic == kind)
  }

  @Test func aDeliveryReportMayBeOneBlock() throws {
    let read = try parsed(
      "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
      "--b\nContent-Type: message/delivery-status\n\nReporting-MTA:DNS;m.example\nFinal-Recipient:rfc822;x@x.example\n"
        + "Action:failed\nStatus:5.2.0\n\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <o@a.example>\n--b--\n"
    )
    let recipient = DeliveryRecipient(finalRecipient: "x@x.example", action: "failed", status: "5.2.0")
    #expect(
      read.deliveryReport
        == DeliveryReport(reportingMTA: "m.example", recipients: [recipient], originalMessageID: "<o@a.example>"))
  }

  @Test func theNullPathOfAMailSystemIsABounce() throws {
    let bytes = message("Return-Path: <>\nFrom: Mail <MAILER-DAEMON@a.example>")
    #expect(try MIMEParser.parse(bytes).automatic == .bounce)
  }

  private func own(_ name: String) throws -> ParsedMessage {
    try MIMEParser.parse(try MailCorpus.own().bytes(name + ".eml"))
  }
}
