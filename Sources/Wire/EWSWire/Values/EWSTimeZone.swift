/// A time zone by its Windows id; with its rules where they were asked for or the id is none the server knows.
/// [MS-OXWSGTZ] 2.2.4
public struct EWSTimeZone: Equatable, Sendable {
  /// A stretch of time with one bias.
  public struct Period: Equatable, Sendable {
    /// Its id within the zone.
    public var id: String
    /// Its name, such as `Standard`.
    public var name: String
    /// Minutes to add to local time to get UTC: -540 in Tokyo.
    public var bias: Int

    /// A period.
    public init(id: String, name: String, bias: Int) {
      self.id = id
      self.name = name
      self.bias = bias
    }
  }

  /// When a period or a group of transitions begins.
  public struct Transition: Equatable, Sendable {
    /// The moment.
    public enum Moment: Equatable, Sendable {
      /// From the beginning.
      case always
      /// A date and time.
      case absolute(EWSDateTime)
      /// A day of the week in a month, minutes after midnight; occurrence 1 to 4, or -1 for the last.
      case recurringDay(minutes: Int, month: Int, day: String, occurrence: Int)
      /// A day of a month, minutes after midnight.
      case recurringDate(minutes: Int, month: Int, day: Int)
    }

    /// When.
    public var moment: Moment
    /// The id of what begins.
    public var target: String
    /// Whether a group of transitions begins, not a period.
    public var isGroup: Bool

    /// A transition.
    public init(_ moment: Moment, to target: String, isGroup: Bool) {
      self.moment = moment
      self.target = target
      self.isGroup = isGroup
    }
  }

  /// Transitions of every year.
  public struct Group: Equatable, Sendable {
    /// Its id within the zone.
    public var id: String
    /// The transitions.
    public var transitions: [Transition]

    /// A group.
    public init(id: String, transitions: [Transition]) {
      self.id = id
      self.transitions = transitions
    }
  }

  /// The Windows id, such as `Tokyo Standard Time`.
  public var id: String
  /// The name for people.
  public var name: String?
  /// The periods; without rules none.
  public var periods: [Period] = []
  /// The groups of transitions.
  public var groups: [Group] = []
  /// Which group holds from when on.
  public var transitions: [Transition] = []

  /// A zone by its id.
  public init(_ id: String, name: String? = nil) {
    self.id = id
    self.name = name
  }
}

extension EWSTimeZone: EWSValue {
  /// Reads a zone; rules that are not understood are left out with the rest of them.
  public init?(element: EWSElement) {
    guard let id = element.attribute("Id") else { return nil }
    self.init(id, name: element.attribute("Name"))
    guard let periodElements = element.child("Periods")?.children else { return }
    var periods: [Period] = []
    for child in periodElements {
      guard let id = child.attribute("Id"), let name = child.attribute("Name"),
        let bias = child.attribute("Bias").flatMap(Self.minutes)
      else { return }
      periods.append(Period(id: id, name: name, bias: bias))
    }
    var groups: [Group] = []
    for child in element.child("TransitionsGroups")?.children ?? [] {
      guard let id = child.attribute("Id"), let transitions = Self.transitions(child) else { return }
      groups.append(Group(id: id, transitions: transitions))
    }
    guard let transitions = element.child("Transitions").map(Self.transitions) ?? [] else { return }
    self.periods = periods
    self.groups = groups
    self.transitions = transitions
  }

  private static func transitions(_ element: EWSElement) -> [Transition]? {
    var transitions: [Transition] = []
    for child in element.children {
      guard let to = child.child("To") else { return nil }
      let minutes = child.child("TimeOffset").flatMap { Self.minutes($0.trimmedText) }
      let month = child.value(of: "Month", Int.self)
      let moment: Transition.Moment
      switch child.name {
      case "Transition": moment = .always
      case "AbsoluteDateTransition":
        guard let time = child.value(of: "DateTime", EWSDateTime.self) else { return nil }
        moment = .absolute(time)
      case "RecurringDayTransition":
        guard let minutes, let month, let day = child.child("DayOfWeek")?.trimmedText,
          let occurrence = child.value(of: "Occurrence", Int.self)
        else { return nil }
        moment = .recurringDay(minutes: minutes, month: month, day: day, occurrence: occurrence)
      case "RecurringDateTransition":
        guard let minutes, let month, let day = child.value(of: "Day", Int.self) else { return nil }
        moment = .recurringDate(minutes: minutes, month: month, day: day)
      default: return nil
      }
      transitions.append(Transition(moment, to: to.trimmedText, isGroup: to.attribute("Kind") == "Group"))
    }
    return transitions
  }

  /// Writes the id, or the whole zone.
  public func write(into element: inout EWSElement) {
    element = EWSElement(element.name, ["Id": id, "Name": name])
    guard !periods.isEmpty else { return }
    element.children = [
      EWSElement(
        "Periods", [:],
        periods.map { EWSElement("Period", ["Bias": Self.duration($0.bias), "Name": $0.name, "Id": $0.id]) })
    ]
    if !groups.isEmpty {
      element.children.append(
        EWSElement(
          "TransitionsGroups", [:],
          groups.map { EWSElement("TransitionsGroup", ["Id": $0.id], $0.transitions.map(Self.element)) }))
    }
    if !transitions.isEmpty {
      element.children.append(EWSElement("Transitions", [:], transitions.map(Self.element)))
    }
  }

  private static func element(_ transition: Transition) -> EWSElement {
    var to = EWSElement("To", ["Kind": transition.isGroup ? "Group" : "Period"])
    to.text = transition.target
    switch transition.moment {
    case .always: return EWSElement("Transition", [:], [to])
    case .absolute(let time):
      return EWSElement("AbsoluteDateTransition", [:], [to, EWSElement("DateTime", value: time)])
    case .recurringDay(let minutes, let month, let day, let occurrence):
      return EWSElement(
        "RecurringDayTransition", [:],
        [
          to, EWSElement("TimeOffset", text: duration(minutes)), EWSElement("Month", value: month),
          EWSElement("DayOfWeek", text: day), EWSElement("Occurrence", value: occurrence),
        ])
    case .recurringDate(let minutes, let month, let day):
      return EWSElement(
        "RecurringDateTransition", [:],
        [
          to, EWSElement("TimeOffset", text: duration(minutes)), EWSElement("Month", value: month),
          EWSElement("Day", value: day),
        ])
    }
  }

  /// Minutes as xs:duration.
  static func duration(_ minutes: Int) -> String {
    let sign = minutes < 0 ? "-" : ""
    let (hours, rest) = abs(minutes).quotientAndRemainder(dividingBy: 60)
    if hours == 0 { return "\(sign)PT\(rest)M" }
    return rest == 0 ? "\(sign)PT\(hours)H" : "\(sign)PT\(hours)H\(rest)M"
  }

  /// The minutes of a xs:duration without years and months; seconds are cut.
  static func minutes(_ text: String) -> Int? {
    var rest = Array(text.utf8)[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest.removeFirst() }
    guard rest.popFirst() == UInt8(ascii: "P"), !rest.isEmpty else { return nil }
    var minutes = 0
    var isTime = false
    while let octet = rest.first {
      if octet == UInt8(ascii: "T") {
        isTime = true
        rest.removeFirst()
        continue
      }
      let digits = rest.prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
      rest = rest.dropFirst(digits.count)
      let whole = digits.prefix { $0 != UInt8(ascii: ".") }
      guard !whole.isEmpty, whole.count <= 6, let unit = rest.popFirst() else { return nil }
      let number = whole.reduce(0) { $0 * 10 + Int($1) - 0x30 }
      switch (unit, isTime) {
      case (UInt8(ascii: "D"), false): minutes += number * 1_440
      case (UInt8(ascii: "H"), true): minutes += number * 60
      case (UInt8(ascii: "M"), true): minutes += number
      case (UInt8(ascii: "S"), true): minutes += number / 60
      default: return nil
      }
    }
    return isNegative ? -minutes : minutes
  }
}
