import ArgumentParser
import CRMModel
import Foundation

/// The command line.
@main
struct Lockstep: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lockstep",
    abstract: both(
      "Keeps email in step between a CRM's records and mail servers, and says why.",
      "CRM のレコードとメール サーバーの電子メールを同期し、その理由を説明します。"),
    version: "0.1.0",
    subcommands: [
      Initialize.self, DeploymentCommand.self, OrganizationCommand.self, UserCommand.self, QueueCommand.self,
      ContactCommand.self,
      AccountCommand.self, LeadCommand.self,
      ProfileCommand.self, MailboxCommand.self, Status.self, Sync.self, Serve.self, EmailCommand.self, Explain.self,
      AlertsCommand.self, Items.self, Advise.self, KeyCommand.self, BackupCommand.self, RestoreCommand.self,
      DemoCommand.self, Failpoints.self, Parse.self, Help.self,
    ])

  /// As usual, but a command that cannot be understood ends with 2.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      switch exitCode(for: error) {
      case .validationFailure:
        let mistake = UsageMistake(sentence: message(for: error), full: fullMessage(for: error))
        mistake.say(
          asJSON: CommandLine.arguments.contains("--json"), in: CommandLanguage.atStart ?? .english)
        fflush(nil)
        Foundation.exit(ExitStatus.usage.rawValue)
      case .success:
        print(CommandLanguage.help(fullMessage(for: error)))
        fflush(nil)
        Foundation.exit(ExitStatus.done.rawValue)
      default: exit(withError: error)
      }
    }
  }
}
