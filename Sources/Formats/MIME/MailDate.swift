/// Date and time of a message (RFC 5322 §3.3 with the obsolete forms of §4.3), as microseconds UTC since 1970.
public enum MailDate {
  /// Parses a date-time; comments are skipped, the day name is not checked. nil if no valid day, month, year and time.
  public static func parse(_ value: String) -> Int64? { parse(Array(value.utf8)[...]) }

  static func parse(_ bytes: ArraySlice<UInt8>) -> Int64? {
    var fields = Fields()
    eachWord(of: bytes) { fields.take($0) }
    return fields.microseconds
  }

  /// The time after the last semicolon of a Received value (RFC 5321 §4.4), if plausible.
  static func parseReceived(_ bytes: ArraySlice<UInt8>) -> Int64? {
    guard let semicolon = bytes.lastIndex(of: 0x3B), let time = parse(bytes[(semicolon + 1)...]) else { return nil }
    return plausible.contains(time) ? time : nil
  }

  /// 1985 to 2100: a server's clock outside that is not set.
  private static let plausible: Range<Int64> = 473_385_600_000_000..<4_102_444_800_000_000

  private static func eachWord(of bytes: ArraySlice<UInt8>, _ take: (ArraySlice<UInt8>) -> Void) {
    var words = 0
    var depth = 0
    var start: Int?
    var position = bytes.startIndex
    func isSeparator(_ byte: UInt8) -> Bool { ASCII.isWhiteSpace(byte) || byte == 0x2C || byte == 0x28 || byte == 0 }
    while position < bytes.endIndex, words < Limits.dateWords {
      let byte = bytes[position]
      if depth > 0 {
        if byte == 0x5C { position += 1 }
        if byte == 0x28 { depth += 1 }
        if byte == 0x29 { depth -= 1 }
      } else if isSeparator(byte) {
        if let begin = start {
          take(bytes[begin..<position])
          words += 1
        }
        start = nil
        if byte == 0x28 { depth = 1 }
      } else if start == nil {
        start = position
      }
      position += 1
    }
    if let begin = start, words < Limits.dateWords { take(bytes[begin...]) }
  }

  /// Writes a date-time in UTC, `Tue, 24 Nov 2026 11:12:41 +0000` (RFC 5322 §3.3). Years 1900 to 9999.
  public static func format(_ microseconds: Int64) -> String {
    let seconds = floorDivide(microseconds, 1_000_000)
    let days = floorDivide(seconds, 86_400)
    let time = Int(seconds - days * 86_400)
    let (year, month, day) = civil(fromDays: days)
    let weekday = Int(((days + 4) % 7 + 7) % 7)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let clock = "\(two(time / 3600)):\(two(time / 60 % 60)):\(two(time % 60))"
    return "\(dayNames[weekday]), \(two(day)) \(monthNames[month - 1]) \(year) \(clock) +0000"
  }

  private static let dayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  static let monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  static func floorDivide(_ value: Int64, _ by: Int64) -> Int64 {
    let quotient = value / by
    return value % by < 0 ? quotient - 1 : quotient
  }

  /// Days since 1970-01-01 of the proleptic Gregorian calendar; years are counted from March.
  static func days(year: Int, month: Int, day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(fromDays days: Int64) -> (year: Int, month: Int, day: Int) {
    let z = Int(days) + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// The parts of a date in whatever order they come.
  private struct Fields {
    var day: Int?
    var month: Int?
    var year: Int?
    var time: Int?
    var offsetMinutes: Int?

    var microseconds: Int64? {
      guard let day, let month, let year, let time, day >= 1, (1900...9999).contains(year) else { return nil }
      let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      guard day <= lengths[month - 1] else { return nil }
      let seconds = MailDate.days(year: year, month: month, day: day) * 86_400 + time - (offsetMinutes ?? 0) * 60
      return Int64(seconds) * 1_000_000
    }

    private func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    mutating func take(_ token: ArraySlice<UInt8>) {
      guard let first = token.first else { return }
      if first == 0x2B || first == 0x2D {
        if time != nil, offsetMinutes == nil { offsetMinutes = Self.numericZone(token) }
      } else if ASCII.isDigit(first) {
        takeNumeric(token)
      } else if ASCII.isLetter(first) {
        takeWord(token)
      }
    }

    private mutating func takeNumeric(_ token: ArraySlice<UInt8>) {
      let dashes = token.contains(0x2D) ? token.split(separator: 0x2D, omittingEmptySubsequences: false) : []
      if token.contains(0x3A) {
        // A zone may follow the time without white space.
        let clock = token.prefix { ASCII.isDigit($0) || $0 == 0x3A || $0 == 0x2E }
        if time == nil { time = Self.clock(clock) }
        if clock.count < token.count { take(token[clock.endIndex...]) }
      } else if dashes.count == 3, dashes[0].count == 4, let number = Self.number(dashes[1]) {
        // 2026-11-24, as some programs write against the standard.
        year = Self.number(dashes[0])
        month = (1...12).contains(number) ? number : nil
        day = Self.number(dashes[2])
      } else if dashes.count == 3 {
        for part in dashes { take(part) }  // 24-Nov-2026
      } else if let number = Self.number(token) {
        if day == nil, token.count <= 2 {
          day = number
        } else if year != nil, time != nil, offsetMinutes == nil, token.count == 4 {
          offsetMinutes = Self.numericZone([0x2B] + token)  // the sign is missing
        } else if year == nil, month != nil || token.count >= 4 {
          year = Self.fullYear(number, digits: token.count)
        }
      }
    }

    private mutating func takeWord(_ token: ArraySlice<UInt8>) {
      let word = ASCII.lowercased(token.prefix(8))
      if month == nil, let number = Self.month(token) {
        month = number
      } else if time != nil, offsetMinutes == nil, let zone = Self.zones[word] {
        offsetMinutes = zone
        // "GMT+0100" means the offset.
      } else if time != nil, offsetMinutes == nil, word.hasPrefix("gmt") || word.hasPrefix("utc") {
        offsetMinutes = Self.numericZone(token.dropFirst(3))
      } else if word == "pm" || word == "am", let seconds = time, seconds < 13 * 3600 {
        time = seconds % (12 * 3600) + (word == "pm" ? 12 * 3600 : 0)
      }
    }

    /// By the first three letters.
    private static func month(_ token: ArraySlice<UInt8>) -> Int? {
      guard token.count >= 3 else { return nil }
      return MailDate.monthNames.firstIndex { ASCII.equalsIgnoringCase(token.prefix(3), $0) }.map { $0 + 1 }
    }

    // RFC 5322 §4.3; any other name, the military letters included, says nothing and counts as -0000.
    private static let zones: [String: Int] = [
      "ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
      "mdt": -360, "pst": -480, "pdt": -420, "jst": 540,
    ]

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
      guard !digits.isEmpty, digits.count <= 6, digits.allSatisfy(ASCII.isDigit) else { return nil }
      return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    // RFC 5322 §4.3: two digits below 50 are 2000 on, other two and all three digits count from 1900.
    private static func fullYear(_ number: Int, digits: Int) -> Int {
      // A four-digit 0102 is a program that counts from 1900, padded.
      if digits >= 4 { return (100..<200).contains(number) ? number + 1900 : number }
      return digits <= 2 && number < 50 ? number + 2000 : number + 1900
    }

    private static func clock(_ token: ArraySlice<UInt8>) -> Int? {
      let parts = token.split(separator: 0x3A, omittingEmptySubsequences: false)
        .map { number($0.prefix { ASCII.isDigit($0) }) }
      guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1] else { return nil }
      var second = 0
      if parts.count == 3 {
        guard let value = parts[2] else { return nil }
        second = value
      }
      // A leap second is the last regular one for us.
      guard hour < 24, minute < 60, second <= 60 else { return nil }
      return hour * 3600 + minute * 60 + min(second, 59)
    }

    private static func numericZone(_ token: ArraySlice<UInt8>) -> Int? {
      guard let sign = token.first, sign == 0x2B || sign == 0x2D else { return nil }
      let digits = token.dropFirst().filter { $0 != 0x3A }
      guard digits.count == 4, let number = number(digits[...]), number % 100 < 60, number < 2400 else { return nil }
      let minutes = number / 100 * 60 + number % 100
      return sign == 0x2D ? -minutes : minutes
    }
  }
}
