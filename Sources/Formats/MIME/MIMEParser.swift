/// Reads messages (RFC 5322, RFC 2045 to 2049). A pure function of the bytes: it never traps on what they hold, its time
/// grows linearly with them, and whatever exceeds ``Limits`` is cut and recorded.
public enum MIMEParser {
  /// Reads a whole message.
  public static func parse(_ bytes: [UInt8], limits: Limits = .standard) throws(MIMEError) -> ParsedMessage {
    var assembly = MessageAssembly(
      scanner: try scan(bytes, limits: limits, headerOnly: false), limits: limits, hashes: true)
    return assembly.message()
  }

  /// The same but for the hashes, which stay empty: what other parsers do, to measure beside them.
  package static func parseWithoutHashing(_ bytes: [UInt8]) throws(MIMEError) -> ParsedMessage {
    let scanner = try scan(bytes, limits: .standard, headerOnly: false)
    var assembly = MessageAssembly(scanner: scanner, limits: .standard, hashes: false)
    return assembly.message()
  }

  /// Reads a header, whatever follows it; parts are not looked at.
  public static func parseHeader(_ bytes: [UInt8], limits: Limits = .standard) throws(MIMEError) -> MessageHeader {
    let scanner = try scan(bytes, limits: limits, headerOnly: true)
    var header = MessageHeader(scanner.entities[0].fields, limits: limits)
    header.defects = scanner.defects + header.defects
    return header
  }

  private static func scan(_ bytes: [UInt8], limits: Limits, headerOnly: Bool) throws(MIMEError) -> EntityScanner {
    guard bytes.count <= limits.messageBytes else { throw MIMEError(.messageTooLarge) }
    if bytes.allSatisfy({ $0 == 0 || ASCII.isWhiteSpace($0) }) { throw MIMEError(.empty) }
    var scanner = EntityScanner(withLineFeeds(bytes), limits: limits, headerOnly: headerOnly)
    scanner.run()
    guard let message = scanner.entities.first, !message.fields.isEmpty else { throw MIMEError(.noHeader) }
    return scanner
  }

  /// Lines that all end in a bare CR (as old Macintosh programs wrote files) end in LF for us. Elsewhere a bare CR is no
  /// line end: what servers disagree about must not hide a field or a part (RFC 5322 §2.2 forbids it).
  private static func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
    guard !bytes.contains(ASCII.lineFeed), bytes.contains(ASCII.carriageReturn) else { return bytes }
    return bytes.map { $0 == ASCII.carriageReturn ? ASCII.lineFeed : $0 }
  }
}
