import CRMModel
package import SyncEngine

/// The deployment's properties as the engine uses them. feature map 6.5
package struct DeploymentSettings: Sendable, Equatable {
  package var limits = DeploymentLimits()
  package var plainText = PlainTextRule()

  static func read(_ configuration: any RecordStore) async throws(SyncFailure) -> DeploymentSettings {
    var settings = DeploymentSettings()
    for row in try await configuration.rows(Query(DeploymentProperties.table)) {
      let number = row[DeploymentProperties.intcolumn]
      let isOn = row[DeploymentProperties.bitcolumn] ?? false
      switch row[DeploymentProperties.columnname] ?? "" {
      case "ECAllowNonSSLEmail": settings.plainText.allowsPlainText = isOn
      case "AllowBasicAuthenticationOnNonSecureChannel": settings.plainText.allowsCredentials = isOn
      case "IncomingMaximumEmailsPerCycle": settings.limits.messagesPerCycle = max(1, number ?? 2000)
      case "IncomingEmailMaximumSizeLimit": settings.limits.maximumMessageSize = max(1024, number ?? 150 << 20)
      case "ActiveMailboxMinimumBackoff": settings.limits.activeInterval = max(1, number ?? 60)
      case "IdleMailboxMaximumBackoff": settings.limits.idleInterval = max(1, number ?? 300)
      case "MailboxBackoffOnTransientError": settings.limits.retryDelay = max(1, number ?? 300)
      case "MaxMailboxTransientFailures": settings.limits.mailboxFailures = max(1, number ?? 10)
      default: continue
      }
    }
    return settings
  }
}
