/// Dataverse's `queue`. feature map 4.4
package enum Queue {
  package enum TypeCode: Int, OptionValue {
    case defaultValue = 1

    package var label: Label {
      switch self {
      case .defaultValue: Label("Default Value", "既定値")
      }
    }
  }

  package enum ViewType: Int, OptionValue {
    case `public` = 0
    case `private` = 1

    package var label: Label {
      switch self {
      case .public: Label("Public", "パブリック")
      case .private: Label("Private", "プライベート")
      }
    }
  }

  package static let queueid = Column<GUID>(
    "queueid", .uniqueIdentifier, required: .system, "Queue", "キュー")
  package static let defaultmailbox = Column<Reference>(
    "defaultmailbox", to: ["mailbox"], "Mailbox", "メールボックス")
  package static let description = Column<String>(
    "description", .memo(max: 2_000), "Description", "説明")
  package static let emailaddress = Column<String>(
    "emailaddress", .emailAddress(max: 100), "Incoming Email", "受信メール アドレス")
  package static let emailrouteraccessapproval = Column<AccessApproval>(
    "emailrouteraccessapproval", "Email Address Status", "電子メール アドレスの状態")
  package static let ignoreunsolicitedemail = Column<Bool>(
    "ignoreunsolicitedemail", "Convert Incoming Email To Activities", "要求していない電子メールを無視する")
  package static let incomingemaildeliverymethod = Column<IncomingDeliveryMethod>(
    "incomingemaildeliverymethod", "Incoming Email Delivery Method", "受信メールの配信方法")
  package static let incomingemailfilteringmethod = Column<EmailFilteringMethod>(
    "incomingemailfilteringmethod", "Convert To Email Activities", "電子メール活動への変換")
  package static let isemailaddressapprovedbyo365admin = Column<Bool>(
    "isemailaddressapprovedbyo365admin", "Email Address O365 Admin Approval Status", "Office 365 管理者による電子メール アドレスの承認状態")
  package static let name = Column<String>(
    "name", .text(max: 200), "Queue Name", "キュー名")
  package static let numberofitems = Column<Int>(
    "numberofitems", .integer(0...2_147_483_647), "Queue Items", "キュー アイテム数")
  package static let numberofmembers = Column<Int>(
    "numberofmembers", .integer(0...2_147_483_647), "No. of Members", "メンバー数")
  package static let outgoingemaildeliverymethod = Column<OutgoingDeliveryMethod>(
    "outgoingemaildeliverymethod", "Outgoing Email Delivery Method", "送信メールの配信方法")
  package static let queuetypecode = Column<TypeCode>(
    "queuetypecode", "Queue Type", "キューの種類")
  package static let queueviewtype = Column<ViewType>(
    "queueviewtype", "Type", "公開の種類")
  package static let statecode = Column<ActiveState>(
    "statecode", .state, default: .active, "Status", "状態")
  package static let statuscode = Column<ActiveStatus>(
    "statuscode", .status, default: .active, "Status Reason", "ステータスの理由")

  package static let table = Table(
    "queue", "Queue", "キュー", ownership: .user, primaryKey: queueid,
    columns: [
      queueid.definition, defaultmailbox.definition, description.definition, emailaddress.definition,
      emailrouteraccessapproval.definition, ignoreunsolicitedemail.definition,
      incomingemaildeliverymethod.definition, incomingemailfilteringmethod.definition,
      isemailaddressapprovedbyo365admin.definition, name.definition, numberofitems.definition,
      numberofmembers.definition, outgoingemaildeliverymethod.definition, queuetypecode.definition,
      queueviewtype.definition, statecode.definition, statuscode.definition,
    ])
}
