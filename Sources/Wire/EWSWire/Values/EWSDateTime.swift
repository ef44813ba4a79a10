/// A point in time, or a wall clock reading without a zone (xs:dateTime).
public struct EWSDateTime: Equatable, Hashable, Sendable {
  /// The year, 1 to 9999.
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// 1 to 31.
  public var day: Int
  /// 0 to 23.
  public var hour: Int
  /// 0 to 59.
  public var minute: Int
  /// 0 to 59; a leap second reads as 59.
  public var second: Int
  /// 0 to 999,999,999.
  public var nanosecond: Int
  /// Minutes east of UTC; nil: a reading that the item's zone, TimeZoneContext or UTC makes an instant.
  public var offset: Int?

  /// A reading; nil when there is no such date or time.
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, nanosecond: Int = 0,
    offset: Int? = 0
  ) {
    guard EWSDate.isDate(year, month, day), (0...23).contains(hour), (0...59).contains(minute),
      (0...59).contains(second), (0...999_999_999).contains(nanosecond), abs(offset ?? 0) <= 14 * 60
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.nanosecond = nanosecond
    self.offset = offset
  }

  /// The instant that many microseconds after 1970-01-01T00:00:00Z, in UTC; nil outside of the years 1 to 9999.
  public init?(microseconds: Int64) {
    let (days, rest) = Self.divide(microseconds, by: 86_400_000_000)
    guard let date = EWSDate(days: Int(days)) else { return nil }
    let seconds = Int(rest / 1_000_000)
    self.init(
      year: date.year, month: date.month, day: date.day, hour: seconds / 3_600, minute: seconds / 60 % 60,
      second: seconds % 60, nanosecond: Int(rest % 1_000_000) * 1_000)
  }

  /// Microseconds after 1970-01-01T00:00:00Z; of a reading without a zone as if it were UTC.
  public var microseconds: Int64 {
    let days = Int64(EWSDate.days(year, month, day))
    let minutes = Int64(hour * 60 + minute - (offset ?? 0))
    return (days * 86_400 + minutes * 60 + Int64(second)) * 1_000_000 + Int64(nanosecond / 1_000)
  }

  /// Reads any form servers write: 0 to 9 digits of fraction and more, `Z`, offsets with and without a colon, or no zone.
  public init?(_ text: String) {
    var scan = EWSDigits(text)
    guard let (year, month, day) = scan.date(), scan.skip("T") || scan.skip("t") || scan.skip(" ") else { return nil }
    guard let hour = scan.number(2), scan.skip(":"), let minute = scan.number(2) else { return nil }
    var second = 0
    var nanosecond = 0
    if scan.skip(":") {
      guard let value = scan.number(2), value <= 60 else { return nil }
      second = min(value, 59)
      if scan.skip(".") || scan.skip(",") {
        guard let fraction = scan.fraction() else { return nil }
        nanosecond = fraction
      }
    }
    guard let offset = scan.offset(), scan.isAtEnd else { return nil }
    // 24:00 is the next midnight.
    if hour == 24 {
      guard minute == 0, second == 0, nanosecond == 0, EWSDate.isDate(year, month, day) else { return nil }
      guard let next = EWSDate(days: EWSDate.days(year, month, day) + 1) else { return nil }
      self.init(year: next.year, month: next.month, day: next.day, offset: offset.minutes)
      return
    }
    self.init(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second, nanosecond: nanosecond,
      offset: offset.minutes)
  }

  /// The form that is sent: as many digits of fraction as there are, `Z` for UTC.
  public var text: String {
    var text = EWSDate.text(year, month, day) + "T" + EWSDate.padded(hour, 2) + ":" + EWSDate.padded(minute, 2)
    text += ":" + EWSDate.padded(second, 2)
    if nanosecond > 0 {
      var digits = EWSDate.padded(nanosecond, 9)
      while digits.last == "0" { digits.removeLast() }
      text += "." + digits
    }
    return text + EWSDate.zone(offset)
  }

  private static func divide(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

extension EWSDateTime: EWSValue {
  /// Reads xs:dateTime.
  public init?(element: EWSElement) { self.init(element.trimmedText) }
  /// Writes xs:dateTime.
  public func write(into element: inout EWSElement) { element.text = text }
}

/// A day (xs:date). The zone some servers write after it is read and dropped: only the day counts.
public struct EWSDate: Equatable, Hashable, Sendable {
  /// The year, 1 to 9999.
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// 1 to 31.
  public var day: Int

  /// A day; nil when there is none such.
  public init?(year: Int, month: Int, day: Int) {
    guard Self.isDate(year, month, day) else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads `2026-12-01`, `2026-12-01+09:00`, `2026-12-01Z` and the date of a dateTime.
  public init?(_ text: String) {
    if let time = EWSDateTime(text) {
      self.init(year: time.year, month: time.month, day: time.day)
      return
    }
    var scan = EWSDigits(text)
    guard let (year, month, day) = scan.date(), scan.offset() != nil, scan.isAtEnd else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The day that many days after 1970-01-01; nil outside of the years 1 to 9999.
  init?(days: Int) {
    guard (-719_162...2_932_896).contains(days) else { return nil }
    // Counted from 0000-03-01, so that the leap day is the last of a year.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    self.init(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// The form that is sent.
  public var text: String { Self.text(year, month, day) }

  static func isDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    guard (1...9_999).contains(year), (1...12).contains(month), day >= 1 else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return day <= [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// Days after 1970-01-01.
  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  static func text(_ year: Int, _ month: Int, _ day: Int) -> String {
    padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
  }

  static func zone(_ offset: Int?) -> String {
    guard let offset else { return "" }
    guard offset != 0 else { return "Z" }
    return (offset < 0 ? "-" : "+") + padded(abs(offset) / 60, 2) + ":" + padded(abs(offset) % 60, 2)
  }

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension EWSDate: EWSValue {
  /// Reads xs:date.
  public init?(element: EWSElement) { self.init(element.trimmedText) }
  /// Writes xs:date.
  public func write(into element: inout EWSElement) { element.text = text }
}

/// Reads the digits of dates.
private struct EWSDigits {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = Array(text.utf8)[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ character: Character) -> Bool {
    guard rest.first == character.asciiValue else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(_ digits: Int) -> Int? {
    guard rest.count >= digits, rest.prefix(digits).allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    defer { rest = rest.dropFirst(digits) }
    return rest.prefix(digits).reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }

  mutating func date() -> (Int, Int, Int)? {
    guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2) else { return nil }
    return (year, month, day)
  }

  /// Nanoseconds; digits after the ninth are dropped.
  mutating func fraction() -> Int? {
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    guard !digits.isEmpty else { return nil }
    rest = rest.dropFirst(digits.count)
    let nine = digits.prefix(9).reduce(0) { $0 * 10 + Int($1) - 0x30 }
    return (digits.count..<max(9, digits.count)).reduce(nine) { value, _ in value * 10 }
  }

  /// `Z`, an offset with or without a colon, or nothing; nil when it is none of these.
  mutating func offset() -> (minutes: Int?, Void)? {
    if isAtEnd { return (nil, ()) }
    if skip("Z") || skip("z") { return (0, ()) }
    let isNegative = rest.first == UInt8(ascii: "-")
    guard skip("+") || skip("-"), let hours = number(2) else { return nil }
    _ = skip(":")
    guard let minutes = isAtEnd ? 0 : number(2), hours <= 14, minutes < 60 else { return nil }
    return ((hours * 60 + minutes) * (isNegative ? -1 : 1), ())
  }
}
