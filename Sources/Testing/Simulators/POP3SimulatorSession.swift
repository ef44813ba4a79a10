import NIOConcurrencyHelpers

/// One POP3 session. Used on one event loop only.
final class POP3SimulatorSession {
  private let state: NIOLockedValueBox<POP3Simulator.State>
  private var lines = LineBuffer()
  private var user: String?
  private var claimedUser: String?
  private var exchange: SASLServer?
  private var messages: [POP3Simulator.Message] = []
  private var deleted: Set<Int> = []

  init(_ state: NIOLockedValueBox<POP3Simulator.State>) { self.state = state }

  var greeting: ByteServer.Answer {
    let isGarbage = state.withLockedValue { $0.takes(.garbageGreeting) }
    return .init(bytes: Array((isGarbage ? "\u{1}\u{2}HTTP/1.1 400\r\n" : "+OK ready\r\n").utf8), closes: isGarbage)
  }

  func receive(_ bytes: [UInt8]?) -> ByteServer.Answer {
    guard let bytes else {
      release()
      return .init()
    }
    lines.append(bytes)
    var answer = ByteServer.Answer()
    while !answer.closes, let line = lines.line() { handle(String(decoding: line, as: UTF8.self), &answer) }
    return answer
  }

  private func release() {
    guard let user else { return }
    state.withLockedValue { _ = $0.locked.remove(user) }
    self.user = nil
  }

  private func say(_ text: String, _ answer: inout ByteServer.Answer) { answer.bytes += Array((text + "\r\n").utf8) }

  private func handle(_ line: String, _ answer: inout ByteServer.Answer) {
    if var exchange {
      if line == "*" {
        self.exchange = nil
        return say("-ERR cancelled", &answer)
      }
      let step = exchange.answer(line)
      self.exchange = exchange
      return proceed(step, &answer)
    }
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    let argument = words.count > 1 ? words[1] : ""
    switch words.first?.uppercased() ?? "" {
    case "CAPA":
      say(
        "+OK\r\nTOP\r\nUIDL\r\nUSER\r\nSASL PLAIN LOGIN\r\nPIPELINING\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\n.", &answer)
    case "QUIT": quit(&answer)
    case "NOOP": say("+OK", &answer)
    case let command where user == nil: authorize(command, argument, &answer)
    case let command: transact(command, argument, &answer)
    }
  }

  // MARK: - Authorization

  private func authorize(_ command: String, _ argument: String, _ answer: inout ByteServer.Answer) {
    switch command {
    case "USER":
      claimedUser = argument
      say("+OK", &answer)
    case "PASS": signIn(claimedUser ?? "", argument, &answer)
    case "AUTH":
      let words = argument.split(separator: " ").map(String.init)
      guard let mechanism = words.first,
        let (server, step) = SASLServer.begin(mechanism, initial: words.count > 1 ? words[1] : nil)
      else { return say("-ERR no such mechanism", &answer) }
      exchange = server
      proceed(step, &answer)
    default: say("-ERR sign in first", &answer)
    }
  }

  private func proceed(_ step: SASLServer.Step, _ answer: inout ByteServer.Answer) {
    switch step {
    case .challenge(let text): say("+ " + text, &answer)
    case .credential(let user, let password):
      exchange = nil
      signIn(user, password, &answer)
    case .malformed:
      exchange = nil
      say("-ERR malformed", &answer)
    }
  }

  private func signIn(_ name: String, _ password: String, _ answer: inout ByteServer.Answer) {
    let key = name.lowercased()
    let (reply, opened): (String, [POP3Simulator.Message]?) = state.withLockedValue { state in
      if state.takes(.temporaryFailure) { return ("-ERR [SYS/TEMP] try again", nil) }
      guard !state.takes(.refuseAuthentication), state.passwords[key] == password else {
        state.counts.refusals += 1
        return ("-ERR [AUTH] wrong name or password", nil)
      }
      guard state.locked.insert(key).inserted else { return ("-ERR [IN-USE] the maildrop is open", nil) }
      state.counts.logins += 1
      return ("+OK", state.messages[key] ?? [])
    }
    if let opened {
      user = key
      messages = opened
    }
    say(reply, &answer)
  }

  // MARK: - Transaction

  private var present: [(number: Int, message: POP3Simulator.Message)] {
    messages.enumerated().map { ($0.offset + 1, $0.element) }.filter { !deleted.contains($0.0) }
  }

  private func message(_ text: String) -> (number: Int, message: POP3Simulator.Message)? {
    guard let number = Int(text), messages.indices.contains(number - 1), !deleted.contains(number) else { return nil }
    return (number, messages[number - 1])
  }

  private func transact(_ command: String, _ argument: String, _ answer: inout ByteServer.Answer) {
    let words = argument.split(separator: " ").map(String.init)
    switch command {
    case "STAT": say("+OK \(present.count) \(present.map(\.message.bytes.count).reduce(0, +))", &answer)
    case "LIST": list(words, { "\($0.bytes.count)" }, &answer)
    case "UIDL": list(words, { $0.uid }, &answer)
    case "RETR":
      guard let found = message(argument) else { return say("-ERR no such message", &answer) }
      let drops = state.withLockedValue { state in
        state.counts.retrievals += 1
        return state.takes(.dropInsideMessage)
      }
      say("+OK", &answer)
      if drops {
        answer.bytes += found.message.bytes.prefix(found.message.bytes.count / 2)
        answer.closes = true
        return
      }
      write(found.message.bytes, &answer)
    case "TOP":
      guard words.count == 2, let found = message(words[0]), let count = Int(words[1]) else {
        return say("-ERR no such message", &answer)
      }
      say("+OK", &answer)
      write(POP3SimulatorSession.top(found.message.bytes, lines: count), &answer)
    case "DELE":
      guard let found = message(argument) else { return say("-ERR no such message", &answer) }
      deleted.insert(found.number)
      say("+OK", &answer)
    case "RSET":
      deleted = []
      say("+OK", &answer)
    default: say("-ERR unknown command", &answer)
    }
  }

  private func list(
    _ words: [String], _ value: (POP3Simulator.Message) -> String, _ answer: inout ByteServer.Answer
  ) {
    if let number = words.first {
      guard let found = message(number) else { return say("-ERR no such message", &answer) }
      return say("+OK \(found.number) \(value(found.message))", &answer)
    }
    say("+OK", &answer)
    for (number, message) in present { say("\(number) \(value(message))", &answer) }
    say(".", &answer)
  }

  /// Stuffs dots and ends with a line of one dot. RFC 1939 §3
  private func write(_ bytes: [UInt8], _ answer: inout ByteServer.Answer) {
    var isLineStart = true
    for byte in bytes {
      if isLineStart, byte == 0x2E { answer.bytes.append(0x2E) }
      answer.bytes.append(byte)
      isLineStart = byte == 0x0A
    }
    if !isLineStart { answer.bytes += [0x0D, 0x0A] }
    say(".", &answer)
  }

  private static func top(_ bytes: [UInt8], lines: Int) -> [UInt8] {
    var left: Int?
    var isEmptyLine = true
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0A {
        if let lines = left { left = lines - 1 } else if isEmptyLine { left = lines }
        if left == 0 { return Array(bytes[...index]) }
        isEmptyLine = true
      } else if byte != 0x0D {
        isEmptyLine = false
      }
    }
    return bytes
  }

  private func quit(_ answer: inout ByteServer.Answer) {
    if let user, !deleted.isEmpty {
      let gone = Set(deleted.map { messages[$0 - 1].uid })
      state.withLockedValue {
        $0.messages[user]?.removeAll { gone.contains($0.uid) }
        $0.counts.deletions += gone.count
      }
    }
    release()
    say("+OK bye", &answer)
    answer.closes = true
  }
}
