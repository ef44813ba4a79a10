import ArgumentParser
import CRMModel
import LockstepServer
import SyncEngine

struct MailboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mailbox", abstract: both("Mailboxes: approve them, test and enable them.", "メールボックスの承認、テスト、有効化。"),
    subcommands: [
      Create.self, Set.self, Show.self, Approve.self, Test.self, List.self, CompareCommands.Box.self,
    ])

  struct Create: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Create a forward mailbox.", "転送メールボックスを作成します。"),
      discussion: both(
        """
        Users and queues get their mailboxes when they are created. A forward mailbox belongs to nobody: rules on the \
        mail server forward mail to it as attachments, and it is tracked for the users and queues who forwarded it. \
        Set those to --incoming forward-mailbox.
        """,
        """
        ユーザーとキューのメールボックスは自動的に作成されます。転送メールボックスは誰にも属さず、メール サーバーの規則によって \
        メールが添付ファイルとして転送されます。メールは転送元のユーザーまたはキューのために追跡されます。\
        転送元のメールボックスには --incoming forward-mailbox を指定してください。
        """))
    @Option(help: both("Name of the mailbox.", "メールボックスの名前。")) var name: String
    @Option(help: both("Its address.", "アドレス。")) var address: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let mailbox = try await Directory(try await open(speech)).createForwardMailbox(name: name, address: address)
      return created(mailbox, name, speech)
    }
  }

  struct Set: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: both("Change a mailbox.", "メールボックスを変更します。"))
    @Argument(help: both("Address of the mailbox.", "メールボックスのアドレス。")) var address: String
    @Option(help: both("Name of its email server profile.", "電子メール サーバー プロファイルの名前。")) var profile: String?
    @Option(help: both("User name at the mail server.", "メール サーバーのユーザー名。")) var username: String?
    @Option(
      name: .customLong("password-file"),
      help: both("File with the password; - reads standard input.", "パスワードのファイル。- で標準入力から読み取ります。"))
    var passwordFile: String?
    @Option(
      help: both(
        "How it receives: server-side, forward-mailbox or none.", "受信方法: server-side、forward-mailbox または none。"))
    var incoming: String?
    @Option(help: both("How it sends: server-side or none.", "送信方法: server-side または none。")) var outgoing: String?
    @Flag(
      name: .customLong("allow-credentials"), inversion: .prefixedNo,
      help: both("Allow its credentials to be used.", "電子メール処理での資格情報の使用を許可します。"))
    var allowsCredentials: Bool?
    @Option(
      help: both(
        "Process mail received from this date (YYYY-MM-DD), or from the beginning.",
        "この日付 (YYYY-MM-DD) 以降、または最初 (beginning) から受信したメールを処理します。")) var from: String?
    @Flag(
      name: .customLong("delete-after-processing"), inversion: .prefixedNo,
      help: both(
        "Delete mail on the server after it was processed (queue and forward mailboxes only).",
        "処理後にサーバー上のメールを削除します (キューと転送メールボックスのみ)。"))
    var deletes: Bool?
    @Flag(inversion: .prefixedNo, help: both("Activate or deactivate the mailbox.", "メールボックスをアクティブまたは非アクティブにします。"))
    var active: Bool?
    @Option(
      name: .customLong("set"),
      help: both("Any column as COLUMN=VALUE; show lists them.", "任意の列を 列=値 の形式で指定します。列は show で確認できます。"))
    var columns: [String] = []
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let deployment = try await open(speech)
      var settings = MailboxSettings()
      for column in columns { settings.columns.append(try ColumnText(column)) }
      settings.profile = profile
      settings.username = username
      settings.password = try Reading.password(passwordFile)
      settings.incoming = try Reading.choice(
        "--incoming", incoming,
        [
          "server-side": IncomingDeliveryMethod.serverSide, "forward-mailbox": .forwardMailbox,
          "none": IncomingDeliveryMethod.none,
        ])
      settings.outgoing = try Reading.choice(
        "--outgoing", outgoing, ["server-side": OutgoingDeliveryMethod.serverSide, "none": OutgoingDeliveryMethod.none])
      settings.allowsCredentials = allowsCredentials
      settings.deletesAfterProcessing = deletes
      settings.isActive = active
      if let from {
        if from == "beginning" {
          settings.start = .beginning
        } else if let date = Instant(rfc3339: from) {
          settings.start = .date(date)
        } else {
          throw SyncFailure(
            .configuration, .optionInvalid,
            ["option": "--from", "value": from, "allowed": "YYYY-MM-DD, beginning"])
        }
      }
      try await Directory(deployment).change(address, settings)
      return CommandResult(
        data: .object(["mailbox": .text(address)]), lines: [speech.say(.changed, ["name": address])])
    }
  }

  struct Approve: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Approve the email address of a mailbox.", "メールボックスの電子メール アドレスを承認します。"))
    @Argument(help: both("Address of the mailbox.", "メールボックスのアドレス。")) var address: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      try await Directory(try await open(speech)).approve(address)
      return CommandResult(
        data: .object(["mailbox": .text(address)]), lines: speech.sayWithRemedy(.approved, ["name": address]))
    }
  }

  struct Test: AnsweringCommand {
    static let configuration = CommandConfiguration(
      commandName: "test",
      abstract: both("Test & Enable: prove a mailbox, then enable it.", "テストおよび有効化: メールボックスを確認してから有効にします。"),
      discussion: both(
        "A mailbox that sends and receives gets a message from itself, which is deleted again.",
        "送受信するメールボックスには自身からメッセージが送られ、確認後に削除されます。"))
    @Argument(help: both("Address of the mailbox.", "メールボックスのアドレス。")) var address: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let deployment = try await open(speech)
      let result = try await JobDriver(deployment).test(address)
      var answer = CommandResult()
      var steps: [JSONValue] = []
      for step in result.steps {
        let verdict: MessageCode =
          step.verdict == .success ? .verdictSuccess : step.verdict == .warning ? .verdictWarning : .verdictFailure
        let text = step.message.text(in: speech.language)
        answer.lines.append(
          speech.say(
            .testStep,
            [
              "verdict": speech.say(verdict), "workload": speech.say(step.workload.label),
              "ms": String(step.milliseconds), "text": text,
            ]))
        steps.append(
          .object([
            "workload": .text("\(step.workload)"), "verdict": .text(step.verdict.rawValue),
            "milliseconds": .number(step.milliseconds), "code": .text(step.message.code.rawValue),
            "text": .text(text),
          ]))
        if step.verdict != .success { answer.problems.append(step.message) }
      }
      answer.data = .object(["mailbox": .text(address), "steps": .array(steps)])
      if result.steps.contains(where: { $0.verdict == .failure }) {
        answer.exit = .failed
      } else {
        answer.lines += speech.sayWithRemedy(.testSucceeded, ["mailbox": address])
      }
      return answer
    }
  }

  struct List: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("List the mailboxes and how they are.", "メールボックスとその状態を一覧表示します。"))
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let mailboxes = try await Directory(try await open(speech)).mailboxes()
      var result = CommandResult()
      var rows: [JSONValue] = []
      for mailbox in mailboxes {
        let address = mailbox[Mailbox.emailaddress] ?? ""
        let approval = mailbox[Mailbox.emailrouteraccessapproval] ?? .empty
        let incoming = mailbox[Mailbox.incomingemailstatus] ?? .notRun
        let outgoing = mailbox[Mailbox.outgoingemailstatus] ?? .notRun
        result.lines.append(
          [
            address, speech.say(approval.label),
            "\(speech.say(SyncJob.Workload.incoming.label)): \(speech.say(incoming.label))",
            "\(speech.say(SyncJob.Workload.outgoing.label)): \(speech.say(outgoing.label))",
          ].joined(separator: "\t"))
        rows.append(
          .object([
            "address": .text(address), "approval": .number(approval.rawValue),
            "incoming": .number(incoming.rawValue), "outgoing": .number(outgoing.rawValue),
            "enabledForIncoming": .bool(mailbox[Mailbox.enabledforincomingemail] ?? false),
            "enabledForOutgoing": .bool(mailbox[Mailbox.enabledforoutgoingemail] ?? false),
            "lastSuccess": JSONValue(mailbox[Mailbox.lastsuccessfulsynccompletedon]),
          ]))
      }
      result.data = .array(rows)
      if mailboxes.isEmpty { result.lines = [speech.say(.nothingFound)] }
      return result
    }
  }
}
