import CRMModel

/// Which combinations of a profile's columns make sense, with the original's codes. A rule that only the original needs
/// is none here: mixtures of servers work. feature map F3 to F12, 6.4
struct ProfileRules {
  let profile: Record
  /// An organization run as a hosted service.
  var isOnline = false
  /// The organization reads no mail received before; nil without such a bound.
  var earliest: Instant?

  init(profile: Record, isOnline: Bool = false, earliest: Instant? = nil) {
    self.profile = profile
    self.isOnline = isOnline
    self.earliest = earliest
  }

  /// The rules as they hold in an organization.
  init(profile: Record, of organization: Record) {
    self.init(
      profile: profile, isOnline: organization[Organization.ls_organizationkind] == .online,
      earliest: organization[Organization.ls_earliestemailfrom])
  }

  /// What both directions have.
  private struct Direction {
    let kind: ServerKind?
    let location: String?
    let usesTLS: Bool
    let retrieval: CredentialRetrieval
    let impersonates: Bool
    let mechanism: AuthenticationProtocol?

    /// Servers that Exchange Web Services or Graph reach.
    var isExchange: Bool { kind == .exchange || kind == .graph }
    /// A server without a location is used only where it can be discovered.
    var isUsed: Bool { location != nil || isExchange }
  }

  private var incoming: Direction {
    Direction(
      kind: profile[EmailServerProfile.ls_incomingkind], location: profile[EmailServerProfile.incomingserverlocation],
      usesTLS: profile[EmailServerProfile.incomingusessl] ?? true,
      retrieval: profile[EmailServerProfile.incomingcredentialretrieval] ?? .userOrQueue,
      impersonates: profile[EmailServerProfile.incominguseimpersonation] ?? false,
      mechanism: profile[EmailServerProfile.incomingauthenticationprotocol])
  }

  private var outgoing: Direction {
    Direction(
      kind: profile[EmailServerProfile.ls_outgoingkind], location: profile[EmailServerProfile.outgoingserverlocation],
      usesTLS: profile[EmailServerProfile.outgoingusessl] ?? true,
      retrieval: profile[EmailServerProfile.outgoingcredentialretrieval] ?? .userOrQueue,
      impersonates: profile[EmailServerProfile.outgoinguseimpersonation] ?? false,
      mechanism: profile[EmailServerProfile.outgoingauthenticationprotocol])
  }

  func check() throws(SyncFailure) {
    if let code = problem { throw SyncFailure(.configuration, code, parameters) }
  }

  private var parameters: [String: String] {
    [
      "profile": profile[EmailServerProfile.name] ?? "",
      "location": incoming.location ?? outgoing.location ?? "",
      "tenant": profile[EmailServerProfile.exchangeonlinetenantid] ?? "",
      "start": profile[EmailServerProfile.processemailsreceivedafter]?.rfc3339 ?? "",
      "earliest": earliest?.rfc3339 ?? "",
    ]
  }

  /// The first rule that is broken.
  var problem: MessageCode? {
    let directions = [incoming, outgoing].filter(\.isUsed)
    let discovers = profile[EmailServerProfile.useautodiscover] ?? false
    if discovers, !directions.contains(where: \.isExchange) { return .profileDiscoveryNotExchange }
    if discovers, directions.contains(where: { $0.isExchange && $0.location != nil }) {
      return .profileLocationWithDiscovery
    }
    for direction in directions {
      if let problem = problem(of: direction) { return problem }
    }
    if incoming.isUsed {
      if incoming.kind == .pop3, incoming.retrieval != .userOrQueue { return .profilePOP3Credentials }
      if incoming.kind == .imap, incoming.retrieval == .anonymous { return .profileIMAPAnonymous }
    }
    if profile[EmailServerProfile.outgoingautograntdelegateaccess] == true, !outgoing.isExchange {
      return .profileDelegateNotSMTP
    }
    if let start = profile[EmailServerProfile.processemailsreceivedafter], let earliest, start < earliest {
      return .startTooEarly
    }
    return tenantProblem
  }

  private func problem(of direction: Direction) -> MessageCode? {
    if let location = direction.location {
      if !ProfileRules.isLocation(location, ofExchange: direction.isExchange) { return .profileLocationInvalid }
      if direction.usesTLS, location.lowercased().hasPrefix("http:") { return .profileHTTPWithTLS }
    }
    if direction.isExchange, direction.retrieval == .anonymous { return .profileAnonymousExchange }
    if direction.impersonates, !direction.isExchange { return .profileImpersonationNotExchange }
    if direction.retrieval == .windowsIntegrated, [.basic, .oauth].contains(direction.mechanism) {
      return .profileMechanismInvalid
    }
    if isOnline {
      if !direction.usesTLS { return .profileWithoutTLSOnline }
      if [.windowsIntegrated, .anonymous].contains(direction.retrieval) { return .profileCredentialsOnline }
    } else if direction.retrieval == .serverToServer, profile[EmailServerProfile.servertype] != .hybridOnline {
      // An organization on premises proves itself to Exchange Online only, by its certificate. feature map F22
      return .profileServerToServer
    }
    return nil
  }

  private var tenantProblem: MessageCode? {
    if let tenant = profile[EmailServerProfile.exchangeonlinetenantid] {
      // 36 characters: GUID(_:) would take them without hyphens too.
      return tenant.count == 36 && GUID(tenant) != nil ? nil : .profileTenantInvalid
    }
    return profile[EmailServerProfile.usedefaulttenantid] == false ? .profileTenantMissing : nil
  }

  /// A host; for Exchange the address of its web service as well.
  static func isLocation(_ text: String, ofExchange: Bool) -> Bool {
    var rest = Substring(text)
    if ofExchange {
      for scheme in ["https://", "http://"] where text.lowercased().hasPrefix(scheme) {
        rest = text.dropFirst(scheme.count)
        guard let host = rest.split(separator: "/", omittingEmptySubsequences: false).first, !host.isEmpty else {
          return false
        }
        return rest.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7F }
      }
    }
    return !rest.isEmpty
      && rest.unicodeScalars.allSatisfy {
        $0.value > 0x20 && $0.value != 0x7F && !"/\\@?#\"<>".unicodeScalars.contains($0)
      }
  }
}

extension Profiles {
  /// Columns that people write. The others are found out, counted or kept by the program.
  package static let writable: [String] = [
    EmailServerProfile.name.definition, EmailServerProfile.description.definition,
    EmailServerProfile.servertype.definition, EmailServerProfile.exchangeversion.definition,
    EmailServerProfile.useautodiscover.definition, EmailServerProfile.defaultserverlocation.definition,
    EmailServerProfile.incomingserverlocation.definition, EmailServerProfile.outgoingserverlocation.definition,
    EmailServerProfile.incomingportnumber.definition, EmailServerProfile.outgoingportnumber.definition,
    EmailServerProfile.incomingusessl.definition, EmailServerProfile.outgoingusessl.definition,
    EmailServerProfile.incomingauthenticationprotocol.definition,
    EmailServerProfile.outgoingauthenticationprotocol.definition,
    EmailServerProfile.incomingcredentialretrieval.definition,
    EmailServerProfile.outgoingcredentialretrieval.definition, EmailServerProfile.incomingusername.definition,
    EmailServerProfile.outgoingusername.definition, EmailServerProfile.incominguseimpersonation.definition,
    EmailServerProfile.outgoinguseimpersonation.definition,
    EmailServerProfile.outgoingautograntdelegateaccess.definition,
    EmailServerProfile.usesamesettingsforoutgoingconnections.definition,
    EmailServerProfile.maxconcurrentconnections.definition, EmailServerProfile.minpollingintervalinminutes.definition,
    EmailServerProfile.processemailsreceivedafter.definition, EmailServerProfile.moveundeliveredemails.definition,
    EmailServerProfile.sendemailalert.definition, EmailServerProfile.timeoutmailboxconnection.definition,
    EmailServerProfile.timeoutmailboxconnectionafteramount.definition, EmailServerProfile.encodingcodepage.definition,
    EmailServerProfile.exchangeonlinetenantid.definition, EmailServerProfile.usedefaulttenantid.definition,
    EmailServerProfile.aadresourceid.definition, EmailServerProfile.oauthclientid.definition,
    EmailServerProfile.owneremailaddress.definition, EmailServerProfile.statecode.definition,
    EmailServerProfile.ls_incomingkind.definition, EmailServerProfile.ls_outgoingkind.definition,
    EmailServerProfile.ls_actkind.definition, EmailServerProfile.ls_incomingsecurity.definition,
    EmailServerProfile.ls_outgoingsecurity.definition, EmailServerProfile.ls_actsecurity.definition,
    EmailServerProfile.ls_indoubtpolicy.definition, EmailServerProfile.ls_actserverlocation.definition,
    EmailServerProfile.ls_actportnumber.definition, EmailServerProfile.ls_actcredentialretrieval.definition,
    EmailServerProfile.ls_actusername.definition,
  ].map(\.name)

  /// Writes columns and what follows from them.
  static func write(_ columns: [ColumnText], to row: inout Record) throws(SyncFailure) {
    let before = row
    for text in columns {
      let (column, value) = try text.read(in: EmailServerProfile.table, writable: writable)
      row[column.name] = value
    }
    for (usesTLS, security) in [
      (EmailServerProfile.incomingusessl, EmailServerProfile.ls_incomingsecurity),
      (EmailServerProfile.outgoingusessl, EmailServerProfile.ls_outgoingsecurity),
    ] {
      if row[security] != before[security] {
        row[usesTLS] = row[security] != ConnectionSecurity.none
      } else if row[usesTLS] != before[usesTLS] {
        row[security] = row[usesTLS] == false ? ConnectionSecurity.none : .implicit
      }
    }
  }
}
