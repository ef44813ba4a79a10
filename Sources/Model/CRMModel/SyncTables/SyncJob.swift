/// One workload of one mailbox: when it is due, who works on it, how it went.
package enum SyncJob {
  package enum Workload: Int, OptionValue {
    case incoming
    case outgoing
    case act
    case test

    package var label: Label {
      switch self {
      case .incoming: Label("Incoming Email", "受信メール")
      case .outgoing: Label("Outgoing Email", "送信メール")
      case .act: Label("Appointments, Contacts, and Tasks", "予定、取引先担当者、およびタスク")
      case .test: Label("Test & Enable", "テストおよび有効化")
      }
    }
  }

  package static let syncjobid = Column<GUID>(
    "syncjobid", .uniqueIdentifier, required: .system, "Synchronization Job", "同期ジョブ")
  package static let mailboxid = Column<Reference>("mailboxid", to: ["mailbox"], "Mailbox", "メールボックス")
  package static let workload = Column<Workload>("workload", "Workload", "ワークロード")
  package static let dueon = Column<Instant>("dueon", "Due", "実行予定日時")
  package static let leaseowner = Column<String>("leaseowner", .text(max: 100), "Lease Owner", "リースの所有者")
  package static let leasetoken = Column<Int>(
    "leasetoken", .bigInteger, default: 0, "Fencing Token", "フェンシング トークン")
  package static let startedon = Column<Instant>("startedon", "Last Started", "前回の開始日時")
  package static let completedon = Column<Instant>("completedon", "Last Completed", "前回の完了日時")
  package static let emptycycles = Column<Int>(
    "emptycycles", .integer(0...2_147_483_647), default: 0, "Empty Cycles", "空のサイクル数")
  package static let failures = Column<Int>(
    "failures", .integer(0...2_147_483_647), default: 0, "Consecutive Failures", "連続失敗回数")
  package static let lasterror = Column<String>("lasterror", .memo(max: 4000), "Last Error", "前回のエラー")
  /// What a test found, step by step.
  package static let result = Column<String>("result", .memo(max: 16_000), "Result", "結果")

  package static let table = Table(
    "syncjob", "Synchronization Job", "同期ジョブ", ownership: .sync, primaryKey: syncjobid,
    columns: [
      syncjobid.definition, mailboxid.definition, workload.definition, dueon.definition, leaseowner.definition,
      leasetoken.definition, startedon.definition, completedon.definition, emptycycles.definition,
      failures.definition, lasterror.definition, result.definition,
    ],
    unique: [["mailboxid", "workload"]], indexed: [["dueon"]], foreignKeys: ["mailboxid"])
}
