/// One header field (RFC 5322 §2.2), in the order and spelling of the message.
public struct HeaderField: Codable, Equatable, Sendable {
  /// The field name as written.
  public var name: String
  /// The unfolded value without white space around it. Text that is not UTF-8 stays recoverable: ``rawBytes``.
  public var rawValue: String

  public init(name: String, rawValue: String) {
    self.name = name
    self.rawValue = rawValue
  }

  /// The value's bytes, exactly as they stood in the message (unfolded).
  public var rawBytes: [UInt8] { LosslessText.bytes(rawValue) }

  /// The value with encoded words decoded (RFC 2047), U+0000 as U+FFFD.
  public var value: String { EncodedWord.decode(LosslessText.bytes(rawValue)).text }
}

/// A field as found by the scan: slices of the message, but for values that were folded.
struct RawField {
  var name: FieldName
  var spelling: ArraySlice<UInt8>
  var value: ArraySlice<UInt8>
}

extension [RawField] {
  func first(_ name: FieldName) -> RawField? {
    for index in indices where self[index].name == name { return self[index] }
    return nil
  }

  func contains(_ name: FieldName) -> Bool { contains { $0.name == name } }
}

/// Bytes as a String and back without loss: what is UTF-8 stays, any other byte b (and 0) is the scalar U+10FF00 + b.
enum LosslessText {
  private static let base: UInt32 = 0x10FF00

  /// The string, and whether the bytes were UTF-8.
  static func string(_ bytes: ArraySlice<UInt8>) -> (text: String, isUTF8: Bool) {
    if ByteScan.isPlain(bytes) { return (String(decoding: bytes, as: UTF8.self), true) }
    let whole = String(validating: bytes, as: UTF8.self)
    if let whole, !ByteScan.contains(0, in: bytes), !ByteScan.contains(0xF4, in: bytes) { return (whole, true) }
    var result = ""
    var position = bytes.startIndex
    while position < bytes.endIndex {
      let length = scalarLength(bytes, position)
      if length == 0 {
        result.unicodeScalars.append(Unicode.Scalar(base + UInt32(bytes[position])) ?? "\u{FFFD}")
        position += 1
      } else {
        result += String(decoding: bytes[position..<position + length], as: UTF8.self)
        position += length
      }
    }
    return (result, whole != nil)
  }

  static func bytes(_ string: String) -> [UInt8] {
    if !string.utf8.contains(0xF4) { return Array(string.utf8) }
    var result: [UInt8] = []
    for scalar in string.unicodeScalars {
      if scalar.value >= base, scalar.value <= base + 0xFF {
        result.append(UInt8(scalar.value - base))
      } else {
        result.append(contentsOf: String(scalar).utf8)
      }
    }
    return result
  }

  /// Length of the well-formed UTF-8 sequence at `position`, or 0. Our own escape range counts as malformed.
  private static func scalarLength(_ bytes: ArraySlice<UInt8>, _ position: Int) -> Int {
    let first = bytes[position]
    if first == 0 { return 0 }
    if first < 0x80 { return 1 }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, position + length <= bytes.endIndex,
      let text = String(validating: bytes[position..<position + length], as: UTF8.self),
      let scalar = text.unicodeScalars.first, scalar.value < base
    else { return 0 }
    return length
  }
}
