/// FindItem: items of folders by a restriction, page by page, or a calendar's occurrences in a range.
/// [MS-OXWSSRCH] 3.1.4.2
public struct FindItem: EWSOperation {
  /// How deep.
  public enum Traversal: String, Equatable, Sendable, CaseIterable {
    case shallow = "Shallow", softDeleted = "SoftDeleted", associated = "Associated"
  }

  /// Which part of what is found.
  public enum View: Equatable, Sendable {
    /// A page that begins at an offset.
    case page(offset: Int, maximum: Int)
    /// The occurrences and single items of a calendar that touch a range of at most two years; series are expanded.
    /// Takes no restriction and no order.
    case calendar(from: EWSDateTime, to: EWSDateTime, maximum: Int?)
  }

  /// A property to sort by.
  public struct Order: Equatable, Sendable {
    /// The property.
    public var path: EWSPath
    /// Small values first.
    public var isAscending: Bool

    /// An order.
    public init(_ path: EWSPath, ascending: Bool = true) {
      self.path = path
      isAscending = ascending
    }
  }

  /// A page of items.
  public struct Page: Equatable, Sendable {
    /// The items.
    public var items: [EWSItem]
    /// Whether this is the last page. A short page is no sign of it.
    public var includesLastItem: Bool
    /// The offset of the next page, of paged views.
    public var nextOffset: Int?
    /// How many there are in all.
    public var total: Int?
  }

  public static let name = "FindItem"

  /// The folders.
  public var folders: [EWSFolderReference]
  /// How deep.
  public var traversal: Traversal
  /// What is wanted of the items; neither bodies nor MIME are to be had here.
  public var shape: EWSItemShape
  /// Which part.
  public var view: View
  /// Which items.
  public var restriction: EWSRestriction?
  /// In which order; by a key that stays, or pages miss items while mail arrives.
  public var order: [Order]

  /// Looks for items.
  public init(
    in folders: [EWSFolderReference], traversal: Traversal = .shallow, shape: EWSItemShape = EWSItemShape(),
    view: View = .page(offset: 0, maximum: 100), restriction: EWSRestriction? = nil, order: [Order] = []
  ) {
    self.folders = folders
    self.traversal = traversal
    self.shape = shape
    self.view = view
    self.restriction = restriction
    self.order = order
  }

  public var element: EWSElement {
    var children = [shape.element(), EWSElement("ParentFolderIds", [:], folders.map(\.element))]
    switch view {
    case .page(let offset, let maximum):
      children.append(
        EWSElement(
          "IndexedPageItemView",
          ["MaxEntriesReturned": String(max(1, maximum)), "Offset": String(max(0, offset)), "BasePoint": "Beginning"]))
      if let restriction { children.append(EWSElement("Restriction", [:], [restriction.element])) }
      if !order.isEmpty {
        let fields = order.map {
          EWSElement("FieldOrder", ["Order": $0.isAscending ? "Ascending" : "Descending"], [$0.path.element])
        }
        children.append(EWSElement("SortOrder", [:], fields))
      }
    case .calendar(let from, let to, let maximum):
      children.append(
        EWSElement(
          "CalendarView",
          ["MaxEntriesReturned": maximum.map { String(max(1, $0)) }, "StartDate": from.text, "EndDate": to.text]))
    }
    return EWSElement(Self.name, ["Traversal": traversal.rawValue], children)
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> Page {
    guard let root = message.child("RootFolder") else { throw .missing("RootFolder") }
    func number(_ name: String) -> Int? { root.attribute(name).flatMap { EWSNumber.integer($0) } }
    guard let last = root.attribute("IncludesLastItemInRange") else { throw .missing("IncludesLastItemInRange") }
    return Page(
      items: root.child("Items")?.children.map(EWSItem.init) ?? [], includesLastItem: last == "true" || last == "1",
      nextOffset: number("IndexedPagingOffset"), total: number("TotalItemsInView"))
  }
}
