/// Dataverse's `usersettings`. feature map 4.4
package enum UserSettings {
  package static let systemuserid = Column<GUID>(
    "systemuserid", .uniqueIdentifier, required: .system, "User Settings", "ユーザー設定")
  package static let uilanguageid = Column<Int>(
    "uilanguageid", .integer(0...2_147_483_647), "User Interface Language", "ユーザー インターフェイスの言語")
  package static let ignoreunsolicitedemail = Column<Bool>(
    "ignoreunsolicitedemail", "Ignore Unsolicited Email", "要求していない電子メールを無視する")
  package static let incomingemailfilteringmethod = Column<EmailFilteringMethod>(
    "incomingemailfilteringmethod", "Track", "追跡する電子メール")
  package static let lastalertsviewedtime = Column<Instant>(
    "lastalertsviewedtime", "Last Alerts Viewed Time", "通知の前回表示日時")
  package static let nexttrackingnumber = Column<Int>(
    "nexttrackingnumber", .integer(0...2_147_483_647), "Next Tracking Number", "次の追跡番号")
  package static let synccontactcompany = Column<Bool>(
    "synccontactcompany", "Synchronize Contact Company", "取引先担当者の会社を同期する")
  package static let timezonecode = Column<Int>(
    "timezonecode", .integer(0...2_147_483_647), "Time Zone", "タイム ゾーン")
  package static let trackingtokenid = Column<Int>(
    "trackingtokenid", .integer(0...2_147_483_647), "Tracking Token ID", "追跡トークン ID")
  package static let ls_autocreate = Column<AutoCreate>(
    "ls_autocreate", "Create Records for Unknown Senders", "不明な差出人のレコードを作成する")

  package static let table = Table(
    "usersettings", "User Settings", "ユーザー設定", ownership: .organization, primaryKey: systemuserid,
    columns: [
      systemuserid.definition, uilanguageid.definition, ignoreunsolicitedemail.definition,
      incomingemailfilteringmethod.definition, lastalertsviewedtime.definition, nexttrackingnumber.definition,
      synccontactcompany.definition, timezonecode.definition, trackingtokenid.definition, ls_autocreate.definition,
    ])
}
