/// GetAttachment. The content of a file comes as content events before its response message; one attachment a call
/// keeps memory bounded. [MS-OXWSATT] 3.1.4.3
public struct GetAttachment: EWSOperation {
  public static let name = "GetAttachment"

  /// The attachments' ids.
  public var ids: [String]
  /// Whether attached items are wanted as MIME.
  public var includesMIME: Bool
  /// The form of attached items' bodies.
  public var body: EWSItemShape.Body?
  /// More properties of attached items.
  public var properties: [EWSPath]

  /// Reads attachments.
  public init(
    _ ids: [String], includesMIME: Bool = false, body: EWSItemShape.Body? = nil, properties: [EWSPath] = []
  ) {
    self.ids = ids
    self.includesMIME = includesMIME
    self.body = body
    self.properties = properties
  }

  public var element: EWSElement {
    var shape = EWSItemShape(includesMIME: includesMIME, body: body, properties: properties)
      .element("AttachmentShape")
    // There is no base to begin with.
    shape.children.removeAll { $0.name == "BaseShape" }
    let ids = EWSElement("AttachmentIds", [:], ids.map { EWSElement("AttachmentId", ["Id": $0]) })
    return EWSElement(Self.name, [:], shape.children.isEmpty ? [ids] : [shape, ids])
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> EWSAttachment {
    guard let attachment = message.child("Attachments").map(EWSAttachment.list)?.first else {
      throw .missing("Attachments")
    }
    return attachment
  }
}
