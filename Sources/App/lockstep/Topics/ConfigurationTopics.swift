import CRMModel

extension Topic {
  static let configuration = Topic(
    "configuration", Label("Setting up server-side synchronization", "サーバー側同期の構成"),
    related: ["supported-configurations", "synchronization-methods", "troubleshooting"],
    """
    1. Plan: `lockstep advise --plan` asks what CRM and mail servers there are and says which set-up fits.
    2. Create the organization: `lockstep init --organization NAME --kind online|on-premises`.
       An organization online has the profile Microsoft Exchange Online from the start, and new mailboxes use it.
    3. Create users and queues; each gets a mailbox: `lockstep user create`, `lockstep queue create`.
    4. Create an email server profile, which says how to reach the mail servers and whose credentials are used.
       By a recommended set-up: `lockstep profile create --recommended online|one-credential|individual`.
       For POP3 and SMTP servers: `lockstep profile create --name NAME --incoming HOST:PORT --outgoing HOST:PORT`.
    5. Give each mailbox its profile, its methods and, if it signs in as itself, its credentials:
       `lockstep mailbox set ADDRESS --profile NAME --incoming server-side --allow-credentials ...`.
    6. Approve the address and prove the mailbox: `lockstep mailbox approve ADDRESS`, `lockstep mailbox test ADDRESS`.
    7. Ask what deviates from what is recommended or supported: `lockstep advise`.

    One account for all mailboxes, or one for each? One account is easier to maintain, but whoever has it has all the
    mailboxes. Individual accounts are more work, and security does not hang on a single account.
    This version connects to POP3 and SMTP servers. Profiles for Exchange can be stored, compared and advised on;
    Test & Enable says that their servers are not reached yet.
    """,
    """
    1. 計画: `lockstep advise --plan` で CRM とメール サーバーについて回答すると、適した構成が表示されます。
    2. 組織の作成: `lockstep init --organization 名前 --kind online|on-premises`
       オンライン組織には Microsoft Exchange Online プロファイルが最初から作成され、新しいメールボックスで使用されます。
    3. ユーザーとキューの作成 (メールボックスも作成されます): `lockstep user create`、`lockstep queue create`
    4. 電子メール サーバー プロファイルの作成。メール サーバーへの接続方法と使用する資格情報を指定します。
       推奨構成による作成: `lockstep profile create --recommended online|one-credential|individual`
       POP3/SMTP サーバーの場合: `lockstep profile create --name 名前 --incoming ホスト:ポート --outgoing ホスト:ポート`
    5. メールボックスの設定。プロファイル、同期方法、および個別の資格情報を使用する場合は資格情報を指定します:
       `lockstep mailbox set アドレス --profile 名前 --incoming server-side --allow-credentials ...`
    6. アドレスの承認とテスト: `lockstep mailbox approve アドレス`、`lockstep mailbox test アドレス`
    7. 推奨事項やサポート範囲から外れている設定の確認: `lockstep advise`

    単一アカウントと個別のアカウントの選択: 単一アカウントは維持が容易ですが、セキュリティが侵害されるとすべてのメールボックスが
    侵害されます。個別のアカウントは保守の作業が多くなりますが、単一アカウントにセキュリティが集中しません。
    このバージョンは POP3/SMTP サーバーに接続します。Exchange 用のプロファイルは保存、比較、助言の対象になりますが、テストおよび
    有効化では、まだ接続できないことが表示されます。
    """)

  static let methods = Topic(
    "synchronization-methods", Label("Choosing a synchronization method for messages", "メッセージの同期方法の選択"),
    related: ["configuration", "outlook-users", "supported-configurations"],
    """
    Each mailbox has a method for incoming email, one for outgoing email, and one for appointments, contacts and tasks.

    server-side      Lockstep reads or sends by itself; nothing runs on anybody's desktop. For users and queues.
    forward-mailbox  Rules on the mail server forward mail, as attachments, to one mailbox that Lockstep reads. For many
                     users whose mailboxes must not be opened; incoming email only.
    none             Nothing is done.

    The original also knows CRM for Outlook, which runs on desktops, and the E-mail Router, which ended with version
    9.0. What the router was used for, server-side does here: POP3 and SMTP servers, mixtures of servers for receiving
    and sending, and organizations on premises beside hosted mail.
    Use one method for appointments, contacts and tasks throughout an organization: with two, updated data does not
    reach all attendees. `lockstep advise` lists who uses which.
    """,
    """
    メールボックスごとに、受信メール、送信メール、および予定、取引先担当者、タスクの同期方法を指定します。

    server-side      Lockstep が直接送受信します。デスクトップには何も必要ありません。ユーザーとキューで使用できます。
    forward-mailbox  メール サーバーの規則で、メールを添付ファイルとして 1 つのメールボックスに転送し、それを Lockstep が
                     読み取ります。メールボックスを直接開けないユーザーが多い場合に使用します (受信メールのみ)。
    none             何も処理しません。

    元の製品には、デスクトップで動作する Outlook 用 Dynamics CRM と、E-mail Router (バージョン 9.0 で廃止) もありました。
    E-mail Router の用途である POP3/SMTP サーバー、受信と送信で異なるサーバーの組み合わせ、設置型の組織とホスト型メールの
    組み合わせは、ここでは server-side で処理します。
    予定、取引先担当者、タスクの同期方法は組織全体で統一してください。混在すると、更新されるデータがすべての出席者に同期
    されません。`lockstep advise` で使用者の一覧を確認できます。
    """)

  static let insecureChannels = Topic(
    "insecure-channels",
    Label(
      "The 'Allow Email Router to use my credentials' option is unavailable",
      "「Allow Email Router to use my credentials」オプションを使用できない場合"),
    related: ["configuration", "backup", "supported-configurations"],
    """
    Where the server sees that credentials could travel over a channel that is not secure, such as HTTP, the original
    does not let an email address or a password be entered. If TLS ends at a proxy that it cannot detect, an
    installation on premises of Dynamics CRM 2013 or 2015 can be told to allow it: the row
    AllowCredentialsEntryViaInsecureChannels of the table DeploymentProperties. For Dynamics CRM 2011 see the article
    "The 'Allow Email Router to use my credentials' option unavailable in CRM 2011".

    WARNING: back up the configuration database and the databases of all organizations before changing it.
    `lockstep advise` reports while the switch is on. In an organization online it has no effect.
    Commands read passwords from a file or from standard input, which no network sees.
    """,
    """
    資格情報が HTTP などのセキュリティで保護されていないチャンネル経由で送信される可能性がある場合、元の製品では電子メール
    アドレスまたはパスワードを入力できません。TLS がプロキシで終端され (SSL オフロード)、それを検出できない場合、Microsoft
    Dynamics CRM 2013 および 2015 の設置型では、テーブル DeploymentProperties の行 AllowCredentialsEntryViaInsecureChannels
    で入力を許可できます。Dynamics CRM 2011 については、サポート技術情報の記事「The 'Allow Email Router to use my
    credentials' option unavailable in CRM 2011」を参照してください。

    警告: 変更する前に、構成データベースとすべての組織のデータベースをバックアップしてください。
    この設定が有効な間は `lockstep advise` で報告されます。オンライン組織では効果がありません。
    コマンドはファイルまたは標準入力からパスワードを読み取るため、ネットワークを経由しません。
    """)
}
