/// Writes one document. Every text can be written: what XML 1.0 forbids becomes U+FFFD.
///
/// Namespaces are declared on the root element, with the prefixes given; any other is declared where it is needed.
public struct XMLWriter: Sendable {
  /// A namespace and the prefix that stands for it.
  public struct Prefix: Equatable, Sendable {
    /// The prefix; empty for the default namespace.
    public var prefix: String
    /// The namespace's name.
    public var namespace: String

    /// A prefix.
    public init(_ prefix: String, _ namespace: String) {
      self.prefix = prefix
      self.namespace = namespace
    }
  }

  private let prefixes: [Prefix]
  private var open: [String] = []
  /// The start tag is not ended yet: an element without content is written as one tag.
  private var isTagOpen = false

  /// The document so far.
  public private(set) var bytes: [UInt8] = []

  /// A document of which nothing but the declaration is written.
  public init(prefixes: [Prefix]) {
    self.prefixes = prefixes
    bytes = Array("<?xml version=\"1.0\" encoding=\"utf-8\"?>".utf8)
  }

  /// Whether every element that was started has ended.
  public var isComplete: Bool { open.isEmpty }

  /// Starts an element.
  public mutating func start(_ name: XMLName, _ attributes: [XMLAttribute] = []) {
    endTag()
    let isRoot = open.isEmpty
    var declared: [Prefix] = isRoot ? prefixes : []
    // Attributes are in no namespace without a prefix, so the default namespace cannot serve them.
    func qualified(_ name: XMLName, isAttribute: Bool) -> String {
      guard let namespace = name.namespace, namespace != "http://www.w3.org/XML/1998/namespace" else {
        return name.namespace == nil ? name.local : "xml:" + name.local
      }
      let known = (prefixes + declared).first { $0.namespace == namespace && !(isAttribute && $0.prefix.isEmpty) }
      let prefix: String
      if let known {
        prefix = known.prefix
      } else {
        prefix = "n\(declared.count)"
        declared.append(Prefix(prefix, namespace))
      }
      return prefix.isEmpty ? name.local : prefix + ":" + name.local
    }
    let tag = qualified(name, isAttribute: false)
    let fields = attributes.map { (qualified($0.name, isAttribute: true), $0.value) }
    bytes.append(UInt8(ascii: "<"))
    bytes += tag.utf8
    for declaration in declared {
      attribute(declaration.prefix.isEmpty ? "xmlns" : "xmlns:" + declaration.prefix, declaration.namespace)
    }
    // A root in no namespace has no use for a default one; deeper elements have to take it back.
    if name.namespace == nil, !isRoot, prefixes.contains(where: { $0.prefix.isEmpty }) { attribute("xmlns", "") }
    for (name, value) in fields { attribute(name, value) }
    open.append(tag)
    isTagOpen = true
  }

  /// Ends the element started last. Does nothing when none is open.
  public mutating func end() {
    guard let tag = open.popLast() else { return }
    if isTagOpen {
      bytes += "/>".utf8
      isTagOpen = false
    } else {
      bytes += "</".utf8
      bytes += tag.utf8
      bytes.append(UInt8(ascii: ">"))
    }
  }

  /// Text of the element that is open.
  public mutating func text(_ text: String) {
    guard !text.isEmpty else { return }
    endTag()
    escape(text, inAttribute: false)
  }

  /// Octets that need no escaping, such as base64.
  public mutating func plain(_ octets: some Sequence<UInt8>) {
    endTag()
    bytes += octets
  }

  /// An element with text alone.
  public mutating func element(_ name: XMLName, _ attributes: [XMLAttribute] = [], text: String) {
    start(name, attributes)
    self.text(text)
    end()
  }

  private mutating func endTag() {
    guard isTagOpen else { return }
    bytes.append(UInt8(ascii: ">"))
    isTagOpen = false
  }

  private mutating func attribute(_ name: String, _ value: String) {
    bytes.append(0x20)
    bytes += name.utf8
    bytes += "=\"".utf8
    escape(value, inAttribute: true)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ text: String, inAttribute: Bool) {
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x26: bytes += "&amp;".utf8
      case 0x3C: bytes += "&lt;".utf8
      // `]]>` may not stand in text.
      case 0x3E: bytes += "&gt;".utf8
      case 0x22 where inAttribute: bytes += "&quot;".utf8
      // A reader turns a bare CR into LF, and in attributes all white space into spaces (XML 1.0 §2.11 and §3.3.3).
      case 0x0D: bytes += "&#13;".utf8
      case 0x0A where inAttribute: bytes += "&#10;".utf8
      case 0x09 where inAttribute: bytes += "&#9;".utf8
      case 0x09, 0x0A, 0x20...0x7F: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      case 0x00...0x1F, 0xFFFE, 0xFFFF: bytes += "\u{FFFD}".utf8
      default: bytes += UTF8.encode(scalar).map { Array($0) } ?? []
      }
    }
  }
}
