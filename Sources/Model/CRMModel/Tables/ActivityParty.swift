/// Dataverse's `activityparty`. feature map 4.4
package enum ActivityParty {
  package enum ParticipationType: Int, OptionValue {
    case sender = 1
    case to = 2
    case cc = 3
    case bcc = 4
    case requiredAttendee = 5
    case optionalAttendee = 6
    case organizer = 7
    case regarding = 8
    case owner = 9
    case resource = 10
    case customer = 11

    package var label: Label {
      switch self {
      case .sender: Label("Sender", "差出人")
      case .to: Label("To Recipient", "宛先の受信者")
      case .cc: Label("CC Recipient", "CC の受信者")
      case .bcc: Label("BCC Recipient", "BCC の受信者")
      case .requiredAttendee: Label("Required attendee", "必須出席者")
      case .optionalAttendee: Label("Optional attendee", "任意出席者")
      case .organizer: Label("Organizer", "開催者")
      case .regarding: Label("Regarding", "関連")
      case .owner: Label("Owner", "所有者")
      case .resource: Label("Resource", "リソース")
      case .customer: Label("Customer", "顧客")
      }
    }
  }

  package enum DeliveryResult: Int, OptionValue {
    case unknown = 0
    case accepted = 1
    case refused = 2

    package var label: Label {
      switch self {
      case .unknown: Label("Not known yet", "未確認")
      case .accepted: Label("Accepted by the server", "サーバーが受理")
      case .refused: Label("Refused", "拒否")
      }
    }
  }

  package static let activitypartyid = Column<GUID>(
    "activitypartyid", .uniqueIdentifier, required: .system, "Activity Party", "活動関係者")
  package static let activityid = Column<Reference>(
    "activityid", to: ["email"], "Activity", "活動")
  package static let addressused = Column<String>(
    "addressused", .text(max: 200), "Address", "アドレス")
  package static let addressusedemailcolumnnumber = Column<Int>(
    "addressusedemailcolumnnumber", .integer(0...2_147_483_647), "Email column number of party", "関係者の電子メール列番号")
  package static let donotemail = Column<Bool>(
    "donotemail", "Do not allow Emails", "電子メールを許可しない")
  package static let donotfax = Column<Bool>(
    "donotfax", "Do not allow Faxes", "FAX を許可しない")
  package static let donotphone = Column<Bool>(
    "donotphone", "Do not allow Phone Calls", "電話を許可しない")
  package static let donotpostalmail = Column<Bool>(
    "donotpostalmail", "Do not allow Postal Mails", "郵送を許可しない")
  package static let effort = Column<Int>(
    "effort", .decimal(precision: 5), "Effort", "作業量")
  package static let exchangeentryid = Column<String>(
    "exchangeentryid", .text(max: 1_024), "Exchange Entry", "Exchange エントリ")
  package static let instancetypecode = Column<InstanceType>(
    "instancetypecode", "Appointment Type", "予定の種類")
  package static let ispartydeleted = Column<Bool>(
    "ispartydeleted", "Is Party Deleted", "関係者が削除済み")
  package static let participationtypemask = Column<ParticipationType>(
    "participationtypemask", "Participation Type", "参加の種類")
  package static let partyid = Column<Reference>(
    "partyid", to: ["account", "contact", "lead", "queue", "systemuser"], "Party", "関係者")
  package static let resourcespecid = Column<Reference>(
    "resourcespecid", to: ["resourcespec"], "Resource Specification", "リソースの仕様")
  package static let scheduledend = Column<Instant>(
    "scheduledend", "Scheduled End", "予定終了日")
  package static let scheduledstart = Column<Instant>(
    "scheduledstart", "Scheduled Start", "予定開始日")
  package static let ls_addressfolded = Column<String>(
    "ls_addressfolded", .text(max: 320), "Address for Comparison", "比較用アドレス")
  package static let ls_displayname = Column<String>(
    "ls_displayname", .text(max: 400), "Name Beside the Address", "アドレスの表示名")
  package static let ls_deliveryresult = Column<DeliveryResult>(
    "ls_deliveryresult", "Delivery", "配信結果")
  package static let ls_deliverydetail = Column<String>(
    "ls_deliverydetail", .text(max: 1_000), "Server's Words", "サーバーの応答")

  package static let table = Table(
    "activityparty", "Activity Party", "活動関係者", ownership: .organization, primaryKey: activitypartyid,
    columns: [
      activitypartyid.definition, activityid.definition, addressused.definition,
      addressusedemailcolumnnumber.definition, donotemail.definition, donotfax.definition, donotphone.definition,
      donotpostalmail.definition, effort.definition, exchangeentryid.definition, instancetypecode.definition,
      ispartydeleted.definition, participationtypemask.definition, partyid.definition, resourcespecid.definition,
      scheduledend.definition, scheduledstart.definition, ls_addressfolded.definition, ls_displayname.definition,
      ls_deliveryresult.definition, ls_deliverydetail.definition,
    ],
    indexed: [["activityid"], ["ls_addressfolded"]],
    foreignKeys: ["activityid"])
}
