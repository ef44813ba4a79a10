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
