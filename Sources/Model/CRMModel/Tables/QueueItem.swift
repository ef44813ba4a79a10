/// Dataverse's `queueitem`. feature map 4.4
package enum QueueItem {
  package enum ObjectTypeCode: Int, OptionValue {
    case incident = 112
    case activity = 4200
    case appointment = 4201
    case email = 4202
    case fax = 4204
    case letter = 4207
    case phoneCall = 4210
    case task = 4212
    case serviceActivity = 4214
    case socialActivity = 4216
    case recurringAppointment = 4251
    case campaignResponse = 4401
    case campaignActivity = 4402
    case quickCampaign = 4406
    case knowledgeArticle = 9953
    case bookingAlert = 10009
    case timeGroup = 10029
    case timeGroupDetail = 10030
    case approval = 10034
    case project = 10071
    case projectTask = 10076
    case resourceRequest = 10093
    case agreementBookingDate = 10110
    case agreementBookingSetup = 10115
    case agreementInvoiceDate = 10116
    case agreementInvoiceSetup = 10118
    case inventoryAdjustment = 10135
    case inventoryTransfer = 10138
    case workOrder = 10178
    case workOrderIncident = 10181
    case workOrderService = 10184
    case workOrderServiceTask = 10185

    package var label: Label {
      switch self {
      case .incident: Label("Case", "サポート案件")
      case .activity: Label("Activity", "活動")
      case .appointment: Label("Appointment", "予定")
      case .email: Label("Email", "電子メール")
      case .fax: Label("Fax", "ファックス")
      case .letter: Label("Letter", "レター")
      case .phoneCall: Label("Phone Call", "電話")
      case .task: Label("Task", "タスク")
      case .serviceActivity: Label("Service Activity", "サービス活動")
      case .socialActivity: Label("Social Activity", "ソーシャル活動")
      case .recurringAppointment: Label("Recurring Appointment", "定期的な予定")
      case .campaignResponse: Label("Campaign Response", "キャンペーンの反応")
      case .campaignActivity: Label("Campaign Activity", "キャンペーン活動")
      case .quickCampaign: Label("Quick Campaign", "クイック キャンペーン")
      case .knowledgeArticle: Label("Knowledge Article", "サポート情報記事")
      case .bookingAlert: Label("Booking Alert", "予約の通知")
      case .timeGroup: Label("Time Group", "時間グループ")
      case .timeGroupDetail: Label("Time Group Detail", "時間グループの詳細")
      case .approval: Label("Approval", "承認")
      case .project: Label("Project", "プロジェクト")
      case .projectTask: Label("Project Task", "プロジェクト タスク")
      case .resourceRequest: Label("Resource Request", "リソース要求")
      case .agreementBookingDate: Label("Agreement Booking Date", "契約の予約日")
      case .agreementBookingSetup: Label("Agreement Booking Setup", "契約の予約設定")
      case .agreementInvoiceDate: Label("Agreement Invoice Date", "契約の請求日")
      case .agreementInvoiceSetup: Label("Agreement Invoice Setup", "契約の請求設定")
      case .inventoryAdjustment: Label("Inventory Adjustment", "在庫調整")
      case .inventoryTransfer: Label("Inventory Transfer", "在庫移動")
      case .workOrder: Label("Work Order", "作業指示書")
      case .workOrderIncident: Label("Work Order Incident", "作業指示書のインシデント")
      case .workOrderService: Label("Work Order Service", "作業指示書のサービス")
      case .workOrderServiceTask: Label("Work Order Service Task", "作業指示書のサービス タスク")
      }
    }
  }

  package static let queueitemid = Column<GUID>(
    "queueitemid", .uniqueIdentifier, required: .system, "Queue Item", "キュー アイテム")
  package static let enteredon = Column<Instant>(
    "enteredon", "Entered Queue", "キューに入った日時")
  package static let objectid = Column<Reference>(
    "objectid", to: ["email"], "Object", "オブジェクト")
  package static let objecttypecode = Column<ObjectTypeCode>(
    "objecttypecode", "Type", "種類")
  package static let queueid = Column<Reference>(
    "queueid", to: ["queue"], "Queue", "キュー")
  package static let statecode = Column<ActiveState>(
    "statecode", .state, default: .active, "Status", "状態")
  package static let statuscode = Column<ActiveStatus>(
    "statuscode", .status, default: .active, "Status Reason", "ステータスの理由")
  package static let title = Column<String>(
    "title", .text(max: 300), "Title", "タイトル")
  package static let workerid = Column<Reference>(
    "workerid", to: ["systemuser", "team"], "Worked By", "作業者")
  package static let workeridmodifiedon = Column<Instant>(
    "workeridmodifiedon", "Worked By Modified On", "作業者の変更日時")

  package static let table = Table(
    "queueitem", "Queue Item", "キュー アイテム", ownership: .organization, primaryKey: queueitemid,
    columns: [
      queueitemid.definition, enteredon.definition, objectid.definition, objecttypecode.definition,
      queueid.definition, statecode.definition, statuscode.definition, title.definition, workerid.definition,
      workeridmodifiedon.definition,
    ],
    unique: [["queueid", "objectid"]],
    indexed: [["objectid"]],
    foreignKeys: ["queueid"])
}
