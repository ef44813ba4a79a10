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
  /// Of a message read as it arrived: under which number the pieces that stand before ``content`` were handed out.
  public var part: Int?

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

  /// One whose hash is known.
  /// - Parameter arrived: Octets handed out before.
  init(
    fileName: String?, mediaType: String, contentID: String?, isInline: Bool, content: [UInt8], sha256: [UInt8],
    part: Int? = nil, arrived: Int = 0
  ) {
    self.fileName = fileName
    self.mediaType = mediaType
    self.contentID = contentID
    self.isInline = isInline
    self.size = arrived + content.count
    self.sha256 = sha256
    self.content = content
    self.part = part
  }

  /// The name as it may be shown: no directories, no control or bidirectional override characters (they hide the
  /// true ending), cut to `limit` bytes at a character with the ending kept.
  static func displayName(_ name: String, limit: Int) -> String? {
    let scalars = name.unicodeScalars
    let last = scalars.split { $0 == "/" || $0 == "\\" }.last ?? scalars[scalars.startIndex..<scalars.startIndex]
    let clean = last.filter(isShown).drop { $0 == " " }
    var kept = Substring(clean)
    while kept.unicodeScalars.last == " " { kept.unicodeScalars.removeLast() }
    let result = String(kept)
    guard !result.isEmpty, result != ".", result != ".." else { return nil }
    guard result.utf8.count > limit else { return result }
    let dot = result.utf8.lastIndex(of: 0x2E) ?? result.endIndex
    let isEnding = result.utf8.distance(from: dot, to: result.endIndex) <= 16
    let ending = result[(isEnding ? dot : result.endIndex)...]
    // From the front: to find a character from the end can take looking at all that stand before it.
    var room = limit - ending.utf8.count
    var stem = ""
    for character in result[..<ending.startIndex] {
      room -= character.utf8.count
      if room < 0 { break }
      stem.append(character)
    }
    return stem.isEmpty ? nil : stem + ending
  }

  /// Neither a control character nor one that changes the direction of text.
  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: false
    default: true
    }
  }
}
