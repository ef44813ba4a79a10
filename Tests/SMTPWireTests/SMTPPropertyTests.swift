import LineProtocol
import SASL
import SMTPWire
import Testing

@Suite struct SMTPPropertyTests {
  private enum Step {
    case server(String)
    case tlsEstablished
    case authenticate(Credential)
    case begin([String])
    case content(String, isLast: Bool)
    case quit
  }

  private let transcripts: [[Step]]

  init() throws {
    let credential = try Credential.password(username: "sato", password: "hunter2!")
    let opening: [Step] = [
      .server("220-mx\r\n220 ESMTP\r\n250-mx\r\n250 STARTTLS\r\n220 go\r\n"), .tlsEstablished,
    ]
    let message: [Step] = [
      .server("250 ok\r\n250 ok\r\n550-5.1.1 no\r\n550 5.1.1 one\r\n354 go\r\n"), .content("a\r\n.b", isLast: false),
      .content("c", isLast: true), .server("250 2.0.0 queued\r\n"),
    ]
    transcripts = [
      opening + [.server("250-mx\r\n250-PIPELINING\r\n250 AUTH PLAIN\r\n"), .authenticate(credential)]
        + [.server("235 ok\r\n"), .begin(["a@x.example", "b@x.example"])] + message
        + [.begin(["a@x.example"]), .server("250 ok\r\n550 no\r\n354 go\r\n554 none\r\n250 reset\r\n"), .quit]
        + [.server("221 bye\r\n")],
      opening + [.server("250 mx\r\n"), .begin(["a@x.example", "b@x.example"])] + message + [
        .quit, .server("221 \r\n"),
      ],
      opening + [.server("250 mx\r\n"), .begin(["a@x.example"]), .server("250 ok\r\n421 closing\r\n250 ok\r\n")],
      [.server("220 mx\r\n250-mx\r\n250 STARTTLS\r\n220 go\r\n250 injected\r\n"), .tlsEstablished],
      opening + [.server("250-mx\r\n251 mixed\r\n")],
    ]
  }

  private func run(_ steps: [Step], cut: (ArraySlice<UInt8>) -> Int) throws -> [SMTPAction] {
    var session = try SMTPDialogue(.startTLS)
    for step in steps {
      switch step {
      case .server(let text):
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
          let length = cut(rest)
          session.server(bytes: rest.prefix(length))
          rest = rest.dropFirst(length)
        }
      case .tlsEstablished: session.tlsEstablished()
      case .authenticate(let credential): session.authenticate(.plain, credential)
      case .begin(let recipients): session.begin(try SMTPDialogue.envelope(recipients))
      case .content(let text, let isLast): session.content(text, isLast: isLast)
      case .quit: session.quit()
      }
    }
    return session.takeActions()
  }

  @Test func oneOctetAtATimeIsTheSame() throws {
    for steps in transcripts { #expect(try run(steps) { _ in 1 } == run(steps) { $0.count }) }
  }

  @Test(arguments: 0..<100) func anyFragmentsAreTheSame(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for steps in transcripts {
      #expect(try run(steps) { Int.random(in: 1...$0.count, using: &random) } == run(steps) { $0.count })
    }
  }

  @Test func theTranscriptsReachTheirEnd() throws {
    #expect(try run(transcripts[0]) { $0.count }.suffix(2) == [.event(.quit), .close])
    #expect(try run(transcripts[1]) { $0.count }.suffix(2) == [.event(.quit), .close])
  }

  /// Whatever a server sends, the session does not trap, every transaction has one outcome, and a doubt is reported
  /// only after the end of a content was handed out.
  @Test(arguments: 0..<200) func randomServersNeverTrap(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let credential = try Credential.password(username: "u", password: "p")
    let words = [
      "220 a\r\n", "250 a\r\n", "250 a\r\n", "250-a\r\n", "354 a\r\n", "354 a\r\n", "334 \r\n", "235 a\r\n",
      "550 a\r\n",
      "450 4.1.1 a\r\n", "421 a\r\n", "250-PIPELINING\r\n", "250-STARTTLS\r\n", "250-CHUNKING\r\n", "\r\n", "25", "\0",
      "999 a\r\n", "250-AUTH PLAIN LOGIN\r\n", "250-SIZE 99999999999999999999\r\n",
    ]
    for round in 0..<20 {
      var session =
        round.isMultiple(of: 2)
        ? try SMTPDialogue.ready("PIPELINING", "CHUNKING", prefersChunking: round.isMultiple(of: 4))
        : try SMTPDialogue([.implicitTLS, .startTLS, .plaintext(allowsCredentials: true)][round % 3])
      var begun = 0
      var actions: [SMTPAction] = []
      for _ in 0..<60 {
        let wasInDoubt = session.client.isInDoubt
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
          session.begin(try SMTPDialogue.envelope(["a@x.example", "b@x.example"]))
          let refused = session.actions.contains { action in
            guard case .event(.failed(let failure)) = action else { return false }
            return failure.operation == .begin
          }
          if !refused { begun += 1 }
        case 1: session.content("x\r\n.", isLast: Bool.random(using: &random))
        case 2: session.authenticate(.login, credential)
        case 3: session.tlsEstablished()
        case 4 where Int.random(in: 0..<8, using: &random) == 0: session.quit()
        case 5 where Int.random(in: 0..<4, using: &random) == 0:
          let octets = (0..<Int.random(in: 1...20, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
          }
          session.server(bytes: octets[...])
        default: session.server(words.randomElement(using: &random) ?? "")
        }
        let step = session.takeActions()
        #expect(wasInDoubt || !step.contains { Self.isDoubt($0) })
        actions += step
      }
      session.disconnect()
      actions += session.takeActions()
      #expect(session.client.isClosed)
      #expect(actions.filter { $0 == .close }.count <= 1)
      let ended = actions.filter { action in
        switch action {
        case .event(.outcome): true
        case .event(.failed(let failure)): failure.operation == .begin && failure.kind == .connectionLost
        default: false
        }
      }
      #expect(ended.count == begun)
    }
  }

  private static func isDoubt(_ action: SMTPAction) -> Bool {
    guard case .event(.outcome(let outcome)) = action else { return false }
    return outcome.result == .inDoubt
  }
}
