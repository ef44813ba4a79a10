import CRMModel

extension Topic {
  static let troubleshooting = Topic(
    "troubleshooting", Label("Troubleshooting server-side synchronization", "サーバー側同期のトラブルシューティング"),
    related: ["configuration", "supported-configurations", "outlook-users"],
    """
    lockstep alerts           What went wrong and what to do. An alert closes by itself when its cause is over.
    lockstep explain ID       What became of a message or an email, and why: by Message-ID or by the id of an email.
    lockstep items --failed   Messages that could not be read. They stay on the server.
    lockstep mailbox list     Approval, last test and state of every mailbox.
    lockstep mailbox test X   Proves a mailbox again after its cause was removed, and enables it.
    lockstep advise           What in the configuration is not recommended or not supported.

    An email is not tracked: `lockstep explain` names the rule that decided. Users choose what is tracked with
    `lockstep user set ADDRESS --accept all|replies|known|email-enabled|none`.
    An email waits in Pending Send: `lockstep explain` says what it waits for.
    A password was refused: it is tried once more and then not used again, so that no account is locked. Set it again
    with `lockstep mailbox set` or `lockstep profile set`, then test the mailbox.
    A server is down: its mailboxes are postponed together and go on by themselves. Nothing is disabled.
    An email stays in Sending: whether it left is in doubt. Ask a recipient, then `lockstep email resolve`.
    """,
    """
    lockstep alerts           発生した問題と対処。原因が解消するとアラートは自動的に閉じます。
    lockstep explain ID       メッセージまたは電子メールの処理結果とその理由 (メッセージ ID または電子メールの ID)。
    lockstep items --failed   読み取れなかったメッセージ。サーバー上に残っています。
    lockstep mailbox list     すべてのメールボックスの承認、前回のテスト、状態。
    lockstep mailbox test X   原因を解消した後にメールボックスを再度テストし、有効にします。
    lockstep advise           推奨またはサポートされていない設定。

    電子メールが追跡されない: `lockstep explain` で適用された規則を確認してください。追跡対象はユーザーごとに
    `lockstep user set アドレス --accept all|replies|known|email-enabled|none` で指定します。
    電子メールが送信待ちのままになる: `lockstep explain` で待機の理由を確認してください。
    パスワードが拒否された: アカウントのロックを防ぐため、1 回だけ再試行した後は使用されません。`lockstep mailbox set` または
    `lockstep profile set` で再設定し、メールボックスをテストしてください。
    サーバーが停止している: 該当するメールボックスの処理はまとめて延期され、自動的に再開されます。無効にはなりません。
    電子メールが送信中のままになる: 送信結果が不明です。受信者に確認し、`lockstep email resolve` を実行してください。
    """)

  static let backup = Topic(
    "backup", Label("Backing up a Microsoft Dynamics CRM system", "Microsoft Dynamics CRM システムのバックアップ"),
    related: ["configuration", "insecure-channels"],
    """
    What belongs together: the configuration database (configuration.sqlite), the database of every organization
    (organization-*.sqlite), and the master key (master.key). Back up all databases at the same time.
    Copy the data folder while no service runs, or use SQLite's own backup of each file.
    Keep the master key apart from the databases: without it stored passwords are lost, with it a backup can be read.
    `lockstep key rotate` replaces it.
    After older databases were put back, mail that is still on the servers is seen again; it is recognized by its
    content and not tracked twice as long as the ledger knows it.
    """,
    """
    対象: 構成データベース (configuration.sqlite)、すべての組織のデータベース (organization-*.sqlite)、およびマスター キー
    (master.key)。すべてのデータベースを同時にバックアップしてください。
    サービスの停止中にデータ フォルダーをコピーするか、各ファイルに対して SQLite のバックアップ機能を使用します。
    マスター キーはデータベースとは別の場所に保管してください。これがないと保存されたパスワードは失われ、あればバックアップを
    読み取ることができます。`lockstep key rotate` で交換できます。
    以前のデータベースに戻すと、サーバー上に残っているメールは再度検出されますが、台帳に記録があれば内容によって識別され、
    二重に追跡されることはありません。
    """)

  static let outlookUsers = Topic(
    "outlook-users",
    Label(
      "Troubleshooting and things to know about Microsoft Dynamics CRM for Outlook",
      "Outlook 用 Microsoft Dynamics CRM のトラブルシューティングと重要な情報"),
    related: ["synchronization-methods", "troubleshooting", "supported-configurations"],
    """
    Users who still have an Outlook client can keep it beside mailboxes that Lockstep synchronizes by server. Email may
    be mixed freely. Appointments, contacts and tasks should not be: `lockstep advise` lists who uses Outlook and who the
    server, and carries the two known issues of the original with their state here.

    Appointments: where the organizer uses Outlook and an invitee the server, the original creates nothing when the
    invitee tracks the meeting.
    Contacts: the original's list of synchronized fields lacks the pair Category: [CRM] Inactive and Status: Inactive.
    Service appointments go one way: changes made in the CRM reach Outlook, changes made in Outlook stay there.
    This version synchronizes email only.
    """,
    """
    Outlook クライアントを引き続き使用するユーザーは、サーバー側同期のメールボックスと併用できます。電子メールの同期方法は混在して
    もかまいません。予定、取引先担当者、タスクの同期方法は混在させないでください。`lockstep advise` で、Outlook を使用するユーザーと
    サーバー側同期を使用するユーザーの一覧、および元の製品の 2 つの既知の問題とここでの状態を確認できます。

    予定: 開催者が Outlook、招待者がサーバー側同期を使用する場合、元の製品では招待者が追跡しても予定が作成されません。
    取引先担当者: 元の製品の同期フィールドには、[カテゴリ: [CRM] 非アクティブ] と [ステータス: 非アクティブ] の組がありません。
    サービスの予定は一方向です。CRM での変更は Outlook に反映されますが、Outlook での変更は CRM に反映されません。
    このバージョンは電子メールのみを同期します。
    """)
}
