/// Dataverse's `activitymimeattachment`. feature map 4.4
package enum ActivityMimeAttachment {
  package enum ComponentState: Int, OptionValue {
    case published = 0
    case unpublished = 1
    case deleted = 2
    case deletedUnpublished = 3

    package var label: Label {
      switch self {
      case .published: Label("Published", "公開済み")
      case .unpublished: Label("Unpublished", "未公開")
      case .deleted: Label("Deleted", "削除済み")
      case .deletedUnpublished: Label("Deleted Unpublished", "未公開の削除済み")
      }
    }
  }

  package static let activitymimeattachmentid = Column<GUID>(
    "activitymimeattachmentid", .uniqueIdentifier, required: .system, "Attachment", "添付ファイル")
  package static let activitymimeattachmentidunique = Column<GUID>(
    "activitymimeattachmentidunique", .uniqueIdentifier, "Unique Id", "一意の ID")
  package static let activitysubject = Column<String>(
    "activitysubject", .text(max: 800), "Activity Subject", "活動の件名")
  package static let anonymouslink = Column<String>(
    "anonymouslink", .text(max: 2_048), "Anonymous Link", "匿名リンク")
  package static let attachmentcontentid = Column<String>(
    "attachmentcontentid", .text(max: 250), "Content Id", "コンテンツ ID")
  package static let attachmentid = Column<Reference>(
    "attachmentid", to: ["attachment"], "Attachment File", "添付ファイルの内容")
  package static let attachmentnumber = Column<Int>(
    "attachmentnumber", .integer(0...2_147_483_647), "Attachment Number", "添付番号")
  package static let body = Column<String>(
    "body", .memo(max: 1_073_741_823), "Body", "本文")
  package static let componentstate = Column<ComponentState>(
    "componentstate", "Component State", "コンポーネントの状態")
  package static let filename = Column<String>(
    "filename", .text(max: 255), "File Name", "ファイル名")
  package static let filesize = Column<Int>(
    "filesize", .integer(0...2_147_483_647), "File Size (Bytes)", "ファイル サイズ (バイト)")
  package static let isfollowed = Column<Bool>(
    "isfollowed", "Followed", "フォロー済み")
  package static let ismanaged = Column<Bool>(
    "ismanaged", "Managed State", "管理状態")
  package static let mimetype = Column<String>(
    "mimetype", .text(max: 256), "MIME Type", "MIME の種類")
  package static let objectid = Column<Reference>(
    "objectid", to: ["email"], "Item", "アイテム")
  package static let objecttypecode = Column<String>(
    "objecttypecode", .text(max: 64), "Entity", "エンティティ")
  package static let overwritetime = Column<Instant>(
    "overwritetime", "Record Overwrite Time", "レコードの上書き時刻")
  package static let solutionid = Column<GUID>(
    "solutionid", .uniqueIdentifier, "Solution", "ソリューション")
  package static let subject = Column<String>(
    "subject", .text(max: 2_000), "Subject", "件名")
  package static let ls_sha256 = Column<[UInt8]>(
    "ls_sha256", .binary(max: 32), "Content Hash", "内容のハッシュ")
  package static let ls_isinline = Column<Bool>(
    "ls_isinline", "Shown Inline", "本文内に表示")

  package static let table = Table(
    "activitymimeattachment", "Attachment", "添付ファイル", ownership: .organization, primaryKey: activitymimeattachmentid,
    columns: [
      activitymimeattachmentid.definition, activitymimeattachmentidunique.definition, activitysubject.definition,
      anonymouslink.definition, attachmentcontentid.definition, attachmentid.definition, attachmentnumber.definition,
      body.definition, componentstate.definition, filename.definition, filesize.definition, isfollowed.definition,
      ismanaged.definition, mimetype.definition, objectid.definition, objecttypecode.definition,
      overwritetime.definition, solutionid.definition, subject.definition, ls_sha256.definition,
      ls_isinline.definition,
    ],
    indexed: [["objectid"], ["ls_sha256"]],
    foreignKeys: ["objectid"])
}
