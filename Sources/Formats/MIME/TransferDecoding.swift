/// Content-Transfer-Encoding undone (RFC 2045 §6).
enum TransferDecoding {
  case identity, base64, quotedPrintable, uuencode

  /// nil for an unknown label; such a body is taken as it stands.
  init?(label: ArraySlice<UInt8>) {
    var word = label.prefix { !ASCII.isWhiteSpace($0) && $0 != 0x3B && $0 != 0x28 }
    if word.contains(0x22) { word = word.filter { $0 != 0x22 }[...] }
    switch ASCII.lowercased(word) {
    case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "7bits", "8bits": self = .identity
    case "base64": self = .base64
    case "quoted-printable": self = .quotedPrintable
    case "x-uuencode", "uuencode", "x-uue", "uue": self = .uuencode
    default: return nil
    }
  }

  /// That of a part; a body with an unknown label is taken as it stands.
  init(of entity: Entity) {
    self = entity.fields.first(.contentTransferEncoding).flatMap { TransferDecoding(label: $0.value) } ?? .identity
  }

  /// A body that needs no decoding stays a slice of the message.
  func decode(_ body: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    switch self {
    case .identity: body
    case .base64: Base64.decode(body)[...]
    case .quotedPrintable: QuotedPrintable.decode(body)[...]
    case .uuencode: Self.uudecode(body)[...]
    }
  }

  /// The format of POSIX `uuencode`: a `begin` line, lines of a length and quads, `end`.
  private static func uudecode(_ body: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var started = false
    var lineStart = body.startIndex
    while lineStart < body.endIndex {
      let lineEnd = body[lineStart...].firstIndex(of: ASCII.lineFeed) ?? body.endIndex
      var line = body[lineStart..<lineEnd]
      lineStart = lineEnd + 1
      if line.last == ASCII.carriageReturn { line.removeLast() }
      if !started {
        started = line.starts(with: "begin ".utf8)
        continue
      }
      guard let first = line.first, !line.elementsEqual("end".utf8) else { break }
      let length = Int((first &- 0x20) & 0x3F)
      if length == 0 { break }
      appendQuads(of: line.dropFirst(), length: length, to: &result)
    }
    return result
  }

  private static func appendQuads(of line: ArraySlice<UInt8>, length: Int, to result: inout [UInt8]) {
    func sextet(_ position: Int) -> UInt8 { position < line.endIndex ? (line[position] &- 0x20) & 0x3F : 0 }
    var left = length
    var position = line.startIndex
    while left > 0, position < line.endIndex {
      let (a, b, c, d) = (sextet(position), sextet(position + 1), sextet(position + 2), sextet(position + 3))
      result.append(a << 2 | b >> 4)
      if left > 1 { result.append(b << 4 | c >> 2) }
      if left > 2 { result.append(c << 6 | d) }
      left -= 3
      position += 4
    }
  }
}

/// Quoted-printable read (RFC 2045 §6.7). What is no escape stays as it stands, and so does white space before line ends;
/// an escape that the body's end cuts off is dropped.
enum QuotedPrintable {
  static func decode(_ body: ArraySlice<UInt8>) -> [UInt8] {
    body.withUnsafeBufferPointer { source in
      // Decoding never lengthens: an escape that is none is copied.
      [UInt8](unsafeUninitializedCapacity: source.count) { target, count in
        var position = 0
        while position < source.count {
          let equals = ByteScan.offset(of: 0x3D, in: source, from: position)
          count = ByteScan.copy(source, position, equals, to: target, at: count)
          position = equals
          // Escapes come in rows: no search between them.
          while position < source.count, source[position] == 0x3D {
            position = escape(source, position, target, &count)
          }
        }
      }
    }
  }

  /// Decodes what begins with the `=` at `position` and returns where it ends.
  @inline(__always)
  private static func escape(
    _ source: UnsafeBufferPointer<UInt8>, _ position: Int, _ target: UnsafeMutableBufferPointer<UInt8>,
    _ count: inout Int
  ) -> Int {
    guard position + 1 < source.count else { return source.count }
    let first = source[position + 1]
    if first == ASCII.lineFeed { return position + 2 }
    guard position + 2 < source.count else { return source.count }
    let second = source[position + 2]
    let high = hexValue(first)
    let low = hexValue(second)
    if high | low < 16 {
      target[count] = high << 4 | low
      count += 1
    } else if first != ASCII.carriageReturn || second != ASCII.lineFeed {
      count = ByteScan.copy(source, position, position + 3, to: target, at: count)
    }
    return position + 3
  }

  /// The value of a hexadecimal digit, 255 of any other octet.
  @inline(__always)
  private static func hexValue(_ byte: UInt8) -> UInt8 {
    let digit = byte &- 0x30
    if digit < 10 { return digit }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : 255
  }
}
