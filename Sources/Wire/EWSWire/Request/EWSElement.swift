public import XML

/// An element of a request or an answer, by local names: the namespace and the place among its siblings follow from the
/// schema when it is written, and do not matter when it is read.
public struct EWSElement: Equatable, Sendable {
  /// One attribute without a namespace.
  public struct Attribute: Equatable, Sendable {
    /// The attribute's name.
    public var name: String
    /// Its value.
    public var value: String
  }

  /// The local name.
  public var name: String
  /// The attributes.
  public var attributes: [Attribute] = []
  /// The elements in it, in any order.
  public var children: [EWSElement] = []
  /// The text directly in it.
  public var text = ""
  /// Octets that are written as base64 in place of text.
  var content: EWSContent?

  /// An element.
  public init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ children: [EWSElement] = []) {
    self.name = name
    self.children = children
    for (name, value) in attributes {
      if let value { self.attributes.append(Attribute(name: name, value: value)) }
    }
  }

  /// An element with text.
  public init(_ name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// An element that was read.
  public init(_ node: XMLNode) {
    name = node.name.local
    attributes = node.attributes.map { Attribute(name: $0.name.local, value: $0.value) }
    children = node.children.map(EWSElement.init)
    text = node.text
  }

  /// The first child of that name.
  public func child(_ name: String) -> EWSElement? { children.first { $0.name == name } }

  /// The child at the end of that way down.
  public func child(_ first: String, _ second: String) -> EWSElement? { child(first)?.child(second) }

  /// The value of an attribute.
  public func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

  /// The text without white space around it.
  public var trimmedText: String { XMLNode(XMLName(name), text: text).trimmedText }

  /// A value made of this element.
  public func value<Value: EWSValue>(_ type: Value.Type = Value.self) -> Value? { Value(element: self) }

  /// A child's value; nil when there is none or it is not of that kind.
  public func value<Value: EWSValue>(of child: String, _ type: Value.Type = Value.self) -> Value? {
    self.child(child).flatMap { Value(element: $0) }
  }

  /// An element of that name for a value.
  init(_ name: String, value: some EWSValue) {
    self.name = name
    value.write(into: &self)
  }
}

/// What stands in an element of one kind: how it is read and written.
public protocol EWSValue: Equatable, Sendable {
  /// Reads the value; nil when the element does not hold one.
  init?(element: EWSElement)
  /// Writes attributes, text and children.
  func write(into element: inout EWSElement)
}
