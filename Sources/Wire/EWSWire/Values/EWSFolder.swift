/// A folder as far as it was asked for.
public struct EWSFolder: Equatable, Sendable {
  /// The element's name: `Folder`, `CalendarFolder`, `ContactsFolder`, `TasksFolder`, `SearchFolder`.
  public var elementName: String
  /// The id.
  public var id: EWSFolderID?
  /// The folder it lies in.
  public var parent: EWSFolderID?
  /// The class of what it holds, such as `IPF.Note`.
  public var folderClass: String?
  /// The name for people.
  public var displayName: String?
  /// Items in it.
  public var totalCount: Int?
  /// Folders in it.
  public var childFolderCount: Int?
  /// Items not read.
  public var unreadCount: Int?
  /// MAPI properties.
  public var extendedProperties: [EWSExtendedProperty] = []

  /// A folder that is to be made.
  public init(_ displayName: String, elementName: String = "Folder") {
    self.elementName = elementName
    self.displayName = displayName
  }

  init(_ element: EWSElement) {
    elementName = element.name
    id = element.value(of: "FolderId")
    parent = element.value(of: "ParentFolderId")
    folderClass = element.value(of: "FolderClass")
    displayName = element.value(of: "DisplayName")
    totalCount = element.value(of: "TotalCount")
    childFolderCount = element.value(of: "ChildFolderCount")
    unreadCount = element.value(of: "UnreadCount")
    extendedProperties = element.children.filter { $0.name == "ExtendedProperty" }
      .compactMap(EWSExtendedProperty.init(element:))
  }

  /// What may be given when a folder is made.
  var element: EWSElement {
    var children: [EWSElement] = []
    if let folderClass { children.append(EWSElement("FolderClass", text: folderClass)) }
    if let displayName { children.append(EWSElement("DisplayName", text: displayName)) }
    return EWSElement(elementName, [:], children + extendedProperties.map(\.element))
  }

  /// The first value of a MAPI property.
  public subscript(_ field: EWSExtendedField) -> String? {
    extendedProperties.first { $0.field == field }?.values.first
  }
}
