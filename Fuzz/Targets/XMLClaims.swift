import XML

/// Any octets as a document.
enum XMLClaims {
  private static func read(_ bytes: [UInt8], limits: XMLLimits, cut: (Int) -> Int) -> [XMLEvent]? {
    let reader = XMLReader(limits: limits, sequence: bytes.count.isMultiple(of: 2))
    var events: [XMLEvent] = []
    do {
      var rest = bytes[...]
      while !rest.isEmpty {
        let length = min(rest.count, max(1, cut(rest.count)))
        for event in try reader.feed(rest.prefix(length)) {
          if case .text(let more) = event, case .text(let text)? = events.last {
            events[events.count - 1] = .text(text + more)
          } else {
            events.append(event)
          }
        }
        rest = rest.dropFirst(length)
      }
      try reader.finish()
    } catch {
      return nil
    }
    return events
  }

  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    let limits = XMLLimits(depth: 1 + Int(bytes.first ?? 0) % 64, documentLength: 4_096)
    let whole = read(bytes, limits: limits) { $0 }
    for cut in SessionScript.deliveries(bytes).dropFirst() {
      try claim(read(bytes, limits: limits, cut: cut) == whole, "a document depends on how it arrives")
    }
    guard let whole else { return }
    var depth = 0
    var writer = XMLWriter(prefixes: [])
    for event in whole {
      switch event {
      case .startElement(let name, let attributes):
        depth += 1
        try claim(depth <= limits.depth, "deeper than allowed")
        writer.start(name, attributes)
      case .endElement:
        depth -= 1
        writer.end()
      case .text(let octets):
        try claim(depth > 0 && !octets.isEmpty, "text outside of the document")
        try claim(String(validating: octets, as: UTF8.self) != nil, "text cuts a character")
        try claim(text(octets).unicodeScalars.allSatisfy(isAllowed), "a forbidden character comes through")
        writer.text(text(octets))
      case .endDocument:
        try claim(depth == 0 && writer.isComplete, "the document ends early")
        // Written again it is the same; the first document only, since a writer writes one.
        let again = read(writer.bytes, limits: XMLLimits()) { $0 }
        let first = whole.prefix { $0 != .endDocument } + [.endDocument]
        try claim(again == Array(first), "written, it reads otherwise")
        return
      }
    }
    throw BrokenClaim(description: "a document without an end is read")
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0xFFFD, 0x10000...: true
    default: false
    }
  }
}
