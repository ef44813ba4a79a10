/// Dataverse's `emailserverprofile`. feature map 4.2
package enum EmailServerProfile {
  package enum ServerType: Int, OptionValue {
    case exchange = 0
    case pop3smtp = 1
    case hybridServer = 2
    case hybridOnline = 3
    case imapsmtp = 4

    package var label: Label {
      switch self {
      case .exchange: Label("Exchange Server", "Exchange サーバー")
      case .pop3smtp: Label("Other (POP3/SMTP)", "その他 (POP3/SMTP)")
      case .hybridServer: Label("Exchange Server (Hybrid)", "Exchange Server (ハイブリッド)")
      case .hybridOnline: Label("Exchange Online (Hybrid)", "Exchange Online (ハイブリッド)")
      case .imapsmtp: Label("IMAP/SMTP", "IMAP/SMTP サーバー")
      }
    }
  }

  package enum ExchangeVersion: Int, OptionValue {
    case exchange2007 = 0
    case exchange2007SP1 = 1
    case exchange2010 = 2
    case exchange2010SP1 = 3
    case exchange2010SP2 = 4
    case exchange2013 = 5

    package var label: Label {
      switch self {
      case .exchange2007: Label("Exchange 2007", "Exchange 2007 版")
      case .exchange2007SP1: Label("Exchange 2007 SP1", "Exchange 2007 SP1 版")
      case .exchange2010: Label("Exchange 2010", "Exchange 2010 版")
      case .exchange2010SP1: Label("Exchange 2010 SP1", "Exchange 2010 SP1 版")
      case .exchange2010SP2: Label("Exchange 2010 SP2", "Exchange 2010 SP2 版")
      case .exchange2013: Label("Exchange 2013", "Exchange 2013 版")
      }
    }
  }

  package enum TestExecutionStatus: Int, OptionValue {
    case failure = 0
    case success = 1
    case warning = 2

    package var label: Label {
      switch self {
      case .failure: Label("Failure", "失敗")
      case .success: Label("Success", "成功")
      case .warning: Label("Warning", "警告")
      }
    }
  }

  package static let emailserverprofileid = Column<GUID>(
    "emailserverprofileid", .uniqueIdentifier, required: .system, "Email Server Profile", "電子メール サーバー プロファイル")
  package static let name = Column<String>(
    "name", .text(max: 100), required: .required, "Name", "名前")
  package static let description = Column<String>(
    "description", .memo(max: 2_000), "Description", "説明")
  package static let servertype = Column<ServerType>(
    "servertype", required: .required, "Email Server Type", "電子メール サーバーの種類")
  package static let emailservertypename = Column<String>(
    "emailservertypename", .text(max: 250), "Email Server Type Name", "電子メール サーバーの種類の名前")
  package static let exchangeversion = Column<ExchangeVersion>(
    "exchangeversion", "Exchange Version", "Exchange のバージョン")
  package static let useautodiscover = Column<Bool>(
    "useautodiscover", default: false, "Auto Discover Server Location", "サーバーの場所の自動検出")
  package static let defaultserverlocation = Column<String>(
    "defaultserverlocation", .text(max: 2_084), "Default Server Location", "既定のサーバーの場所")
  package static let incomingserverlocation = Column<String>(
    "incomingserverlocation", .text(max: 2_084), "Incoming Server Location", "受信サーバーの場所")
  package static let outgoingserverlocation = Column<String>(
    "outgoingserverlocation", .text(max: 2_084), "Outgoing Server Location", "送信サーバーの場所")
  package static let incomingportnumber = Column<Int>(
    "incomingportnumber", .integer(0...65536), "Incoming Port", "受信ポート")
  package static let outgoingportnumber = Column<Int>(
    "outgoingportnumber", .integer(0...65536), "Outgoing Port", "送信ポート")
  package static let incomingusessl = Column<Bool>(
    "incomingusessl", default: true, "Use SSL for Incoming Connection", "受信接続に SSL を使用する")
  package static let outgoingusessl = Column<Bool>(
    "outgoingusessl", default: true, "Use SSL for Outgoing Connection", "送信接続に SSL を使用する")
  package static let incomingauthenticationprotocol = Column<AuthenticationProtocol>(
    "incomingauthenticationprotocol", "Incoming Authentication Protocol", "受信の認証プロトコル")
  package static let outgoingauthenticationprotocol = Column<AuthenticationProtocol>(
    "outgoingauthenticationprotocol", "Outgoing Authentication Protocol", "送信の認証プロトコル")
  package static let incomingcredentialretrieval = Column<CredentialRetrieval>(
    "incomingcredentialretrieval", "Incoming: Authenticate Using", "受信: 認証方法")
  package static let outgoingcredentialretrieval = Column<CredentialRetrieval>(
    "outgoingcredentialretrieval", "Outgoing: Authenticate Using", "送信: 認証方法")
  package static let incomingusername = Column<String>(
    "incomingusername", .text(max: 250), "Incoming User Name", "受信のユーザー名")
  package static let outgoingusername = Column<String>(
    "outgoingusername", .text(max: 250), "Outgoing User Name", "送信のユーザー名")
  package static let incomingpassword = Column<String>(
    "incomingpassword", .text(max: 250), readable: false, "Incoming Password", "受信のパスワード")
  package static let outgoingpassword = Column<String>(
    "outgoingpassword", .text(max: 250), readable: false, "Outgoing Password", "送信のパスワード")
  package static let isincomingpasswordset = Column<Bool>(
    "isincomingpasswordset", "Is Incoming Password Set", "受信のパスワード設定済み")
  package static let isoutgoingpasswordset = Column<Bool>(
    "isoutgoingpasswordset", "Is Outgoing Password Set", "送信のパスワード設定済み")
  package static let incominguseimpersonation = Column<Bool>(
    "incominguseimpersonation", default: false, "Incoming: Use Impersonation", "受信: 偽装を使用する")
  package static let outgoinguseimpersonation = Column<Bool>(
    "outgoinguseimpersonation", default: false, "Outgoing: Use Impersonation", "送信: 偽装を使用する")
  package static let outgoingautograntdelegateaccess = Column<Bool>(
    "outgoingautograntdelegateaccess", default: false, "Outgoing: Automatically Grant Delegate Access",
    "送信: 代理アクセスを自動的に付与する")
  package static let usesamesettingsforoutgoingconnections = Column<Bool>(
    "usesamesettingsforoutgoingconnections", default: true, "Use same settings for Outgoing", "送信に同じ設定を使用する")
  package static let maxconcurrentconnections = Column<Int>(
    "maxconcurrentconnections", .integer(1...300), default: 10, "Maximum Concurrent Connections", "最大同時接続数")
  package static let minpollingintervalinminutes = Column<Int>(
    "minpollingintervalinminutes", .integer(0...1440), "Minimum Polling Interval in Minutes", "最小ポーリング間隔 (分)")
  package static let processemailsreceivedafter = Column<Instant>(
    "processemailsreceivedafter", "Process Emails Received After", "次の日時以降に受信した電子メールを処理")
  package static let moveundeliveredemails = Column<Bool>(
    "moveundeliveredemails", default: false, "Move Undelivered Emails to the Undeliverable Folder",
    "未配信の電子メールを配信不能フォルダーに移動する")
  package static let sendemailalert = Column<Bool>(
    "sendemailalert", default: false, "Send an alert email to the owner of the email server profile",
    "電子メール サーバー プロファイルの所有者に通知メールを送信する")
  package static let timeoutmailboxconnection = Column<Bool>(
    "timeoutmailboxconnection", default: true, "Timeout Mailbox Connection to Exchange", "メールボックス接続のタイムアウト")
  package static let timeoutmailboxconnectionafteramount = Column<Int>(
    "timeoutmailboxconnectionafteramount", .integer(0...100000), "Timeout a Single Mailbox Connection After (ms)",
    "メールボックス接続のタイムアウト時間 (ミリ秒)")
  package static let encodingcodepage = Column<String>(
    "encodingcodepage", .text(max: 100), "Encoding Code Page", "エンコードのコード ページ")
  package static let exchangeonlinetenantid = Column<String>(
    "exchangeonlinetenantid", .text(max: 36), "Exchange Online Tenant Id", "Exchange Online のテナント ID")
  package static let usedefaulttenantid = Column<Bool>(
    "usedefaulttenantid", default: true, "Use Default Tenant Id", "既定のテナント ID を使用する")
  package static let aadresourceid = Column<String>(
    "aadresourceid", .text(max: 1_024), "Azure AD Resource Id", "Azure AD リソース ID")
  package static let oauthclientid = Column<String>(
    "oauthclientid", .text(max: 1_024), "OAuth Client Id", "OAuth クライアント ID")
  package static let oauthclientsecret = Column<String>(
    "oauthclientsecret", .text(max: 1_024), readable: false, "OAuth Client Secret", "OAuth クライアント シークレット")
  package static let isoauthclientsecretset = Column<Bool>(
    "isoauthclientsecretset", "Is OAuth Client Secret Set", "OAuth クライアント シークレット設定済み")
  package static let keyvaultreferenceid = Column<Reference>(
    "keyvaultreferenceid", to: ["keyvaultreference"], "Key Vault Reference", "Key Vault 参照")
  package static let managedidentityid = Column<Reference>(
    "managedidentityid", to: ["managedidentity"], "Managed Identity", "マネージド ID")
  package static let incomingpartnerapplication = Column<Reference>(
    "incomingpartnerapplication", to: ["partnerapplication"], "Incoming Partner Application", "受信パートナー アプリケーション")
  package static let outgoingpartnerapplication = Column<Reference>(
    "outgoingpartnerapplication", to: ["partnerapplication"], "Outgoing Partner Application", "送信パートナー アプリケーション")
  package static let lasttestrequest = Column<String>(
    "lasttestrequest", .memo(max: 2_084), "Last Test Request", "前回のテスト要求")
  package static let lasttestresponse = Column<String>(
    "lasttestresponse", .memo(max: 2_084), "Last Test Response", "前回のテスト応答")
  package static let lastcrmmessage = Column<String>(
    "lastcrmmessage", .memo(max: 2_084), "Last CRM Message", "前回の CRM メッセージ")
  package static let lastteststarttime = Column<Instant>(
    "lastteststarttime", "Last Test Start Time", "前回のテスト開始日時")
  package static let lasttesttotalexecutiontime = Column<Int>(
    "lasttesttotalexecutiontime", .bigInteger, "Last Test Total Execution Time", "前回のテストの合計実行時間")
  package static let lastauthorizationstatus = Column<TestVerdict>(
    "lastauthorizationstatus", "Last Authorization Status", "前回の承認の状態")
  package static let lasttestexecutionstatus = Column<TestExecutionStatus>(
    "lasttestexecutionstatus", "Last Test Execution Status", "前回のテスト実行の状態")
  package static let lasttestvalidationstatus = Column<TestVerdict>(
    "lasttestvalidationstatus", "Last Test Validation Status", "前回のテスト検証の状態")
  package static let owneremailaddress = Column<String>(
    "owneremailaddress", .text(max: 100), "Owner Email Address", "所有者の電子メール アドレス")
  package static let statecode = Column<ActiveState>(
    "statecode", .state, default: .active, "Status", "状態")
  package static let statuscode = Column<ActiveStatus>(
    "statuscode", .status, default: .active, "Status Reason", "ステータスの理由")
  package static let ls_incomingkind = Column<ServerKind>(
    "ls_incomingkind", "Kind of Incoming Server", "受信サーバーの種類")
  package static let ls_outgoingkind = Column<ServerKind>(
    "ls_outgoingkind", "Kind of Outgoing Server", "送信サーバーの種類")
  package static let ls_actkind = Column<ServerKind>(
    "ls_actkind", "Kind of Server for Appointments, Contacts, and Tasks", "予定、取引先担当者、およびタスクのサーバーの種類")
  package static let ls_incomingsecurity = Column<ConnectionSecurity>(
    "ls_incomingsecurity", "Security of Incoming Connection", "受信接続のセキュリティ")
  package static let ls_outgoingsecurity = Column<ConnectionSecurity>(
    "ls_outgoingsecurity", "Security of Outgoing Connection", "送信接続のセキュリティ")
  package static let ls_actsecurity = Column<ConnectionSecurity>(
    "ls_actsecurity", "Security of Connection for Appointments, Contacts, and Tasks", "予定、取引先担当者、およびタスクの接続のセキュリティ")
  package static let ls_cacertificates = Column<String>(
    "ls_cacertificates", .memo(max: 1_048_576), "Trusted Certificates", "信頼する証明書")
  package static let ls_indoubtpolicy = Column<InDoubtPolicy>(
    "ls_indoubtpolicy", default: InDoubtPolicy.hold, "When Sending Is in Doubt", "送信結果が不明な場合の処理")
  package static let ls_keepraw = Column<String>(
    "ls_keepraw", .text(max: 20), default: "no", "Keep Raw Messages", "生のメッセージの保存")
  package static let ls_actserverlocation = Column<String>(
    "ls_actserverlocation", .text(max: 2_084), "Server Location for Appointments, Contacts, and Tasks",
    "予定、取引先担当者、およびタスクのサーバーの場所")
  package static let ls_actportnumber = Column<Int>(
    "ls_actportnumber", .integer(0...65536), "Port for Appointments, Contacts, and Tasks", "予定、取引先担当者、およびタスクのポート")
  package static let ls_actcredentialretrieval = Column<CredentialRetrieval>(
    "ls_actcredentialretrieval", "Appointments, Contacts, and Tasks: Authenticate Using", "予定、取引先担当者、およびタスク: 認証方法")
  package static let ls_actusername = Column<String>(
    "ls_actusername", .text(max: 250), "User Name for Appointments, Contacts, and Tasks", "予定、取引先担当者、およびタスクのユーザー名")
  package static let ls_credentialrefusals = Column<Int>(
    "ls_credentialrefusals", .integer(0...2_147_483_647), "Credential Refusals", "資格情報の拒否回数")
  package static let ls_credentialgate = Column<Bool>(
    "ls_credentialgate", default: false, "Credential Not Used Any More", "資格情報の使用停止")

  package static let ls_isbuiltin = Column<Bool>(
    "ls_isbuiltin", default: false, "Built-In Profile", "組み込みのプロファイル")
  package static let ls_setup = Column<RecommendedSetUp>(
    "ls_setup", "Recommended Set-Up", "推奨構成")

  package static let table = Table(
    "emailserverprofile", "Email Server Profile", "電子メール サーバー プロファイル", ownership: .user,
    primaryKey: emailserverprofileid,
    columns: [
      emailserverprofileid.definition, name.definition, description.definition, servertype.definition,
      emailservertypename.definition, exchangeversion.definition, useautodiscover.definition,
      defaultserverlocation.definition, incomingserverlocation.definition, outgoingserverlocation.definition,
      incomingportnumber.definition, outgoingportnumber.definition, incomingusessl.definition,
      outgoingusessl.definition, incomingauthenticationprotocol.definition,
      outgoingauthenticationprotocol.definition, incomingcredentialretrieval.definition,
      outgoingcredentialretrieval.definition, incomingusername.definition, outgoingusername.definition,
      incomingpassword.definition, outgoingpassword.definition, isincomingpasswordset.definition,
      isoutgoingpasswordset.definition, incominguseimpersonation.definition, outgoinguseimpersonation.definition,
      outgoingautograntdelegateaccess.definition, usesamesettingsforoutgoingconnections.definition,
      maxconcurrentconnections.definition, minpollingintervalinminutes.definition,
      processemailsreceivedafter.definition, moveundeliveredemails.definition, sendemailalert.definition,
      timeoutmailboxconnection.definition, timeoutmailboxconnectionafteramount.definition,
      encodingcodepage.definition, exchangeonlinetenantid.definition, usedefaulttenantid.definition,
      aadresourceid.definition, oauthclientid.definition, oauthclientsecret.definition,
      isoauthclientsecretset.definition, keyvaultreferenceid.definition, managedidentityid.definition,
      incomingpartnerapplication.definition, outgoingpartnerapplication.definition, lasttestrequest.definition,
      lasttestresponse.definition, lastcrmmessage.definition, lastteststarttime.definition,
      lasttesttotalexecutiontime.definition, lastauthorizationstatus.definition, lasttestexecutionstatus.definition,
      lasttestvalidationstatus.definition, owneremailaddress.definition, statecode.definition, statuscode.definition,
      ls_incomingkind.definition, ls_outgoingkind.definition, ls_actkind.definition, ls_incomingsecurity.definition,
      ls_outgoingsecurity.definition, ls_actsecurity.definition, ls_cacertificates.definition,
      ls_indoubtpolicy.definition, ls_keepraw.definition, ls_actserverlocation.definition,
      ls_actportnumber.definition, ls_actcredentialretrieval.definition, ls_actusername.definition,
      ls_credentialrefusals.definition, ls_credentialgate.definition, ls_isbuiltin.definition,
      ls_setup.definition,
    ],
    unique: [["name"]])
}
