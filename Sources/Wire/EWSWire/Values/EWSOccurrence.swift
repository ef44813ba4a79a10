/// One occurrence of a series.
public struct EWSOccurrence: Equatable, Sendable {
  /// Its id.
  public var id: EWSItemID
  /// When it begins.
  public var start: EWSDateTime
  /// When it ends.
  public var end: EWSDateTime
  /// When the pattern would have it begin: with the UID, what names it in every system.
  public var originalStart: EWSDateTime

  /// An occurrence.
  public init(id: EWSItemID, start: EWSDateTime, end: EWSDateTime, originalStart: EWSDateTime) {
    self.id = id
    self.start = start
    self.end = end
    self.originalStart = originalStart
  }
}

extension EWSOccurrence: EWSValue, EWSListMember {
  /// Reads one occurrence.
  public init?(element: EWSElement) {
    guard let id = element.value(of: "ItemId", EWSItemID.self),
      let start = element.value(of: "Start", EWSDateTime.self),
      let end = element.value(of: "End", EWSDateTime.self),
      let originalStart = element.value(of: "OriginalStart", EWSDateTime.self)
    else { return nil }
    self.init(id: id, start: start, end: end, originalStart: originalStart)
  }

  /// Reads the occurrences of a list.
  public static func list(_ element: EWSElement) -> [EWSOccurrence] {
    element.children.compactMap(EWSOccurrence.init(element:))
  }

  /// Writes one occurrence.
  public func write(into element: inout EWSElement) { element.children = member.children }

  /// An `Occurrence` element.
  public var member: EWSElement {
    EWSElement(
      "Occurrence", [:],
      [
        EWSElement("ItemId", value: id), EWSElement("Start", value: start), EWSElement("End", value: end),
        EWSElement("OriginalStart", value: originalStart),
      ])
  }
}

/// An occurrence that was deleted, by when the pattern would have it begin.
public struct EWSDeletedOccurrence: Equatable, Sendable, EWSListMember {
  /// The original start.
  public var start: EWSDateTime

  /// A deleted occurrence.
  public init(start: EWSDateTime) { self.start = start }

  /// Reads the occurrences of a list.
  public static func list(_ element: EWSElement) -> [EWSDeletedOccurrence] {
    element.children.compactMap { $0.value(of: "Start", EWSDateTime.self).map(EWSDeletedOccurrence.init(start:)) }
  }

  /// A `DeletedOccurrence` element.
  public var member: EWSElement { EWSElement("DeletedOccurrence", [:], [EWSElement("Start", value: start)]) }
}
