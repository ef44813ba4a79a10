/// The identity of a message's content, version 1: equal for copies of one message in several mailboxes, whatever
/// relays and mailing lists added to the header.
///
/// SHA-256 over items, each with its length as 8 bytes big-endian in front: Message-ID as written; From, Sender, Date and
/// Subject unfolded, raw (an absent field is an empty item); the addr-specs of To and Cc together, sorted by bytes; then
/// for each leaf part in order its media type and the SHA-256 of its decoded bytes, of text with line ends as LF and
/// white space cut from the end of each line and of the text.
enum ContentKey {
  static let version = 1

  struct Builder {
    private var input: [UInt8] = []

    mutating func add(_ item: some Collection<UInt8>) {
      let count = UInt64(item.count)
      for shift in stride(from: 56, through: 0, by: -8) {
        input.append(UInt8(truncatingIfNeeded: count >> UInt64(shift)))
      }
      input.append(contentsOf: item)
    }

    mutating func addLeaf(type: String, content: [UInt8], isText: Bool) {
      add(type.utf8)
      add(Digest.sha256(isText ? ContentKey.canonicalText(content) : content))
    }

    func finish() -> [UInt8] { Digest.sha256(input) }
  }

  static func canonicalText(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    func cut(_ result: inout [UInt8]) {
      while let last = result.last, ASCII.isBlank(last) || last == ASCII.carriageReturn { result.removeLast() }
    }
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      let isPair = byte == ASCII.carriageReturn && position + 1 < bytes.count && bytes[position + 1] == ASCII.lineFeed
      if byte == ASCII.lineFeed || byte == ASCII.carriageReturn {
        cut(&result)
        result.append(ASCII.lineFeed)
      } else {
        result.append(byte)
      }
      position += isPair ? 2 : 1
    }
    while let last = result.last, ASCII.isWhiteSpace(last) { result.removeLast() }
    return result
  }
}
