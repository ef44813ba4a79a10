/// DeleteItem. `ErrorItemNotFound` means that it is done. [MS-OXWSCORE] 3.1.4.3
public struct DeleteItem: EWSOperation {
  /// How.
  public enum Kind: String, Equatable, Sendable, CaseIterable {
    case hardDelete = "HardDelete", softDelete = "SoftDelete", moveToDeletedItems = "MoveToDeletedItems"
  }

  /// Whether attendees are told.
  public enum Cancellations: String, Equatable, Sendable, CaseIterable {
    case sendToNone = "SendToNone", sendOnlyToAll = "SendOnlyToAll", sendToAllAndSaveCopy = "SendToAllAndSaveCopy"
  }

  /// What of a series of tasks.
  public enum TaskOccurrences: String, Equatable, Sendable, CaseIterable {
    case all = "AllOccurrences", specified = "SpecifiedOccurrenceOnly"
  }

  public static let name = "DeleteItem"

  /// The items.
  public var items: [EWSItemReference]
  /// How.
  public var kind: Kind
  /// Whether attendees are told. Always sent: it must be there when an item is of a calendar, and harms no other.
  public var cancellations: Cancellations
  /// What of a series of tasks. Always sent, for the same reason.
  public var taskOccurrences: TaskOccurrences

  /// Deletes items. Nobody is told unless somebody said so.
  public init(
    _ items: [EWSItemReference], _ kind: Kind, cancellations: Cancellations = .sendToNone,
    taskOccurrences: TaskOccurrences = .all
  ) {
    self.items = items
    self.kind = kind
    self.cancellations = cancellations
    self.taskOccurrences = taskOccurrences
  }

  public var element: EWSElement {
    EWSElement(
      Self.name,
      [
        "DeleteType": kind.rawValue, "SendMeetingCancellations": cancellations.rawValue,
        "AffectedTaskOccurrences": taskOccurrences.rawValue,
      ], [EWSElement("ItemIds", [:], items.map(\.element))])
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> EWSNothing { EWSNothing() }
}
