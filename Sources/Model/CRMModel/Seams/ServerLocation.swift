/// Where a server listens, as an administrator writes it.
package struct ServerLocation: Sendable, Equatable {
  package let host: String
  package let port: Int

  /// `host:port` or `[address]:port`.
  package init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let digits = text[text.index(after: colon)...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
      (1...65_535).contains(port)
    else { return nil }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    // A host is looked up, shown and sent in a TLS handshake: nothing in it may end a line or a path.
    guard !host.isEmpty,
      !host.unicodeScalars.contains(where: { $0 == "/" || $0.value <= 0x20 || $0.value == 0x7F }),
      !host.contains(where: \.isWhitespace)
    else { return nil }
    self.host = host
    self.port = port
  }
}
