package import CRMModel
import Foundation
package import SyncEngine

/// The deployment's properties as the engine uses them. feature map 6.5
package struct DeploymentSettings: Sendable, Equatable {
  package var limits = DeploymentLimits()
  package var plainText = PlainTextRule()
  /// Credentials may be entered over channels that are not proved secure. Seed S4.4
  package var allowsInsecureEntry = false
  /// MailboxQueueMaximumThreadsPerCPU; 0 leaves the number to the engine.
  package var jobsPerProcessor = 0

  static func read(_ configuration: any RecordStore) async throws(SyncFailure) -> DeploymentSettings {
    var settings = DeploymentSettings()
    for row in try await configuration.rows(Query(DeploymentProperties.table)) {
      guard let property = DeploymentProperty.all.first(where: { $0.name == row[DeploymentProperties.columnname] })
      else { continue }
      property.apply(row, to: &settings)
    }
    if settings.jobsPerProcessor > 0 {
      settings.limits.concurrentJobs = settings.jobsPerProcessor * ProcessInfo.processInfo.activeProcessorCount
    }
    return settings
  }
}

/// A row of `deploymentproperties` that has an effect: its name is Dataverse's, its meaning stands in feature map 6.5.
package struct DeploymentProperty: Sendable {
  package enum Kind: Sendable {
    case flag(any WritableKeyPath<DeploymentSettings, Bool> & Sendable)
    case number(any WritableKeyPath<DeploymentSettings, Int> & Sendable, ClosedRange<Int>)
  }

  package let name: String
  /// What else it is called: never a second row.
  package let alias: String?
  package let label: Label
  package let kind: Kind

  private init(_ name: String, alias: String? = nil, _ kind: Kind, _ english: String, _ japanese: String) {
    self.name = name
    self.alias = alias
    self.kind = kind
    label = Label(english, japanese)
  }

  /// The longest pause that can be asked for: a day, in seconds.
  static let longestPause = 86_400

  /// The row of the document's script. Seed S4.4
  package static let insecureEntry = "AllowCredentialsEntryViaInsecureChannels"

  package static let all: [DeploymentProperty] = [
    DeploymentProperty(
      insecureEntry, alias: "AllowCredentialsEntryViaNonSecureChannels", .flag(\.allowsInsecureEntry),
      "Allow credentials to be entered over insecure channels; no effect on organizations online",
      "セキュリティで保護されていないチャンネルでの資格情報の入力を許可する (オンラインの組織には影響しません)"),
    DeploymentProperty(
      "ECAllowNonSSLEmail", alias: "AllowNonSSLEmail", .flag(\.plainText.allowsPlainText),
      "Allow connections without TLS to other machines",
      "他のコンピューターへの TLS なしの接続を許可する"),
    DeploymentProperty(
      "AllowBasicAuthenticationOnNonSecureChannel", .flag(\.plainText.allowsCredentials),
      "Allow credentials on connections without TLS", "TLS なしの接続での資格情報の送信を許可する"),
    DeploymentProperty(
      "ActiveMailboxMinimumBackoff", .number(\.limits.activeInterval, 1...longestPause),
      "Seconds between two looks at a mailbox that has just had mail", "メールが届いた直後のメールボックスの確認間隔 (秒)"),
    DeploymentProperty(
      "ActiveMailboxMaximumBackoff", .number(\.limits.activeMaximum, 1...longestPause),
      "Seconds up to which the interval of an active mailbox doubles", "アクティブなメールボックスの確認間隔の上限 (秒)"),
    DeploymentProperty(
      "IdleMailboxMinimumBackoff", .number(\.limits.idleMinimum, 1...longestPause),
      "Seconds with which the interval of an idle mailbox begins", "アイドル状態のメールボックスの確認間隔の下限 (秒)"),
    DeploymentProperty(
      "IdleMailboxMaximumBackoff", .number(\.limits.idleInterval, 1...longestPause),
      "Seconds between two looks at an idle mailbox at most", "アイドル状態のメールボックスの確認間隔の上限 (秒)"),
    DeploymentProperty(
      "MailboxBackoffOnTransientError", .number(\.limits.retryDelay, 1...longestPause),
      "Seconds until the next try after a failure, doubling", "障害後に再試行するまでの時間 (秒、失敗のたびに倍増)"),
    DeploymentProperty(
      "MailboxBackoffOnTimeout", .number(\.limits.timeoutDelay, 0...longestPause),
      "Seconds a mailbox is postponed at least after its server timed out",
      "サーバーのタイムアウト後にメールボックスを延期する最短時間 (秒)"),
    DeploymentProperty(
      "MailboxRetryDelay", .number(\.limits.itemDelay, 1...longestPause),
      "Seconds until a single message that failed is tried again", "失敗したメッセージを再試行するまでの時間 (秒)"),
    DeploymentProperty(
      "MaxMailboxTransientFailures", .number(\.limits.mailboxFailures, 1...1_000),
      "Failures in a row after which an alert is an error", "アラートがエラーになる連続失敗回数"),
    DeploymentProperty(
      "IncomingMaximumEmailsPerCycle", .number(\.limits.messagesPerCycle, 1...1_000_000),
      "Messages read from one mailbox before others have their turn", "1 回のサイクルで 1 つのメールボックスから読み取るメッセージ数"),
    DeploymentProperty(
      "IncomingEmailMaximumSizeLimit", .number(\.limits.maximumMessageSize, 1_024...2_147_483_647),
      "Octets above which a message is not read", "読み取るメッセージの最大サイズ (バイト)"),
    DeploymentProperty(
      "MailboxQueueMaximumThreadsPerCPU", .number(\.jobsPerProcessor, 0...1_000),
      "Mailboxes processed at the same time for each processor; 0 leaves it to the service",
      "プロセッサあたりの同時処理メールボックス数 (0 は自動)"),
    DeploymentProperty(
      "MailboxesDequedPerEvent", .number(\.limits.jobsPerRound, 1...100_000),
      "Mailboxes taken from the queue at once", "キューから一度に取り出すメールボックス数"),
    DeploymentProperty(
      "MailboxQueueSelectInterval", .number(\.limits.queueInterval, 1...3_600),
      "Seconds between two looks at the queue at most", "キューを確認する間隔の上限 (秒)"),
  ]

  package static func named(_ name: String) -> DeploymentProperty? { all.first { $0.name == name || $0.alias == name } }

  /// The value as a column of the matching type would hold it.
  package func value(in settings: DeploymentSettings) -> Value {
    switch kind {
    case .flag(let path): settings[keyPath: path].value
    case .number(let path, _): settings[keyPath: path].value
    }
  }

  /// A number outside its range counts as the nearest one inside: rows can be written without asking us.
  fileprivate func apply(_ row: Record, to settings: inout DeploymentSettings) {
    switch kind {
    case .flag(let path): settings[keyPath: path] = row[DeploymentProperties.bitcolumn] ?? false
    case .number(let path, let range):
      guard let number = row[DeploymentProperties.intcolumn] else { return }
      settings[keyPath: path] = min(max(number, range.lowerBound), range.upperBound)
    }
  }
}
