import Crypto

/// The content of a leaf that is handed on while the rest of the message still arrives.
struct ArrivingLeaf {
  /// Decoded octets that are kept for those who look at the beginning of a part: the header of an attached message, the
  /// method of a calendar.
  static let beginningBytes = 64 << 10

  private let decoding: TransferDecoding
  /// Encoded octets that wait for those that complete them.
  private(set) var carry: [UInt8] = []
  private(set) var beginning: [UInt8] = []
  private(set) var size = 0
  /// Nothing but white space so far.
  private(set) var isBlank = true
  /// What follows is decoded with the rest of the message: the end of the data was seen, or what looks like it.
  private(set) var isOver = false
  private var hash = SHA256()
  private var text: TextHash?

  /// - Parameter isText: Whether the part counts as text in the key of the content.
  init(_ decoding: TransferDecoding, isText: Bool) {
    self.decoding = decoding
    text = isText ? TextHash() : nil
  }

  /// Whether a body in this encoding can be decoded piece by piece.
  static func canRead(_ decoding: TransferDecoding) -> Bool { decoding != .uuencode }

  /// Decodes whole lines of the body, as far as the lines to come have no say in it.
  mutating func decode(_ lines: [UInt8]) -> [UInt8] {
    switch decoding {
    case .identity: return note(lines)
    // Neither an escape nor a soft line break crosses the end of a line. RFC 2045 §6.7
    case .quotedPrintable: return note(QuotedPrintable.decode(lines[...]))
    case .base64:
      let encoded = carry + lines
      carry = []
      // Padding ends the data or the line, which only the octets behind it tell.
      guard !encoded.contains(0x3D) else {
        carry = encoded
        isOver = true
        return []
      }
      let whole = Base64.wholeGroups(of: encoded)
      carry = Array(encoded[whole...])
      return note(Base64.decode(encoded[..<whole]))
    case .uuencode:
      carry += lines
      isOver = true
      return []
    }
  }

  private mutating func note(_ content: [UInt8]) -> [UInt8] {
    size += content.count
    isBlank = isBlank && content.allSatisfy(ASCII.isWhiteSpace)
    hash.update(data: content)
    text?.update(content[...])
    if beginning.count < ArrivingLeaf.beginningBytes {
      beginning += content.prefix(ArrivingLeaf.beginningBytes - beginning.count)
    }
    return content
  }

  /// The end of the content, decoded: what was carried and what was left in the message.
  func rest(_ left: ArraySlice<UInt8>) -> [UInt8] {
    carry.isEmpty ? Array(decoding.decode(left)) : Array(decoding.decode((carry + left)[...]))
  }

  /// The hash of the whole content, and that of its text if it is one.
  func hashes(with rest: [UInt8]) -> (content: [UInt8], text: [UInt8]?) {
    var hash = hash
    hash.update(data: rest)
    var text = text
    text?.update(rest[...])
    return (Array(hash.finalize()), text?.finish())
  }
}

/// SHA-256 of a text in the form of the content key: line ends as LF, white space cut from the end of each line and of
/// the text.
struct TextHash {
  private var hash = SHA256()
  /// White space that counts only if more text follows.
  private var pending: [UInt8] = []
  private var endedWithReturn = false

  mutating func update(_ bytes: ArraySlice<UInt8>) {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    for byte in bytes {
      switch byte {
      case ASCII.lineFeed where endedWithReturn: endedWithReturn = false
      case ASCII.lineFeed, ASCII.carriageReturn:
        while let last = pending.last, ASCII.isBlank(last) { pending.removeLast() }
        pending.append(ASCII.lineFeed)
        endedWithReturn = byte == ASCII.carriageReturn
      default:
        endedWithReturn = false
        if ASCII.isWhiteSpace(byte) {
          pending.append(byte)
          continue
        }
        if !pending.isEmpty {
          output += pending
          pending.removeAll(keepingCapacity: true)
        }
        output.append(byte)
      }
    }
    hash.update(data: output)
  }

  func finish() -> [UInt8] { Array(hash.finalize()) }
}
