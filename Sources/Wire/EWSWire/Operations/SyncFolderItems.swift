/// SyncFolderItems: what changed in a folder since a state. [MS-OXWSSYNC] 3.1.4.2
///
/// Asked again with the new state while ``Changes/includesLastItem`` is false, even when nothing changed. The state is
/// stored in the commit that stores the changes.
public struct SyncFolderItems: EWSOperation {
  /// Which items.
  public enum Scope: String, Equatable, Sendable, CaseIterable {
    case normalItems = "NormalItems", normalAndAssociatedItems = "NormalAndAssociatedItems"
  }

  /// One change.
  public enum Change: Equatable, Sendable {
    /// An item is new in the folder.
    case create(EWSItem)
    /// An item changed.
    case update(EWSItem)
    /// An item left the folder.
    case delete(EWSItemID)
    /// An item was marked as read, or as not read.
    case readFlag(EWSItemID, isRead: Bool)
  }

  /// A page of changes.
  public struct Changes: Equatable, Sendable {
    /// The state to ask with next: opaque, some ten KB at times.
    public var state: String
    /// Whether nothing more is known to have changed.
    public var includesLastItem: Bool
    /// The changes.
    public var changes: [Change]
  }

  public static let name = "SyncFolderItems"
  /// Octets of the longest state that is taken.
  public static let maximumStateLength = 1 << 20

  /// The folder.
  public var folder: EWSFolderReference
  /// The last state; nil: from the beginning.
  public var state: String?
  /// What is wanted of the items: ids and few properties; bodies, attachments and MIME are not to be had here.
  public var shape: EWSItemShape
  /// Changes of these are not told.
  public var ignored: [EWSItemID]
  /// Changes at most, 1 to 512.
  public var maximumChanges: Int
  /// Which items.
  public var scope: Scope?

  /// Asks for changes.
  public init(
    _ folder: EWSFolderReference, state: String?, shape: EWSItemShape = EWSItemShape(), ignored: [EWSItemID] = [],
    maximumChanges: Int = 100, scope: Scope? = nil
  ) {
    self.folder = folder
    self.state = state
    self.shape = shape
    self.ignored = ignored
    self.maximumChanges = min(max(maximumChanges, EWSLimits.syncChanges.lowerBound), EWSLimits.syncChanges.upperBound)
    self.scope = scope
  }

  public var element: EWSElement {
    var children = [shape.element(), EWSElement("SyncFolderId", [:], [folder.element])]
    if let state { children.append(EWSElement("SyncState", text: state)) }
    if !ignored.isEmpty {
      children.append(EWSElement("Ignore", [:], ignored.map { EWSElement("ItemId", value: $0) }))
    }
    children.append(EWSElement("MaxChangesReturned", value: maximumChanges))
    if let scope { children.append(EWSElement("SyncScope", text: scope.rawValue)) }
    return EWSElement(Self.name, [:], children)
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> Changes {
    guard let state = message.child("SyncState")?.trimmedText, !state.isEmpty,
      state.utf8.count <= maximumStateLength
    else { throw .missing("SyncState") }
    guard let includesLast = message.value(of: "IncludesLastItemInRange", Bool.self) else {
      throw .missing("IncludesLastItemInRange")
    }
    var changes: [Change] = []
    for element in message.child("Changes")?.children ?? [] {
      switch element.name {
      case "Create", "Update":
        guard let inner = element.children.first else { throw .missing(element.name) }
        let item = EWSItem(inner)
        // Without an id nothing can be done with it; to leave it out would lose it silently.
        guard item.id != nil else { throw .missing("ItemId") }
        changes.append(element.name == "Create" ? .create(item) : .update(item))
      case "Delete":
        guard let id = element.value(of: "ItemId", EWSItemID.self) else { throw .missing("ItemId") }
        changes.append(.delete(id))
      case "ReadFlagChange":
        guard let id = element.value(of: "ItemId", EWSItemID.self), let isRead = element.value(of: "IsRead", Bool.self)
        else { throw .missing("IsRead") }
        changes.append(.readFlag(id, isRead: isRead))
      default: throw .missing("Changes")
      }
    }
    return Changes(state: state, includesLastItem: includesLast, changes: changes)
  }
}
