import CRMModel
import LockstepServer

/// `profile create --recommended`: a profile by one of the document's tables.
struct RecommendedCreation {
  let setUp: RecommendedSetUp
  let name: String?
  let server: String?
  let tenant: String?
  let options: ProfileCommand.Options

  func answer(_ deployment: Deployment, _ speech: Speech) async throws(SyncFailure) -> CommandResult {
    let profiles = RecommendedProfiles(deployment)
    guard let name else {
      guard setUp == .online else {
        throw SyncFailure(.configuration, .usageEither, ["options": "--name, --recommended online"])
      }
      let builtIn = try await profiles.completeBuiltIn()
      return CommandResult(
        data: .object(["name": .text(builtIn), "setUp": .text(setUp.word)]),
        lines: [speech.say(.builtInCompleted, ["name": builtIn])])
    }
    var answers = RecommendedAnswers()
    answers.location = server
    answers.username = options.username
    answers.password = try Reading.password(options.passwordFile)
    answers.tenant = try OrganizationKind.tenant(tenant, of: .online)
    try await profiles.create(name, setUp, answers)
    let kind = speech.say(EmailServerProfile.table.label)
    return CommandResult(
      data: .object(["name": .text(name), "setUp": .text(setUp.word)]),
      lines: [speech.say(.created, ["kind": kind, "name": name, "id": name])])
  }
}
