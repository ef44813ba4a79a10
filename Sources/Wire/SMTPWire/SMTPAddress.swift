/// A mailbox for MAIL and RCPT: local part, `@`, domain. What is inside cannot end a command or a path.
public struct SMTPAddress: Hashable, Sendable {
  /// Why a text is not an address.
  public enum Invalid: Error, Equatable, Sendable {
    /// There is nothing.
    case empty
    /// More than ``SMTPAddress/maximumLength`` octets.
    case tooLong
    /// A control character (CR, LF, NUL ...): an attempt to inject a command.
    case controlCharacter
    /// No `@`, or nothing before it, or characters that only a quoted local part may have.
    case malformedLocalPart
    /// Nothing after the `@`, or something that is neither a domain nor an address literal.
    case malformedDomain
  }

  /// Octets of the longest address: a path has 256 with its angle brackets (RFC 5321 §4.5.3.1.3).
  public static let maximumLength = 254

  /// The address as it is written between the angle brackets.
  public let text: String
  /// Whether the address needs no SMTPUTF8 (RFC 6531 §3.3).
  public let isASCII: Bool

  /// Reads an address without angle brackets, comments or display name.
  public init(_ text: String) throws(Invalid) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= Self.maximumLength else { throw .tooLong }
    guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { throw .controlCharacter }
    guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { throw .malformedLocalPart }
    guard Self.isLocalPart(bytes[..<at]) else { throw .malformedLocalPart }
    guard Self.isDomain(bytes[(at + 1)...]) else { throw .malformedDomain }
    self.text = text
    isASCII = bytes.allSatisfy { $0 < 0x80 }
  }

  /// RFC 5321 §4.1.2: Dot-string or Quoted-string. Dots may stand anywhere: addresses with two dots in a row, or one
  /// before the `@`, were given out by Japanese mobile carriers, and servers take them unquoted.
  private static func isLocalPart(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.first == UInt8(ascii: "\"") else {
      return !bytes.isEmpty && bytes.allSatisfy { isAtomText($0) || $0 == UInt8(ascii: ".") }
    }
    guard bytes.count >= 2, bytes.last == UInt8(ascii: "\"") else { return false }
    var isEscaped = false
    for byte in bytes.dropFirst().dropLast() {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        return false
      }
    }
    return !isEscaped
  }

  /// RFC 5321 §4.1.2: Domain or address-literal; also with underscores, which real hosts have.
  static func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
    if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]"), bytes.count > 2 {
      return bytes.dropFirst().dropLast().allSatisfy { isLetterOrDigit($0) || $0 == 0x2E || $0 == 0x3A || $0 == 0x2D }
    }
    let labels = bytes.split(separator: 0x2E, omittingEmptySubsequences: false)
    return !bytes.isEmpty
      && labels.allSatisfy { label in
        !label.isEmpty && label.count <= 63
          && label.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D || $0 == 0x5F || $0 >= 0x80 }
      }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// RFC 5322 §3.2.3 (atext) and, by RFC 6531 §3.3, everything beyond ASCII.
  private static func isAtomText(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) || byte >= 0x80 || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }
}
