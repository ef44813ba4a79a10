public import LineProtocol
internal import SASL

/// One POP3 session from the client's side: octets and commands in, actions out. No I/O, no clock.
///
/// ```
/// S: +OK ready                          → greeting, write "CAPA"
/// S: +OK / SASL PLAIN / STLS / .        → write "STLS"
/// S: +OK                                → startTLS; then tlsEstablished() → write "CAPA"
/// S: +OK / SASL PLAIN / UIDL / .        → capabilities
///    enqueue([.auth(.plain, credential)]) → write "AUTH PLAIN"
/// S: +                                  → write (secret)
/// S: +OK                                → authenticated, write "CAPA"
/// ```
///
/// Commands are held until the session is ready for them, and are answered in order, each by its event or by
/// ``POP3Event/failed(_:)``. Where the server offers PIPELINING (RFC 2449 §6.6), up to ``pipeliningWindow`` of them are
/// on the way at once. After a ``POP3Event/protocolViolation(_:)`` the session is over, and commands that were not
/// answered get no event.
public struct POP3Client: Sendable {
  /// Commands on the way at once. Bounded, so that neither side's TCP window fills with what nobody reads
  /// (RFC 2449 §6.6).
  public static let pipeliningWindow = 16
  /// Challenges of one authentication at most; no known mechanism has more than 3.
  public static let maximumChallenges = 8
  /// Entries of one UIDL or LIST answer at most, unless told otherwise; each takes some 30 octets.
  public static let defaultMaximumListingEntries = 2_000_000

  private enum Phase {
    case awaitingGreeting
    /// CAPA and STLS are on the way, in plain text.
    case negotiatingTLS
    case awaitingTLS
    /// The first CAPA whose answer counts is on the way.
    case greeted
    case authorization
    case transaction
    case quitting
    case closed
  }

  /// What the next reply answers.
  private enum Expectation {
    case greeting
    case capa
    case stls
    case auth(SASLExchange, challenges: Int)
    case cancelledAuth(SASLExchange)
    /// The exchange is there for its redaction only.
    case user(Credential, SASLExchange)
    case pass(SASLExchange)
    case command(POP3Command)

    var verb: POP3Verb {
      switch self {
      case .greeting: .greeting
      case .capa: .capa
      case .stls: .stls
      case .auth, .cancelledAuth: .auth
      case .user: .user
      case .pass: .pass
      case .command(let command): command.verb
      }
    }

    var message: Int? {
      guard case .command(let command) = self else { return nil }
      return command.message
    }
  }

  /// How the next octets are read.
  private enum Reading {
    case status
    case listing(ListingDecoder)
    case message(Int, MessageBodyDecoder)
  }

  private let security: ChannelSecurity
  private let host: String
  private let port: Int
  private let maximumListingEntries: Int
  private var phase = Phase.awaitingGreeting
  private var isTLS: Bool
  private var reading = Reading.status
  private var lines = LineAssembler()
  private var queue: ArraySlice<POP3Command> = []
  private var inFlight: [Expectation] = [.greeting]
  private var capabilities = POP3Capabilities()

  /// A session on a connection that was just made. With ``ChannelSecurity/implicitTLS`` TLS is already up.
  ///
  /// - Parameters:
  ///   - security: how the connection must be protected.
  ///   - host: the server's name, which OAUTHBEARER sends; may be empty.
  ///   - port: the server's port, for the same; may be 0.
  ///   - maximumListingEntries: entries of one UIDL or LIST answer at most; more is a violation.
  public init(
    security: ChannelSecurity, host: String = "", port: Int = 0,
    maximumListingEntries: Int = defaultMaximumListingEntries
  ) {
    self.maximumListingEntries = maximumListingEntries
    self.security = security
    self.host = host
    self.port = port
    isTLS = security == .implicitTLS
  }

  /// Whether credentials may be sent now.
  public var channelMayCarrySecrets: Bool { isTLS || security == .plaintext(allowsCredentials: true) }

  /// Whether the session is over.
  public var isClosed: Bool { phase == .closed }

  /// Takes commands; what can be sent at once is sent.
  public mutating func enqueue(_ commands: [POP3Command]) -> [POP3Action] {
    var actions: [POP3Action] = []
    guard phase != .closed, phase != .quitting else {
      return commands.map { .event(.failed(POP3Failure($0.verb, message: $0.message, kind: .wrongState))) }
    }
    queue.append(contentsOf: commands)
    pump(&actions)
    return actions
  }

  /// Takes a command.
  public mutating func enqueue(_ command: POP3Command) -> [POP3Action] { enqueue([command]) }

  /// Takes octets from the server, in any fragments.
  public mutating func receive(_ bytes: [UInt8]) -> [POP3Action] { receive(bytes[...]) }

  /// Takes octets from the server, in any fragments.
  public mutating func receive(_ bytes: ArraySlice<UInt8>) -> [POP3Action] {
    var actions: [POP3Action] = []
    var input = bytes
    do {
      while !input.isEmpty, phase != .closed { try read(&input, &actions) }
    } catch {
      fail(error.violation, &actions)
    }
    return actions
  }

  /// The TLS handshake asked for by ``POP3Action/startTLS`` succeeded.
  public mutating func tlsEstablished() -> [POP3Action] {
    guard phase == .awaitingTLS else { return [] }
    var actions: [POP3Action] = []
    isTLS = true
    // RFC 2595 §4: everything learnt before TLS is void. None of it was kept, so CAPA is all there is to do.
    phase = .greeted
    send("CAPA", expecting: .capa, &actions)
    return actions
  }

  /// The connection ended. Every command not answered fails; an incomplete message stays incomplete.
  public mutating func connectionClosed() -> [POP3Action] {
    guard phase != .closed else { return [] }
    if phase == .awaitingTLS { inFlight = [.stls] }
    phase = .closed
    let unanswered = inFlight.map { POP3Failure($0.verb, message: $0.message, kind: .connectionLost) }
    let unsent = queue.map { POP3Failure($0.verb, message: $0.message, kind: .connectionLost) }
    inFlight = []
    queue = []
    return (unanswered + unsent).map { .event(.failed($0)) }
  }

  // MARK: Reading

  private mutating func read(
    _ input: inout ArraySlice<UInt8>, _ actions: inout [POP3Action]
  ) throws(POP3ReplyError) {
    // RFC 2595 §4: nothing may stand between the +OK and the handshake; it would be taken for the server's word
    // under TLS although anyone on the way could have written it.
    guard phase != .awaitingTLS else { throw POP3ReplyError(.bytesBeforeTLS) }
    if case .message(let number, var decoder) = reading {
      let (bytes, isComplete) = decoder.decode(&input)
      reading = .message(number, decoder)
      if !bytes.isEmpty { actions.append(.event(.messageChunk(number: number, bytes: bytes))) }
      guard isComplete else { return }
      actions.append(.event(.messageEnd(number: number)))
      finish(&actions)
      return
    }
    guard !inFlight.isEmpty else { throw POP3ReplyError(.unsolicitedReply) }
    let line: LineAssembler.Line?
    do { line = try lines.takeLine(from: &input) } catch { throw POP3ReplyError(.lineTooLong) }
    guard let line else { return }
    if case .listing(var decoder) = reading {
      // The stored copy goes first: two owners would make each added line copy the whole listing.
      reading = .status
      guard try decoder.add(line.bytes) else {
        reading = .listing(decoder)
        return
      }
      listingEnded(decoder, &actions)
    } else {
      try statusReceived(line.bytes, &actions)
    }
  }

  private mutating func listingEnded(_ decoder: ListingDecoder, _ actions: inout [POP3Action]) {
    switch inFlight.first?.verb {
    case .capa:
      inFlight.removeFirst()
      capabilitiesReceived(decoder.capabilities, &actions)
    case .uidl:
      actions.append(.event(.uidl(decoder.ids)))
      finish(&actions)
    default:
      actions.append(.event(.list(decoder.sizes)))
      finish(&actions)
    }
  }

  private mutating func statusReceived(
    _ line: [UInt8], _ actions: inout [POP3Action]
  ) throws(POP3ReplyError) {
    guard let expectation = inFlight.first else { throw POP3ReplyError(.unsolicitedReply) }
    let verb = expectation.verb
    guard let status = POP3Status(line) else {
      throw POP3ReplyError(verb == .greeting ? .malformedGreeting : .malformedReply(verb))
    }
    switch status {
    case .challenge(let challenge):
      guard case .auth(let exchange, let count) = expectation else { throw POP3ReplyError(.malformedReply(verb)) }
      try challengeReceived(challenge, exchange, count, &actions)
    case .err(let code, let text):
      errReceived(expectation, code: code, text: text, line: line, &actions)
    case .ok(let rest):
      try okReceived(expectation, rest, &actions)
    }
  }

  private mutating func okReceived(
    _ expectation: Expectation, _ rest: ArraySlice<UInt8>, _ actions: inout [POP3Action]
  ) throws(POP3ReplyError) {
    switch expectation {
    case .greeting:
      inFlight.removeFirst()
      actions.append(.event(.greeting(text: ServerText.sanitised(rest))))
      phase = security == .startTLS ? .negotiatingTLS : .greeted
      send("CAPA", expecting: .capa, &actions)
    case .capa: reading = .listing(ListingDecoder(verb: .capa, maximumEntries: maximumListingEntries))
    case .stls:
      inFlight.removeFirst()
      phase = .awaitingTLS
      actions.append(.startTLS)
    case .auth(let exchange, _):
      guard exchange.hasSentSecret else { throw POP3ReplyError(.successWithoutCredential) }
      authenticated(&actions)
    case .cancelledAuth: throw POP3ReplyError(.malformedReply(.auth))
    case .user(let credential, let exchange):
      inFlight.removeFirst()
      send(Array("PASS ".utf8) + credential.secret, secret: true, expecting: .pass(exchange), &actions)
    case .pass: authenticated(&actions)
    case .command(let command): try commandSucceeded(command, rest, &actions)
    }
  }

  private mutating func commandSucceeded(
    _ command: POP3Command, _ rest: ArraySlice<UInt8>, _ actions: inout [POP3Action]
  ) throws(POP3ReplyError) {
    switch command {
    case .capa, .uidl, .list:
      reading = .listing(ListingDecoder(verb: command.verb, maximumEntries: maximumListingEntries))
    case .top(let number, _), .retr(let number): reading = .message(number, MessageBodyDecoder())
    case .stat:
      let (count, octets) = try Self.twoNumbers(rest, in: .stat)
      actions.append(.event(.stat(count: count, octets: octets)))
      finish(&actions)
    case .listMessage(let number):
      let (answered, octets) = try Self.twoNumbers(rest, in: .list)
      guard answered == number else { throw POP3ReplyError(.malformedReply(.list)) }
      actions.append(.event(.list(POP3SizeListing([(number, octets)]))))
      finish(&actions)
    case .dele(let number):
      actions.append(.event(.deleted(number)))
      finish(&actions)
    case .rset:
      actions.append(.event(.reset))
      finish(&actions)
    case .noop:
      actions.append(.event(.noop))
      finish(&actions)
    case .quit:
      actions.append(.event(.quit))
      close(&actions)
    case .auth, .userPass: throw POP3ReplyError(.malformedReply(command.verb))
    }
  }

  private static func twoNumbers(
    _ rest: ArraySlice<UInt8>, in verb: POP3Verb
  ) throws(POP3ReplyError) -> (Int, Int) {
    let fields = rest.split(separator: 0x20, maxSplits: 2)
    guard fields.count >= 2 else { throw POP3ReplyError(.malformedReply(verb)) }
    let first = try ListingDecoder.number(fields[0], maximum: ListingDecoder.maximumMessageNumber, in: verb)
    return (first, try ListingDecoder.number(fields[1], in: verb))
  }

  // MARK: Failures

  private mutating func errReceived(
    _ expectation: Expectation, code: POP3ResponseCode?, text: String, line: [UInt8], _ actions: inout [POP3Action]
  ) {
    let verb = expectation.verb
    var failure = POP3Failure(
      verb, message: expectation.message, kind: kind(of: code, for: verb), responseCode: code, text: text)
    switch expectation {
    case .auth(let exchange, _), .cancelledAuth(let exchange), .pass(let exchange):
      // The response code is the server's word, too.
      let redacted = Array(line.prefix(4)) + exchange.redacting(Array(line.dropFirst(4)))
      if case .err(let code, let text) = POP3Status(redacted) {
        failure.responseCode = code
        failure.text = text
      }
      if case .cancelledAuth = expectation { failure.kind = .exchangeFailed }
    case .capa:
      // RFC 2449 §5: a server without CAPA answers -ERR. That is no failure; STLS then counts as not offered.
      inFlight.removeFirst()
      capabilitiesReceived(POP3Capabilities(), &actions)
      return
    default: break
    }
    actions.append(.event(.failed(failure)))
    switch verb {
    case .greeting, .stls, .quit: close(&actions)
    default: finish(&actions)
    }
  }

  private func kind(of code: POP3ResponseCode?, for verb: POP3Verb) -> POP3Failure.Kind {
    switch code {
    case .auth: return .authenticationRefused
    case .sysTemp: return .temporary
    case .sysPerm: return .permanent
    case .inUse: return .inUse
    case .loginDelay: return .loginDelay
    case .other, nil: break
    }
    switch verb {
    case .auth, .user, .pass: return .authenticationRefused
    case .uidl: return .unsupported
    case .stls: return .unsupported
    case .top: return capabilities.isAdvertised && !capabilities.top ? .unsupported : .refused
    default: return .refused
    }
  }

  private mutating func fail(_ violation: POP3Violation, _ actions: inout [POP3Action]) {
    actions.append(.event(.protocolViolation(violation)))
    close(&actions)
  }

  private mutating func close(_ actions: inout [POP3Action]) {
    phase = .closed
    inFlight = []
    queue = []
    reading = .status
    lines = LineAssembler()
    actions.append(.close)
  }

  // MARK: Capabilities, TLS, authentication

  private mutating func capabilitiesReceived(_ received: POP3Capabilities, _ actions: inout [POP3Action]) {
    reading = .status
    guard phase != .negotiatingTLS else {
      // What was offered in plain text is not reported: anyone may have written it.
      guard received.stls else {
        actions.append(.event(.failed(POP3Failure(.stls, kind: .unsupported))))
        close(&actions)
        return
      }
      send("STLS", expecting: .stls, &actions)
      return
    }
    capabilities = received
    if phase == .greeted { phase = .authorization }
    actions.append(.event(.capabilities(received)))
    pump(&actions)
  }

  private mutating func authenticated(_ actions: inout [POP3Action]) {
    inFlight.removeFirst()
    phase = .transaction
    actions.append(.event(.authenticated))
    // RFC 2449 §5: capabilities may change with the state. Nothing else is sent before the answer.
    send("CAPA", expecting: .capa, &actions)
  }

  private mutating func challengeReceived(
    _ challenge: ArraySlice<UInt8>, _ exchange: SASLExchange, _ count: Int, _ actions: inout [POP3Action]
  ) throws(POP3ReplyError) {
    guard count < Self.maximumChallenges else { throw POP3ReplyError(.tooManyChallenges) }
    inFlight.removeFirst()
    var exchange = exchange
    do {
      let response = try exchange.respond(to: challenge)
      send(response, secret: true, expecting: .auth(exchange, challenges: count + 1), &actions)
    } catch {
      // RFC 5034 §4: a line with one asterisk cancels.
      send("*", expecting: .cancelledAuth(exchange), &actions)
    }
  }

  // MARK: Sending

  /// The first expectation is met: its reply is complete.
  private mutating func finish(_ actions: inout [POP3Action]) {
    reading = .status
    inFlight.removeFirst()
    pump(&actions)
  }

  /// Sends what may be sent.
  private mutating func pump(_ actions: inout [POP3Action]) {
    while phase == .authorization || phase == .transaction, let next = queue.first {
      guard inFlight.isEmpty || mayFollow(next) else { return }
      queue.removeFirst()
      start(next, &actions)
    }
  }

  private func mayFollow(_ command: POP3Command) -> Bool {
    guard phase == .transaction, capabilities.pipelining, command.isPipelinable else { return false }
    guard inFlight.count < Self.pipeliningWindow else { return false }
    return inFlight.allSatisfy { expectation in
      guard case .command(let earlier) = expectation else { return false }
      return earlier.isPipelinable
    }
  }

  private mutating func start(_ command: POP3Command, _ actions: inout [POP3Action]) {
    func refuse(_ kind: POP3Failure.Kind) {
      actions.append(.event(.failed(POP3Failure(command.verb, message: command.message, kind: kind))))
    }
    guard command.needsTransactionState == (phase == .transaction) || command == .capa || command == .quit else {
      return refuse(.wrongState)
    }
    if let number = command.message, !(1...ListingDecoder.maximumMessageNumber).contains(number) {
      return refuse(.invalidArgument)
    }
    switch command {
    case .auth(let mechanism, let credential):
      guard channelMayCarrySecrets else { return refuse(.channelNotProtected) }
      // The only error is a mechanism that does not fit the credential.
      guard let exchange = try? SASLExchange(mechanism: mechanism, credential: credential, host: host, port: port)
      else { return refuse(.invalidArgument) }
      // The initial response never goes on the command line: with a token it would exceed the 255 octets RFC 5034 §4
      // allows for it, and some servers take only the two-line form.
      send("AUTH \(mechanism.rawValue)", expecting: .auth(exchange, challenges: 0), &actions)
    case .userPass(let credential):
      guard channelMayCarrySecrets else { return refuse(.channelNotProtected) }
      // RFC 1939 §3: a space ends an argument; only PASS takes spaces (RFC 1939 §7).
      // PLAIN fits every password; its only error is a credential of another kind.
      guard !credential.username.utf8.contains(0x20),
        let exchange = try? SASLExchange(mechanism: .plain, credential: credential)
      else { return refuse(.invalidArgument) }
      send("USER \(credential.username)", expecting: .user(credential, exchange), &actions)
    case .top(let number, let lines):
      guard lines >= 0 else { return refuse(.invalidArgument) }
      send("TOP \(number) \(lines)", expecting: .command(command), &actions)
    case .listMessage(let number), .retr(let number), .dele(let number):
      send("\(command.verb.rawValue.uppercased()) \(number)", expecting: .command(command), &actions)
    case .quit:
      phase = .quitting
      // Commands behind QUIT could never be answered.
      let stranded = queue
      queue = []
      send("QUIT", expecting: .command(command), &actions)
      for command in stranded { refuseStranded(command, &actions) }
    case .capa, .stat, .uidl, .list, .rset, .noop:
      send(command.verb.rawValue.uppercased(), expecting: .command(command), &actions)
    }
  }

  private func refuseStranded(_ command: POP3Command, _ actions: inout [POP3Action]) {
    actions.append(.event(.failed(POP3Failure(command.verb, message: command.message, kind: .wrongState))))
  }

  private mutating func send(_ line: String, expecting expectation: Expectation, _ actions: inout [POP3Action]) {
    send(Array(line.utf8), secret: false, expecting: expectation, &actions)
  }

  private mutating func send(
    _ line: [UInt8], secret: Bool, expecting expectation: Expectation, _ actions: inout [POP3Action]
  ) {
    inFlight.append(expectation)
    // Commands sent together leave in one write.
    if !secret, case .write(let earlier, secret: false) = actions.last {
      actions[actions.count - 1] = .write(earlier + line + [0x0D, 0x0A], secret: false)
    } else {
      actions.append(.write(line + [0x0D, 0x0A], secret: secret))
    }
  }
}
