package import CRMModel
import Foundation
import MailGeneration
import Simulators
package import SyncEngine

/// The main job on embedded defaults: an organization, built-in servers, a few hundred messages, and answers to what
/// the record store sends.
package struct Demo: Sendable {
  package static let messageCount = 320
  static let password = "demo"
  static let outgoingCount = 8

  /// What the demo shows when it is over.
  package struct Outcome: Sendable {
    package var first = JobDriver.SyncOutcome()
    package var sent = JobDriver.SyncOutcome()
    package var answers = JobDriver.SyncOutcome()
    package var correlated = 0
    package var examples: [(subject: String, item: Record)] = []
    package var seconds = 0.0
  }

  let deployment: Deployment
  let world: DemoWorld
  let pop3: POP3Simulator
  let smtp: SMTPSimulator

  /// Makes the organization and starts the servers.
  package static func start(_ folder: DataFolder, language: Language, seed: UInt64) async throws -> Demo {
    let surroundings = Surroundings.system
    _ = try await Deployment.create(
      folder, organization: "Contoso", masterKeyFile: nil, language: language, surroundings)
    let deployment = try await Deployment.open(folder, organization: "Contoso", masterKeyFile: nil, surroundings)
    let world = DemoWorld.make(seed: seed)
    let pop3 = try await POP3Simulator.start()
    let own = Set((world.users + world.queues).map { $0.address.lowercased() })
    var accounts: [String: String] = [:]
    for person in world.users + world.queues {
      pop3.addMailbox(user: person.address, password: password)
      accounts[person.address] = password
    }
    for message in world.messages(count: messageCount, now: surroundings.now().microseconds) {
      pop3.deliver(to: message.mailbox, bytes: message.bytes)
    }
    // Mail to the organization's own addresses comes back into its mailboxes, as it would at home.
    let smtp = try await SMTPSimulator.start(users: accounts) { envelope in
      for recipient in envelope.recipients where own.contains(recipient.lowercased()) {
        pop3.deliver(to: recipient, bytes: envelope.bytes)
      }
    }
    return Demo(deployment: deployment, world: world, pop3: pop3, smtp: smtp)
  }

  package var ports: (pop3: Int, smtp: Int) { (pop3.port, smtp.port) }
  package var mailboxCount: Int { world.users.count + world.queues.count }
  package var outgoingCount: Int { Demo.outgoingCount }

  package func stop() async {
    // The process is about to end; a listener that cannot be closed is closed with it.
    try? await pop3.stop()
    try? await smtp.stop()
  }

  // MARK: - Steps

  /// People, a profile, mailboxes with rules of every kind.
  package func configure() async throws(SyncFailure) {
    let directory = Directory(deployment)
    let rules: [EmailFilteringMethod] = [.allEmail, .knownSenders, .repliesToCRMEmail, .emailEnabledSenders]
    for (index, user) in world.users.enumerated() {
      _ = try await directory.createUser(name: user.name, address: user.address)
      try await directory.setRule(user.address, rules[index % rules.count])
    }
    for queue in world.queues { _ = try await directory.createQueue(name: queue.name, address: queue.address) }
    for (kind, people) in [
      (Directory.Person.contact, world.contacts), (.account, world.accounts), (.lead, world.leads),
    ] {
      for person in people {
        _ = try await directory.create(kind, name: person.name, address: person.address, company: nil)
      }
    }
    var settings = ProfileSettings()
    settings.incoming = ServerLocation("127.0.0.1:\(pop3.port)")
    settings.outgoing = ServerLocation("127.0.0.1:\(smtp.port)")
    settings.incomingSecurity = ConnectionSecurity.none
    settings.outgoingSecurity = ConnectionSecurity.none
    _ = try await Profiles(deployment).create("Demo", settings)
    for person in world.users + world.queues {
      var settings = MailboxSettings()
      settings.profile = "Demo"
      settings.username = person.address
      settings.password = Secret(Demo.password)
      settings.incoming = .serverSide
      settings.outgoing = .serverSide
      settings.allowsCredentials = true
      settings.start = .beginning
      try await directory.change(person.address, settings)
      try await directory.approve(person.address)
    }
  }

  /// Test & Enable of every mailbox; answers the first failure.
  package func testMailboxes() async throws(SyncFailure) -> Message? {
    for person in world.users + world.queues {
      let result = try await JobDriver(deployment).test(person.address)
      if let failure = result.steps.first(where: { $0.verdict != .success }) { return failure.message }
    }
    return nil
  }

  package func synchronize(
    begin: @Sendable (Int) -> Void, observe: @escaping @Sendable (Record, RunSummary) -> Void
  ) async throws(SyncFailure) -> JobDriver.SyncOutcome {
    try await JobDriver(deployment).sync(mailbox: nil, begin: begin, observe: observe)
  }

  /// Sends from the record store and lets the contacts answer, some of them without the headers of an answer.
  package func converse(
    begin: @Sendable (Int) -> Void, observe: @escaping @Sendable (Record, RunSummary) -> Void
  ) async throws(SyncFailure) -> (sent: JobDriver.SyncOutcome, answers: JobDriver.SyncOutcome, correlated: Int) {
    let composer = EmailComposer(deployment)
    var sentIDs: [String: Person] = [:]
    for index in 0..<Demo.outgoingCount {
      let user = world.users[index % world.users.count]
      let contact = world.contacts[index % world.contacts.count]
      var request = SendRequest(
        from: user.address, to: [contact.address], subject: "Offer \(index + 1) / 御見積 \(index + 1)",
        body: "Please find our offer attached.\nお見積書を添付いたします。\n")
      request.attachments = [
        IncomingMail.Attachment(
          fileName: "見積 \(index + 1).txt", mediaType: "text/plain", contentID: nil, isInline: false,
          content: Array("Offer \(index + 1)\n".utf8))
      ]
      let email = try await composer.send(request)
      if let id = email[Email.messageid] { sentIDs[id] = contact }
    }
    let sent = try await synchronize(begin: begin, observe: observe)
    let now = deployment.surroundings.now().microseconds
    var answered = 0
    for envelope in smtp.messages {
      guard let recipient = envelope.recipients.first,
        let contact = world.contacts.first(where: { $0.address.lowercased() == recipient.lowercased() })
      else { continue }
      answered += 1
      let answer = world.reply(
        to: envelope.bytes, from: contact, now: now, index: answered, dropsHeaders: answered % 3 == 0)
      pop3.deliver(to: envelope.sender, bytes: answer)
    }
    let before = try await correlatedCount()
    let answers = try await synchronize(begin: begin, observe: observe)
    return (sent, answers, try await correlatedCount() - before)
  }

  private func correlatedCount() async throws(SyncFailure) -> Int {
    try await deployment.store.count(
      Query(
        Email.table,
        where: Email.directioncode == false && Email.correlationmethod.among([.inReplyTo, .trackingToken])))
  }

  /// One message per decision, to be looked at.
  package func examples() async throws(SyncFailure) -> [Record] {
    var examples: [Record] = []
    for code in DecisionCode.allCases {
      if let item = try await deployment.store.rows(
        Query(SyncItem.table, where: SyncItem.decisioncode == code && .not(SyncItem.messageid.isNull), limit: 1)
      ).first {
        examples.append(item)
      }
    }
    return examples
  }
}
