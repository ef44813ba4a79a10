import Advisor
import ArgumentParser
import CRMModel
import LockstepServer

/// Shows or changes whether the organization is online or on premises.
struct OrganizationKindCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "kind",
    abstract: both(
      "Show or change whether the organization is online or on-premises.", "組織の種類 (オンラインまたは設置型) を表示または変更します。"),
    discussion: both(
      "A change says which findings of the Advisor appear and vanish; --preview changes nothing.",
      "変更すると、追加および解消される検出事項を表示します。--preview を付けると何も変更しません。"))
  @Argument(help: both("online or on-premises.", "online または on-premises。")) var kind: String?
  @Option(help: both("Tenant id of an organization online.", "オンライン組織のテナント ID。")) var tenant: String?
  @Flag(help: both("Only say what would change.", "変更内容の表示のみを行います。")) var preview = false
  @OptionGroup var common: CommonOptions

  func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
    let organization = OrganizationKind(try await open(speech))
    let current = try await organization.current()
    guard let kind = try KindReading.kind("KIND", kind) ?? (tenant == nil ? nil : current.kind) else {
      return CommandResult(
        data: .object(["kind": .text(current.kind.word), "tenant": JSONValue(current.tenant)]),
        lines: [line(current.kind, current.tenant, speech)])
    }
    let change = try await organization.change(to: kind, tenant: tenant, isPreview: preview)
    var result = CommandResult()
    result.lines = [line(change.kind, change.tenant, speech)]
    for finding in change.appearing {
      result.lines.append(speech.say(preview ? .kindWouldAppear : .kindAppears, parameters(finding, speech)))
    }
    for finding in change.vanishing {
      result.lines.append(speech.say(preview ? .kindWouldVanish : .kindVanishes, parameters(finding, speech)))
    }
    if change.appearing.isEmpty && change.vanishing.isEmpty { result.lines.append(speech.say(.kindNothingChanges)) }
    if preview { result.lines += speech.sayWithRemedy(.kindPreview) }
    result.data = .object([
      "kind": .text(change.kind.word), "tenant": JSONValue(change.tenant), "changed": .bool(!preview),
      "appearing": .array(change.appearing.map { .text($0.id) }),
      "vanishing": .array(change.vanishing.map { .text($0.id) }),
    ])
    return result
  }

  private func line(_ kind: Organization.Kind, _ tenant: String?, _ speech: Speech) -> String {
    speech.say(.kindIs, ["kind": speech.say(kind.label), "tenant": tenant ?? "-"])
  }

  private func parameters(_ finding: Finding, _ speech: Speech) -> [String: String] {
    ["id": finding.id, "what": finding.message(in: speech.language).text(in: speech.language)]
  }
}

/// Kinds and set-ups as the command line writes them.
enum KindReading {
  static func kind(_ option: String, _ text: String?) throws(SyncFailure) -> Organization.Kind? {
    try choice(option, text, Organization.Kind.allCases.map { ($0.word, $0) })
  }

  static func setUp(_ option: String, _ text: String?) throws(SyncFailure) -> RecommendedSetUp? {
    try choice(option, text, RecommendedSetUp.allCases.map { ($0.word, $0) })
  }

  private static func choice<Choice>(_ option: String, _ text: String?, _ choices: [(String, Choice)])
    throws(SyncFailure) -> Choice?
  {
    guard let text else { return nil }
    for (word, choice) in choices where word == text { return choice }
    throw SyncFailure(
      .configuration, .optionInvalid,
      ["option": option, "value": text, "allowed": choices.map(\.0).joined(separator: ", ")])
  }
}
