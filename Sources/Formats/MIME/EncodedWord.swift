/// Encoded words (RFC 2047) read, with the errors mailers make: adjacent words that split a character, words inside
/// other text, white space within a word, language tags (RFC 2231 §5), bytes over 127 beside them.
enum EncodedWord {
  struct Decoded {
    var text: String
    var defect: Defect?
  }

  /// Charset names longer than this are none; keeps the scan linear.
  private static let maximumCharsetBytes = 64

  static func decode(_ bytes: [UInt8]) -> Decoded {
    guard hasMarker(bytes) else {
      if !bytes.contains(where: { $0 == 0 || $0 >= 0x80 || $0 == 0x1B }) {
        return Decoded(text: String(decoding: bytes, as: UTF8.self))
      }
      return Decoded(text: CharsetDecoder.decode(bytes, label: nil).text)
    }
    var decoder = Decoder()
    decoder.run(bytes)
    return Decoded(text: decoder.text, defect: decoder.defect)
  }

  private static func hasMarker(_ bytes: [UInt8]) -> Bool {
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == 0x3F, previous == 0x3D { return true }
      previous = byte
    }
    return false
  }

  /// The word that begins at `start`: `=?charset?B|Q?text?=`.
  struct Word {
    var charset: String
    var content: [UInt8]
    var end: Int
  }

  enum Match {
    case word(Word)
    case none
    /// It begins like a word, but no `?=` stands before this position; so no other word begins before it either.
    case noEnd(before: Int)
  }

  /// `endsSearch` tells bytes that cannot stand within a word where it is looked for.
  static func match(_ bytes: [UInt8], at start: Int, endsSearch: (UInt8) -> Bool = { _ in false }) -> Match {
    guard start + 1 < bytes.count, bytes[start] == 0x3D, bytes[start + 1] == 0x3F else { return .none }
    var position = start + 2
    while position < bytes.count, bytes[position] != 0x3F {
      guard position - start <= maximumCharsetBytes, bytes[position] > 0x20, bytes[position] < 0x7F else {
        return .none
      }
      position += 1
    }
    guard position > start + 2, position + 2 < bytes.count, bytes[position + 2] == 0x3F else { return .none }
    let charset = bytes[(start + 2)..<position].prefix { $0 != 0x2A }
    let encoding = bytes[position + 1] | 0x20
    guard encoding == 0x62 || encoding == 0x71 else { return .none }
    let textStart = position + 3
    var end = textStart
    while end + 1 < bytes.count, !(bytes[end] == 0x3F && bytes[end + 1] == 0x3D), !endsSearch(bytes[end]) { end += 1 }
    guard end + 1 < bytes.count, bytes[end] == 0x3F, bytes[end + 1] == 0x3D else { return .noEnd(before: end) }
    let text = bytes[textStart..<end]
    let content = encoding == 0x62 ? TransferDecoding.base64.decode(text) : decodeQ(text)
    return .word(Word(charset: String(decoding: charset, as: UTF8.self), content: content, end: end + 2))
  }

  // RFC 2047 §4.2.
  private static func decodeQ(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var position = text.startIndex
    while position < text.endIndex {
      let byte = text[position]
      if byte == 0x3D, position + 2 < text.endIndex, let high = ASCII.hexValue(text[position + 1]),
        let low = ASCII.hexValue(text[position + 2])
      {
        result.append(high << 4 | low)
        position += 3
      } else {
        result.append(byte == 0x5F ? ASCII.space : byte)
        position += 1
      }
    }
    return result
  }

  private struct Decoder {
    var text = ""
    var defect: Defect?
    private var plain: [UInt8] = []
    private var encoded: [UInt8] = []
    private var charset: String?

    mutating func run(_ bytes: [UInt8]) {
      var position = 0
      var noEndBefore = 0
      while position < bytes.count {
        if position >= noEndBefore, bytes[position] == 0x3D {
          switch EncodedWord.match(bytes, at: position) {
          case .word(let word):
            append(word)
            position = word.end
            continue
          case .noEnd(let end): noEndBefore = end
          case .none: break
          }
        }
        plain.append(bytes[position])
        position += 1
      }
      flushEncoded()
      flushPlain()
    }

    private mutating func append(_ word: Word) {
      // RFC 2047 §6.2: white space between encoded words is not part of the text.
      let isAdjacent = charset != nil && plain.allSatisfy { ASCII.isWhiteSpace($0) }
      if isAdjacent { plain = [] }
      if !isAdjacent || charset.map({ !ASCII.equalsIgnoringCase($0, word.charset) }) ?? true {
        flushEncoded()
        flushPlain()
      }
      charset = word.charset
      encoded.append(contentsOf: word.content)
    }

    private mutating func flushEncoded() {
      guard let charset else { return }
      let result = CharsetDecoder.decode(encoded, label: charset)
      text += result.text
      defect = defect ?? result.defect
      encoded = []
      self.charset = nil
    }

    private mutating func flushPlain() {
      if !plain.isEmpty { text += CharsetDecoder.decode(plain, label: nil).text }
      plain = []
    }
  }
}
