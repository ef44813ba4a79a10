/// A decimal number in a reply: digits only, no sign.
public enum DecimalField: Equatable, Sendable {
  /// A number from 0 to the maximum.
  case value(Int)
  /// Digits only, but more than the maximum.
  case outOfRange
  /// No digits, or something besides digits (a sign, too).
  case malformed

  /// Reads all of `bytes` as one number.
  ///
  /// - Parameters:
  ///   - bytes: the field.
  ///   - maximum: the largest number that is accepted.
  public init(_ bytes: some Collection<UInt8>, maximum: Int = .max) {
    guard !bytes.isEmpty, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
      self = .malformed
      return
    }
    var value = 0
    for byte in bytes {
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = product.addingReportingOverflow(Int(byte) - 0x30)
      guard !overflows, !overflowsToo, sum <= maximum else {
        self = .outOfRange
        return
      }
      value = sum
    }
    self = .value(value)
  }

  /// The number, or nil.
  public var number: Int? {
    guard case .value(let number) = self else { return nil }
    return number
  }
}
