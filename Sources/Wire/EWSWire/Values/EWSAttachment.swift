/// An attachment. Read ones carry no content: that comes in pieces.
public struct EWSAttachment: Equatable, Sendable {
  /// What is attached.
  public enum Kind: Equatable, Sendable {
    /// A file.
    case file
    /// An item; nil when only its name was told.
    indirect case item(EWSItem?)
    /// A link to a file elsewhere; never followed.
    case reference(url: String?)
    /// Something else, by its element's name.
    case other(String)
  }

  /// What is attached.
  public var kind: Kind
  /// The id, for GetAttachment.
  public var id: String?
  /// The id of the item it belongs to, after it was made.
  public var rootItem: EWSItemID?
  /// The name.
  public var name: String?
  /// The media type.
  public var contentType: String?
  /// The content id, without angle brackets.
  public var contentID: String?
  /// The content's location.
  public var contentLocation: String?
  /// Octets in the store.
  public var size: Int?
  /// Whether the body shows it.
  public var isInline: Bool?
  /// The content, to be sent.
  public var content: EWSContent?

  /// An attachment.
  public init(
    _ kind: Kind, name: String? = nil, contentType: String? = nil, contentID: String? = nil, isInline: Bool? = nil,
    content: EWSContent? = nil
  ) {
    self.kind = kind
    self.name = name
    self.contentType = contentType
    self.contentID = contentID
    self.isInline = isInline
    self.content = content
  }

  /// A file that is sent.
  public static func file(_ name: String, contentType: String? = nil, content: EWSContent) -> EWSAttachment {
    EWSAttachment(.file, name: name, contentType: contentType, content: content)
  }
}

extension EWSAttachment: EWSListMember {
  /// Reads the attachments of a list.
  public static func list(_ element: EWSElement) -> [EWSAttachment] { element.children.map(EWSAttachment.init) }

  /// The element of one attachment. Links and others are not sent.
  public var member: EWSElement {
    var children: [EWSElement] = []
    if let id { children.append(EWSElement("AttachmentId", ["Id": id])) }
    if let name { children.append(EWSElement("Name", text: name)) }
    if let contentType { children.append(EWSElement("ContentType", text: contentType)) }
    if let contentID { children.append(EWSElement("ContentId", text: contentID)) }
    if let contentLocation { children.append(EWSElement("ContentLocation", text: contentLocation)) }
    if let isInline { children.append(EWSElement("IsInline", value: isInline)) }
    if case .item(let item?) = kind { children.append(item.element) }
    if case .file = kind, let content {
      var element = EWSElement("Content")
      element.content = content
      children.append(element)
    }
    return EWSElement(elementName, [:], children)
  }

  private var elementName: String {
    switch kind {
    case .file: "FileAttachment"
    case .item: "ItemAttachment"
    case .reference: "ReferenceAttachment"
    case .other(let name): name
    }
  }

  private init(_ element: EWSElement) {
    let known: Set<String> = [
      "AttachmentId", "Name", "ContentType", "ContentId", "ContentLocation", "Size", "LastModifiedTime", "IsInline",
      "AttachmentOriginalUrl",
    ]
    switch element.name {
    case "FileAttachment": kind = .file
    case "ItemAttachment": kind = .item(element.children.first { !known.contains($0.name) }.map(EWSItem.init))
    case "ReferenceAttachment": kind = .reference(url: element.value(of: "AttachLongPathName"))
    default: kind = .other(element.name)
    }
    if let identity = element.child("AttachmentId") {
      id = identity.attribute("Id")
      rootItem = identity.attribute("RootItemId").map {
        EWSItemID($0, changeKey: identity.attribute("RootItemChangeKey"))
      }
    }
    name = element.value(of: "Name")
    contentType = element.value(of: "ContentType")
    contentID = element.value(of: "ContentId")
    contentLocation = element.value(of: "ContentLocation")
    size = element.value(of: "Size")
    isInline = element.value(of: "IsInline")
  }
}
