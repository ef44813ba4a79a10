/// FindFolder: folders inside of folders, page by page. [MS-OXWSFOLD] 3.1.4.5
public struct FindFolder: EWSOperation {
  /// How deep.
  public enum Traversal: String, Equatable, Sendable, CaseIterable {
    case shallow = "Shallow", deep = "Deep", softDeleted = "SoftDeleted"
  }

  /// A page of folders.
  public struct Page: Equatable, Sendable {
    /// The folders.
    public var folders: [EWSFolder]
    /// Whether this is the last page.
    public var includesLastItem: Bool
    /// The offset of the next page.
    public var nextOffset: Int?
    /// How many there are in all.
    public var total: Int?
  }

  public static let name = "FindFolder"

  /// The folders to look in.
  public var parents: [EWSFolderReference]
  /// How deep.
  public var traversal: Traversal
  /// What is wanted of the folders.
  public var shape: EWSFolderShape
  /// Where the page begins.
  public var offset: Int
  /// Folders of a page.
  public var maximum: Int
  /// Which folders.
  public var restriction: EWSRestriction?

  /// Looks for folders.
  public init(
    in parents: [EWSFolderReference], traversal: Traversal = .deep, shape: EWSFolderShape = EWSFolderShape(),
    offset: Int = 0, maximum: Int = 100, restriction: EWSRestriction? = nil
  ) {
    self.parents = parents
    self.traversal = traversal
    self.shape = shape
    self.offset = offset
    self.maximum = maximum
    self.restriction = restriction
  }

  public var element: EWSElement {
    var children = [
      shape.element,
      EWSElement(
        "IndexedPageFolderView",
        ["MaxEntriesReturned": String(max(1, maximum)), "Offset": String(max(0, offset)), "BasePoint": "Beginning"]),
      EWSElement("ParentFolderIds", [:], parents.map(\.element)),
    ]
    if let restriction { children.append(EWSElement("Restriction", [:], [restriction.element])) }
    return EWSElement(Self.name, ["Traversal": traversal.rawValue], children)
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> Page {
    guard let root = message.child("RootFolder") else { throw .missing("RootFolder") }
    func number(_ name: String) -> Int? { root.attribute(name).flatMap { EWSNumber.integer($0) } }
    guard let last = root.attribute("IncludesLastItemInRange") else { throw .missing("IncludesLastItemInRange") }
    return Page(
      folders: root.child("Folders")?.children.map(EWSFolder.init) ?? [],
      includesLastItem: last == "true" || last == "1", nextOffset: number("IndexedPagingOffset"),
      total: number("TotalItemsInView"))
  }
}
