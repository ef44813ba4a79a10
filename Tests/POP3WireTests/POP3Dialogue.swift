import LineProtocol
import POP3Wire
import SASL

/// A session under test: the server speaks, the client's words and events are read off.
struct POP3Dialogue {
  private(set) var client: POP3Client
  private(set) var actions: [POP3Action] = []

  init(_ security: ChannelSecurity = .implicitTLS, maximumListingEntries: Int = 1_000) {
    client = POP3Client(security: security, maximumListingEntries: maximumListingEntries)
  }

  /// A session whose maildrop is open.
  static func open(capabilities: String = "UIDL\r\nTOP\r\n") throws -> POP3Dialogue {
    var session = POP3Dialogue()
    session.server("+OK ready\r\n", "+OK\r\nSASL PLAIN\r\n.\r\n")
    session.enqueue(.auth(.plain, try .password(username: "sato", password: "hunter2!")))
    session.server("+ \r\n", "+OK\r\n", "+OK\r\n\(capabilities).\r\n")
    session.actions = []
    return session
  }

  mutating func server(_ texts: String...) {
    for text in texts { actions += client.receive(Array(text.utf8)) }
  }

  mutating func server(bytes: ArraySlice<UInt8>) { actions += client.receive(bytes) }
  mutating func enqueue(_ commands: POP3Command...) { actions += client.enqueue(commands) }
  mutating func tlsEstablished() { actions += client.tlsEstablished() }
  mutating func disconnect() { actions += client.connectionClosed() }

  /// What happened since the last call, pieces put together: two sessions that differ only in how the server's octets
  /// were cut give the same.
  mutating func takeActions() -> [POP3Action] {
    defer { actions = [] }
    return Self.joined(actions)
  }

  /// What the client wrote since the last call; other actions are forgotten.
  mutating func written() -> String {
    String(
      decoding: takeActions().flatMap { action -> [UInt8] in
        guard case .write(let bytes, _) = action else { return [] }
        return bytes
      }, as: UTF8.self)
  }

  /// The events since the last call; other actions are forgotten.
  mutating func events() -> [POP3Event] {
    takeActions().compactMap { action in
      guard case .event(let event) = action else { return nil }
      return event
    }
  }

  static func joined(_ actions: [POP3Action]) -> [POP3Action] {
    var result: [POP3Action] = []
    for action in actions {
      switch (result.last, action) {
      case (.write(let head, let secret), .write(let tail, let alsoSecret)) where secret == alsoSecret:
        result[result.count - 1] = .write(head + tail, secret: secret)
      case (.event(.messageChunk(let number, let head)), .event(.messageChunk(let same, let tail)))
      where number == same:
        result[result.count - 1] = .event(.messageChunk(number: number, bytes: head + tail))
      default: result.append(action)
      }
    }
    return result
  }
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
