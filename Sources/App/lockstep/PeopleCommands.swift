import ArgumentParser
import CRMModel
import LockstepServer

private let rules: KeyValuePairs<String, EmailFilteringMethod> = [
  "all": .allEmail, "replies": .repliesToCRMEmail, "known": .knownSenders, "email-enabled": .emailEnabledSenders,
  "none": .noEmail,
]

extension AnsweringCommand {
  func created(_ row: Record, _ name: String, _ speech: Speech) -> CommandResult {
    CommandResult(
      data: .object(["id": .text("\(row.id)"), "table": .text(row.table.name), "name": .text(name)]),
      lines: [speech.say(.created, ["kind": speech.say(row.table.label), "name": name, "id": "\(row.id)"])])
  }

  fileprivate func setRule(_ address: String, _ accept: String, _ speech: Speech) async throws(SyncFailure)
    -> CommandResult
  {
    guard let rule = try Reading.choice("--accept", accept, rules) else { return CommandResult() }
    try await Directory(try await open(speech)).setRule(address, rule)
    return CommandResult(
      data: .object(["address": .text(address), "accept": .text(accept)]),
      lines: [speech.say(.changed, ["name": address])])
  }
}

struct UserCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Users and which mail they want tracked.", subcommands: [Create.self, Set.self])

  struct Create: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: "Create a user with a mailbox.")
    @Option(help: "Full name.") var name: String
    @Option(help: "Email address.") var address: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let directory = Directory(try await open(speech))
      return created(try await directory.createUser(name: name, address: address), name, speech)
    }
  }

  struct Set: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: "Choose which incoming mail is tracked.")
    @Argument(help: "Address of the user.") var address: String
    @Option(help: "all, replies, known, email-enabled or none.") var accept: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      try await setRule(address, accept, speech)
    }
  }
}

struct QueueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue", abstract: "Queues and which mail they want tracked.", subcommands: [Create.self, Set.self])

  struct Create: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: "Create a queue with a mailbox.")
    @Option(help: "Name.") var name: String
    @Option(help: "Email address.") var address: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let directory = Directory(try await open(speech))
      return created(try await directory.createQueue(name: name, address: address), name, speech)
    }
  }

  struct Set: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: "Choose which incoming mail is tracked.")
    @Argument(help: "Address of the queue.") var address: String
    @Option(help: "all, replies, known, email-enabled or none.") var accept: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      try await setRule(address, accept, speech)
    }
  }
}

struct ContactCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contact", abstract: "Contacts.", subcommands: [Create.self])

  struct Create: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: "Create a contact.")
    @Option(help: "Full name.") var name: String
    @Option(help: "Email address.") var address: String?
    @Option(help: "Company.") var company: String?
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let directory = Directory(try await open(speech))
      return created(
        try await directory.create(.contact, name: name, address: address, company: company), name, speech)
    }
  }
}

struct AccountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account", abstract: "Accounts.", subcommands: [Create.self])

  struct Create: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: "Create an account.")
    @Option(help: "Name.") var name: String
    @Option(help: "Email address.") var address: String?
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let directory = Directory(try await open(speech))
      return created(
        try await directory.create(.account, name: name, address: address, company: nil), name, speech)
    }
  }
}

struct LeadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lead", abstract: "Leads.", subcommands: [Create.self])

  struct Create: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: "Create a lead.")
    @Option(help: "Full name.") var name: String
    @Option(help: "Email address.") var address: String?
    @Option(help: "Company.") var company: String?
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let directory = Directory(try await open(speech))
      return created(
        try await directory.create(.lead, name: name, address: address, company: company), name, speech)
    }
  }
}
