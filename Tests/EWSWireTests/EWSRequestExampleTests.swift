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

  func expect(
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

  var item: EWSItemID { EWSItemID("AAMkAGItem1=", changeKey: "CQAAABYAAAAk1") }

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

extension EWSRequestExampleTests {
  private var master: EWSItemID { EWSItemID("AAMkAGMaster=", changeKey: "DwAAAA==") }

  @Test func hierarchyAndUpdates() throws {
    try expect(SyncFolderHierarchy(state: "H4sIAHIERARCHY="), isExample: "03-syncfolderhierarchy")
    try expect(
      FindItem(
        in: [.distinguished(.calendar)],
        shape: EWSItemShape(
          properties: [
            .field("calendar:Start"), .field("calendar:End"), .field("calendar:CalendarItemType"),
            .field("calendar:UID"),
          ]),
        view: .calendar(
          from: EWSDateTime("2026-11-01T00:00:00Z")!, to: EWSDateTime("2026-12-01T00:00:00Z")!, maximum: 500)),
      isExample: "05b-finditem-calendarview", timeZone: "Tokyo Standard Time")
    try expect(
      UpdateItem(
        [
          UpdateItem.Change(
            .id(item), .message,
            [
              .set(.subject, "New subject"), .set(EWSExtendedProperty(.recordID, "email/9f2c")),
              .set(.categories, ["Tracked to CRM", "Blue"]), .delete(.isReadReceiptRequested),
            ])
        ], .neverOverwrite, disposition: .saveOnly), isExample: "09-updateitem")
    try expect(GetAttachment(["AAMkAGAtt1="], includesMIME: true, body: .html), isExample: "12-getattachment")
    var attachment = EWSAttachment.file("quote.txt", contentType: "text/plain", content: .bytes(Array("Hello".utf8)))
    attachment.isInline = false
    try expect(CreateAttachment([attachment], to: item), isExample: "13-createattachment")
  }

  @Test func appointments() throws {
    func date(_ text: String) -> EWSDateTime { EWSDateTime(text)! }
    let start = EWSDate("2026-12-01")!
    var zone = EWSTimeZone("Tokyo Standard Time", name: "(UTC+09:00) Osaka, Sapporo, Tokyo")
    let period = "trule:Microsoft/Registry/Tokyo Standard Time/1-Standard"
    zone.periods = [EWSTimeZone.Period(id: period, name: "Standard", bias: -540)]
    zone.groups = [
      EWSTimeZone.Group(id: "0", transitions: [EWSTimeZone.Transition(.always, to: period, isGroup: false)])
    ]
    zone.transitions = [EWSTimeZone.Transition(.always, to: "0", isGroup: true)]
    func attendees(_ address: String) -> [EWSAttendee] { [EWSAttendee(EWSMailbox(address: address))] }
    var meeting = EWSItem(.calendarItem)
    meeting[.endTimeZone] = zone
    meeting[.startTimeZone] = zone
    meeting[.recurrence] = EWSRecurrence(
      .weekly(interval: 1, days: [.tuesday], firstDayOfWeek: nil), .numbered(start: start, count: 10))
    meeting[.requiredAttendees] = attendees("kato@fabrikam.example")
    meeting[.optionalAttendees] = attendees("ito@contoso.example")
    meeting[.resources] = attendees("room1@contoso.example")
    meeting[.location] = "Room 1"
    meeting[.legacyFreeBusyStatus] = .busy
    meeting[.end] = date("2026-12-01T02:00:00Z")
    meeting[.start] = date("2026-12-01T01:00:00Z")
    meeting[.uid] = "040000008200E00074C5B7101A82E00800000000C0FFEE"
    meeting[.recordID] = "appointment/2b0f"
    meeting[.body] = EWSBody(.html, "<p>Agenda</p>")
    meeting[.subject] = "Review"
    try expect(
      CreateItem([meeting], in: .distinguished(.calendar), invitations: .sendToAllAndSaveCopy),
      isExample: "14-createitem-meeting")
    let patterns: [(String, EWSRecurrence.Pattern, EWSRecurrence.Range)] = [
      ("daily", .daily(interval: 2), .numbered(start: start, count: 10)),
      (
        "weekly", .weekly(interval: 1, days: [.monday, .wednesday, .friday], firstDayOfWeek: .monday),
        .noEnd(start: start)
      ),
      (
        "absolute monthly", .absoluteMonthly(interval: 1, day: 15),
        .endDate(start: start, end: EWSDate("2027-03-31")!)
      ),
      (
        "relative monthly", .relativeMonthly(interval: 1, day: .friday, index: .last),
        .numbered(start: start, count: 10)
      ),
      ("absolute yearly", .absoluteYearly(day: 11, month: .february), .noEnd(start: start)),
      (
        "relative yearly", .relativeYearly(day: .weekday, index: .first, month: .april),
        .numbered(start: start, count: 10)
      ),
    ]
    let series = patterns.map { name, pattern, range in
      var item = EWSItem(.calendarItem)
      item[.subject] = name
      item[.reminderIsSet] = true
      item[.reminderMinutesBeforeStart] = 15
      item[.recordID] = "appointment/" + name.replacing(" ", with: "-")
      item[.start] = date("2026-12-01T10:00:00")
      item[.end] = date("2026-12-01T11:00:00")
      item[.isAllDayEvent] = false
      item[.legacyFreeBusyStatus] = .busy
      item[.location] = "Room 1"
      item[.recurrence] = EWSRecurrence(pattern, range)
      item[.startTimeZone] = EWSTimeZone("Tokyo Standard Time")
      item[.endTimeZone] = EWSTimeZone("Tokyo Standard Time")
      return item
    }
    try expect(
      CreateItem(series, in: .distinguished(.calendar), invitations: .sendToNone), isExample: "14a-recurrence-patterns")
    try expect(
      UpdateItem(
        [
          UpdateItem.Change(
            .occurrence(master: EWSItemID("AAMkAGMaster="), index: 3), .calendarItem,
            [.set(.start, date("2026-12-16T01:00:00Z")), .set(.end, date("2026-12-16T02:00:00Z"))])
        ], .autoResolve, invitations: .sendToChangedAndSaveCopy), isExample: "14c-updateitem-occurrence",
      timeZone: "Tokyo Standard Time")
    try expect(
      UpdateItem(
        [
          UpdateItem.Change(
            .id(EWSItemID("AAMkAGCal=", changeKey: "DwAAAA==")), .calendarItem,
            [
              .set(.start, date("2026-12-01T00:00:00")), .set(.end, date("2026-12-02T00:00:00")),
              .set(.isAllDayEvent, true), .set(.startTimeZone, EWSTimeZone("Tokyo Standard Time")),
            ])
        ], .alwaysOverwrite, invitations: .sendToNone), isExample: "14h-updateitem-allday",
      timeZone: "Tokyo Standard Time")
    try expect(
      CreateItem(
        contents: [
          .response(
            .accept, to: EWSItemID("AAMkAGReq=", changeKey: "CwAAAA=="), body: EWSBody(.text, "See you there"))
        ], disposition: .sendAndSaveCopy), isExample: "14f-createitem-accept")
    try expect(
      CreateItem(
        contents: [.cancellation(of: master, body: EWSBody(.text, "Cancelled"))], disposition: .sendAndSaveCopy),
      isExample: "14g-createitem-cancel")
  }

  @Test func contactsAndTasks() throws {
    var contact = EWSItem(.contact)
    contact[.surname] = "Kato"
    contact[.jobTitle] = "Manager"
    contact[.department] = "Sales"
    contact[.birthday] = EWSDateTime("1980-04-01T00:00:00Z")
    contact[.phoneNumbers] = [
      EWSEntry(.businessPhone, "+81-3-0000-0000"), EWSEntry(.mobilePhone, "+81-90-0000-0000"),
    ]
    contact[.physicalAddresses] = [
      EWSPhysicalAddress(
        .business,
        [
          .street: "1-1 Chiyoda", .city: "Chiyoda-ku", .state: "Tokyo", .countryOrRegion: "Japan",
          .postalCode: "100-0001",
        ])
    ]
    contact[.emailAddresses] = [EWSEntry(.first, "kato@fabrikam.example")]
    contact[.companyName] = "Fabrikam"
    contact[.middleName] = "M"
    contact[.givenName] = "Jiro"
    contact[.displayName] = "Jiro Kato"
    contact[.fileAsMapping] = .lastCommaFirst
    contact[.fileAs] = "Kato, Jiro"
    contact[.recordID] = "contact/77aa"
    contact[.categories] = ["Tracked to CRM"]
    contact[.body] = EWSBody(.text, "note")
    try expect(CreateItem([contact], in: .distinguished(.contacts)), isExample: "15-createitem-contact")
    try expect(
      UpdateItem(
        [
          UpdateItem.Change(
            .id(EWSItemID("AAMkAGCon=", changeKey: "EQAAAA==")), .contact,
            [
              .set(EWSEntry(EWSEmailAddressKey.first, "jiro@fabrikam.example")),
              .set(.city, of: .business, "Minato-ku"),
              .set(EWSEntry(EWSPhoneNumberKey.mobilePhone, "+81-90-1111-1111")),
              .delete(entry: EWSPhoneNumberKey.businessPhone),
            ])
        ], .neverOverwrite), isExample: "15b-updateitem-contact")
    var task = EWSItem(.task)
    task[.totalWork] = 60
    task[.status] = .notStarted
    task[.startDate] = EWSDateTime("2026-12-01T00:00:00")
    task[.taskRecurrence] = EWSRecurrence(
      .regeneration(.day, interval: 7), .noEnd(start: EWSDate("2026-12-01")!))
    task[.percentComplete] = 0
    task[.dueDate] = EWSDateTime("2026-12-04T00:00:00")
    task[.actualWork] = 30
    task[.recordID] = "task/5c11"
    task[.reminderIsSet] = true
    task[.reminderDueBy] = EWSDateTime("2026-12-03T00:00:00Z")
    task[.importance] = .high
    task[.body] = EWSBody(.text, "about quote 1042")
    task[.subject] = "Call back"
    try expect(
      CreateItem([task], in: .distinguished(.tasks), disposition: .saveOnly), isExample: "16-createitem-task",
      timeZone: "Tokyo Standard Time")
    try expect(
      UpdateItem(
        [
          UpdateItem.Change(
            .id(EWSItemID("AAMkAGTask=", changeKey: "EwAAAA==")), .task, [.set(.status, .completed)])
        ], .autoResolve, disposition: .saveOnly), isExample: "16b-updateitem-task-complete")
  }

  @Test func subscriptionsAndSettings() throws {
    let events: [Subscribe.EventType] = [.newMail, .created, .modified, .deleted, .moved]
    let folders: [EWSFolderReference] = [.distinguished(.inbox), .distinguished(.calendar)]
    try expect(Subscribe(folders, events: events, delivery: .streaming), isExample: "19-subscribe-streaming")
    try expect(
      Subscribe(nil, events: events, delivery: .pull(minutes: 30, watermark: nil)), isExample: "19b-subscribe-pull")
    try expect(
      Subscribe(
        folders, events: events,
        delivery: .push(url: "https://sync.contoso.example/ews-push/3f1c-unguessable", minutes: 5, watermark: nil)),
      isExample: "19c-subscribe-push")
    try expect(GetEvents("JwBtYmZjc2Ut=", watermark: "AQAAAGs="), isExample: "20-getevents-pull")
    try expect(GetStreamingEvents(["JwBtYmZjc2Ut="]), isExample: "21-getstreamingevents", impersonates: false)
    try expect(Unsubscribe("JwBtYmZjc2Ut="), isExample: "22-unsubscribe")
    #expect(
      try Self.tree(#require(try SendNotification(goesOn: true).body().bytes))
        == Self.tree(EWSSpecifications.example("23b-push-our-answer")))
    try expect(GetServerTimeZones(["Tokyo Standard Time"]), isExample: "24-getservertimezones")
    try expect(ResolveNames("smtp:kato@contoso.example"), isExample: "25-resolvenames")
    try expect(
      GetUserConfiguration("CategoryList", in: .distinguished(.calendar), [.xmlData]),
      isExample: "26-getuserconfiguration-categories")
  }
}
