/// CreateItem: makes items, or sends messages at once. [MS-OXWSCORE] 3.1.4.2
public struct CreateItem: EWSOperation {
  /// What becomes of messages.
  public enum MessageDisposition: String, Equatable, Sendable, CaseIterable {
    case saveOnly = "SaveOnly", sendOnly = "SendOnly"
    /// Sends, and answers no id.
    case sendAndSaveCopy = "SendAndSaveCopy"
  }

  /// Whether attendees are told.
  public enum Invitations: String, Equatable, Sendable, CaseIterable {
    case sendToNone = "SendToNone", sendOnlyToAll = "SendOnlyToAll", sendToAllAndSaveCopy = "SendToAllAndSaveCopy"
  }

  /// What is made.
  public enum Content: Equatable, Sendable {
    /// An item.
    case item(EWSItem)
    /// An answer to a meeting request or to the calendar item made of it.
    case response(EWSMeetingResponse, to: EWSItemID, body: EWSBody?)
    /// The cancellation of a meeting by its organizer.
    case cancellation(of: EWSItemID, body: EWSBody?)
  }

  public static let name = "CreateItem"

  /// What is made.
  public var contents: [Content]
  /// The folder it is put into; nil: the usual one.
  public var folder: EWSFolderReference?
  /// Needed for messages, and for answers to meetings.
  public var disposition: MessageDisposition?
  /// Needed for calendar items.
  public var invitations: Invitations?

  /// Makes items.
  public init(
    _ items: [EWSItem], in folder: EWSFolderReference? = nil, disposition: MessageDisposition? = nil,
    invitations: Invitations? = nil
  ) {
    self.init(contents: items.map { .item($0) }, in: folder, disposition: disposition, invitations: invitations)
  }

  /// Makes items, or answers meetings.
  public init(
    contents: [Content], in folder: EWSFolderReference? = nil, disposition: MessageDisposition? = nil,
    invitations: Invitations? = nil
  ) {
    self.contents = contents
    self.folder = folder
    self.disposition = disposition
    self.invitations = invitations
  }

  /// A draft made of a whole message, to be sent by ``SendItem``: the id and change key come back.
  public static func draft(
    mime: EWSContent, properties: [EWSExtendedProperty],
    in folder: EWSFolderReference = .distinguished(.drafts)
  ) -> CreateItem {
    var item = EWSItem(.message)
    item.mimeContent = mime
    item.extendedProperties = properties
    return CreateItem([item], in: folder, disposition: .saveOnly)
  }

  public var element: EWSElement {
    var children: [EWSElement] = []
    if let folder { children.append(EWSElement("SavedItemFolderId", [:], [folder.element])) }
    children.append(EWSElement("Items", [:], contents.map(\.element)))
    return EWSElement(
      Self.name,
      ["MessageDisposition": disposition?.rawValue, "SendMeetingInvitations": invitations?.rawValue], children)
  }

  /// The items made; none when a message was sent at once.
  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> [EWSItem] {
    message.child("Items")?.children.map(EWSItem.init) ?? []
  }
}

/// How a meeting is answered.
public enum EWSMeetingResponse: String, Equatable, Sendable, CaseIterable {
  case accept = "AcceptItem", tentativelyAccept = "TentativelyAcceptItem", decline = "DeclineItem"
}

extension CreateItem.Content {
  var element: EWSElement {
    switch self {
    case .item(let item): return item.element
    case .response(let response, let id, let body):
      var children = [EWSElement("ReferenceItemId", value: id)]
      if let body { children.append(EWSElement("Body", value: body)) }
      return EWSElement(response.rawValue, [:], children)
    case .cancellation(let id, let body):
      var children = [EWSElement("ReferenceItemId", value: id)]
      if let body { children.append(EWSElement("NewBodyContent", value: body)) }
      return EWSElement("CancelCalendarItem", [:], children)
    }
  }
}
