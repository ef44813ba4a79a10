import ArgumentParser
import Foundation

/// The command line.
@main
struct Lockstep: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lockstep",
    abstract: "Keeps email in step between a CRM's records and mail servers, and says why.",
    version: "0.1.0",
    subcommands: [
      Initialize.self, OrganizationCommand.self, UserCommand.self, QueueCommand.self, ContactCommand.self,
      AccountCommand.self, LeadCommand.self,
      ProfileCommand.self, MailboxCommand.self, Sync.self, Serve.self, EmailCommand.self, Explain.self,
      AlertsCommand.self, Items.self, KeyCommand.self, DemoCommand.self, Failpoints.self, Parse.self,
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
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      FileHandle.standardError.write(Data((fullMessage(for: error) + "\n").utf8))
      Foundation.exit(ExitStatus.usage.rawValue)
    }
  }
}
