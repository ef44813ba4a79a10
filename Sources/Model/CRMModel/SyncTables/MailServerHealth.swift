/// One mail server as all its mailboxes see it: the circuit breaker. feature map U6
package enum MailServer {
  package static let lsMailserverid = Column<GUID>(
    "ls_mailserverid", .uniqueIdentifier, required: .system, "Mail Server", "メール サーバー")
  /// `pop3://host:port`
  package static let location = Column<String>("ls_location", .text(max: 400), "Location", "場所")
  package static let failures = Column<Int>(
    "ls_failures", .integer(0...2_147_483_647), default: 0, "Consecutive Failures", "連続失敗回数")
  package static let openuntil = Column<Instant>("ls_openuntil", "Not Contacted Until", "接続停止の期限")
  package static let lasterror = Column<String>("ls_lasterror", .memo(max: 4000), "Last Error", "前回のエラー")
  package static let failedsince = Column<Instant>("ls_failedsince", "Failing Since", "障害発生日時")

  package static let table = Table(
    "ls_mailserver", "Mail Server", "メール サーバー", ownership: .sync, primaryKey: lsMailserverid,
    columns: [
      lsMailserverid.definition, location.definition, failures.definition, openuntil.definition,
      lasterror.definition, failedsince.definition,
    ],
    unique: [["ls_location"]])
}
