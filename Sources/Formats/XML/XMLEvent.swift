/// A name in a namespace (Namespaces in XML 1.0 §2.1).
public struct XMLName: Equatable, Hashable, Sendable {
  /// The namespace's name, or nil: no namespace, or a prefix nobody declared.
  public var namespace: String?
  /// The name without its prefix.
  public var local: String

  /// A name.
  public init(_ local: String, in namespace: String? = nil) {
    self.local = local
    self.namespace = namespace
  }
}

/// One attribute. Declarations of namespaces are not attributes.
public struct XMLAttribute: Equatable, Sendable {
  /// The attribute's name; unprefixed ones are in no namespace.
  public var name: XMLName
  /// The value, its references replaced.
  public var value: String

  /// An attribute.
  public init(_ name: XMLName, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// What an ``XMLReader`` found, in the order of the document.
public enum XMLEvent: Equatable, Sendable {
  /// A start tag, or the first half of an empty element.
  case startElement(XMLName, [XMLAttribute])
  /// Part of the text of the element that is open: UTF-8, whole characters, never empty. One text may come in many
  /// parts. CDATA is text.
  case text([UInt8])
  /// An end tag, or the second half of an empty element.
  case endElement(XMLName)
  /// The root element ended: only now has the document been read.
  case endDocument
}
