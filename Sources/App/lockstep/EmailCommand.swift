import ArgumentParser
import CRMModel
import Foundation
import LockstepServer

struct EmailCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "email", abstract: both("Email activities in the record store.", "レコード ストア内の電子メール活動。"),
    subcommands: [List.self, Show.self, Send.self, Resolve.self])

  static func find(_ name: String, _ deployment: Deployment) async throws(SyncFailure) -> Record {
    if let id = GUID(name), let row = try await deployment.store.row(Email.table, id) { return row }
    let messageID = name.hasPrefix("<") ? name : "<\(name)>"
    guard
      let row = try await deployment.store.rows(
        Query(Email.table, where: Email.messageid.among([name, messageID]), limit: 1)
      ).first
    else { throw SyncFailure(.gone, .emailUnknown, ["name": name]) }
    return row
  }

  static func json(_ email: Record) -> [String: JSONValue] {
    [
      "activityid": .text("\(email.id)"), "subject": JSONValue(email[Email.subject]),
      "statuscode": .number(email[Email.statuscode]?.rawValue ?? 0),
      "directioncode": .bool(email[Email.directioncode] ?? true), "messageid": JSONValue(email[Email.messageid]),
      "sender": JSONValue(email[Email.sender]), "torecipients": JSONValue(email[Email.torecipients]),
      "correlationmethod": .number(email[Email.correlationmethod]?.rawValue ?? 0),
      "correlatedactivityid": JSONValue(email[Email.correlatedactivityid].map { "\($0.id)" }),
      "trackingtoken": JSONValue(email[Email.trackingtoken]), "senton": JSONValue(email[Email.senton]),
      "attachmentcount": .number(email[Email.attachmentcount] ?? 0), "createdon": JSONValue(email[Table.createdon]),
    ]
  }

  struct List: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("List emails, the newest first.", "電子メールを新しい順に一覧表示します。"))
    @Option(help: both("How many at most.", "最大件数。")) var limit = 50
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let deployment = try await open(speech)
      let emails = try await deployment.store.rows(
        Query(Email.table, limit: max(1, limit)).ordered(by: Table.versionnumber, descending: true))
      var result = CommandResult()
      result.data = .array(emails.map { .object(EmailCommand.json($0)) })
      result.lines = emails.map { email in
        let arrow = email[Email.directioncode] == true ? ">" : "<"
        return
          "\(email.id) \(arrow) \(speech.say(email[Email.statuscode]?.label))\t\(email[Email.sender] ?? "")\t\(email[Email.subject] ?? "")"
      }
      if emails.isEmpty { result.lines = [speech.say(.nothingFound)] }
      return result
    }
  }

  struct Show: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: both("Show one email.", "1 件の電子メールを表示します。"))
    @Argument(help: both("Id or Message-ID.", "ID またはメッセージ ID。")) var id: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let deployment = try await open(speech)
      let email = try await EmailCommand.find(id, deployment)
      let parties = try await deployment.store.rows(
        Query(ActivityParty.table, where: ActivityParty.activityid == email.reference))
      let attachments = try await deployment.store.rows(
        Query(ActivityMimeAttachment.table, where: ActivityMimeAttachment.objectid == email.reference)
          .ordered(by: ActivityMimeAttachment.attachmentnumber))
      var result = CommandResult()
      func line(_ column: ColumnDefinition, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        result.lines.append("\(speech.say(column.label)): \(value)")
      }
      line(Email.subject.definition, email[Email.subject])
      line(Email.statuscode.definition, email[Email.statuscode].map { speech.say($0.label) })
      line(Email.senton.definition, email[Email.senton]?.rfc3339)
      line(Email.messageid.definition, email[Email.messageid])
      line(Email.trackingtoken.definition, email[Email.trackingtoken])
      line(Email.correlationmethod.definition, email[Email.correlationmethod].map { speech.say($0.label) })
      line(Email.regardingobjectid.definition, email[Email.regardingobjectid].map { "\($0.table)/\($0.id)" })
      for party in parties {
        guard let kind = party[ActivityParty.participationtypemask] else { continue }
        let row = party[ActivityParty.partyid].map { " (\($0.table))" } ?? ""
        result.lines.append("\(speech.say(kind.label)): \(party[ActivityParty.addressused] ?? "")\(row)")
      }
      for attachment in attachments {
        line(
          ActivityMimeAttachment.filename.definition,
          "\(attachment[ActivityMimeAttachment.filename] ?? "") (\(attachment[ActivityMimeAttachment.filesize] ?? 0))")
      }
      result.lines += ["", email[Email.description] ?? ""]
      var data = EmailCommand.json(email)
      data["description"] = JSONValue(email[Email.description])
      data["parties"] = .array(
        parties.map { party in
          .object([
            "participationtypemask": .number(party[ActivityParty.participationtypemask]?.rawValue ?? 0),
            "addressused": JSONValue(party[ActivityParty.addressused]),
            "partyid": JSONValue(party[ActivityParty.partyid].map { "\($0.table)/\($0.id)" }),
            "deliveryresult": .number(party[ActivityParty.ls_deliveryresult]?.rawValue ?? 0),
          ])
        })
      data["attachments"] = .array(
        attachments.map { attachment in
          let hash = attachment[ActivityMimeAttachment.ls_sha256] ?? []
          return .object([
            "filename": JSONValue(attachment[ActivityMimeAttachment.filename]),
            "mimetype": JSONValue(attachment[ActivityMimeAttachment.mimetype]),
            "filesize": .number(attachment[ActivityMimeAttachment.filesize] ?? 0),
            "sha256": .text(hash.map { String(format: "%02x", $0) }.joined()),
          ])
        })
      result.data = .object(data)
      return result
    }
  }

  struct Send: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Send an email from the record store.", "レコード ストアから電子メールを送信します。"),
      discussion: both(
        "The email waits in Pending Send until the next cycle of its mailbox.",
        "電子メールは、メールボックスの次のサイクルまで [送信の保留中] になります。"))
    @Option(help: both("Address of a user or queue.", "ユーザーまたはキューのアドレス。")) var from: String
    @Option(help: both("Recipient; may be repeated.", "宛先。複数指定できます。")) var to: [String]
    @Option(help: both("Copy; may be repeated.", "CC。複数指定できます。")) var cc: [String] = []
    @Option(help: both("Blind copy; may be repeated.", "BCC。複数指定できます。")) var bcc: [String] = []
    @Option(help: both("Subject.", "件名。")) var subject: String
    @Option(
      name: .customLong("body-file"),
      help: both("File with the text; - reads standard input.", "本文のファイル。- で標準入力から読み取ります。")) var bodyFile: String
    @Flag(help: both("The text is HTML.", "本文は HTML です。")) var html = false
    @Option(help: both("File to attach; may be repeated.", "添付ファイル。複数指定できます。")) var attach: [String] = []
    @Option(help: both("Record it is about, as TYPE/ID.", "関連レコード (種類/ID の形式)。")) var regarding: String?
    @Option(
      name: .customLong("reply-to"),
      help: both("Id or Message-ID of the email it answers.", "返信元の電子メールの ID またはメッセージ ID。")) var replyTo: String?
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let deployment = try await open(speech)
      var request = SendRequest(from: from, to: to, subject: subject, body: try Reading.text(bodyFile))
      request.cc = cc
      request.bcc = bcc
      request.isHTML = html
      for path in attach {
        let content = [UInt8](try Reading.file(path))
        request.attachments.append(
          IncomingMail.Attachment(
            fileName: (path as NSString).lastPathComponent, mediaType: MediaType.ofFile(named: path), contentID: nil,
            isInline: false, content: content))
      }
      if let regarding {
        let parts = regarding.split(separator: "/").map(String.init)
        guard parts.count == 2, let id = GUID(parts[1]), let table = deployment.schema[parts[0]],
          let row = try await deployment.store.row(table, id)
        else {
          throw SyncFailure(
            .configuration, .optionInvalid,
            ["option": "--regarding", "value": regarding, "allowed": "contact/ID, account/ID, lead/ID"])
        }
        request.regarding = row.reference
      }
      if let replyTo { request.inReplyTo = try await EmailCommand.find(replyTo, deployment) }
      let email = try await EmailComposer(deployment).send(request)
      return CommandResult(
        data: .object(EmailCommand.json(email)), lines: speech.sayWithRemedy(.emailQueued, ["id": "\(email.id)"]))
    }
  }

  struct Resolve: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Settle an email whose sending is in doubt.", "送信結果が不明な電子メールを確定します。"))
    @Argument(help: both("Id or Message-ID.", "ID またはメッセージ ID。")) var id: String
    @Flag(help: both("It was sent.", "送信されたものとします。")) var sent = false
    @Flag(name: .customLong("send-again"), help: both("Send it again.", "もう一度送信します。")) var sendAgain = false
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      guard sent != sendAgain else {
        throw SyncFailure(.configuration, .usageEither, ["options": "--sent, --send-again"])
      }
      let deployment = try await open(speech)
      let email = try await EmailCommand.find(id, deployment)
      try await JobDriver(deployment).resolve(email, wasSent: sent)
      return CommandResult(
        data: .object(["activityid": .text("\(email.id)")]),
        lines: [speech.say(.emailResolved, ["id": "\(email.id)"])])
    }
  }
}
