package import CRMModel

/// Everything the rules look at, read at one moment.
package struct Snapshot: Sendable {
  package var today: Instant
  package var kind: Organization.Kind
  package var tenant: String?
  package var channel: Organization.EmailConnectionChannel
  package var defaultProfile: GUID?
  /// The deployment is configured for FIPS 140-2.
  package var isConfiguredForFIPS: Bool
  /// AllowCredentialsEntryViaInsecureChannels
  package var allowsEntryViaInsecureChannels: Bool
  package var profiles: [AdvisedProfile]
  package var mailboxes: [AdvisedMailbox] { didSet { mailboxesByProfile = Snapshot.byProfile(mailboxes) } }
  /// The active ones; every rule asks for them.
  private var mailboxesByProfile: [Reference: [AdvisedMailbox]]

  package init(
    today: Instant, kind: Organization.Kind, tenant: String? = nil,
    channel: Organization.EmailConnectionChannel = .serverSide, defaultProfile: GUID? = nil,
    isConfiguredForFIPS: Bool = false, allowsEntryViaInsecureChannels: Bool = false,
    profiles: [AdvisedProfile] = [], mailboxes: [AdvisedMailbox] = []
  ) {
    self.today = today
    self.kind = kind
    self.tenant = tenant
    self.channel = channel
    self.defaultProfile = defaultProfile
    self.isConfiguredForFIPS = isConfiguredForFIPS
    self.allowsEntryViaInsecureChannels = allowsEntryViaInsecureChannels
    self.profiles = profiles
    self.mailboxes = mailboxes
    mailboxesByProfile = Snapshot.byProfile(mailboxes)
  }

  private static func byProfile(_ mailboxes: [AdvisedMailbox]) -> [Reference: [AdvisedMailbox]] {
    var found: [Reference: [AdvisedMailbox]] = [:]
    for mailbox in mailboxes where mailbox.isActive {
      guard let profile = mailbox.row[Mailbox.emailserverprofile] else { continue }
      found[profile, default: []].append(mailbox)
    }
    return found
  }

  /// Deactivated profiles connect to nothing.
  var activeProfiles: [AdvisedProfile] { profiles.filter { $0.row[EmailServerProfile.statecode] != .inactive } }

  var activeMailboxes: [AdvisedMailbox] { mailboxes.filter(\.isActive) }

  package func mailboxes(of profile: AdvisedProfile) -> [AdvisedMailbox] {
    mailboxesByProfile[profile.row.reference] ?? []
  }

  /// The tenant a profile connects to, as far as it is known.
  func tenant(of profile: AdvisedProfile) -> String? {
    if profile.isBuiltIn || profile.row[EmailServerProfile.usedefaulttenantid] ?? true { return tenant }
    return Snapshot.filled(profile.row[EmailServerProfile.exchangeonlinetenantid])
  }

  static func filled(_ text: String?) -> String? {
    guard let text, text.contains(where: { !$0.isWhitespace }) else { return nil }
    return text
  }

  /// B11: the built-in profile; an endpoint, configured or discovered, on a host of Exchange Online or Graph; Server to
  /// Server Authentication for a tenant.
  package func isExchangeOnline(_ profile: AdvisedProfile) -> Bool {
    if profile.isBuiltIn || profile.usesGraph { return true }
    if profile.endpoints.contains(where: { ExchangeOnline.isHost($0.host) }) { return true }
    if profile.isExchange, profile.retrieval == .serverToServer, tenant(of: profile) != nil { return true }
    return profile.isExchange
      && mailboxes(of: profile).contains { mailbox in
        guard let url = mailbox.row[Mailbox.ewsurl] else { return false }
        return Endpoint(url).map { ExchangeOnline.isHost($0.host) } ?? false
      }
  }

  /// An Exchange server that is not Exchange Online.
  func isExchangeServer(_ profile: AdvisedProfile) -> Bool { profile.isExchange && !isExchangeOnline(profile) }
}

/// An email server profile as the rules see it.
package struct AdvisedProfile: Hashable, Sendable {
  package let row: Record
  /// The build the server announced, or the administrator's answer, where known.
  package var version: ExchangeVersion?

  package init(_ row: Record, version: ExchangeVersion? = nil) {
    self.row = row
    self.version = version ?? row[EmailServerProfile.exchangeversion].flatMap { ExchangeVersion($0) }
  }

  package var name: String { row[EmailServerProfile.name] ?? "" }
  package var isBuiltIn: Bool { row[EmailServerProfile.ls_isbuiltin] ?? false }
  package var place: Place { .profile(name) }

  package var slots: ServerSlots {
    let slots = ServerSlots(of: row)
    guard slots.incoming == nil, slots.outgoing == nil, slots.act == nil,
      let type = row[EmailServerProfile.servertype]
    else { return slots }
    return ServerSlots(type)
  }

  var kinds: [ServerKind] { [slots.incoming, slots.outgoing, slots.act].compactMap { $0 } }
  var usesGraph: Bool { kinds.contains(.graph) }
  package var isExchange: Bool { kinds.contains { $0 == .exchange || $0 == .graph } }
  /// POP3, SMTP and, which the document did not know, IMAP.
  var mailKinds: [ServerKind] { kinds.filter { $0 == .pop3 || $0 == .smtp || $0 == .imap } }

  package var retrieval: CredentialRetrieval { row[EmailServerProfile.incomingcredentialretrieval] ?? .userOrQueue }
  package var impersonates: Bool { row[EmailServerProfile.incominguseimpersonation] ?? false }
  package var usesSameForOutgoing: Bool {
    row[EmailServerProfile.usesamesettingsforoutgoingconnections] ?? true
  }
  package var autoDiscovers: Bool { row[EmailServerProfile.useautodiscover] ?? false }

  /// Where it connects to, as far as that is written down: incoming, outgoing, and the server for appointments,
  /// contacts and tasks.
  var endpoints: [Endpoint] {
    let ports = [
      EmailServerProfile.incomingportnumber, EmailServerProfile.outgoingportnumber, EmailServerProfile.ls_actportnumber,
    ]
    let securities = [
      EmailServerProfile.ls_incomingsecurity, EmailServerProfile.ls_outgoingsecurity, EmailServerProfile.ls_actsecurity,
    ]
    let locations = [
      EmailServerProfile.incomingserverlocation, EmailServerProfile.outgoingserverlocation,
      EmailServerProfile.ls_actserverlocation,
    ]
    let kinds = [slots.incoming, slots.outgoing, slots.act]
    return locations.indices.compactMap { index in
      guard let kind = kinds[index] else { return nil }
      let text =
        Snapshot.filled(row[locations[index]]) ?? Snapshot.filled(row[EmailServerProfile.defaultserverlocation])
      guard var endpoint = Endpoint(text ?? "") else { return nil }
      endpoint.kind = kind
      if let port = row[ports[index]], port > 0 { endpoint.port = port }
      endpoint.security = row[securities[index]]
      return endpoint
    }
  }
}

/// A mailbox as the rules see it.
package struct AdvisedMailbox: Hashable, Sendable {
  package let row: Record
  /// Emails in Pending Send.
  package var waiting: Int

  package init(_ row: Record, waiting: Int = 0) {
    self.row = row
    self.waiting = waiting
  }

  package var address: String { row[Mailbox.emailaddress] ?? "" }
  package var place: Place { .mailbox(address) }
  var isActive: Bool { row[Mailbox.statecode] != .inactive }

  /// Any workload that signs in to a server.
  package var isServerSide: Bool {
    row[Mailbox.incomingemaildeliverymethod] == .serverSide || row[Mailbox.outgoingemaildeliverymethod] == .serverSide
      || usesServerForACT
  }
  package var usesServerForACT: Bool { row[Mailbox.actdeliverymethod] == .serverSide }
  package var usesOutlookForACT: Bool { row[Mailbox.actdeliverymethod] == .outlook }
}
