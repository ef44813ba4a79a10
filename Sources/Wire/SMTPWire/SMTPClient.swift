public import LineProtocol
public import SASL

/// One SMTP session for submission from the client's side: octets and calls in, actions out. No I/O, no clock.
///
/// ```
/// S: 220 mx ESMTP                     → greeting, write "EHLO client"
/// S: 250-mx / 250-PIPELINING / 250 AUTH PLAIN → ready
///    authenticate(.plain, credential) → write (secret)
/// S: 235 2.7.0 ok                     → authenticated
///    begin(envelope)                  → write "MAIL FROM… RCPT TO… DATA"
/// S: 250 ok / 250 ok / 354 go ahead   → recipient, readyForContent
///    content(bytes, isLast: true)     → write (content and dot)
/// S: 250 queued                       → outcome(accepted)
/// ```
///
/// One thing at a time: a call that does not fit the state is answered by a failure of kind
/// ``SMTPFailure/Kind/wrongState`` and changes nothing. After a refused transaction the client sends RSET by itself;
/// a call made before its answer is held.
public struct SMTPClient: Sendable {
  /// Commands of one transaction on the way at once (RFC 2920 §3.1 wants the client to bound them).
  public static let pipeliningWindow = 64
  /// Challenges of one authentication at most; no known mechanism has more than 3.
  public static let maximumChallenges = 8
  /// Octets of the longest AUTH command line (RFC 4954 §3); a longer initial response waits for the server's 334.
  public static let maximumAuthCommandLength = 12_288

  private enum Phase {
    case awaitingGreeting
    /// EHLO and STARTTLS are on the way, in plain text.
    case negotiatingTLS
    case awaitingTLS
    /// The EHLO whose answer counts is on the way.
    case greeted
    case ready
    case quitting
    case closed
  }

  /// A call made while the client's own RSET is on the way.
  private enum Held {
    case begin(SMTPEnvelope)
    case reset, noop, quit
  }

  private let clientName: String
  private let security: ChannelSecurity
  private let requiresAuthentication: Bool
  private let prefersChunking: Bool
  private let host: String
  private let port: Int
  private var phase = Phase.awaitingGreeting
  private var isTLS: Bool
  private var lines = LineAssembler()
  private var replies = ReplyAssembler()
  private var inFlight: [SMTPExpectation] = [.greeting]
  private var held: Held?
  private var transaction: SMTPTransaction?
  private var capabilities = SMTPCapabilities()

  /// A session on a connection that was just made. With ``ChannelSecurity/implicitTLS`` TLS is already up.
  ///
  /// - Parameters:
  ///   - clientName: this host's domain name or address literal, for EHLO.
  ///   - security: how the connection must be protected.
  ///   - requiresAuthentication: whether a session without AUTH is useless; then HELO is no way out.
  ///   - prefersChunking: whether content goes by BDAT where the server offers CHUNKING and PIPELINING.
  ///   - host: the server's name, which OAUTHBEARER sends; may be empty.
  ///   - port: the server's port, for the same; may be 0.
  /// - Throws: ``SMTPAddress/Invalid/malformedDomain`` when `clientName` is neither a domain nor an address literal.
  public init(
    clientName: String, security: ChannelSecurity, requiresAuthentication: Bool, prefersChunking: Bool = false,
    host: String = "", port: Int = 0
  ) throws(SMTPAddress.Invalid) {
    let name = Array(clientName.utf8)
    guard name.count <= SMTPAddress.maximumLength, name.allSatisfy({ $0 < 0x80 }), SMTPAddress.isDomain(name[...])
    else { throw .malformedDomain }
    self.clientName = clientName
    self.security = security
    self.requiresAuthentication = requiresAuthentication
    self.prefersChunking = prefersChunking
    self.host = host
    self.port = port
    isTLS = security == .implicitTLS
  }

  /// Whether credentials may be sent now.
  public var channelMayCarrySecrets: Bool { isTLS || security == .plaintext(allowsCredentials: true) }

  /// Whether the session is over.
  public var isClosed: Bool { phase == .closed }

  /// Whether the end of a message's content was handed out and not answered yet: a connection lost now leaves doubt.
  public var isInDoubt: Bool { transaction?.state == .ended }

  // MARK: Calls

  /// Authenticates. Possible when the client is ready and no transaction is under way.
  public mutating func authenticate(_ mechanism: Mechanism, _ credential: Credential) -> [SMTPAction] {
    guard isIdle else { return Self.failure(.auth, .wrongState) }
    guard channelMayCarrySecrets else { return Self.failure(.auth, .channelNotProtected) }
    // The only error is a mechanism that does not fit the credential.
    guard var exchange = try? SASLExchange(mechanism: mechanism, credential: credential, host: host, port: port)
    else { return Self.failure(.auth, .mechanismDoesNotFit) }
    var actions: [SMTPAction] = []
    let command = Array("AUTH \(mechanism.rawValue)".utf8)
    var attempt = exchange
    if let response = attempt.takeInitialResponse(), command.count + response.count + 3 <= Self.maximumAuthCommandLength
    {
      exchange = attempt
      write(command + [0x20] + response, secret: true, &actions)
    } else {
      write(command, &actions)
    }
    inFlight.append(.auth(exchange, challenges: 0))
    return actions
  }

  /// Begins a transaction: MAIL, RCPT for each recipient, and DATA, all at once where the server offers PIPELINING.
  ///
  /// What the server cannot take (8-bit content, UTF-8 addresses, the size) fails at once, and nothing is sent.
  public mutating func begin(_ envelope: SMTPEnvelope) -> [SMTPAction] {
    guard isIdle || mayHold else { return Self.failure(.begin, .wrongState) }
    if envelope.bodyKind == .eightBitMIME, !capabilities.eightBitMIME {
      return Self.failure(.begin, .eightBitMIMENotOffered)
    }
    if envelope.needsUTF8, !capabilities.smtpUTF8 { return Self.failure(.begin, .smtpUTF8NotOffered) }
    if let limit = capabilities.maximumMessageSize, let size = envelope.size, size > limit {
      return Self.failure(.begin, .messageTooBig(limit: limit))
    }
    guard isIdle else {
      held = .begin(envelope)
      return []
    }
    var actions: [SMTPAction] = []
    start(envelope, &actions)
    return actions
  }

  /// Gives a piece of the content, of any size. With `isLast`, the piece and the end of the content come out in one
  /// write: commit what must be known before that first.
  public mutating func content(_ bytes: [UInt8], isLast: Bool) -> [SMTPAction] {
    content(bytes[...], isLast: isLast)
  }

  /// Gives a piece of the content, of any size. With `isLast`, the piece and the end of the content come out in one
  /// write: commit what must be known before that first.
  public mutating func content(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> [SMTPAction] {
    guard var current = transaction, current.state == .content else { return Self.failure(.content, .wrongState) }
    // The stored copy goes first, so that there is one owner.
    transaction = nil
    var octets = current.encoder.encode(bytes, isLast: isLast)
    if isLast { current.state = .ended }
    transaction = current
    if current.usesChunking {
      guard isLast || !octets.isEmpty else { return [] }
      // RFC 3030 §2: the chunk follows its command; the last says so.
      octets = Array("BDAT \(octets.count)\(isLast ? " LAST" : "")\r\n".utf8) + octets
      inFlight.append(.chunk(isLast: isLast))
    } else if isLast {
      octets += [0x2E, 0x0D, 0x0A]
      inFlight.append(.endOfContent)
    }
    return octets.isEmpty ? [] : [.write(octets, secret: false)]
  }

  /// RSET.
  public mutating func reset() -> [SMTPAction] { simple(.rset(isAskedFor: true), "RSET", .rset, hold: .reset) }

  /// NOOP.
  public mutating func noop() -> [SMTPAction] { simple(.noop, "NOOP", .noop, hold: .noop) }

  /// QUIT. Not possible during a transaction: close the connection instead.
  public mutating func quit() -> [SMTPAction] { simple(.quit, "QUIT", .quit, hold: .quit) }

  /// The TLS handshake asked for by ``SMTPAction/startTLS`` succeeded.
  public mutating func tlsEstablished() -> [SMTPAction] {
    guard phase == .awaitingTLS else { return [] }
    var actions: [SMTPAction] = []
    isTLS = true
    // RFC 3207 §4.2: everything learnt before TLS is void, and EHLO comes again. None of it was kept.
    phase = .greeted
    write("EHLO \(clientName)", expecting: .ehlo, &actions)
    return actions
  }

  /// The connection ended.
  public mutating func connectionClosed() -> [SMTPAction] {
    guard phase != .closed else { return [] }
    if phase == .awaitingTLS { inFlight = [.startTLS] }
    var actions: [SMTPAction] = []
    end(&actions)
    return actions
  }

  /// Takes octets from the server, in any fragments.
  public mutating func receive(_ bytes: [UInt8]) -> [SMTPAction] { receive(bytes[...]) }

  /// Takes octets from the server, in any fragments.
  public mutating func receive(_ bytes: ArraySlice<UInt8>) -> [SMTPAction] {
    var actions: [SMTPAction] = []
    var input = bytes
    do {
      while !input.isEmpty, phase != .closed { try read(&input, &actions) }
    } catch {
      // What was under way is not answered any more; only a message can be in doubt.
      inFlight = []
      end(&actions)
      actions += [.event(.protocolViolation(error.violation)), .close]
    }
    return actions
  }

  // MARK: Reading

  private mutating func read(
    _ input: inout ArraySlice<UInt8>, _ actions: inout [SMTPAction]
  ) throws(SMTPReplyError) {
    // RFC 3207 §4.2: nothing may stand between the 220 and the handshake; it would be taken for the server's word
    // under TLS although anyone on the way could have written it.
    guard phase != .awaitingTLS else { throw SMTPReplyError(.bytesBeforeTLS) }
    let line: LineAssembler.Line?
    do { line = try lines.takeLine(from: &input) } catch { throw SMTPReplyError(.lineTooLong) }
    guard let line else { return }
    let assembled: ReplyAssembler.Assembled?
    switch inFlight.first {
    case .auth(let exchange, _), .cancelledAuth(let exchange):
      assembled = try replies.add(line.bytes, redacting: exchange.redacting)
    default: assembled = try replies.add(line.bytes)
    }
    guard let assembled else { return }
    if assembled.reply.code == 421 {
      serviceClosing(assembled.reply, &actions)
    } else if inFlight.isEmpty {
      try unsolicited(assembled.reply, &actions)
    } else {
      try answered(inFlight.removeFirst(), assembled, &actions)
    }
  }

  private mutating func answered(
    _ expectation: SMTPExpectation, _ assembled: ReplyAssembler.Assembled, _ actions: inout [SMTPAction]
  ) throws(SMTPReplyError) {
    let reply = assembled.reply
    if reply.isIntermediate {
      switch expectation {
      case .auth(let exchange, let count):
        return try challengeReceived(assembled.lastText, exchange, count, &actions)
      case .data: return goAhead(&actions)
      default: throw SMTPReplyError(.unexpectedCode(reply.code))
      }
    }
    switch expectation {
    case .greeting: greeted(reply, &actions)
    case .ehlo, .helo: helloAnswered(expectation, reply, &actions)
    case .startTLS:
      guard reply.isPositive else { return failAndClose(.startTLS, Self.kind(of: reply), reply, &actions) }
      phase = .awaitingTLS
      actions.append(.startTLS)
    case .auth(let exchange, _):
      guard reply.isPositive else { return authenticationFailed(reply, &actions) }
      guard exchange.hasSentSecret else { throw SMTPReplyError(.successWithoutCredential) }
      actions.append(.event(.authenticated))
    case .cancelledAuth:
      guard !reply.isPositive else { throw SMTPReplyError(.unexpectedCode(reply.code)) }
      actions += Self.failure(.auth, .exchangeFailed, reply)
    case .mail, .recipient, .data, .loneDot: try addressAnswered(expectation, reply, &actions)
    case .chunk(let isLast): try chunkAnswered(isLast: isLast, reply, &actions)
    case .endOfContent: contentAnswered(reply, &actions)
    case .rset(let isAskedFor):
      guard reply.isPositive else { return failAndClose(.rset, Self.kind(of: reply), reply, &actions) }
      if isAskedFor { actions.append(.event(.reset)) }
      releaseHeld(&actions)
    case .noop: actions += reply.isPositive ? [.event(.noop)] : Self.failure(.noop, Self.kind(of: reply), reply)
    case .quit:
      actions += reply.isPositive ? [.event(.quit)] : Self.failure(.quit, Self.kind(of: reply), reply)
      phase = .closed
      actions.append(.close)
    }
  }

  /// RFC 5321 §3.8: 421 may answer anything, or come by itself; then the server closes.
  private mutating func serviceClosing(_ reply: SMTPReply, _ actions: inout [SMTPAction]) {
    if let current = transaction {
      transaction = nil
      let stage = inFlight.first?.stage ?? .content
      actions.append(.event(.outcome(SMTPOutcome(.refused(stage, reply), recipients: current.results))))
    } else {
      actions += Self.failure(inFlight.first?.operation ?? .session, .temporary, reply)
    }
    inFlight = []
    end(&actions)
    actions.append(.close)
  }

  /// A server that gives up in the midst of DATA may say so before it closes; all else is a violation.
  private mutating func unsolicited(_ reply: SMTPReply, _ actions: inout [SMTPAction]) throws(SMTPReplyError) {
    guard let current = transaction, current.state == .content, reply.isTransient || reply.isPermanent else {
      throw SMTPReplyError(.unsolicitedReply)
    }
    transaction = nil
    actions.append(.event(.outcome(SMTPOutcome(.refused(.content, reply), recipients: current.results))))
    // The data cannot be ended without sending what the server might take for a message.
    end(&actions)
    actions.append(.close)
  }

  // MARK: Greeting, TLS, authentication

  private mutating func greeted(_ reply: SMTPReply, _ actions: inout [SMTPAction]) {
    guard reply.isPositive else { return failAndClose(.greeting, Self.kind(of: reply), reply, &actions) }
    actions.append(.event(.greeting(reply)))
    phase = security == .startTLS ? .negotiatingTLS : .greeted
    write("EHLO \(clientName)", expecting: .ehlo, &actions)
  }

  private mutating func helloAnswered(
    _ expectation: SMTPExpectation, _ reply: SMTPReply, _ actions: inout [SMTPAction]
  ) {
    var isHELO = false
    if case .helo = expectation { isHELO = true }
    guard reply.isPositive else {
      // RFC 5321 §3.2: HELO for servers without extensions; but AUTH and STARTTLS are extensions.
      guard reply.isPermanent, !isHELO, !requiresAuthentication, security != .startTLS else {
        let kind: SMTPFailure.Kind = reply.isPermanent && !isHELO ? .unsupported : Self.kind(of: reply)
        return failAndClose(.ehlo, kind, reply, &actions)
      }
      write("HELO \(clientName)", expecting: .helo, &actions)
      return
    }
    let offered = isHELO ? SMTPCapabilities() : SMTPCapabilities(ehlo: reply)
    guard phase != .negotiatingTLS else {
      // What was offered in plain text is not reported: anyone may have written it.
      guard offered.startTLS else { return failAndClose(.startTLS, .unsupported, nil, &actions) }
      write("STARTTLS", expecting: .startTLS, &actions)
      return
    }
    capabilities = offered
    phase = .ready
    actions.append(.event(.ready(offered)))
  }

  private mutating func challengeReceived(
    _ challenge: ArraySlice<UInt8>, _ exchange: SASLExchange, _ count: Int, _ actions: inout [SMTPAction]
  ) throws(SMTPReplyError) {
    guard count < Self.maximumChallenges else { throw SMTPReplyError(.tooManyChallenges) }
    var exchange = exchange
    do {
      write(try exchange.respond(to: challenge), secret: true, &actions)
      inFlight.append(.auth(exchange, challenges: count + 1))
    } catch {
      // RFC 4954 §4: a line with one asterisk cancels.
      write("*", expecting: .cancelledAuth(exchange), &actions)
    }
  }

  private func authenticationFailed(_ reply: SMTPReply, _ actions: inout [SMTPAction]) {
    let kind: SMTPFailure.Kind =
      switch reply.code {
      // RFC 5321 §4.2.2: the command or its parameter is not implemented, or out of place.
      case 500, 502, 503, 504: .unsupported
      case _ where reply.isTransient && reply.condition != .credential: .temporary
      default: .authenticationRefused
      }
    actions += Self.failure(.auth, kind, reply)
  }

  // MARK: Transaction

  private mutating func start(_ envelope: SMTPEnvelope, _ actions: inout [SMTPAction]) {
    // BDAT without PIPELINING would cost a round trip for each piece.
    let usesChunking = prefersChunking && capabilities.chunking && capabilities.pipelining
    transaction = SMTPTransaction(envelope: envelope, usesChunking: usesChunking)
    pump(&actions)
  }

  /// Sends what may be sent of MAIL, RCPT and DATA, in one write.
  private mutating func pump(_ actions: inout [SMTPAction]) {
    guard var current = transaction else { return }
    transaction = nil
    var octets: [UInt8] = []
    while inFlight.isEmpty || (capabilities.pipelining && inFlight.count < Self.pipeliningWindow),
      let step = current.takeStep()
    {
      let command: String
      switch step {
      case .mail:
        command = current.mailCommand(capabilities)
        inFlight.append(.mail)
      case .recipient(let index):
        command = current.recipientCommand(index, capabilities)
        inFlight.append(.recipient(index))
      case .data:
        // RFC 2920 §3.1: DATA is the last command of a group.
        command = "DATA"
        inFlight.append(.data)
      }
      octets += Array(command.utf8) + [0x0D, 0x0A]
    }
    transaction = current
    if !octets.isEmpty { actions.append(.write(octets, secret: false)) }
  }

  private mutating func addressAnswered(
    _ expectation: SMTPExpectation, _ reply: SMTPReply, _ actions: inout [SMTPAction]
  ) throws(SMTPReplyError) {
    switch expectation {
    case .mail where !reply.isPositive: transaction?.mailRefusal = reply
    case .recipient(let index):
      let result = SMTPRecipientResult(index: index, reply: reply)
      transaction?.results.append(result)
      actions.append(.event(.recipient(result)))
    case .data:
      guard !reply.isPositive else { throw SMTPReplyError(.unexpectedCode(reply.code)) }
      guard let current = transaction else { return }
      let refusal = SMTPOutcome(.refused(.data, reply), recipients: current.results)
      return conclude(current.refusalOfAddresses ?? refusal, &actions)
    default: break
    }
    pump(&actions)
    guard inFlight.isEmpty, let current = transaction else { return }
    if let refusal = current.refusalOfAddresses { return conclude(refusal, &actions) }
    transaction?.state = .content
    actions.append(.event(.readyForContent(accepted: current.accepted)))
  }

  /// 354 to DATA, which is always the last answer of its group.
  private mutating func goAhead(_ actions: inout [SMTPAction]) {
    guard let current = transaction else { return }
    guard current.refusalOfAddresses == nil else {
      // RFC 2920 §3.1: a server may go ahead although nobody was accepted; it gets a dot alone.
      write(".", expecting: .loneDot, &actions)
      return
    }
    transaction?.state = .content
    actions.append(.event(.readyForContent(accepted: current.accepted)))
  }

  private mutating func chunkAnswered(
    isLast: Bool, _ reply: SMTPReply, _ actions: inout [SMTPAction]
  ) throws(SMTPReplyError) {
    // Chunks that were on the way when the transaction failed are answered, too; nobody waits for those answers.
    guard let current = transaction else { return }
    guard isLast else {
      guard !reply.isPositive else { return }
      guard current.state == .ended else {
        return conclude(SMTPOutcome(.refused(.content, reply), recipients: current.results), &actions)
      }
      // The last chunk is on the way: only its answer decides.
      if current.contentRefusal == nil { transaction?.contentRefusal = reply }
      return
    }
    guard let earlier = current.contentRefusal else { return contentAnswered(reply, &actions) }
    // RFC 3030 §2: after a refused chunk the rest must be refused, too. If not, what the server holds is unknown.
    guard !reply.isPositive else { throw SMTPReplyError(.unexpectedCode(reply.code)) }
    contentAnswered(earlier, &actions)
  }

  private mutating func contentAnswered(_ reply: SMTPReply, _ actions: inout [SMTPAction]) {
    guard let current = transaction else { return }
    let result: SMTPOutcome.Result = reply.isPositive ? .accepted(reply) : .refused(.content, reply)
    conclude(SMTPOutcome(result, recipients: current.results), &actions)
  }

  private mutating func conclude(_ outcome: SMTPOutcome, _ actions: inout [SMTPAction]) {
    transaction = nil
    actions.append(.event(.outcome(outcome)))
    guard case .refused = outcome.result else { return }
    write("RSET", expecting: .rset(isAskedFor: false), &actions)
  }

  // MARK: The rest

  /// Ready, with nothing under way.
  private var isIdle: Bool { phase == .ready && transaction == nil && inFlight.isEmpty }

  /// Whether a call can wait for the client's own RSET.
  private var mayHold: Bool {
    guard phase == .ready, held == nil, transaction == nil, case .rset(false) = inFlight.last else { return false }
    return true
  }

  private mutating func simple(
    _ expectation: SMTPExpectation, _ command: String, _ operation: SMTPFailure.Operation, hold: Held
  ) -> [SMTPAction] {
    guard isIdle else {
      guard mayHold else { return Self.failure(operation, .wrongState) }
      held = hold
      return []
    }
    if case .quit = expectation { phase = .quitting }
    var actions: [SMTPAction] = []
    write(command, expecting: expectation, &actions)
    return actions
  }

  private mutating func releaseHeld(_ actions: inout [SMTPAction]) {
    guard let call = held else { return }
    held = nil
    switch call {
    case .begin(let envelope): start(envelope, &actions)
    case .reset: actions += reset()
    case .noop: actions += noop()
    case .quit: actions += quit()
    }
  }

  /// Reports what will not be answered any more, and ends the session.
  private mutating func end(_ actions: inout [SMTPAction]) {
    phase = .closed
    if let current = transaction { actions.append(.event(.outcome(current.outcomeOfLoss))) }
    for expectation in inFlight {
      if case .rset(isAskedFor: false) = expectation { continue }
      guard let operation = expectation.operation else { continue }
      actions += Self.failure(operation, .connectionLost)
    }
    switch held {
    case .begin: actions += Self.failure(.begin, .connectionLost)
    case .reset: actions += Self.failure(.rset, .connectionLost)
    case .noop: actions += Self.failure(.noop, .connectionLost)
    case .quit: actions += Self.failure(.quit, .connectionLost)
    case nil: break
    }
    transaction = nil
    held = nil
    inFlight = []
    lines = LineAssembler()
    replies = ReplyAssembler()
  }

  private mutating func failAndClose(
    _ operation: SMTPFailure.Operation, _ kind: SMTPFailure.Kind, _ reply: SMTPReply?,
    _ actions: inout [SMTPAction]
  ) {
    actions += Self.failure(operation, kind, reply)
    end(&actions)
    actions.append(.close)
  }

  private static func kind(of reply: SMTPReply) -> SMTPFailure.Kind { reply.isTransient ? .temporary : .permanent }

  private static func failure(
    _ operation: SMTPFailure.Operation, _ kind: SMTPFailure.Kind, _ reply: SMTPReply? = nil
  ) -> [SMTPAction] {
    [.event(.failed(SMTPFailure(operation, kind, reply: reply)))]
  }

  private mutating func write(_ line: String, expecting expectation: SMTPExpectation, _ actions: inout [SMTPAction]) {
    inFlight.append(expectation)
    write(Array(line.utf8), &actions)
  }

  private func write(_ line: [UInt8], secret: Bool = false, _ actions: inout [SMTPAction]) {
    actions.append(.write(line + [0x0D, 0x0A], secret: secret))
  }
}
