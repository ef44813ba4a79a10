/// Dataverse's `organization`. feature map 4.4
package enum Organization {
  /// Whether the organization is run as a hosted service for a tenant. The document's rules differ by it: S0.1
  package enum Kind: Int, OptionValue {
    case onPremises = 0
    case online = 1

    /// As the command line writes it.
    package var word: String {
      switch self {
      case .onPremises: "on-premises"
      case .online: "online"
      }
    }

    package var label: Label {
      switch self {
      case .onPremises: Label("On-premises", "設置型")
      case .online: Label("Online", "オンライン")
      }
    }
  }

  package enum RecurrenceEndRange: Int, OptionValue {
    case noEndDate = 1
    case occurrences = 2
    case endByDate = 3

    package var label: Label {
      switch self {
      case .noEndDate: Label("No End Date", "終了日なし")
      case .occurrences: Label("Number of Occurrences", "反復回数")
      case .endByDate: Label("End By Date", "終了日")
      }
    }
  }

  package enum EmailConnectionChannel: Int, OptionValue {
    case serverSide = 0
    case emailRouter = 1

    package var label: Label {
      switch self {
      case .serverSide: Label("Server-Side Synchronization", "サーバー側同期")
      case .emailRouter: Label("Email Router", "E-mail Router を使用")
      }
    }
  }

  package enum FullNameConvention: Int, OptionValue {
    case lastFirst = 0
    case first = 1
    case lastFirstMiddleInitial = 2
    case firstMiddleInitialLast = 3
    case lastFirstMiddle = 4
    case firstMiddleLast = 5
    case lastSpaceFirst = 6
    case lastNoSpaceFirst = 7

    package var label: Label {
      switch self {
      case .lastFirst: Label("Last Name, First Name", "姓、名")
      case .first: Label("First Name", "名")
      case .lastFirstMiddleInitial: Label("Last Name, First Name, Middle Initial", "姓、名、ミドルネームの頭文字")
      case .firstMiddleInitialLast: Label("First Name, Middle Initial, Last Name", "名、ミドルネームの頭文字、姓")
      case .lastFirstMiddle: Label("Last Name, First Name, Middle Name", "姓、名、ミドルネーム")
      case .firstMiddleLast: Label("First Name, Middle Name, Last Name", "名、ミドルネーム、姓")
      case .lastSpaceFirst: Label("Last Name, space, First Name", "姓、空白、名")
      case .lastNoSpaceFirst: Label("Last Name, no space, First Name", "姓、空白なし、名")
      }
    }
  }

  package static let organizationid = Column<GUID>(
    "organizationid", .uniqueIdentifier, required: .system, "Organization", "組織")
  package static let name = Column<String>(
    "name", .text(max: 160), "Organization Name", "組織名")
  package static let languagecode = Column<Int>(
    "languagecode", .integer(0...2_147_483_647), "Language", "言語")
  package static let allowunresolvedpartiesonemailsend = Column<Bool>(
    "allowunresolvedpartiesonemailsend", default: true, "Allow Unresolved Address Email Send", "未解決の受信者への電子メール送信を許可する")
  package static let appointmentricheditorexperience = Column<Bool>(
    "appointmentricheditorexperience", "Rich Text Editor for Appointments", "予定のリッチ テキスト エディター")
  package static let blockedattachments = Column<String>(
    "blockedattachments", .memo(max: 1_073_741_823), default: defaultBlockedAttachments, "Block Attachments",
    "添付ファイルのブロック")
  package static let defaultemailserverprofileid = Column<Reference>(
    "defaultemailserverprofileid", to: ["emailserverprofile"], "Email Server Profile", "既定の電子メール サーバー プロファイル")
  package static let defaultemailsettings = Column<String>(
    "defaultemailsettings", .memo(max: 1_073_741_823), "Default Email Settings", "既定の電子メール設定")
  package static let defaultrecurrenceendrangetype = Column<RecurrenceEndRange>(
    "defaultrecurrenceendrangetype", "Default Recurrence End Range", "既定の定期的なパターンの終了")
  package static let emailconnectionchannel = Column<EmailConnectionChannel>(
    "emailconnectionchannel", "Email Connection Channel", "電子メール接続チャネル")
  package static let emailcorrelationenabled = Column<Bool>(
    "emailcorrelationenabled", default: true, "Use Email Correlation", "電子メールの相関を使用する")
  package static let emailsendpollingperiod = Column<Int>(
    "emailsendpollingperiod", .integer(0...2_147_483_647), "Email Send Polling Frequency", "電子メール送信のポーリング間隔")
  package static let expirechangetrackingindays = Column<Int>(
    "expirechangetrackingindays", .integer(0...365), default: 30, "Days to Expire Change Tracking", "変更追跡の有効日数")
  package static let fullnameconventioncode = Column<FullNameConvention>(
    "fullnameconventioncode", "Full Name Display Order", "氏名の表示順")
  package static let futureexpansionwindow = Column<Int>(
    "futureexpansionwindow", .integer(1...140), "Future Expansion Window", "将来の展開期間")
  package static let generatealertsforerrors = Column<Bool>(
    "generatealertsforerrors", default: true, "Generate Alerts For Errors", "エラーの通知を生成する")
  package static let generatealertsforinformation = Column<Bool>(
    "generatealertsforinformation", default: true, "Generate Alerts For Information", "情報の通知を生成する")
  package static let generatealertsforwarnings = Column<Bool>(
    "generatealertsforwarnings", default: true, "Generate Alerts For Warnings", "警告の通知を生成する")
  package static let hashdeltasubjectcount = Column<Int>(
    "hashdeltasubjectcount", .integer(0...2_147_483_647), default: 0, "Hash Delta Subject Count", "件名ハッシュの差の上限")
  package static let hashfilterkeywords = Column<String>(
    "hashfilterkeywords", .text(max: 2_000), default: #"^[\s]*([\w]+\s?:[\s]*)+"#, "Hash Filter Keywords",
    "ハッシュ フィルターのキーワード")
  package static let hashmaxcount = Column<Int>(
    "hashmaxcount", .integer(0...2_147_483_647), default: 20, "Hash Max Count", "ハッシュの最大数")
  package static let hashminaddresscount = Column<Int>(
    "hashminaddresscount", .integer(0...2_147_483_647), default: 2, "Hash Min Address Count", "アドレス ハッシュの最小数")
  package static let ignoreinternalemail = Column<Bool>(
    "ignoreinternalemail", default: false, "Ignore Internal Email", "組織内の電子メールを無視する")
  package static let incomingemailexchangeemailretrievalbatchsize = Column<Int>(
    "incomingemailexchangeemailretrievalbatchsize", .integer(0...2_147_483_647), "Exchange Email Retrieval Batch Size",
    "Exchange 電子メール取得のバッチ サイズ")
  package static let isappointmentattachmentsyncenabled = Column<Bool>(
    "isappointmentattachmentsyncenabled", "Is Attachment Sync Enabled", "添付ファイルの同期が有効")
  package static let isassignedtaskssyncenabled = Column<Bool>(
    "isassignedtaskssyncenabled", "Is Assigned Tasks Sync Enabled", "割り当てられたタスクの同期が有効")
  package static let iscontactmailingaddresssyncenabled = Column<Bool>(
    "iscontactmailingaddresssyncenabled", "Is Mailing Address Sync Enabled", "郵送先住所の同期が有効")
  package static let isemailserverprofilecontentfilteringenabled = Column<Bool>(
    "isemailserverprofilecontentfilteringenabled", "Enable Email Server Profile Content Filtering",
    "電子メール サーバー プロファイルのコンテンツ フィルター処理")
  package static let isfolderbasedtrackingenabled = Column<Bool>(
    "isfolderbasedtrackingenabled", "Is Folder Based Tracking Enabled", "フォルダー単位の追跡が有効")
  package static let ismailboxforcedunlockingenabled = Column<Bool>(
    "ismailboxforcedunlockingenabled", "Is Mailbox Forced Unlocking Enabled", "メールボックスの強制ロック解除が有効")
  package static let ismailboxinactivebackoffenabled = Column<Bool>(
    "ismailboxinactivebackoffenabled", "Is Mailbox Keep Alive Enabled", "非アクティブなメールボックスのバックオフが有効")
  package static let mailboxintermittentissueminrange = Column<Int>(
    "mailboxintermittentissueminrange", .integer(0...2_147_483_647), "Lower Threshold For Mailbox Intermittent Issue",
    "断続的な問題の下限しきい値")
  package static let mailboxpermanentissueminrange = Column<Int>(
    "mailboxpermanentissueminrange", .integer(0...2_147_483_647), "Lower Threshold For Mailbox Permanent Issue",
    "恒久的な問題の下限しきい値")
  package static let maxappointmentdurationdays = Column<Int>(
    "maxappointmentdurationdays", .integer(0...2_147_483_647), "Max Appointment Duration", "予定の最大期間")
  package static let maxfolderbasedtrackingmappings = Column<Int>(
    "maxfolderbasedtrackingmappings", .integer(1...25), "Max Folder Based Tracking Mappings", "フォルダー単位の追跡の最大数")
  package static let maximumtrackingnumber = Column<Int>(
    "maximumtrackingnumber", .integer(0...2_147_483_647), default: 999, "Max Tracking Number", "追跡番号の最大値")
  package static let maxuploadfilesize = Column<Int>(
    "maxuploadfilesize", .integer(0...2_147_483_647), default: 5242880, "Max Upload File Size", "アップロード ファイルの最大サイズ")
  package static let maxverboseloggingmailbox = Column<Int>(
    "maxverboseloggingmailbox", .integer(0...2_147_483_647), "Max Mailboxes To Enable For Verbose Logging",
    "詳細ログを有効にするメールボックスの最大数")
  package static let maxverboseloggingsynccycles = Column<Int>(
    "maxverboseloggingsynccycles", .integer(0...2_147_483_647), "Max Sync Cycles For Verbose Logging",
    "詳細ログを有効にする同期サイクルの最大数")
  package static let nexttrackingnumber = Column<Int>(
    "nexttrackingnumber", .integer(0...2_147_483_647), default: 1, "Next Tracking Number", "次の追跡番号")
  package static let notifymailboxownerofemailserverlevelalerts = Column<Bool>(
    "notifymailboxownerofemailserverlevelalerts", "Notify Mailbox Owner Of Email Server Level Alerts",
    "サーバー レベルの通知をメールボックスの所有者に知らせる")
  package static let pastexpansionwindow = Column<Int>(
    "pastexpansionwindow", .integer(1...120), default: 3, "Past Expansion Window", "過去の展開期間")
  package static let recurrencedefaultnumberofoccurrences = Column<Int>(
    "recurrencedefaultnumberofoccurrences", .integer(1...999), "Recurrence Default Number of Occurrences",
    "定期的なパターンの既定の回数")
  package static let recurrenceexpansionjobbatchinterval = Column<Int>(
    "recurrenceexpansionjobbatchinterval", .integer(0...2_147_483_647), "Recurrence Expansion Job Batch Interval",
    "定期展開ジョブのバッチ間隔")
  package static let recurrenceexpansionjobbatchsize = Column<Int>(
    "recurrenceexpansionjobbatchsize", .integer(0...2_147_483_647), "Recurrence Expansion Job Batch Size",
    "定期展開ジョブのバッチ サイズ")
  package static let recurrenceexpansionsynchcreatemax = Column<Int>(
    "recurrenceexpansionsynchcreatemax", .integer(1...1000), "Recurrence Expansion Job Create Max", "定期展開の同期作成の最大数")
  package static let requireapprovalforqueueemail = Column<Bool>(
    "requireapprovalforqueueemail", default: true, "Is Approval For Queue Email Required", "キューの電子メールに承認が必要")
  package static let requireapprovalforuseremail = Column<Bool>(
    "requireapprovalforuseremail", default: true, "Is Approval For User Email Required", "ユーザーの電子メールに承認が必要")
  package static let resolvesimilarunresolvedemailaddress = Column<Bool>(
    "resolvesimilarunresolvedemailaddress", default: true, "Apply same email address to all unresolved matches",
    "同じ未解決アドレスすべてに適用する")
  package static let trackingprefix = Column<String>(
    "trackingprefix", .text(max: 256), default: "CRM:", "Tracking Prefix", "追跡プレフィックス")
  package static let trackingtokenidbase = Column<Int>(
    "trackingtokenidbase", .integer(0...2_147_483_647), default: 0, "Tracking Token Base", "追跡トークンの基数")
  package static let trackingtokeniddigits = Column<Int>(
    "trackingtokeniddigits", .integer(0...2_147_483_647), default: 3, "Tracking Token Digits", "追跡トークンの桁数")
  package static let unresolveemailaddressifmultiplematch = Column<Bool>(
    "unresolveemailaddressifmultiplematch", default: false,
    "Set To,cc,bcc fields as unresolved if multiple matches are found", "複数一致した場合に未解決にする")
  package static let ls_tokenonly = Column<Bool>(
    "ls_tokenonly", default: false, "Correlate by Tracking Token Only", "追跡トークンのみで関連付ける")
  package static let ls_disablesmartmatching = Column<Bool>(
    "ls_disablesmartmatching", default: true, "Disable Smart Matching", "スマート マッチングを無効にする")
  package static let ls_ignoreconversationindexandinreplytoforcorrelation = Column<Bool>(
    "ls_ignoreconversationindexandinreplytoforcorrelation", default: false, "Ignore Conversation Index and In-Reply-To",
    "会話インデックスと返信先ヘッダーを無視する")
  package static let ls_donotcorrelateforwardedemailsasreplies = Column<Bool>(
    "ls_donotcorrelateforwardedemailsasreplies", default: false, "Do Not Correlate Forwarded Emails as Replies",
    "転送メールを返信として関連付けない")
  package static let ls_createqueueitemsforacceptingqueuerecipients = Column<Bool>(
    "ls_createqueueitemsforacceptingqueuerecipients", default: true, "Create Queue Items for Queue Recipients",
    "受信者のキューにアイテムを作成する")
  package static let ls_createqueueitemforsynchronizingmailbox = Column<Bool>(
    "ls_createqueueitemforsynchronizingmailbox", default: true, "Create Queue Item for the Mailbox Being Read",
    "読み取り中のキューにアイテムを作成する")
  package static let ls_ssscreateadditionalqueueitemsforalreadytrackedemail = Column<Bool>(
    "ls_ssscreateadditionalqueueitemsforalreadytrackedemail", default: false,
    "Create Queue Items for Already Tracked Email", "追跡済みの電子メールにもキュー アイテムを作成する")
  package static let ls_ignoreinternalemaildetectionenhancement = Column<Bool>(
    "ls_ignoreinternalemaildetectionenhancement", default: true, "Reject Internal Email Only if the Sent Copy Exists",
    "送信済みコピーがある場合のみ組織内メールを拒否する")
  package static let ls_donotignoreinternalemailtoqueues = Column<Bool>(
    "ls_donotignoreinternalemailtoqueues", default: true, "Deliver Internal Email to Queues", "組織内メールをキューに配信する")
  package static let ls_ignoreinternalemailfromqueues = Column<Bool>(
    "ls_ignoreinternalemailfromqueues", default: false, "Ignore Internal Email from Queues", "キューからの組織内メールを無視する")
  package static let ls_autocreate = Column<AutoCreate>(
    "ls_autocreate", default: AutoCreate.none, "Create Records for Unknown Senders", "不明な差出人のレコードを作成する")

  /// Endings of attachments that are not stored, as Dataverse ships them.
  static let defaultBlockedAttachments =
    "ade;adp;app;asa;ashx;asmx;asp;bas;bat;cdx;cer;chm;class;cmd;"
    + "com;config;cpl;crt;csh;dll;exe;fxp;hlp;hta;htr;htw;ida;idc;"
    + "idq;inf;ins;isp;its;jar;js;jse;ksh;lnk;mad;maf;mag;mam;"
    + "maq;mar;mas;mat;mau;mav;maw;mda;mdb;mde;mdt;mdw;mdz;msc;"
    + "msh;msh1;msh1xml;msh2;msh2xml;mshxml;msi;msp;mst;ops;pcd;pif;prf;prg;"
    + "printer;pst;reg;rem;scf;scr;sct;shb;shs;shtm;shtml;soap;stm;svc;"
    + "tmp;url;vb;vbe;vbs;vsmacros;vss;vst;vsw;ws;wsc;wsf;wsh"

  package static let ls_organizationkind = Column<Kind>(
    "ls_organizationkind", default: Kind.onPremises, "Kind of Organization", "組織の種類")
  package static let ls_earliestemailfrom = Column<Instant>(
    "ls_earliestemailfrom", "Earliest Process Email From", "電子メール処理の最も早い開始日時")
  package static let ls_mailboxstatisticspersistencetimeindays = Column<Int>(
    "ls_mailboxstatisticspersistencetimeindays", .integer(0...365), default: 3, "Days to Keep Mailbox Statistics",
    "メールボックス統計の保存日数")
  package static let ls_tracelogpersistencetimeindays = Column<Int>(
    "ls_tracelogpersistencetimeindays", .integer(0...3650), default: 30, "Days to Keep Closed Alerts", "解決済みアラートの保存日数")
  package static let ls_tenantid = Column<String>(
    "ls_tenantid", .text(max: 36), "Tenant Id", "テナント ID")

  package static let table = Table(
    "organization", "Organization", "組織", ownership: .organization, primaryKey: organizationid,
    columns: [
      organizationid.definition, name.definition, languagecode.definition,
      allowunresolvedpartiesonemailsend.definition, appointmentricheditorexperience.definition,
      blockedattachments.definition, defaultemailserverprofileid.definition, defaultemailsettings.definition,
      defaultrecurrenceendrangetype.definition, emailconnectionchannel.definition,
      emailcorrelationenabled.definition, emailsendpollingperiod.definition, expirechangetrackingindays.definition,
      fullnameconventioncode.definition, futureexpansionwindow.definition, generatealertsforerrors.definition,
      generatealertsforinformation.definition, generatealertsforwarnings.definition,
      hashdeltasubjectcount.definition, hashfilterkeywords.definition, hashmaxcount.definition,
      hashminaddresscount.definition, ignoreinternalemail.definition,
      incomingemailexchangeemailretrievalbatchsize.definition, isappointmentattachmentsyncenabled.definition,
      isassignedtaskssyncenabled.definition, iscontactmailingaddresssyncenabled.definition,
      isemailserverprofilecontentfilteringenabled.definition, isfolderbasedtrackingenabled.definition,
      ismailboxforcedunlockingenabled.definition, ismailboxinactivebackoffenabled.definition,
      mailboxintermittentissueminrange.definition, mailboxpermanentissueminrange.definition,
      maxappointmentdurationdays.definition, maxfolderbasedtrackingmappings.definition,
      maximumtrackingnumber.definition, maxuploadfilesize.definition, maxverboseloggingmailbox.definition,
      maxverboseloggingsynccycles.definition, nexttrackingnumber.definition,
      notifymailboxownerofemailserverlevelalerts.definition, pastexpansionwindow.definition,
      recurrencedefaultnumberofoccurrences.definition, recurrenceexpansionjobbatchinterval.definition,
      recurrenceexpansionjobbatchsize.definition, recurrenceexpansionsynchcreatemax.definition,
      requireapprovalforqueueemail.definition, requireapprovalforuseremail.definition,
      resolvesimilarunresolvedemailaddress.definition, trackingprefix.definition, trackingtokenidbase.definition,
      trackingtokeniddigits.definition, unresolveemailaddressifmultiplematch.definition, ls_tokenonly.definition,
      ls_disablesmartmatching.definition, ls_ignoreconversationindexandinreplytoforcorrelation.definition,
      ls_donotcorrelateforwardedemailsasreplies.definition,
      ls_createqueueitemsforacceptingqueuerecipients.definition,
      ls_createqueueitemforsynchronizingmailbox.definition,
      ls_ssscreateadditionalqueueitemsforalreadytrackedemail.definition,
      ls_ignoreinternalemaildetectionenhancement.definition, ls_donotignoreinternalemailtoqueues.definition,
      ls_ignoreinternalemailfromqueues.definition, ls_autocreate.definition, ls_organizationkind.definition,
      ls_tenantid.definition, ls_earliestemailfrom.definition,
      ls_mailboxstatisticspersistencetimeindays.definition, ls_tracelogpersistencetimeindays.definition,
    ])
}
