/// The words of a server, made fit to be stored and shown.
public enum ServerText {
  /// UTF-8 octets that are kept of one text.
  public static let maximumLength = 500

  /// Decodes the octets as UTF-8, replaces what must not reach a terminal or a page, and clips.
  ///
  /// Ill-formed sequences, control characters (C0, DEL, C1), line and paragraph separators and the marks that change
  /// the writing direction become U+FFFD, so a server cannot forge lines in a log.
  ///
  /// - Parameters:
  ///   - bytes: the text as received.
  ///   - maximumLength: the UTF-8 octets of the result at most.
  /// - Returns: the text; clipped between two scalars.
  public static func sanitised(_ bytes: some Sequence<UInt8>, maximumLength: Int = maximumLength) -> String {
    // No more than this many octets can be needed: each decoded scalar of n octets stays or becomes U+FFFD.
    let head = Array(bytes.prefix(maximumLength))
    var result = String.UnicodeScalarView()
    var length = 0
    for scalar in String(decoding: head, as: UTF8.self).unicodeScalars {
      let shown = isUnsafe(scalar) ? "\u{FFFD}" : scalar
      length += UTF8.width(shown)
      guard length <= maximumLength else { break }
      result.append(shown)
    }
    return String(result)
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
