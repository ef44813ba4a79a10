import LineProtocol
import POP3Wire
import SASL

/// A session that is logged in and waits for an answer.
private func openSession(_ capabilities: String, maximumEntries: Int) throws(BrokenClaim) -> POP3Client {
  var client = POP3Client(security: .implicitTLS, maximumListingEntries: maximumEntries)
  _ = client.receive(Array("+OK ready\r\n+OK\r\nSASL PLAIN\r\n.\r\n".utf8))
  guard let password = Canary.password else { throw BrokenClaim(description: "no password") }
  _ = client.enqueue(.auth(.plain, password))
  let actions = client.receive(Array("+ \r\n".utf8)) + client.receive(Array("+OK\r\n+OK\r\n\(capabilities).\r\n".utf8))
  try claim(actions.contains(.event(.authenticated)), "the login does not succeed")
  return client
}

private func deliver(
  _ bytes: [UInt8], to client: POP3Client, cut: (Int) -> Int
) throws(BrokenClaim) -> [POP3Action] {
  var client = client
  var actions: [POP3Action] = []
  var rest = bytes[...]
  while !rest.isEmpty {
    let length = min(rest.count, max(1, cut(rest.count)))
    actions += client.receive(rest.prefix(length))
    rest = rest.dropFirst(length)
  }
  return actions
}

/// The answers to UIDL and LIST, read against a second reading of the same text.
enum POP3ListingClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    let limit = Int(bytes.first ?? 0) + 1
    let body = Array(bytes.dropFirst())
    var client = try openSession("", maximumEntries: limit)
    _ = client.enqueue(.uidl)
    let input = Array("+OK\r\n".utf8) + body + Array("\r\n.\r\n".utf8)
    let whole = try deliver(input, to: client) { $0 }
    for cut in SessionScript.deliveries(bytes).dropFirst() {
      try claim(try deliver(input, to: client, cut: cut) == whole, "a listing depends on how it arrives")
    }
    guard case .event(.uidl(let listing)) = whole.first else { return }
    // Lines up to the lone dot, split as a reader would.
    var expected: [String] = []
    for line in body.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let line = line.last == 0x0D ? line.dropLast() : line
      if line.elementsEqual([0x2E]) { break }
      expected.append(text(line.first == 0x2E ? line.dropFirst() : line))
    }
    try claim(listing.count <= limit, "more entries than allowed")
    try claim(listing.count == expected.count, "entries are lost")
    for (place, number) in listing.numbers.enumerated() {
      guard let id = listing.id(at: place) else { continue }
      let found = expected.contains { line in
        let words = line.split { $0 == " " || $0 == "\t" }
        return words.count == 2 && Int(words[0]) == Int(number) && words[1] == text(id)
      }
      try claim(found, "\(number) \(text(id)) is not in the listing")
    }
  }
}

/// A message comes out of RETR as it was put in.
enum POP3MessageClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    var client = try openSession("PIPELINING\r\n", maximumEntries: 10)
    _ = client.enqueue([.retr(1), .noop])
    var content = bytes
    if content.suffix(2) != [0x0D, 0x0A] { content += [0x0D, 0x0A] }
    var input = Array("+OK\r\n".utf8)
    var isLineStart = true
    for (index, byte) in content.enumerated() {
      if isLineStart, byte == 0x2E { input.append(0x2E) }
      input.append(byte)
      isLineStart = byte == 0x0A && index > 0 && content[index - 1] == 0x0D
    }
    input += Array(".\r\n+OK\r\n".utf8)
    for cut in SessionScript.deliveries(bytes) {
      var received: [UInt8] = []
      var ends = 0
      var events: [POP3Event] = []
      for action in try deliver(input, to: client, cut: cut) {
        guard case .event(let event) = action else { throw BrokenClaim(description: "\(action)") }
        switch event {
        case .messageChunk(1, let part): received += part
        case .messageEnd(1): ends += 1
        default: events.append(event)
        }
      }
      try claim(received == content, "the message is another one")
      try claim(ends == 1 && events == [.noop], "the session goes on otherwise: \(events)")
    }
  }
}
