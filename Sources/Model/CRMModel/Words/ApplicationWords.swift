extension MessageCode {
  /// What the command line says.
  static let applicationWords: [MessageCode: Words] = [
    .folderNotUsable: Words(
      "The folder or file {path} cannot be used: {reason}",
      "フォルダーまたはファイル {path} を使用できません: {reason}",
      "Check the path and its permissions.",
      "パスとアクセス許可を確認してください。"),
    .folderOnNetwork: Words(
      "The folder {path} is on a network file system, where locks cannot be trusted.",
      "フォルダー {path} はネットワーク ファイル システム上にあり、ロックを信頼できません。",
      "Choose a folder on a local disk.",
      "ローカル ディスク上のフォルダーを指定してください。"),
    .folderEmpty: Words(
      "There is no Lockstep data in {path}.",
      "{path} に Lockstep のデータがありません。",
      "Run: lockstep init --data {path} --organization NAME",
      "次を実行してください: lockstep init --data {path} --organization 名前"),
    .folderBusy: Words(
      "Another Lockstep service holds {path}.",
      "別の Lockstep サービスが {path} を使用しています。",
      "Stop the other service, or let it do the work.",
      "別のサービスを停止するか、そのサービスに処理を任せてください。"),
    .masterKeyMissing: Words(
      "The master key {path} is missing; stored passwords cannot be read without it.",
      "マスター キー {path} がありません。保存されたパスワードを読み取れません。",
      "Put the key file back, or name it with --master-key-file.",
      "キー ファイルを元に戻すか、--master-key-file で指定してください。"),
    .masterKeyReadable: Words(
      "The master key {path} can be read by other users.",
      "マスター キー {path} は他のユーザーが読み取れる状態です。",
      "Run: chmod 600 {path}",
      "次を実行してください: chmod 600 {path}"),
    .masterKeyMalformed: Words(
      "The file {path} is not a master key.",
      "ファイル {path} はマスター キーではありません。",
      "Name the right file with --master-key-file.",
      "--master-key-file で正しいファイルを指定してください。"),
    .secretSealedByOtherKey: Words(
      "A stored password was sealed with another master key.",
      "保存されたパスワードは別のマスター キーで暗号化されています。",
      "Put the earlier key file back, or set the password again.",
      "以前のキー ファイルを元に戻すか、パスワードを再設定してください。"),
    .secretUnreadable: Words(
      "A stored password cannot be opened: it was changed or belongs to another row.",
      "保存されたパスワードを復号できません。変更されたか、別の行のものです。",
      "Set the password again.",
      "パスワードを再設定してください。"),
    .credentialUnusable: Words(
      "The credentials of {username} cannot be used: {reason}",
      "{username} の資格情報は使用できません: {reason}",
      "Set user name and password again.",
      "ユーザー名とパスワードを再設定してください。"),
    .rowExists: Words(
      "A row with the same {column} exists in {table}.",
      "{table} に同じ {column} の行が既に存在します。",
      "Choose another value.",
      "別の値を指定してください。"),
    .rowChanged: Words(
      "The records were changed by somebody else at the same time.",
      "レコードが同時に変更されました。",
      "Run the command again.",
      "コマンドを再実行してください。"),
    .organizationUnknown: Words(
      "There is no organization \"{name}\". Known: {names}",
      "組織「{name}」はありません。登録済み: {names}",
      "Name one of them with --organization.",
      "--organization でいずれかを指定してください。"),
    .organizationNotNamed: Words(
      "There are several organizations: {names}",
      "複数の組織があります: {names}",
      "Name one with --organization.",
      "--organization で 1 つ指定してください。"),
    .addressTaken: Words(
      "There is already a user or queue with the address {address}.",
      "アドレス {address} のユーザーまたはキューは既に存在します。",
      "Choose another address.",
      "別のアドレスを指定してください。"),
    .addressMalformed: Words(
      "\"{address}\" is not an email address.",
      "「{address}」は電子メール アドレスではありません。",
      "Write it as name@example.com.",
      "name@example.com の形式で指定してください。"),
    .ownerUnknown: Words(
      "There is no user or queue with the address {address}.",
      "アドレス {address} のユーザーまたはキューはありません。",
      "Run: lockstep user create or lockstep queue create",
      "lockstep user create または lockstep queue create を実行してください。"),
    .mailboxUnknown: Words(
      "There is no mailbox {mailbox}.",
      "メールボックス {mailbox} はありません。",
      "Create the user or queue with this address: its mailbox comes with it.",
      "このアドレスのユーザーまたはキューを作成してください。メールボックスも作成されます。"),
    .profileUnknown: Words(
      "There is no email server profile \"{profile}\".",
      "電子メール サーバー プロファイル「{profile}」はありません。",
      "Run: lockstep profile list",
      "次を実行してください: lockstep profile list"),
    .profileTaken: Words(
      "There is already an email server profile \"{profile}\".",
      "電子メール サーバー プロファイル「{profile}」は既に存在します。",
      "Choose another name, or change it with: lockstep profile set",
      "別の名前を指定するか、lockstep profile set で変更してください。"),
    .profileWithoutServers: Words(
      "The email server profile {profile} needs an incoming or an outgoing server.",
      "電子メール サーバー プロファイル {profile} には受信または送信サーバーが必要です。",
      "Give --incoming HOST:PORT and --outgoing HOST:PORT.",
      "--incoming ホスト:ポート と --outgoing ホスト:ポート を指定してください。"),
    .plainTextUsed: Words(
      "Warning: the connection to {host} is not encrypted.",
      "警告: {host} への接続は暗号化されません。",
      "Use implicit TLS or STARTTLS wherever the server has it.",
      "サーバーが対応していれば、暗黙的な TLS または STARTTLS を使用してください。"),
    .deleteOnUserMailbox: Words(
      "Mailbox {mailbox} belongs to a user; only queue and forward mailboxes are emptied after processing (8005E233).",
      "メールボックス {mailbox} はユーザーのものです。処理後に削除できるのはキューと転送用のメールボックスだけです (8005E233)。",
      "Leave the mail on the server.",
      "メールはサーバーに残してください。"),
    .recipientUnresolved: Words(
      "The recipient {address} is no record, and the organization does not allow unresolved recipients.",
      "受信者 {address} に該当するレコードがなく、組織では未解決の受信者が許可されていません。",
      "Create a contact with this address.",
      "このアドレスの取引先担当者を作成してください。"),
    .emailUnknown: Words(
      "There is no email {name}.",
      "電子メール {name} はありません。",
      "Run: lockstep email list",
      "次を実行してください: lockstep email list"),
    .emailNotInDoubt: Words(
      "The email {name} is not in doubt.",
      "電子メール {name} の送信結果は不明ではありません。",
      "Run: lockstep email show {name}",
      "次を実行してください: lockstep email show {name}"),
    .emailBeingSent: Words(
      "The email {name} is being sent once more at this moment.",
      "電子メール {name} は現在再送信中です。",
      "Wait until this try has ended, then run: lockstep email show {name}",
      "この送信の試行が終わってから次を実行してください: lockstep email show {name}"),
    .messageUnknown: Words(
      "No mailbox has seen a message {name}.",
      "メッセージ {name} はどのメールボックスでも検出されていません。",
      "Check the id; run: lockstep sync --once",
      "ID を確認し、lockstep sync --once を実行してください。"),
    .fileUnreadable: Words(
      "The file {path} cannot be read: {reason}",
      "ファイル {path} を読み取れません: {reason}",
      "Check the path and its permissions.",
      "パスとアクセス許可を確認してください。"),
    .optionInvalid: Words(
      "{option} does not understand \"{value}\".",
      "{option} に指定された「{value}」を解釈できません。",
      "Use: {allowed}",
      "指定できる値: {allowed}"),
    .sendWaitsUntil: Words(
      "It is tried again at {until}. The server said: {reply}",
      "{until} に再試行します。サーバーの応答: {reply}",
      "Nothing to do.",
      "対処は不要です。"),
    .sendWaitsForCycle: Words(
      "It leaves with the next cycle of mailbox {mailbox}.",
      "メールボックス {mailbox} の次のサイクルで送信されます。",
      "Run: lockstep sync --once",
      "次を実行してください: lockstep sync --once"),
    .initCreated: Words(
      "Created the configuration database and the organization \"{name}\" in {path}.",
      "{path} に構成データベースと組織「{name}」を作成しました。",
      "Next: lockstep user create --data {path} --name \"Ann Example\" --address ann@example.com",
      "次の操作: lockstep user create --data {path} --name \"Ann Example\" --address ann@example.com"),
    .initAdded: Words(
      "Added the organization \"{name}\" in {path}.",
      "{path} に組織「{name}」を追加しました。",
      "",
      ""),
    .initUnchanged: Words(
      "The organization \"{name}\" exists in {path}: nothing was changed.",
      "組織「{name}」は {path} に既に存在するため、何も変更していません。",
      "",
      ""),
    .initKey: Words(
      "The master key is {path}. Keep a copy apart from the backups of the databases: without it stored passwords are lost, with it a backup can be read.",
      "マスター キーは {path} です。データベースのバックアップとは別の場所に控えを保管してください。これがないと保存されたパスワードは失われ、あればバックアップを読み取ることができます。",
      "",
      ""),
    .keyRotated: Words(
      "The master key {path} was replaced; {count} secrets were wrapped anew.",
      "マスター キー {path} を交換しました。{count} 件の秘密情報を再度ラップしました。",
      "",
      ""),
    .created: Words(
      "Created {kind} {name} ({id}).",
      "{kind} {name} ({id}) を作成しました。",
      "",
      ""),
    .changed: Words(
      "Changed {name}.",
      "{name} を変更しました。",
      "",
      ""),
    .approved: Words(
      "Approved the email address {name}.",
      "電子メール アドレス {name} を承認しました。",
      "Next: lockstep mailbox test {name}",
      "次の操作: lockstep mailbox test {name}"),
    .emailQueued: Words(
      "The email {id} waits for sending.",
      "電子メール {id} は送信待ちです。",
      "Look at it with: lockstep explain {id}",
      "確認するには: lockstep explain {id}"),
    .emailResolved: Words(
      "The email {id} was settled.",
      "電子メール {id} の送信結果を確定しました。",
      "",
      ""),
    .syncFound: Words(
      "Found on the servers for the first time: {count}",
      "サーバー上で新たに検出: {count} 件",
      "",
      ""),
    .syncTracked: Words(
      "Tracked as email: {count}",
      "電子メールとして追跡: {count} 件",
      "",
      ""),
    .syncLinked: Words(
      "Already tracked through another mailbox: {count}",
      "別のメールボックスで追跡済み: {count} 件",
      "",
      ""),
    .syncSkipped: Words(
      "Not tracked, {reason}: {count}",
      "追跡対象外 ({reason}): {count} 件",
      "",
      ""),
    .syncFailed: Words(
      "Failed: {count}",
      "失敗: {count} 件",
      "Run: lockstep items --failed",
      "次を実行してください: lockstep items --failed"),
    .syncWaiting: Words(
      "Waiting: {count}",
      "待機中: {count} 件",
      "",
      ""),
    .syncSent: Words(
      "Sent: {count}",
      "送信済み: {count} 件",
      "",
      ""),
    .syncSendFailed: Words(
      "Could not be sent: {count}",
      "送信できませんでした: {count} 件",
      "Run: lockstep email list",
      "次を実行してください: lockstep email list"),
    .syncInDoubt: Words(
      "In doubt whether sent: {count}",
      "送信結果が不明: {count} 件",
      "Run: lockstep alerts",
      "次を実行してください: lockstep alerts"),
    .syncNextExplain: Words(
      "Next: lockstep email list, or lockstep explain MESSAGE-ID for any message",
      "次の操作: lockstep email list、または任意のメッセージについて lockstep explain メッセージ ID",
      "",
      ""),
    .syncNextAlerts: Words(
      "Next: lockstep alerts",
      "次の操作: lockstep alerts",
      "",
      ""),
    .syncNextMailbox: Words(
      "No mailbox is ready. Next: lockstep mailbox list",
      "準備のできたメールボックスがありません。次の操作: lockstep mailbox list",
      "",
      ""),
    .serviceStarted: Words(
      "Lockstep is running on {path}. Stop it with Ctrl-C.",
      "Lockstep が {path} で動作しています。停止するには Ctrl-C を押してください。",
      "",
      ""),
    .serviceStopped: Words(
      "Lockstep has stopped.",
      "Lockstep を停止しました。",
      "",
      ""),
    .logLinesDropped: Words(
      "{count} lines were dropped here because nobody read them.",
      "読み取られなかったため、ここで {count} 行を破棄しました。",
      "",
      ""),
    .explainWhy: Words(
      "Why: {reason} (code {code}, decided {when})",
      "理由: {reason} (コード {code}、判定日時 {when})",
      "",
      ""),
    .explainRule: Words(
      "Rule asked: {rule}, of {owner}",
      "適用された規則: {rule} ({owner})",
      "",
      ""),
    .explainMatch: Words(
      "Found by {method}: {match}",
      "照合方法 {method}: {match}",
      "",
      ""),
    .explainMatchedEmail: Words(
      "Belongs to: {subject}",
      "関連する電子メール: {subject}",
      "",
      ""),
    .explainSeen: Words(
      "Mailbox {mailbox}: {state}, first seen {seen}, attempts {attempts}",
      "メールボックス {mailbox}: {state}、初回検出 {seen}、試行回数 {attempts}",
      "",
      ""),
    .explainNextTry: Words(
      "Next try: {until}",
      "次の試行: {until}",
      "",
      ""),
    .explainEmail: Words(
      "Email {id}: {status}, \"{subject}\"",
      "電子メール {id}: {status}、「{subject}」",
      "",
      ""),
    .explainAttempt: Words(
      "Attempt of {when}: {phase}. {reply}",
      "{when} の試行: {phase}。{reply}",
      "",
      ""),
    .explainMaybeSame: Words(
      "Another email has the same Message-ID and differs in: {parts}",
      "同じメッセージ ID の別の電子メールがあり、次の部分が異なります: {parts}",
      "",
      ""),
    .explainDropped: Words(
      "Attachments not saved (blocked or too large): {names}",
      "保存されなかった添付ファイル (ブロック対象またはサイズ超過): {names}",
      "",
      ""),
    .explainDefects: Words(
      "Odd about this message: {defects}",
      "このメッセージの不備: {defects}",
      "",
      ""),
    .explainAmbiguous: Words(
      "The server gives its id to several messages, so it is never deleted there.",
      "サーバーが複数のメッセージに同じ ID を付けているため、サーバー上では削除されません。",
      "",
      ""),
    .explainAutomatic: Words(
      "Written by a program: {kind}",
      "プログラムが作成したメッセージ: {kind}",
      "",
      ""),
    .explainLimit: Words(
      "Size {size}, limit {limit}",
      "サイズ {size}、上限 {limit}",
      "",
      ""),
    .explainStart: Words(
      "Start date: {start}",
      "処理開始日: {start}",
      "",
      ""),
    .explainTokenUnknown: Words(
      "The tracking token {token} in the subject belongs to no stored email.",
      "件名の追跡トークン {token} に対応する電子メールは保存されていません。",
      "",
      ""),
    .explainForwarder: Words(
      "Forwarded by: {address}",
      "転送元: {address}",
      "",
      ""),
    .explainProvesSent: Words(
      "It proves that the email \"{subject}\" ({email}), which was in doubt, was sent.",
      "送信結果が不明だった電子メール「{subject}」({email}) が送信されたことを示します。",
      "",
      ""),
    .serviceSafeMode: Words(
      "The service runs in safe mode: it died {deaths} times within {minutes} minutes, and synchronization is off.",
      "サービスはセーフ モードで実行中です。{minutes} 分以内に {deaths} 回異常終了したため、同期は停止しています。",
      "Look at the log and at \"lockstep items --failed\", then restart the service.",
      "ログと「lockstep items --failed」を確認してから、サービスを再起動してください。"),
    .settingUnknown: Words(
      "There is no organization setting {name}.",
      "組織の設定 {name} はありません。",
      "Settings: {names}",
      "使用できる設定: {names}"),
    .settingInvalid: Words(
      "The setting {name} cannot be \"{value}\".",
      "設定 {name} に「{value}」は指定できません。",
      "Allowed: {allowed}",
      "指定できる値: {allowed}"),
    .patternInvalid: Words(
      "The pattern in {name} cannot be used: {reason} at character {position}.",
      "{name} のパターンは使用できません: {position} 文字目で {reason} が見つかりました。",
      "Use literals, classes, groups, alternatives and repetitions; back references and looking around are not supported.",
      "リテラル、文字クラス、グループ、選択、繰り返しを使用してください。後方参照と先読み・後読みは使用できません。"),
    .forwardMailboxSends: Words(
      "The forward mailbox {mailbox} cannot send (8005E213).",
      "転送メールボックス {mailbox} は送信できません (8005E213)。",
      "Leave its outgoing method at none; users send through their own mailboxes.",
      "送信方法は none のままにしてください。送信はユーザー自身のメールボックスで行います。"),
    .forwardMailboxMethod: Words(
      "The forward mailbox {mailbox} receives by server-side synchronization or not at all (8005E212).",
      "転送メールボックス {mailbox} の受信方法はサーバー側同期または「なし」だけです (8005E212)。",
      "Use --incoming server-side or --incoming none.",
      "--incoming server-side または --incoming none を指定してください。"),
    .propertyUnknown: Words(
      "There is no deployment property {name} that has an effect.",
      "有効な展開プロパティ {name} はありません。",
      "Properties: {names}",
      "使用できるプロパティ: {names}"),
    .nameMissing: Words(
      "A name is needed, and {option} gives none.",
      "名前が必要ですが、{option} に指定されていません。",
      "Give a name with at least one visible character.",
      "表示できる文字を 1 文字以上含む名前を指定してください。"),
    .certificatesUnusable: Words(
      "The certificates for profile {profile} cannot be used: the file holds none in PEM form.",
      "プロファイル {profile} の証明書を使用できません。ファイルに PEM 形式の証明書が含まれていません。",
      "Give --ca-file a file that begins with -----BEGIN CERTIFICATE-----",
      "--ca-file には -----BEGIN CERTIFICATE----- で始まるファイルを指定してください。"),
    .fileNotText: Words(
      "The file {path} holds no text in UTF-8, or more than a password can be.",
      "ファイル {path} の内容は UTF-8 のテキストではないか、パスワードとして長すぎます。",
      "Write the password, and nothing else, into the file.",
      "ファイルにはパスワードだけを書き込んでください。"),
    .itemWaitsForCycle: Words(
      "It is read with the next cycle of mailbox {mailbox}.",
      "メールボックス {mailbox} の次のサイクルで読み取られます。",
      "Run: lockstep sync --once",
      "次を実行してください: lockstep sync --once"),
    .sendWaitsForTime: Words(
      "It was asked to leave at {until}.",
      "{until} に送信するよう指定されています。",
      "Nothing to do.",
      "対処は不要です。"),
    .explainRawKept: Words(
      "The message is kept as it came ({size} octets).",
      "メッセージは受信したままの形で保存されています ({size} バイト)。",
      "",
      ""),
    .serviceStoppedLate: Words(
      "Stopped while work was under way: it goes on where it was at the next start.",
      "処理中に停止しました。次回の開始時に続きから処理されます。",
      "",
      ""),
    .nothingFound: Words(
      "Nothing to show.",
      "表示するものはありません。",
      "",
      ""),
    .alertTimes: Words(
      "Last time {when}, {count} times.",
      "最終発生 {when}、{count} 回。",
      "",
      ""),
    .testStep: Words(
      "{verdict} {workload} ({ms} ms): {text}",
      "{verdict} {workload} ({ms} ミリ秒): {text}",
      "",
      ""),
    .verdictSuccess: Words(
      "OK",
      "成功",
      "",
      ""),
    .verdictWarning: Words(
      "WARNING",
      "警告",
      "",
      ""),
    .verdictFailure: Words(
      "FAILED",
      "失敗",
      "",
      ""),
    .demoTitle: Words(
      "Lockstep demo: an organization, a POP3 and an SMTP server, all on this machine.",
      "Lockstep デモ: 組織、POP3 サーバー、SMTP サーバーをこのコンピューター上で動かします。",
      "",
      ""),
    .demoServers: Words(
      "Built-in servers: POP3 on port {pop3}, SMTP on port {smtp}, {count} messages.",
      "組み込みサーバー: POP3 はポート {pop3}、SMTP はポート {smtp}、メッセージ {count} 件。",
      "",
      ""),
    .demoTesting: Words(
      "Test & Enable of {count} mailboxes ...",
      "{count} 個のメールボックスのテストおよび有効化 ...",
      "",
      ""),
    .demoSyncing: Words(
      "Synchronizing ...",
      "同期しています ...",
      "",
      ""),
    .demoSending: Words(
      "Sending {count} emails from the record store; the contacts answer ...",
      "レコード ストアから {count} 件の電子メールを送信し、取引先担当者が返信します ...",
      "",
      ""),
    .demoAnswers: Words(
      "Answers received and correlated: {count} of {total}",
      "受信して関連付けた返信: {total} 件中 {count} 件",
      "",
      ""),
    .demoExamples: Words(
      "Some messages and why they were or were not tracked:",
      "メッセージの例と、追跡された理由またはされなかった理由:",
      "",
      ""),
    .demoNext: Words(
      "Try next: {commands}",
      "次に試す操作: {commands}",
      "",
      ""),
    .demoStays: Words(
      "The servers keep running. Stop them with Ctrl-C.",
      "サーバーは動作を続けます。停止するには Ctrl-C を押してください。",
      "",
      ""),
    .demoFailed: Words(
      "The demo did not do what it should: {reason}",
      "デモが想定どおりに動作しませんでした: {reason}",
      "Run it again with --data on an empty folder.",
      "--data に空のフォルダーを指定して再実行してください。"),
  ]
}
