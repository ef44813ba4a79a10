import LineProtocol
import POP3Wire
import SASL
import Testing

@Suite struct POP3PropertyTests {
  private enum Step {
    case server(String)
    case enqueue([POP3Command])
    case tlsEstablished
  }

  private let transcripts: [[Step]]

  init() throws {
    let credential = try Credential.password(username: "sato", password: "hunter2!")
    let all: [POP3Command] = [
      .stat, .uidl, .list, .top(1, lines: 0), .retr(1), .retr(2), .dele(1), .dele(2), .noop, .rset, .quit,
    ]
    let answers =
      "+OK 2 300\r\n+OK\r\n1 a\r\n2 b\r\n.\r\n+OK\r\n1 100\r\n2 200\r\n.\r\n+OK\r\nA: b\r\n.\r\n"
      + "+OK\r\nA: b\r\n\r\n..\r\n\n.\r\n\r\n.\r\n-ERR [SYS/TEMP] later\r\n+OK\r\n-ERR\r\n+OK\r\n"
    let opening: [Step] = [
      .server("+OK\r\n"), .server("+OK\r\nSTLS\r\n.\r\n"), .server("+OK\r\n"), .tlsEstablished,
      .server("+OK\r\nSASL PLAIN\r\n.\r\n"), .enqueue([.auth(.plain, credential)]), .server("+ \r\n"),
    ]
    transcripts = [
      opening + [
        .server("+OK\r\n"), .server("+OK\r\nPIPELINING\r\nUIDL\r\nTOP\r\n.\r\n"), .enqueue(all), .server(answers),
        .server("+OK\r\n"), .server("+OK\r\n"),
      ],
      opening + [.server("+OK\r\n"), .server("-ERR\r\n"), .enqueue(all), .server(answers + "+OK\r\n+OK bye\r\n")],
      opening + [.server("-ERR [AUTH] bad\r\n"), .enqueue([.quit]), .server("+OK\r\n")],
      [.server("+OK\r\n"), .server("+OK\r\nSTLS\r\n.\r\n"), .server("+OK\r\n+OK\r\n"), .tlsEstablished],
    ]
  }

  private func run(_ steps: [Step], cut: (ArraySlice<UInt8>) -> Int) -> [POP3Action] {
    var session = POP3Dialogue(.startTLS)
    for step in steps {
      switch step {
      case .server(let text):
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
          let length = cut(rest)
          session.server(bytes: rest.prefix(length))
          rest = rest.dropFirst(length)
        }
      case .enqueue(let commands): for command in commands { session.enqueue(command) }
      case .tlsEstablished: session.tlsEstablished()
      }
    }
    return session.takeActions()
  }

  @Test func oneOctetAtATimeIsTheSame() {
    for steps in transcripts { #expect(run(steps) { _ in 1 } == run(steps) { $0.count }) }
  }

  @Test(arguments: 0..<100) func anyFragmentsAreTheSame(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for steps in transcripts {
      #expect(run(steps) { Int.random(in: 1...$0.count, using: &random) } == run(steps) { $0.count })
    }
  }

  @Test func theTranscriptsReachTheirEnd() {
    #expect(run(transcripts[0]) { $0.count }.suffix(2) == [.event(.quit), .close])
    #expect(run(transcripts[1]) { $0.count }.suffix(2) == [.event(.quit), .close])
  }

  /// Whatever a server sends, the session neither traps nor keeps more than a line.
  @Test(arguments: 0..<200) func randomServersNeverTrap(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let credential = try Credential.password(username: "u", password: "p")
    let words = [
      "+OK", "-ERR", "+ ", "\r\n", "\n", ".", ".\r\n", "..", " ", "1", "-1", "99999999999999999999", "\r", "\0",
      "[AUTH]", "[", "]", "SASL", "STLS", "PIPELINING", "\u{FF}", "+OK\r\n", "-ERR\r\n", "+OK 1 1\r\n", "1 a\r\n",
    ]
    let commands: [POP3Command] = [
      .auth(.plain, credential), .auth(.login, credential), .userPass(credential), .capa, .stat, .uidl, .list,
      .listMessage(1), .top(1, lines: 1), .retr(1), .dele(1), .rset, .noop,
    ]
    let securities: [ChannelSecurity] = [.implicitTLS, .startTLS, .plaintext(allowsCredentials: true)]
    for round in 0..<20 {
      var session = POP3Dialogue(securities[round % 3])
      if round.isMultiple(of: 2) { session = try .open(capabilities: "PIPELINING\r\n") }
      for _ in 0..<60 {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: session.enqueue(commands.randomElement(using: &random) ?? .noop)
        case 1: session.tlsEstablished()
        case 2:
          let octets = (0..<Int.random(in: 1...20, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
          }
          session.server(bytes: octets[...])
        default: session.server(words.randomElement(using: &random) ?? "")
        }
      }
      session.disconnect()
      #expect(session.client.isClosed)
      let closes = session.takeActions().filter { $0 == .close }.count
      #expect(closes <= 1)
    }
  }
}
