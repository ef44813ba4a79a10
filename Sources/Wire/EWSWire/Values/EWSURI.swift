/// An address of a page (xs:anyURI). What people type is sent with everything encoded that no URI may have.
public struct EWSURI: Equatable, Hashable, Sendable {
  /// The address as it was typed or received.
  public var text: String

  /// An address.
  public init(_ text: String) { self.text = text }

  /// The address with everything encoded that RFC 3986 §2 does not allow where it stands.
  public var encoded: String {
    let octets = Array(text.utf8)
    let plain = Set("-._~/?@!$&'()*+,;=".utf8)
    func isLetter(_ octet: UInt8) -> Bool { (0x41...0x5A).contains(octet & 0xDF) }
    func isDigit(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) }
    func isHexadecimal(_ place: Int) -> Bool {
      octets.indices.contains(place) && (isDigit(octets[place]) || (0x41...0x46).contains(octets[place] & 0xDF))
    }
    // A colon before the first slash ends a scheme, or must not be there (RFC 3986 §4.2).
    let schemeEnd = octets.firstIndex(of: UInt8(ascii: ":")).flatMap { place -> Int? in
      let scheme = octets[..<place]
      guard let first = scheme.first, isLetter(first) else { return nil }
      return scheme.allSatisfy { isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) } ? place : nil
    }
    var result: [UInt8] = []
    var sawFragment = false
    for (place, octet) in octets.enumerated() {
      let isKept =
        switch octet {
        case UInt8(ascii: "%"): isHexadecimal(place + 1) && isHexadecimal(place + 2)
        case UInt8(ascii: "#"): !sawFragment
        case UInt8(ascii: ":"): schemeEnd != nil
        default: isLetter(octet) || isDigit(octet) || plain.contains(octet)
        }
      if octet == UInt8(ascii: "#") { sawFragment = true }
      result += isKept ? [octet] : Array(("%" + Self.hexadecimal(octet)).utf8)
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func hexadecimal(_ octet: UInt8) -> String {
    let digits = String(octet, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }
}

extension EWSURI: EWSValue {
  /// Reads the address as it is.
  public init?(element: EWSElement) { self.init(element.text) }
  /// Writes it encoded.
  public func write(into element: inout EWSElement) { element.text = encoded }
}
