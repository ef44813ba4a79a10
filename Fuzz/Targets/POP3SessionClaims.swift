import LineProtocol
import POP3Wire
import SASL

/// A whole POP3 session with a server that says anything.
enum POP3SessionClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    guard let script = SessionScript(bytes) else { return }
    var first: [POP3Action]?
    for delivery in SessionScript.deliveries(bytes) {
      var caller = POP3Caller(script, isPrinted: first == nil)
      try caller.play(delivery)
      guard let expected = first else {
        first = caller.tape
        continue
      }
      try claim(caller.tape == expected, "the session depends on how the octets arrive")
    }
  }
}

/// Does with a session what a mail source does, and checks what it reports.
struct POP3Caller {
  static let maximumEntries = 40

  private(set) var tape: [POP3Action] = []
  private var client: POP3Client
  private var claims: WireClaims
  private let script: SessionScript
  private let isPrinted: Bool
  private var wantsTLS = false
  private var mayAuthenticate = false
  private var isAuthenticated = false
  private var listed: [Int] = []
  /// Messages asked for and not answered, in order.
  private var awaited: [Int] = []
  private var deletions: [Int] = []

  /// - Parameter isPrinted: Whether what happens is printed, too, to look for secrets.
  init(_ script: SessionScript, isPrinted: Bool) {
    self.script = script
    self.isPrinted = isPrinted
    client = POP3Client(
      security: script.security, host: "pop.example", port: 995, maximumListingEntries: Self.maximumEntries)
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
    try claim(client.isClosed, "the session outlives its connection")
  }

  private mutating func react() throws(BrokenClaim) {
    if wantsTLS {
      wantsTLS = false
      guard !client.isClosed else { return }
      claims.isProtected = true
      try take(client.tlsEstablished())
    }
    if mayAuthenticate {
      mayAuthenticate = false
      let index = Int(script.more & 3)
      let (mechanism, credential) = Canary.credentials[index]
      let usesPass = script.options & 4 != 0 && credential.kind == .password
      try take(client.enqueue(usesPass ? .userPass(credential) : .auth(mechanism, credential)))
    }
    if isAuthenticated {
      isAuthenticated = false
      try take(client.enqueue([.stat, .uidl, .list, .listMessage(2), .noop]))
    }
    if !listed.isEmpty {
      let numbers = listed.prefix(4)
      listed = []
      awaited += numbers.flatMap { [$0, $0] }
      deletions += numbers
      let wanted = numbers.flatMap { [POP3Command.top($0, lines: 0), .retr($0)] } + numbers.map { .dele($0) }
      try take(client.enqueue(wanted + (script.options & 8 != 0 ? [.rset] : []) + [.capa, .quit]))
    }
  }

  private mutating func take(_ actions: [POP3Action]) throws(BrokenClaim) {
    for action in actions {
      switch action {
      case .write(let bytes, let secret): try claims.write(bytes, secret: secret)
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
      record(action)
    }
  }

  /// Pieces that touch count as one, so that sessions can be compared.
  private mutating func record(_ action: POP3Action) {
    switch (tape.last, action) {
    case (.event(.messageChunk(let number, let earlier))?, .event(.messageChunk(let next, let bytes)))
    where number == next:
      tape[tape.count - 1] = .event(.messageChunk(number: number, bytes: earlier + bytes))
    case (.write(let earlier, secret: false)?, .write(let bytes, secret: false)):
      tape[tape.count - 1] = .write(earlier + bytes, secret: false)
    default: tape.append(action)
    }
  }

  private static func isAscending(_ numbers: [UInt32]) throws(BrokenClaim) {
    try claim(numbers.first ?? 1 > 0 && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }, "\(numbers)")
  }

  private mutating func take(_ event: POP3Event) throws(BrokenClaim) {
    switch event {
    case .greeting(let text):
      try claim(text.utf8.count <= ServerText.maximumLength && LineClaims.isHarmless(text), "a greeting as it came")
    case .capabilities(let capabilities):
      try claim(
        claims.isProtected || script.security != .startTLS, "capabilities from before TLS are reported")
      try claim(capabilities.saslMechanisms.count <= 65_536, "mechanisms without end")
      if !mayAuthenticate, !tape.contains(.event(.authenticated)) { mayAuthenticate = true }
    case .authenticated:
      try claim(claims.isProtected || claims.allowsPlainCredentials, "authenticated in plain text")
      isAuthenticated = true
    case .uidl(let listing):
      try claim(listing.count <= Self.maximumEntries, "a listing of \(listing.count) entries")
      try Self.isAscending(listing.numbers)
      for place in listing.numbers.indices {
        guard let id = listing.id(at: place) else { continue }
        try claim(
          (1...255).contains(id.count) && id.allSatisfy { (0x21...0x7E).contains($0) }, "the unique id \(text(id))")
      }
      listed = listing.numbers.map(Int.init)
    case .list(let listing):
      try claim(listing.count <= Self.maximumEntries, "a listing of \(listing.count) entries")
      try Self.isAscending(listing.numbers)
      for number in listing.numbers { try claim(listing[Int(number)] ?? -1 >= 0, "a message without its size") }
    case .stat(let count, let octets): try claim(count >= 0 && octets >= 0, "a maildrop below zero")
    case .messageChunk(let number, let bytes):
      try claim(!bytes.isEmpty && awaited.first == number, "octets of a message nobody asked for")
    case .messageEnd(let number):
      try claim(awaited.first == number, "the end of a message nobody asked for")
      awaited.removeFirst()
    case .deleted(let number): try claim(deletions.contains(number), "a deletion nobody asked for")
    case .failed(let failure):
      if failure.verb == .top || failure.verb == .retr, let number = failure.message, awaited.first == number {
        awaited.removeFirst()
      }
      try claim(failure.text.utf8.count <= ServerText.maximumLength, "a text of \(failure.text.utf8.count) octets")
      try claim(LineClaims.isHarmless(failure.text), "a text that moves the cursor")
      if failure.verb == .auth || failure.verb == .pass {
        try claim(!Canary.isShown(in: "\(failure)".utf8), "a refusal shows the secret")
      }
    case .reset, .noop, .quit, .protocolViolation: break
    }
  }
}

extension SessionScript {
  /// The server says the secret by itself, so that its words may hold it where they are no answer to a login.
  var claimsNothing: Bool { Canary.isIn(Array(segments.joined())) }
}
