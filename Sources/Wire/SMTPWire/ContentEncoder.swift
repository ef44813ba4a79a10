/// Makes the octets of DATA or BDAT from content that arrives in any pieces.
///
/// Every CR LF, bare CR and bare LF leaves as CRLF: a bare one could end the message for one server and not for the
/// next (SMTP smuggling; RFC 5321 §2.3.8 forbids them). For DATA a dot at the start of a line is doubled
/// (RFC 5321 §4.5.2). The content ends with CRLF.
struct ContentEncoder: Sendable {
  private let stuffsDots: Bool
  private var isLineStart = true
  /// The last octet was a CR; its line end was written already.
  private var lastWasCR = false

  init(stuffsDots: Bool) { self.stuffsDots = stuffsDots }

  /// Encodes one piece; with `isLast`, the CRLF that the end needs is added if it is missing.
  mutating func encode(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 32 + 8)
    for byte in bytes {
      switch byte {
      case 0x0A where lastWasCR:
        lastWasCR = false
      case 0x0A, 0x0D:
        result.append(0x0D)
        result.append(0x0A)
        isLineStart = true
        lastWasCR = byte == 0x0D
      default:
        if isLineStart, stuffsDots, byte == 0x2E { result.append(0x2E) }
        result.append(byte)
        isLineStart = false
        lastWasCR = false
      }
    }
    if isLast, !isLineStart { result += [0x0D, 0x0A] }
    return result
  }
}
