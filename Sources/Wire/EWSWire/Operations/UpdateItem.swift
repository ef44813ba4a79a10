/// UpdateItem: changes properties one by one. [MS-OXWSCORE] 3.1.4.8
public struct UpdateItem: EWSOperation {
  /// What happens when somebody else changed the item since.
  public enum ConflictResolution: String, Equatable, Sendable, CaseIterable {
    /// An old change key is refused.
    case neverOverwrite = "NeverOverwrite"
    /// The server merges what it can.
    case autoResolve = "AutoResolve"
    /// This change wins.
    case alwaysOverwrite = "AlwaysOverwrite"
  }

  /// Whether attendees are told.
  public enum Invitations: String, Equatable, Sendable, CaseIterable {
    case sendToNone = "SendToNone", sendOnlyToAll = "SendOnlyToAll", sendOnlyToChanged = "SendOnlyToChanged"
    case sendToAllAndSaveCopy = "SendToAllAndSaveCopy", sendToChangedAndSaveCopy = "SendToChangedAndSaveCopy"
  }

  /// The changes of one item.
  public struct Change: Equatable, Sendable {
    /// The item.
    public var item: EWSItemReference
    /// What it is.
    public var kind: EWSItemKind
    /// What changes, at least one.
    public var updates: [EWSUpdate]

    /// Changes of an item.
    public init(_ item: EWSItemReference, _ kind: EWSItemKind, _ updates: [EWSUpdate]) {
      self.item = item
      self.kind = kind
      self.updates = updates
    }
  }

  /// An item as it is afterwards.
  public struct Updated: Equatable, Sendable {
    /// The id and the new change key, by which our own change is known when it is reported.
    public var id: EWSItemID?
    /// Changes the server merged.
    public var conflicts: Int
  }

  public static let name = "UpdateItem"

  /// The changes.
  public var changes: [Change]
  /// What happens when somebody else changed an item since.
  public var conflictResolution: ConflictResolution
  /// Needed for messages.
  public var disposition: CreateItem.MessageDisposition?
  /// Needed for calendar items.
  public var invitations: Invitations?
  /// Whether read receipts are held back when messages are marked as read. Exchange 2013 and later.
  public var suppressesReadReceipts: Bool?

  /// Changes items.
  public init(
    _ changes: [Change], _ conflictResolution: ConflictResolution,
    disposition: CreateItem.MessageDisposition? = nil, invitations: Invitations? = nil,
    suppressesReadReceipts: Bool? = nil
  ) {
    self.changes = changes
    self.conflictResolution = conflictResolution
    self.disposition = disposition
    self.invitations = invitations
    self.suppressesReadReceipts = suppressesReadReceipts
  }

  public var element: EWSElement {
    let items = changes.map { change in
      EWSElement(
        "ItemChange", [:],
        [change.item.element, EWSElement("Updates", [:], change.updates.map { $0.element(of: change.kind) })])
    }
    return EWSElement(
      Self.name,
      [
        "ConflictResolution": conflictResolution.rawValue, "MessageDisposition": disposition?.rawValue,
        "SendMeetingInvitationsOrCancellations": invitations?.rawValue,
        "SuppressReadReceipts": suppressesReadReceipts.map { $0 ? "true" : "false" },
      ], [EWSElement("ItemChanges", [:], items)])
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> Updated {
    Updated(
      id: message.child("Items")?.children.first.flatMap { EWSItem($0).id },
      conflicts: message.child("ConflictResults", "Count").flatMap { Int(element: $0) } ?? 0)
  }
}

/// The change of one property. The path and the element with the new value are always of the same property.
public struct EWSUpdate: Equatable, Sendable {
  enum Verb: String, Equatable {
    case set = "SetItemField", append = "AppendToItemField", delete = "DeleteItemField"
  }

  let verb: Verb
  /// The property.
  public let path: EWSPath
  let property: EWSElement?

  func element(of kind: EWSItemKind) -> EWSElement {
    var children = [path.element]
    if let property { children.append(EWSElement(kind.rawValue, [:], [property])) }
    return EWSElement(verb.rawValue, [:], children)
  }

  /// Gives a property a value.
  public static func set<Value>(_ field: EWSField<Value>, _ value: Value) -> EWSUpdate {
    EWSUpdate(verb: .set, path: field.path, property: EWSElement(field.element, value: value))
  }

  /// Adds to a property that holds many things: bodies, recipients, attendees.
  public static func append<Value>(_ field: EWSField<Value>, _ value: Value) -> EWSUpdate {
    EWSUpdate(verb: .append, path: field.path, property: EWSElement(field.element, value: value))
  }

  /// Removes a property.
  public static func delete<Value>(_ field: EWSField<Value>) -> EWSUpdate {
    EWSUpdate(verb: .delete, path: field.path, property: nil)
  }

  /// Gives a MAPI property a value.
  public static func set(_ property: EWSExtendedProperty) -> EWSUpdate {
    EWSUpdate(verb: .set, path: .extended(property.field), property: property.element)
  }

  /// Removes a MAPI property.
  public static func delete(_ field: EWSExtendedField) -> EWSUpdate {
    EWSUpdate(verb: .delete, path: .extended(field), property: nil)
  }

  /// Gives an entry of a contact's dictionary a value; empty ones are refused by servers and have to be deleted.
  public static func set<Key>(_ entry: EWSEntry<Key>) -> EWSUpdate {
    EWSUpdate(
      verb: .set, path: .indexed(Key.uri, index: entry.key.rawValue),
      property: EWSElement(Key.dictionary, [:], [entry.member]))
  }

  /// Removes an entry of a contact's dictionary.
  public static func delete<Key: EWSEntryKey>(entry key: Key) -> EWSUpdate {
    EWSUpdate(verb: .delete, path: .indexed(Key.uri, index: key.rawValue), property: nil)
  }

  /// Gives a part of a postal address a value.
  public static func set(
    _ part: EWSPhysicalAddress.Part, of key: EWSPhysicalAddressKey, _ value: String
  ) -> EWSUpdate {
    EWSUpdate(
      verb: .set, path: .indexed("contacts:PhysicalAddress:" + part.rawValue, index: key.rawValue),
      property: EWSElement("PhysicalAddresses", [:], [EWSPhysicalAddress(key, [part: value]).member]))
  }

  /// Removes a part of a postal address.
  public static func delete(_ part: EWSPhysicalAddress.Part, of key: EWSPhysicalAddressKey) -> EWSUpdate {
    EWSUpdate(
      verb: .delete, path: .indexed("contacts:PhysicalAddress:" + part.rawValue, index: key.rawValue), property: nil)
  }
}
