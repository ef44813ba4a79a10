import ArgumentParser

/// The command line.
@main
struct Lockstep: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lockstep",
    abstract: "Keeps email in step between a CRM's records and mail servers, and says why.",
    version: "0.1.0",
    subcommands: [
      Initialize.self, UserCommand.self, QueueCommand.self, ContactCommand.self, AccountCommand.self, LeadCommand.self,
      ProfileCommand.self, MailboxCommand.self, Sync.self, Serve.self, EmailCommand.self, Explain.self,
      AlertsCommand.self, Items.self, KeyCommand.self, DemoCommand.self, Failpoints.self, Parse.self,
    ])
}
