extension MessageCode {
  /// What the Advisor says, and the commands around it. The terms are those of the document.
  static let advisorWords: [MessageCode: Words] = [
    .adviseDiffers: Words(
      "{name}: {setting} is {actual}; the document recommends {recommended} (table {table}).",
      "{name}: {setting}は「{actual}」ですが、推奨事項は「{recommended}」です (表 {table})。",
      "Change the setting, or keep it if you know why.",
      "設定を変更してください。理由がある場合はそのままでもかまいません。"),
    .adviseNotSet: Words(
      "{name}: {setting} is not set; the document recommends: {recommended} (table {table}).",
      "{name}: {setting}が設定されていません。推奨事項: {recommended} (表 {table})",
      "Set it with lockstep profile set or lockstep mailbox set.",
      "lockstep profile set または lockstep mailbox set で設定してください。"),
    .adviseOnlineSetting: Words(
      "{profile}: {setting} is {actual} with Exchange Online.",
      "{profile}: Exchange Online に対して{setting}が「{actual}」に設定されています。",
      "Set it to {recommended}, or use the profile Microsoft Exchange Online.",
      "「{recommended}」に設定するか、Microsoft Exchange Online プロファイルを使用してください。"),
    .adviseOnlineOwnProfile: Words(
      "{profile} is a profile of your own for Exchange Online.",
      "{profile} は Exchange Online 用に独自に作成されたプロファイルです。",
      "Use the profile Microsoft Exchange Online, unless you need another one beside it.",
      "別のプロファイルが必要でない限り、Microsoft Exchange Online プロファイルを使用してください。"),
    .adviseOnlinePort: Words(
      "{profile} connects to Exchange Online on port {port}; the default is {default}.",
      "{profile} はポート {port} で Exchange Online に接続します。既定のポート: {default}",
      "Leave the port out of the server location and the port column empty.",
      "サーバーの場所からポートを取り除き、ポートの列を空にしてください。"),
    .adviseOtherTenant: Words(
      "{profile} connects to the tenant {tenant}; the organization belongs to {own}.",
      "{profile} はテナント {tenant} に接続しますが、組織のテナントは {own} です。",
      "Connect to mailboxes of your own tenant, or correct the tenant id with: lockstep organization kind online --tenant ID",
      "同じテナントのメールボックスに接続するか、lockstep organization kind online --tenant ID でテナント ID を修正してください。"),
    .adviseTenantUnknown: Words(
      "Whether {profile} is in the same tenant as the organization cannot be checked: a tenant id is not known.",
      "{profile} が組織と同じテナントにあるかどうかを確認できません。テナント ID が不明です。",
      "Say it with: lockstep organization kind online --tenant ID",
      "次のコマンドで指定してください: lockstep organization kind online --tenant ID"),
    .adviseBuiltInMissing: Words(
      "The organization is online and has no profile Microsoft Exchange Online.",
      "オンライン組織ですが、Microsoft Exchange Online プロファイルがありません。",
      "Run: lockstep profile create --recommended online",
      "次を実行してください: lockstep profile create --recommended online"),
    .adviseBuiltInNotDefault: Words(
      "{name} is not the default profile of new mailboxes.",
      "{name} は新しいメールボックスの既定のプロファイルではありません。",
      "Run: lockstep profile create --recommended online",
      "次を実行してください: lockstep profile create --recommended online"),
    .adviseSharedAccount: Words(
      "The account of {profile} can open {count} mailboxes.",
      "{profile} のアカウントは {count} 件のメールボックスにアクセスできます。",
      "Use a service account whose right to impersonate is limited to these mailboxes, not the account of an administrator, and renew its password regularly.",
      "管理者のアカウントではなく、偽装権限をこれらのメールボックスに限定したサービス アカウントを使用し、パスワードを定期的に変更してください。"),
    .adviseDelegation: Words(
      "{mailbox} synchronizes appointments, contacts and tasks by server, but {profile} has the credentials and Use Impersonation is No. Email works.",
      "{mailbox} の予定、連絡先、および作業はサーバー側同期ですが、{profile} はプロファイルの資格情報を使用し、偽装を使用するが「いいえ」です。電子メールは処理されます。",
      "Set Use Impersonation to Yes for {profile}, or let the mailbox synchronize email only.",
      "{profile} の偽装を使用するを「はい」に設定するか、メールボックスを電子メールのみの同期にしてください。"),
    .adviseHybridExchangeServer: Words(
      "{profile} connects an organization online to an Exchange server on premises. Lockstep does not forbid it.",
      "{profile} はオンライン組織を設置型の Exchange に接続します。Lockstep では禁止していません。",
      "Prove it with: lockstep mailbox test ADDRESS",
      "次のコマンドで確認してください: lockstep mailbox test アドレス"),
    .adviseHybridExchangeOnline: Words(
      "{profile} connects an organization on premises to Exchange Online. Lockstep does not forbid it.",
      "{profile} は設置型の組織を Exchange Online に接続します。Lockstep では禁止していません。",
      "Prove it with: lockstep mailbox test ADDRESS",
      "次のコマンドで確認してください: lockstep mailbox test アドレス"),
    .adviseMixtureSendsBySMTP: Words(
      "{profile} receives by {incoming} and sends by {outgoing}. Lockstep allows it: the sent copy lies in the record store only, since an SMTP server keeps none in the sender's mailbox.",
      "{profile} の受信は {incoming}、送信は {outgoing} です。Lockstep では使用できますが、SMTP サーバーは差出人のメールボックスに控えを残さないため、送信済みメールの控えはレコードにのみ保存されます。",
      "If people look for sent mail in their mailbox, send by the same server as you receive.",
      "メールボックスで送信済みメールを確認する場合は、受信と同じサーバーから送信してください。"),
    .adviseMixtureSendsByExchange: Words(
      "{profile} receives by {incoming} and sends by {outgoing}. Lockstep allows it: the sent copy lies in Sent Items at the sending server, where receiving does not look, so answers written elsewhere are not seen there, and folders are not tracked.",
      "{profile} の受信は {incoming}、送信は {outgoing} です。Lockstep では使用できますが、送信済みメールの控えは送信サーバーの [送信済みアイテム] にあり、受信処理の対象外です。そのため、他で書かれた返信は検出されず、フォルダーも追跡されません。",
      "If sent mail or folders shall be tracked, receive by the same server as you send.",
      "送信済みメールやフォルダーを追跡する場合は、送信と同じサーバーから受信してください。"),
    .adviseCampaign: Words(
      "{count} emails of {mailbox} wait for sending; from {limit} on this looks like a campaign.",
      "{mailbox} の送信待ち電子メールが {count} 件あります。{limit} 件以上は大量送信とみなされます。",
      "Send campaigns with a service made for them: mail servers throttle or block mailboxes that send so much.",
      "大量送信には専用のサービスを使用してください。メール サーバーは大量に送信するメールボックスを制限または遮断します。"),
    .adviseCustomProvider: Words(
      "{profile} names the email provider \"{provider}\", which Lockstep does not have.",
      "{profile} には Lockstep にない電子メール プロバイダー「{provider}」が指定されています。",
      "Use a server that speaks one of the protocols Lockstep knows.",
      "Lockstep が対応するプロトコルのサーバーを使用してください。"),
    .adviseExchangeTooOld: Words(
      "{profile} connects to {version}, which is refused.",
      "{profile} の接続先は {version} です。接続は拒否されます。",
      "Move the mailboxes to a supported version of Exchange.",
      "サポートされるバージョンの Exchange にメールボックスを移行してください。"),
    .adviseExchange2010: Words(
      "{profile} connects to {version}; Lockstep needs Exchange Server 2010 SP2 or later.",
      "{profile} の接続先は {version} ですが、Lockstep には Exchange Server 2010 SP2 以降が必要です。",
      "Install the service pack, or move the mailboxes to a supported version.",
      "Service Pack を適用するか、サポートされるバージョンに移行してください。"),
    .adviseRouterChannel: Words(
      "The organization is set to the E-mail Router, which no longer exists; Lockstep takes its place.",
      "組織の接続チャネルが E-mail Router に設定されていますが、E-mail Router は廃止されています。Lockstep がその役割を担います。",
      "Set emailconnectionchannel to server-side synchronization.",
      "emailconnectionchannel をサーバー側同期に設定してください。"),
    .adviseInsteadOfRouter: Words(
      "Where the original pointed to the E-mail Router, which ended with version 9.0, Lockstep itself does the work.",
      "元の製品が E-mail Router (バージョン 9.0 で廃止) を案内していた場合も、Lockstep 自体が処理します。",
      "",
      ""),
    .adviseFIPSPlainText: Words(
      "{profile}: the connection to {host} is not encrypted, so nothing about it is approved.",
      "{profile}: {host} への接続は暗号化されていないため、承認された方式ではありません。",
      "Use a server with TLS 1.2 or later.",
      "TLS 1.2 以降に対応したサーバーを使用してください。"),
    .adviseFIPSNamedService: Words(
      "{profile} uses {host}, a service that the document names as not compliant.",
      "{profile} の {host} は、準拠していないサービスとして文書に記載されています。",
      "Use another email server for an organization that must comply.",
      "準拠が必要な組織では別の電子メール サーバーを使用してください。"),
    .adviseFIPSUnproved: Words(
      "{profile}: that {host} is compliant cannot be seen from here; Lockstep does not prove it.",
      "{profile}: {host} が準拠しているかどうかは設定からは判断できず、Lockstep では証明できません。",
      "Ask who runs the server for its FIPS 140-2 certificate.",
      "サーバーの運用者に FIPS 140-2 の証明を確認してください。"),
    .adviseMixedMethods: Words(
      "Appointments, contacts and tasks are synchronized by Outlook for {outlook} and by server for {server}.",
      "予定、取引先担当者、タスクの同期方法が混在しています。Outlook: {outlook}。サーバー側同期: {server}",
      "Choose one method for everybody: with both, updated data does not reach all attendees.",
      "全員に同じ同期方法を使用してください。混在すると、更新されるデータがすべての出席者に同期されません。"),
    .adviseKnownIssueInvitee: Words(
      "A known issue of the original: an organizer uses Outlook, an invitee server-side synchronization, and tracking creates nothing. This version of Lockstep does not synchronize appointments yet; when it does, one shared appointment is created.",
      "元の製品の既知の問題です。開催者が Outlook、招待者がサーバー側同期を使用すると、追跡しても予定は作成されません。このバージョンの Lockstep は予定をまだ同期しません。対応後は、共有の予定が 1 件作成されます。",
      "",
      ""),
    .adviseKnownIssueStatus: Words(
      "A known issue of the original: the synchronized fields of contacts lack the pair Category: [CRM] Inactive and Status: Inactive. This version of Lockstep does not synchronize contacts yet; when it does, the pair is among them.",
      "元の製品の既知の問題です。取引先担当者の同期フィールドに [カテゴリ: [CRM] 非アクティブ] と [ステータス: 非アクティブ] の組がありません。このバージョンの Lockstep は取引先担当者をまだ同期しません。対応後は、この組が含まれます。",
      "",
      ""),
    .adviseOneWay: Words(
      "Service appointments go one way: changes made in the CRM reach Outlook and Exchange, changes made there stay there.",
      "サービスの予定の同期は一方向です。CRM での変更は Outlook と Exchange に反映されますが、その逆は反映されません。",
      "",
      ""),
    .adviseInsecureEntry: Words(
      "Credentials may be entered over channels that are not secure: AllowCredentialsEntryViaInsecureChannels is 1.",
      "セキュリティで保護されていないチャンネルで資格情報を入力できる状態です (AllowCredentialsEntryViaInsecureChannels = 1)。",
      "Let TLS end here or at a proxy that is trusted, then set it back to 0.",
      "ここまたは信頼されたプロキシで TLS を終端し、値を 0 に戻してください。"),
    .adviseInsecureEntryOnline: Words(
      "AllowCredentialsEntryViaInsecureChannels is 1, which has no effect in an organization online.",
      "AllowCredentialsEntryViaInsecureChannels は 1 ですが、オンライン組織では効果がありません。",
      "Set it back to 0.",
      "値を 0 に戻してください。"),
    .adviseEWSWillEnd: Words(
      "{profile} uses Exchange Web Services with Exchange Online: they are off by default from {off} and end on {end}.",
      "{profile} は Exchange Online に Exchange Web サービスで接続します。{off} から既定で無効になり、{end} に終了します。",
      "Use Graph: lockstep profile create --recommended online",
      "Graph を使用してください: lockstep profile create --recommended online"),
    .adviseEWSOff: Words(
      "{profile} uses Exchange Web Services with Exchange Online: they have been off by default since {off} and end on {end}.",
      "{profile} は Exchange Online に Exchange Web サービスで接続します。{off} から既定で無効であり、{end} に終了します。",
      "Use Graph: lockstep profile create --recommended online",
      "Graph を使用してください: lockstep profile create --recommended online"),
    .adviseEWSEnded: Words(
      "{profile} uses Exchange Web Services with Exchange Online: they ended on {end}.",
      "{profile} は Exchange Online に Exchange Web サービスで接続しますが、このサービスは {end} に終了しました。",
      "Use Graph: lockstep profile create --recommended online",
      "Graph を使用してください: lockstep profile create --recommended online"),
    .adviseBasicSMTPWillEnd: Words(
      "{profile} signs in to {host} with a password: Basic authentication for SMTP there is off by default from {end}.",
      "{profile} はパスワードで {host} にサインインします。SMTP の基本認証は {end} から既定で無効になります。",
      "Sign in with OAuth.",
      "OAuth でサインインしてください。"),
    .adviseBasicSMTPEnded: Words(
      "{profile} signs in to {host} with a password: Basic authentication for SMTP there has been off by default since {end}.",
      "{profile} はパスワードで {host} にサインインしますが、SMTP の基本認証は {end} から既定で無効です。",
      "Sign in with OAuth.",
      "OAuth でサインインしてください。"),
    .adviseExchangeEndOfSupport: Words(
      "{profile} connects to {version}, which has been out of support since {end}.",
      "{profile} の接続先は {version} ですが、サポートは {end} に終了しています。",
      "Move to Exchange Server Subscription Edition or Exchange Online.",
      "Exchange Server Subscription Edition または Exchange Online に移行してください。"),
    .adviseNothing: Words(
      "Nothing deviates from what the document recommends or supports.",
      "推奨事項やサポート範囲から外れている設定はありません。",
      "",
      ""),
    .adviseFindings: Words(
      "Findings: {count}",
      "検出事項: {count} 件",
      "",
      ""),
    .adviseNotices: Words(
      "Notices: {count}",
      "お知らせ: {count} 件",
      "",
      ""),
    .adviseSentence: Words(
      "The document: {sentence}",
      "文書の記述: {sentence}",
      "",
      ""),
    .adviseFixWith: Words(
      "Fix it with: lockstep advise --fix {id}",
      "修正するには: lockstep advise --fix {id}",
      "",
      ""),
    .adviseFixed: Words(
      "Fixed: {id}",
      "修正しました: {id}",
      "",
      ""),
    .adviseFixErased: Words(
      "The stored passwords of {profile} and its mailboxes were erased: they were given for the earlier settings.",
      "{profile} とそのメールボックスに保存されたパスワードを消去しました。以前の設定用のパスワードだったためです。",
      "Set them again and run Test & Enable.",
      "パスワードを再設定し、テストおよび有効化を実行してください。"),
    .adviseUnknown: Words(
      "There is no such finding: {id}",
      "検出事項 {id} はありません。",
      "Run: lockstep advise",
      "次を実行してください: lockstep advise"),
    .adviseNotFixable: Words(
      "{id} cannot be fixed by the program: it needs a decision.",
      "{id} は自動的に修正できません。判断が必要です。",
      "Do what it says: lockstep advise",
      "lockstep advise に表示される対処を行ってください。"),
    .compareHead: Words(
      "{profile} against table {table}: {title}",
      "{profile} と表 {table} の比較: {title}",
      "",
      ""),
    .compareAsRecommended: Words(
      "as recommended",
      "推奨どおり",
      "",
      ""),
    .compareDiffers: Words(
      "differs",
      "推奨と異なる",
      "",
      ""),
    .compareProved: Words(
      "proved by test at {time}",
      "テストで確認済み ({time})",
      "",
      ""),
    .compareNoTable: Words(
      "The document has no table for {name}.",
      "{name} に該当する表は文書にありません。",
      "",
      ""),
    .compareMailboxes: Words(
      "Mailboxes of this profile that deviate from the table for mailboxes: {count}",
      "メールボックスの表と異なるこのプロファイルのメールボックス: {count} 件",
      "Run: lockstep mailbox compare ADDRESS",
      "次を実行してください: lockstep mailbox compare アドレス"),
    .kindIs: Words(
      "The organization is {kind}; tenant: {tenant}",
      "組織の種類: {kind}、テナント: {tenant}",
      "",
      ""),
    .kindWouldAppear: Words(
      "would appear: {id}: {what}",
      "追加される検出事項: {id}: {what}",
      "",
      ""),
    .kindWouldVanish: Words(
      "would vanish: {id}: {what}",
      "解消される検出事項: {id}: {what}",
      "",
      ""),
    .kindAppears: Words(
      "appears: {id}: {what}",
      "追加された検出事項: {id}: {what}",
      "",
      ""),
    .kindVanishes: Words(
      "vanishes: {id}: {what}",
      "解消された検出事項: {id}: {what}",
      "",
      ""),
    .kindNothingChanges: Words(
      "No finding appears or vanishes.",
      "検出事項に変化はありません。",
      "",
      ""),
    .kindPreview: Words(
      "Nothing was changed: this was a preview.",
      "プレビューのため、何も変更していません。",
      "Run it without --preview to change it.",
      "変更するには --preview を付けずに実行してください。"),
    .tenantWithoutOnline: Words(
      "A tenant belongs to an organization online only.",
      "テナントを指定できるのはオンライン組織だけです。",
      "Leave out --tenant, or use the kind online.",
      "--tenant を省略するか、種類に online を指定してください。"),
    .tenantMalformed: Words(
      "\"{tenant}\" is not a tenant id.",
      "「{tenant}」はテナント ID ではありません。",
      "Write it as 00000000-0000-0000-0000-000000000000.",
      "00000000-0000-0000-0000-000000000000 の形式で指定してください。"),
    .builtInOnlyOnline: Words(
      "The profile Microsoft Exchange Online exists only in organizations online.",
      "Microsoft Exchange Online プロファイルはオンライン組織にのみ存在します。",
      "Give --name for a profile of your own, or change the kind with: lockstep organization kind online",
      "独自のプロファイルを作成するには --name を指定するか、lockstep organization kind online で種類を変更してください。"),
    .builtInCompleted: Words(
      "The profile {name} is as the document recommends.",
      "プロファイル {name} は推奨構成になりました。",
      "",
      ""),
    .planTitle: Words(
      "For what you have, the document recommends set-up {table}: {title}",
      "この環境に推奨される構成は {table} です: {title}",
      "",
      ""),
    .planNoTable: Words(
      "The document has no table for what you have.",
      "この環境に該当する表は文書にありません。",
      "",
      ""),
    .planNothingWrong: Words(
      "Nothing of it is outside what the document supports.",
      "文書のサポート範囲から外れるものはありません。",
      "",
      ""),
    .planNext: Words(
      "Begin with: {command}",
      "最初に実行するコマンド: {command}",
      "",
      ""),
    .planQuestionKind: Words(
      "Is the CRM run online or on-premises? [{allowed}]",
      "CRM はオンラインですか、設置型ですか。[{allowed}]",
      "",
      ""),
    .planQuestionServer: Words(
      "Which mail server? [{allowed}]",
      "どのメール サーバーを使用しますか。[{allowed}]",
      "",
      ""),
    .planQuestionTenant: Words(
      "Are both in the same tenant? [{allowed}]",
      "両方が同じテナントにありますか。[{allowed}]",
      "",
      ""),
    .planQuestionVersion: Words(
      "Which version of Exchange Server? [{allowed}]",
      "Exchange Server のバージョンはどれですか。[{allowed}]",
      "",
      ""),
    .planQuestionAccount: Words(
      "One account for all mailboxes, or one for each? [{allowed}]",
      "すべてのメールボックスに 1 つのアカウントを使用しますか、個別のアカウントを使用しますか。[{allowed}]",
      "",
      ""),
    .planQuestionACT: Words(
      "How are appointments, contacts and tasks synchronized? [{allowed}]",
      "予定、取引先担当者、タスクはどのように同期しますか。[{allowed}]",
      "",
      ""),
    .planQuestionCampaigns: Words(
      "Will there be mass email campaigns? [{allowed}]",
      "大量の電子メールのキャンペーンを行いますか。[{allowed}]",
      "",
      ""),
    .planQuestionFIPS: Words(
      "Is compliance with FIPS 140-2 configured? [{allowed}]",
      "FIPS 140-2 準拠が構成されていますか。[{allowed}]",
      "",
      ""),
    .planQuestionHost: Words(
      "Name of the mail server, if you know it? [{allowed}]",
      "メール サーバーの名前 (わかる場合)。[{allowed}]",
      "",
      ""),
    .helpTopics: Words(
      "TOPICS (lockstep help TOPIC):",
      "トピック (lockstep help トピック):",
      "",
      ""),
    .helpRelated: Words(
      "Related topics:",
      "関連項目:",
      "",
      ""),
    .topicUnknown: Words(
      "There is no topic and no command \"{name}\". Topics: {topics}",
      "「{name}」というトピックもコマンドもありません。トピック: {topics}",
      "Run: lockstep help",
      "次を実行してください: lockstep help"),
    .profileIsDefault: Words(
      "default",
      "既定",
      "",
      ""),
    .profileIsRecommended: Words(
      "recommended",
      "推奨",
      "",
      ""),
  ]
}
