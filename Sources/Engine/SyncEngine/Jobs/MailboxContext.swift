package import CRMModel

/// What a pass knows about the mailbox it works for, read fresh when its job starts.
package struct MailboxContext: Sendable {
  package let mailbox: Record
  package let profile: Record
  /// The user or queue the mailbox belongs to; a forward mailbox stands for itself.
  package let owner: Record
  package let ownerRule: EmailFilteringMethod
  package let settings: OrganizationSettings
  package let limits: DeploymentLimits
  package let lease: Lease

  package var address: String { mailbox[Mailbox.emailaddress] ?? "" }

  package var isForward: Bool { Mailbox.isForward(mailbox) }

  /// Whether messages are kept as they came even when they were understood.
  package var keepsRaw: Bool { RawKeeping(profile[EmailServerProfile.ls_keepraw] ?? "") ?? .no != .no }

  /// Mail received earlier is left alone. The greater of the profile's and the mailbox's date; without either the
  /// moment of enabling, unless the administrator said "beginning". Never earlier than the organization allows.
  package var effectiveStart: Instant? {
    guard let earliest = settings.earliestStart else { return chosenStart }
    return max(earliest, chosenStart ?? earliest)
  }

  private var chosenStart: Instant? {
    let profileDate = profile[EmailServerProfile.processemailsreceivedafter]
    let ownDate =
      mailbox[Mailbox.processemailreceivedafter]
      ?? (mailbox[Mailbox.ls_frombeginning] == true ? nil : mailbox[Mailbox.ls_incomingenabledon])
    switch (profileDate, ownDate) {
    case (let profile?, let own?): return max(profile, own)
    case (let date, nil), (nil, let date): return date
    }
  }

  /// Only queue and forward mailboxes may be emptied. Dataverse 8005E233
  package var deletesAfterProcessing: Bool {
    mailbox[Mailbox.processanddeleteemails] == true && (owner.table.name == "queue" || isForward)
  }
}

/// Bounds of the deployment. feature map 6.5
package struct DeploymentLimits: Sendable, Equatable {
  /// Connections of a profile that says nothing about them. feature map F13
  package static let profileConnections = 10
  /// Messages per commit.
  package var batchMessages = 64
  /// Octets per batch, as the server announces them.
  package var batchOctets = 4 << 20
  /// IncomingMaximumEmailsPerCycle: after so many messages a mailbox lets others have their turn.
  package var messagesPerCycle = 2000
  /// IncomingEmailMaximumSizeLimit, octets.
  package var maximumMessageSize = 150 << 20
  /// Tries for one message before it counts as failed. feature map F67
  package var itemAttempts = 5
  /// Seconds after which it may count as failed at all.
  package var itemPatience = 7_200
  /// Failures of the mailbox itself before its workload is disabled. feature map 6.2
  package var mailboxFailures = 10
  /// Seconds until the next try after a failure of a mailbox, and of one message.
  package var retryDelay = 300
  package var itemDelay = 300
  /// Seconds a mailbox is left alone at least after its server timed out.
  package var timeoutDelay = 0
  /// Seconds between looks at a mailbox: the interval grows from active to idle, the longer no mail comes.
  package var activeInterval = 60
  package var activeMaximum = 120
  package var idleMinimum = 240
  package var idleInterval = 300
  /// Jobs that run at the same time, jobs looked at in one round, and the longest wait between two looks in seconds.
  package var concurrentJobs = 64
  package var jobsPerRound = 256
  package var queueInterval = 2
  package var outgoingBatch = 32
  /// Until then every message is read in another process first. DESIGN 7.7
  package var carefulUntil: Instant?

  package init() {}
}
