/// Octets that go into a request as base64.
public enum EWSContent: Equatable, Sendable {
  /// Octets that are there.
  case bytes([UInt8])
  /// That many octets, which the sender of the request puts in while it is sent.
  case arriving(length: Int)

  /// The number of octets.
  public var length: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .arriving(let length): length
    }
  }
}

/// Writes base64 (RFC 4648 §4) of octets that come in pieces, without line ends.
public struct EWSBase64Encoder: Sendable {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private var group: UInt32 = 0
  private var held = 0

  /// An encoder at the start.
  public init() {}

  /// Characters of base64 for that many octets.
  public static func length(of octets: Int) -> Int { (octets + 2) / 3 * 4 }

  /// The characters the octets complete.
  public mutating func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.underestimatedCount / 3 * 4 + 4)
    for byte in bytes {
      group = group << 8 | UInt32(byte)
      held += 1
      guard held == 3 else { continue }
      for shift in [18, 12, 6, 0] as [UInt32] { result.append(Self.alphabet[Int(group >> shift & 63)]) }
      group = 0
      held = 0
    }
    return result
  }

  /// The characters of the last, incomplete group, padded.
  public mutating func finish() -> [UInt8] {
    defer { self = EWSBase64Encoder() }
    let padding = UInt8(ascii: "=")
    switch held {
    case 1: return [Self.alphabet[Int(group >> 2 & 63)], Self.alphabet[Int(group << 4 & 63)], padding, padding]
    case 2:
      return [
        Self.alphabet[Int(group >> 10 & 63)], Self.alphabet[Int(group >> 4 & 63)],
        Self.alphabet[Int(group << 2 & 63)], padding,
      ]
    default: return []
    }
  }

  /// Base64 of octets that are all there.
  public static func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var encoder = EWSBase64Encoder()
    return encoder.encode(bytes) + encoder.finish()
  }
}

/// Reads base64 that comes in pieces; white space between the characters is skipped.
public struct EWSBase64Decoder: Sendable {
  private var group: UInt32 = 0
  private var held = 0
  private var pads = 0

  /// Whether something that is not base64 was met. What was decoded before stands.
  public private(set) var isDamaged = false

  /// A decoder at the start.
  public init() {}

  /// The octets that the characters complete.
  public mutating func decode(_ text: some Collection<UInt8>) -> [UInt8] {
    guard !isDamaged else { return [] }
    if let result = text.withContiguousStorageIfAvailable({ decode($0) }) { return result }
    return Array(text).withUnsafeBufferPointer { decode($0) }
  }

  private mutating func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    Self.values.withUnsafeBufferPointer { values in
      [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 3) { output, count in
        var group = self.group
        var held = self.held
        for character in text {
          let value = values[Int(character)]
          if value < 64, pads == 0 {
            group = group << 6 | UInt32(value)
            held &+= 1
            guard held == 4 else { continue }
            output[count] = UInt8(truncatingIfNeeded: group >> 16)
            output[count &+ 1] = UInt8(truncatingIfNeeded: group >> 8)
            output[count &+ 2] = UInt8(truncatingIfNeeded: group)
            count &+= 3
            held = 0
          } else if character == UInt8(ascii: "=") {
            pads += 1
          } else if value != 0x40 {
            // None of the alphabet, or a character after the padding.
            isDamaged = true
            break
          }
        }
        self.group = group
        self.held = held
      }
    }
  }

  /// The octets of the last, padded group. Missing padding is forgiven; a group of one character is damage.
  public mutating func finish() -> [UInt8] {
    guard !isDamaged else { return [] }
    switch held {
    case 0 where pads == 0: return []
    case 2 where pads == 2 || pads == 0: return [UInt8(truncatingIfNeeded: group >> 4)]
    case 3 where pads <= 1: return [UInt8(truncatingIfNeeded: group >> 10), UInt8(truncatingIfNeeded: group >> 2)]
    default:
      isDamaged = true
      return []
    }
  }

  /// Octets of a text that is all there; nil when it is not base64.
  public static func decode(_ text: String) -> [UInt8]? {
    var decoder = EWSBase64Decoder()
    let bytes = decoder.decode(text.utf8) + decoder.finish()
    return decoder.isDamaged ? nil : bytes
  }

  /// The value of each character; 0x40 for white space, 0xFF for what does not belong.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, character) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8.enumerated() {
      values[Int(character)] = UInt8(value)
    }
    for space in [0x09, 0x0A, 0x0D, 0x20] { values[space] = 0x40 }
    return values
  }()
}
