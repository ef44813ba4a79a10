/// An item and the version of it that was seen.
public struct EWSItemID: Equatable, Hashable, Sendable {
  /// The id: opaque, and another one after the item moved to another folder. Compared exactly, case included.
  public var id: String
  /// The version; some operations need the current one.
  public var changeKey: String?

  /// An id.
  public init(_ id: String, changeKey: String? = nil) {
    self.id = id
    self.changeKey = changeKey
  }
}

extension EWSItemID: EWSValue {
  /// Reads `Id` and `ChangeKey`.
  public init?(element: EWSElement) {
    guard let id = element.attribute("Id"), !id.isEmpty else { return nil }
    self.init(id, changeKey: element.attribute("ChangeKey"))
  }
  /// Writes `Id` and `ChangeKey`.
  public func write(into element: inout EWSElement) {
    element = EWSElement(element.name, ["Id": id, "ChangeKey": changeKey])
  }
}

/// A folder and the version of it that was seen. The id stays when the folder moves.
public struct EWSFolderID: Equatable, Hashable, Sendable {
  /// The id: opaque.
  public var id: String
  /// The version.
  public var changeKey: String?

  /// An id.
  public init(_ id: String, changeKey: String? = nil) {
    self.id = id
    self.changeKey = changeKey
  }
}

extension EWSFolderID: EWSValue {
  /// Reads `Id` and `ChangeKey`.
  public init?(element: EWSElement) {
    guard let id = element.attribute("Id"), !id.isEmpty else { return nil }
    self.init(id, changeKey: element.attribute("ChangeKey"))
  }
  /// Writes `Id` and `ChangeKey`.
  public func write(into element: inout EWSElement) {
    element = EWSElement(element.name, ["Id": id, "ChangeKey": changeKey])
  }
}

/// Folders every mailbox has, whatever they are called in its language.
public enum EWSDistinguishedFolder: String, Equatable, Sendable, CaseIterable {
  case calendar, contacts, deletedItems = "deleteditems", drafts, inbox, journal, notes, outbox
  case sentItems = "sentitems", tasks, messageFolderRoot = "msgfolderroot", root, junkEmail = "junkemail"
  case searchFolders = "searchfolders", voiceMail = "voicemail", publicFoldersRoot = "publicfoldersroot"
}

/// How a request names a folder.
public enum EWSFolderReference: Equatable, Sendable {
  /// By its id.
  case id(EWSFolderID)
  /// By what it is for; of another mailbox when an address is given.
  case distinguished(EWSDistinguishedFolder, mailbox: String? = nil)

  var element: EWSElement {
    switch self {
    case .id(let id): return EWSElement("FolderId", value: id)
    case .distinguished(let folder, let mailbox):
      let owner = mailbox.map { [EWSElement("Mailbox", [:], [EWSElement("EmailAddress", text: $0)])] }
      return EWSElement("DistinguishedFolderId", ["Id": folder.rawValue], owner ?? [])
    }
  }
}

/// How a request names an item.
public enum EWSItemReference: Equatable, Sendable {
  /// By its id.
  case id(EWSItemID)
  /// One occurrence of a series, counted from 1, the deleted ones included.
  case occurrence(master: EWSItemID, index: Int)
  /// The series of an occurrence.
  case master(ofOccurrence: EWSItemID)

  var element: EWSElement {
    switch self {
    case .id(let id): EWSElement("ItemId", value: id)
    case .occurrence(let master, let index):
      EWSElement(
        "OccurrenceItemId",
        ["RecurringMasterId": master.id, "ChangeKey": master.changeKey, "InstanceIndex": String(index)])
    case .master(let occurrence):
      EWSElement("RecurringMasterItemId", ["OccurrenceId": occurrence.id, "ChangeKey": occurrence.changeKey])
    }
  }
}
