import EWSWire

/// Random values for everything a request may hold, the same ones for the same seed.
struct EWSGenerator {
  private var state: UInt64
  let dialect: EWSDialect

  init(seed: UInt64, dialect: EWSDialect) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    self.dialect = dialect
  }

  var isNew: Bool { dialect.isNew }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func int(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }
  mutating func bool() -> Bool { next() & 1 == 0 }
  mutating func oneOf<T>(_ list: [T]) -> T { list[int(0...list.count - 1)] }
  mutating func word<T: CaseIterable>(_ type: T.Type) -> T { oneOf(Array(type.allCases)) }
  mutating func maybe<T>(_ make: (inout EWSGenerator) -> T) -> T? { bool() ? make(&self) : nil }
  mutating func list<T>(_ range: ClosedRange<Int> = 1...3, _ make: (inout EWSGenerator) -> T) -> [T] {
    (0..<int(range)).map { _ in make(&self) }
  }

  mutating func text() -> String {
    let alphabet: [String] = [
      "a", "B", "7", " ", "&", "<", ">", "\"", "'", "]]>", "\u{0}", "\u{1}", "\u{B}", "\u{1F}", "\t", "\n", "\r", "é",
      "あ",
      "\u{FFFE}", "\u{FFFF}", "\u{1F600}", "\u{7F}", "\u{85}", "&#x1;", "<!--", "\u{2028}",
    ]
    return (0..<int(0...12)).map { _ in oneOf(alphabet) }.joined()
  }
  mutating func token() -> String {
    String((0..<int(4...20)).map { _ in oneOf(Array("ABCDEFabcdef0123456789+/")) }) + "="
  }
  mutating func address() -> String { "u\(int(0...999))@contoso.example" }
  mutating func bytes() -> [UInt8] { (0..<int(0...50)).map { _ in UInt8(truncatingIfNeeded: next()) } }
  mutating func content() -> EWSContent { .bytes(bytes()) }

  mutating func dateTime() -> EWSDateTime {
    EWSDateTime(
      year: int(1_900...2_100), month: int(1...12), day: int(1...28), hour: int(0...23), minute: int(0...59),
      second: int(0...59), nanosecond: bool() ? 0 : int(0...999_999_999),
      offset: oneOf([nil, 0, 540, -210, 345, -840]))!
  }
  mutating func date() -> EWSDate { EWSDate(year: int(1_900...2_100), month: int(1...12), day: int(1...28))! }

  mutating func itemID() -> EWSItemID { EWSItemID(token(), changeKey: maybe { $0.token() }) }
  mutating func versionedID() -> EWSItemID { EWSItemID(token(), changeKey: token()) }
  mutating func item() -> EWSItemReference {
    switch int(0...4) {
    case 0: .occurrence(master: itemID(), index: int(1...999))
    case 1: .master(ofOccurrence: itemID())
    default: .id(itemID())
    }
  }
  mutating func folder() -> EWSFolderReference {
    bool()
      ? .id(EWSFolderID(token(), changeKey: maybe { $0.token() }))
      : .distinguished(word(EWSDistinguishedFolder.self), mailbox: maybe { $0.address() })
  }

  mutating func extendedField() -> EWSExtendedField {
    let set = "6f1c2a40-7b1e-4c58-9a57-2f3f6a0c9d11"
    let known = oneOf(["Meeting", "Appointment", "Common", "PublicStrings", "Address", "Task", "UnifiedMessaging"])
    let name: EWSExtendedField.Name =
      switch int(0...4) {
      case 0: .tag(UInt16(int(1...0x7FFF)))
      case 1: .named(set: set, name: text())
      case 2: .numbered(set: set, id: int(0...99_999))
      case 3: .wellKnownNamed(set: "InternetHeaders", name: "X-" + token())
      default: .wellKnownNumbered(set: known, id: int(0...99_999))
      }
    return EWSExtendedField(name, word(EWSExtendedField.Kind.self))
  }
  mutating func extendedProperty() -> EWSExtendedProperty {
    let field = extendedField()
    return field.kind == .stringArray
      ? EWSExtendedProperty(field, values: list { $0.text() }) : EWSExtendedProperty(field, text())
  }
  mutating func path() -> EWSPath {
    switch int(0...4) {
    case 0: return .extended(extendedField())
    case 1: return .indexed("contacts:PhoneNumber", index: "MobilePhone")
    case 2 where isNew: return .field(oneOf(["item:TextBody", "calendar:IsOrganizer", "item:Flag", "item:Preview"]))
    default:
      return .field(
        oneOf(["item:Subject", "message:From", "calendar:Start", "contacts:Surname", "task:Status", "item:Size"]))
    }
  }
  mutating func shape() -> EWSItemShape {
    EWSItemShape(
      word(EWSItemShape.Base.self), includesMIME: bool(), body: maybe { $0.word(EWSItemShape.Body.self) },
      uniqueBody: isNew ? maybe { $0.word(EWSItemShape.Body.self) } : nil, filtersHTML: bool(),
      properties: list(0...4) { $0.path() })
  }
  mutating func folderShape() -> EWSFolderShape {
    EWSFolderShape(word(EWSFolderShape.Base.self), properties: list(0...2) { $0.path() })
  }
  mutating func restriction(_ depth: Int = 3) -> EWSRestriction {
    switch int(0...(depth > 0 ? 5 : 2)) {
    case 0: .compare(path(), word(EWSRestriction.Comparison.self), text())
    case 1: .exists(path())
    case 2: .contains(path(), text(), mode: word(EWSRestriction.Containment.self), ignoresCase: bool())
    case 3: .not(restriction(depth - 1))
    case 4: .all(restriction(depth - 1), list(1...3) { $0.restriction(depth - 1) })
    default: .any(restriction(depth - 1), list(1...3) { $0.restriction(depth - 1) })
    }
  }

  mutating func mailbox() -> EWSMailbox {
    EWSMailbox(
      name: maybe { $0.text() }, address: maybe { $0.address() }, routingType: maybe { $0.oneOf(["SMTP", "EX"]) })
  }
  mutating func attendee() -> EWSAttendee {
    EWSAttendee(
      mailbox(), response: maybe { $0.word(EWSResponseType.self) }, lastResponseTime: maybe { $0.dateTime() })
  }
  mutating func body() -> EWSBody { EWSBody(word(EWSBody.Kind.self), text()) }
  mutating func timeZone() -> EWSTimeZone {
    var zone = EWSTimeZone("Tokyo Standard Time", name: maybe { $0.text() })
    guard bool() else { return zone }
    zone.name = text()
    zone.periods = list { .init(id: "p/\($0.int(0...9))", name: $0.text(), bias: $0.int(-840...840)) }
    zone.groups = list { generator in
      .init(
        id: "\(generator.int(0...9))",
        transitions: generator.oneOf([
          [.init(.always, to: "p/1", isGroup: false)],
          [
            .init(
              .recurringDay(minutes: generator.int(0...1_439), month: 3, day: "Sunday", occurrence: -1), to: "p/1",
              isGroup: false),
            .init(.recurringDate(minutes: 120, month: 10, day: generator.int(1...31)), to: "p/2", isGroup: false),
          ],
        ]))
    }
    zone.transitions = [.init(.always, to: "0", isGroup: true), .init(.absolute(dateTime()), to: "1", isGroup: true)]
    return zone
  }
  mutating func recurrence(forTask: Bool) -> EWSRecurrence {
    typealias R = EWSRecurrence
    let days = Array(R.Day.allCases.prefix(7))
    let pattern: R.Pattern =
      switch int(0...(forTask ? 6 : 5)) {
      case 0: .daily(interval: int(1...999))
      case 1:
        .weekly(interval: int(1...99), days: list(1...4) { $0.oneOf(days) }, firstDayOfWeek: maybe { $0.oneOf(days) })
      case 2: .absoluteMonthly(interval: int(1...99), day: int(1...31))
      case 3: .relativeMonthly(interval: int(1...99), day: word(R.Day.self), index: word(R.Index.self))
      case 4: .absoluteYearly(day: int(1...31), month: word(R.Month.self))
      case 5: .relativeYearly(day: word(R.Day.self), index: word(R.Index.self), month: word(R.Month.self))
      default: .regeneration(word(R.Unit.self), interval: int(1...99))
      }
    let range: R.Range =
      switch int(0...2) {
      case 0: .noEnd(start: date())
      case 1: .endDate(start: date(), end: date())
      default: .numbered(start: date(), count: int(1...999))
      }
    return EWSRecurrence(pattern, range)!
  }

  mutating func header() -> (EWSImpersonation?, String?) {
    let value = text() + "x"
    let who: EWSImpersonation? = oneOf([
      nil, .smtpAddress(address()), .primarySmtpAddress(address()), .principalName(value), .sid("S-1-5-21-1"),
    ])
    return (who, maybe { $0.oneOf(["Tokyo Standard Time", "UTC", "W. Europe Standard Time"]) })
  }
}
