/// Numbers and truth values as XML Schema writes them.
enum EWSNumber {
  /// A decimal integer, with or without a sign and white space around it.
  static func integer(_ text: some StringProtocol) -> Int? {
    var digits = Array(text.utf8)[...]
    while digits.first.map(isSpace) == true { digits.removeFirst() }
    while digits.last.map(isSpace) == true { digits.removeLast() }
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
    guard !digits.isEmpty, digits.count <= 30 else { return nil }
    var value = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = product.addingReportingOverflow(Int(digit) - 0x30)
      guard !overflows, !overflowsToo else { return nil }
      value = sum
    }
    return isNegative ? -value : value
  }

  private static func isSpace(_ octet: UInt8) -> Bool { octet == 0x20 || (0x09...0x0D).contains(octet) }
}

extension String: EWSValue {
  /// All text in the element, as it is.
  public init?(element: EWSElement) { self = element.text }
  /// Writes the text.
  public func write(into element: inout EWSElement) { element.text = self }
}

extension Bool: EWSValue {
  /// `true`, `false`, `1` or `0`.
  public init?(element: EWSElement) {
    switch element.trimmedText {
    case "true", "1", "True": self = true
    case "false", "0", "False": self = false
    default: return nil
    }
  }
  /// Writes `true` or `false`.
  public func write(into element: inout EWSElement) { element.text = self ? "true" : "false" }
}

extension Int: EWSValue {
  /// A decimal integer.
  public init?(element: EWSElement) {
    guard let value = EWSNumber.integer(element.text) else { return nil }
    self = value
  }
  /// Writes it in decimal.
  public func write(into element: inout EWSElement) { element.text = String(self) }
}

/// Values that are words of the schema: a word not known reads as no value.
extension EWSValue where Self: RawRepresentable, RawValue == String {
  /// The word in the element.
  public init?(element: EWSElement) { self.init(rawValue: element.trimmedText) }
  /// Writes the word.
  public func write(into element: inout EWSElement) { element.text = rawValue }
}
