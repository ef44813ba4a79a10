import Testing

@testable import EWSWire

/// The example answers, and what is in them.
@Suite(.enabled(if: EWSSpecifications.folder != nil, "without the schemas and examples"))
struct EWSResponseExampleTests {
  func read<Operation: EWSOperation>(_ type: Operation.Type, _ name: String) throws -> EWSResponse<Operation.Answer> {
    try EWSResponseReader<Operation>.read(try EWSSpecifications.example(name))
  }

  private let version = EWSServerVersion(major: 15, minor: 2, build: 2_562, revision: 17)

  @Test func theProbeTellsTheVersion() throws {
    let response = try read(ConvertId.self, "01-convertid-probe-response")
    #expect(response.version == version)
    #expect(response.version?.dialect == .exchange2013SP1)
    let message = try #require(response.messages.first)
    #expect(message.responseClass == .error)
    #expect(message.code == EWSResponseCode("ErrorInvalidIdMalformed"))
    #expect(message.text == "Id is malformed.")
    #expect(message.answer == nil)
  }

  @Test func folders() throws {
    let response = try read(GetFolder.self, "02-getfolder-inbox-response")
    #expect(response.messages.map(\.responseClass) == [.success, .error])
    let inbox = try #require(response.messages[0].answer)
    #expect(inbox.id == EWSFolderID("AAMkAGFold1=", changeKey: "AQAAABYAAAAk0"))
    #expect(inbox.displayName == "Inbox" && inbox.totalCount == 12 && inbox.unreadCount == 3)
    #expect(inbox[EWSExtendedField(.tag(0x670A), .systemTime)] == "2026-11-24T00:00:01Z")
    #expect(response.messages[1].code.name == "ErrorFolderNotFound")
  }

  @Test func changesOfItems() throws {
    let response = try read(SyncFolderItems.self, "04-syncfolderitems-response")
    let changes = try #require(response.messages.first?.answer)
    #expect(changes.state == "H4sIANEXT2=" && !changes.includesLastItem)
    guard case .create(let mail) = changes.changes[0], case .update(let appointment) = changes.changes[1] else {
      Issue.record("\(changes.changes)")
      return
    }
    #expect(mail.kind == .message && mail.id == EWSItemID("AAMkAGItem1=", changeKey: "CQAAABYAAAAk1"))
    #expect(mail[.itemClass] == "IPM.Note" && mail[.size] == 20_480)
    #expect(mail[.lastModifiedTime]?.text == "2026-11-24T00:10:00Z")
    #expect(appointment.kind == .calendarItem && appointment[.itemClass] == "IPM.Appointment")
    #expect(
      Array(changes.changes[2...]) == [
        .delete(EWSItemID("AAMkAGGone=", changeKey: "CQAAAA==")),
        .readFlag(EWSItemID("AAMkAGRead=", changeKey: "CQAAAA=="), isRead: true),
      ])
    let bad = try read(SyncFolderItems.self, "04b-syncfolderitems-badstate-response")
    #expect(bad.messages.map(\.code.name) == ["ErrorInvalidSyncStateData"])
  }

  @Test func aMessageAsMIME() throws {
    let response = try read(GetItem.self, "06-getitem-mime-response")
    #expect(response.messages.map(\.code.name) == ["NoError", "ErrorItemNotFound"])
    let item = try #require(response.messages[0].answer)
    let mime = try #require(response.contents[EWSContentPlace(message: 0, item: 0)])
    #expect(response.contents.count == 1 && response.damagedContents.isEmpty)
    #expect(String(decoding: mime, as: UTF8.self).hasPrefix("From: sato@contoso.example\r\nTo: kato@"))
    #expect(String(decoding: mime, as: UTF8.self).hasSuffix("\r\n\r\nHello.\r\n"))
    #expect(item[.subject] == "Quote 1042" && item[.hasAttachments] == true)
    #expect(item[.categories] == ["Tracked to CRM"])
    #expect(item[.internetMessageID] == "<crm-7f3a@contoso.example>")
    #expect(item[.recordID] == "email/9f2c")
    let attachment = try #require(item[.attachments]?.first)
    #expect(attachment.kind == .file && attachment.id == "AAMkAGAtt1=" && attachment.name == "quote.pdf")
    #expect(attachment.contentType == "application/pdf" && attachment.size == 10_240 && attachment.isInline == false)
  }

  @Test func aPageOfItems() throws {
    let response = try read(FindItem.self, "05-finditem-paged-response")
    let page = try #require(response.messages.first?.answer)
    #expect(page.includesLastItem && page.nextOffset == 1 && page.total == 1)
    #expect(page.items.count == 1)
  }

  @Test func whatWasWritten() throws {
    let id = EWSItemID("AAMkAGItem1=", changeKey: "CQAAABYAAAAk1")
    #expect(try read(CreateItem.self, "07-createitem-message-send-response").messages.map(\.answer) == [[]])
    let draft = try read(CreateItem.self, "07b-createitem-mime-draft-response")
    #expect(draft.messages.first?.answer?.map(\.id) == [id])
    #expect(try read(SendItem.self, "08-senditem-response").messages.map(\.answer) == [EWSNothing()])
    #expect(try read(DeleteItem.self, "10-deleteitem-response").messages.map(\.answer) == [EWSNothing()])
    let moved = try read(MoveItem.self, "11-moveitem-response")
    #expect(moved.messages.map(\.answer) == [EWSItemID("AAMkAGMoved=", changeKey: "CQAAAA==")])
  }
}

extension EWSResponseExampleTests {
  @Test func folderHierarchy() throws {
    let changes = try #require(
      read(SyncFolderHierarchy.self, "03-syncfolderhierarchy-response").messages.first?.answer)
    #expect(changes.state == "H4sIANEXT=" && changes.includesLastFolder && changes.changes.count == 2)
    guard case .create(let folder) = changes.changes[0] else {
      Issue.record("\(changes)")
      return
    }
    #expect(folder.displayName == "CRM" && folder.folderClass == "IPF.Note" && folder.parent?.id == "AAMkAGRoot=")
    #expect(changes.changes[1] == .delete(EWSFolderID("AAMkAGOld=", changeKey: "AQAAAA==")))
  }

  @Test func updates() throws {
    let updated = try #require(read(UpdateItem.self, "09-updateitem-response").messages.first?.answer)
    #expect(updated.id == EWSItemID("AAMkAGItem1=", changeKey: "CQAAABYAAAAk2") && updated.conflicts == 0)
    let conflict = try read(UpdateItem.self, "09b-updateitem-conflict-response").messages
    #expect(conflict.map(\.code.kind) == [.conflict] && conflict[0].answer == nil)
  }

  @Test func attachments() throws {
    let read = try read(GetAttachment.self, "12-getattachment-response")
    let attachment = try #require(read.messages.first?.answer)
    #expect(attachment.name == "quote.txt" && attachment.contentID == "part1@contoso.example")
    #expect(read.contents == [EWSContentPlace(message: 0, item: 0): Array("Hello".utf8)])
    let made = try #require(
      self.read(CreateAttachment.self, "13-createattachment-response").messages.first?.answer)
    #expect(made.id == "AAMkAGAtt9=")
    #expect(made.rootItem == EWSItemID("AAMkAGItem1=", changeKey: "CQAAABYAAAAk3"))
  }

  @Test func appointments() throws {
    let created = try read(CreateItem.self, "14-createitem-meeting-response").messages.first?.answer?.first
    #expect(created?.kind == .calendarItem && created?.id?.id == "AAMkAGItem1=")
    let item = try #require(read(GetItem.self, "14b-getitem-master-response").messages.first?.answer)
    #expect(item[.uid] == "040000008200E00074C5B7101A82E008" && item[.isAllDayEvent] == false)
    #expect(item[.start]?.microseconds == 1_796_086_800_000_000)
    #expect(item[.calendarItemType] == .recurringMaster && item[.myResponseType] == .organizer)
    #expect(item[.organizer] == EWSMailbox(name: "Sato", address: "sato@contoso.example", routingType: "SMTP"))
    let attendee = try #require(item[.requiredAttendees]?.first)
    #expect(attendee.mailbox.address == "kato@fabrikam.example" && attendee.response == .accept)
    #expect(attendee.lastResponseTime?.text == "2026-11-24T00:00:00Z")
    #expect(item[.appointmentSequenceNumber] == 1 && item[.appointmentState] == 1)
    #expect(
      item[.recurrence]
        == EWSRecurrence(
          .weekly(interval: 1, days: [.tuesday], firstDayOfWeek: nil),
          .numbered(start: EWSDate("2026-12-01")!, count: 10)))
    #expect(item[.firstOccurrence]?.id.id == "AAMkAGOcc1=")
    #expect(item[.modifiedOccurrences]?.map(\.originalStart.text) == ["2026-12-15T01:00:00Z"])
    #expect(item[.modifiedOccurrences]?.map(\.start.text) == ["2026-12-16T01:00:00Z"])
    #expect(item[.deletedOccurrences]?.map(\.start.text) == ["2026-12-22T01:00:00Z"])
    #expect(item[.startTimeZone] == EWSTimeZone("Tokyo Standard Time", name: "(UTC+09:00) Osaka, Sapporo, Tokyo"))
  }

  @Test func aMeetingRequest() throws {
    let item = try #require(read(GetItem.self, "14e-getitem-meetingrequest-response").messages.first?.answer)
    #expect(item.kind == .meetingRequest && item.kind.isMeetingMessage)
    #expect(item[.associatedCalendarItemID] == EWSItemID("AAMkAGCal=", changeKey: "DwAAAA=="))
    #expect(item[.hasBeenProcessed] == true && item[.isOutOfDate] == false && item[.isDelegated] == false)
    #expect(item[.meetingRequestType] == .newMeetingRequest && item[.intendedFreeBusyStatus] == .busy)
    #expect(item[.responseType] == .noResponseReceived && item[.location] == "Room 1")
    #expect(item[.from]?.address == "kato@fabrikam.example")
  }

  @Test func contactsAndTasks() throws {
    let contact = try read(CreateItem.self, "15-createitem-contact-response").messages.first?.answer?.first
    #expect(contact?.kind == .contact && contact?.id?.id == "AAMkAGCon=")
    let task = try read(CreateItem.self, "16-createitem-task-response").messages.first?.answer?.first
    #expect(task?.kind == .task && task?.id?.id == "AAMkAGTask=")
  }

  @Test func subscriptions() throws {
    #expect(
      try read(Subscribe.self, "19-subscribe-streaming-response").messages.first?.answer
        == Subscribe.Subscription(id: "JwBtYmZjc2Ut=", watermark: nil))
    #expect(
      try read(Subscribe.self, "19b-subscribe-pull-response").messages.first?.answer
        == Subscribe.Subscription(id: "JwBtYmZjc2Ut=", watermark: "AQAAAGs="))
    let pulled = try #require(read(GetEvents.self, "20-getevents-pull-response").messages.first?.answer)
    #expect(pulled.subscription == "JwBtYmZjc2Ut=" && !pulled.moreEvents && pulled.lastWatermark == "AQAAAHo=")
    #expect(pulled.events.map(\.type) == [.newMail, .moved, .modified])
    #expect(pulled.events[1].oldSubject == .item(EWSItemID("AAMkAGItem1=", changeKey: "CQAAAA==")))
    #expect(pulled.events[1].oldParent?.id == "AAMkAGFold1=" && pulled.events[1].parent?.id == "AAMkAGFold2=")
    #expect(pulled.events[2].subject == .folder(EWSFolderID("AAMkAGFold1=", changeKey: "AQAAAA==")))
    #expect(pulled.events[2].unreadCount == 4)
    let pushed = try read(SendNotification.self, "23-push-sendnotification-server-to-us").messages.first?.answer
    #expect(pushed?.events.map(\.type) == [nil] && pushed?.lastWatermark == "AQAAAGs=")
  }

  /// On the wire some elements are in another namespace than the schema says, and envelope follows envelope.
  @Test(arguments: [1, 100, Int.max]) func streamedEvents(piece: Int) throws {
    let names = ["21b-getstreamingevents-open", "21-getstreamingevents", "21d-getstreamingevents-lost"]
    var bytes: [UInt8] = []
    for name in names + ["21c-getstreamingevents-closed"] { bytes += try EWSSpecifications.example(name + "-response") }
    let reader = EWSResponseReader<GetStreamingEvents>(sequence: true)
    var news: [GetStreamingEvents.News] = []
    var ends = 0
    var rest = bytes[...]
    while !rest.isEmpty {
      for event in try reader.feed(rest.prefix(piece)) {
        if case .message(let message) = event, let answer = message.answer { news.append(answer) }
        if case .end = event { ends += 1 }
      }
      rest = rest.dropFirst(piece)
    }
    try reader.finish()
    #expect(ends == 4)
    #expect(news.map(\.status) == [.ok, nil, .closed, .closed])
    #expect(news[1].notifications.first?.events.first?.type == .newMail)
    #expect(news[2].lostSubscriptions == ["JwBtYmZjc2Ut="])
  }

  @Test func faults() throws {
    let busy = try #require(read(GetItem.self, "30-serverbusy-fault").fault)
    #expect(busy.code.kind == .throttled && busy.backOffMilliseconds == 297_749)
    let schema = try #require(read(GetItem.self, "31-schemavalidation-fault").fault)
    #expect(schema.code.kind == .bug && schema.details["LineNumber"] == "7" && schema.details["LinePosition"] == "12")
    #expect(schema.details["Violation"] == "The element 'Message' has invalid child element 'Subject'.")
    let denied = try #require(read(GetItem.self, "32-impersonatedenied-fault").fault)
    #expect(denied.code.kind == .impersonationDenied)
    #expect(denied.text == "The account does not have permission to impersonate the requested user.")
    let gone = try #require(read(GetItem.self, "33-nonexistentmailbox-fault").fault)
    #expect(gone.code.kind == .mailboxGone && gone.details["SmtpAddress"] == "sato@contoso.example")
    #expect(try read(GetItem.self, "34-invalidserverversion-fault").fault?.code.kind == .version)
    let stopped = try read(GetItem.self, "35-batchstopped-response").messages
    #expect(stopped.map(\.code.kind) == [.transient, .transientLimited])
    #expect(stopped.map(\.responseClass) == [.error, .warning] && stopped.allSatisfy { $0.answer == nil })
  }
}
