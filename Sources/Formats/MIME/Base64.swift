/// Base64 as in RFC 2045 §6.8. Our own, because a body without its padding must not lose its last bytes (GMime's decoder
/// drops them) and words of a mailing list behind the padding are not part of it.
enum Base64 {
  private static let invalid: UInt8 = 0xFF
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let values: [UInt8] = {
    var table = [UInt8](repeating: invalid, count: 256)
    for (value, byte) in alphabet.enumerated() { table[Int(byte)] = UInt8(value) }
    return table
  }()

  static func decode(_ body: ArraySlice<UInt8>) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: body.count / 4 * 3 + 3) { result, count in
      var quantum: UInt32 = 0
      var sextets = 0
      var position = body.startIndex
      func finish() {
        if sextets == 2 { count = put(UInt8(truncatingIfNeeded: quantum >> 4), at: count, result) }
        if sextets == 3 {
          count = put(UInt8(truncatingIfNeeded: quantum >> 10), at: count, result)
          count = put(UInt8(truncatingIfNeeded: quantum >> 2), at: count, result)
        }
        sextets = 0
      }
      body.withUnsafeBufferPointer { bytes in
        let start = body.startIndex
        values.withUnsafeBufferPointer { values in
          while position < body.endIndex {
            if sextets == 0 { (position, count) = wholeQuanta(bytes, position - start, values, result, count, start) }
            guard position < body.endIndex else { return }
            let byte = bytes[position - start]
            let value = values[Int(byte)]
            position += 1
            if value != invalid {
              quantum = quantum << 6 | UInt32(value)
              sextets += 1
              if sextets == 4 {
                count = put(UInt8(truncatingIfNeeded: quantum >> 16), at: count, result)
                count = put(UInt8(truncatingIfNeeded: quantum >> 8), at: count, result)
                count = put(UInt8(truncatingIfNeeded: quantum), at: count, result)
                sextets = 0
              }
            } else if byte == 0x3D, sextets > 1 {
              finish()
              // Padding ends the data; some programs pad every line.
              guard let next = continuation(body, position) else {
                position = body.endIndex
                return
              }
              position = next
            }
          }
        }
      }
      finish()
    }
  }

  private static func put(_ byte: UInt8, at index: Int, _ result: UnsafeMutableBufferPointer<UInt8>) -> Int {
    result[index] = byte
    return index + 1
  }

  /// As many groups of four characters as stand together: the inside of a line.
  /// - Returns: Where they end in the body, and how many octets there are now.
  private static func wholeQuanta(
    _ bytes: UnsafeBufferPointer<UInt8>, _ from: Int, _ values: UnsafeBufferPointer<UInt8>,
    _ result: UnsafeMutableBufferPointer<UInt8>, _ count: Int, _ start: Int
  ) -> (position: Int, count: Int) {
    var offset = from
    var count = count
    while offset + 4 <= bytes.count {
      let (a, b, c, d) = (
        values[Int(bytes[offset])], values[Int(bytes[offset + 1])], values[Int(bytes[offset + 2])],
        values[Int(bytes[offset + 3])]
      )
      // Invalid is the only value above 63.
      guard (a | b | c | d) & 0xC0 == 0 else { break }
      result[count] = a << 2 | b >> 4
      result[count + 1] = b << 4 | c >> 2
      result[count + 2] = c << 6 | d
      count += 3
      offset += 4
    }
    return (start + offset, count)
  }

  /// The start of the next line if nothing but white space stands between and it is a line of base64.
  private static func continuation(_ body: ArraySlice<UInt8>, _ position: Int) -> Int? {
    var start = position
    while start < body.endIndex, body[start] == 0x3D { start += 1 }
    let afterPadding = start
    while start < body.endIndex, ASCII.isWhiteSpace(body[start]) { start += 1 }
    guard start > afterPadding, start < body.endIndex else { return nil }
    var end = start
    while end < body.endIndex, values[Int(body[end])] != invalid { end += 1 }
    var padded = end
    while padded < body.endIndex, padded < end + 2, body[padded] == 0x3D { padded += 1 }
    guard (padded - start) % 4 == 0, padded == body.endIndex || ASCII.isWhiteSpace(body[padded]) else { return nil }
    return body[afterPadding..<start].contains(ASCII.lineFeed) ? start : nil
  }

  /// With line breaks (CRLF) after every `lineLength` characters; 0 for none.
  static func encode(_ bytes: some Collection<UInt8>, lineLength: Int = 0) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4 + (lineLength > 0 ? bytes.count / 28 : 0))
    var quantum: UInt32 = 0
    var octets = 0
    var column = 0
    func put(_ count: Int) {
      if lineLength > 0, column == lineLength {
        result.append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed])
        column = 0
      }
      for index in 0..<4 {
        result.append(index < count ? alphabet[Int(quantum >> UInt32(18 - 6 * index) & 0x3F)] : 0x3D)
      }
      column += 4
      quantum = 0
      octets = 0
    }
    for byte in bytes {
      quantum |= UInt32(byte) << UInt32(16 - 8 * octets)
      octets += 1
      if octets == 3 { put(4) }
    }
    if octets > 0 { put(octets + 1) }
    return result
  }
}
