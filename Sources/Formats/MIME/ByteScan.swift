import Glibc

/// The loops that see every octet of every message. They run over buffers, where indices are not checked again, and use
/// memchr and memcpy or a form that the compiler turns into vector instructions.
enum ByteScan {
  /// The offset of the first `byte` at or behind `start`; the end of the buffer if there is none.
  @inline(__always)
  static func offset(of byte: UInt8, in buffer: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard start < buffer.count, let base = buffer.baseAddress,
      let found = memchr(base + start, Int32(byte), buffer.count - start)
    else { return buffer.count }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  static func contains(_ byte: UInt8, in bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { offset(of: byte, in: $0, from: 0) < $0.count }
  }

  /// Text that reads the same in whatever charset it was written: no octet over 127, no U+0000, no escape.
  static func isPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
      var odd: UInt8 = 0
      for byte in buffer { odd |= (byte & 0x80) | (byte == 0 ? 1 : 0) | (byte == 0x1B ? 1 : 0) }
      return odd == 0
    }
  }

  /// How many octets are over 127.
  static func countOfHigh(_ buffer: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    for byte in buffer { count += Int(byte >> 7) }
    return count
  }

  /// Copies `source[from..<to]` to `target` and returns the offset behind it.
  @inline(__always)
  static func copy(
    _ source: UnsafeBufferPointer<UInt8>, _ from: Int, _ to: Int, to target: UnsafeMutableBufferPointer<UInt8>,
    at offset: Int
  ) -> Int {
    guard from < to, let start = source.baseAddress, let end = target.baseAddress else { return offset }
    memcpy(end + offset, start + from, to - from)
    return offset + (to - from)
  }
}

/// Line ends in one form.
enum LineEnds {
  /// CRLF and CR become LF.
  static func asFeeds(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard ByteScan.contains(ASCII.carriageReturn, in: bytes) else { return bytes }
    return bytes.withUnsafeBufferPointer { source in
      [UInt8](unsafeUninitializedCapacity: source.count) { target, count in
        var position = 0
        while position < source.count {
          let end = ByteScan.offset(of: ASCII.carriageReturn, in: source, from: position)
          count = ByteScan.copy(source, position, end, to: target, at: count)
          position = end + 1
          // The LF of a pair comes with the next run.
          if end < source.count, position == source.count || source[position] != ASCII.lineFeed {
            target[count] = ASCII.lineFeed
            count += 1
          }
        }
      }[...]
    }
  }

  /// With blanks cut from the end of each line, and white space from the end of the text.
  static func withoutTrailingSpace(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.withUnsafeBufferPointer { source in
      // One LF more than the text has may stand at its end for a moment.
      [UInt8](unsafeUninitializedCapacity: source.count + 1) { target, count in
        func put(_ start: Int, _ end: Int) {
          var end = end
          while end > start, ASCII.isBlank(source[end - 1]) { end -= 1 }
          count = ByteScan.copy(source, start, end, to: target, at: count)
          target[count] = ASCII.lineFeed
          count += 1
        }
        var position = 0
        while position < source.count {
          let feed = ByteScan.offset(of: ASCII.lineFeed, in: source, from: position)
          let line = UnsafeBufferPointer(rebasing: source[position..<feed])
          var start = 0
          while true {
            let end = ByteScan.offset(of: ASCII.carriageReturn, in: line, from: start)
            // The return of a pair is no line end of its own.
            let isPair = end == line.count - 1 && feed < source.count
            put(position + start, position + end)
            if isPair || end == line.count { break }
            start = end + 1
          }
          position = feed + 1
        }
        while count > 0, ASCII.isWhiteSpace(target[count - 1]) { count -= 1 }
      }
    }
  }
}
