/// Autodiscover v2: one anonymous GET that is answered in JSON. It tells the host nothing but the address.
enum AutodiscoverV2 {
  /// The members of the longest answer.
  static let maximumMembers = 64

  static func target(address: String) -> String {
    "/autodiscover/autodiscover.json?Email=" + encoded(address) + "&Protocol=EWS&RedirectCount=1"
  }

  /// Everything but what RFC 3986 §2.3 calls unreserved as `%XX`.
  static func encoded(_ text: String) -> String {
    var result = ""
    for octet in text.utf8 {
      let isLetter = (0x41...0x5A).contains(octet & 0xDF) && octet < 0x80
      if isLetter || (0x30...0x39).contains(octet) || "-._~".utf8.contains(octet) {
        result.unicodeScalars.append(Unicode.Scalar(octet))
      } else {
        let digits = String(octet, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }

  static func verdict(_ bytes: [UInt8]) -> AutodiscoverVerdict {
    guard bytes.count <= AutodiscoverDocument.maximumLength, let members = FlatJSON.members(bytes) else {
      return .error("unreadable")
    }
    if let code = members["ErrorCode"] { return .error(String(code.prefix(80))) }
    guard members["Protocol"]?.uppercased() == "EWS", let url = members["Url"], !url.isEmpty else {
      return .error("noEndpoint")
    }
    return .endpoints([AutodiscoverEndpoint(url: url)])
  }
}

/// Reads a JSON object of texts and numbers (RFC 8259). Anything nested, and a name that comes twice, is refused: two
/// readers could take different values.
enum FlatJSON {
  static func members(_ bytes: [UInt8]) -> [String: String]? {
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    func skipSpace() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D } }
    func take(_ octet: UInt8) -> Bool {
      skipSpace()
      guard rest.first == octet else { return false }
      rest.removeFirst()
      return true
    }
    guard take(UInt8(ascii: "{")) else { return nil }
    var members: [String: String] = [:]
    skipSpace()
    if !take(UInt8(ascii: "}")) {
      while true {
        skipSpace()
        guard members.count < AutodiscoverV2.maximumMembers, let name = string(&rest), take(UInt8(ascii: ":")),
          members[name] == nil
        else { return nil }
        skipSpace()
        if rest.first == UInt8(ascii: "\"") {
          guard let value = string(&rest) else { return nil }
          members[name] = value
        } else {
          let word = rest.prefix { octet in
            (0x30...0x39).contains(octet) || (0x61...0x7A).contains(octet) || "+-.E".utf8.contains(octet)
          }
          guard !word.isEmpty else { return nil }
          members[name] = String(decoding: word, as: UTF8.self)
          rest = rest.dropFirst(word.count)
        }
        if take(UInt8(ascii: ",")) { continue }
        guard take(UInt8(ascii: "}")) else { return nil }
        break
      }
    }
    skipSpace()
    return rest.isEmpty ? members : nil
  }

  private static func string(_ rest: inout ArraySlice<UInt8>) -> String? {
    guard rest.first == UInt8(ascii: "\"") else { return nil }
    rest.removeFirst()
    var units: [UInt8] = []
    while let octet = rest.popFirst() {
      switch octet {
      case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escape = rest.popFirst() else { return nil }
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(escape)
        case UInt8(ascii: "b"): units.append(0x08)
        case UInt8(ascii: "f"): units.append(0x0C)
        case UInt8(ascii: "n"): units.append(0x0A)
        case UInt8(ascii: "r"): units.append(0x0D)
        case UInt8(ascii: "t"): units.append(0x09)
        case UInt8(ascii: "u"):
          guard let scalar = scalar(&rest) else { return nil }
          units += Array(String(scalar).utf8)
        default: return nil
        }
      case 0x00..<0x20: return nil
      default: units.append(octet)
      }
    }
    return nil
  }

  private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
    func unit() -> UInt32? {
      guard rest.count >= 4, rest.prefix(4).allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let value = UInt32(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16)
      else {
        return nil
      }
      rest = rest.dropFirst(4)
      return value
    }
    guard let first = unit() else { return nil }
    guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
    guard rest.starts(with: Array("\\u".utf8)) else { return nil }
    rest = rest.dropFirst(2)
    guard let second = unit(), (0xDC00..<0xE000).contains(second) else { return nil }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }
}
