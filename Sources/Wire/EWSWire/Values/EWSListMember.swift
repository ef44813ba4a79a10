/// What an element may hold many of.
public protocol EWSListMember: Equatable, Sendable {
  /// Reads all members of a list.
  static func list(_ element: EWSElement) -> [Self]
  /// The element of one member.
  var member: EWSElement { get }
}

extension Array: EWSValue where Element: EWSListMember {
  /// Reads the members.
  public init?(element: EWSElement) { self = Element.list(element) }
  /// Writes the members.
  public func write(into element: inout EWSElement) { element.children = map(\.member) }
}

extension String: EWSListMember {
  /// Reads the texts of all children.
  public static func list(_ element: EWSElement) -> [String] { element.children.map(\.text) }
  /// A `String` element.
  public var member: EWSElement { EWSElement("String", text: self) }
}
