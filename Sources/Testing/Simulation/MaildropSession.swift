/// One session of the POP3 server: legal, but not kind.
final class MaildropSession: ServerSession {
  private let server: MaildropServer
  private var lines = LineReader()
  private var user = ""
  private var mailbox: Int?
  private var messages: [MaildropServer.Stored] = []
  private var deleted: Set<Int> = []
  private var isSecondLineOfSASL = false
  private let isPlain: Bool
  private(set) var lastHeard = 0.0
  /// The server gave the maildrop to somebody else.
  var isOver = false

  init(_ server: MaildropServer) {
    self.server = server
    isPlain = server.world.strikes(.plainPOP3)
    lastHeard = server.world.scheduler.time
  }

  func greeting() -> ServerAnswer {
    if server.world.strikes(.temporaryRefusal) {
      return ServerAnswer(bytes: Array("-ERR [SYS/TEMP] come back later\r\n".utf8), closes: true)
    }
    return ServerAnswer(bytes: Array("+OK ready\r\n".utf8))
  }

  func disconnected() {
    guard let mailbox else { return }
    server.leave(mailbox, self, inOrder: false)
    self.mailbox = nil
  }

  func receive(_ bytes: [UInt8]) -> ServerAnswer {
    var answer = ServerAnswer()
    guard !isOver, server.world.scheduler.time - lastHeard < MaildropServer.patience else {
      answer.closes = true
      return answer
    }
    lastHeard = server.world.scheduler.time
    lines.append(bytes)
    while !answer.closes, let line = lines.line() { handle(String(decoding: line, as: UTF8.self), &answer) }
    return answer
  }

  private func say(_ text: String, _ answer: inout ServerAnswer) { answer.bytes += Array((text + "\r\n").utf8) }

  private func handle(_ line: String, _ answer: inout ServerAnswer) {
    if isSecondLineOfSASL {
      isSecondLineOfSASL = false
      user = MaildropSession.user(ofPlain: line)
      return enter(&answer)
    }
    let words = line.split(separator: " ").map(String.init)
    let argument = words.count > 1 ? words[1] : ""
    switch (words.first ?? "").uppercased() {
    case "CAPA":
      if isPlain { return say("-ERR what?", &answer) }
      say("+OK\r\nTOP\r\nUIDL\r\nUSER\r\nSASL PLAIN\r\nPIPELINING\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\n.", &answer)
    case "USER":
      user = argument
      say("+OK", &answer)
    case "PASS": enter(&answer)
    case "AUTH":
      guard words.count > 2 else {
        isSecondLineOfSASL = true
        return say("+ ", &answer)
      }
      user = MaildropSession.user(ofPlain: words[2])
      enter(&answer)
    case "QUIT": quit(&answer)
    case "NOOP": say("+OK", &answer)
    case let command where mailbox != nil: transact(command, argument, words, &answer)
    default: say("-ERR sign in first", &answer)
    }
  }

  /// The name in an initial response of PLAIN. RFC 4616 §2
  private static func user(ofPlain text: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var bytes: [UInt8] = []
    var bits = 0
    var count = 0
    for character in text.utf8 {
      guard let value = alphabet.firstIndex(of: character) else { break }
      bits = (bits << 6 | value) & 0xFFFFF
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    let parts = bytes.split(separator: 0, omittingEmptySubsequences: false)
    return parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
  }

  private func enter(_ answer: inout ServerAnswer) {
    guard let place = server.world.template.mailboxes.firstIndex(where: { $0.address == user }) else {
      return say("-ERR [AUTH] nobody of that name", &answer)
    }
    switch server.enter(place, self) {
    case .opened:
      mailbox = place
      messages = server.mailboxes[place]
      say("+OK", &answer)
    case .inUse:
      say("-ERR [IN-USE] the maildrop is open", &answer)
    case .temporary: say("-ERR [SYS/TEMP] try again", &answer)
    case .refused: say("-ERR [AUTH] wrong name or password", &answer)
    }
  }

  // MARK: - Transaction

  private var present: [(number: Int, message: MaildropServer.Stored)] {
    messages.enumerated().map { ($0.offset + 1, $0.element) }.filter { !deleted.contains($0.0) }
  }

  private func message(_ text: String) -> (number: Int, message: MaildropServer.Stored)? {
    guard let number = Int(text), messages.indices.contains(number - 1), !deleted.contains(number) else { return nil }
    return (number, messages[number - 1])
  }

  private func transact(_ command: String, _ argument: String, _ words: [String], _ answer: inout ServerAnswer) {
    let world = server.world!
    switch command {
    case "STAT":
      if world.strikes(.refusedListing) { return say("-ERR cannot look", &answer) }
      var count = present.count
      var octets = present.reduce(0) { $0 + $1.message.bytes.count }
      if world.strikes(.lyingCount) { count = max(0, count + world.number(below: 5) - 2) }
      if world.strikes(.lyingSizes) { octets = world.number(below: 100_000) }
      say("+OK \(count) \(octets)", &answer)
    case "LIST":
      if world.strikes(.refusedListing) { return say("-ERR cannot look", &answer) }
      say("+OK", &answer)
      let lies = world.strikes(.lyingSizes)
      for (number, message) in present {
        say("\(number) \(lies ? world.number(below: 5000) : message.bytes.count)", &answer)
      }
      say(".", &answer)
    case "UIDL":
      if world.strikes(.refusedListing) { return say("-ERR cannot look", &answer) }
      say("+OK", &answer)
      for (number, message) in present { say("\(number) \(message.uid)", &answer) }
      say(".", &answer)
      if let mailbox { server.listedSinceHealing.insert(mailbox) }
    case "TOP": retrieve(argument, lines: words.count > 2 ? Int(words[2]) : nil, &answer)
    case "RETR": retrieve(argument, lines: nil, &answer)
    case "DELE":
      guard let (number, _) = message(argument) else { return say("-ERR no such message", &answer) }
      deleted.insert(number)
      say("+OK", &answer)
    case "RSET":
      deleted = []
      say("+OK", &answer)
    default: say("-ERR what?", &answer)
    }
  }

  private func retrieve(_ argument: String, lines: Int?, _ answer: inout ServerAnswer) {
    guard let (_, message) = message(argument) else { return say("-ERR no such message", &answer) }
    if server.world.strikes(.retrievalRefused) {
      let isTemporary = server.world.number(below: 2) == 0
      return say(isTemporary ? "-ERR [SYS/TEMP] disk trouble" : "-ERR cannot read that message now", &answer)
    }
    say("+OK", &answer)
    var isInHeader = true
    var bodyLines = 0
    var start = message.bytes.startIndex
    while start < message.bytes.endIndex {
      let end = message.bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? message.bytes.endIndex
      let line = message.bytes[start..<end]
      if let lines, !isInHeader {
        if bodyLines >= lines { break }
        bodyLines += 1
      }
      if line.first == 0x2E { answer.bytes.append(0x2E) }
      answer.bytes += line
      if line.count <= 2, line.first == 0x0D || line.first == 0x0A { isInHeader = false }
      start = end
    }
    if answer.bytes.last != 0x0A { answer.bytes += [0x0D, 0x0A] }
    say(".", &answer)
  }

  private func quit(_ answer: inout ServerAnswer) {
    answer.closes = true
    guard let mailbox else { return say("+OK", &answer) }
    var going = deleted.sorted()
    // "some deleted messages not removed" RFC 1939 §6, REL F071
    let fails = !going.isEmpty && server.world.strikes(.quitRefused)
    if fails { going = going.filter { _ in server.world.number(below: 2) == 0 } }
    server.delete(going.map { messages[$0 - 1] }, from: mailbox)
    server.leave(mailbox, self, inOrder: true)
    self.mailbox = nil
    say(fails ? "-ERR some deleted messages not removed" : "+OK", &answer)
  }
}
