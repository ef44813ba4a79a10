/// Subscribe: asks to be told when something changes. [MS-OXWSNTIF] 3.1.4.3
///
/// A notification says when to look; SyncFolderItems says what changed.
public struct Subscribe: EWSOperation {
  /// What is told.
  public enum EventType: String, Equatable, Sendable, CaseIterable {
    case copied = "CopiedEvent", created = "CreatedEvent", deleted = "DeletedEvent", modified = "ModifiedEvent"
    case moved = "MovedEvent", newMail = "NewMailEvent", freeBusyChanged = "FreeBusyChangedEvent"
  }

  /// How it is told.
  public enum Delivery: Equatable, Sendable {
    /// On a connection that stays open.
    case streaming
    /// When it is asked for; minutes the subscription lives without, 1 to 1,440.
    case pull(minutes: Int, watermark: String?)
    /// By calling us; minutes between signs of life, 1 to 1,440.
    case push(url: String, minutes: Int, watermark: String?)
  }

  /// A subscription.
  public struct Subscription: Equatable, Sendable {
    /// Its id.
    public var id: String
    /// Where it stands; of pull and push only.
    public var watermark: String?
  }

  public static let name = "Subscribe"

  /// The folders; nil: all of the mailbox.
  public var folders: [EWSFolderReference]?
  /// What is told.
  public var events: [EventType]
  /// How it is told.
  public var delivery: Delivery

  /// Subscribes.
  public init(_ folders: [EWSFolderReference]?, events: [EventType], delivery: Delivery) {
    self.folders = folders
    self.events = events
    self.delivery = delivery
  }

  public var element: EWSElement {
    var children = [EWSElement("EventTypes", [:], events.map { EWSElement("EventType", text: $0.rawValue) })]
    if let folders { children.append(EWSElement("FolderIds", [:], folders.map(\.element))) }
    func bounded(_ minutes: Int) -> Int {
      min(max(minutes, EWSLimits.subscriptionMinutes.lowerBound), EWSLimits.subscriptionMinutes.upperBound)
    }
    let name: String
    switch delivery {
    case .streaming: name = "StreamingSubscriptionRequest"
    case .pull(let minutes, let watermark):
      name = "PullSubscriptionRequest"
      if let watermark { children.append(EWSElement("Watermark", text: watermark)) }
      children.append(EWSElement("Timeout", value: bounded(minutes)))
    case .push(let url, let minutes, let watermark):
      name = "PushSubscriptionRequest"
      if let watermark { children.append(EWSElement("Watermark", text: watermark)) }
      children.append(EWSElement("StatusFrequency", value: bounded(minutes)))
      children.append(EWSElement("URL", text: url))
    }
    let all = folders == nil ? "true" : nil
    return EWSElement(Self.name, [:], [EWSElement(name, ["SubscribeToAllFolders": all], children)])
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> Subscription {
    guard let id = message.child("SubscriptionId")?.trimmedText, !id.isEmpty else {
      throw .missing("SubscriptionId")
    }
    return Subscription(id: id, watermark: message.child("Watermark")?.trimmedText)
  }
}
