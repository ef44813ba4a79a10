/// A sealed password. The text is readable only with the master key and only in the row it was made for.
package enum StoredSecret {
  package static let lsSecretid = Column<GUID>(
    "ls_secretid", .uniqueIdentifier, required: .system, "Stored Secret", "保存された秘密情報")
  package static let owner = Column<Reference>(
    "ls_ownerrow", to: ["mailbox", "emailserverprofile"], "Belongs To", "所属先")
  package static let column = Column<String>("ls_column", .text(max: 100), "Column", "列")
  package static let keyid = Column<String>("ls_keyid", .text(max: 100), "Master Key", "マスター キー")
  package static let wrappedkey = Column<[UInt8]>("ls_wrappedkey", .binary(max: 256), "Wrapped Key", "ラップされたキー")
  package static let sealed = Column<[UInt8]>("ls_sealed", .binary(max: 8192), "Sealed Text", "暗号化されたテキスト")

  package static let table = Table(
    "ls_secret", "Stored Secret", "保存された秘密情報", ownership: .sync, primaryKey: lsSecretid,
    columns: [
      lsSecretid.definition, owner.definition, column.definition, keyid.definition, wrappedkey.definition,
      sealed.definition,
    ],
    unique: [["ls_ownerrow", "ls_column"]])
}
