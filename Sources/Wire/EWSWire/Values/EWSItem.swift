/// The kinds of item that are read and written.
public enum EWSItemKind: String, Equatable, Hashable, Sendable, CaseIterable {
  case item = "Item", message = "Message", calendarItem = "CalendarItem", contact = "Contact", task = "Task"
  case meetingMessage = "MeetingMessage", meetingRequest = "MeetingRequest", meetingResponse = "MeetingResponse"
  case meetingCancellation = "MeetingCancellation"
  /// Anything else, such as a distribution list or a post. Never written.
  case other = ""

  /// Whether it is a message about a meeting.
  public var isMeetingMessage: Bool {
    switch self {
    case .meetingMessage, .meetingRequest, .meetingResponse, .meetingCancellation: true
    default: false
    }
  }
}

/// A property of items: its path in requests, its element, and what it holds.
public struct EWSField<Value: EWSValue>: Equatable, Sendable {
  /// The path, such as `item:Subject`.
  public let path: EWSPath
  /// The element's name.
  let element: String

  /// A property whose element is called as the path's end is, or otherwise.
  init(_ uri: String, element: String? = nil) {
    path = .field(uri)
    self.element = element ?? uri.split(separator: ":").last.map(String.init) ?? uri
  }
}

/// An item as far as it was asked for: a property that is not there is nil, which is no error.
///
/// ```
/// item[.subject]                      // String?
/// item[.recordID]                     // an extended property
/// var item = EWSItem(.message)
/// item[.subject] = "Quote 1042"
/// ```
public struct EWSItem: Equatable, Sendable {
  /// What it is.
  public var kind: EWSItemKind
  /// The element's name, also of kinds that are not known.
  public private(set) var elementName: String
  /// The whole message, to be uploaded. Never set by reading: there it comes in pieces.
  public var mimeContent: EWSContent?
  /// The elements of the properties.
  private var elements: [String: EWSElement] = [:]
  /// MAPI properties.
  public var extendedProperties: [EWSExtendedProperty] = []

  /// An item without properties.
  public init(_ kind: EWSItemKind) {
    self.kind = kind
    elementName = kind.rawValue
  }

  /// An item that was read.
  init(_ element: EWSElement) {
    kind = EWSItemKind(rawValue: element.name) ?? .other
    elementName = element.name
    for child in element.children {
      if child.name == "ExtendedProperty" {
        if let property = EWSExtendedProperty(element: child) { extendedProperties.append(property) }
      } else if elements[child.name] == nil {
        elements[child.name] = child
      }
    }
  }

  /// A property's value; nil when the item does not have it, or it is not of that kind.
  public subscript<Value: EWSValue>(_ field: EWSField<Value>) -> Value? {
    get { elements[field.element].flatMap { Value(element: $0) } }
    set { elements[field.element] = newValue.map { EWSElement(field.element, value: $0) } }
  }

  /// The first value of a MAPI property.
  public subscript(_ field: EWSExtendedField) -> String? {
    get { extendedProperties.first { $0.field == field }?.values.first }
    set {
      extendedProperties.removeAll { $0.field == field }
      if let newValue { extendedProperties.append(EWSExtendedProperty(field, newValue)) }
    }
  }

  /// The item's id.
  public var id: EWSItemID? {
    get { self[EWSField<EWSItemID>("item:ItemId")] }
    set { self[EWSField<EWSItemID>("item:ItemId")] = newValue }
  }

  var element: EWSElement {
    // To make an item with an empty property is to make it without; lists may not be empty at all.
    let isSaid = { (element: EWSElement) in
      !element.children.isEmpty || !element.attributes.isEmpty || !element.text.isEmpty
    }
    var children = elements.values.filter(isSaid).sorted { $0.name < $1.name } + extendedProperties.map(\.element)
    if let mimeContent {
      var element = EWSElement("MimeContent", ["CharacterSet": "UTF-8"])
      element.content = mimeContent
      children.append(element)
    }
    return EWSElement(elementName, [:], children)
  }
}
