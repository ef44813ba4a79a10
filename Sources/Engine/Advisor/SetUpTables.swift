package import CRMModel

/// One row of a table of the document: a setting and what it recommends for it.
package struct SetUpRow: Sendable {
  package let id: String
  /// The head it stands under, as in the document.
  package let head: Label?
  package let setting: Label
  package let recommended: Label
  /// The recommendation is somebody's user name or password, not a value to compare with. B8
  package let isCredential: Bool
  package let statements: [String]
  package let units: [Int]
  /// The column the row is about, and the cells that follow the recommendation.
  let column: String
  let cells: [String: Value]
  let holds: @Sendable (Record) -> Bool

  /// The document's own words and ours.
  var sentence: Label {
    Label("\(setting.english): \(recommended.english)", "\(setting.japanese): \(recommended.japanese)")
  }

  /// What the row says of a record: an option's label, yes or no, set or not set.
  package func actual(_ record: Record) -> Label {
    if isCredential { return holds(record) ? SetUpWords.isSet : SetUpWords.isNotSet }
    guard let definition = record.table.column(column) else { return SetUpWords.isNotSet }
    let value = record[column].isNull ? definition.defaultValue : record[column]
    if definition.type == .boolean { return Bool(value) == true ? SetUpWords.yes : SetUpWords.no }
    let number = Int(value) ?? 0
    return definition.options.first { $0.number == number }?.label ?? SetUpWords.isNotSet
  }
}

/// Words of the tables.
package enum SetUpWords {
  package static let yes = Label("Yes", "はい")
  package static let no = Label("No", "いいえ")
  package static let isSet = Label("set", "設定済み")
  package static let isNotSet = Label("not set", "未設定")
  package static let setting = Label("Setting", "設定")
  package static let recommendation = Label("Recommendation", "推奨事項")
  package static let actual = Label("Actual", "実際の値")
  package static let verdict = Label("Verdict", "判定")
  package static let incomingConnection = Label("Incoming Connection", "受信接続")
  package static let credentials = Label("Credentials", "資格情報")
  static let authentication = Label("Authenticate Using", "認証方法")
  static let impersonation = Label("Use Impersonation", "偽装を使用する")
  static let sameSettings = Label("Use same settings for Outgoing", "送信に同じ設定を使用する")
  static let userName = Label("User Name", "ユーザー名")
  static let password = Label("Password", "パスワード")
}

extension RecommendedSetUp {
  /// The rows about the profile, in the document's order.
  package var profileRows: [SetUpRow] {
    switch self {
    case .online:
      [
        .autoDiscovers(["S1.1"], [12]), .authenticates(.serverToServer, ["S1.2"], [14]),
        .impersonates(false, ["S1.3"], [15]), .usesSame(["S1.4"], [16]),
      ]
    case .oneCredential:
      [
        .authenticates(.profile, ["S2.1"], [25]),
        SetUpRow(
          id: "user-name", head: SetUpWords.incomingConnection, setting: SetUpWords.userName,
          recommended: Label("User name of the administrator", "管理者のユーザー名"), isCredential: true,
          statements: ["S2.2"], units: [26], column: EmailServerProfile.incomingusername.definition.name, cells: [:]
        ) { Snapshot.filled($0[EmailServerProfile.incomingusername]) != nil },
        SetUpRow(
          id: "password", head: SetUpWords.incomingConnection, setting: SetUpWords.password,
          recommended: Label("Password of the administrator", "管理者のパスワード"), isCredential: true,
          statements: ["S2.3"], units: [27], column: EmailServerProfile.isincomingpasswordset.definition.name,
          cells: [:]
        ) { $0[EmailServerProfile.isincomingpasswordset] == true },
        .impersonates(true, ["S2.4"], [28]), .usesSame(["S2.5"], [29]),
      ]
    case .individual:
      [
        .authenticates(.userOrQueue, ["S3.1"], [38]), .impersonates(false, ["S3.2"], [39]),
        .usesSame(["S3.3"], [40]),
      ]
    }
  }

  /// The rows about each mailbox: only the third set-up has them.
  package var mailboxRows: [SetUpRow] {
    guard self == .individual else { return [] }
    return [
      SetUpRow(
        id: "allow-credentials", head: SetUpWords.credentials,
        setting: Mailbox.allowemailconnectortousecredentials.definition.label, recommended: SetUpWords.yes,
        isCredential: false, statements: ["S3.4"], units: [41, 44],
        column: Mailbox.allowemailconnectortousecredentials.definition.name,
        cells: [Mailbox.allowemailconnectortousecredentials.definition.name: true.value]
      ) { $0[Mailbox.allowemailconnectortousecredentials] == true },
      SetUpRow(
        id: "mailbox-user-name", head: SetUpWords.credentials, setting: SetUpWords.userName,
        recommended: Label("User name of the mailbox", "メールボックスのユーザー名"), isCredential: true,
        statements: ["S3.5"], units: [45], column: Mailbox.username.definition.name, cells: [:]
      ) { Snapshot.filled($0[Mailbox.username]) != nil },
      SetUpRow(
        id: "mailbox-password", head: SetUpWords.credentials, setting: SetUpWords.password,
        recommended: Label("Password of the mailbox", "メールボックスのパスワード"), isCredential: true,
        statements: ["S3.5"], units: [46], column: Mailbox.ispasswordset.definition.name, cells: [:]
      ) { $0[Mailbox.ispasswordset] == true },
    ]
  }

  /// Whether every row with a value is as recommended.
  func settingsHold(in profile: Record) -> Bool {
    profileRows.allSatisfy { $0.isCredential || $0.holds(profile) }
  }

  /// The cells of a profile made by this table.
  package var profileCells: [String: Value] {
    profileRows.reduce(into: [:]) { $0.merge($1.cells) { $1 } }
  }
}

extension SetUpRow {
  fileprivate static func autoDiscovers(_ statements: [String], _ units: [Int]) -> SetUpRow {
    SetUpRow(
      id: "auto-discover", head: nil, setting: EmailServerProfile.useautodiscover.definition.label,
      recommended: SetUpWords.yes, isCredential: false, statements: statements, units: units,
      column: EmailServerProfile.useautodiscover.definition.name,
      cells: [
        EmailServerProfile.useautodiscover.definition.name: true.value,
        // A location beside auto discovery is refused. Dataverse 8005E205
        EmailServerProfile.incomingserverlocation.definition.name: .null,
        EmailServerProfile.outgoingserverlocation.definition.name: .null,
        EmailServerProfile.defaultserverlocation.definition.name: .null,
        EmailServerProfile.incomingportnumber.definition.name: .null,
        EmailServerProfile.outgoingportnumber.definition.name: .null,
      ]
    ) { $0[EmailServerProfile.useautodiscover] == true }
  }

  fileprivate static func authenticates(_ value: CredentialRetrieval, _ statements: [String], _ units: [Int])
    -> SetUpRow
  {
    SetUpRow(
      id: "authentication", head: SetUpWords.incomingConnection, setting: SetUpWords.authentication,
      recommended: value.label, isCredential: false, statements: statements, units: units,
      column: EmailServerProfile.incomingcredentialretrieval.definition.name,
      cells: [
        EmailServerProfile.incomingcredentialretrieval.definition.name: value.value,
        EmailServerProfile.outgoingcredentialretrieval.definition.name: value.value,
      ]
    ) { ($0[EmailServerProfile.incomingcredentialretrieval] ?? .userOrQueue) == value }
  }

  fileprivate static func impersonates(_ value: Bool, _ statements: [String], _ units: [Int]) -> SetUpRow {
    SetUpRow(
      id: "impersonation", head: SetUpWords.incomingConnection, setting: SetUpWords.impersonation,
      recommended: value ? SetUpWords.yes : SetUpWords.no, isCredential: false, statements: statements, units: units,
      column: EmailServerProfile.incominguseimpersonation.definition.name,
      cells: [
        EmailServerProfile.incominguseimpersonation.definition.name: value.value,
        EmailServerProfile.outgoinguseimpersonation.definition.name: value.value,
      ]
    ) { ($0[EmailServerProfile.incominguseimpersonation] ?? false) == value }
  }

  fileprivate static func usesSame(_ statements: [String], _ units: [Int]) -> SetUpRow {
    SetUpRow(
      id: "same-settings", head: SetUpWords.incomingConnection, setting: SetUpWords.sameSettings,
      recommended: SetUpWords.yes, isCredential: false, statements: statements, units: units,
      column: EmailServerProfile.usesamesettingsforoutgoingconnections.definition.name,
      cells: [EmailServerProfile.usesamesettingsforoutgoingconnections.definition.name: true.value]
    ) { $0[EmailServerProfile.usesamesettingsforoutgoingconnections] ?? true }
  }
}

extension Snapshot {
  /// Which table a profile is measured by: that of its endpoint, the one it follows, the one chosen when it was made,
  /// the one of its authentication method; else the document has none. B8
  package func setUp(of profile: AdvisedProfile) -> RecommendedSetUp? {
    if isExchangeOnline(profile) { return .online }
    let own: [RecommendedSetUp] = [.oneCredential, .individual]
    if let followed = own.first(where: { $0.settingsHold(in: profile.row) }) { return followed }
    if let chosen = profile.row[EmailServerProfile.ls_setup], chosen != .online { return chosen }
    switch profile.retrieval {
    case .profile: return .oneCredential
    case .userOrQueue: return .individual
    default: return nil
    }
  }
}
