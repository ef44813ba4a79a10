import LineProtocol
import SASL
import Testing

@testable import POP3Wire
@testable import SMTPWire

/// Every named limit of the protocol cores: one less and the limit itself are taken, one more is not. REL S28, F060
@Suite struct WireLimitTests {
  private static func text(_ count: Int, _ letter: String = "a") -> String { String(repeating: letter, count: count) }

  // MARK: - Lines and texts

  @Test(arguments: [-1, 0, 1]) func lineLength(_ more: Int) throws {
    // The line's end counts.
    let line = Array((Self.text(LineAssembler.maximumLineLength - 1 + more) + "\n").utf8)
    var assembler = LineAssembler()
    var rest = line[...]
    if more > 0 {
      #expect(throws: LineAssembler.LineTooLong.self) { try assembler.takeLine(from: &rest) }
    } else {
      let taken = try assembler.takeLine(from: &rest)
      #expect(taken?.bytes.count == line.count - 1)
    }
  }

  @Test(arguments: [-1, 0, 1]) func serverText(_ more: Int) {
    let limit = ServerText.maximumLength
    #expect(ServerText.sanitised(Self.text(limit + more).utf8).utf8.count == min(limit, limit + more))
  }

  // MARK: - SASL

  @Test(arguments: [-1, 0, 1]) func credentialFields(_ more: Int) throws {
    let long = Self.text(Credential.maximumFieldLength + more)
    if more > 0 {
      #expect(throws: Credential.Invalid.tooLong) { try Credential.password(username: long, password: "p") }
      #expect(throws: Credential.Invalid.tooLong) { try Credential.password(username: "u", password: long) }
      #expect(throws: Credential.Invalid.tooLong) { try Credential.token(username: "u", token: long) }
    } else {
      #expect(try Credential.password(username: long, password: long).secret.count == long.utf8.count)
    }
  }

  @Test(arguments: [-1, 0, 1]) func refusalDetail(_ more: Int) throws {
    let limit = SASLExchange.maximumRefusalDetailLength
    var exchange = try SASLExchange(mechanism: .xoauth2, credential: .token(username: "u", token: "token"))
    _ = exchange.takeInitialResponse()
    _ = try exchange.respond(to: Base64.encode([UInt8](repeating: 7, count: limit + more)))
    #expect(exchange.refusalDetail?.count == min(limit, limit + more))
  }

  // MARK: - POP3

  private static func maildrop(_ commands: POP3Command..., maximum: Int = 1_000) throws -> POP3Client {
    var client = POP3Client(security: .implicitTLS, maximumListingEntries: maximum)
    _ = client.receive(Array("+OK\r\n+OK\r\nSASL PLAIN\r\n.\r\n".utf8))
    _ = client.enqueue(.auth(.plain, try .password(username: "u", password: "secret")))
    _ = client.receive(Array("+ \r\n".utf8))
    _ = client.receive(Array("+OK\r\n+OK\r\nPIPELINING\r\n.\r\n".utf8))
    _ = client.enqueue(commands)
    return client
  }

  private static func violation(_ actions: [POP3Action]) -> POP3Violation? {
    for case .event(.protocolViolation(let violation)) in actions { return violation }
    return nil
  }

  @Test(arguments: [-1, 0, 1]) func listingEntries(_ more: Int) throws {
    let limit = 50
    for command in [POP3Command.uidl, .list] {
      var client = try Self.maildrop(command, maximum: limit)
      let lines = (1...(limit + more)).map { "\($0) \($0)\r\n" }.joined()
      let actions = client.receive(Array("+OK\r\n\(lines).\r\n".utf8))
      #expect(Self.violation(actions) == (more > 0 ? .tooManyEntries(command.verb) : nil))
    }
  }

  @Test(arguments: [-1, 0, 1]) func messageNumber(_ more: Int) throws {
    var client = try Self.maildrop(.uidl)
    let actions = client.receive(Array("+OK\r\n\(ListingDecoder.maximumMessageNumber + more) a\r\n.\r\n".utf8))
    #expect(Self.violation(actions) == (more > 0 ? .numberOutOfRange(.uidl) : nil))
    let asked = client.enqueue(.retr(ListingDecoder.maximumMessageNumber + more))
    let isRefused = asked.contains { if case .event(.failed) = $0 { true } else { false } }
    #expect(isRefused == (more > 0))
  }

  @Test(arguments: [-1, 0, 1]) func uniqueIDLength(_ more: Int) throws {
    var client = try Self.maildrop(.uidl)
    let id = Self.text(ListingDecoder.maximumUniqueIDLength + more)
    guard case .event(.uidl(let listing))? = client.receive(Array("+OK\r\n1 \(id)\r\n.\r\n".utf8)).first else {
      Issue.record("no listing")
      return
    }
    #expect(listing.numbers == [1])
    #expect(listing.id(at: 0).map { String(decoding: $0, as: UTF8.self) } == (more > 0 ? nil : id))
  }

  @Test(arguments: [-1, 0, 1]) func capabilityLines(_ more: Int) throws {
    var client = try Self.maildrop(.capa)
    let lines = Self.text(POP3Capabilities.maximumLines + more, "X\r\n")
    let actions = client.receive(Array("+OK\r\n\(lines).\r\n".utf8))
    #expect(Self.violation(actions) == (more > 0 ? .tooManyEntries(.capa) : nil))
  }

  @Test(arguments: [-1, 0, 1]) func commandsOnTheWay(_ more: Int) throws {
    var client = try Self.maildrop()
    let count = POP3Client.pipeliningWindow + more
    let actions = client.enqueue((1...count).map { .dele($0) })
    guard case .write(let bytes, _)? = actions.first else {
      Issue.record("nothing is written")
      return
    }
    #expect(bytes.count { $0 == 0x0A } == min(count, POP3Client.pipeliningWindow))
  }

  /// LOGIN has two answers; a server that goes on asking gets a cancellation, and only so many may come.
  @Test func challengesEnd() throws {
    var client = POP3Client(security: .implicitTLS)
    _ = client.receive(Array("+OK\r\n+OK\r\nSASL LOGIN\r\n.\r\n".utf8))
    _ = client.enqueue(.auth(.login, try .password(username: "u", password: "secret")))
    var challenges = 0
    while !client.isClosed, challenges <= POP3Client.maximumChallenges {
      challenges += 1
      _ = client.receive(Array("+ \r\n".utf8))
    }
    #expect(client.isClosed && challenges <= POP3Client.maximumChallenges)
  }

  // MARK: - SMTP

  private static func session(_ extensions: String = "PIPELINING") throws -> SMTPClient {
    var client = try SMTPClient(clientName: "c.example", security: .implicitTLS, requiresAuthentication: false)
    _ = client.receive(Array("220 mx\r\n250-mx\r\n250 \(extensions)\r\n".utf8))
    return client
  }

  private static func violation(_ actions: [SMTPAction]) -> SMTPViolation? {
    for case .event(.protocolViolation(let violation)) in actions { return violation }
    return nil
  }

  @Test(arguments: [-1, 0, 1]) func replyLines(_ more: Int) throws {
    var client = try Self.session()
    _ = client.noop()
    let count = SMTPReply.maximumLines + more
    let actions = client.receive(Array((Self.text(count - 1, "250-a\r\n") + "250 a\r\n").utf8))
    #expect(Self.violation(actions) == (more > 0 ? .tooManyLines : nil))
    #expect(actions.contains(.event(.noop)) == (more <= 0))
  }

  /// A reply that never ends is given up long before it fills the memory, in lines and in octets.
  @Test func endlessReplies() throws {
    var client = try Self.session()
    _ = client.noop()
    var sent = 0
    while !client.isClosed, sent < 10 << 20 {
      _ = client.receive(Array("250-a\r\n".utf8))
      sent += 7
    }
    #expect(client.isClosed && sent <= 7 * (SMTPReply.maximumLines + 1))
    client = try Self.session()
    _ = client.noop()
    sent = 0
    while !client.isClosed, sent < 10 << 20 {
      _ = client.receive(Array("250 aaaaaa".utf8))
      sent += 10
    }
    #expect(client.isClosed && sent <= LineAssembler.maximumLineLength + 10)
  }

  @Test(arguments: ["999 a\r\n", "199 a\r\n", "600 a\r\n", "25 a\r\n", "2500 a\r\n", "250_a\r\n", "\r\n", "-250 a\r\n"])
  func impossibleReplies(_ line: String) throws {
    var client = try Self.session()
    _ = client.noop()
    #expect(Self.violation(client.receive(Array(line.utf8))) == .malformedReply)
  }

  @Test func repliesWithBareLineFeedsAreRead() throws {
    var client = try Self.session()
    _ = client.noop()
    #expect(client.receive(Array("250-a\n250 b\n".utf8)) == [.event(.noop)])
  }

  @Test(arguments: [-1, 0, 1]) func addressLength(_ more: Int) throws {
    let domain = "@x.example"
    let address = Self.text(SMTPAddress.maximumLength - domain.utf8.count + more) + domain
    if more > 0 {
      #expect(throws: SMTPAddress.Invalid.tooLong) { try SMTPAddress(address) }
    } else {
      #expect(try SMTPAddress(address).text == address)
    }
  }

  @Test(arguments: [-1, 0, 1]) func domainLabels(_ more: Int) {
    let address = try? SMTPAddress("a@" + Self.text(63 + more) + ".example")
    #expect((address == nil) == (more > 0))
  }

  @Test(arguments: [-1, 0, 1]) func recipients(_ more: Int) throws {
    let recipients = [SMTPAddress](
      repeating: try SMTPAddress("a@b.example"), count: SMTPEnvelope.maximumRecipients + more)
    if more > 0 {
      #expect(throws: SMTPEnvelope.Invalid.tooManyRecipients) { try SMTPEnvelope(sender: nil, recipients: recipients) }
    } else {
      #expect(try SMTPEnvelope(sender: nil, recipients: recipients).recipients.count == recipients.count)
    }
  }

  @Test(arguments: [-1, 0, 1]) func envelopeIDs(_ more: Int) {
    let request = try? SMTPReportRequest(notify: [], envelopeID: Self.text(100 + more))
    #expect((request == nil) == (more > 0))
  }

  @Test(arguments: [-1, 0, 1]) func transactionCommandsOnTheWay(_ more: Int) throws {
    var client = try Self.session()
    // MAIL and DATA are on the way, too.
    let count = SMTPClient.pipeliningWindow - 2 + more
    let envelope = try SMTPEnvelope(
      sender: nil, recipients: [SMTPAddress](repeating: try SMTPAddress("a@b.example"), count: count))
    guard case .write(let bytes, _)? = client.begin(envelope).first else {
      Issue.record("nothing is written")
      return
    }
    #expect(bytes.count { $0 == 0x0A } == min(count + 2, SMTPClient.pipeliningWindow))
  }

  @Test(arguments: [-1, 0, 1]) func messageSizes(_ more: Int) throws {
    var client = try Self.session("SIZE 1000")
    let envelope = try SMTPEnvelope(sender: nil, recipients: [try SMTPAddress("a@b.example")], size: 1_000 + more)
    let actions = client.begin(envelope)
    #expect(
      actions.contains(.event(.failed(SMTPFailure(.begin, .messageTooBig(limit: 1_000))))) == (more > 0))
  }

  /// A longer first answer waits for the server to ask.
  @Test(arguments: [-1, 0, 1]) func authenticationCommandLength(_ more: Int) throws {
    // AUTH PLAIN, a space, base 64 in steps of four, and the line end.
    let room = (SMTPClient.maximumAuthCommandLength - "AUTH PLAIN \r\n".utf8.count) / 4 * 3
    let (user, password) = (Self.text(4_000), Self.text(room - 2 - 4_000 + more))
    var client = try Self.session("AUTH PLAIN")
    guard
      case .write(let bytes, let isSecret)? = client.authenticate(
        .plain, try .password(username: user, password: password)
      ).first
    else {
      Issue.record("nothing is written")
      return
    }
    #expect(bytes.count <= SMTPClient.maximumAuthCommandLength)
    #expect(isSecret == (more <= 0))
  }

  @Test func smtpChallengesEnd() throws {
    var client = try Self.session("AUTH LOGIN")
    _ = client.authenticate(.login, try .password(username: "u", password: "secret"))
    var challenges = 0
    while !client.isClosed, challenges <= SMTPClient.maximumChallenges {
      challenges += 1
      _ = client.receive(Array("334 \r\n".utf8))
    }
    #expect(client.isClosed && challenges <= SMTPClient.maximumChallenges)
  }
}
