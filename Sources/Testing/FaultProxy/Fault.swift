/// One thing that goes wrong with the bytes that flow one way through the proxy.
///
/// Written as `[K:]WAY:FAULT`: of which connection (all, if none is named), which way, what. Positions count the bytes
/// of that way from 0, so that `down:cut@120` lets 120 bytes of the server's through and ends the connection.
package struct Fault: Equatable, Sendable {
  /// Which way bytes flow.
  package enum Way: String, CaseIterable, Sendable {
    /// From the client to the server.
    case up
    /// From the server to the client.
    case down
  }

  package enum Kind: Equatable, Sendable {
    /// After so many bytes both connections are closed.
    case cut(Int)
    /// After so many bytes both connections are reset.
    case reset(Int)
    /// After so many bytes the receiver sees the end; the other way stays open.
    case halfClose(Int)
    /// After so many bytes nothing arrives any more; the connections stay open.
    case silence(Int)
    /// The byte at a position arrives with all its bits inverted.
    case corrupt(Int)
    /// The bytes of a range arrive twice.
    case duplicate(Range<Int>)
    /// Every byte arrives so many milliseconds later, at whatever rate it was sent.
    case delay(Int)
    /// At most so many bytes arrive in each interval of so many milliseconds.
    case trickle(bytes: Int, milliseconds: Int)
  }

  /// The longest range that can arrive twice: it is kept in memory. Octets.
  package static let longestDuplicate = 1 << 20

  package let connection: Int?
  package let ways: [Way]
  package let kind: Kind

  package init(connection: Int? = nil, ways: [Way], _ kind: Kind) {
    self.connection = connection
    self.ways = ways
    self.kind = kind
  }

  /// Reads `[K:]up|down|both:FAULT`, nil if it is not written like that.
  package init?(_ text: String) {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var number: Int?
    if parts.count == 3 {
      guard let first = Int(parts.removeFirst()), first > 0 else { return nil }
      number = first
    }
    guard parts.count == 2 else { return nil }
    if parts[0] == "both" {
      ways = Way.allCases
    } else if let way = Way(rawValue: String(parts[0])) {
      ways = [way]
    } else {
      return nil
    }
    guard let kind = Fault.kind(parts[1]) else { return nil }
    connection = number
    self.kind = kind
  }

  private static func kind(_ text: Substring) -> Kind? {
    guard let mark = text.firstIndex(where: { $0 == "@" || $0 == "=" }) else { return nil }
    let argument = text[text.index(after: mark)...]
    switch text[...mark] {
    case "cut@": return number(argument).map(Kind.cut)
    case "reset@": return number(argument).map(Kind.reset)
    case "half-close@": return number(argument).map(Kind.halfClose)
    case "silence@": return number(argument).map(Kind.silence)
    case "corrupt@": return number(argument).map(Kind.corrupt)
    case "delay=": return number(argument).map(Kind.delay)
    case "duplicate@":
      guard let (start, end) = pair(argument, "-"), start < end, end - start <= longestDuplicate else { return nil }
      return .duplicate(start..<end)
    case "trickle=":
      guard let (bytes, milliseconds) = pair(argument, "/"), bytes > 0 else { return nil }
      return .trickle(bytes: bytes, milliseconds: milliseconds)
    default: return nil
    }
  }

  private static func pair(_ text: Substring, _ separator: Character) -> (Int, Int)? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.count == 2, let first = number(parts[0]), let second = number(parts[1]) else { return nil }
    return (first, second)
  }

  /// Digits only, and few enough that sums of them stay numbers.
  private static func number(_ text: Substring) -> Int? {
    guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }
}
