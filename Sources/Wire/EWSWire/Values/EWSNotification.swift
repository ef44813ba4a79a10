/// What a subscription tells. [MS-OXWSNTIF] 2.2.4
public struct EWSNotification: Equatable, Sendable {
  /// What a thing is.
  public enum Subject: Equatable, Sendable {
    case item(EWSItemID)
    case folder(EWSFolderID)
  }

  /// One event.
  public struct Event: Equatable, Sendable {
    /// What happened; nil for a StatusEvent, which says that nothing did.
    public var type: Subscribe.EventType?
    /// Where the subscription stands after it; of pull and push only.
    public var watermark: String?
    /// When.
    public var time: EWSDateTime?
    /// To what.
    public var subject: Subject?
    /// The folder it lies in.
    public var parent: EWSFolderID?
    /// What it was before it was moved or copied.
    public var oldSubject: Subject?
    /// The folder it lay in before.
    public var oldParent: EWSFolderID?
    /// Items not read, of a folder that changed.
    public var unreadCount: Int?
  }

  /// The subscription.
  public var subscription: String
  /// Where it stood before.
  public var previousWatermark: String?
  /// Whether more is to be had at once.
  public var moreEvents: Bool
  /// The events.
  public var events: [Event]

  init(_ element: EWSElement) throws(EWSResponseError) {
    guard let id = element.child("SubscriptionId")?.trimmedText else { throw .missing("SubscriptionId") }
    subscription = id
    previousWatermark = element.child("PreviousWatermark")?.trimmedText
    moreEvents = element.value(of: "MoreEvents") ?? false
    events = element.children.filter { $0.name.hasSuffix("Event") }.map { child in
      Event(
        type: Subscribe.EventType(rawValue: child.name), watermark: child.child("Watermark")?.trimmedText,
        time: child.value(of: "TimeStamp"), subject: Self.subject(child, ""),
        parent: child.value(of: "ParentFolderId"), oldSubject: Self.subject(child, "Old"),
        oldParent: child.value(of: "OldParentFolderId"), unreadCount: child.value(of: "UnreadCount"))
    }
  }

  private static func subject(_ element: EWSElement, _ prefix: String) -> Subject? {
    if let item = element.value(of: prefix + "ItemId", EWSItemID.self) { return .item(item) }
    return element.value(of: prefix + "FolderId", EWSFolderID.self).map { .folder($0) }
  }

  /// The watermark to ask with next.
  public var lastWatermark: String? { events.last { $0.watermark != nil }?.watermark ?? previousWatermark }
}
