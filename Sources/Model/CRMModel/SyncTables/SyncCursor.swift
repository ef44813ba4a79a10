/// The position in one remote folder, apart from the state of its items.
package enum SyncCursor {
  package static let synccursorid = Column<GUID>(
    "synccursorid", .uniqueIdentifier, required: .system, "Synchronization Cursor", "同期カーソル")
  package static let mailboxid = Column<Reference>("mailboxid", to: ["mailbox"], "Mailbox", "メールボックス")
  package static let folder = Column<String>("folder", .text(max: 400), "Folder", "フォルダー")
  package static let position = Column<[UInt8]>("position", .binary(max: 65_536), "Position", "位置")
  package static let listedon = Column<Instant>("listedon", "Listed On", "一覧取得日時")

  package static let table = Table(
    "synccursor", "Synchronization Cursor", "同期カーソル", ownership: .sync, primaryKey: synccursorid,
    columns: [
      synccursorid.definition, mailboxid.definition, folder.definition, position.definition, listedon.definition,
    ],
    unique: [["mailboxid", "folder"]], foreignKeys: ["mailboxid"])
}
