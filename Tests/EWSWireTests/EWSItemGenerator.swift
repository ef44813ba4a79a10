import EWSWire

/// Random items with random properties of their kind.
extension EWSGenerator {
  private mutating func set<V: EWSValue>(
    _ item: inout EWSItem, _ field: EWSField<V>, _ make: (inout EWSGenerator) -> V
  ) {
    if bool() { item[field] = make(&self) }
  }

  mutating func entries<Key: EWSEntryKey>(_ type: Key.Type) -> [EWSEntry<Key>] {
    Key.allCases.filter { _ in bool() }.map { EWSEntry($0, text()) }
  }

  mutating func anyItem() -> EWSItem {
    switch int(0...3) {
    case 0: message()
    case 1: appointment()
    case 2: contact()
    default: task()
    }
  }

  private mutating func base(_ kind: EWSItemKind, attachments depth: Int) -> EWSItem {
    var item = EWSItem(kind)
    if bool() { item.mimeContent = content() }
    set(&item, .itemClass) { $0.oneOf(["IPM.Note", "IPM.Task"]) }
    set(&item, .subject) { $0.text() }
    set(&item, .sensitivity) { $0.word(EWSSensitivity.self) }
    set(&item, .body) { $0.body() }
    set(&item, .categories) { $0.list(0...3) { $0.text() } }
    set(&item, .importance) { $0.word(EWSImportance.self) }
    set(&item, .inReplyTo) { $0.text() }
    set(&item, .reminderDueBy) { $0.dateTime() }
    set(&item, .reminderIsSet) { $0.bool() }
    set(&item, .reminderMinutesBeforeStart) { $0.int(0...40_000) }
    item.extendedProperties = list(0...3) { $0.extendedProperty() }
    if depth > 0 { set(&item, .attachments) { $0.list(1...2) { $0.attachment(depth - 1) } } }
    return item
  }

  mutating func attachment(_ depth: Int = 1) -> EWSAttachment {
    var attachment =
      bool() || depth == 0
      ? EWSAttachment.file(text(), contentType: maybe { _ in "text/plain" }, content: content())
      : EWSAttachment(.item(message(attachments: depth)), name: text())
    attachment.contentID = maybe { $0.text() }
    attachment.isInline = maybe { $0.bool() }
    attachment.contentLocation = maybe { $0.text() }
    return attachment
  }

  mutating func message(attachments depth: Int = 2) -> EWSItem {
    var item = base(.message, attachments: depth)
    set(&item, .sender) { $0.mailbox() }
    set(&item, .from) { $0.mailbox() }
    set(&item, .toRecipients) { $0.list { $0.mailbox() } }
    set(&item, .ccRecipients) { $0.list { $0.mailbox() } }
    set(&item, .bccRecipients) { $0.list { $0.mailbox() } }
    set(&item, .replyTo) { $0.list { $0.mailbox() } }
    set(&item, .internetMessageID) { "<\($0.token())@x.example>" }
    set(&item, .references) { $0.text() }
    set(&item, .isRead) { $0.bool() }
    set(&item, .isReadReceiptRequested) { $0.bool() }
    set(&item, .isDeliveryReceiptRequested) { $0.bool() }
    return item
  }

  mutating func appointment() -> EWSItem {
    var item = base(.calendarItem, attachments: 1)
    set(&item, .uid) { $0.text() }
    set(&item, .start) { $0.dateTime() }
    set(&item, .end) { $0.dateTime() }
    set(&item, .isAllDayEvent) { $0.bool() }
    set(&item, .legacyFreeBusyStatus) { $0.freeBusy() }
    set(&item, .location) { $0.text() }
    set(&item, .isResponseRequested) { $0.bool() }
    set(&item, .requiredAttendees) { $0.list { $0.attendee() } }
    set(&item, .optionalAttendees) { $0.list { $0.attendee() } }
    set(&item, .resources) { $0.list { $0.attendee() } }
    set(&item, .recurrence) { $0.recurrence(forTask: false) }
    set(&item, .startTimeZone) { $0.timeZone() }
    set(&item, .endTimeZone) { $0.timeZone() }
    set(&item, .allowNewTimeProposal) { $0.bool() }
    return item
  }

  mutating func freeBusy() -> EWSFreeBusy {
    let status = word(EWSFreeBusy.self)
    return status == .workingElsewhere && !isNew ? .busy : status
  }

  mutating func contact() -> EWSItem {
    var item = base(.contact, attachments: 1)
    for field in [
      EWSField<String>.fileAs, .displayName, .givenName, .initials, .middleName, .nickname, .surname, .generation,
      .companyName, .department, .jobTitle, .profession, .manager, .assistantName, .spouseName, .officeLocation,
    ] { set(&item, field) { $0.text() } }
    set(&item, .businessHomePage) { EWSURI($0.text()) }
    set(&item, .birthday) { $0.dateTime() }
    set(&item, .weddingAnniversary) { $0.dateTime() }
    set(&item, .children) { $0.list(0...2) { $0.text() } }
    set(&item, .fileAsMapping) { $0.fileAsMapping() }
    set(&item, .postalAddressIndex) { $0.word(EWSPostalAddressIndex.self) }
    set(&item, .emailAddresses) { $0.entries(EWSEmailAddressKey.self) }
    set(&item, .phoneNumbers) { $0.entries(EWSPhoneNumberKey.self) }
    set(&item, .imAddresses) { $0.entries(EWSImAddressKey.self) }
    set(&item, .physicalAddresses) { generator in
      EWSPhysicalAddressKey.allCases.map { key in
        var parts: [EWSPhysicalAddress.Part: String] = [:]
        for part in EWSPhysicalAddress.Part.allCases { parts[part] = generator.maybe { $0.text() } }
        return EWSPhysicalAddress(key, parts)
      }
    }
    return item
  }

  mutating func fileAsMapping() -> EWSFileAsMapping { word(EWSFileAsMapping.self) }

  mutating func task() -> EWSItem {
    var item = base(.task, attachments: 1)
    set(&item, .startDate) { $0.dateTime() }
    set(&item, .dueDate) { $0.dateTime() }
    set(&item, .completeDate) { $0.dateTime() }
    set(&item, .actualWork) { $0.int(0...9_999) }
    set(&item, .totalWork) { $0.int(0...9_999) }
    set(&item, .percentComplete) { $0.int(0...100) }
    set(&item, .status) { $0.word(EWSTaskStatus.self) }
    set(&item, .taskRecurrence) { $0.recurrence(forTask: true) }
    return item
  }

  mutating func change() -> UpdateItem.Change {
    switch int(0...3) {
    case 0:
      UpdateItem.Change(
        item(), .message,
        [
          .set(.subject, text()), .set(.isRead, bool()), .set(extendedProperty()), .delete(extendedField()),
          .append(.toRecipients, list { $0.mailbox() }), .set(.categories, list(0...2) { $0.text() }),
          .delete(.isReadReceiptRequested),
        ])
    case 1:
      UpdateItem.Change(
        item(), .calendarItem,
        [
          .set(.start, dateTime()), .set(.end, dateTime()), .set(.startTimeZone, timeZone()),
          .set(.legacyFreeBusyStatus, freeBusy()), .set(.recurrence, recurrence(forTask: false)),
          .append(.requiredAttendees, list { $0.attendee() }), .append(.body, body()), .delete(.location),
        ])
    case 2:
      UpdateItem.Change(
        item(), .contact,
        [
          .set(EWSEntry(word(EWSEmailAddressKey.self), text())), .delete(entry: word(EWSPhoneNumberKey.self)),
          .set(word(EWSPhysicalAddress.Part.self), of: word(EWSPhysicalAddressKey.self), text()),
          .delete(word(EWSPhysicalAddress.Part.self), of: word(EWSPhysicalAddressKey.self)), .set(.surname, text()),
          .set(EWSEntry(word(EWSPhoneNumberKey.self), text())), .set(EWSEntry(word(EWSImAddressKey.self), text())),
        ])
    default:
      UpdateItem.Change(
        item(), .task,
        [
          .set(.status, word(EWSTaskStatus.self)), .set(.taskRecurrence, recurrence(forTask: true)),
          .delete(.dueDate), .set(.percentComplete, int(0...100)),
        ])
    }
  }
}
