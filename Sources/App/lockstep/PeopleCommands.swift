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
    commandName: "user", abstract: both("Users and which mail they want tracked.", "ユーザーと追跡するメールの設定。"),
    subcommands: [Create.self, Set.self])

  struct Create: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Create a user with a mailbox.", "メールボックスを持つユーザーを作成します。"))
    @Option(help: both("Full name.", "氏名。")) var name: String
    @Option(help: both("Email address.", "電子メール アドレス。")) var address: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let directory = Directory(try await open(speech))
      return created(try await directory.createUser(name: name, address: address), name, speech)
    }
  }

  struct Set: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Choose which incoming mail is tracked.", "追跡する受信メールを選択します。"))
    @Argument(help: both("Address of the user.", "ユーザーのアドレス。")) var address: String
    @Option(help: both("all, replies, known, email-enabled or none.", "all、replies、known、email-enabled または none。"))
    var accept: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      try await setRule(address, accept, speech)
    }
  }
}

struct QueueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue", abstract: both("Queues and which mail they want tracked.", "キューと追跡するメールの設定。"),
    subcommands: [Create.self, Set.self])

  struct Create: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Create a queue with a mailbox.", "メールボックスを持つキューを作成します。"))
    @Option(help: both("Name.", "名前。")) var name: String
    @Option(help: both("Email address.", "電子メール アドレス。")) var address: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let directory = Directory(try await open(speech))
      return created(try await directory.createQueue(name: name, address: address), name, speech)
    }
  }

  struct Set: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: both("Choose which incoming mail is tracked.", "追跡する受信メールを選択します。"))
    @Argument(help: both("Address of the queue.", "キューのアドレス。")) var address: String
    @Option(help: both("all, replies, known, email-enabled or none.", "all、replies、known、email-enabled または none。"))
    var accept: String
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      try await setRule(address, accept, speech)
    }
  }
}

struct ContactCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contact", abstract: both("Contacts.", "取引先担当者。"), subcommands: [Create.self])

  struct Create: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: both("Create a contact.", "取引先担当者を作成します。"))
    @Option(help: both("Full name.", "氏名。")) var name: String
    @Option(help: both("Email address.", "電子メール アドレス。")) var address: String?
    @Option(help: both("Company.", "会社名。")) var company: String?
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
    commandName: "account", abstract: both("Accounts.", "取引先企業。"), subcommands: [Create.self])

  struct Create: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: both("Create an account.", "取引先企業を作成します。"))
    @Option(help: both("Name.", "名前。")) var name: String
    @Option(help: both("Email address.", "電子メール アドレス。")) var address: String?
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
    commandName: "lead", abstract: both("Leads.", "潜在顧客。"), subcommands: [Create.self])

  struct Create: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: both("Create a lead.", "潜在顧客を作成します。"))
    @Option(help: both("Full name.", "氏名。")) var name: String
    @Option(help: both("Email address.", "電子メール アドレス。")) var address: String?
    @Option(help: both("Company.", "会社名。")) var company: String?
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let directory = Directory(try await open(speech))
      return created(
        try await directory.create(.lead, name: name, address: address, company: company), name, speech)
    }
  }
}
