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

  /// For each of the four places of a group the character's bits where they stand in the three octets, as the four bytes
  /// of a little-endian word; the top byte is not 0 for characters outside the alphabet.
  private static let placed: [UInt32] = {
    var table = [UInt32](repeating: 0xFF00_0000, count: 4 * 256)
    for (value, byte) in alphabet.enumerated() {
      for place in 0..<4 {
        let bits = UInt32(value) << UInt32(18 - 6 * place)
        table[place * 256 + Int(byte)] = bits >> 16 & 0xFF | bits & 0xFF00 | (bits & 0xFF) << 16
      }
    }
    return table
  }()

  static func decode(_ body: ArraySlice<UInt8>) -> [UInt8] {
    // Whole groups are stored as words, one octet more than they have.
    [UInt8](unsafeUninitializedCapacity: body.count / 4 * 3 + 4) { result, count in
      body.withUnsafeBufferPointer { bytes in
        values.withUnsafeBufferPointer { values in
          placed.withUnsafeBufferPointer { placed in
            count = decode(bytes, values, placed, to: result)
          }
        }
      }
    }
  }

  private static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, _ values: UnsafeBufferPointer<UInt8>, _ placed: UnsafeBufferPointer<UInt32>,
    to result: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    var quantum: UInt32 = 0
    var sextets = 0
    var position = 0
    var count = 0
    while position < bytes.count {
      if sextets == 0 {
        wholeGroups(bytes, &position, placed, result, &count)
        guard position < bytes.count else { break }
      }
      let byte = bytes[position]
      let value = values[Int(byte)]
      position += 1
      if value != invalid {
        quantum = quantum << 6 | UInt32(value)
        sextets += 1
        if sextets == 4 { put(quantum << 8, octets: 3, result, &count, &sextets) }
      } else if byte == 0x3D, sextets > 1 {
        put(quantum << UInt32(32 - 6 * sextets), octets: sextets - 1, result, &count, &sextets)
        // Padding ends the data; some programs pad every line.
        guard let next = continuation(bytes, position) else { return count }
        position = next
      }
    }
    if sextets > 1 { put(quantum << UInt32(32 - 6 * sextets), octets: sextets - 1, result, &count, &sextets) }
    return count
  }

  /// Appends the top octets of `bits` and begins a new group.
  private static func put(
    _ bits: UInt32, octets: Int, _ result: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int, _ sextets: inout Int
  ) {
    for octet in 0..<octets { result[count + octet] = UInt8(truncatingIfNeeded: bits >> UInt32(24 - 8 * octet)) }
    count += octets
    sextets = 0
  }

  /// Decodes as many groups of four characters as stand together, over the line ends between them.
  @inline(__always)
  private static func wholeGroups(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ placed: UnsafeBufferPointer<UInt32>,
    _ result: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int
  ) {
    guard let target = UnsafeMutableRawPointer(result.baseAddress) else { return }
    while position + 4 <= bytes.count {
      let word =
        placed[Int(bytes[position])] | placed[256 + Int(bytes[position + 1])]
        | placed[512 + Int(bytes[position + 2])] | placed[768 + Int(bytes[position + 3])]
      if word < 0x0100_0000 {
        target.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt32.self)
        count += 3
        position += 4
      } else if bytes[position] == ASCII.carriageReturn, bytes[position + 1] == ASCII.lineFeed {
        position += 2
      } else if bytes[position] == ASCII.lineFeed {
        position += 1
      } else {
        return
      }
    }
  }

  /// The start of the next line if nothing but white space stands between and it is a line of base64.
  private static func continuation(_ body: UnsafeBufferPointer<UInt8>, _ position: Int) -> Int? {
    var start = position
    while start < body.count, body[start] == 0x3D { start += 1 }
    let afterPadding = start
    while start < body.count, ASCII.isWhiteSpace(body[start]) { start += 1 }
    guard start > afterPadding, start < body.count else { return nil }
    var end = start
    while end < body.count, values[Int(body[end])] != invalid { end += 1 }
    var padded = end
    while padded < body.count, padded < end + 2, body[padded] == 0x3D { padded += 1 }
    guard (padded - start) % 4 == 0, padded == body.count || ASCII.isWhiteSpace(body[padded]) else { return nil }
    return body[afterPadding..<start].contains(ASCII.lineFeed) ? start : nil
  }

  /// How many octets from the front hold whole groups of four characters; without padding what follows is decoded
  /// by itself.
  static func wholeGroups(of bytes: [UInt8]) -> Int {
    let characters = values.withUnsafeBufferPointer { values in
      bytes.withUnsafeBufferPointer { bytes in
        var count = 0
        for byte in bytes where values[Int(byte)] != invalid { count &+= 1 }
        return count
      }
    }
    var extra = characters % 4
    var end = bytes.count
    while extra > 0, end > 0 {
      end -= 1
      if values[Int(bytes[end])] != invalid { extra -= 1 }
    }
    return end
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
