/// An address a name resolved to, and what kind of network it is of. Kinds are judged by addresses, never by how a URL
/// spells a host (REL S20).
public struct IPAddress: Equatable, Hashable, Sendable {
  /// What kind of network.
  public enum Kind: String, Equatable, Sendable, CaseIterable {
    /// The internet.
    case global
    /// A network of an organization (RFC 1918, RFC 4193) or of a provider (RFC 6598).
    case local
    /// This machine.
    case loopback
    /// The same wire, where clouds keep their metadata too (RFC 3927).
    case linkLocal
    /// No single host: multicast, broadcast, unspecified, documentation and reserved addresses.
    case other
  }

  /// 4 or 16 octets.
  public let octets: [UInt8]

  /// An address of 4 or 16 octets; nil of any other number.
  public init?(octets: [UInt8]) {
    guard octets.count == 4 || octets.count == 16 else { return nil }
    self.octets = octets
  }

  /// Reads `192.0.2.1` or `2001:db8::1`, without brackets and zones, in no other spelling.
  public init?(_ text: String) {
    if text.contains(":") {
      guard let octets = Self.version6(text) else { return nil }
      self.octets = octets
    } else {
      guard let octets = Self.version4(text) else { return nil }
      self.octets = octets
    }
  }

  private static func version4(_ text: some StringProtocol) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var octets: [UInt8] = []
    for part in parts {
      // A zero in front could mean an octal number.
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        part.utf8.count == 1 || part.first != "0", let octet = UInt8(part)
      else { return nil }
      octets.append(octet)
    }
    return octets
  }

  private static func version6(_ text: String) -> [UInt8]? {
    guard text.utf8.count <= 45 else { return nil }
    var groups = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    // An address of version 4 at the end.
    var tail: [UInt8] = []
    if let last = groups.last, last.contains(".") {
      guard let octets = version4(last) else { return nil }
      tail = octets
      groups.removeLast()
      groups += ["0", "0"]
    }
    // "::" makes an empty group; at either end it makes two.
    if groups.count >= 2, groups[0].isEmpty, groups[1].isEmpty { groups.removeFirst() }
    if groups.count >= 2, groups[groups.count - 1].isEmpty, groups[groups.count - 2].isEmpty { groups.removeLast() }
    let gaps = groups.filter(\.isEmpty).count
    guard gaps <= 1, gaps == 1 ? groups.count <= 8 : groups.count == 8 else { return nil }
    var octets: [UInt8] = []
    for group in groups {
      if group.isEmpty {
        octets += [UInt8](repeating: 0, count: (8 - groups.count + 1) * 2)
        continue
      }
      guard group.utf8.count <= 4, group.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let value = UInt16(group, radix: 16)
      else { return nil }
      octets += [UInt8(value >> 8), UInt8(truncatingIfNeeded: value)]
    }
    guard octets.count == 16 else { return nil }
    if !tail.isEmpty { octets.replaceSubrange(12..., with: tail) }
    return octets
  }

  /// What kind of network it is of.
  public var kind: Kind {
    if octets.count == 4 { return Self.kind4(octets) }
    let zeros = octets.prefix { $0 == 0 }.count
    if zeros == 16 { return .other }
    if zeros == 15, octets[15] == 1 { return .loopback }
    // Addresses of version 4 in another dress: mapped (RFC 4291 §2.5.5), compatible, translated (RFC 6052), 6to4 (RFC 3056).
    if zeros >= 12 { return Self.kind4(Array(octets[12...])) }
    if zeros == 10, octets[10] == 0xFF, octets[11] == 0xFF { return Self.kind4(Array(octets[12...])) }
    if octets.starts(with: [0x00, 0x64, 0xFF, 0x9B]) {
      // The prefix for local use hides the address in other places.
      return octets[4..<12].allSatisfy { $0 == 0 } ? Self.kind4(Array(octets[12...])) : .other
    }
    if octets[0] == 0x20, octets[1] == 0x02 { return Self.kind4(Array(octets[2..<6])) }
    switch (octets[0], octets[1]) {
    case (0xFE, 0x80...0xBF): return .linkLocal
    // Site-local addresses are deprecated, but still of a site (RFC 3879).
    case (0xFE, 0xC0...0xFF), (0xFC...0xFD, _): return .local
    case (0x20, 0x01) where octets[2] == 0x0D && octets[3] == 0xB8: return .other
    // Teredo, benchmarking and other special purposes (RFC 6890).
    case (0x20, 0x01) where octets[2] < 0x02: return .other
    case (0x20...0x3F, _): return .global
    default: return .other
    }
  }

  private static func kind4(_ octets: [UInt8]) -> Kind {
    switch (octets[0], octets[1], octets[2], octets[3]) {
    case (127, _, _, _): .loopback
    case (10, _, _, _), (192, 168, _, _), (172, 16...31, _, _), (100, 64...127, _, _): .local
    case (169, 254, _, _): .linkLocal
    // Metadata of a cloud, and special purposes (RFC 6890).
    case (192, 0, 0, _), (192, 0, 2, _), (198, 51, 100, _), (203, 0, 113, _), (198, 18...19, _, _): .other
    case (0, _, _, _), (224..., _, _, _): .other
    default: .global
    }
  }
}

extension IPAddress: CustomStringConvertible {
  /// The usual spelling; of version 6 without shortening.
  public var description: String {
    if octets.count == 4 { return octets.map { String($0) }.joined(separator: ".") }
    return stride(from: 0, to: 16, by: 2).map { place in
      String(UInt16(octets[place]) << 8 | UInt16(octets[place + 1]), radix: 16)
    }.joined(separator: ":")
  }
}
