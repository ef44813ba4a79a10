/// A leaf part that is not the body, decoded. An attached message is one attachment, as it stood.
public struct Attachment: Codable, Equatable, Sendable {
  /// For display only: the last path component, without control characters, at most 255 bytes. nil if not named.
  public var fileName: String?
  /// `type/subtype` in lower case.
  public var mediaType: String
  /// The Content-ID without angle brackets, as `cid:` URLs name it (RFC 2392).
  public var contentID: String?
  /// Meant to be shown within the body, not beside it.
  public var isInline: Bool
  /// Bytes of ``content``.
  public var size: Int
  /// SHA-256 of ``content``, 32 bytes.
  public var sha256: [UInt8]
  public var content: [UInt8]

  /// An attachment of this content; size and hash are computed.
  public init(
    fileName: String?, mediaType: String, contentID: String? = nil, isInline: Bool = false, content: [UInt8]
  ) {
    self.fileName = fileName
    self.mediaType = mediaType
    self.contentID = contentID
    self.isInline = isInline
    self.size = content.count
    self.sha256 = Digest.sha256(content)
    self.content = content
  }

  /// The name as it may be shown: no directories, no control or bidirectional override characters (they hide the
  /// true ending), cut to `limit` bytes at a character with the ending kept.
  static func displayName(_ name: String, limit: Int) -> String? {
    let scalars = name.unicodeScalars.map { $0 == "\\" ? "/" : $0 }
    let last = scalars.split(separator: "/").last ?? []
    let clean = last.filter { scalar in
      scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && !(0x202A...0x202E).contains(scalar.value)
        && !(0x2066...0x2069).contains(scalar.value) && !(0x200E...0x200F).contains(scalar.value)
        && scalar.value != 0x061C
    }
    var result = String(String.UnicodeScalarView(clean))
    while result.hasPrefix(" ") { result.removeFirst() }
    while result.hasSuffix(" ") { result.removeLast() }
    guard !result.isEmpty, result != ".", result != ".." else { return nil }
    guard result.utf8.count > limit else { return result }
    let ending = result.lastIndex(of: ".").map { result[$0...] } ?? ""
    let kept = ending.utf8.count <= 16 ? String(ending) : ""
    var stem = result.dropLast(kept.count)
    var bytes = stem.utf8.count
    while bytes + kept.utf8.count > limit, let character = stem.popLast() { bytes -= character.utf8.count }
    return stem.isEmpty ? nil : stem + kept
  }
}
