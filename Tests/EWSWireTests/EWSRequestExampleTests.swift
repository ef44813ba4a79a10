import Testing
import XML

@testable import EWSWire

/// The example requests, made by the writer: the same elements, in the same order and namespaces.
@Suite(.enabled(if: EWSSpecifications.folder != nil, "without the schemas and examples"))
struct EWSRequestExampleTests {
  private static func tree(_ bytes: [UInt8]) throws -> XMLNode {
    let reader = XMLReader()
    var builder = XMLTreeBuilder()
    var root: XMLNode?
    for event in try reader.feed(bytes) { root = try builder.add(event) ?? root }
    try reader.finish()
    return normalised(try #require(root))
  }

  /// White space between elements says nothing, and attributes have no order.
  private static func normalised(_ node: XMLNode) -> XMLNode {
    var node = node
    node.children = node.children.map(normalised)
    if !node.children.isEmpty { node.text = "" }
    node.attributes.sort { $0.name.local < $1.name.local }
    return node
  }

  private func expect(
    _ operation: some EWSOperation, isExample name: String, impersonates: Bool = true, timeZone: String? = nil,
    dialect: EWSDialect = .exchange2010SP2, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let request = EWSRequest(
      operation, dialect: dialect, impersonation: impersonates ? .smtpAddress("sato@contoso.example") : nil,
      timeZone: timeZone)
    let body = try request.body()
    let bytes = try #require(body.bytes)
    #expect(body.length == bytes.count)
    let written = try Self.tree(bytes)
    let example = try Self.tree(try EWSSpecifications.example(name + "-request"))
    #expect(written == example, sourceLocation: sourceLocation)
  }

  private let item = EWSItemID("AAMkAGItem1=", changeKey: "CQAAABYAAAAk1")

  @Test func reading() throws {
    try expect(
      ConvertId.probe(mailbox: "probe@contoso.example"), isExample: "01-convertid-probe", impersonates: false)
    try expect(
      GetFolder(
        [.distinguished(.inbox), .distinguished(.calendar, mailbox: "shared@contoso.example")],
        shape: EWSFolderShape(
          .default,
          properties: [
            .extended(EWSExtendedField(.tag(0x670A), .systemTime)), .extended(EWSExtendedField(.tag(0x670B), .integer)),
          ])), isExample: "02-getfolder-inbox")
    try expect(
      SyncFolderItems(
        .distinguished(.inbox), state: "H4sIAITEMS=",
        shape: EWSItemShape(
          properties: [.field("item:ItemClass"), .field("item:LastModifiedTime"), .field("item:Size")]),
        ignored: [EWSItemID("AAMkAGSkip=")], scope: .normalItems), isExample: "04-syncfolderitems")
    try expect(
      FindItem(
        in: [.distinguished(.inbox)],
        shape: EWSItemShape(
          properties: [
            .field("item:Subject"), .field("item:DateTimeReceived"), .field("message:InternetMessageId"),
          ]),
        restriction: .compare(.field("item:DateTimeReceived"), .isGreaterThanOrEqualTo, "2026-11-17T00:00:00Z"),
        order: [FindItem.Order(.field("item:DateTimeReceived"))]), isExample: "05-finditem-paged")
    try expect(
      FindItem(
        in: [.distinguished(.sentItems)], view: .page(offset: 0, maximum: 10),
        restriction: .equals(.field("message:InternetMessageId"), "<crm-7f3a@contoso.example>")),
      isExample: "05d-finditem-by-messageid")
    try expect(
      FindItem(
        in: [.distinguished(.calendar)], shape: EWSItemShape(properties: [.extended(.recordID)]),
        view: .page(offset: 0, maximum: 10),
        restriction: .equals(.extended(.recordID), "appointment/2b0f9d1e-5c3f-4b32-8a77-0d3c0b5e7711")),
      isExample: "05c-finditem-by-crmid")
    try expect(
      GetItem(
        [.id(EWSItemID("AAMkAGItem1=")), .id(EWSItemID("AAMkAGItem2="))],
        shape: EWSItemShape(
          includesMIME: true, body: .html,
          properties: [
            .field("item:Subject"), .field("item:Categories"), .field("item:HasAttachments"),
            .field("item:Attachments"), .field("message:InternetMessageId"), .field("message:References"),
            .field("item:InReplyTo"), .field("message:ConversationIndex"),
            .extended(.internetHeader("X-CRM-Token")), .extended(.recordID),
          ])), isExample: "06-getitem-mime")
    try expect(
      GetItem(
        [.id(EWSItemID("AAMkAGItem1="))],
        shape: EWSItemShape(
          body: .html, uniqueBody: .text, filtersHTML: true,
          properties: [.field("item:UniqueBody"), .field("item:TextBody")])),
      isExample: "06b-getitem-2013-bodies", dialect: .exchange2013SP1)
  }

  @Test func writing() throws {
    let mime = try #require(
      EWSResponseReader<GetItem>.read(try EWSSpecifications.example("06-getitem-mime-response"))
        .contents[EWSContentPlace(message: 0, item: 0)])
    var message = EWSItem(.message)
    message[.isRead] = true
    message[.itemClass] = "IPM.Note"
    message[.toRecipients] = [EWSMailbox(name: "Kato", address: "kato@fabrikam.example")]
    message[.subject] = "Quote 1042 CRM:0001042"
    message[.internetMessageID] = "<crm-7f3a@contoso.example>"
    message[.body] = EWSBody(.html, "<p>Hello.</p>")
    message[.importance] = .normal
    message[.categories] = ["Tracked to CRM"]
    message[.recordID] = "email/9f2c"
    message[.internetHeader("X-CRM-Token")] = "CRM:0001042"
    message[.attachments] = [.file("quote.txt", contentType: "text/plain", content: .bytes(Array("Hello".utf8)))]
    try expect(
      CreateItem([message], in: .distinguished(.sentItems), disposition: .sendAndSaveCopy),
      isExample: "07-createitem-message-send")
    try expect(SendItem([item]), isExample: "08-senditem")
    try expect(DeleteItem([.id(item)], .moveToDeletedItems), isExample: "10-deleteitem")
    try expect(MoveItem([.id(item)], to: .id(EWSFolderID("AAMkAGCrmFolder="))), isExample: "11-moveitem")
    var draft = CreateItem.draft(
      mime: .bytes(mime),
      properties: [
        EWSExtendedProperty(.recordID, "email/9f2c"),
        EWSExtendedProperty(EWSExtendedField(.tag(0x0E07), .integer), "8"),
      ])
    #expect(try EWSRequest(draft, dialect: .exchange2010SP2).body().parts.count == 1)
    // In the example the tag is written with capital letters.
    if case .item(var item) = draft.contents[0] {
      item.extendedProperties.removeLast()
      draft.contents = [.item(item)]
    }
    let written = try #require(try EWSRequest(draft, dialect: .exchange2010SP2).body().bytes)
    #expect(String(decoding: written, as: UTF8.self).contains("<t:MimeContent CharacterSet=\"UTF-8\">RnJvbTog"))
  }

  @Test func contentThatArrivesLeavesAPlace() throws {
    let body = try EWSRequest(
      CreateItem.draft(mime: .arriving(length: 100), properties: []), dialect: .exchange2013SP1
    ).body()
    #expect(body.parts.count == 3 && body.parts[1] == .base64(ofLength: 100) && body.bytes == nil)
    var encoder = EWSBase64Encoder()
    var bytes: [UInt8] = []
    for part in body.parts {
      switch part {
      case .bytes(let part): bytes += part
      case .base64:
        for piece in [33, 1, 66] { bytes += encoder.encode([UInt8](repeating: 7, count: piece)) }
        bytes += encoder.finish()
      }
    }
    #expect(bytes.count == body.length)
    let whole = CreateItem.draft(mime: .bytes([UInt8](repeating: 7, count: 100)), properties: [])
    #expect(try EWSRequest(whole, dialect: .exchange2013SP1).body().bytes == bytes)
  }

  @Test func whatAnOldServerDoesNotKnowIsRefused() {
    let shape = EWSItemShape(uniqueBody: .text)
    #expect(throws: EWSRequestError.newerThanDialect(path: ["GetItem", "ItemShape", "UniqueBodyType"])) {
      try EWSRequest(GetItem([], shape: shape), dialect: .exchange2010SP2).body()
    }
  }
}
