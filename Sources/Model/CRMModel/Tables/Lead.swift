/// Dataverse's `lead`. feature map 5.3
package enum Lead {
  package enum StateCode: Int, OptionValue {
    case open = 0
    case qualified = 1
    case disqualified = 2

    package var label: Label {
      switch self {
      case .open: Label("Open", "オープン")
      case .qualified: Label("Qualified", "見込みあり")
      case .disqualified: Label("Disqualified", "見込みなし")
      }
    }
  }

  package enum StatusCode: Int, OptionValue {
    case new = 1
    case contacted = 2
    case qualified = 3
    case lost = 4
    case cannotContact = 5
    case noLongerInterested = 6
    case canceled = 7

    package var label: Label {
      switch self {
      case .new: Label("New", "新規")
      case .contacted: Label("Contacted", "連絡済み")
      case .qualified: Label("Qualified", "見込みあり")
      case .lost: Label("Lost", "失注")
      case .cannotContact: Label("Cannot Contact", "連絡不可")
      case .noLongerInterested: Label("No Longer Interested", "興味なし")
      case .canceled: Label("Canceled", "取り消し")
      }
    }
  }

  package static let leadid = Column<GUID>(
    "leadid", .uniqueIdentifier, required: .system, "Lead", "潜在顧客")
  package static let fullname = Column<String>(
    "fullname", .text(max: 160), "Name", "名前")
  package static let firstname = Column<String>(
    "firstname", .text(max: 50), "First Name", "名")
  package static let lastname = Column<String>(
    "lastname", .text(max: 50), "Last Name", "姓")
  package static let subject = Column<String>(
    "subject", .text(max: 300), "Topic", "トピック")
  package static let companyname = Column<String>(
    "companyname", .text(max: 100), "Company Name", "会社名")
  package static let emailaddress1 = Column<String>(
    "emailaddress1", .emailAddress(max: 100), "Email", "電子メール")
  package static let emailaddress2 = Column<String>(
    "emailaddress2", .emailAddress(max: 100), "Email Address 2", "電子メール アドレス 2")
  package static let emailaddress3 = Column<String>(
    "emailaddress3", .emailAddress(max: 100), "Email Address 3", "電子メール アドレス 3")
  package static let telephone1 = Column<String>(
    "telephone1", .text(max: 50), "Business Phone", "勤務先電話")
  package static let mobilephone = Column<String>(
    "mobilephone", .text(max: 50), "Mobile Phone", "携帯電話")
  package static let statecode = Column<StateCode>(
    "statecode", .state, "Status", "状態")
  package static let statuscode = Column<StatusCode>(
    "statuscode", .status, "Status Reason", "ステータスの理由")

  package static let table = Table(
    "lead", "Lead", "潜在顧客", ownership: .user, primaryKey: leadid,
    columns: [
      leadid.definition, fullname.definition, firstname.definition, lastname.definition, subject.definition,
      companyname.definition, emailaddress1.definition, emailaddress2.definition, emailaddress3.definition,
      telephone1.definition, mobilephone.definition, statecode.definition, statuscode.definition,
    ])
}
