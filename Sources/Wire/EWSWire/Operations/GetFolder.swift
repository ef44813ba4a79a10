/// GetFolder: one response message per folder, in order. [MS-OXWSFOLD] 3.1.4.6
public struct GetFolder: EWSOperation {
  public static let name = "GetFolder"

  /// The folders.
  public var folders: [EWSFolderReference]
  /// What is wanted of them.
  public var shape: EWSFolderShape

  /// Reads folders.
  public init(_ folders: [EWSFolderReference], shape: EWSFolderShape = EWSFolderShape()) {
    self.folders = folders
    self.shape = shape
  }

  public var element: EWSElement {
    EWSElement(Self.name, [:], [shape.element, EWSElement("FolderIds", [:], folders.map(\.element))])
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> EWSFolder {
    guard let folder = message.child("Folders")?.children.first else { throw .missing("Folders") }
    return EWSFolder(folder)
  }
}
