package import CRMModel

/// Advice before anything exists: what CRM and servers there are, in answers, and from them the set-up and what will not
/// work. S0.2
package struct Plan: Sendable {
  /// What is asked, in this order.
  package enum Question: String, CaseIterable, Sendable {
    case kind
    case server
    case tenant
    case version
    case account
    case act
    case campaigns
    case fips
    case host

    /// The answers; the first is taken where nobody answers. Empty: any text.
    package var allowed: [String] {
      switch self {
      case .kind: [Organization.Kind.onPremises.word, Organization.Kind.online.word]
      case .server: Server.allCases.map(\.rawValue)
      case .tenant: ["unknown", "same", "other"]
      case .version: [ExchangeVersion.subscription.rawValue] + ExchangeVersion.allCases.dropLast().map(\.rawValue)
      case .account: [RecommendedSetUp.individual.word, RecommendedSetUp.oneCredential.word]
      case .act: ["none", "server-side", "outlook", "both"]
      case .campaigns, .fips: ["no", "yes"]
      case .host: []
      }
    }

    package var code: MessageCode {
      switch self {
      case .kind: .planQuestionKind
      case .server: .planQuestionServer
      case .tenant: .planQuestionTenant
      case .version: .planQuestionVersion
      case .account: .planQuestionAccount
      case .act: .planQuestionACT
      case .campaigns: .planQuestionCampaigns
      case .fips: .planQuestionFIPS
      case .host: .planQuestionHost
      }
    }
  }

  package enum Server: String, CaseIterable, Sendable {
    case exchangeServer = "exchange-server"
    case exchangeOnline = "exchange-online"
    case pop3SMTP = "pop3-smtp"
    case imapSMTP = "imap-smtp"
    case exchangeInSMTPOut = "exchange-in-smtp-out"
    case pop3InExchangeOut = "pop3-in-exchange-out"

    var slots: ServerSlots {
      var slots = ServerSlots(.exchange)
      switch self {
      case .exchangeServer: break
      case .exchangeOnline: slots = ServerSlots(.hybridOnline)
      case .pop3SMTP: slots = ServerSlots(.pop3smtp)
      case .imapSMTP: slots = ServerSlots(.imapsmtp)
      case .exchangeInSMTPOut: slots.outgoing = .smtp
      case .pop3InExchangeOut: slots.incoming = .pop3
      }
      return slots
    }

    var usesExchangeServer: Bool { slots.incoming == .exchange || slots.outgoing == .exchange }
  }

  package private(set) var answers: [Question: String] = [:]

  package init() {}

  /// - Returns: Whether the answer is one of those allowed.
  package mutating func answer(_ question: Question, _ text: String) -> Bool {
    guard question.allowed.isEmpty || question.allowed.contains(text) else { return false }
    answers[question] = text
    return true
  }

  /// Whether a question means anything after the earlier answers.
  package func asks(_ question: Question) -> Bool {
    switch question {
    case .kind, .server, .campaigns: true
    case .tenant: server == .exchangeOnline && kind == .online
    case .version, .account: server.usesExchangeServer
    case .act: server.slots.act != nil
    case .fips: kind == .onPremises && !usesOnlyExchange
    case .host: !usesOnlyExchange
    }
  }

  private var usesOnlyExchange: Bool { server == .exchangeServer || server == .exchangeOnline }

  private func said(_ question: Question) -> String { answers[question] ?? question.allowed.first ?? "" }

  package var kind: Organization.Kind {
    said(.kind) == Organization.Kind.online.word ? .online : .onPremises
  }

  package var server: Server { Server(rawValue: said(.server)) ?? .exchangeServer }

  /// The table that applies; the document has none for servers without Exchange.
  package var setUp: RecommendedSetUp? {
    switch server {
    case .exchangeOnline: .online
    case .exchangeServer, .exchangeInSMTPOut, .pop3InExchangeOut:
      said(.account) == RecommendedSetUp.oneCredential.word ? .oneCredential : .individual
    case .pop3SMTP, .imapSMTP: nil
    }
  }

  /// The command to begin with.
  package var command: String {
    let creation = "lockstep init --organization NAME --kind \(kind.word)"
    switch setUp {
    case .online? where kind == .online: return creation + " --tenant ID"
    case let setUp?: return creation + " && lockstep profile create --name NAME --recommended \(setUp.word)"
    case nil: return creation
    }
  }

  /// The organization as it would be, so that the same rules speak about it.
  package func snapshot(today: Instant) -> Snapshot {
    var ids = (UInt64(1)...).lazy.map { GUID(high: 0, low: $0) }.makeIterator()
    func next() -> GUID { ids.next() ?? GUID(high: 0, low: 0) }
    var profile = Record(EmailServerProfile.table, id: next())
    profile[EmailServerProfile.name] = server.rawValue
    let slots = server.slots
    profile[EmailServerProfile.ls_incomingkind] = slots.incoming
    profile[EmailServerProfile.ls_outgoingkind] = slots.outgoing
    profile[EmailServerProfile.ls_actkind] = slots.act
    for (column, value) in setUp?.profileCells ?? [:] { profile[column] = value }
    if setUp == .oneCredential {
      profile[EmailServerProfile.incomingusername] = "account"
      profile[EmailServerProfile.isincomingpasswordset] = true
    }
    profile[EmailServerProfile.ls_setup] = setUp
    let host = answers[.host] ?? ""
    if asks(.host), !host.isEmpty {
      profile[EmailServerProfile.incomingserverlocation] = host
      profile[EmailServerProfile.outgoingserverlocation] = host
    }
    let isBuiltIn = kind == .online && setUp == .online
    profile[EmailServerProfile.ls_isbuiltin] = isBuiltIn && said(.tenant) != "other"
    var tenant: String?
    if said(.tenant) != "unknown", asks(.tenant) { tenant = "own" }
    if said(.tenant) == "other", asks(.tenant) {
      profile[EmailServerProfile.usedefaulttenantid] = false
      profile[EmailServerProfile.exchangeonlinetenantid] = "other"
    }
    var profiles = [
      AdvisedProfile(profile, version: asks(.version) ? ExchangeVersion(rawValue: said(.version)) : nil)
    ]
    var defaultProfile = profile.id
    if kind == .online, !profiles[0].isBuiltIn {
      // Every organization online has it; nothing is to be said about it here.
      var builtIn = Record(EmailServerProfile.table, id: next())
      builtIn[EmailServerProfile.ls_isbuiltin] = true
      builtIn[EmailServerProfile.statecode] = .inactive
      profiles.append(AdvisedProfile(builtIn))
      defaultProfile = builtIn.id
    }
    return Snapshot(
      today: today, kind: kind, tenant: tenant, defaultProfile: defaultProfile,
      isConfiguredForFIPS: asks(.fips) && said(.fips) == "yes", profiles: profiles,
      mailboxes: mailboxes(of: profile.reference, next))
  }

  private func mailboxes(of profile: Reference, _ next: () -> GUID) -> [AdvisedMailbox] {
    func mailbox(_ method: Mailbox.ActDeliveryMethod, waiting: Int) -> AdvisedMailbox {
      var row = Record(Mailbox.table, id: next())
      row[Mailbox.emailaddress] = "\(method == .outlook ? "outlook" : "user")@example.com"
      row[Mailbox.emailserverprofile] = profile
      row[Mailbox.incomingemaildeliverymethod] = .serverSide
      row[Mailbox.allowemailconnectortousecredentials] = true
      row[Mailbox.username] = "user"
      row[Mailbox.ispasswordset] = true
      row[Mailbox.actdeliverymethod] = method
      return AdvisedMailbox(row, waiting: waiting)
    }
    let waiting = said(.campaigns) == "yes" ? Rule.campaignSize : 0
    let act = asks(.act) ? said(.act) : "none"
    var all = [mailbox(act == "server-side" || act == "both" ? .serverSide : .none, waiting: waiting)]
    if act == "outlook" || act == "both" { all.append(mailbox(.outlook, waiting: 0)) }
    return all
  }
}
