import LineProtocol
import SASL
import SMTPWire

/// A whole SMTP session with a server that says anything.
enum SMTPSessionClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    guard let script = SessionScript(bytes) else { return }
    var first: [SMTPAction]?
    for delivery in SessionScript.deliveries(bytes) {
      var caller = try SMTPCaller(script, isPrinted: first == nil)
      try caller.play(delivery)
      guard let expected = first else {
        first = caller.tape
        continue
      }
      try claim(caller.tape == expected, "the session depends on how the octets arrive")
    }
  }
}

/// Does with a session what a mail sink does, and checks what it reports.
struct SMTPCaller {
  private static let recipients = ["a@x.example", "b@y.example", "c@z.example"]
  private static let content = "Subject: x\r\n\r\n.\r\n..\n.\r.\r\n"

  private(set) var tape: [SMTPAction] = []
  private var client: SMTPClient
  private var claims: WireClaims
  private let script: SessionScript
  private let isPrinted: Bool
  private let envelope: SMTPEnvelope
  private var wantsTLS = false
  private var mayBegin = false
  private var mayAuthenticate = false
  private var content = Content.unwanted
  private var begun = 0
  private var ended = 0
  private var answered: Set<Int> = []
  /// The end of the present message was given.
  private var isEndGiven = false

  private enum Content {
    case unwanted, wanted, begun
  }

  /// - Parameter isPrinted: Whether what happens is printed, too, to look for secrets.
  init(_ script: SessionScript, isPrinted: Bool) throws(BrokenClaim) {
    self.script = script
    self.isPrinted = isPrinted
    do {
      client = try SMTPClient(
        clientName: "client.example", security: script.security, requiresAuthentication: script.options & 4 != 0,
        prefersChunking: script.options & 8 != 0, host: "mx.example", port: 587)
      envelope = try SMTPEnvelope(
        sender: SMTPAddress("sato@x.example"), recipients: Self.recipients.map { try SMTPAddress($0) }, size: 40,
        reports: script.options & 16 != 0 ? SMTPReportRequest(notify: [.failure], envelopeID: "a b+c") : nil)
    } catch { throw BrokenClaim(description: "\(error)") }
    claims = WireClaims(script.security)
  }

  mutating func play(_ cut: (Int) -> Int) throws(BrokenClaim) {
    for segment in script.segments {
      var rest = segment
      while !rest.isEmpty {
        let length = min(rest.count, max(1, cut(rest.count)))
        try take(client.receive(rest.prefix(length)))
        rest = rest.dropFirst(length)
      }
      try react()
    }
    try take(client.connectionClosed())
    try claim(client.isClosed && !client.isInDoubt, "the session outlives its connection")
    try claim(ended == begun, "\(begun) transactions have \(ended) outcomes")
  }

  private mutating func react() throws(BrokenClaim) {
    guard !client.isClosed else { return }
    if wantsTLS {
      wantsTLS = false
      claims.isProtected = true
      try take(client.tlsEstablished())
    }
    if mayAuthenticate {
      mayAuthenticate = false
      let (mechanism, credential) = Canary.credentials[Int(script.more & 3)]
      if script.options & 32 == 0 { try take(client.authenticate(mechanism, credential)) } else { mayBegin = true }
    }
    switch content {
    case .wanted:
      content = .begun
      let half = Self.content.utf8.count / 2
      try take(client.content(Array(Self.content.utf8.prefix(half)), isLast: false), isContent: true)
      if script.more & 4 == 0 { try giveEnd() }
    case .begun: try giveEnd()
    case .unwanted: break
    }
    if mayBegin, begun < 3 {
      mayBegin = false
      let actions = client.begin(envelope)
      answered = []
      isEndGiven = false
      if !actions.contains(where: isRefusalToBegin) { begun += 1 }
      try take(actions)
    } else if mayBegin {
      mayBegin = false
      try take(script.more & 8 == 0 ? client.quit() : client.noop())
    }
  }

  private mutating func giveEnd() throws(BrokenClaim) {
    content = .unwanted
    isEndGiven = true
    let half = Self.content.utf8.count / 2
    try take(client.content(Array(Self.content.utf8.dropFirst(half)), isLast: true), isContent: true)
  }

  private func isRefusalToBegin(_ action: SMTPAction) -> Bool {
    guard case .event(.failed(let failure)) = action else { return false }
    return failure.operation == .begin
  }

  private mutating func take(_ actions: [SMTPAction], isContent: Bool = false) throws(BrokenClaim) {
    for action in actions {
      switch action {
      case .write(let bytes, let secret):
        try claims.write(bytes, secret: secret, isContent: isContent)
        if isContent { try SMTPContentClaims.hasNoBareLineEnds(bytes) }
      case .startTLS:
        try claim(script.security == .startTLS && !claims.isProtected, "TLS that nobody asked for")
        wantsTLS = true
      case .close: try claims.close()
      case .event(let event): try take(event)
      }
      if isPrinted {
        // Once is enough, and printing takes longer than all the rest.
        try claim(!Canary.isIn(Array("\(action)".utf8)) || script.claimsNothing, "a description shows the secret")
      }
      if case .write(let earlier, secret: false) = tape.last, case .write(let bytes, secret: false) = action {
        tape[tape.count - 1] = .write(earlier + bytes, secret: false)
      } else {
        tape.append(action)
      }
    }
  }

  private mutating func take(_ event: SMTPEvent) throws(BrokenClaim) {
    switch event {
    case .greeting(let reply): try SMTPReplyClaims.check(reply)
    case .ready(let capabilities):
      try claim(claims.isProtected || script.security != .startTLS, "capabilities from before TLS are reported")
      try claim(capabilities.maximumMessageSize ?? 1 > 0, "a limit of no octets")
      mayAuthenticate = true
    case .authenticated:
      try claim(claims.isProtected || claims.allowsPlainCredentials, "authenticated in plain text")
      mayBegin = true
    case .recipient(let result):
      try SMTPReplyClaims.check(result.reply)
      try claim(envelope.recipients.indices.contains(result.index), "a recipient nobody named")
      try claim(answered.insert(result.index).inserted, "a recipient is answered twice")
    case .readyForContent(let accepted):
      try claim(!accepted.isEmpty && answered.isSuperset(of: accepted), "content for nobody")
      content = .wanted
    case .outcome(let outcome):
      ended += 1
      content = .unwanted
      mayBegin = true
      try take(outcome)
    case .failed(let failure):
      if let reply = failure.reply { try SMTPReplyClaims.check(reply) }
      if failure.operation == .begin, failure.kind == .connectionLost { ended += 1 }
      if failure.operation == .auth {
        mayBegin = script.options & 64 != 0
        try claim(!Canary.isShown(in: "\(failure)".utf8), "a refusal shows the secret")
      }
    case .reset, .noop, .quit, .protocolViolation: break
    }
  }

  private func take(_ outcome: SMTPOutcome) throws(BrokenClaim) {
    let indices = outcome.recipients.map(\.index)
    try claim(Set(indices).count == indices.count, "a recipient is counted twice")
    switch outcome.result {
    case .accepted(let reply):
      try claim(reply.isPositive, "accepted by \(reply.code)")
      try claim(isEndGiven, "accepted before it was sent")
      try claim(outcome.recipients.contains(where: \.isAccepted), "accepted for nobody")
    case .refused(_, let reply): try SMTPReplyClaims.check(reply)
    case .interrupted: break
    case .inDoubt: try claim(isEndGiven, "a doubt before the end was sent")
    }
  }
}
