package import CRMModel
import SyncEngine

/// Tells the owner of a profile when more than half of its mailboxes fail within the hour. feature map F20
///
/// What it has is an alert of its own and, where another mailbox can send, an email to `owneremailaddress`: the mailbox
/// that tells must not be one of those that fail.
package struct ProfileWatch: Sendable {
  /// Seconds between two looks of a service.
  static let pause = 60.0
  /// Failures count for so long, in seconds.
  static let span = 3600

  let deployment: Deployment

  package init(_ deployment: Deployment) { self.deployment = deployment }

  package func repeatUntilCancelled() async {
    while !Task.isCancelled {
      // A failure is nothing to stop for: the next look tries again.
      _ = try? await look()
      await deployment.surroundings.pause(ProfileWatch.pause)
    }
  }

  /// Whether so many of so many are more than half.
  static func isTooMany(_ failing: Int, of count: Int) -> Bool { failing * 2 > count }

  /// Answers for how many profiles the owner was told anew. Once per cause: the alert that is open says that it was
  /// told already, and closes when half of the mailboxes or fewer fail.
  package func look() async throws(SyncFailure) -> Int {
    let store = deployment.store
    let profiles = try await store.rows(
      Query(EmailServerProfile.table, where: EmailServerProfile.sendemailalert == true))
    let open = try await store.rows(
      Query(
        TraceLog.table,
        where: TraceLog.ls_code == MessageCode.profileMailboxesFail.rawValue && .not(TraceLog.ls_alertkey.isNull)))
    guard !profiles.isEmpty || !open.isEmpty else { return 0 }
    let now = deployment.surroundings.now()
    let mailboxes = try await store.rows(Query(Mailbox.table, where: Mailbox.statecode == .active))
    var told = 0
    var stillFailing: Set<GUID> = []
    for profile in profiles where profile[EmailServerProfile.statecode] == .active {
      let own = mailboxes.filter { ProfileWatch.counts($0, for: profile) }
      let failing = own.filter { ProfileWatch.fails($0, at: now) }
      guard ProfileWatch.isTooMany(failing.count, of: own.count) else { continue }
      stillFailing.insert(profile.id)
      guard !open.contains(where: { $0[TraceLog.regardingobjectid] == profile.reference }) else { continue }
      try await tell(profile, failing, of: own.count, mailboxes, now)
      told += 1
    }
    let over = open.filter { alert in !stillFailing.contains { $0 == alert[TraceLog.regardingobjectid]?.id } }
    if !over.isEmpty {
      var unit = UnitOfWork(id: deployment.surroundings.newID(), at: now)
      unit.close(over, at: now)
      try await store.mustCommit(unit)
    }
    return told
  }

  private static func counts(_ mailbox: Record, for profile: Record) -> Bool {
    mailbox[Mailbox.emailserverprofile] == profile.reference
      && (mailbox[Mailbox.incomingemaildeliverymethod] == .serverSide
        || mailbox[Mailbox.outgoingemaildeliverymethod] == .serverSide)
  }

  private static func fails(_ mailbox: Record, at now: Instant) -> Bool {
    guard mailbox[Mailbox.mailboxstatus] == .failure, let since = mailbox[Mailbox.lastsyncerroroccurredon] else {
      return false
    }
    return since >= now.adding(seconds: -span)
  }

  private func tell(_ profile: Record, _ failing: [Record], of count: Int, _ mailboxes: [Record], _ now: Instant)
    async throws(SyncFailure)
  {
    let latest = failing.max {
      ($0[Mailbox.lastsyncerroroccurredon] ?? now) < ($1[Mailbox.lastsyncerroroccurredon] ?? now)
    }
    var parameters = [
      "profile": profile[EmailServerProfile.name] ?? "", "failing": String(failing.count), "count": String(count),
      "mailbox": latest?[Mailbox.emailaddress] ?? "",
    ]
    let cause = Evidence(text: latest?[Mailbox.lastsyncerror] ?? "").values
    var spoken = cause.merging(parameters) { _, new in new }
    spoken["cause"] = cause["code"]
    let address = try await write(profile, spoken, mailboxes, now)
    parameters["told"] = address ?? "-"
    var unit = UnitOfWork(id: deployment.surroundings.newID(), at: now)
    unit.raise(.profileMailboxesFail, .error, parameters, about: profile.reference, deployment.surroundings)
    try await deployment.store.mustCommit(unit)
  }

  /// Queues the email and answers its address; nil where there is none, or nobody who could send.
  private func write(_ profile: Record, _ parameters: [String: String], _ mailboxes: [Record], _ now: Instant)
    async throws(SyncFailure) -> String?
  {
    guard let address = profile[EmailServerProfile.owneremailaddress], !address.isEmpty else { return nil }
    let language: Language = deployment.organization[Organization.languagecode] == 1041 ? .japanese : .english
    let body = Message(.profileAlertBody, parameters)
    let senders = mailboxes.filter {
      $0[Mailbox.enabledforoutgoingemail] == true && $0[Mailbox.outgoingemaildeliverymethod] == .serverSide
        && !ProfileWatch.fails($0, at: now)
    }
    // One of another profile first: this one's servers are in trouble.
    let ordered =
      senders.filter { $0[Mailbox.emailserverprofile] != profile.reference }
      + senders.filter { $0[Mailbox.emailserverprofile] == profile.reference }
    for sender in ordered {
      let request = SendRequest(
        from: sender[Mailbox.emailaddress] ?? "", to: [address],
        subject: Message(.profileAlertSubject, parameters).text(in: language),
        body: body.text(in: language) + "\n\n" + body.remedy(in: language) + "\n")
      do throws(SyncFailure) {
        _ = try await EmailComposer(deployment).send(request)
        return address
      } catch {
        // Another mailbox may be able to; what the store cannot do none of them can.
        if error.kind == .storage { throw error }
      }
    }
    return nil
  }
}
