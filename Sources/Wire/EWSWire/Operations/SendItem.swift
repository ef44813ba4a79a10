/// SendItem: sends drafts. Needs their current change keys; a draft's id is gone afterwards. [MS-OXWSCORE] 3.1.4.7
public struct SendItem: EWSOperation {
  public static let name = "SendItem"

  /// The drafts.
  public var items: [EWSItemID]
  /// Where the copies of what was sent are put; nil: none are kept.
  public var copies: EWSFolderReference?

  /// Sends drafts.
  public init(_ items: [EWSItemID], savingCopiesIn copies: EWSFolderReference? = .distinguished(.sentItems)) {
    self.items = items
    self.copies = copies
  }

  public var element: EWSElement {
    var children = [EWSElement("ItemIds", [:], items.map { EWSElement("ItemId", value: $0) })]
    if let copies { children.append(EWSElement("SavedItemFolderId", [:], [copies.element])) }
    return EWSElement(Self.name, ["SaveItemToFolder": copies == nil ? "false" : "true"], children)
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> EWSNothing { EWSNothing() }
}
