/// One change of a deployment's property, in the configuration database: who, when, from what to what. Changes that pass
/// the program by are written down by a trigger. Seed S4.4, S4.7
package enum PropertyChange {
  package static let lsPropertychangeid = Column<GUID>(
    "ls_propertychangeid", .uniqueIdentifier, required: .system, "Property Change", "プロパティの変更")
  package static let changedon = Column<Instant>("ls_changedon", "Changed On", "変更日時")
  package static let columnname = Column<String>("ls_columnname", .text(max: 160), "Property", "プロパティ")
  package static let before = Column<String>("ls_before", .memo(max: 4_000), "Value Before", "変更前の値")
  package static let after = Column<String>("ls_after", .memo(max: 4_000), "Value After", "変更後の値")
  /// Made in the database by something else than Lockstep.
  package static let isoutside = Column<Bool>("ls_isoutside", default: false, "Made Outside", "外部からの変更")
  package static let by = Column<String>("ls_by", .text(max: 160), "By", "変更者")
  package static let backup = Column<String>("ls_backup", .memo(max: 4_000), "Backup", "バックアップ")
  /// When an alert told of a change that was made outside.
  package static let noticedon = Column<Instant>("ls_noticedon", "Noticed On", "検出日時")

  package static let table = Table(
    "ls_propertychange", "Property Change", "プロパティの変更", ownership: .sync, primaryKey: lsPropertychangeid,
    columns: [
      lsPropertychangeid.definition, changedon.definition, columnname.definition, before.definition,
      after.definition, isoutside.definition, by.definition, backup.definition, noticedon.definition,
    ],
    indexed: [["ls_changedon"], ["ls_isoutside", "ls_noticedon"]])
}
