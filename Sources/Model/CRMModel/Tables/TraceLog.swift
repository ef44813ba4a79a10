/// Dataverse's `tracelog`. feature map 4.4
package enum TraceLog {
  package enum Level: Int, OptionValue {
    case information = 1
    case warning = 2
    case error = 3

    package var label: Label {
      switch self {
      case .information: Label("Information", "情報")
      case .warning: Label("Warning", "警告")
      case .error: Label("Error", "エラー")
      }
    }
  }

  package static let tracelogid = Column<GUID>(
    "tracelogid", .uniqueIdentifier, required: .system, "Trace", "トレース")
  package static let canbedeleted = Column<Bool>(
    "canbedeleted", "Can Be Deleted", "削除可能")
  package static let collationlevel = Column<Int>(
    "collationlevel", .integer(0...2_147_483_647), "Collation Level", "照合レベル")
  package static let errordetails = Column<String>(
    "errordetails", .memo(max: 1_048_576), "Error Details", "エラーの詳細")
  package static let errortypedisplay = Column<String>(
    "errortypedisplay", .text(max: 100), "Error Type", "エラーの種類")
  package static let isunique = Column<Bool>(
    "isunique", "Is Unique", "一意")
  package static let level = Column<Level>(
    "level", "Level", "レベル")
  package static let machinename = Column<String>(
    "machinename", .text(max: 320), "Machine Name", "コンピューター名")
  package static let parenttracelogid = Column<Reference>(
    "parenttracelogid", to: ["tracelog"], "Parent Trace", "親トレース")
  package static let regardingobjectid = Column<Reference>(
    "regardingobjectid", to: ["mailbox", "emailserverprofile", "email"], "Regarding", "関連")
  package static let regardingobjectownerid = Column<Reference>(
    "regardingobjectownerid", to: ["systemuser", "team"], "Regarding Object Owner", "関連オブジェクトの所有者")
  package static let regardingobjectowningbusinessunit = Column<Reference>(
    "regardingobjectowningbusinessunit", to: ["businessunit"], "Regarding Object Owning Business Unit", "関連オブジェクトの所有部署")
  package static let text = Column<String>(
    "text", .memo(max: 1_048_576), "Text", "テキスト")
  package static let traceactionxml = Column<String>(
    "traceactionxml", .memo(max: 1_048_576), "Trace Actions", "トレースの操作")
  package static let tracecode = Column<Int>(
    "tracecode", .integer(0...2_147_483_647), "Trace Code", "トレース コード")
  package static let tracedetailxml = Column<String>(
    "tracedetailxml", .memo(max: 1_048_576), "Trace Details", "トレースの詳細")
  package static let traceparameterhash = Column<Int>(
    "traceparameterhash", .integer(0...2_147_483_647), "Trace Parameter Hash", "トレース パラメーターのハッシュ")
  package static let traceparameterxml = Column<String>(
    "traceparameterxml", .memo(max: 1_048_576), "Trace Parameters", "トレース パラメーター")
  package static let tracestatus = Column<Bool>(
    "tracestatus", "Trace Status", "トレースの状態")
  package static let ls_code = Column<String>(
    "ls_code", .text(max: 100), "Message Code", "メッセージ コード")
  package static let ls_alertkey = Column<String>(
    "ls_alertkey", .text(max: 200), "Open Alert", "未解決の通知")
  package static let ls_count = Column<Int>(
    "ls_count", .integer(0...2_147_483_647), "Times", "回数")
  package static let ls_resolvedon = Column<Instant>(
    "ls_resolvedon", "Resolved On", "解決日時")

  package static let table = Table(
    "tracelog", "Trace", "トレース", ownership: .organization, primaryKey: tracelogid,
    columns: [
      tracelogid.definition, canbedeleted.definition, collationlevel.definition, errordetails.definition,
      errortypedisplay.definition, isunique.definition, level.definition, machinename.definition,
      parenttracelogid.definition, regardingobjectid.definition, regardingobjectownerid.definition,
      regardingobjectowningbusinessunit.definition, text.definition, traceactionxml.definition, tracecode.definition,
      tracedetailxml.definition, traceparameterhash.definition, traceparameterxml.definition, tracestatus.definition,
      ls_code.definition, ls_alertkey.definition, ls_count.definition, ls_resolvedon.definition,
    ],
    unique: [["ls_alertkey"]],
    indexed: [["regardingobjectid"]])
}
