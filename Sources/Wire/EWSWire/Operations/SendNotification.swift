/// SendNotification: what Exchange posts to us for a push subscription. It is not authenticated: a hint to look, nothing
/// more. [MS-OXWSPSNTIF]
///
/// Written, it is our answer; read, it is the server's call.
public struct SendNotification: EWSOperation {
  public static let name = "SendNotificationResult"
  /// The server's call is read as an answer is.
  public static let responseName = "SendNotification"

  /// Whether the subscription goes on.
  public var goesOn: Bool

  /// The answer to a call.
  public init(goesOn: Bool) { self.goesOn = goesOn }

  public var element: EWSElement {
    EWSElement(Self.name, [:], [EWSElement("SubscriptionStatus", text: goesOn ? "OK" : "Unsubscribe")])
  }

  /// The whole answer: an envelope without a header.
  public func body() throws(EWSRequestError) -> EWSRequestBody {
    var writer = EWSEnvelopeWriter(dialect: .exchange2010SP2)
    try writer.write(header: [], body: element)
    return writer.finish()
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> EWSNotification {
    guard let notification = message.child("Notification") else { throw .missing("Notification") }
    return try EWSNotification(notification)
  }
}
