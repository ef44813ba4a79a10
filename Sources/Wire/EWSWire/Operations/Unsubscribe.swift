/// Unsubscribe: ends a pull or streaming subscription. [MS-OXWSNTIF] 3.1.4.4
public struct Unsubscribe: EWSOperation {
  public static let name = "Unsubscribe"

  /// The subscription's id.
  public var subscription: String

  /// Ends a subscription.
  public init(_ subscription: String) { self.subscription = subscription }

  public var element: EWSElement {
    EWSElement(Self.name, [:], [EWSElement("SubscriptionId", text: subscription)])
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> EWSNothing { EWSNothing() }
}
