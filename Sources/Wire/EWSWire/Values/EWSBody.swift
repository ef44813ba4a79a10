/// A text that is HTML or plain.
public struct EWSBody: Equatable, Sendable {
  /// What the text is.
  public enum Kind: String, Equatable, Sendable, CaseIterable {
    case html = "HTML", text = "Text"
  }

  /// What the text is.
  public var kind: Kind
  /// The text.
  public var text: String
  /// Whether the server cut it.
  public var isTruncated = false

  /// A body.
  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}

extension EWSBody: EWSValue {
  /// Reads the text and `BodyType`; one without it is plain text.
  public init?(element: EWSElement) {
    self.init(element.attribute("BodyType").flatMap(Kind.init(rawValue:)) ?? .text, element.text)
    isTruncated = element.attribute("IsTruncated") == "true"
  }
  /// Writes the text and `BodyType`.
  public func write(into element: inout EWSElement) {
    element = EWSElement(element.name, ["BodyType": kind.rawValue])
    element.text = text
  }
}
