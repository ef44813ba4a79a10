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

    init() { input.reserveCapacity(1024) }

    mutating func add(_ item: some Collection<UInt8>) {
      withUnsafeBytes(of: UInt64(item.count).bigEndian) { input.append(contentsOf: $0) }
      input.append(contentsOf: item)
    }

    mutating func addLeaf(type: String, text: ArraySlice<UInt8>) {
      add(type.utf8)
      add(Digest.sha256(LineEnds.withoutTrailingSpace(text)))
    }

    /// Of a leaf that is not text the hash of its bytes as they are.
    mutating func addLeaf(type: String, hash: [UInt8]) {
      add(type.utf8)
      add(hash)
    }

    func finish() -> [UInt8] { Digest.sha256(input) }
  }
}
