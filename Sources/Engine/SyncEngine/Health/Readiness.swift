package import CRMModel

/// Whether a workload of a mailbox may run, and if not, why: the same answer for the job queue, for Pending Send and
/// for explain.
package enum Readiness {
  package static func obstacle(
    workload: SyncJob.Workload, mailbox: Record, profile: Record?, owner: Record?, settings: OrganizationSettings
  ) -> Message? {
    let address = mailbox[Mailbox.emailaddress] ?? ""
    func stop(_ code: MessageCode, _ more: [String: String] = [:]) -> Message {
      Message(code, ["mailbox": address].merging(more) { _, new in new })
    }
    if mailbox[Mailbox.statecode] == .inactive { return stop(.mailboxInactive) }
    guard let owner = owner ?? (Mailbox.isForward(mailbox) ? mailbox : nil) else { return stop(.mailboxOwnerMissing) }
    if owner.table == SystemUser.table, owner[SystemUser.isdisabled] == true { return stop(.mailboxOwnerDisabled) }
    guard let profile else { return stop(.mailboxWithoutProfile) }
    let name = profile[EmailServerProfile.name] ?? ""
    if profile[EmailServerProfile.statecode] == .inactive { return stop(.profileInactive, ["profile": name]) }
    let needsApproval = owner.table == Queue.table ? settings.approvesQueueEmail : settings.approvesUserEmail
    if needsApproval, mailbox[Mailbox.emailrouteraccessapproval] != .approved { return stop(.mailboxNotApproved) }
    let isGated =
      mailbox[Mailbox.ls_credentialgate] == true || profile[EmailServerProfile.ls_credentialgate] == true
    // Test & Enable is how a closed gate is opened.
    if isGated, workload != .test {
      return stop(.credentialGateClosed)
    }
    switch workload {
    case .incoming:
      if mailbox[Mailbox.incomingemaildeliverymethod] != .serverSide { return stop(.incomingNotServerSide) }
      if mailbox[Mailbox.enabledforincomingemail] != true { return stop(.incomingNotEnabled) }
    case .outgoing:
      if mailbox[Mailbox.outgoingemaildeliverymethod] != .serverSide { return stop(.outgoingNotServerSide) }
      if mailbox[Mailbox.enabledforoutgoingemail] != true { return stop(.outgoingNotEnabled) }
    case .act: return stop(.actNotSupported)
    case .test: break
    }
    return nil
  }
}
