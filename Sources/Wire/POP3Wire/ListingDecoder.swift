internal import LineProtocol

/// Collects the lines of a CAPA, UIDL or LIST answer.
///
/// A lone dot ends the answer even with a bare LF: no line of these answers can be a lone dot, so nothing can be
/// smuggled, and servers that never send a CR are understood.
struct ListingDecoder: Sendable {
  /// The largest message number.
  static let maximumMessageNumber = Int(Int32.max)
  /// Octets of the longest unique id that is taken. RFC 1939 §7 allows 70; some servers send longer ones.
  static let maximumUniqueIDLength = 255
  /// Octets of all unique ids of one answer.
  static let maximumUniqueIDOctets = 128 << 20

  private(set) var capabilities = POP3Capabilities()
  private(set) var sizes = POP3SizeListing()
  private(set) var ids = POP3UniqueIDListing()
  private var capabilityLines = 0
  private let verb: POP3Verb
  private let maximumEntries: Int

  /// A decoder for the answer to that command.
  init(verb: POP3Verb, maximumEntries: Int) {
    self.verb = verb
    self.maximumEntries = maximumEntries
    capabilities.isAdvertised = true
  }

  /// Reads one line.
  ///
  /// - Returns: whether the answer is complete.
  mutating func add(_ line: [UInt8]) throws(POP3ReplyError) -> Bool {
    guard line != [0x2E] else {
      guard sizes.sort(), ids.sort() else { throw POP3ReplyError(.duplicateMessageNumber(verb)) }
      return true
    }
    let content = line.first == 0x2E ? line.dropFirst() : line[...]
    guard verb != .capa else {
      capabilityLines += 1
      guard capabilityLines <= POP3Capabilities.maximumLines else { throw POP3ReplyError(.tooManyEntries(verb)) }
      capabilities.add(line: Array(content))
      return false
    }
    guard sizes.count < maximumEntries, ids.count < maximumEntries, ids.nameOctets < Self.maximumUniqueIDOctets else {
      throw POP3ReplyError(.tooManyEntries(verb))
    }
    let field = content.prefix { $0 != 0x20 && $0 != 0x09 }
    let number = try Self.number(field, maximum: Self.maximumMessageNumber, in: verb)
    guard number > 0 else { throw POP3ReplyError(.malformedReply(verb)) }
    let rest = Self.trimmed(content.dropFirst(field.count))
    if verb == .list {
      // RFC 1939 §5: after the size, a server may tell more.
      sizes.add(number, octets: try Self.number(rest.prefix { $0 != 0x20 }, in: verb))
    } else if rest.count > Self.maximumUniqueIDLength || rest.contains(where: { !isIDOctet($0) }) {
      ids.add(number, id: [])
    } else {
      ids.add(number, id: rest)
    }
    return false
  }

  /// A number of a reply, or the violation it is.
  static func number(
    _ field: ArraySlice<UInt8>, maximum: Int = .max, in verb: POP3Verb
  ) throws(POP3ReplyError) -> Int {
    switch DecimalField(field, maximum: maximum) {
    case .value(let number): return number
    case .outOfRange: throw POP3ReplyError(.numberOutOfRange(verb))
    case .malformed: throw POP3ReplyError(.malformedReply(verb))
    }
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 }
    while bytes.last == 0x20 || bytes.last == 0x09 { bytes.removeLast() }
    return bytes
  }

  private func isIDOctet(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
}

/// A reply that breaks the protocol.
struct POP3ReplyError: Error {
  let violation: POP3Violation

  init(_ violation: POP3Violation) { self.violation = violation }
}
