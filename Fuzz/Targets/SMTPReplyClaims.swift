import LineProtocol
import SMTPWire

private func readySession(_ extensions: [String], prefersChunking: Bool = false) throws(BrokenClaim) -> SMTPClient {
  do {
    var client = try SMTPClient(
      clientName: "client.example", security: .implicitTLS, requiresAuthentication: false,
      prefersChunking: prefersChunking)
    let lines = ["220 mx", "250-mx"] + extensions.map { "250-\($0)" } + ["250 HELP"]
    let actions = client.receive(Array((lines.joined(separator: "\r\n") + "\r\n").utf8))
    try claim(actions.contains { if case .event(.ready) = $0 { true } else { false } }, "the session is not ready")
    let envelope = try SMTPEnvelope(
      sender: nil, recipients: ["a@x.example", "b@x.example"].map { try SMTPAddress($0) })
    _ = client.begin(envelope)
    return client
  } catch let error as BrokenClaim { throw error } catch { throw BrokenClaim(description: "\(error)") }
}

/// Replies to MAIL, RCPT and DATA, in any pieces.
enum SMTPReplyClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    let client = try readySession(bytes.first.map { $0 & 1 == 0 } ?? true ? ["PIPELINING"] : [])
    var first: [SMTPAction]?
    for cut in SessionScript.deliveries(bytes) {
      var session = client
      var actions: [SMTPAction] = []
      var rest = bytes.dropFirst()
      while !rest.isEmpty {
        let length = min(rest.count, max(1, cut(rest.count)))
        actions += session.receive(rest.prefix(length))
        rest = rest.dropFirst(length)
      }
      actions += session.connectionClosed()
      guard let expected = first else {
        first = actions
        continue
      }
      try claim(actions == expected, "replies depend on how the octets arrive")
    }
    var outcomes = 0
    for case .event(let event) in first ?? [] {
      switch event {
      case .recipient(let result): try check(result.reply)
      case .failed(let failure): if let reply = failure.reply { try check(reply) }
      case .outcome(let outcome):
        outcomes += 1
        if case .refused(_, let reply) = outcome.result { try check(reply) }
        if case .accepted = outcome.result { throw BrokenClaim(description: "accepted without content") }
        if case .inDoubt = outcome.result { throw BrokenClaim(description: "in doubt without content") }
      default: break
      }
    }
    try claim(outcomes == 1, "one transaction has \(outcomes) outcomes")
  }

  static func check(_ reply: SMTPReply) throws(BrokenClaim) {
    try claim((200...599).contains(reply.code), "the code \(reply.code)")
    try claim((1...SMTPReply.maximumLines).contains(reply.lines.count), "a reply of \(reply.lines.count) lines")
    for line in reply.lines {
      try claim(line.utf8.count <= ServerText.maximumLength && LineClaims.isHarmless(line), "a line as it came")
    }
    if let enhanced = reply.enhancedCode {
      try claim(
        enhanced.statusClass == reply.code / 100 && (0...999).contains(enhanced.subject)
          && (0...999).contains(enhanced.detail), "\(reply.code) with \(enhanced)")
    }
    try claim((reply.condition == .ok) == (reply.code < 400), "\(reply.code) is \(reply.condition)")
  }
}

/// What a receiver reads is what was given, with every line end as CRLF, and it reads one message only.
enum SMTPContentClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    for usesChunking in [false, true] {
      for cut in SessionScript.deliveries(bytes) {
        var client = try readySession(["PIPELINING", "CHUNKING"], prefersChunking: usesChunking)
        let answers = "250 ok\r\n250 ok\r\n250 ok\r\n" + (usesChunking ? "" : "354 go\r\n")
        let go = client.receive(Array(answers.utf8))
        try claim(
          go.contains { if case .event(.readyForContent) = $0 { true } else { false } }, "no content is wanted")
        var written: [UInt8] = []
        var rest = bytes[...]
        repeat {
          let length = rest.isEmpty ? 0 : min(rest.count, max(1, cut(rest.count)))
          let piece = rest.prefix(length)
          rest = rest.dropFirst(length)
          for action in client.content(piece, isLast: rest.isEmpty) {
            guard case .write(let octets, secret: false) = action else { throw BrokenClaim(description: "\(action)") }
            written += usesChunking ? try chunk(octets) : octets
          }
        } while !rest.isEmpty
        try claim(client.isInDoubt, "the end was not given")
        try hasNoBareLineEnds(written)
        let read = usesChunking ? written : try received(written)
        try claim(read == canonical(bytes), "the content is another one")
      }
    }
  }

  static func hasNoBareLineEnds(_ bytes: [UInt8]) throws(BrokenClaim) {
    // SMTP smuggling: a bare CR or LF ends a line for some servers.
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0A { try claim(index == 0 || bytes[index - 1] == 0x0D, "a bare LF in the content") }
      if byte == 0x0D { try claim(index + 1 == bytes.count || bytes[index + 1] == 0x0A, "a bare CR in the content") }
    }
  }

  /// The octets of one BDAT command (RFC 3030 §2).
  private static func chunk(_ bytes: [UInt8]) throws(BrokenClaim) -> [UInt8] {
    let line = bytes.prefix { $0 != 0x0D }
    let words = text(line).split(separator: " ")
    let octets = Array(bytes.dropFirst(line.count + 2))
    try claim(words.first == "BDAT" && words.count >= 2 && Int(words[1]) == octets.count, "the chunk \(text(line))")
    return octets
  }

  /// What a receiver makes of DATA (RFC 5321 §4.5.2).
  private static func received(_ bytes: [UInt8]) throws(BrokenClaim) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      let line = rest[...end]
      rest = rest[(end + 1)...]
      if line.elementsEqual([0x2E, 0x0D, 0x0A]) {
        try claim(rest.isEmpty, "the content ends early")
        return result
      }
      result += line.first == 0x2E ? line.dropFirst() : line
    }
    throw BrokenClaim(description: "the content does not end")
  }

  private static func canonical(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0A, index > 0, bytes[index - 1] == 0x0D { continue }
      result += byte == 0x0A || byte == 0x0D ? [0x0D, 0x0A] : [byte]
    }
    if !result.isEmpty, result.suffix(2) != [0x0D, 0x0A] { result += [0x0D, 0x0A] }
    return result
  }
}
