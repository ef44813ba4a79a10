/// GetEvents: what a pull subscription has to tell. [MS-OXWSNTIF] 3.1.4.1
public struct GetEvents: EWSOperation {
  public static let name = "GetEvents"

  /// The subscription's id.
  public var subscription: String
  /// Where it stood last.
  public var watermark: String

  /// Asks a subscription.
  public init(_ subscription: String, watermark: String) {
    self.subscription = subscription
    self.watermark = watermark
  }

  public var element: EWSElement {
    EWSElement(
      Self.name, [:],
      [EWSElement("SubscriptionId", text: subscription), EWSElement("Watermark", text: watermark)])
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> EWSNotification {
    guard let notification = message.child("Notification") else { throw .missing("Notification") }
    return try EWSNotification(notification)
  }
}
