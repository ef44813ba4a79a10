extension MessageCode {
  /// What is said about columns, and about combinations of them that make no sense.
  static let profileWords: [MessageCode: Words] = [
    .columnUnknown: Words(
      "The table {table} has no column \"{name}\".", "テーブル {table} に列「{name}」はありません。",
      "Columns that can be written: {names}", "設定できる列: {names}"),
    .columnSecret: Words(
      "The column {name} of {table} holds a secret: it is never given on a command line.",
      "{table} の列 {name} は秘密情報です。コマンド ラインでは指定できません。",
      "Use the option that reads it from a file.", "ファイルから読み取るオプションを使用してください。"),
    .columnReadOnly: Words(
      "The column {name} of {table} is kept by the program.", "{table} の列 {name} はプログラムが管理しています。",
      "show says which columns can be written.", "設定できる列は show で確認できます。"),
    .columnInvalid: Words(
      "The column {name} of {table} does not take \"{value}\".", "{table} の列 {name} に「{value}」は指定できません。",
      "Allowed: {allowed}", "指定できる値: {allowed}"),
    .connectorMissing: Words(
      "The profile \"{profile}\" is for a server of the kind {kind}, which this version cannot reach yet.",
      "プロファイル「{profile}」のサーバーの種類 ({kind}) には、このバージョンではまだ接続できません。",
      "Use POP3 for receiving and SMTP for sending until then.", "それまでは受信に POP3、送信に SMTP を使用してください。"),
    .profileWithoutTLSOnline: Words(
      "Organizations online use TLS; it cannot be switched off in \"{profile}\".",
      "オンラインの組織では TLS が必要です。「{profile}」で無効にすることはできません。",
      "Leave incomingusessl and outgoingusessl on.", "incomingusessl と outgoingusessl を有効のままにしてください。"),
    .profileCredentialsOnline: Words(
      "Windows integrated and anonymous access are not available to organizations online (\"{profile}\").",
      "オンラインの組織では、Windows 統合認証と匿名アクセスは使用できません (「{profile}」)。",
      "Choose other credentials.", "別の資格情報を選択してください。"),
    .profileAnonymousExchange: Words(
      "Exchange cannot be used without credentials (\"{profile}\").", "Exchange には資格情報が必要です (「{profile}」)。",
      "Choose other credentials than anonymous.", "匿名以外の資格情報を選択してください。"),
    .profileDiscoveryNotExchange: Words(
      "Only Exchange servers can be discovered; \"{profile}\" uses others.",
      "自動検出できるのは Exchange サーバーだけです。「{profile}」は別の種類のサーバーを使用しています。",
      "Give the locations and switch useautodiscover off.", "場所を指定し、useautodiscover を無効にしてください。"),
    .profileLocationWithDiscovery: Words(
      "\"{profile}\" discovers its server and names one too ({location}).",
      "「{profile}」はサーバーの場所を自動検出する設定ですが、場所 ({location}) も指定されています。",
      "Remove the locations, or switch useautodiscover off.", "場所を削除するか、useautodiscover を無効にしてください。"),
    .profileLocationInvalid: Words(
      "\"{location}\" is not the location of a server (\"{profile}\").",
      "「{location}」はサーバーの場所として正しくありません (「{profile}」)。",
      "Give a host name; for Exchange the URL of its web service as well.",
      "ホスト名を指定してください。Exchange では Web サービスの URL も指定できます。"),
    .profilePOP3Credentials: Words(
      "Receiving by POP3 takes credentials of a user or queue only (\"{profile}\"); sending may take the profile's.",
      "POP3 での受信に使用できるのは、ユーザーまたはキューで指定した資格情報だけです (「{profile}」)。送信にはプロファイルの資格情報も使用できます。",
      "Use: --authenticate-using user-or-queue --outgoing-authenticate-using profile",
      "次を指定してください: --authenticate-using user-or-queue --outgoing-authenticate-using profile"),
    .profileIMAPAnonymous: Words(
      "IMAP cannot be used without credentials (\"{profile}\").", "IMAP には資格情報が必要です (「{profile}」)。",
      "Choose other credentials than anonymous.", "匿名以外の資格情報を選択してください。"),
    .profileDelegateNotSMTP: Words(
      "Delegate access is granted on Exchange only; \"{profile}\" sends through another server.",
      "代理アクセスを付与できるのは Exchange だけです。「{profile}」は別の種類のサーバーで送信します。",
      "Switch outgoingautograntdelegateaccess off.", "outgoingautograntdelegateaccess を無効にしてください。"),
    .profileImpersonationNotExchange: Words(
      "Impersonation is for Exchange only; \"{profile}\" uses it with another server.",
      "偽装を使用できるのは Exchange だけです。「{profile}」は別の種類のサーバーで使用しています。",
      "Switch incominguseimpersonation and outgoinguseimpersonation off.",
      "incominguseimpersonation と outgoinguseimpersonation を無効にしてください。"),
    .profileMechanismInvalid: Words(
      "Windows integrated credentials cannot be shown by Basic or OAuth (\"{profile}\").",
      "Windows 統合認証では、基本認証と OAuth は使用できません (「{profile}」)。",
      "Choose Auto Detect, Negotiate or NTLM.", "自動検出、ネゴシエート、または NTLM を選択してください。"),
    .profileHTTPWithTLS: Words(
      "\"{location}\" is an http address, but \"{profile}\" demands TLS.",
      "「{location}」は http のアドレスですが、「{profile}」では TLS が必要です。",
      "Give an https address.", "https のアドレスを指定してください。"),
    .profileTenantMissing: Words(
      "\"{profile}\" names no tenant and does not use the default one.",
      "「{profile}」にテナント ID がなく、既定のテナントも使用しない設定です。",
      "Set exchangeonlinetenantid, or usedefaulttenantid to true.",
      "exchangeonlinetenantid を設定するか、usedefaulttenantid を true にしてください。"),
    .profileTenantInvalid: Words(
      "\"{tenant}\" is not the id of a tenant (\"{profile}\").", "「{tenant}」はテナント ID として正しくありません (「{profile}」)。",
      "Give the 36 characters of the tenant id.", "36 文字のテナント ID を指定してください。"),
    .startTooEarly: Words(
      "Mail received from {start} on is asked for, but the organization reads none received before {earliest}.",
      "{start} 以降の電子メールを処理する設定ですが、組織では {earliest} より前に受信した電子メールは処理しません。",
      "Choose a later date, or change ls_earliestemailfrom of the organization.",
      "これより後の日時を指定するか、組織の ls_earliestemailfrom を変更してください。"),
    .profileServerToServer: Words(
      "Server to server authentication is for organizations online, and on premises for Exchange Online only (\"{profile}\").",
      "サーバー間の認証を使用できるのはオンラインの組織だけです。設置型では Exchange Online に対してのみ使用できます (「{profile}」)。",
      "Choose other credentials, or the type Exchange Online (Hybrid).",
      "別の資格情報を選択するか、種類を Exchange Online (ハイブリッド) にしてください。"),
    .profileMailboxesFail: Words(
      "{failing} of {count} mailboxes of the profile \"{profile}\" failed within the last hour; told {told}.",
      "プロファイル「{profile}」のメールボックス {count} 個のうち {failing} 個が、過去 1 時間以内に失敗しました。通知先: {told}",
      "lockstep alerts and lockstep mailbox show ADDRESS say why.",
      "原因は lockstep alerts と lockstep mailbox show アドレス で確認できます。"),
    .profileAlertSubject: Words(
      "Mailboxes of the profile \"{profile}\" fail", "プロファイル「{profile}」のメールボックスで障害が発生しています", "", ""),
    .profileAlertBody: Words(
      "{failing} of {count} mailboxes of the profile \"{profile}\" failed within the last hour. The latest: {mailbox}: {cause-text}",
      "プロファイル「{profile}」のメールボックス {count} 個のうち {failing} 個が、過去 1 時間以内に失敗しました。最新の障害: {mailbox}: {cause-text}",
      "You get this because the profile names you as its owner and sendemailalert is on.",
      "このメールは、sendemailalert が有効なプロファイルの所有者に送信されています。"),
    .settingIsKept: Words(
      "{name} is kept, but nothing here obeys it yet.", "{name} の値は保存されますが、まだ動作には反映されません。", "", ""),
    .settingRouterGone: Words(
      "The Email Router is gone: server-side synchronization takes its place.",
      "E-mail Router は廃止されました。サーバー側同期に置き換えられています。",
      "Leave {name} at 0.", "{name} は 0 のままにしてください。"),
    .queueOutlookMethod: Words(
      "A queue cannot use CRM for Outlook ({mailbox}).", "キューでは CRM for Outlook を使用できません ({mailbox})。",
      "Choose server-side or none.", "server-side または none を選択してください。"),
    .workloadRuns: Words("runs", "実行されます", "", ""),
  ]
}
