/// A moment in UTC, as whole microseconds since 1970-01-01T00:00:00Z. The storage form of every DateTime column.
package struct Instant: Hashable, Sendable, Comparable, Codable {
  package var microseconds: Int64

  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  package init(seconds: Int64) {
    self.microseconds = seconds.multipliedReportingOverflow(by: 1_000_000).partialValue
  }

  package static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

  /// Moves by whole seconds, saturating at the ends of the range.
  package func adding(seconds: Int) -> Instant {
    let (step, overflowed) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000)
    let (sum, spilled) = microseconds.addingReportingOverflow(step)
    if overflowed || spilled { return Instant(microseconds: seconds < 0 ? .min : .max) }
    return Instant(microseconds: sum)
  }

  package func seconds(since other: Instant) -> Double {
    Double(microseconds) / 1e6 - Double(other.microseconds) / 1e6
  }

  /// `2026-03-01T09:30:00Z`: RFC 3339 in UTC, without fractions.
  package var rfc3339: String {
    let seconds = microseconds.flooringDivision(by: 1_000_000)
    let days = seconds.flooringDivision(by: 86_400)
    let clock = seconds - days * 86_400
    let (year, month, day) = Instant.civil(days: days)
    return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T"
      + "\(pad(clock / 3600, 2)):\(pad(clock / 60 % 60, 2)):\(pad(clock % 60, 2))Z"
  }

  /// Reads `YYYY-MM-DD` (midnight UTC) or `YYYY-MM-DDTHH:MM:SSZ`.
  package init?(rfc3339 text: String) {
    let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    let date = parts[0].split(separator: "-", omittingEmptySubsequences: false).map(Instant.digits)
    guard date.count == 3, let year = date[0], let month = date[1], let day = date[2],
      (1...9999).contains(year), (1...12).contains(month), (1...Instant.days(in: month, of: year)).contains(day)
    else { return nil }
    var seconds = Instant.days(year: year, month: month, day: day) * 86_400
    if parts.count == 2 {
      guard parts[1].hasSuffix("Z") else { return nil }
      let clock = parts[1].dropLast().split(separator: ":", omittingEmptySubsequences: false).map(Instant.digits)
      guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
        (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
      else { return nil }
      seconds += hour * 3600 + minute * 60 + second
    }
    self.init(seconds: seconds)
  }

  private static func digits(_ text: Substring) -> Int64? {
    text.utf8.allSatisfy { (48...57).contains($0) } ? Int64(text) : nil
  }

  private static func days(in month: Int64, of year: Int64) -> Int64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Int(month - 1)]
  }

  /// Days since 1970-01-01 of a date in the proleptic Gregorian calendar, counted in eras of 400 years from March.
  package static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted.flooringDivision(by: 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = shifted.flooringDivision(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let index = (5 * dayOfYear + 2) / 153
    let month = index < 10 ? index + 3 : index - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * index + 2) / 5 + 1)
  }

  private func pad(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Int64 {
  fileprivate func flooringDivision(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
