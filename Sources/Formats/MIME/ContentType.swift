/// A media type with its parameters (RFC 2045 §5), or a disposition (RFC 2183), parameter pieces joined (RFC 2231).
struct ContentType {
  /// `type/subtype` in lower case; of a disposition the one word.
  var value: String
  /// Names in lower case.
  var parameters: [(name: String, value: String)]

  /// RFC 2045 §5.2: what counts where no valid Content-Type stands.
  static let plainText = ContentType(value: "text/plain", parameters: [])
  static let opaque = ContentType(value: "application/octet-stream", parameters: [])
  static let message = ContentType(value: "message/rfc822", parameters: [])

  var isMultipart: Bool { value.hasPrefix("multipart/") }
  var isText: Bool { value.hasPrefix("text/") }
  var isMessage: Bool { value.hasPrefix("message/") }

  func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

  /// A Content-Type value; nil if it does not begin with `type "/" subtype`.
  static func parse(_ bytes: ArraySlice<UInt8>) -> ContentType? {
    let (word, rest) = leadingWord(bytes)
    guard let slash = word.firstIndex(of: 0x2F), slash > word.startIndex, slash + 1 < word.endIndex,
      !word[(slash + 1)...].contains(0x2F)
    else { return nil }
    return ContentType(value: ASCII.lowercased(word), parameters: ParameterParser.parse(rest))
  }

  /// A Content-Disposition value; nil if it does not begin with a word.
  static func parseDisposition(_ bytes: ArraySlice<UInt8>) -> ContentType? {
    let (word, rest) = leadingWord(bytes)
    guard !word.isEmpty else { return nil }
    return ContentType(value: ASCII.lowercased(word), parameters: ParameterParser.parse(rest))
  }

  /// The word up to the semicolon, and what follows from there on.
  private static func leadingWord(_ bytes: ArraySlice<UInt8>) -> (word: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) {
    // Nearly always it stands there without anything odd.
    let plain = bytes.prefix { $0 > 0x20 && $0 < 0x7F && $0 != 0x3B && $0 != 0x28 && $0 != 0x22 }
    if plain.endIndex == bytes.endIndex || bytes[plain.endIndex] == 0x3B { return (plain, bytes[plain.endIndex...]) }
    var word: [UInt8] = []
    var position = bytes.startIndex
    var ended = false
    loop: while position < bytes.endIndex {
      let byte = bytes[position]
      switch byte {
      case 0x3B: break loop  // ;
      case 0x28:  // ( starts a comment (RFC 2045 §5.1)
        guard let close = closingParenthesis(bytes, position) else { return (word[...], bytes[bytes.endIndex...]) }
        position = close
      case 0x22 where word.isEmpty: break  // a quoted type occurs
      case 0x22: ended = true
      case _ where ASCII.isWhiteSpace(byte):
        while position + 1 < bytes.endIndex, ASCII.isWhiteSpace(bytes[position + 1]) { position += 1 }
        // White space around the slash is not allowed and occurs.
        let isBeforeSlash = position + 1 < bytes.endIndex && bytes[position + 1] == 0x2F
        ended = !word.isEmpty && word.last != 0x2F && !isBeforeSlash
      case 0x21...0x7E where !ended: word.append(byte)
      default: break
      }
      position += 1
    }
    return (word[...], bytes[position...])
  }

  private static func closingParenthesis(_ bytes: ArraySlice<UInt8>, _ open: Int) -> Int? {
    var depth = 0
    for position in open..<bytes.endIndex {
      if bytes[position] == 0x28 { depth += 1 }
      if bytes[position] == 0x29 {
        depth -= 1
        if depth == 0 { return position }
      }
    }
    return nil
  }
}
