import Glibc

/// Removes the dot-stuffing of a RETR or TOP answer while it arrives, and finds its end.
///
/// Only CRLF is a line end here. A dot after a bare LF is a dot of the message: a sender could otherwise end a message
/// early and write the server's next replies themself (RFC 1939 §3: the end is CRLF, dot, CRLF).
struct MessageBodyDecoder: Sendable {
  private enum State {
    /// At the start, or after CRLF.
    case lineStart
    /// After the dot that begins a line; not yet passed on.
    case dot
    /// After dot and CR at the start of a line; not yet passed on.
    case dotCR
    /// Inside a line.
    case insideLine
    /// After a CR, which was passed on.
    case cr
  }

  private var state = State.lineStart

  /// Takes octets from the front of `input`, up to the end of the message.
  ///
  /// - Returns: the message's octets, and whether the message is complete.
  mutating func decode(_ input: inout ArraySlice<UInt8>) -> (bytes: [UInt8], isComplete: Bool) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(input.count)
    var position = input.startIndex
    while position < input.endIndex {
      if state == .insideLine {
        // Most octets are inside lines: everything up to the next CR goes in one piece.
        let end = MessageBodyDecoder.carriageReturn(in: input, from: position)
        bytes += input[position..<end]
        position = end
        if position == input.endIndex { break }
      }
      let byte = input[position]
      position += 1
      switch state {
      case .lineStart where byte == 0x2E:
        state = .dot
        continue
      case .dot where byte == 0x0D:
        state = .dotCR
        continue
      case .dotCR where byte == 0x0A:
        state = .lineStart
        input = input[position...]
        return (bytes, true)
      case .dotCR:
        // The dot was stuffing and the CR belongs to the line.
        bytes.append(0x0D)
        state = .cr
      default: break
      }
      bytes.append(byte)
      if byte == 0x0D {
        state = .cr
      } else {
        state = state == .cr && byte == 0x0A ? .lineStart : .insideLine
      }
    }
    input = []
    return (bytes, false)
  }

  /// The place of the next CR, or the end.
  private static func carriageReturn(in input: ArraySlice<UInt8>, from position: Int) -> Int {
    input.withUnsafeBytes { buffer in
      let offset = position - input.startIndex
      guard let base = buffer.baseAddress, let found = memchr(base + offset, 0x0D, buffer.count - offset) else {
        return input.endIndex
      }
      return input.startIndex + (UnsafeRawPointer(found) - base)
    }
  }
}
