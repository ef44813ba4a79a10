/// Text to search and to show in lists, from a message that has HTML only. Not a renderer and not a sanitizer: tags go,
/// blocks and line breaks become line ends, character references become characters.
public enum PlainText {
  /// In one pass, linear in the HTML; the result is at most `limit` UTF-8 bytes, cut at a character.
  public static func fromHTML(_ html: String, limit: Int = 1 << 20) -> String {
    var extractor = HTMLTextExtractor(Array(html.utf8), limit: limit)
    return extractor.run()
  }
}

private struct HTMLTextExtractor {
  private let bytes: [UInt8]
  private let limit: Int
  private var position = 0
  private var output: [UInt8] = []
  private var pendingSpace = false
  private var pendingLines = 0
  /// Inside `<pre>`: white space counts.
  private var preformatted = 0
  private var hasNoTagEnd = false
  private var hasNoCommentEnd = false

  private static let invisible: Set<String> = ["script", "style", "head", "title", "noscript", "template"]
  private static let blocks: Set<String> = [
    "address", "article", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "pre", "section", "table", "tr", "ul",
  ]
  private static let references: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "copy": "©", "reg": "®", "trade": "™",
    "euro": "€", "hellip": "…", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
    "laquo": "«", "raquo": "»", "bull": "•", "middot": "·", "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä",
    "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "eacute": "é", "egrave": "è", "agrave": "à", "ccedil": "ç", "shy": "",
    "zwnj": "", "zwj": "",
  ]
  /// The longest name worth looking up; keeps lone ampersands cheap.
  private static let maximumReferenceBytes = 10

  init(_ bytes: [UInt8], limit: Int) {
    self.bytes = bytes
    self.limit = limit
  }

  mutating func run() -> String {
    while position < bytes.count, output.count < limit {
      let byte = bytes[position]
      if byte == 0x3C, tag() { continue }
      if byte == 0x26, reference() { continue }
      position += 1
      if ASCII.isWhiteSpace(byte) {
        if preformatted > 0, byte == ASCII.lineFeed {
          pendingLines += 1
        } else {
          pendingSpace = true
        }
      } else {
        put([byte])
      }
    }
    var result = output.prefix(max(limit, 0))
    // The cut may have split a character: its lead byte tells how long it is.
    if let lead = result.lastIndex(where: { $0 & 0xC0 != 0x80 }), result[lead] >= 0xC0 {
      let length = result[lead] >= 0xF0 ? 4 : result[lead] >= 0xE0 ? 3 : 2
      if lead + length > result.endIndex { result = result[..<lead] }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private mutating func put(_ text: some Sequence<UInt8>) {
    if !output.isEmpty {
      if pendingLines > 0 {
        for _ in 0..<min(pendingLines, 2) { output.append(ASCII.lineFeed) }
      } else if pendingSpace {
        output.append(ASCII.space)
      }
    }
    pendingLines = 0
    pendingSpace = false
    output.append(contentsOf: text)
  }

  /// Skips the tag or comment at `position`; false if this `<` begins none.
  private mutating func tag() -> Bool {
    if bytes[position...].starts(with: "<!--".utf8) { return comment() }
    var start = position + 1
    let isEnd = start < bytes.count && bytes[start] == 0x2F
    if isEnd { start += 1 }
    guard !hasNoTagEnd, start < bytes.count,
      ASCII.isLetter(bytes[start]) || bytes[start] == 0x21 || bytes[start] == 0x3F
    else { return false }
    guard let close = bytes[start...].firstIndex(of: 0x3E) else {
      hasNoTagEnd = true
      return false
    }
    let word = bytes[start..<close].prefix { ASCII.isLetter($0) || ASCII.isDigit($0) }.prefix(16)
    let name = String(decoding: word.map(ASCII.lowercase), as: UTF8.self)
    position = close + 1
    switch name {
    case "br": pendingLines += 1
    case "p": pendingLines = max(pendingLines, 2)
    case "td", "th": pendingSpace = true
    case _ where Self.blocks.contains(name):
      pendingLines = max(pendingLines, 1)
      if name == "pre" { preformatted = max(0, preformatted + (isEnd ? -1 : 1)) }
    case _ where Self.invisible.contains(name) && !isEnd: skipContent(of: word)
    default: break
    }
    return true
  }

  private mutating func comment() -> Bool {
    guard !hasNoCommentEnd else { return false }
    var index = position + 4
    while index + 2 < bytes.count {
      if bytes[index] == 0x2D, bytes[index + 1] == 0x2D, bytes[index + 2] == 0x3E {
        position = index + 3
        return true
      }
      index += 1
    }
    hasNoCommentEnd = true
    return false
  }

  /// To behind the end tag; without one, to the end of the text.
  private mutating func skipContent(of name: ArraySlice<UInt8>) {
    while position < bytes.count {
      if bytes[position] == 0x3C, position + 1 < bytes.count, bytes[position + 1] == 0x2F {
        let found = bytes[(position + 2)...].prefix(name.count)
        if found.count == name.count, zip(found, name).allSatisfy({ ASCII.lowercase($0) == ASCII.lowercase($1) }) {
          position = bytes[position...].firstIndex(of: 0x3E).map { $0 + 1 } ?? bytes.count
          return
        }
      }
      position += 1
    }
  }

  private mutating func reference() -> Bool {
    let name = bytes[(position + 1)...].prefix(Self.maximumReferenceBytes).prefix {
      ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x23
    }
    guard !name.isEmpty, name.endIndex < bytes.count, bytes[name.endIndex] == 0x3B else { return false }
    let text = String(decoding: name, as: UTF8.self)
    if text.hasPrefix("#") {
      let isHex = text.dropFirst().first == "x" || text.dropFirst().first == "X"
      let digits = text.dropFirst(isHex ? 2 : 1)
      guard let value = UInt32(digits, radix: isHex ? 16 : 10) else { return false }
      position = name.endIndex + 1
      if value == 0xA0 || value == 0x20 {
        pendingSpace = true
      } else {
        put(String(value == 0 ? "\u{FFFD}" : Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
      }
      return true
    }
    guard let replacement = Self.references[text] else { return false }
    position = name.endIndex + 1
    if replacement == " " { pendingSpace = true } else if !replacement.isEmpty { put(replacement.utf8) }
    return true
  }
}
