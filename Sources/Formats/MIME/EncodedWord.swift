/// Encoded words (RFC 2047) read, with the errors mailers make: adjacent words that split a character, words inside
/// other text, white space within a word, language tags (RFC 2231 §5), bytes over 127 beside them.
enum EncodedWord {
  struct Decoded {
    var text: String
    var defect: Defect?
  }

  static func decode(_ bytes: [UInt8]) -> Decoded { decode(bytes[...]) }

  static func decode(_ bytes: ArraySlice<UInt8>) -> Decoded {
    guard hasMarker(bytes) else { return Decoded(text: CharsetDecoder.decode(bytes, label: nil).text) }
    var decoder = Decoder()
    decoder.run(bytes)
    return Decoded(text: decoder.text, defect: decoder.defect)
  }

  private static func hasMarker(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
      var mark = ByteScan.offset(of: 0x3D, in: buffer, from: 0)
      while mark + 1 < buffer.count {
        if buffer[mark + 1] == 0x3F { return true }
        mark = ByteScan.offset(of: 0x3D, in: buffer, from: mark + 1)
      }
      return false
    }
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
  static func match(_ bytes: ArraySlice<UInt8>, at start: Int, endsSearch: (UInt8) -> Bool = { _ in false }) -> Match {
    guard start + 1 < bytes.endIndex, bytes[start] == 0x3D, bytes[start + 1] == 0x3F else { return .none }
    var position = start + 2
    while position < bytes.endIndex, bytes[position] != 0x3F {
      guard position - start <= Limits.charsetNameBytes, bytes[position] > 0x20, bytes[position] < 0x7F else {
        return .none
      }
      position += 1
    }
    guard position > start + 2, position + 2 < bytes.endIndex, bytes[position + 2] == 0x3F else { return .none }
    let charset = bytes[(start + 2)..<position].prefix { $0 != 0x2A }
    let encoding = bytes[position + 1] | 0x20
    guard encoding == 0x62 || encoding == 0x71 else { return .none }
    let textStart = position + 3
    var end = textStart
    while end + 1 < bytes.endIndex, !(bytes[end] == 0x3F && bytes[end + 1] == 0x3D), !endsSearch(bytes[end]) {
      end += 1
    }
    guard end + 1 < bytes.endIndex, bytes[end] == 0x3F, bytes[end + 1] == 0x3D else { return .noEnd(before: end) }
    let text = bytes[textStart..<end]
    let content = encoding == 0x62 ? Base64.decode(text) : decodeQ(text)
    return .word(Word(charset: String(decoding: charset, as: UTF8.self), content: content, end: end + 2))
  }

  // RFC 2047 §4.2.
  private static func decodeQ(_ text: ArraySlice<UInt8>) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: text.count) { target, count in
      var position = text.startIndex
      while position < text.endIndex {
        let byte = text[position]
        if byte == 0x3D, position + 2 < text.endIndex, let high = ASCII.hexValue(text[position + 1]),
          let low = ASCII.hexValue(text[position + 2])
        {
          target[count] = high << 4 | low
          position += 3
        } else {
          target[count] = byte == 0x5F ? ASCII.space : byte
          position += 1
        }
        count += 1
      }
    }
  }

  private struct Decoder {
    var text = ""
    var defect: Defect?
    private var encoded: [UInt8] = []
    private var charset: String?

    mutating func run(_ bytes: ArraySlice<UInt8>) {
      var position = bytes.startIndex
      /// Where the text without encoded words begins that was not taken yet.
      var plainStart = position
      var noEndBefore = position
      while position < bytes.endIndex {
        if bytes[position] == 0x3D, position >= noEndBefore {
          switch EncodedWord.match(bytes, at: position) {
          case .word(let word):
            append(word, after: bytes[plainStart..<position])
            position = word.end
            plainStart = position
            continue
          case .noEnd(let end): noEndBefore = end
          case .none: break
          }
        }
        position += 1
      }
      flushEncoded()
      append(plain: bytes[plainStart...])
    }

    private mutating func append(_ word: Word, after plain: ArraySlice<UInt8>) {
      // RFC 2047 §6.2: white space between encoded words is not part of the text.
      let isAdjacent = charset != nil && plain.allSatisfy(ASCII.isWhiteSpace)
      if !isAdjacent || charset.map({ !ASCII.equalsIgnoringCase($0, word.charset) }) ?? true { flushEncoded() }
      if !isAdjacent { append(plain: plain) }
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

    private mutating func append(plain: ArraySlice<UInt8>) {
      if !plain.isEmpty { text += CharsetDecoder.decode(plain, label: nil).text }
    }
  }
}
