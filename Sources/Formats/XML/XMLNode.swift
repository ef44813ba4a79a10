/// A small element with everything in it.
public struct XMLNode: Equatable, Sendable {
  /// The element's name.
  public var name: XMLName
  /// Its attributes.
  public var attributes: [XMLAttribute]
  /// The elements in it.
  public var children: [XMLNode]
  /// All text directly in it, joined.
  public var text: String

  /// An element.
  public init(_ name: XMLName, attributes: [XMLAttribute] = [], children: [XMLNode] = [], text: String = "") {
    self.name = name
    self.attributes = attributes
    self.children = children
    self.text = text
  }

  /// The first child of that local name, whatever its namespace: servers and schemas disagree about some.
  public func child(_ local: String) -> XMLNode? { children.first { $0.name.local == local } }

  /// All children of that local name.
  public func children(_ local: String) -> [XMLNode] { children.filter { $0.name.local == local } }

  /// The value of the attribute of that local name.
  public func attribute(_ local: String) -> String? { attributes.first { $0.name.local == local }?.value }

  /// The text without white space around it.
  public var trimmedText: String {
    var scalars = text.unicodeScalars[...]
    func isSpace(_ scalar: Unicode.Scalar?) -> Bool {
      scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
    }
    while isSpace(scalars.first) { scalars.removeFirst() }
    while isSpace(scalars.last) { scalars.removeLast() }
    return String(scalars)
  }
}

/// Makes an ``XMLNode`` of events, as long as it stays small.
public struct XMLTreeBuilder: Sendable {
  /// Elements of one tree: a page of 1,000 items with hundreds of properties each.
  public static let maximumElements = 500_000
  /// Octets of text and attributes of one tree.
  public static let maximumText = 64 << 20

  private let maximumElements: Int
  private let maximumText: Int
  private var open: [(node: XMLNode, text: [UInt8])] = []
  private var elements = 0
  private var octets = 0

  /// A builder that waits for the element the tree is made of.
  public init(maximumElements: Int = maximumElements, maximumText: Int = maximumText) {
    self.maximumElements = maximumElements
    self.maximumText = maximumText
  }

  /// Whether an element is open.
  public var isOpen: Bool { !open.isEmpty }

  /// The local names of the open elements, the outermost first.
  public var path: [String] { open.map(\.node.name.local) }

  /// The local name of the element that is open, and how many are.
  public var innermost: (name: String, depth: Int)? { open.last.map { ($0.node.name.local, open.count) } }

  /// Takes one event.
  ///
  /// - Returns: the tree, when its root element ended.
  public mutating func add(_ event: XMLEvent) throws(XMLError) -> XMLNode? {
    switch event {
    case .startElement(let name, let attributes):
      elements += 1
      guard elements <= maximumElements else { throw .exceeds(.elements) }
      for attribute in attributes { octets += attribute.value.utf8.count }
      guard octets <= maximumText else { throw .exceeds(.text) }
      open.append((XMLNode(name, attributes: attributes), []))
    case .text(let bytes):
      guard !open.isEmpty else { return nil }
      octets += bytes.count
      guard octets <= maximumText else { throw .exceeds(.text) }
      open[open.count - 1].text += bytes
    case .endElement:
      guard let last = open.popLast() else { return nil }
      var node = last.node
      node.text = String(decoding: last.text, as: UTF8.self)
      guard open.isEmpty else {
        open[open.count - 1].node.children.append(node)
        return nil
      }
      elements = 0
      octets = 0
      return node
    case .endDocument: return nil
    }
    return nil
  }
}
