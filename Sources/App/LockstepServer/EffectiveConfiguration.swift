package import CRMModel
import SyncEngine

/// What holds for one mailbox in the end: each rule, its value, and where the value comes from. feature map U19
package struct EffectiveConfiguration: Sendable {
  /// Where a value was set, or that nobody set it.
  package enum Source: String, Sendable {
    case mailbox
    case profile
    case owner
    case organization
    case deployment
    /// Set nowhere: the program's own.
    case builtIn

    package var label: Label {
      switch self {
      case .mailbox: Label("mailbox", "メールボックス")
      case .profile: Label("email server profile", "電子メール サーバー プロファイル")
      case .owner: Label("user or queue", "ユーザーまたはキュー")
      case .organization: Label("organization", "組織")
      case .deployment: Label("deployment", "展開")
      case .builtIn: Label("built in", "既定の動作")
      }
    }
  }

  package struct Rule: Sendable {
    package let name: String
    package let label: Label
    package let value: String
    package let source: Source
    /// The column or property that was read.
    package let place: String
  }

  package private(set) var rules: [Rule] = []
  private let mailbox: Record
  private let profile: Record?
  private let owner: Record?
  private let organization: Record
  private let deployment: DeploymentSettings
  private let ownerRule: EmailFilteringMethod?

  package static func read(_ address: String, _ deployment: Deployment) async throws(SyncFailure)
    -> EffectiveConfiguration
  {
    let store = deployment.store
    let mailbox = try await Directory(deployment).mailbox(address)
    let owner = try await store.row(mailbox[Mailbox.regardingobjectid], in: deployment.schema)
    var rule: EmailFilteringMethod?
    if let owner { rule = try await AddressBook.rule(of: owner, store) }
    return EffectiveConfiguration(
      mailbox: mailbox, profile: try await store.row(mailbox[Mailbox.emailserverprofile], in: deployment.schema),
      owner: owner,
      organization: try await store.row(Organization.table, deployment.organization.id) ?? deployment.organization,
      deployment: try await DeploymentSettings.read(deployment.configuration), ownerRule: rule)
  }

  private init(
    mailbox: Record, profile: Record?, owner: Record?, organization: Record, deployment: DeploymentSettings,
    ownerRule: EmailFilteringMethod?
  ) {
    self.mailbox = mailbox
    self.profile = profile
    self.owner = owner
    self.organization = organization
    self.deployment = deployment
    self.ownerRule = ownerRule
    addMethods()
    addServers()
    addCredentials()
    addReading()
    addSending()
    addIntervals()
  }

  /// What keeps a workload from running; nil when nothing does.
  package func obstacle(_ workload: SyncJob.Workload) -> Message? {
    Readiness.obstacle(
      workload: workload, mailbox: mailbox, profile: profile, owner: owner,
      settings: OrganizationSettings(organization))
  }

  // MARK: - Rules

  private mutating func add(
    _ name: String, _ english: String, _ japanese: String, _ value: String?, _ source: Source, _ place: String
  ) {
    rules.append(
      Rule(name: name, label: Label(english, japanese), value: value ?? "-", source: source, place: place))
  }

  private mutating func addMethods() {
    add(
      "profile", "Email server profile", "電子メール サーバー プロファイル", profile?[EmailServerProfile.name], .mailbox,
      "emailserverprofile")
    add(
      "incomingmethod", "How it receives", "受信方法", text(mailbox, Mailbox.incomingemaildeliverymethod), .mailbox,
      "incomingemaildeliverymethod")
    add(
      "outgoingmethod", "How it sends", "送信方法", text(mailbox, Mailbox.outgoingemaildeliverymethod), .mailbox,
      "outgoingemaildeliverymethod")
    add(
      "actmethod", "Appointments, contacts, and tasks", "予定、取引先担当者、およびタスク",
      text(mailbox, Mailbox.actdeliverymethod), .mailbox, "actdeliverymethod")
    let column =
      owner?.table == Queue.table ? Organization.requireapprovalforqueueemail : Organization.requireapprovalforuseremail
    add(
      "approval", "The address must be approved", "アドレスの承認が必要", flag(organization[column] ?? true), .organization,
      column.definition.name)
  }

  private mutating func addServers() {
    guard let profile else { return }
    for (name, english, japanese, kind, host, port, security) in [
      (
        "incomingserver", "Incoming server", "受信サーバー", EmailServerProfile.ls_incomingkind,
        EmailServerProfile.incomingserverlocation, EmailServerProfile.incomingportnumber,
        EmailServerProfile.ls_incomingsecurity
      ),
      (
        "outgoingserver", "Outgoing server", "送信サーバー", EmailServerProfile.ls_outgoingkind,
        EmailServerProfile.outgoingserverlocation, EmailServerProfile.outgoingportnumber,
        EmailServerProfile.ls_outgoingsecurity
      ),
    ] {
      let location = profile[host].map { host in
        "\(host)" + (profile[port].map { ":\($0)" } ?? "") + ", \(profile[security] ?? .implicit)"
      }
      let discovered = profile[EmailServerProfile.useautodiscover] == true ? "autodiscover" : nil
      add(
        name, english, japanese,
        [profile[kind].map { "\($0)" }, location ?? discovered].compactMap { $0 }.joined(separator: " "), .profile,
        host.definition.name)
    }
  }

  private mutating func addCredentials() {
    guard let profile else { return }
    let same = profile[EmailServerProfile.usesamesettingsforoutgoingconnections] ?? true
    addCredential(
      "incomingcredentials", "Signs in for receiving as", "受信時のサインイン", EmailServerProfile.incomingcredentialretrieval,
      EmailServerProfile.incomingusername)
    // Shown with the values that hold, not left empty. Seed S1.4
    addCredential(
      "outgoingcredentials", "Signs in for sending as", "送信時のサインイン",
      same ? EmailServerProfile.incomingcredentialretrieval : EmailServerProfile.outgoingcredentialretrieval,
      same ? EmailServerProfile.incomingusername : EmailServerProfile.outgoingusername)
    add(
      "samesettings", "Sends with the same settings", "送信に同じ設定を使用する", flag(same), .profile,
      "usesamesettingsforoutgoingconnections")
    add(
      "impersonation", "Uses impersonation", "偽装を使用する",
      flag(profile[EmailServerProfile.incominguseimpersonation] ?? false), .profile, "incominguseimpersonation")
  }

  private mutating func addCredential(
    _ name: String, _ english: String, _ japanese: String, _ retrieval: Column<CredentialRetrieval>,
    _ username: Column<String>
  ) {
    guard let profile else { return }
    switch profile[retrieval] ?? .userOrQueue {
    case .userOrQueue:
      let allowed = mailbox[Mailbox.allowemailconnectortousecredentials] == true
      add(
        name, english, japanese, allowed ? mailbox[Mailbox.username] : nil, .mailbox,
        allowed ? "username" : "allowemailconnectortousecredentials")
    case .profile: add(name, english, japanese, profile[username], .profile, username.definition.name)
    case let other: add(name, english, japanese, "\(other)", .profile, retrieval.definition.name)
    }
  }

  private mutating func addReading() {
    add(
      "accept", "Tracks", "追跡する電子メール", ownerRule.map { "\($0)" }, .owner, "incomingemailfilteringmethod")
    let own = mailbox[Mailbox.processemailreceivedafter]
    let enabled = mailbox[Mailbox.ls_frombeginning] == true ? nil : mailbox[Mailbox.ls_incomingenabledon]
    let ofProfile = profile?[EmailServerProfile.processemailsreceivedafter]
    // The greater of the two. feature map F16
    let chosen = [own ?? enabled, ofProfile].compactMap { $0 }.max()
    if let earliest = organization[Organization.ls_earliestemailfrom], earliest > chosen ?? Instant(microseconds: .min)
    {
      add(
        "from", "Reads mail received from", "処理する電子メールの開始日時", earliest.rfc3339, .organization,
        Organization.ls_earliestemailfrom.definition.name)
    } else if let ofProfile, ofProfile >= own ?? enabled ?? ofProfile {
      add(
        "from", "Reads mail received from", "処理する電子メールの開始日時", ofProfile.rfc3339, .profile, "processemailsreceivedafter")
    } else if let own {
      add("from", "Reads mail received from", "処理する電子メールの開始日時", own.rfc3339, .mailbox, "processemailreceivedafter")
    } else if let enabled {
      add("from", "Reads mail received from", "処理する電子メールの開始日時", enabled.rfc3339, .builtIn, "ls_incomingenabledon")
    } else {
      let chosen = mailbox[Mailbox.ls_frombeginning] == true
      add(
        "from", "Reads mail received from", "処理する電子メールの開始日時", chosen ? "beginning" : nil,
        chosen ? .mailbox : .builtIn, "ls_frombeginning")
    }
    add(
      "delete", "Deletes mail on the server once it is tracked", "処理後に電子メールを削除する",
      flag(mailbox[Mailbox.processanddeleteemails] ?? false), .mailbox, "processanddeleteemails")
    add(
      "keepraw", "Keeps raw messages", "生のメッセージを保持する", profile?[EmailServerProfile.ls_keepraw] ?? "no",
      profile?[EmailServerProfile.ls_keepraw] == nil ? .builtIn : .profile, "ls_keepraw")
    add(
      "largest", "Largest message that is read (octets)", "読み取るメッセージの最大サイズ (バイト)",
      String(deployment.limits.maximumMessageSize), .deployment, "IncomingEmailMaximumSizeLimit")
    for column in OrganizationSettings.columns where EffectiveConfiguration.readingColumns.contains(column.name) {
      rules.append(
        Rule(
          name: column.name, label: column.label, value: text(organization[column.name], column),
          source: .organization, place: column.name))
    }
  }

  private static let readingColumns: Set<String> = [
    Organization.emailcorrelationenabled.definition.name, Organization.trackingprefix.definition.name,
    Organization.ignoreinternalemail.definition.name, Organization.maxuploadfilesize.definition.name,
    Organization.blockedattachments.definition.name,
  ]

  private mutating func addSending() {
    add(
      "indoubt", "An email in doubt is", "送信結果が不明な電子メール",
      profile?[EmailServerProfile.ls_indoubtpolicy].map { "\($0)" } ?? "\(InDoubtPolicy.hold)",
      profile?[EmailServerProfile.ls_indoubtpolicy] == nil ? .builtIn : .profile, "ls_indoubtpolicy")
    add(
      "plaintext", "Connections without TLS to other machines", "他のコンピューターへの TLS なしの接続",
      flag(deployment.plainText.allowsPlainText), .deployment, "ECAllowNonSSLEmail")
  }

  private mutating func addIntervals() {
    let connections = profile?[EmailServerProfile.maxconcurrentconnections]
    add(
      "connections", "Connections at the same time", "同時接続数",
      String(connections ?? DeploymentLimits.profileConnections),
      connections == nil ? .builtIn : .profile, "maxconcurrentconnections")
    let seconds = (profile?[EmailServerProfile.minpollingintervalinminutes] ?? 0) * 60
    let floor = deployment.limits.activeInterval
    add(
      "interval", "Seconds between two looks at least", "確認間隔の下限 (秒)", String(max(seconds, floor)),
      seconds > floor ? .profile : .deployment,
      seconds > floor ? "minpollingintervalinminutes" : "ActiveMailboxMinimumBackoff")
  }

  // MARK: - Values

  private func flag(_ value: Bool) -> String { value ? "true" : "false" }

  private func text<Option: OptionValue>(_ row: Record, _ column: Column<Option>) -> String? {
    row[column].map { "\($0)" }
  }

  private func text(_ value: Value, _ column: ColumnDefinition) -> String {
    switch value {
    case .text(let text): text
    case .integer(let number): column.type == .boolean ? flag(number != 0) : String(number)
    default: "-"
    }
  }
}
