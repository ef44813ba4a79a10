import ArgumentParser
import CRMModel
import LockstepServer

struct Initialize: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: both("Create the configuration database and an organization.", "構成データベースと組織を作成します。"),
    discussion: both("A second run with the same names changes nothing.", "同じ名前で再度実行しても何も変更されません。"))

  @Option(help: both("Kind of organization: online or on-premises.", "組織の種類: online または on-premises。"))
  var kind: String?
  @Option(help: both("Tenant id of an organization online.", "オンライン組織のテナント ID。")) var tenant: String?
  @OptionGroup var common: CommonOptions

  func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
    guard let name = common.organization, !name.isEmpty else {
      throw SyncFailure(
        .configuration, .optionInvalid, ["option": "--organization", "value": "", "allowed": "NAME"])
    }
    let keyPath = common.keyFile ?? common.folder.masterKeyFile
    let kind = try KindReading.kind("--kind", kind) ?? (tenant == nil ? .onPremises : .online)
    let tenant = try OrganizationKind.tenant(tenant, of: kind)
    let creation = try await Deployment.create(
      common.folder, organization: name, kind: kind, tenant: tenant, masterKeyFile: common.keyFile,
      language: speech.language, .system)
    let parameters = ["name": name, "path": common.folder.path]
    var result = CommandResult()
    switch creation {
    case .created:
      result.lines = speech.sayWithRemedy(.initCreated, parameters) + [speech.say(.initKey, ["path": keyPath])]
    case .organizationAdded: result.lines = [speech.say(.initAdded, parameters)]
    case .unchanged: result.lines = [speech.say(.initUnchanged, parameters)]
    }
    if creation != .unchanged {
      result.lines.append(speech.say(.kindIs, ["kind": speech.say(kind.label), "tenant": tenant ?? "-"]))
    }
    result.data = .object([
      "organization": .text(name), "created": .bool(creation != .unchanged), "masterKeyFile": .text(keyPath),
      "kind": creation == .unchanged ? .null : .text(kind.word),
      "tenant": JSONValue(creation == .unchanged ? nil : tenant),
    ])
    return result
  }
}

struct KeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: both("The master key that protects stored passwords.", "保存されたパスワードを保護するマスター キー。"),
    subcommands: [Rotate.self])

  struct Rotate: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: both("Replace the master key.", "マスター キーを交換します。"))
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      guard common.folder.exists else { throw SyncFailure(.gone, .folderEmpty, ["path": common.folder.path]) }
      guard let hold = try common.folder.lock() else {
        throw SyncFailure(.conflict, .folderBusy, ["path": common.folder.path])
      }
      defer { withExtendedLifetime(hold) {} }
      let count = try await Deployment.rotateKey(common.folder, masterKeyFile: common.keyFile, .system)
      let path = common.keyFile ?? common.folder.masterKeyFile
      return CommandResult(
        data: .object(["rewrapped": .number(count)]),
        lines: [speech.say(.keyRotated, ["path": path, "count": String(count)])])
    }
  }
}

struct Failpoints: AnsweringCommand {
  static let configuration = CommandConfiguration(
    abstract: both("List the places where a test may end the process.", "テストがプロセスを終了させることのできる箇所を一覧表示します。"),
    discussion: both(
      "LOCKSTEP_FAILPOINT=NAME:N ends the process with SIGKILL at the N-th time.",
      "LOCKSTEP_FAILPOINT=名前:N を設定すると、N 回目に SIGKILL でプロセスを終了します。"))
  @OptionGroup var common: CommonOptions

  func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
    let names = Failpoint.allCases.map(\.rawValue)
    return CommandResult(data: .array(names.map(JSONValue.text)), lines: names)
  }
}
