/// GetStreamingEvents: what subscriptions have to tell, on a connection that stays open. [MS-OXWSNTIF] 3.1.4.2
///
/// The answer is one envelope after the other: it is read by a reader of a sequence.
public struct GetStreamingEvents: EWSOperation {
  /// Whether the server goes on.
  public enum ConnectionStatus: String, Equatable, Sendable {
    case ok = "OK", closed = "Closed"
  }

  /// One envelope's news.
  public struct News: Equatable, Sendable {
    /// What happened.
    public var notifications: [EWSNotification]
    /// Subscriptions the server does not have any more.
    public var lostSubscriptions: [String]
    /// Whether the server goes on; nil: as before.
    public var status: ConnectionStatus?
  }

  public static let name = "GetStreamingEvents"
  /// An error names the subscriptions that are lost.
  public static let answersErrors = true

  /// The subscriptions' ids, at most 200.
  public var subscriptions: [String]
  /// Minutes until the server closes the connection, 1 to 30.
  public var minutes: Int

  /// Listens to subscriptions.
  public init(_ subscriptions: [String], minutes: Int = EWSLimits.streamingMinutes.upperBound) {
    self.subscriptions = subscriptions
    self.minutes = min(max(minutes, EWSLimits.streamingMinutes.lowerBound), EWSLimits.streamingMinutes.upperBound)
  }

  public var element: EWSElement {
    EWSElement(
      Self.name, [:],
      [
        EWSElement("SubscriptionIds", [:], subscriptions.map { EWSElement("SubscriptionId", text: $0) }),
        EWSElement("ConnectionTimeout", value: minutes),
      ])
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> News {
    var notifications: [EWSNotification] = []
    for element in message.child("Notifications")?.children ?? [] {
      notifications.append(try EWSNotification(element))
    }
    return News(
      notifications: notifications,
      lostSubscriptions: message.child("ErrorSubscriptionIds")?.children.map(\.trimmedText) ?? [],
      status: message.child("ConnectionStatus").flatMap { ConnectionStatus(rawValue: $0.trimmedText) })
  }
}
