/// One operation of Exchange Web Services: the request is the value itself.
public protocol EWSOperation: Equatable, Sendable {
  /// What one response message holds when it is no error.
  associatedtype Answer: Equatable, Sendable

  /// The operation's name, which is its element's too.
  static var name: String { get }
  /// Whether a message of class Error has an answer too.
  static var answersErrors: Bool { get }
  /// Whether a message of class Warning has an answer too.
  static var answersWarnings: Bool { get }
  /// The name of the element that holds the response messages.
  static var responseName: String { get }

  /// The element of the request.
  var element: EWSElement { get }
  /// Reads one response message.
  static func answer(_ message: EWSElement) throws(EWSResponseError) -> Answer
}

extension EWSOperation {
  /// The name of the element that holds the response messages.
  public static var responseName: String { name + "Response" }
  /// False but for GetStreamingEvents.
  public static var answersErrors: Bool { false }
  /// False but for ResolveNames.
  public static var answersWarnings: Bool { false }
}

/// What an operation answers that answers nothing but success.
public struct EWSNothing: Equatable, Sendable {
  /// Nothing.
  public init() {}
}
