/// A URL as discovery uses them, taken apart strictly: what two parsers could read differently is no URL (REL S21).
public struct AutodiscoverURL: Equatable, Hashable, Sendable {
  /// Octets of the longest URL.
  public static let maximumLength = 2_048

  /// Whether TLS protects it.
  public let isHTTPS: Bool
  /// The host in small letters: a name, or an address of version 4. Others are refused.
  public let host: String
  /// The port.
  public let port: Int
  /// Path and query, as they are sent.
  public let target: String

  /// Reads an absolute URL; nil unless it is `http` or `https`, printable ASCII without user information, backslashes
  /// and fragments, with a host that is a plain name.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.maximumLength,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#"\"<>^`{|}"#.utf8.contains($0) })
    else { return nil }
    guard let mark = text.firstIndex(of: ":") else { return nil }
    switch text[..<mark].lowercased() {
    case "https": isHTTPS = true
    case "http": isHTTPS = false
    default: return nil
    }
    var rest = text[text.index(after: mark)...]
    guard rest.hasPrefix("//") else { return nil }
    rest = rest.dropFirst(2)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.contains("@") else { return nil }
    let target = rest.dropFirst(authority.count)
    guard !target.contains("#") else { return nil }
    self.target = target.isEmpty ? "/" : target.first == "/" ? String(target) : "/" + target
    let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, let name = parts.first.flatMap({ Self.host(String($0)) }) else { return nil }
    host = name
    if parts.count == 2, !parts[1].isEmpty {
      guard parts[1].utf8.count <= 5, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int(parts[1]), (1...65_535).contains(number)
      else { return nil }
      port = number
    } else {
      port = isHTTPS ? 443 : 80
    }
  }

  /// A URL of known parts.
  init?(https: Bool = true, host: String, port: Int? = nil, target: String) {
    guard let host = Self.host(host) else { return nil }
    isHTTPS = https
    self.host = host
    self.port = port ?? (https ? 443 : 80)
    self.target = target
  }

  /// The URL as text.
  public var text: String {
    let usual = isHTTPS ? 443 : 80
    return (isHTTPS ? "https://" : "http://") + host + (port == usual ? "" : ":\(port)") + target
  }

  /// What tells URLs apart: two that differ in nothing but case are one.
  var key: String { text.lowercased() }

  /// A host name in small letters without the dot at its end (RFC 1123 §2.1), or nil. Names whose last label is a
  /// number could be addresses in other spellings; only the usual one is taken.
  static func host(_ text: String) -> String? {
    var name = text.lowercased()
    if name.last == "." { name.removeLast() }
    guard !name.isEmpty, name.utf8.count <= 253 else { return nil }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    for label in labels {
      guard (1...63).contains(label.utf8.count), label.first != "-", label.last != "-",
        label.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F })
      else { return nil }
    }
    let isNumber = labels.last.map { label in
      label.utf8.allSatisfy { (0x30...0x39).contains($0) } || label.hasPrefix("0x")
    }
    if isNumber == true, IPAddress(name) == nil { return nil }
    return name
  }
}
