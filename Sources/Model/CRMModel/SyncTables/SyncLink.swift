/// A record and the remote item that mirrors it, with the base both sides last agreed on.
package enum SyncLink {
  package static let synclinkid = Column<GUID>(
    "synclinkid", .uniqueIdentifier, required: .system, "Synchronization Link", "同期リンク")
  package static let mailboxid = Column<Reference>("mailboxid", to: ["mailbox"], "Mailbox", "メールボックス")
  package static let recordid = Column<Reference>(
    "recordid", to: ["email", "appointment", "contact", "task"], "Record", "レコード")
  package static let folder = Column<String>("folder", .text(max: 400), "Folder", "フォルダー")
  package static let remoteid = Column<String>("remoteid", .text(max: 1024), "Remote Id", "リモート ID")
  package static let base = Column<String>("base", .memo(max: 1_048_576), "Agreed Base", "合意済みの基準値")
  package static let recordversion = Column<Int>(
    "recordversion", .bigInteger, "Record Version Then", "合意時のレコード バージョン")
  package static let remoteversion = Column<String>(
    "remoteversion", .text(max: 400), "Remote Version Then", "合意時のリモート バージョン")

  package static let table = Table(
    "synclink", "Synchronization Link", "同期リンク", ownership: .sync, primaryKey: synclinkid,
    columns: [
      synclinkid.definition, mailboxid.definition, recordid.definition, folder.definition, remoteid.definition,
      base.definition, recordversion.definition, remoteversion.definition,
    ],
    unique: [["mailboxid", "recordid"], ["mailboxid", "folder", "remoteid"]], foreignKeys: ["mailboxid"])
}
