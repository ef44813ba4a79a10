import ArgumentParser
import CRMModel
import Foundation
import LockstepServer

/// The key of a backup, as commands take it.
struct BackupOptions: ParsableArguments {
  @Option(
    name: .customLong("passphrase-file"),
    help: both(
      "File with a passphrase to use instead of the master key; - reads standard input.",
      "マスター キーの代わりに使用するパスフレーズのファイル。- は標準入力から読み取ります。"))
  var passphraseFile: String?

  func key(_ common: CommonOptions) throws(SyncFailure) -> BackupKey {
    if let secret = try Reading.password(passphraseFile) { return .passphrase(secret) }
    return .master(path: common.keyFile ?? common.folder.masterKeyFile)
  }
}

struct BackupCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: both(
      "Back up the configuration and all organizations into one encrypted file.",
      "構成とすべての組織を 1 つの暗号化ファイルにバックアップします。"),
    discussion: both(
      "The service may go on running. The master key is not in the file: keep it apart.",
      "サービスは実行したままで構いません。マスター キーはファイルに含まれません。別に保管してください。"))
  @Option(help: both("The file to write; it must not exist.", "書き込むファイル。存在しないファイルを指定してください。")) var to: String?
  @OptionGroup var options: BackupOptions
  @OptionGroup var common: CommonOptions

  func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
    let made = try await Backup(common.folder, .system).make(to, try options.key(common))
    return CommandResult(
      data: BackupCommand.json(made), lines: [speech.say(.backupMade, BackupCommand.parameters(made))])
  }

  static func parameters(_ summary: Backup.Summary) -> [String: String] {
    [
      "path": summary.path, "when": summary.madeOn.rfc3339, "organizations": String(summary.organizations),
      "rows": String(summary.rows),
    ]
  }

  static func json(_ summary: Backup.Summary) -> JSONValue {
    .object([
      "file": .text(summary.path), "madeOn": JSONValue(summary.madeOn), "bytes": .number(summary.size),
      "organizations": .number(summary.organizations), "rows": .number(summary.rows),
    ])
  }
}

struct RestoreCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: both(
      "Bring the configuration and all organizations back to a backup.", "構成とすべての組織をバックアップの状態に戻します。"),
    discussion: both(
      "Emails that may have been sent since are held until they are settled. What was there before is kept.",
      "バックアップ以降に送信された可能性のある電子メールは、確定されるまで保留されます。復元前のデータは残ります。"))
  @Argument(help: both("The file of the backup.", "バックアップのファイル。")) var file: String
  @Flag(help: both("Only read and check the backup.", "バックアップの読み取りと検査だけを行います。")) var check = false
  @OptionGroup var options: BackupOptions
  @OptionGroup var common: CommonOptions

  func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
    let restore = Restore(common.folder, .system)
    let key = try options.key(common)
    if check {
      let found = try restore.check(file, key)
      return CommandResult(
        data: BackupCommand.json(found), lines: [speech.say(.backupChecked, BackupCommand.parameters(found))])
    }
    let report = try await restore.run(file, key, masterKeyFile: common.keyFile)
    var result = CommandResult()
    result.lines = [speech.say(.restoreDone, BackupCommand.parameters(report.backup))]
    for organization in report.organizations {
      let since = report.backup.madeOn.rfc3339
      if organization.held > 0 {
        result.lines += speech.sayWithRemedy(
          .restoreHeld, ["name": organization.name, "count": String(organization.held), "since": since])
      }
      if !organization.deleting.isEmpty {
        result.lines += speech.sayWithRemedy(
          .restoreMailGone,
          ["name": organization.name, "mailboxes": organization.deleting.joined(separator: ", "), "since": since])
      }
    }
    if report.hasNewKey {
      let path = common.keyFile ?? common.folder.masterKeyFile
      result.lines += speech.sayWithRemedy(.restoreNewKey, ["path": path])
    }
    if let before = report.before { result.lines.append(speech.say(.restoreBefore, ["path": before])) }
    result.data = .object([
      "backup": BackupCommand.json(report.backup), "newMasterKey": .bool(report.hasNewKey),
      "before": JSONValue(report.before),
      "organizations": .array(
        report.organizations.map { organization in
          .object([
            "name": .text(organization.name), "held": .number(organization.held),
            "deletingMailboxes": .array(organization.deleting.map(JSONValue.text)),
          ])
        }),
    ])
    return result
  }
}
