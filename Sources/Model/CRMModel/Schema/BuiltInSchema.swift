extension Schema {
  /// The Dataverse tables of an organization database.
  package static let organizationTables: [Table] = [
    Mailbox.table,
    EmailServerProfile.table,
    Email.table,
    ActivityParty.table,
    ActivityMimeAttachment.table,
    Queue.table,
    QueueItem.table,
    MailboxStatistics.table,
    TraceLog.table,
    Organization.table,
    SystemUser.table,
    UserSettings.table,
    Account.table,
    Lead.table,
    Contact.table,
  ]

  /// The Dataverse tables of the configuration database.
  package static let configurationTables: [Table] = [DeploymentProperties.table]
}
