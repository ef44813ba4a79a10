/// Dataverse's `mailbox`. feature map 4.1
package enum Mailbox {
  package enum ActDeliveryMethod: Int, OptionValue {
    case outlook = 0
    case serverSide = 1
    case none = 2

    package var label: Label {
      switch self {
      case .outlook: Label("CRM for Outlook", "CRM for Outlook を使用")
      case .serverSide: Label("Server-Side Synchronization", "サーバー側同期")
      case .none: Label("None", "なし")
      }
    }
  }

  package enum ContactsImportStatus: Int, OptionValue {
    case notImported = 0
    case imported = 1
    case importFailed = 2

    package var label: Label {
      switch self {
      case .notImported: Label("Not Imported", "未インポート")
      case .imported: Label("Imported", "インポート済み")
      case .importFailed: Label("Import Failed", "インポート失敗")
      }
    }
  }

  package enum OfficeAppsDeploymentStatus: Int, OptionValue {
    case notInstalled = 0
    case installed = 1
    case installFailed = 2
    case uninstallFailed = 3
    case upgradeRequired = 4

    package var label: Label {
      switch self {
      case .notInstalled: Label("Not Installed", "未インストール")
      case .installed: Label("Installed", "インストール済み")
      case .installFailed: Label("Install Failed", "インストール失敗")
      case .uninstallFailed: Label("Uninstall Failed", "アンインストール失敗")
      case .upgradeRequired: Label("Upgrade Required", "アップグレードが必要")
      }
    }
  }

  package static let mailboxid = Column<GUID>(
    "mailboxid", .uniqueIdentifier, required: .system, "Mailbox", "メールボックス")
  package static let name = Column<String>(
    "name", .text(max: 200), required: .required, "Name", "名前")
  package static let emailaddress = Column<String>(
    "emailaddress", .emailAddress(max: 100), "Email Address", "電子メール アドレス")
  package static let regardingobjectid = Column<Reference>(
    "regardingobjectid", to: ["queue", "systemuser"], "Regarding", "関連")
  package static let isforwardmailbox = Column<Bool>(
    "isforwardmailbox", default: true, "Is Forward Mailbox", "転送メールボックス")
  package static let isserviceaccount = Column<Bool>(
    "isserviceaccount", default: false, "Is Service Account", "サービス アカウント")
  package static let emailserverprofile = Column<Reference>(
    "emailserverprofile", to: ["emailserverprofile"], "Server Profile", "サーバー プロファイル")
  package static let incomingemaildeliverymethod = Column<IncomingDeliveryMethod>(
    "incomingemaildeliverymethod", "Incoming Email Delivery Method", "受信メールの配信方法")
  package static let outgoingemaildeliverymethod = Column<OutgoingDeliveryMethod>(
    "outgoingemaildeliverymethod", "Outgoing Email Delivery Method", "送信メールの配信方法")
  package static let actdeliverymethod = Column<ActDeliveryMethod>(
    "actdeliverymethod", "Appointments, Contacts, and Tasks Delivery Method", "予定、取引先担当者、およびタスクの配信方法")
  package static let allowemailconnectortousecredentials = Column<Bool>(
    "allowemailconnectortousecredentials", default: false, "Allow to Use Credentials for Email Processing",
    "電子メール処理での資格情報の使用を許可する")
  package static let username = Column<String>(
    "username", .text(max: 200), "User Name", "ユーザー名")
  package static let password = Column<String>(
    "password", .text(max: 200), readable: false, "Password", "パスワード")
  package static let ispasswordset = Column<Bool>(
    "ispasswordset", "Is Password Set", "パスワード設定済み")
  package static let oauthaccesstoken = Column<String>(
    "oauthaccesstoken", .text(max: 1_024), readable: false, "OAuth Access Token", "OAuth アクセス トークン")
  package static let oauthrefreshtoken = Column<String>(
    "oauthrefreshtoken", .text(max: 256), readable: false, "OAuth Refresh Token", "OAuth 更新トークン")
  package static let oauthtokenexpireson = Column<Instant>(
    "oauthtokenexpireson", "OAuth Token Expires On", "OAuth トークンの有効期限")
  package static let isoauthaccesstokenset = Column<Bool>(
    "isoauthaccesstokenset", "Is OAuth Access Token Set", "OAuth アクセス トークン設定済み")
  package static let isoauthrefreshtokenset = Column<Bool>(
    "isoauthrefreshtokenset", "Is OAuth Refresh Token Set", "OAuth 更新トークン設定済み")
  package static let emailrouteraccessapproval = Column<AccessApproval>(
    "emailrouteraccessapproval", "Email Address Status", "電子メール アドレスの状態")
  package static let isemailaddressapprovedbyo365admin = Column<Bool>(
    "isemailaddressapprovedbyo365admin", default: false, "Email Address O365 Admin Approval Status",
    "Office 365 管理者による電子メール アドレスの承認状態")
  package static let testemailconfigurationscheduled = Column<Bool>(
    "testemailconfigurationscheduled", default: false, "Test Email Configuration Scheduled", "電子メール構成のテスト予約")
  package static let testemailconfigurationretrycount = Column<Int>(
    "testemailconfigurationretrycount", .integer(0...2_147_483_647), "Test Email Configuration Retry Count",
    "電子メール構成のテスト再試行回数")
  package static let postponetestemailconfigurationuntil = Column<Instant>(
    "postponetestemailconfigurationuntil", "Postpone Test Email Configuration Until", "電子メール構成のテスト延期期限")
  package static let testmailboxaccesscompletedon = Column<Instant>(
    "testmailboxaccesscompletedon", "Test Mailbox Access Completed On", "メールボックス アクセスのテスト完了日時")
  package static let incomingemailstatus = Column<TestStatus>(
    "incomingemailstatus", "Incoming Email Status", "受信メールの状態")
  package static let outgoingemailstatus = Column<TestStatus>(
    "outgoingemailstatus", "Outgoing Email Status", "送信メールの状態")
  package static let actstatus = Column<TestStatus>(
    "actstatus", "Appointments, Contacts, and Tasks Status", "予定、取引先担当者、およびタスクの状態")
  package static let mailboxstatus = Column<TestStatus>(
    "mailboxstatus", "Mailbox Status", "メールボックスの状態")
  package static let enabledforincomingemail = Column<Bool>(
    "enabledforincomingemail", default: true, "Enabled For Incoming Email", "受信メールが有効")
  package static let enabledforoutgoingemail = Column<Bool>(
    "enabledforoutgoingemail", default: true, "Enabled For Outgoing Email", "送信メールが有効")
  package static let enabledforact = Column<Bool>(
    "enabledforact", default: true, "Enabled For Appointments, Contacts, And Tasks", "予定、取引先担当者、およびタスクが有効")
  package static let orgmarkedasprimaryforexchangesync = Column<Bool>(
    "orgmarkedasprimaryforexchangesync", default: false, "Organization Marked As Primary For Exchange Sync",
    "Exchange 同期の主要組織")
  package static let isactsyncorgflagset = Column<Bool>(
    "isactsyncorgflagset", default: false, "Is ACT Sync Org Flag Set", "ACT 同期の組織フラグ設定済み")
  package static let processanddeleteemails = Column<Bool>(
    "processanddeleteemails", default: false, "Delete Emails after Processing", "処理後に電子メールを削除する")
  package static let processemailreceivedafter = Column<Instant>(
    "processemailreceivedafter", "Process Email Received After", "次の日時以降に受信した電子メールを処理")
  package static let postponemailboxprocessinguntil = Column<Instant>(
    "postponemailboxprocessinguntil", "Postpone Mailbox Processing Until", "メールボックス処理の延期期限")
  package static let postponesendinguntil = Column<Instant>(
    "postponesendinguntil", "Postpone Sending Until", "送信の延期期限")
  package static let receivingpostponeduntil = Column<Instant>(
    "receivingpostponeduntil", "Receiving Postponed Until", "受信の延期期限")
  package static let receivingpostponeduntilforact = Column<Instant>(
    "receivingpostponeduntilforact", "Receiving Postponed Until For ACT", "ACT 受信の延期期限")
  package static let processingstatecode = Column<Int>(
    "processingstatecode", .integer(0...2_147_483_647), "Processing State Code", "処理状態コード")
  package static let mailboxprocessingcontext = Column<Int>(
    "mailboxprocessingcontext", .integer(0...2_147_483_647), "Mailbox Processing Context", "メールボックス処理コンテキスト")
  package static let hostid = Column<String>(
    "hostid", .text(max: 256), "Host", "ホスト")
  package static let forcedunlockcount = Column<Int>(
    "forcedunlockcount", .integer(0...2_147_483_647), "Forced Unlock Count", "強制ロック解除回数")
  package static let lastmailboxforcedunlockoccurredon = Column<Instant>(
    "lastmailboxforcedunlockoccurredon", "Last Mailbox Forced Unlock Occurred On", "前回のメールボックス強制ロック解除日時")
  package static let noemailcount = Column<Int>(
    "noemailcount", .integer(0...2_147_483_647), "No Email Count", "メールなしのサイクル数")
  package static let noactcount = Column<Int>(
    "noactcount", .integer(0...2_147_483_647), "No ACT Count", "ACT なしのサイクル数")
  package static let transientfailurecount = Column<Int>(
    "transientfailurecount", .integer(0...2_147_483_647), "Transient Failure Count", "一時的な失敗の回数")
  package static let lastsyncerror = Column<String>(
    "lastsyncerror", .text(max: 2_048), "Last Sync Error", "前回の同期エラー")
  package static let lastsyncerrorcode = Column<Int>(
    "lastsyncerrorcode", .integer(0...2_147_483_647), "Last Sync Error Code", "前回の同期エラー コード")
  package static let lastsyncerrorcount = Column<Int>(
    "lastsyncerrorcount", .integer(0...2_147_483_647), "Last Sync Error Count", "前回の同期エラー回数")
  package static let lastsyncerrormachinename = Column<String>(
    "lastsyncerrormachinename", .text(max: 320), "Last Sync Error Machine Name", "前回の同期エラーのコンピューター名")
  package static let lastsyncerroroccurredon = Column<Instant>(
    "lastsyncerroroccurredon", "Last Sync Error Occurred On", "前回の同期エラー発生日時")
  package static let lastsyncstartedon = Column<Instant>(
    "lastsyncstartedon", "Last Sync Started On", "前回の同期開始日時")
  package static let lastsuccessfulsynccompletedon = Column<Instant>(
    "lastsuccessfulsynccompletedon", "Last Successful Sync Completed On", "前回の同期成功日時")
  package static let processinglastattemptedon = Column<Instant>(
    "processinglastattemptedon", "Processing Last Attempted On", "前回の処理試行日時")
  package static let lastactiveon = Column<Instant>(
    "lastactiveon", "Last Active On", "前回のアクティブ日時")
  package static let itemsprocessedforlastsync = Column<Int>(
    "itemsprocessedforlastsync", .integer(0...2_147_483_647), "Items Processed For Last Sync", "前回の同期で処理したアイテム数")
  package static let itemsfailedforlastsync = Column<Int>(
    "itemsfailedforlastsync", .integer(0...2_147_483_647), "Items Failed For Last Sync", "前回の同期で失敗したアイテム数")
  package static let processedtimes = Column<Int>(
    "processedtimes", .integer(0...2_147_483_647), "Processed Times", "処理回数")
  package static let averagetotalduration = Column<Int>(
    "averagetotalduration", .integer(0...2_147_483_647), "Average Total Duration", "平均合計時間")
  package static let lastduration = Column<Int>(
    "lastduration", .integer(0...2_147_483_647), "Last Duration", "前回の所要時間")
  package static let nextscheduledactsyncinseconds = Column<Int>(
    "nextscheduledactsyncinseconds", .integer(0...2_147_483_647), "Next Scheduled ACT Sync In Seconds",
    "次回の ACT 同期までの秒数")
  package static let lastmessageid = Column<String>(
    "lastmessageid", .text(max: 320), "Last Message Id", "前回のメッセージ ID")
  package static let lasttaggedmessageid = Column<String>(
    "lasttaggedmessageid", .text(max: 320), "Last Tagged Message Id", "前回のタグ付きメッセージ ID")
  package static let tagemailsafter = Column<Instant>(
    "tagemailsafter", "Tag Emails After", "次の日時以降の電子メールにタグを付ける")
  package static let ewsurl = Column<String>(
    "ewsurl", .text(max: 2_084), "Exchange Web Services URL", "Exchange Web サービスの URL")
  package static let lastautodiscoveredon = Column<Instant>(
    "lastautodiscoveredon", "Last Autodiscovered On", "前回の自動検出日時")
  package static let exchangesyncstatexml = Column<String>(
    "exchangesyncstatexml", .memo(max: 1_073_741_823), "Exchange Sync State", "Exchange 同期の状態")
  package static let exchangesyncstatexmlfileref = Column<[UInt8]>(
    "exchangesyncstatexmlfileref", .binary(max: 32), "Exchange Sync State File", "Exchange 同期状態のファイル")
  package static let folderhierarchy = Column<String>(
    "folderhierarchy", .memo(max: 1_048_576), "Folder Hierarchy", "フォルダー階層")
  package static let undeliverablefolder = Column<String>(
    "undeliverablefolder", .text(max: 256), "Undeliverable Folder", "配信不能フォルダー")
  package static let exchangecontactsimportstatus = Column<ContactsImportStatus>(
    "exchangecontactsimportstatus", "Exchange Contacts Import Status", "Exchange 連絡先のインポート状態")
  package static let exchangecontactsimportcompletedon = Column<Instant>(
    "exchangecontactsimportcompletedon", "Exchange Contacts Import Completed On", "Exchange 連絡先のインポート完了日時")
  package static let exchangecontactsimportscheduled = Column<Bool>(
    "exchangecontactsimportscheduled", "Exchange Contacts Import Scheduled", "Exchange 連絡先のインポート予約")
  package static let verboseloggingenabled = Column<Int>(
    "verboseloggingenabled", .integer(0...100), "Verbose Logging", "詳細ログ")
  package static let officeappsdeploymentstatus = Column<OfficeAppsDeploymentStatus>(
    "officeappsdeploymentstatus", "Office Apps Deployment Status", "Office アプリの展開状態")
  package static let officeappsdeploymentscheduled = Column<Bool>(
    "officeappsdeploymentscheduled", "Office Apps Deployment Scheduled", "Office アプリの展開予約")
  package static let officeappsdeploymentcomplete = Column<Bool>(
    "officeappsdeploymentcomplete", "Office Apps Deployment Complete", "Office アプリの展開完了")
  package static let officeappsdeploymenterror = Column<String>(
    "officeappsdeploymenterror", .memo(max: 1_048_576), "Office Apps Deployment Error", "Office アプリの展開エラー")
  package static let statecode = Column<ActiveState>(
    "statecode", .state, default: .active, "Status", "状態")
  package static let statuscode = Column<ActiveStatus>(
    "statuscode", .status, default: .active, "Status Reason", "ステータスの理由")
  package static let ls_incomingenabledon = Column<Instant>(
    "ls_incomingenabledon", "Incoming Enabled On", "受信が有効になった日時")
  package static let ls_frombeginning = Column<Bool>(
    "ls_frombeginning", default: false, "From The Beginning", "最初から処理する")
  package static let ls_testtoken = Column<String>(
    "ls_testtoken", .text(max: 100), "Test Token", "テスト トークン")
  package static let ls_testsenton = Column<Instant>(
    "ls_testsenton", "Test Sent On", "テスト送信日時")
  package static let ls_credentialrefusals = Column<Int>(
    "ls_credentialrefusals", .integer(0...2_147_483_647), "Credential Refusals", "資格情報の拒否回数")
  package static let ls_credentialgate = Column<Bool>(
    "ls_credentialgate", default: false, "Credential Not Used Any More", "資格情報の使用停止")

  package static let table = Table(
    "mailbox", "Mailbox", "メールボックス", ownership: .user, primaryKey: mailboxid,
    columns: [
      mailboxid.definition, name.definition, emailaddress.definition, regardingobjectid.definition,
      isforwardmailbox.definition, isserviceaccount.definition, emailserverprofile.definition,
      incomingemaildeliverymethod.definition, outgoingemaildeliverymethod.definition, actdeliverymethod.definition,
      allowemailconnectortousecredentials.definition, username.definition, password.definition,
      ispasswordset.definition, oauthaccesstoken.definition, oauthrefreshtoken.definition,
      oauthtokenexpireson.definition, isoauthaccesstokenset.definition, isoauthrefreshtokenset.definition,
      emailrouteraccessapproval.definition, isemailaddressapprovedbyo365admin.definition,
      testemailconfigurationscheduled.definition, testemailconfigurationretrycount.definition,
      postponetestemailconfigurationuntil.definition, testmailboxaccesscompletedon.definition,
      incomingemailstatus.definition, outgoingemailstatus.definition, actstatus.definition, mailboxstatus.definition,
      enabledforincomingemail.definition, enabledforoutgoingemail.definition, enabledforact.definition,
      orgmarkedasprimaryforexchangesync.definition, isactsyncorgflagset.definition,
      processanddeleteemails.definition, processemailreceivedafter.definition,
      postponemailboxprocessinguntil.definition, postponesendinguntil.definition, receivingpostponeduntil.definition,
      receivingpostponeduntilforact.definition, processingstatecode.definition, mailboxprocessingcontext.definition,
      hostid.definition, forcedunlockcount.definition, lastmailboxforcedunlockoccurredon.definition,
      noemailcount.definition, noactcount.definition, transientfailurecount.definition, lastsyncerror.definition,
      lastsyncerrorcode.definition, lastsyncerrorcount.definition, lastsyncerrormachinename.definition,
      lastsyncerroroccurredon.definition, lastsyncstartedon.definition, lastsuccessfulsynccompletedon.definition,
      processinglastattemptedon.definition, lastactiveon.definition, itemsprocessedforlastsync.definition,
      itemsfailedforlastsync.definition, processedtimes.definition, averagetotalduration.definition,
      lastduration.definition, nextscheduledactsyncinseconds.definition, lastmessageid.definition,
      lasttaggedmessageid.definition, tagemailsafter.definition, ewsurl.definition, lastautodiscoveredon.definition,
      exchangesyncstatexml.definition, exchangesyncstatexmlfileref.definition, folderhierarchy.definition,
      undeliverablefolder.definition, exchangecontactsimportstatus.definition,
      exchangecontactsimportcompletedon.definition, exchangecontactsimportscheduled.definition,
      verboseloggingenabled.definition, officeappsdeploymentstatus.definition,
      officeappsdeploymentscheduled.definition, officeappsdeploymentcomplete.definition,
      officeappsdeploymenterror.definition, statecode.definition, statuscode.definition,
      ls_incomingenabledon.definition, ls_frombeginning.definition, ls_testtoken.definition,
      ls_testsenton.definition, ls_credentialrefusals.definition, ls_credentialgate.definition,
    ],
    indexed: [["regardingobjectid"], ["emailserverprofile"]])
}

extension Mailbox {
  /// A mailbox of nobody, to which rules in users' mailboxes forward mail as attachments. feature map F36
  package static func isForward(_ row: Record) -> Bool {
    row[isforwardmailbox] == true && row[regardingobjectid] == nil
  }
}
