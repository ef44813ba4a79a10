import LineProtocol
import SASL

/// Lines, numbers, base 64 and the words of servers.
enum LineClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    try lines(bytes)
    try number(bytes)
    let encoded = Base64.encode(bytes)
    try claim(Base64.decode(encoded) == bytes, "base 64 loses octets")
    if let decoded = Base64.decode(bytes) { try claim(Base64.encode(decoded) == bytes, "base 64 is not canonical") }
    for limit in [0, 1, 3, 64, ServerText.maximumLength] {
      let shown = ServerText.sanitised(bytes, maximumLength: limit)
      try claim(shown.utf8.count <= limit, "a text of \(shown.utf8.count) octets, where \(limit) are allowed")
      try claim(isHarmless(shown), "a text that moves the cursor")
      try claim(ServerText.sanitised(shown.utf8, maximumLength: limit) == shown, "sanitising is not stable")
    }
  }

  static func isHarmless(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && !(0x202A...0x202E).contains(scalar.value)
        && !(0x2028...0x2029).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
    }
  }

  private static func lines(_ bytes: [UInt8]) throws(BrokenClaim) {
    let whole = try assembled(bytes) { $0 }
    try claim(whole == assembled(bytes) { _ in 1 }, "lines depend on how the octets arrive")
    var cuts = Cuts(UInt64(bytes.count))
    try claim(whole == assembled(bytes) { cuts.next(upTo: $0) }, "lines depend on how the octets arrive")
    // Nothing is lost: the lines with their ends are the input up to the last LF.
    var rebuilt: [UInt8] = []
    for line in whole { rebuilt += line.bytes + (line.endsWithCRLF ? [0x0D, 0x0A] : [0x0A]) }
    let end = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    try claim(rebuilt == Array(bytes[..<end]), "lines lose octets")
  }

  private static func assembled(
    _ bytes: [UInt8], cut: (Int) -> Int
  ) throws(BrokenClaim) -> [LineAssembler.Line] {
    var assembler = LineAssembler()
    var result: [LineAssembler.Line] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let length = min(rest.count, max(1, cut(rest.count)))
      var piece = rest.prefix(length)
      rest = rest.dropFirst(length)
      while !piece.isEmpty {
        let before = piece.count
        do {
          if let line = try assembler.takeLine(from: &piece) { result.append(line) }
        } catch {
          try claim(bytes.count >= LineAssembler.maximumLineLength, "a short line is too long")
          return result
        }
        try claim(piece.count < before, "no octet was taken")
      }
    }
    return result
  }

  private static func number(_ bytes: [UInt8]) throws(BrokenClaim) {
    let digits = bytes.prefix(25)
    let isNumber = !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
    switch DecimalField(digits) {
    case .value(let number):
      try claim(isNumber && Int(text(digits)) == number, "\(text(digits)) is read as \(number)")
    case .outOfRange: try claim(isNumber && Int(text(digits)) == nil, "\(text(digits)) is in range")
    case .malformed: try claim(!isNumber, "\(text(digits)) is a number")
    }
  }
}

/// An authentication against a server that says anything.
enum SASLClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    for (mechanism, credential) in Canary.credentials {
      guard var exchange = try? SASLExchange(mechanism: mechanism, credential: credential, host: "mx.example", port: 25)
      else { throw BrokenClaim(description: "\(mechanism) does not carry \(credential)") }
      var answers = 0
      for challenge in pieces(bytes).prefix(12) {
        guard let answer = try? exchange.respond(to: challenge) else { break }
        answers += 1
        try claim(Base64.decode(answer) != nil, "\(mechanism) answers with what is no base 64")
        try claim(exchange.refusalDetail?.count ?? 0 <= SASLExchange.maximumRefusalDetailLength, "the refusal grows")
      }
      try claim(answers <= 2, "\(mechanism) has \(answers) answers")
      try claim(!Canary.isShown(in: exchange.redacting(bytes)), "a redacted line shows the secret")
      try claim(!Canary.isIn(Array("\(exchange)".utf8)), "a description shows the secret")
      var dumped = ""
      dump(exchange, to: &dumped)
      try claim(!Canary.isIn(Array(dumped.utf8)), "a dump shows the secret")
    }
  }
}
