import CGMime

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
  static func parse(_ bytes: [UInt8]) -> ContentType? {
    let (word, rest) = leadingWord(bytes, isDisposition: false)
    guard let slash = word.firstIndex(of: 0x2F), slash > word.startIndex, slash + 1 < word.endIndex,
      !word[(slash + 1)...].contains(0x2F)
    else { return nil }
    let value = String(decoding: word.map(ASCII.lowercase), as: UTF8.self)
    return ContentType(value: value, parameters: parameters(of: bytes, after: rest, disposition: false))
  }

  /// A Content-Disposition value; nil if it does not begin with a word.
  static func parseDisposition(_ bytes: [UInt8]) -> ContentType? {
    let (word, rest) = leadingWord(bytes, isDisposition: true)
    guard !word.isEmpty else { return nil }
    let value = String(decoding: word.map(ASCII.lowercase), as: UTF8.self)
    return ContentType(value: value, parameters: parameters(of: bytes, after: rest, disposition: true))
  }

  private static func leadingWord(_ bytes: [UInt8], isDisposition: Bool) -> (word: [UInt8], rest: Int) {
    var word: [UInt8] = []
    var position = 0
    var ended = false
    loop: while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case 0x3B: break loop  // ;
      case 0x28:  // ( starts a comment (RFC 2045 §5.1)
        guard let close = closingParenthesis(bytes, position) else { return (word, bytes.count) }
        position = close
      case 0x22 where word.isEmpty: break  // a quoted type occurs
      case 0x22: ended = true
      case _ where ASCII.isWhiteSpace(byte):
        // White space around the slash is not allowed and occurs.
        ended = !word.isEmpty && word.last != 0x2F && !nextIsSlash(bytes, position)
      case 0x21...0x7E where !ended: word.append(byte)
      default: break
      }
      position += 1
    }
    return (word, position)
  }

  private static func nextIsSlash(_ bytes: [UInt8], _ position: Int) -> Bool {
    bytes[position...].first { !ASCII.isWhiteSpace($0) } == 0x2F
  }

  private static func closingParenthesis(_ bytes: [UInt8], _ open: Int) -> Int? {
    var depth = 0
    for position in open..<bytes.count {
      if bytes[position] == 0x28 { depth += 1 }
      if bytes[position] == 0x29 {
        depth -= 1
        if depth == 0 { return position }
      }
    }
    return nil
  }

  /// GMime reads the parameters behind a type of ours, so that what stood before cannot disturb it.
  private static func parameters(
    of bytes: [UInt8], after position: Int, disposition: Bool
  ) -> [(name: String, value: String)] {
    guard position < bytes.count else { return [] }
    GMime.initialize()
    var text = Array((disposition ? "x" : "x/x").utf8)
    // A NUL would end the C string early.
    text.append(contentsOf: bytes[position...].map { $0 == 0 ? 0x3F : $0 })
    text.append(0)
    let collected = ParameterList()
    text.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
      cgmime_parameters(start, disposition ? 1 : 0, Unmanaged.passUnretained(collected).toOpaque()) {
        context, name, value in
        guard let context, let name, let value else { return }
        let list = Unmanaged<ParameterList>.fromOpaque(context).takeUnretainedValue()
        list.values.append(
          (ASCII.lowercased(String(cString: name)), EncodedWord.decode(Array(String(cString: value).utf8)).text))
      }
    }
    return collected.values
  }
}

/// Carries parameters out of the C callback.
private final class ParameterList {
  var values: [(name: String, value: String)] = []
}

/// GMime's one-time initialization; a static property is initialized exactly once, whatever the threads.
enum GMime {
  private static let once: Void = g_mime_init()

  static func initialize() { _ = once }
}
