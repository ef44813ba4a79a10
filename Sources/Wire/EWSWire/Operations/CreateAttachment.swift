/// CreateAttachment: adds attachments to an item. The item's change key moves. [MS-OXWSATT] 3.1.4.1
public struct CreateAttachment: EWSOperation {
  public static let name = "CreateAttachment"

  /// The item.
  public var parent: EWSItemID
  /// The attachments: files with content, or items.
  public var attachments: [EWSAttachment]

  /// Adds attachments.
  public init(_ attachments: [EWSAttachment], to parent: EWSItemID) {
    self.attachments = attachments
    self.parent = parent
  }

  public var element: EWSElement {
    EWSElement(
      Self.name, [:],
      [EWSElement("ParentItemId", value: parent), EWSElement("Attachments", [:], attachments.map(\.member))])
  }

  /// The attachment's id and the item's new change key, in ``EWSAttachment/rootItem``.
  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> EWSAttachment {
    guard let attachment = message.child("Attachments").map(EWSAttachment.list)?.first, attachment.id != nil else {
      throw .missing("AttachmentId")
    }
    return attachment
  }
}
