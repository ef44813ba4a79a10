import ArgumentParser
import CRMModel
import LockstepServer

struct ProfileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: both("Email server profiles: how to reach mail servers.", "電子メール サーバー プロファイル: メール サーバーへの接続方法。"),
    subcommands: [Create.self, Set.self, Show.self, List.self, CompareCommands.Profile.self])

  /// What can be said about a profile.
  struct Options: ParsableArguments {
    @Option(help: both("POP3 server as HOST:PORT.", "POP3 サーバー (ホスト:ポート)。")) var incoming: String?
    @Option(help: both("SMTP submission server as HOST:PORT.", "SMTP 送信サーバー (ホスト:ポート)。")) var outgoing: String?
    @Option(name: .customLong("incoming-tls"), help: both("implicit, starttls or none.", "implicit、starttls または none。"))
    var incomingTLS: String?
    @Option(name: .customLong("outgoing-tls"), help: both("implicit, starttls or none.", "implicit、starttls または none。"))
    var outgoingTLS: String?
    @Option(
      name: .customLong("ca-file"),
      help: both("PEM file with certificates to trust besides the system's.", "システムの証明書に加えて信頼する証明書の PEM ファイル。"))
    var certificateFile: String?
    @Option(
      name: .customLong("authenticate-using"),
      help: both(
        "user-or-queue, profile, server-to-server, windows-integrated, none, gmail-oauth, hybrid-modern or entra-oauth.",
        "user-or-queue、profile、server-to-server、windows-integrated、none、gmail-oauth、hybrid-modern または entra-oauth。"))
    var authenticateUsing: String?
    @Option(
      name: .customLong("outgoing-authenticate-using"),
      help: both(
        "The same for sending, where it differs from receiving.", "送信と受信で異なる場合の送信の認証方法。"))
    var outgoingAuthenticateUsing: String?
    @Option(help: both("User name, if the profile has the credentials.", "プロファイルで資格情報を指定する場合のユーザー名。")) var username:
      String?
    @Option(
      name: .customLong("password-file"),
      help: both("File with the password; - reads standard input.", "パスワードのファイル。- で標準入力から読み取ります。"))
    var passwordFile: String?
    @Option(
      name: .customLong("outgoing-username"),
      help: both("User name for sending, where it differs from that for receiving.", "受信用と異なる場合の送信用ユーザー名。"))
    var outgoingUsername: String?
    @Option(
      name: .customLong("outgoing-password-file"),
      help: both("File with the password for sending, where it differs.", "受信用と異なる場合の送信用パスワードのファイル。"))
    var outgoingPasswordFile: String?
    @Flag(
      name: .customLong("oauth-token"),
      help: both("The password is an OAuth access token (XOAUTH2).", "パスワードは OAuth アクセス トークンです (XOAUTH2)。"))
    var isToken = false
    @Option(
      name: .customLong("max-connections"), help: both("Connections at the same time, 1 to 300.", "同時接続数 (1 ～ 300)。"))
    var maximumConnections: Int?
    @Option(
      name: .customLong("min-polling-minutes"),
      help: both("Minutes between two looks at a mailbox at least, 0 to 1440.", "メールボックスを確認する間隔の下限 (分、0 ～ 1440)。"))
    var minimumPolling: Int?
    @Option(
      name: .customLong("in-doubt"),
      help: both(
        "hold or resend: what becomes of an email whose sending is in doubt.",
        "送信結果が不明な電子メールの扱い: hold (保留) または resend (再送信)。"))
    var inDoubt: String?
    @Option(
      name: .customLong("keep-raw"),
      help: both("no, always or days:N: how long raw messages are kept.", "生のメッセージの保存期間: no、always または days:N。"))
    var keepRaw: String?
    @Option(
      name: .customLong("process-email-from"),
      help: both("Leave alone mail received before this date (YYYY-MM-DD).", "この日付 (YYYY-MM-DD) より前に受信したメールは処理しません。"))
    var from: String?

    @Option(
      name: .customLong("type"),
      help: both(
        "exchange, pop3-smtp, exchange-hybrid, online-hybrid or imap-smtp.",
        "exchange、pop3-smtp、exchange-hybrid、online-hybrid または imap-smtp。"))
    var type: String?
    @Option(
      name: .customLong("client-secret-file"),
      help: both("File with the client secret for OAuth.", "OAuth クライアント シークレットのファイル。"))
    var clientSecretFile: String?
    @Option(
      name: .customLong("set"),
      help: both("Any column as COLUMN=VALUE; show lists them.", "任意の列を 列=値 の形式で指定します。列は show で確認できます。"))
    var columns: [String] = []

    func settings() throws(SyncFailure) -> ProfileSettings {
      var settings = ProfileSettings()
      settings.incoming = try location("--incoming", incoming)
      settings.outgoing = try location("--outgoing", outgoing)
      let securities: KeyValuePairs<String, ConnectionSecurity> = [
        "implicit": .implicit, "starttls": .startTLS, "none": ConnectionSecurity.none,
      ]
      settings.incomingSecurity = try Reading.choice("--incoming-tls", incomingTLS, securities)
      settings.outgoingSecurity = try Reading.choice("--outgoing-tls", outgoingTLS, securities)
      if let certificateFile { settings.certificates = try Reading.text(certificateFile) }
      settings.retrieval = try Reading.choice(
        "--authenticate-using", authenticateUsing,
        ProfileCommand.retrievals)
      settings.outgoingRetrieval = try Reading.choice(
        "--outgoing-authenticate-using", outgoingAuthenticateUsing,
        ProfileCommand.retrievals)
      settings.type = try Reading.choice(
        "--type", type,
        [
          "exchange": EmailServerProfile.ServerType.exchange, "pop3-smtp": .pop3smtp, "exchange-hybrid": .hybridServer,
          "online-hybrid": .hybridOnline, "imap-smtp": .imapsmtp,
        ])
      for column in columns { settings.columns.append(try ColumnText(column)) }
      settings.clientSecret = try Reading.password(clientSecretFile)
      settings.username = username
      settings.password = try Reading.password(passwordFile)
      settings.outgoingUsername = outgoingUsername
      settings.outgoingPassword = try Reading.password(outgoingPasswordFile)
      if isToken { settings.usesToken = true }
      settings.maximumConnections = try range("--max-connections", maximumConnections, 1...300)
      settings.minimumPollingMinutes = try range("--min-polling-minutes", minimumPolling, 0...1440)
      settings.inDoubt = try Reading.choice("--in-doubt", inDoubt, ["hold": InDoubtPolicy.hold, "resend": .resend])
      if let keepRaw {
        guard let keeping = RawKeeping(keepRaw) else {
          throw SyncFailure(
            .configuration, .optionInvalid,
            ["option": "--keep-raw", "value": keepRaw, "allowed": "no, always, days:1 - days:\(RawKeeping.longest)"])
        }
        settings.keepRaw = keeping
      }
      if let from {
        guard let date = Instant(rfc3339: from) else {
          throw SyncFailure(
            .configuration, .optionInvalid,
            ["option": "--process-email-from", "value": from, "allowed": "YYYY-MM-DD"])
        }
        settings.receivedAfter = date
      }
      return settings
    }

    private func location(_ option: String, _ text: String?) throws(SyncFailure) -> ServerLocation? {
      guard let text else { return nil }
      guard let location = ServerLocation(text) else {
        throw SyncFailure(
          .configuration, .optionInvalid, ["option": option, "value": text, "allowed": "HOST:PORT"])
      }
      return location
    }

    private func range(_ option: String, _ value: Int?, _ range: ClosedRange<Int>) throws(SyncFailure) -> Int? {
      guard let value else { return nil }
      guard range.contains(value) else {
        throw SyncFailure(
          .configuration, .optionInvalid,
          ["option": option, "value": String(value), "allowed": "\(range.lowerBound) - \(range.upperBound)"])
      }
      return value
    }
  }

  struct Create: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Create a profile.", "プロファイルを作成します。"),
      discussion: both(
        """
        --recommended makes it by one of the document's tables. --recommended online without --name completes or \
        repairs the built-in profile of an organization online.
        """,
        """
        --recommended を指定すると、推奨構成の表に従って作成します。--name を付けずに --recommended online を指定すると、\
        オンライン組織の組み込みのプロファイルを補完または修復します。
        """))
    @Option(help: both("Name of the profile.", "プロファイルの名前。")) var name: String?
    @Option(
      help: both(
        "Recommended set-up: online, one-credential or individual.", "推奨構成: online、one-credential または individual。"))
    var recommended: String?
    @Option(help: both("Tenant id, for --recommended online.", "テナント ID (--recommended online の場合)。")) var tenant:
      String?
    @Option(
      name: .customLong("server"),
      help: both(
        "Exchange server as host or URL, for --recommended; without it, it is discovered.",
        "Exchange サーバーのホストまたは URL (--recommended の場合)。省略すると自動検出されます。"))
    var server: String?
    @OptionGroup var options: Options
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      if let setUp = try KindReading.setUp("--recommended", recommended) {
        return try await RecommendedCreation(
          setUp: setUp, name: name, server: server, tenant: tenant, options: options
        ).answer(try await open(speech), speech)
      }
      guard let name else {
        throw SyncFailure(.configuration, .usageEither, ["options": "--name, --recommended online"])
      }
      let deployment = try await open(speech)
      let warnings = try await Profiles(deployment).create(name, try options.settings())
      return ProfileCommand.changed(name, .created, warnings, speech)
    }
  }

  struct Set: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Change a profile.", "プロファイルを変更します。"),
      discussion:
        both(
          "Changing a host, a port or the security erases the stored passwords: they were given for the old one.",
          "ホスト、ポート、またはセキュリティを変更すると、以前のサーバー用に保存されたパスワードは消去されます。"))
    @Argument(help: both("Name of the profile.", "プロファイルの名前。")) var name: String
    @OptionGroup var options: Options
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let deployment = try await open(speech)
      let warnings = try await Profiles(deployment).change(name, try options.settings())
      return ProfileCommand.changed(name, .changed, warnings, speech)
    }
  }

  struct List: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: both("List the profiles.", "プロファイルを一覧表示します。"))
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let deployment = try await open(speech)
      let profiles = try await Profiles(deployment).list()
      let usual = deployment.organization[Organization.defaultemailserverprofileid]
      var result = CommandResult()
      result.data = .array(
        profiles.map { profile in
          .object([
            "name": JSONValue(profile[EmailServerProfile.name]),
            "incoming": JSONValue(ProfileCommand.location(profile, isIncoming: true)),
            "outgoing": JSONValue(ProfileCommand.location(profile, isIncoming: false)),
            "default": .bool(profile.reference == usual),
            "recommended": .bool(profile[EmailServerProfile.ls_isbuiltin] == true),
          ])
        })
      result.lines = profiles.map { profile in
        "\(profile[EmailServerProfile.name] ?? "")\t\(ProfileCommand.location(profile, isIncoming: true) ?? "-")\t"
          + "\(ProfileCommand.location(profile, isIncoming: false) ?? "-")"
          + (profile.reference == usual ? "\t" + speech.say(.profileIsDefault) : "")
          + (profile[EmailServerProfile.ls_isbuiltin] == true ? "\t" + speech.say(.profileIsRecommended) : "")
      }
      if profiles.isEmpty { result.lines = [speech.say(.nothingFound)] }
      return result
    }
  }

  static let retrievals: KeyValuePairs<String, CredentialRetrieval> = [
    "user-or-queue": .userOrQueue, "profile": .profile, "server-to-server": .serverToServer,
    "windows-integrated": .windowsIntegrated, "none": .anonymous, "gmail-oauth": .gmailOAuth,
    "hybrid-modern": .hybridModernAuth, "entra-oauth": .entraOAuth,
  ]

  private static func location(_ profile: Record, isIncoming: Bool) -> String? {
    guard
      let host = profile[
        isIncoming ? EmailServerProfile.incomingserverlocation : EmailServerProfile.outgoingserverlocation],
      let port = profile[isIncoming ? EmailServerProfile.incomingportnumber : EmailServerProfile.outgoingportnumber]
    else { return nil }
    let kind = profile[isIncoming ? EmailServerProfile.ls_incomingkind : EmailServerProfile.ls_outgoingkind]
    return "\(kind ?? (isIncoming ? .pop3 : .smtp))://\(host):\(port)"
  }

  private static func changed(_ name: String, _ code: MessageCode, _ warnings: [Message], _ speech: Speech)
    -> CommandResult
  {
    let kind = speech.say(EmailServerProfile.table.label)
    return CommandResult(
      data: .object(["name": .text(name)]),
      lines: [
        code == .created
          ? speech.say(.created, ["kind": kind, "name": name, "id": name]) : speech.say(.changed, ["name": name])
      ], problems: warnings)
  }
}
