extension Schema {
  package static let syncTables: [Table] = [
    SyncJob.table, SyncCursor.table, SyncItem.table, SyncLink.table, SendAttempt.table, MailServer.table,
    StoredSecret.table,
  ]

  /// The tables of an organization database.
  package static let organization = Schema(organizationTables + syncTables)
  /// The tables of the configuration database.
  package static let configuration = Schema(configurationTables + [DeploymentOrganization.table, PropertyChange.table])
}
