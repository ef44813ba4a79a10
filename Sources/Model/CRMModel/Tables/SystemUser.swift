/// Dataverse's `systemuser`. feature map 4.4
package enum SystemUser {
  package enum AccessMode: Int, OptionValue {
    case readWrite = 0
    case administrative = 1
    case read = 2
    case supportUser = 3
    case noninteractive = 4
    case delegatedAdmin = 5

    package var label: Label {
      switch self {
      case .readWrite: Label("Read-Write", "読み取りと書き込み")
      case .administrative: Label("Administrative", "管理")
      case .read: Label("Read", "読み取り")
      case .supportUser: Label("Support User", "サポート ユーザー")
      case .noninteractive: Label("Non-interactive", "非対話型")
      case .delegatedAdmin: Label("Delegated Admin", "委任された管理者")
      }
    }
  }

  package static let systemuserid = Column<GUID>(
    "systemuserid", .uniqueIdentifier, required: .system, "User", "ユーザー")
  package static let fullname = Column<String>(
    "fullname", .text(max: 200), "Full Name", "氏名")
  package static let firstname = Column<String>(
    "firstname", .text(max: 256), "First Name", "名")
  package static let lastname = Column<String>(
    "lastname", .text(max: 256), "Last Name", "姓")
  package static let domainname = Column<String>(
    "domainname", .text(max: 1_024), "Domain Name", "ドメイン名")
  package static let isdisabled = Column<Bool>(
    "isdisabled", default: false, "Is Disabled", "無効")
  package static let accessmode = Column<AccessMode>(
    "accessmode", "Access Mode", "アクセス モード")
  package static let defaultmailbox = Column<Reference>(
    "defaultmailbox", to: ["mailbox"], "Mailbox", "メールボックス")
  package static let emailrouteraccessapproval = Column<AccessApproval>(
    "emailrouteraccessapproval", "Primary Email Status", "主要電子メールの状態")
  package static let incomingemaildeliverymethod = Column<IncomingDeliveryMethod>(
    "incomingemaildeliverymethod", "Incoming Email Delivery Method", "受信メールの配信方法")
  package static let internalemailaddress = Column<String>(
    "internalemailaddress", .emailAddress(max: 100), "Primary Email", "主要電子メール")
  package static let isemailaddressapprovedbyo365admin = Column<Bool>(
    "isemailaddressapprovedbyo365admin", "Email Address O365 Admin Approval Status", "Office 365 管理者による電子メール アドレスの承認状態")
  package static let outgoingemaildeliverymethod = Column<OutgoingDeliveryMethod>(
    "outgoingemaildeliverymethod", "Outgoing Email Delivery Method", "送信メールの配信方法")
  package static let personalemailaddress = Column<String>(
    "personalemailaddress", .emailAddress(max: 100), "Personal Email", "個人の電子メール")
  package static let queueid = Column<Reference>(
    "queueid", to: ["queue"], "Default Queue", "既定のキュー")

  package static let table = Table(
    "systemuser", "User", "ユーザー", ownership: .organization, primaryKey: systemuserid,
    columns: [
      systemuserid.definition, fullname.definition, firstname.definition, lastname.definition, domainname.definition,
      isdisabled.definition, accessmode.definition, defaultmailbox.definition, emailrouteraccessapproval.definition,
      incomingemaildeliverymethod.definition, internalemailaddress.definition,
      isemailaddressapprovedbyo365admin.definition, outgoingemaildeliverymethod.definition,
      personalemailaddress.definition, queueid.definition,
    ])
}
