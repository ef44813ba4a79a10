/// A person or thing with an address.
public struct EWSMailbox: Equatable, Hashable, Sendable {
  /// The name for people.
  public var name: String?
  /// The address; not an SMTP address when the routing type says otherwise. Nil where a server left it out.
  public var address: String?
  /// `SMTP`, `EX`, or another.
  public var routingType: String?

  /// A mailbox.
  public init(name: String? = nil, address: String?, routingType: String? = nil) {
    self.name = name
    self.address = address
    self.routingType = routingType
  }

  /// Reads what stands in a `Mailbox` element.
  init(mailbox element: EWSElement) {
    self.init(
      name: element.value(of: "Name"), address: element.value(of: "EmailAddress"),
      routingType: element.value(of: "RoutingType"))
  }

  var element: EWSElement {
    var children: [EWSElement] = []
    if let name { children.append(EWSElement("Name", text: name)) }
    if let address, !address.isEmpty { children.append(EWSElement("EmailAddress", text: address)) }
    if let routingType { children.append(EWSElement("RoutingType", text: routingType)) }
    return EWSElement("Mailbox", [:], children)
  }
}

extension EWSMailbox: EWSValue {
  /// Reads an element with one `Mailbox` in it.
  public init?(element: EWSElement) {
    guard let mailbox = element.child("Mailbox") else { return nil }
    self.init(mailbox: mailbox)
  }
  /// Writes an element with one `Mailbox` in it.
  public func write(into element: inout EWSElement) { element.children = [self.element] }
}

extension EWSMailbox: EWSListMember {
  /// Reads the `Mailbox` elements.
  public static func list(_ element: EWSElement) -> [EWSMailbox] {
    element.children.filter { $0.name == "Mailbox" }.map(EWSMailbox.init(mailbox:))
  }
  /// A `Mailbox` element.
  public var member: EWSElement { element }
}
