/// CreateFolder. [MS-OXWSFOLD] 3.1.4.2
public struct CreateFolder: EWSOperation {
  public static let name = "CreateFolder"

  /// The folders, with name and class.
  public var folders: [EWSFolder]
  /// The folder they are put into.
  public var parent: EWSFolderReference

  /// Makes folders.
  public init(_ folders: [EWSFolder], in parent: EWSFolderReference) {
    self.folders = folders
    self.parent = parent
  }

  public var element: EWSElement {
    EWSElement(
      Self.name, [:],
      [
        EWSElement("ParentFolderId", [:], [parent.element]), EWSElement("Folders", [:], folders.map(\.element)),
      ])
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> EWSFolder {
    guard let folder = message.child("Folders")?.children.first else { throw .missing("Folders") }
    return EWSFolder(folder)
  }
}
