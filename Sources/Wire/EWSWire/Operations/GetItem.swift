/// GetItem: one response message per item, in order. [MS-OXWSCORE] 3.1.4.4
///
/// With ``EWSItemShape/includesMIME`` the message comes as content events before its response message.
public struct GetItem: EWSOperation {
  public static let name = "GetItem"

  /// The items.
  public var items: [EWSItemReference]
  /// What is wanted of them.
  public var shape: EWSItemShape

  /// Reads items.
  public init(_ items: [EWSItemReference], shape: EWSItemShape) {
    self.items = items
    self.shape = shape
  }

  public var element: EWSElement {
    EWSElement(Self.name, [:], [shape.element(), EWSElement("ItemIds", [:], items.map(\.element))])
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> EWSItem {
    guard let item = message.child("Items")?.children.first else { throw .missing("Items") }
    return EWSItem(item)
  }
}
