/// One remote item ever seen: the ledger. Nothing on a server is without a row here, and every row says why.
package enum SyncItem {
  package enum State: Int, OptionValue {
    case pending
    case done
    case skipped
    case failed
    case quarantined
    case gone

    package var label: Label {
      switch self {
      case .pending: Label("Waiting", "待機中")
      case .done: Label("Tracked", "追跡済み")
      case .skipped: Label("Not tracked", "追跡対象外")
      case .failed: Label("Failed", "失敗")
      case .quarantined: Label("Quarantined", "隔離済み")
      case .gone: Label("No longer on the server", "サーバー上に存在しません")
      }
    }
  }

  package static let syncitemid = Column<GUID>(
    "syncitemid", .uniqueIdentifier, required: .system, "Synchronized Item", "同期アイテム")
  package static let mailboxid = Column<Reference>("mailboxid", to: ["mailbox"], "Mailbox", "メールボックス")
  package static let folder = Column<String>("folder", .text(max: 400), "Folder", "フォルダー")
  package static let remoteid = Column<String>("remoteid", .text(max: 1024), "Remote Id", "リモート ID")
  /// Counts the messages to which the server gave this id, one after another.
  package static let epoch = Column<Int>("epoch", .integer(0...2_147_483_647), default: 0, "Epoch", "世代")
  /// It was in the last complete listing.
  package static let ispresent = Column<Bool>("ispresent", default: false, "On the Server", "サーバー上に存在")
  package static let size = Column<Int>("size", .bigInteger, "Size", "サイズ")
  package static let state = Column<State>("state", default: .pending, "State", "状態")
  package static let decisioncode = Column<DecisionCode>("decisioncode", "Decision", "判定")
  package static let evidence = Column<String>("evidence", .memo(max: 16_000), "Evidence", "根拠")
  package static let emailid = Column<Reference>("emailid", to: ["email"], "Email", "電子メール")
  package static let messageid = Column<String>("messageid", .text(max: 998), "Message-ID", "メッセージ ID")
  /// The message it answers, cut like `email.messageid`, as long as nothing stored is known to be that message.
  package static let inreplyto = Column<String>("inreplyto", .text(max: 320), "In Reply To", "返信元")
  package static let subject = Column<String>("subject", .text(max: 800), "Subject", "件名")
  package static let sender = Column<String>("sender", .text(max: 320), "Sender", "差出人")
  package static let receivedon = Column<Instant>("receivedon", "Received On", "受信日時")
  package static let contentkey = Column<[UInt8]>("contentkey", .binary(max: 32), "Content Key", "コンテンツ キー")
  package static let rawblob = Column<[UInt8]>("rawblob", .binary(max: 32), "Raw Message", "生のメッセージ")
  package static let attempts = Column<Int>(
    "attempts", .integer(0...2_147_483_647), default: 0, "Attempts", "試行回数")
  package static let firstseenon = Column<Instant>("firstseenon", "First Seen", "初回検出日時")
  package static let infirstlisting = Column<Bool>(
    "infirstlisting", default: false, "Present at First Contact", "初回接続時に存在")
  package static let attemptedon = Column<Instant>("attemptedon", "Last Attempt", "前回の試行日時")
  package static let nextattempton = Column<Instant>("nextattempton", "Next Attempt", "次回の試行日時")
  package static let decidedon = Column<Instant>("decidedon", "Decided On", "判定日時")
  package static let deletionwanted = Column<Bool>(
    "deletionwanted", default: false, "To Be Deleted on the Server", "サーバーから削除予定")

  package static let table = Table(
    "syncitem", "Synchronized Item", "同期アイテム", ownership: .sync, primaryKey: syncitemid,
    columns: [
      syncitemid.definition, mailboxid.definition, folder.definition, remoteid.definition, epoch.definition,
      ispresent.definition, size.definition, state.definition, decisioncode.definition, evidence.definition,
      emailid.definition, messageid.definition,
      inreplyto.definition, subject.definition, sender.definition, receivedon.definition, contentkey.definition,
      rawblob.definition,
      attempts.definition, firstseenon.definition, infirstlisting.definition, attemptedon.definition,
      nextattempton.definition, decidedon.definition, deletionwanted.definition,
    ],
    unique: [["mailboxid", "folder", "remoteid", "epoch"]],
    indexed: [
      ["mailboxid", "folder", "ispresent", "remoteid"], ["mailboxid", "state", "syncitemid"],
      ["mailboxid", "deletionwanted"], ["mailboxid", "inreplyto"], ["messageid"], ["emailid"], ["rawblob"],
    ], foreignKeys: ["mailboxid"])
}
