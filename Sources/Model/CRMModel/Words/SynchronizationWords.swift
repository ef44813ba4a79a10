extension MessageCode {
  /// What synchronization says: failures, alerts, tests.
  static let synchronizationWords: [MessageCode: Words] = [
    .storeNotDurable: Words(
      "The database {path} does not keep what it confirms (synchronous is not FULL).",
      "データベース {path} は確定した内容の保存を保証していません (synchronous が FULL ではありません)。",
      "Use a file system that supports SQLite's WAL mode and start again.",
      "SQLite の WAL モードに対応したファイル システムに置いて、再度開始してください。"),
    .storeFailed: Words(
      "The database {path} failed: {reason}",
      "データベース {path} でエラーが発生しました: {reason}",
      "Check the file and the disk it is on; nothing was changed by this step.",
      "ファイルとディスクを確認してください。この処理では何も変更されていません。"),
    .diskFull: Words(
      "The database {path} could not write: {reason}",
      "データベース {path} に書き込めませんでした: {reason}",
      "Make room on the disk; work goes on by itself afterwards.",
      "ディスクの空き容量を確保してください。その後、処理は自動的に再開されます。"),
    .storeDamaged: Words(
      "The file {path} is damaged or is not a Lockstep database: {reason}",
      "ファイル {path} は破損しているか、Lockstep のデータベースではありません: {reason}",
      "Restore it from a backup, or choose another data folder.",
      "バックアップから復元するか、別のデータ フォルダーを指定してください。"),
    .storeIsNewer: Words(
      "The database has schema {found}; this version knows schemas up to {known}.",
      "データベースのスキーマは {found} ですが、このバージョンが対応するのは {known} までです。",
      "Install the version of Lockstep that last used this database, or a newer one.",
      "このデータベースを最後に使用したバージョン以降の Lockstep をインストールしてください。"),
    .leaseLost: Words(
      "Another worker took over this job.",
      "別のワーカーがこのジョブを引き継ぎました。",
      "Nothing to do: the other worker finishes it.",
      "対処は不要です。別のワーカーが処理を完了します。"),
    .commitContended: Words(
      "Records of {mailbox} kept changing while they were being written.",
      "{mailbox} のレコードが書き込み中に繰り返し変更されました。",
      "Nothing to do: the next cycle tries again.",
      "対処は不要です。次のサイクルで再試行します。"),
    .valueInvalid: Words(
      "A value does not fit column {column} of table {table}.",
      "テーブル {table} の列 {column} に値を格納できません。",
      "Look at the message with \"lockstep explain\"; the others were processed.",
      "\"lockstep explain\" でメッセージを確認してください。他のメッセージは処理されています。"),
    .organizationMissing: Words(
      "The organization's own row is missing from its database.",
      "組織のデータベースに組織の行がありません。",
      "Run \"lockstep init\" with the organization's name.",
      "組織の名前を指定して \"lockstep init\" を実行してください。"),
    .mailboxInactive: Words(
      "Mailbox {mailbox} is deactivated.",
      "メールボックス {mailbox} は非アクティブです。",
      "Activate the mailbox.",
      "メールボックスをアクティブにしてください。"),
    .mailboxOwnerMissing: Words(
      "Mailbox {mailbox} belongs to no user or queue.",
      "メールボックス {mailbox} にはユーザーもキューも関連付けられていません。",
      "Create the user or queue with this address.",
      "このアドレスのユーザーまたはキューを作成してください。"),
    .mailboxOwnerDisabled: Words(
      "The user of mailbox {mailbox} is disabled.",
      "メールボックス {mailbox} のユーザーは無効です。",
      "Enable the user.",
      "ユーザーを有効にしてください。"),
    .mailboxWithoutProfile: Words(
      "Mailbox {mailbox} has no email server profile.",
      "メールボックス {mailbox} に電子メール サーバー プロファイルがありません。",
      "Run: lockstep mailbox set {mailbox} --profile NAME",
      "次を実行してください: lockstep mailbox set {mailbox} --profile 名前"),
    .profileInactive: Words(
      "The email server profile {profile} is deactivated.",
      "電子メール サーバー プロファイル {profile} は非アクティブです。",
      "Activate the profile or choose another one.",
      "プロファイルをアクティブにするか、別のプロファイルを選択してください。"),
    .mailboxNotApproved: Words(
      "The address of mailbox {mailbox} is not approved.",
      "メールボックス {mailbox} の電子メール アドレスは承認されていません。",
      "Run: lockstep mailbox approve {mailbox}",
      "次を実行してください: lockstep mailbox approve {mailbox}"),
    .credentialGateClosed: Words(
      "The server refused the credentials for {mailbox} twice; they are not used any more.",
      "サーバーが {mailbox} の資格情報を 2 回拒否したため、この資格情報は使用されません。",
      "Correct the user name or password (lockstep mailbox set or profile set), then run: lockstep mailbox test {mailbox}",
      "ユーザー名またはパスワードを修正し (lockstep mailbox set または profile set)、次を実行してください: lockstep mailbox test {mailbox}"),
    .incomingNotServerSide: Words(
      "Mailbox {mailbox} does not receive by server-side synchronization.",
      "メールボックス {mailbox} の受信方法はサーバー側同期ではありません。",
      "Run: lockstep mailbox set {mailbox} --incoming server-side",
      "次を実行してください: lockstep mailbox set {mailbox} --incoming server-side"),
    .incomingNotEnabled: Words(
      "Mailbox {mailbox} is not enabled for incoming email.",
      "メールボックス {mailbox} は受信メールが有効になっていません。",
      "Run: lockstep mailbox test {mailbox}",
      "次を実行してください: lockstep mailbox test {mailbox}"),
    .outgoingNotServerSide: Words(
      "Mailbox {mailbox} does not send by server-side synchronization.",
      "メールボックス {mailbox} の送信方法はサーバー側同期ではありません。",
      "Run: lockstep mailbox set {mailbox} --outgoing server-side",
      "次を実行してください: lockstep mailbox set {mailbox} --outgoing server-side"),
    .outgoingNotEnabled: Words(
      "Mailbox {mailbox} is not enabled for outgoing email.",
      "メールボックス {mailbox} は送信メールが有効になっていません。",
      "Run: lockstep mailbox test {mailbox}",
      "次を実行してください: lockstep mailbox test {mailbox}"),
    .actNotSupported: Words(
      "Appointments, contacts and tasks of mailbox {mailbox} are not synchronized by POP3 and SMTP servers.",
      "POP3/SMTP サーバーでは、メールボックス {mailbox} の予定、取引先担当者、およびタスクは同期されません。",
      "Nothing to do for email.",
      "電子メールについては対処不要です。"),
    .profileWithoutLocation: Words(
      "The email server profile {profile} names no server for this direction.",
      "電子メール サーバー プロファイル {profile} にこの方向のサーバーが指定されていません。",
      "Run: lockstep profile set {profile} with --incoming HOST:PORT or --outgoing HOST:PORT",
      "lockstep profile set {profile} で --incoming ホスト:ポート または --outgoing ホスト:ポート を指定してください。"),
    .plainTextForbidden: Words(
      "The profile {profile} would talk to {host} without TLS, which this deployment does not allow.",
      "プロファイル {profile} は TLS なしで {host} に接続しようとしていますが、この展開では許可されていません。",
      "Choose implicit TLS or STARTTLS, or run: lockstep deployment set ECAllowNonSSLEmail true",
      "暗黙的な TLS または STARTTLS を選択するか、次を実行してください: lockstep deployment set ECAllowNonSSLEmail true"),
    .plainTextCredentialsForbidden: Words(
      "The profile {profile} would send credentials to {host} without TLS, which this deployment does not allow.",
      "プロファイル {profile} は TLS なしで {host} に資格情報を送信しようとしていますが、この展開では許可されていません。",
      "Choose implicit TLS or STARTTLS, or run: lockstep deployment set AllowBasicAuthenticationOnNonSecureChannel true",
      "暗黙的な TLS または STARTTLS を選択するか、次を実行してください: lockstep deployment set AllowBasicAuthenticationOnNonSecureChannel true"
    ),
    .credentialsNotAllowed: Words(
      "Mailbox {mailbox} does not allow its credentials to be used for email processing.",
      "メールボックス {mailbox} では、電子メール処理での資格情報の使用が許可されていません。",
      "Run: lockstep mailbox set {mailbox} --allow-credentials",
      "次を実行してください: lockstep mailbox set {mailbox} --allow-credentials"),
    .credentialsMissing: Words(
      "Mailbox {mailbox} has no user name or no password.",
      "メールボックス {mailbox} にユーザー名またはパスワードがありません。",
      "Run: lockstep mailbox set {mailbox} --username NAME --password-file FILE",
      "次を実行してください: lockstep mailbox set {mailbox} --username 名前 --password-file ファイル"),
    .profileCredentialsMissing: Words(
      "The email server profile {profile} has no user name or no password.",
      "電子メール サーバー プロファイル {profile} にユーザー名またはパスワードがありません。",
      "Run: lockstep profile set {profile} --username NAME --password-file FILE",
      "次を実行してください: lockstep profile set {profile} --username 名前 --password-file ファイル"),
    .credentialRetrievalUnsupported: Words(
      "The way of authentication of profile {profile} does not work with POP3 and SMTP servers.",
      "プロファイル {profile} の認証方法は POP3/SMTP サーバーでは使用できません。",
      "Choose credentials of the user or queue, of the profile, or none.",
      "ユーザーまたはキュー、プロファイルの資格情報、または匿名を選択してください。"),
    .serverAvoided: Words(
      "The server {server} failed before and is left alone until {until}: {reason}",
      "サーバー {server} は以前に失敗したため、{until} まで接続を控えます: {reason}",
      "Nothing to do: mailboxes stay enabled and go on when the server answers.",
      "対処は不要です。メールボックスは有効なままで、サーバーが応答すれば再開されます。"),
    .connectFailed: Words(
      "No connection to {host} port {port}: {reason}",
      "{host} のポート {port} に接続できません: {reason}",
      "Check host, port and firewall; the mailbox stays enabled and is tried again.",
      "ホスト、ポート、ファイアウォールを確認してください。メールボックスは有効なままで、再試行されます。"),
    .connectionLost: Words(
      "{host} closed the connection: {reason}",
      "{host} が接続を閉じました: {reason}",
      "Nothing to do: it is tried again.",
      "対処は不要です。再試行されます。"),
    .timedOut: Words(
      "{host} did not answer within {seconds} s.",
      "{host} が {seconds} 秒以内に応答しませんでした。",
      "Nothing to do: it is tried again. If it stays, check the server.",
      "対処は不要です。再試行されます。続く場合はサーバーを確認してください。"),
    .tlsFailed: Words(
      "No secure connection to {host}: {reason}",
      "{host} との安全な接続を確立できません: {reason}",
      "Check the port, the TLS mode and the server's certificate; --ca-file names further certificates to trust.",
      "ポート、TLS モード、サーバー証明書を確認してください。信頼する証明書は --ca-file で追加できます。"),
    .certificateExpired: Words(
      "The certificate of {host} expired on {until}. Nothing was sent.",
      "{host} の証明書は {until} に期限が切れています。何も送信していません。",
      "Have the server's certificate renewed, then run: lockstep mailbox test",
      "サーバー証明書を更新してから次を実行してください: lockstep mailbox test"),
    .certificateNotYetValid: Words(
      "The certificate of {host} is not valid before {from}. Nothing was sent.",
      "{host} の証明書は {from} まで有効ではありません。何も送信していません。",
      "Check the clocks of this machine and of the server.",
      "このコンピューターとサーバーの時計を確認してください。"),
    .certificateForOthers: Words(
      "The server that answered for {host} has a certificate for other names: {names}. Nothing was sent.",
      "{host} として応答したサーバーの証明書は別の名前のものです: {names}。何も送信していません。",
      "Name the server in the profile as its certificate does.",
      "プロファイルのサーバー名を証明書の名前に合わせてください。"),
    .certificateNotForServers: Words(
      "The certificate of {host} is not meant for servers. Nothing was sent.",
      "{host} の証明書はサーバー用ではありません。何も送信していません。",
      "Have the server's certificate renewed, then run: lockstep mailbox test",
      "サーバー証明書を更新してから次を実行してください: lockstep mailbox test"),
    .certificateKeyShort: Words(
      "The certificate of {host} has a key of {bits} bits, which is too short. Nothing was sent.",
      "{host} の証明書の鍵は {bits} ビットで、短すぎます。何も送信していません。",
      "Have the server's certificate renewed, then run: lockstep mailbox test",
      "サーバー証明書を更新してから次を実行してください: lockstep mailbox test"),
    .certificateSignatureWeak: Words(
      "The certificate of {host} is signed with {algorithm}, which can be forged. Nothing was sent.",
      "{host} の証明書の署名は {algorithm} によるもので、偽造されるおそれがあります。何も送信していません。",
      "Have the server's certificate renewed, then run: lockstep mailbox test",
      "サーバー証明書を更新してから次を実行してください: lockstep mailbox test"),
    .certificateUntrusted: Words(
      "The certificate of {host} was not issued by anyone who is trusted here. Nothing was sent.",
      "{host} の証明書の発行者は信頼されていません。何も送信していません。",
      "If it is right, name its issuer's certificate: lockstep profile set NAME --ca-file FILE",
      "正しい証明書であれば、発行者の証明書を指定してください: lockstep profile set NAME --ca-file FILE"),
    .startTLSNotOffered: Words(
      "{host} offers no STARTTLS, and without it nothing is sent.",
      "{host} は STARTTLS に対応していないため、何も送信しません。",
      "Use implicit TLS, or enable STARTTLS on the server.",
      "暗黙的な TLS を使用するか、サーバーで STARTTLS を有効にしてください。"),
    .mechanismMissing: Words(
      "{host} offers no way to sign in that is supported here: {reason}",
      "{host} には、ここで利用できるサインイン方法がありません: {reason}",
      "Enable PLAIN, LOGIN or XOAUTH2 on the server.",
      "サーバーで PLAIN、LOGIN、または XOAUTH2 を有効にしてください。"),
    .signInRefused: Words(
      "{host} refused to sign in {username}: {reply}",
      "{host} が {username} のサインインを拒否しました: {reply}",
      "Correct the user name or password, then run Test & Enable.",
      "ユーザー名またはパスワードを修正し、テストおよび有効化を実行してください。"),
    .serverBusy: Words(
      "{host} asks to come back later: {reply}",
      "{host} が後で再試行するよう求めています: {reply}",
      "Nothing to do: it is tried again.",
      "対処は不要です。再試行されます。"),
    .serverRefused: Words(
      "{host} refused {command}: {reply}",
      "{host} が {command} を拒否しました: {reply}",
      "Ask the administrator of the mail server about these words.",
      "この応答についてメール サーバーの管理者に確認してください。"),
    .protocolViolation: Words(
      "{host} does not follow the protocol: {reason}",
      "{host} の応答がプロトコルに従っていません: {reason}",
      "Check that host and port name a {protocol} server.",
      "ホストとポートが {protocol} サーバーのものか確認してください。"),
    .listingInconsistent: Words(
      "{host} announced {stat} messages and listed {listed}.",
      "{host} はメッセージ数を {stat} と通知しましたが、一覧には {listed} 件ありました。",
      "Nothing to do: the listing is asked for again; no message is left out meanwhile.",
      "対処は不要です。一覧を再取得します。その間にメッセージが失われることはありません。"),
    .messageUnreadable: Words(
      "The message cannot be read: {reason}",
      "メッセージを読み取れません: {reason}",
      "The raw message is kept; other messages were processed.",
      "生のメッセージは保存されています。他のメッセージは処理されています。"),
    .messageKillsParser: Words(
      "Reading the message ended two processes that did nothing else ({reason}).",
      "メッセージの読み取りにより、そのためだけのプロセスが 2 回異常終了しました ({reason})。",
      "The raw message is kept and not touched again; other messages were processed. Please report it.",
      "生のメッセージは保存され、再処理されません。他のメッセージは処理されています。問題を報告してください。"),
    .messageGone: Words(
      "The message left the server before it was read.",
      "メッセージは読み取り前にサーバーから削除されました。",
      "Nothing to do.",
      "対処は不要です。"),
    .senderRefused: Words(
      "{host} does not accept {sender} as sender: {reply}",
      "{host} は {sender} を差出人として受け付けません: {reply}",
      "Allow the mailbox to send from this address on the server.",
      "サーバーでこのアドレスからの送信を許可してください。"),
    .mailTooLargeForServer: Words(
      "{host} takes messages up to {limit} octets; this one has {size}.",
      "{host} が受け付けるメッセージは {limit} オクテットまでですが、このメッセージは {size} オクテットです。",
      "Send the attachments in another way.",
      "添付ファイルを別の方法で送付してください。"),
    .utf8AddressUnsupported: Words(
      "{host} cannot carry the address {address}: it offers no SMTPUTF8.",
      "{host} は SMTPUTF8 に対応していないため、アドレス {address} を扱えません。",
      "Use an address in ASCII for this recipient.",
      "この受信者には ASCII のアドレスを使用してください。"),
    .mailNotWritable: Words(
      "The email cannot be written as a message: {reason}",
      "電子メールをメッセージとして作成できません: {reason}",
      "Correct the email and send it again.",
      "電子メールを修正して再送信してください。"),
    .sendUncertain: Words(
      "{host} took the whole message but its answer did not arrive: {reason}",
      "{host} にメッセージ全体を送信しましたが、応答が届きませんでした: {reason}",
      "The email is held as in doubt.",
      "この電子メールは送信結果が不明として保留されます。"),
    .sendTooLate: Words(
      "The permission to finish the message came too late; the connection was dropped before the last bytes.",
      "メッセージ送信完了の許可が遅れたため、最終データの送信前に接続を切断しました。",
      "Nothing to do: the email waits and is tried again.",
      "対処は不要です。電子メールは待機し、再試行されます。"),
    .sendInterrupted: Words(
      "Sending \"{subject}\" was interrupted before the last bytes; it waits for its next try.",
      "最終データの送信前に送信が中断されました。次の試行を待っています。{subject}",
      "Nothing to do.",
      "対処は不要です。"),
    .sendNotPrepared: Words(
      "\"{subject}\" has no Message-ID.",
      "「{subject}」にはメッセージ ID がありません。",
      "Send it with: lockstep email send",
      "lockstep email send で送信してください。"),
    .sendWithoutRecipients: Words(
      "\"{subject}\" has no recipient left to send to.",
      "「{subject}」には送信先が残っていません。",
      "Add at least one recipient and send again.",
      "受信者を 1 人以上追加して再送信してください。"),
    .attachmentMissing: Words(
      "The content of attachment {name} is missing.",
      "添付ファイル {name} の内容がありません。",
      "Attach the file again.",
      "ファイルを添付し直してください。"),
    .sendRefusedForNow: Words(
      "The server refused the email for now: {reply}",
      "サーバーが電子メールを一時的に拒否しました: {reply}",
      "Nothing to do: it is tried again.",
      "対処は不要です。再試行されます。"),
    .sendRefused: Words(
      "The server refused \"{subject}\": {reply}",
      "サーバーが「{subject}」を拒否しました: {reply}",
      "Correct the recipients or the content and send again.",
      "受信者または内容を修正して再送信してください。"),
    .sendPartlyRefused: Words(
      "\"{subject}\" was sent, but not to: {recipients}",
      "「{subject}」は送信されましたが、次の宛先には送信されていません: {recipients}",
      "Correct these addresses.",
      "これらのアドレスを修正してください。"),
    .sendInDoubt: Words(
      "It is not known whether \"{subject}\" was sent: the answer to its last bytes did not arrive.",
      "「{subject}」が送信されたかどうか不明です。最終データへの応答が届きませんでした。",
      "Ask a recipient, then run: lockstep email resolve {email} --sent or --send-again",
      "受信者に確認し、次を実行してください: lockstep email resolve {email} --sent または --send-again"),
    .mailboxPostponed: Words(
      "Mailbox {mailbox} could not be processed and is tried again at {until}: {cause-text}",
      "メールボックス {mailbox} を処理できませんでした。{until} に再試行します: {cause-text}",
      "Nothing to do unless it lasts: the mailbox stays enabled.",
      "続かない限り対処は不要です。メールボックスは有効なままです。"),
    .credentialRefused: Words(
      "The credentials of mailbox {mailbox} were refused: {cause-text}",
      "メールボックス {mailbox} の資格情報が拒否されました: {cause-text}",
      "Correct the user name or password, then run: lockstep mailbox test {mailbox}",
      "ユーザー名またはパスワードを修正し、次を実行してください: lockstep mailbox test {mailbox}"),
    .mailboxDisabled: Words(
      "A workload of mailbox {mailbox} was disabled: {cause-text}",
      "メールボックス {mailbox} のワークロードが無効になりました: {cause-text}",
      "Correct the cause, then run: lockstep mailbox test {mailbox}",
      "原因を修正し、次を実行してください: lockstep mailbox test {mailbox}"),
    .testFailed: Words(
      "Test & Enable of mailbox {mailbox} failed: {cause-text}",
      "メールボックス {mailbox} のテストおよび有効化に失敗しました: {cause-text}",
      "Correct the cause, then run: lockstep mailbox test {mailbox}",
      "原因を修正し、次を実行してください: lockstep mailbox test {mailbox}"),
    .testSucceeded: Words(
      "Mailbox {mailbox} was tested and enabled.",
      "メールボックス {mailbox} がテストされ、有効になりました。",
      "Next: lockstep sync --once",
      "次の操作: lockstep sync --once"),
    .testOutgoingConnected: Words(
      "Signed in at {host} for sending.",
      "送信用に {host} へサインインしました。",
      "",
      ""),
    .testMessageSubmitted: Words(
      "The test message was accepted: {reply}",
      "テスト メッセージが受理されました: {reply}",
      "",
      ""),
    .testMessageRefused: Words(
      "The test message of {mailbox} was refused: {reply}",
      "{mailbox} のテスト メッセージが拒否されました: {reply}",
      "Allow the mailbox to send to itself on the server.",
      "サーバーでこのメールボックスから自身への送信を許可してください。"),
    .testIncomingConnected: Words(
      "Signed in at {host} for receiving.",
      "受信用に {host} へサインインしました。",
      "",
      ""),
    .testListed: Words(
      "The mailbox holds {count} messages.",
      "メールボックスには {count} 件のメッセージがあります。",
      "",
      ""),
    .testFirstBytesRead: Words(
      "The first bytes of a message could be read ({count} messages).",
      "メッセージの先頭を読み取りました ({count} 件のメッセージ)。",
      "",
      ""),
    .testLeavesOut: Words(
      "Mail received before {start} is left out: {earlier} of {count} messages. To include all: lockstep mailbox set ... --from beginning",
      "{start} より前に受信したメールは対象外です: {count} 件中 {earlier} 件。すべて含めるには: lockstep mailbox set ... --from beginning",
      "",
      ""),
    .testMessageFound: Words(
      "The test message arrived after {seconds} s and was deleted again.",
      "テスト メッセージは {seconds} 秒後に届き、削除されました。",
      "",
      ""),
    .testMessageNotSeen: Words(
      "The test message did not arrive in {mailbox} within {seconds} s.",
      "テスト メッセージは {seconds} 秒以内に {mailbox} に届きませんでした。",
      "The mailbox is enabled; check whether mail to {mailbox} reaches it.",
      "メールボックスは有効です。{mailbox} 宛のメールが届くか確認してください。"),
    .testMessageFoundLater: Words(
      "The test message arrived in {mailbox} after {minutes} min and was deleted there.",
      "テスト メッセージは {minutes} 分後に {mailbox} に届き、削除されました。",
      "",
      ""),
    .testMessageLost: Words(
      "The test message has not arrived in {mailbox} for {minutes} min.",
      "テスト メッセージが {minutes} 分経過しても {mailbox} に届いていません。",
      "Check whether mail to {mailbox} reaches it, and look for the message in junk folders; then run Test & Enable again.",
      "{mailbox} 宛のメールが届くか、迷惑メール フォルダーに入っていないかを確認し、テストおよび有効化を再度実行してください。"),
  ]
}
