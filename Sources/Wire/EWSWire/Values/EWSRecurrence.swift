/// When a series repeats: one pattern and one range. [MS-OXWSCDATA] 2.2.4.37
public struct EWSRecurrence: Equatable, Sendable {
  /// A day of the week, or a kind of day.
  public enum Day: String, Equatable, Sendable, CaseIterable {
    case sunday = "Sunday", monday = "Monday", tuesday = "Tuesday", wednesday = "Wednesday", thursday = "Thursday"
    case friday = "Friday", saturday = "Saturday", day = "Day", weekday = "Weekday", weekendDay = "WeekendDay"
  }

  /// Which of the days of a month.
  public enum Index: String, Equatable, Sendable, CaseIterable {
    case first = "First", second = "Second", third = "Third", fourth = "Fourth", last = "Last"
  }

  /// A month.
  public enum Month: String, Equatable, Sendable, CaseIterable {
    case january = "January", february = "February", march = "March", april = "April", may = "May", june = "June"
    case july = "July", august = "August", september = "September", october = "October", november = "November"
    case december = "December"
  }

  /// A unit of time for tasks that are made anew when they are done.
  public enum Unit: String, Equatable, Sendable, CaseIterable {
    case day = "DailyRegeneration", week = "WeeklyRegeneration", month = "MonthlyRegeneration"
    case year = "YearlyRegeneration"
  }

  /// How it repeats.
  public enum Pattern: Equatable, Sendable {
    /// Every so many days, 1 to 999.
    case daily(interval: Int)
    /// Every so many weeks, 1 to 99, on these days.
    case weekly(interval: Int, days: [Day], firstDayOfWeek: Day?)
    /// Every so many months, 1 to 99, on that day, 1 to 31.
    case absoluteMonthly(interval: Int, day: Int)
    /// Every so many months, 1 to 99, on the first to last of such days.
    case relativeMonthly(interval: Int, day: Day, index: Index)
    /// Every year on that day, 1 to 31, of that month.
    case absoluteYearly(day: Int, month: Month)
    /// Every year on the first to last of such days of that month.
    case relativeYearly(day: Day, index: Index, month: Month)
    /// So long after the last one was done; of tasks only.
    case regeneration(Unit, interval: Int)
  }

  /// How long it repeats.
  public enum Range: Equatable, Sendable {
    /// Without end.
    case noEnd(start: EWSDate)
    /// To a day, that one included.
    case endDate(start: EWSDate, end: EWSDate)
    /// So many times, at least once.
    case numbered(start: EWSDate, count: Int)
  }

  /// How it repeats.
  public let pattern: Pattern
  /// How long.
  public let range: Range

  /// A recurrence; nil when a number is not one the schema allows.
  public init?(_ pattern: Pattern, _ range: Range) {
    switch pattern {
    case .daily(let interval): guard (1...999).contains(interval) else { return nil }
    case .weekly(let interval, let days, let first):
      guard (1...99).contains(interval), !days.isEmpty else { return nil }
      if let first, [.day, .weekday, .weekendDay].contains(first) { return nil }
    case .absoluteMonthly(let interval, let day):
      guard (1...99).contains(interval), (1...31).contains(day) else { return nil }
    case .relativeMonthly(let interval, _, _): guard (1...99).contains(interval) else { return nil }
    case .absoluteYearly(let day, _): guard (1...31).contains(day) else { return nil }
    case .relativeYearly: break
    case .regeneration(let unit, let interval):
      guard (1...(unit == .day ? 999 : 99)).contains(interval) else { return nil }
    }
    if case .numbered(_, let count) = range, count < 1 { return nil }
    self.pattern = pattern
    self.range = range
  }
}

extension EWSRecurrence: EWSValue {
  /// Reads a pattern and a range, in any order.
  public init?(element: EWSElement) {
    var pattern: Pattern?
    var range: Range?
    for child in element.children {
      if let found = Self.pattern(child) { pattern = found }
      if let found = Self.range(child) { range = found }
    }
    guard let pattern, let range else { return nil }
    self.init(pattern, range)
  }

  private static func pattern(_ element: EWSElement) -> Pattern? {
    let interval = element.value(of: "Interval", Int.self) ?? 1
    let days = (element.child("DaysOfWeek")?.text ?? "").split { $0.isWhitespace }
      .compactMap { Day(rawValue: String($0)) }
    let index = element.child("DayOfWeekIndex").flatMap { Index(rawValue: $0.trimmedText) }
    let month = element.child("Month").flatMap { Month(rawValue: $0.trimmedText) }
    let dayOfMonth = element.value(of: "DayOfMonth", Int.self)
    switch element.name {
    case "DailyRecurrence": return .daily(interval: interval)
    case "WeeklyRecurrence":
      let first = element.child("FirstDayOfWeek").flatMap { Day(rawValue: $0.trimmedText) }
      return .weekly(interval: interval, days: days, firstDayOfWeek: first)
    case "AbsoluteMonthlyRecurrence": return dayOfMonth.map { .absoluteMonthly(interval: interval, day: $0) }
    case "RelativeMonthlyRecurrence":
      guard let day = days.first, let index else { return nil }
      return .relativeMonthly(interval: interval, day: day, index: index)
    case "AbsoluteYearlyRecurrence":
      guard let dayOfMonth, let month else { return nil }
      return .absoluteYearly(day: dayOfMonth, month: month)
    case "RelativeYearlyRecurrence":
      guard let day = days.first, let index, let month else { return nil }
      return .relativeYearly(day: day, index: index, month: month)
    default: return Unit(rawValue: element.name).map { .regeneration($0, interval: interval) }
    }
  }

  private static func range(_ element: EWSElement) -> Range? {
    guard let start = element.value(of: "StartDate", EWSDate.self) else { return nil }
    switch element.name {
    case "NoEndRecurrence": return .noEnd(start: start)
    case "EndDateRecurrence": return element.value(of: "EndDate", EWSDate.self).map { .endDate(start: start, end: $0) }
    case "NumberedRecurrence":
      return element.value(of: "NumberOfOccurrences", Int.self).map { .numbered(start: start, count: $0) }
    default: return nil
    }
  }

  /// Writes the pattern and the range.
  public func write(into element: inout EWSElement) { element.children = [patternElement, rangeElement] }

  private var patternElement: EWSElement {
    func element(_ name: String, _ fields: KeyValuePairs<String, String>) -> EWSElement {
      EWSElement(name, [:], fields.map { EWSElement($0.key, text: $0.value) })
    }
    switch pattern {
    case .daily(let interval): return element("DailyRecurrence", ["Interval": "\(interval)"])
    case .weekly(let interval, let days, let first):
      var weekly = element(
        "WeeklyRecurrence",
        ["Interval": "\(interval)", "DaysOfWeek": days.map(\.rawValue).joined(separator: " ")])
      if let first { weekly.children.append(EWSElement("FirstDayOfWeek", text: first.rawValue)) }
      return weekly
    case .absoluteMonthly(let interval, let day):
      return element("AbsoluteMonthlyRecurrence", ["Interval": "\(interval)", "DayOfMonth": "\(day)"])
    case .relativeMonthly(let interval, let day, let index):
      return element(
        "RelativeMonthlyRecurrence",
        ["Interval": "\(interval)", "DaysOfWeek": day.rawValue, "DayOfWeekIndex": index.rawValue])
    case .absoluteYearly(let day, let month):
      return element("AbsoluteYearlyRecurrence", ["DayOfMonth": "\(day)", "Month": month.rawValue])
    case .relativeYearly(let day, let index, let month):
      return element(
        "RelativeYearlyRecurrence",
        ["DaysOfWeek": day.rawValue, "DayOfWeekIndex": index.rawValue, "Month": month.rawValue])
    case .regeneration(let unit, let interval): return element(unit.rawValue, ["Interval": "\(interval)"])
    }
  }

  private var rangeElement: EWSElement {
    switch range {
    case .noEnd(let start): EWSElement("NoEndRecurrence", [:], [EWSElement("StartDate", value: start)])
    case .endDate(let start, let end):
      EWSElement(
        "EndDateRecurrence", [:], [EWSElement("StartDate", value: start), EWSElement("EndDate", value: end)])
    case .numbered(let start, let count):
      EWSElement(
        "NumberedRecurrence", [:],
        [EWSElement("StartDate", value: start), EWSElement("NumberOfOccurrences", value: count)])
    }
  }
}
