import ArgumentParser
import CRMModel
import LockstepServer

struct Status: AnsweringCommand {
  static let configuration = CommandConfiguration(
    abstract: both(
      "How the deployment is: the service, mailboxes, what waits, what needs attention.",
      "展開の状態: サービス、メールボックス、待機中のもの、対応が必要なもの。"))
  @OptionGroup var common: CommonOptions

  func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
    let deployment = try await open(speech)
    let status = try await DeploymentStatus.read(deployment)
    var result = CommandResult()
    // First what nobody may overlook. Seed S4.4
    for property in status.openSwitches {
      let message = property == DeploymentProperty.insecureEntry ? MessageCode.insecureEntryOpen : .plainTextSwitchOpen
      result.lines += speech.sayWithRemedy(message, ["name": property])
      result.told.append(Message(message, ["name": property]))
    }
    result.lines.append(speech.say(status.isServed ? .statusServed : .statusNotServed, ["path": common.folder.path]))
    result.lines.append(
      speech.say(
        .statusOrganization,
        [
          "name": status.organization, "mailboxes": String(status.mailboxes), "waiting": String(status.waiting),
          "pendingSend": String(status.pendingSend), "held": String(status.held), "alerts": String(status.alerts),
        ]))
    if let restored = status.restoredOn {
      result.lines.append(speech.say(.statusRestored, ["when": restored.rfc3339]))
    }
    result.data = .object([
      "organization": .text(status.organization), "served": .bool(status.isServed),
      "openSwitches": .array(status.openSwitches.map(JSONValue.text)), "mailboxes": .number(status.mailboxes),
      "waiting": .number(status.waiting), "pendingSend": .number(status.pendingSend), "held": .number(status.held),
      "alerts": .number(status.alerts), "restoredOn": JSONValue(status.restoredOn),
    ])
    return result
  }
}
