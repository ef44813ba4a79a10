import NIOConcurrencyHelpers

/// One SMTP session. Used on one event loop only.
final class SMTPSimulatorSession {
  private let state: NIOLockedValueBox<SMTPSimulator.State>
  private let deliver: @Sendable (SMTPSimulator.Envelope) -> Void
  private var lines = LineBuffer()
  private var isSignedIn = false
  private var exchange: SASLServer?
  private var envelope: SMTPSimulator.Envelope?
  private var isReadingData = false
  /// Octets of the BDAT chunk still to come, and whether it is the last.
  private var chunk: (left: Int, isLast: Bool)?

  init(
    _ state: NIOLockedValueBox<SMTPSimulator.State>, _ deliver: @escaping @Sendable (SMTPSimulator.Envelope) -> Void
  ) {
    self.state = state
    self.deliver = deliver
  }

  func receive(_ bytes: [UInt8]?) -> ByteServer.Answer {
    var answer = ByteServer.Answer()
    guard let bytes else { return answer }
    lines.append(bytes)
    while !answer.closes {
      if let pending = chunk {
        guard let taken = lines.take(pending.left) else { break }
        chunk = nil
        envelope?.bytes += taken
        if pending.isLast { accept(&answer) } else { say("250 2.0.0 chunk", &answer) }
      } else if let line = lines.line() {
        if isReadingData { readData(line, &answer) } else { handle(String(decoding: line, as: UTF8.self), &answer) }
      } else {
        break
      }
    }
    return answer
  }

  private func say(_ text: String, _ answer: inout ByteServer.Answer) { answer.bytes += Array((text + "\r\n").utf8) }

  private func handle(_ line: String, _ answer: inout ByteServer.Answer) {
    if var exchange {
      let step = line == "*" ? .malformed : exchange.answer(line)
      self.exchange = exchange
      return proceed(step, &answer)
    }
    let words = line.split(separator: " ").map(String.init)
    switch words.first?.uppercased() ?? "" {
    case "EHLO":
      say(
        ["simulator", "SIZE 104857600", "8BITMIME", "SMTPUTF8", "PIPELINING", "ENHANCEDSTATUSCODES", "CHUNKING"]
          .map { "250-\($0)\r\n" }.joined() + "250 AUTH PLAIN LOGIN", &answer)
    case "HELO": say("250 simulator", &answer)
    case "AUTH":
      guard words.count > 1,
        let (server, step) = SASLServer.begin(words[1], initial: words.count > 2 ? words[2] : nil)
      else { return say("504 5.5.4 no such mechanism", &answer) }
      exchange = server
      proceed(step, &answer)
    case "MAIL": mail(line, &answer)
    case "RCPT": recipient(line, &answer)
    case "DATA":
      guard envelope?.recipients.isEmpty == false else { return say("503 5.5.1 no recipients", &answer) }
      isReadingData = true
      say("354 go ahead", &answer)
    case "BDAT":
      guard words.count > 1, let count = Int(words[1]), count >= 0 else { return say("501 5.5.4 syntax", &answer) }
      chunk = (count, words.count > 2 && words[2].uppercased() == "LAST")
    case "RSET":
      envelope = nil
      say("250 2.0.0 reset", &answer)
    case "NOOP": say("250 2.0.0 ok", &answer)
    case "QUIT":
      say("221 2.0.0 bye", &answer)
      answer.closes = true
    default: say("500 5.5.2 unknown command", &answer)
    }
  }

  private func proceed(_ step: SASLServer.Step, _ answer: inout ByteServer.Answer) {
    switch step {
    case .challenge(let text): say("334 " + text, &answer)
    case .credential(let user, let password):
      exchange = nil
      isSignedIn = state.withLockedValue {
        !$0.takes(.refuseAuthentication) && $0.users[user.lowercased()] == password
      }
      say(isSignedIn ? "235 2.7.0 ok" : "535 5.7.8 wrong name or password", &answer)
    case .malformed:
      exchange = nil
      say("501 5.5.2 malformed", &answer)
    }
  }

  // MARK: - Mail

  private func mail(_ line: String, _ answer: inout ByteServer.Answer) {
    let (needsSignIn, shutsDown) = state.withLockedValue { (!$0.users.isEmpty, $0.takes(.shutDown)) }
    if shutsDown {
      answer.closes = true
      return say("421 4.3.2 shutting down", &answer)
    }
    guard isSignedIn || !needsSignIn else { return say("530 5.7.0 sign in first", &answer) }
    envelope = SMTPSimulator.Envelope(sender: SMTPSimulatorSession.path(line))
    say("250 2.1.0 ok", &answer)
  }

  private func recipient(_ line: String, _ answer: inout ByteServer.Answer) {
    guard envelope != nil else { return say("503 5.5.1 MAIL first", &answer) }
    let address = SMTPSimulatorSession.path(line)
    if let reply = state.withLockedValue({ $0.refusals[address.lowercased()] }) { return say(reply, &answer) }
    envelope?.recipients.append(address)
    say("250 2.1.5 ok", &answer)
  }

  private static func path(_ line: String) -> String {
    guard let open = line.firstIndex(of: "<"), let close = line[open...].firstIndex(of: ">") else { return "" }
    return String(line[line.index(after: open)..<close])
  }

  private func readData(_ line: [UInt8], _ answer: inout ByteServer.Answer) {
    if line == [0x2E] {
      isReadingData = false
      return accept(&answer)
    }
    envelope?.bytes += (line.first == 0x2E ? line.dropFirst() : line[...]) + [0x0D, 0x0A]
  }

  private func accept(_ answer: inout ByteServer.Answer) {
    guard let taken = envelope, !taken.recipients.isEmpty else { return say("503 5.5.1 no recipients", &answer) }
    envelope = nil
    let (isLost, losesReply) = state.withLockedValue { state in
      if state.takes(.dropBeforeAccepting) { return (true, true) }
      state.messages.append(taken)
      return (false, state.takes(.dropAfterAccepting))
    }
    if !isLost { deliver(taken) }
    if losesReply {
      answer.closes = true
    } else {
      say("250 2.0.0 taken", &answer)
    }
  }
}
