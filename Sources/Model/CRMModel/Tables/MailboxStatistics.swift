/// Dataverse's `mailboxstatistics`. feature map 4.4
package enum MailboxStatistics {
  package enum OperationType: Int, OptionValue {
    case incoming = 0
    case outgoing = 1
    case act = 2

    package var label: Label {
      switch self {
      case .incoming: Label("Incoming Email", "受信メール")
      case .outgoing: Label("Outgoing Email", "送信メール")
      case .act: Label("Appointments, Contacts, and Tasks", "予定、取引先担当者、およびタスク")
      }
    }
  }

  package static let mailboxstatisticsid = Column<GUID>(
    "mailboxstatisticsid", .uniqueIdentifier, required: .system, "Mailbox Statistics", "メールボックスの統計")
  package static let asynceventid = Column<GUID>(
    "asynceventid", .uniqueIdentifier, "Async Event", "非同期イベント")
  package static let crmitemsbacklog = Column<Int>(
    "crmitemsbacklog", .integer(0...2_147_483_647), "CRM Items Backlog", "CRM アイテムのバックログ")
  package static let individualstepdurations = Column<String>(
    "individualstepdurations", .text(max: 4_000), "Individual Step Durations", "個々の手順の所要時間")
  package static let itemsfailed = Column<Int>(
    "itemsfailed", .integer(0...2_147_483_647), "Items Failed", "失敗したアイテム数")
  package static let itemsprocessed = Column<Int>(
    "itemsprocessed", .integer(0...2_147_483_647), "Items Processed", "処理したアイテム数")
  package static let machinename = Column<String>(
    "machinename", .text(max: 320), "Machine Name", "コンピューター名")
  package static let mailboxid = Column<Reference>(
    "mailboxid", to: ["mailbox"], "Mailbox", "メールボックス")
  package static let mailboxprocesscompletedon = Column<Instant>(
    "mailboxprocesscompletedon", "Mailbox Process Completed On", "メールボックス処理の完了日時")
  package static let mailboxprocessscheduledon = Column<Instant>(
    "mailboxprocessscheduledon", "Mailbox Process Scheduled On", "メールボックス処理の予定日時")
  package static let mailboxprocessstartedon = Column<Instant>(
    "mailboxprocessstartedon", "Mailbox Process Started On", "メールボックス処理の開始日時")
  package static let operationtypeid = Column<OperationType>(
    "operationtypeid", "Operation Type", "操作の種類")
  package static let processresult = Column<Bool>(
    "processresult", "Process Result", "処理結果")
  package static let processtimeintervalinminutes = Column<Int>(
    "processtimeintervalinminutes", .integer(0...2_147_483_647), "Process Time Interval In Minutes", "処理の間隔 (分)")
  package static let scheduledtimeintervalinminutes = Column<Int>(
    "scheduledtimeintervalinminutes", .integer(0...2_147_483_647), "Scheduled Time Interval In Minutes", "予定の間隔 (分)")

  package static let table = Table(
    "mailboxstatistics", "Mailbox Statistics", "メールボックスの統計", ownership: .organization, primaryKey: mailboxstatisticsid,
    columns: [
      mailboxstatisticsid.definition, asynceventid.definition, crmitemsbacklog.definition,
      individualstepdurations.definition, itemsfailed.definition, itemsprocessed.definition, machinename.definition,
      mailboxid.definition, mailboxprocesscompletedon.definition, mailboxprocessscheduledon.definition,
      mailboxprocessstartedon.definition, operationtypeid.definition, processresult.definition,
      processtimeintervalinminutes.definition, scheduledtimeintervalinminutes.definition,
    ],
    indexed: [["mailboxid"], ["createdon"]])
}
