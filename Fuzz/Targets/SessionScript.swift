import LineProtocol

/// What a server sends, from the input: two octets choose the circumstances, the rest is cut into what arrives between
/// two moments in which the client may act.
struct SessionScript {
  let options: UInt8
  let more: UInt8
  let segments: [ArraySlice<UInt8>]

  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 2 else { return nil }
    options = bytes[0]
    more = bytes[1]
    segments = Array(pieces(bytes.dropFirst(2)).prefix(64))
  }

  var security: ChannelSecurity {
    switch options & 3 {
    case 0: .implicitTLS
    case 1: .startTLS
    case 2: .plaintext(allowsCredentials: true)
    default: .plaintext(allowsCredentials: false)
    }
  }

  /// Ways in which the same octets arrive; all must come to the same.
  static func deliveries(_ bytes: [UInt8]) -> [(Int) -> Int] {
    var cuts = Cuts(UInt64(bytes.count) &* 31 &+ UInt64(bytes.first ?? 0))
    return [{ $0 }, { _ in 1 }, { cuts.next(upTo: min($0, 7)) }]
  }
}

/// What is claimed of everything a session writes.
struct WireClaims {
  var isProtected: Bool
  let allowsPlainCredentials: Bool
  private(set) var isClosed = false

  init(_ security: ChannelSecurity) {
    isProtected = security == .implicitTLS
    allowsPlainCredentials = security == .plaintext(allowsCredentials: true)
  }

  func write(_ bytes: [UInt8], secret: Bool, isContent: Bool = false) throws(BrokenClaim) {
    try claim(!isClosed, "something is written after the end")
    try claim(!bytes.isEmpty, "nothing is written")
    let hasSecret = Canary.isIn(bytes)
    try claim(!hasSecret || secret, "a secret is written as if it were none")
    try claim(!hasSecret || isProtected || allowsPlainCredentials, "a secret is written in plain text")
    guard !isContent else { return }
    try claim(bytes.suffix(2) == [0x0D, 0x0A], "a command does not end")
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    for line in lines {
      try claim(line.last == 0x0D && !line.dropLast().contains(0x0D), "a bare CR or LF in a command")
      try claim(!line.contains(0x00), "NUL in a command")
    }
  }

  mutating func close() throws(BrokenClaim) {
    try claim(!isClosed, "closed twice")
    isClosed = true
  }
}
