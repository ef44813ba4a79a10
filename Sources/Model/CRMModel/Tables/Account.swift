/// Dataverse's `account`. feature map 5.3
package enum Account {
  package static let accountid = Column<GUID>(
    "accountid", .uniqueIdentifier, required: .system, "Account", "取引先企業")
  package static let name = Column<String>(
    "name", .text(max: 160), "Account Name", "取引先企業名")
  package static let emailaddress1 = Column<String>(
    "emailaddress1", .emailAddress(max: 100), "Email", "電子メール")
  package static let emailaddress2 = Column<String>(
    "emailaddress2", .emailAddress(max: 100), "Email Address 2", "電子メール アドレス 2")
  package static let emailaddress3 = Column<String>(
    "emailaddress3", .emailAddress(max: 100), "Email Address 3", "電子メール アドレス 3")
  package static let telephone1 = Column<String>(
    "telephone1", .text(max: 50), "Main Phone", "代表電話")
  package static let websiteurl = Column<String>(
    "websiteurl", .text(max: 200), "Website", "Web サイト")
  package static let primarycontactid = Column<Reference>(
    "primarycontactid", to: ["contact"], "Primary Contact", "取引先責任者")
  package static let statecode = Column<ActiveState>(
    "statecode", .state, default: .active, "Status", "状態")
  package static let statuscode = Column<ActiveStatus>(
    "statuscode", .status, default: .active, "Status Reason", "ステータスの理由")

  package static let table = Table(
    "account", "Account", "取引先企業", ownership: .user, primaryKey: accountid,
    columns: [
      accountid.definition, name.definition, emailaddress1.definition, emailaddress2.definition,
      emailaddress3.definition, telephone1.definition, websiteurl.definition, primarycontactid.definition,
      statecode.definition, statuscode.definition,
    ])
}
