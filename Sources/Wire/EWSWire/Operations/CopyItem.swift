/// CopyItem. [MS-OXWSCORE] 3.1.4.1
public struct CopyItem: EWSOperation {
  public static let name = "CopyItem"

  /// The items.
  public var items: [EWSItemReference]
  /// Where to.
  public var folder: EWSFolderReference

  /// Copies items.
  public init(_ items: [EWSItemReference], to folder: EWSFolderReference) {
    self.items = items
    self.folder = folder
  }

  public var element: EWSElement {
    EWSElement(
      Self.name, [:],
      [
        EWSElement("ToFolderId", [:], [folder.element]), EWSElement("ItemIds", [:], items.map(\.element)),
        EWSElement("ReturnNewItemIds", value: true),
      ])
  }

  /// The copy's id; nil when the folder is of another mailbox.
  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> EWSItemID? {
    message.child("Items")?.children.first.flatMap { EWSItem($0).id }
  }
}
