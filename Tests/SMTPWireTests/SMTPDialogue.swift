import LineProtocol
import SASL
import SMTPWire

/// A session under test: the server speaks, the client's words and events are read off.
struct SMTPDialogue {
  private(set) var client: SMTPClient
  private(set) var actions: [SMTPAction] = []

  init(
    _ security: ChannelSecurity = .implicitTLS, requiresAuthentication: Bool = true, prefersChunking: Bool = false
  ) throws {
    client = try SMTPClient(
      clientName: "crm.example", security: security, requiresAuthentication: requiresAuthentication,
      prefersChunking: prefersChunking)
  }

  /// A session that is ready, with these extensions.
  static func ready(_ extensions: String..., prefersChunking: Bool = false) throws -> SMTPDialogue {
    var session = try SMTPDialogue(prefersChunking: prefersChunking)
    session.server("220 mx\r\n", "250-mx\r\n" + extensions.map { "250-\($0)\r\n" }.joined() + "250 HELP\r\n")
    session.actions = []
    return session
  }

  /// A session in which the content of a message to one recipient is awaited.
  static func awaitingContent(_ extensions: String...) throws -> SMTPDialogue {
    var session = try SMTPDialogue.ready()
    session.begin(try envelope(["a@x.example"]))
    session.server("250 ok\r\n", "250 ok\r\n", "354 go\r\n")
    session.actions = []
    return session
  }

  static func envelope(_ recipients: [String], size: Int? = nil) throws -> SMTPEnvelope {
    try SMTPEnvelope(
      sender: SMTPAddress("s@crm.example"), recipients: recipients.map { try SMTPAddress($0) }, size: size)
  }

  mutating func server(_ texts: String...) {
    for text in texts { actions += client.receive(Array(text.utf8)) }
  }

  mutating func server(bytes: ArraySlice<UInt8>) { actions += client.receive(bytes) }
  mutating func begin(_ envelope: SMTPEnvelope) { actions += client.begin(envelope) }
  mutating func content(_ text: String, isLast: Bool) {
    actions += client.content(Array(text.utf8), isLast: isLast)
  }
  mutating func authenticate(_ mechanism: Mechanism, _ credential: Credential) {
    actions += client.authenticate(mechanism, credential)
  }
  mutating func reset() { actions += client.reset() }
  mutating func noop() { actions += client.noop() }
  mutating func quit() { actions += client.quit() }
  mutating func tlsEstablished() { actions += client.tlsEstablished() }
  mutating func disconnect() { actions += client.connectionClosed() }

  /// What happened since the last call.
  mutating func takeActions() -> [SMTPAction] {
    defer { actions = [] }
    return actions
  }

  /// The writes since the last call, one text each; other actions are forgotten.
  mutating func writes() -> [String] {
    takeActions().compactMap { action in
      guard case .write(let bytes, _) = action else { return nil }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// The events since the last call; other actions are forgotten.
  mutating func events() -> [SMTPEvent] {
    takeActions().compactMap { action in
      guard case .event(let event) = action else { return nil }
      return event
    }
  }
}

/// A write of one line.
func line(_ text: String, secret: Bool = false) -> SMTPAction { .write(Array("\(text)\r\n".utf8), secret: secret) }

/// A reply of one line.
func reply(_ code: Int, _ text: String, _ enhancedCode: SMTPEnhancedCode? = nil) -> SMTPReply {
  SMTPReply(code: code, enhancedCode: enhancedCode, lines: [text])
}

/// A small repeatable source of numbers (the generator is Vigna's SplitMix64).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
