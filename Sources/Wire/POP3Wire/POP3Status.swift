internal import LineProtocol

/// The first line of a reply.
enum POP3Status: Equatable {
  /// +OK and what follows it.
  case ok(ArraySlice<UInt8>)
  /// -ERR, its response code and its text.
  case err(POP3ResponseCode?, text: String)
  /// A challenge of AUTH (RFC 5034 §4), base 64.
  case challenge(ArraySlice<UInt8>)

  /// Reads the line; nil if it is none of the three.
  ///
  /// Servers must write the indicators in upper case (RFC 1939 §3), but some servers write `+Ok`.
  init?(_ line: [UInt8]) {
    if let rest = Self.rest(of: line, after: "+OK") {
      self = .ok(rest)
    } else if let rest = Self.rest(of: line, after: "-ERR") {
      let (code, text) = Self.responseCode(in: rest)
      self = .err(code, text: ServerText.sanitised(text))
    } else if line.first == UInt8(ascii: "+") {
      let rest = line.dropFirst()
      // "+" alone is an empty challenge: some servers drop the space.
      guard rest.isEmpty || rest.first == 0x20 else { return nil }
      self = .challenge(rest.dropFirst())
    } else {
      return nil
    }
  }

  private static func rest(of line: [UInt8], after keyword: String) -> ArraySlice<UInt8>? {
    let length = keyword.utf8.count
    guard line.count >= length, zip(line, keyword.utf8).allSatisfy({ uppercased($0) == $1 }) else { return nil }
    let rest = line.dropFirst(length)
    guard rest.isEmpty || rest.first == 0x20 else { return nil }
    return rest.dropFirst()
  }

  /// Splits off a response code. They are read even where RESP-CODES was not advertised: the greeting and the refusal
  /// of a login come before anybody asked (RFC 2449 §6.4 lets servers use brackets otherwise, none does).
  private static func responseCode(in text: ArraySlice<UInt8>) -> (POP3ResponseCode?, ArraySlice<UInt8>) {
    guard text.first == UInt8(ascii: "["), let end = text.firstIndex(of: UInt8(ascii: "]")) else { return (nil, text) }
    let word = ServerText.sanitised(text[text.startIndex + 1..<end], maximumLength: 64)
    let rest = text[(end + 1)...].drop { $0 == 0x20 }
    return switch word.uppercased() {
    case "AUTH": (.auth, rest)
    case "SYS/TEMP": (.sysTemp, rest)
    case "SYS/PERM": (.sysPerm, rest)
    case "IN-USE": (.inUse, rest)
    case "LOGIN-DELAY": (.loginDelay, rest)
    default: (.other(word), rest)
    }
  }

  private static func uppercased(_ byte: UInt8) -> UInt8 {
    (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
  }
}
