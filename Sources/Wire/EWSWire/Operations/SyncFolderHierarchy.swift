/// SyncFolderHierarchy: what changed among the folders since a state. [MS-OXWSSYNC] 3.1.4.1
///
/// The root is named in every call: leaving it out and naming it later are different series of states.
public struct SyncFolderHierarchy: EWSOperation {
  /// One change.
  public enum Change: Equatable, Sendable {
    /// A folder is new.
    case create(EWSFolder)
    /// A folder changed.
    case update(EWSFolder)
    /// A folder is gone.
    case delete(EWSFolderID)
  }

  /// A page of changes.
  public struct Changes: Equatable, Sendable {
    /// The state to ask with next.
    public var state: String
    /// Whether nothing more is known to have changed.
    public var includesLastFolder: Bool
    /// The changes.
    public var changes: [Change]
  }

  public static let name = "SyncFolderHierarchy"

  /// The folder whose descendants are meant.
  public var root: EWSFolderReference
  /// The last state; nil: from the beginning.
  public var state: String?
  /// What is wanted of the folders.
  public var shape: EWSFolderShape

  /// Asks for changes.
  public init(
    root: EWSFolderReference = .distinguished(.messageFolderRoot), state: String?,
    shape: EWSFolderShape = EWSFolderShape()
  ) {
    self.root = root
    self.state = state
    self.shape = shape
  }

  public var element: EWSElement {
    var children = [shape.element, EWSElement("SyncFolderId", [:], [root.element])]
    if let state { children.append(EWSElement("SyncState", text: state)) }
    return EWSElement(Self.name, [:], children)
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> Changes {
    guard let state = message.child("SyncState")?.trimmedText, !state.isEmpty,
      state.utf8.count <= SyncFolderItems.maximumStateLength
    else { throw .missing("SyncState") }
    guard let includesLast = message.value(of: "IncludesLastFolderInRange", Bool.self) else {
      throw .missing("IncludesLastFolderInRange")
    }
    var changes: [Change] = []
    for element in message.child("Changes")?.children ?? [] {
      if element.name == "Delete" {
        guard let id = element.value(of: "FolderId", EWSFolderID.self) else { throw .missing("FolderId") }
        changes.append(.delete(id))
        continue
      }
      guard element.name == "Create" || element.name == "Update", let inner = element.children.first else {
        throw .missing("Changes")
      }
      let folder = EWSFolder(inner)
      guard folder.id != nil else { throw .missing("FolderId") }
      changes.append(element.name == "Create" ? .create(folder) : .update(folder))
    }
    return Changes(state: state, includesLastFolder: includesLast, changes: changes)
  }
}
