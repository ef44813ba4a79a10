/// Message-ID, In-Reply-To and References (RFC 5322 §3.6.4).
enum Identifiers {
  /// The first `<...>` as written; without any the whole value. nil if empty or longer than the limit.
  static func messageID(_ value: ArraySlice<UInt8>, limits: Limits) -> String? {
    var found = value
    if let open = value.firstIndex(of: 0x3C), let close = value[open...].firstIndex(of: 0x3E) {
      found = value[open...close]
    }
    found = ASCII.trimmed(found)
    guard !found.isEmpty, found.count <= limits.identifierBytes else { return nil }
    return CharsetDecoder.decode(found, label: nil).text
  }

  /// Every `<...>` of the value, without those over the limits. White space inside (a folded identifier) is removed.
  static func list(_ value: ArraySlice<UInt8>, limits: Limits) -> [String] {
    var result: [String] = []
    var start: Int?
    for position in value.indices {
      let byte = value[position]
      if byte == 0x3C { start = position }
      guard byte == 0x3E, let open = start else { continue }
      start = nil
      var identifier = value[open...position]
      if identifier.contains(where: ASCII.isWhiteSpace) {
        identifier = identifier.filter { !ASCII.isWhiteSpace($0) }[...]
      }
      if identifier.count > 2, identifier.count <= limits.identifierBytes {
        result.append(CharsetDecoder.decode(identifier, label: nil).text)
      }
    }
    return result.count <= limits.identifiers ? result : Array(result.suffix(limits.identifiers))
  }
}
