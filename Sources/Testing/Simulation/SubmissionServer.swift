/// An SMTP submission server: it remembers every copy it accepted. RFC 5321
final class SubmissionServer {
  /// A message the server took responsibility for.
  struct Copy {
    let at: Double
    let sender: String
    let recipients: [String]
    let bytes: [UInt8]
  }

  unowned var world: World! = nil
  private(set) var copies: [Copy] = []
  /// How often a greylisted recipient is still refused.
  private var refusalsLeft: [String: Int] = [:]
  private var hasRefused = false

  func session() -> any ServerSession { SubmissionSession(self) }

  func accept(_ copy: Copy) {
    copies.append(copy)
    world.note("accepted", copies.count, copy.recipients.count)
  }

  /// The server's word about a recipient: 250, 450 or 550.
  func word(on recipient: String) -> Int {
    if recipient.hasPrefix("unknown") { return 550 }
    guard recipient.hasPrefix("grey") else { return 250 }
    let left = refusalsLeft[recipient] ?? 1 + world.number(below: 3)
    refusalsLeft[recipient] = max(0, left - 1)
    return left > 0 && world.isFaulty ? 450 : 250
  }

  func refusesSignIn() -> Bool {
    // Twice without a success that the client sees would be a refusal to be believed.
    guard !hasRefused, world.strikes(.singleRefusal) else { return false }
    hasRefused = true
    return true
  }
}

/// One session.
final class SubmissionSession: ServerSession {
  private let server: SubmissionServer
  private var lines = LineReader()
  private var isSecondLineOfSASL = false
  private var isReadingContent = false
  private var sender: String?
  private var recipients: [String] = []
  private var transactions = 0
  private let isPlain: Bool

  init(_ server: SubmissionServer) {
    self.server = server
    isPlain = server.world.strikes(.plainSMTP)
  }

  func greeting() -> ServerAnswer {
    var answer = ServerAnswer()
    if server.world.strikes(.refusedForNow) {
      answer.closes = true
      say(421, "too busy", &answer)
    } else {
      say(220, "simulated", &answer)
    }
    return answer
  }

  func disconnected() {}

  private func say(_ code: Int, _ text: String, _ answer: inout ServerAnswer) {
    if server.world.strikes(.wordyReplies) {
      for number in 0..<(1 + server.world.number(below: 4)) { answer.bytes += Array("\(code)-line \(number)\r\n".utf8) }
    }
    answer.bytes += Array("\(code) \(text)\r\n".utf8)
  }

  func receive(_ bytes: [UInt8]) -> ServerAnswer {
    var answer = ServerAnswer()
    lines.append(bytes)
    while !answer.closes, !answer.isLost {
      if isReadingContent {
        guard let content = lines.content() else { break }
        isReadingContent = false
        end(content, &answer)
      } else {
        guard let line = lines.line() else { break }
        handle(String(decoding: line, as: UTF8.self), &answer)
      }
    }
    return answer
  }

  private func handle(_ line: String, _ answer: inout ServerAnswer) {
    let world = server.world!
    if isSecondLineOfSASL {
      isSecondLineOfSASL = false
      return authenticate(&answer)
    }
    let verb = line.prefix(4).uppercased()
    if verb != "QUIT", verb != "RSET", world.strikes(.refusedForNow) {
      // The classes of trouble that a server may have at every verb.
      switch world.number(below: 4) {
      case 0:
        say(421, "closing", &answer)
        answer.closes = true
      case 1: say(452, "no room now", &answer)
      case 2: say(450, "4.2.0 later", &answer)
      default: say(451, "4.3.0 trouble", &answer)
      }
      return
    }
    switch verb {
    case "EHLO":
      answer.bytes += Array("250-simulated\r\n".utf8)
      if !isPlain { answer.bytes += Array("250-PIPELINING\r\n250-SIZE 10000000\r\n250-ENHANCEDSTATUSCODES\r\n".utf8) }
      answer.bytes += Array("250-AUTH PLAIN\r\n250 8BITMIME\r\n".utf8)
    case "HELO": say(250, "simulated", &answer)
    case "AUTH":
      guard line.split(separator: " ").count > 2 else {
        isSecondLineOfSASL = true
        return say(334, "", &answer)
      }
      authenticate(&answer)
    case "MAIL":
      sender = SubmissionSession.path(line)
      recipients = []
      say(250, "2.1.0 ok", &answer)
    case "RCPT":
      let recipient = SubmissionSession.path(line)
      let code = server.word(on: recipient)
      if code == 250 { recipients.append(recipient) }
      say(code, code == 250 ? "2.1.5 ok" : code == 450 ? "4.7.1 greylisted" : "5.1.1 nobody of that name", &answer)
    case "DATA":
      guard !recipients.isEmpty else { return say(554, "5.5.1 no valid recipients", &answer) }
      isReadingContent = true
      say(354, "go on", &answer)
    case "RSET":
      recipients = []
      say(250, "ok", &answer)
    case "NOOP": say(250, "ok", &answer)
    case "QUIT":
      say(221, "bye", &answer)
      answer.closes = true
    default: say(500, "5.5.1 what?", &answer)
    }
  }

  private func authenticate(_ answer: inout ServerAnswer) {
    if server.refusesSignIn() { return say(535, "5.7.8 wrong name or password", &answer) }
    say(235, "2.7.0 ok", &answer)
  }

  private static func path(_ line: String) -> String {
    guard let start = line.firstIndex(of: "<"), let end = line.lastIndex(of: ">"), start < end else { return "" }
    return String(line[line.index(after: start)..<end])
  }

  private func end(_ content: [UInt8], _ answer: inout ServerAnswer) {
    let world = server.world!
    transactions += 1
    let people = recipients
    recipients = []
    if Truth.isPoison(content) { return say(554, "5.6.0 refused for good", &answer) }
    if world.strikes(.refusedForNow) { return say(451, "4.3.0 later", &answer) }
    server.accept(.init(at: world.scheduler.time, sender: sender ?? "", recipients: people, bytes: content))
    if world.strikes(.lostAnswer) {
      answer.isLost = true
      return
    }
    if world.strikes(.lateAnswer) { answer.delay = Double(world.number(below: 900)) }
    say(250, "2.0.0 taken", &answer)
    if world.strikes(.farewell) {
      // RFC 5321 §3.8
      say(421, "enough for one session", &answer)
      answer.closes = true
    }
  }
}
