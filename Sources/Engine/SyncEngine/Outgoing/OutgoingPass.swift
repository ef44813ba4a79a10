package import CRMModel

/// Sends what waits in one mailbox. The phases of each try are durable: claimed, the last bytes are about to leave,
/// outcome. Whatever was interrupted after the last bytes may have left is in doubt and never simply sent again.
package struct OutgoingPass {
  /// How long after a doubt the policy "resend" sends again, in seconds.
  package static let resendDelay = 900
  /// If the write of the last bytes has not begun so long after it was allowed, the session is dropped.
  package static let dotDeadline = 5.0
  /// Refusals for now before an email counts as failed.
  package static let maximumAttempts = 40
  /// Emails in a batch from which on a second connection pays.
  static let worthTwo = 16
  /// The longest pause between two tries, in seconds.
  static let longestPause = 3600

  let store: any RecordStore
  let context: MailboxContext
  let openSink: @Sendable () async throws(SyncFailure) -> any MailSink
  let composition: OutgoingComposition
  /// At most so many at a time.
  let connections: Int
  let surroundings: Surroundings
  let failpoints: FailpointObserver

  package init(
    store: any RecordStore, context: MailboxContext,
    openSink: @escaping @Sendable () async throws(SyncFailure) -> any MailSink,
    render: @escaping @Sendable (OutgoingMail) throws(SyncFailure) -> [UInt8], connections: Int = 1,
    surroundings: Surroundings, failpoints: FailpointObserver
  ) {
    self.store = store
    self.context = context
    self.openSink = openSink
    self.composition = OutgoingComposition(store: store, context: context, render: render)
    self.connections = connections
    self.surroundings = surroundings
    self.failpoints = failpoints
  }

  package func run() async throws(SyncFailure) -> OutgoingReport {
    var report = OutgoingReport()
    failpoints(.outgoingStarted)
    try await Doubt(store: store, context: context, surroundings: surroundings).settleInterrupted(&report)
    var sessions: [SendingSession] = []
    var mayOpenMore = true
    var claimed = 0
    repeat {
      let waiting = try await waitingEmails()
      guard !waiting.isEmpty else {
        report.hasMore = false
        break
      }
      report.hasMore = waiting.count > context.limits.outgoingBatch
      let claims = try await claim(Array(waiting.prefix(context.limits.outgoingBatch)))
      failpoints(.outgoingClaimed)
      claimed += waiting.count
      if sessions.isEmpty { sessions = [try await connect(for: claims)] }
      if mayOpenMore, claims.count >= OutgoingPass.worthTwo {
        mayOpenMore = false
        sessions += await additionalSessions()
      }
      let lanes = await send(claims, over: sessions)
      sessions = lanes.compactMap(\.session)
      for lane in lanes { report.add(lane.report) }
      if let failure = lanes.lazy.compactMap(\.failure).first {
        for session in sessions { await session.sink.close() }
        throw failure
      }
      // A mailbox with much to send gives way to others after a while, and to a service that is asked to stop at once.
    } while report.hasMore && claimed < context.limits.messagesPerCycle && !Task.isCancelled
    if !sessions.isEmpty {
      for session in sessions { await session.sink.close() }
      failpoints(.outgoingSessionClosed)
    }
    failpoints(.outgoingFinished)
    return report
  }

  private func connect(for claims: [Claim]) async throws(SyncFailure) -> SendingSession {
    do throws(SyncFailure) {
      let sink = try await openSink()
      failpoints(.outgoingConnected)
      return SendingSession(pass: self, sink: sink)
    } catch {
      try await release(claims, error)
      throw error
    }
  }

  /// A server that wants no second connection is served over the first.
  private func additionalSessions() async -> [SendingSession] {
    var sessions: [SendingSession] = []
    while sessions.count < connections - 1, let sink = try? await openSink() {
      sessions.append(SendingSession(pass: self, sink: sink))
    }
    return sessions
  }

  // MARK: - Lanes

  /// What became of the part of a batch that went over one session.
  private struct Lane: Sendable {
    /// Nil when it ended with a failure.
    var session: SendingSession?
    var report: OutgoingReport
    var failure: SyncFailure?
  }

  /// Sends a batch over all sessions at once, a part over each.
  private func send(_ claims: [Claim], over sessions: [SendingSession]) async -> [Lane] {
    guard sessions.count > 1, claims.count >= OutgoingPass.worthTwo else {
      var lanes: [Lane] = []
      for (index, session) in sessions.enumerated() {
        lanes.append(await send(index == 0 ? claims : [], over: session))
      }
      return lanes
    }
    return await withTaskGroup(of: Lane.self) { group in
      for (index, session) in sessions.enumerated() {
        let part = claims.indices.filter { $0 % sessions.count == index }.map { claims[$0] }
        group.addTask { await send(part, over: session) }
      }
      var lanes: [Lane] = []
      for await lane in group { lanes.append(lane) }
      return lanes
    }
  }

  /// Sends claimed emails one after another; while the server thinks about one the next is composed.
  private func send(_ batch: [Claim], over open: SendingSession) async -> Lane {
    var session = open
    var claims = batch[...]
    var composed: Result<OutgoingComposition.Ready, SyncFailure>?
    do throws(SyncFailure) {
      let related = try await composition.related(to: batch.map(\.email))
      while let claim = claims.first {
        let current: Result<OutgoingComposition.Ready, SyncFailure>
        if let composed { current = composed } else { current = await composition.result(for: claim.email, related) }
        failpoints(.outgoingRendered)
        let composition = self.composition
        let following = claims.dropFirst().first?.email
        async let upcoming = composition.result(forNext: following, related)
        var failure: SyncFailure?
        do throws(SyncFailure) { try await session.send(claim, current) } catch { failure = error }
        composed = await upcoming
        if let failure { throw failure }
        claims.removeFirst()
      }
      try await session.writeOutcome()
    } catch {
      if let current = session.interrupted { claims.removeAll { $0.attempt.id == current } }
      return await end(&session, leaving: Array(claims), error)
    }
    let report = session.report
    session.report = OutgoingReport()
    return Lane(session: session, report: report)
  }

  /// Ends a session after a failure. What was said about earlier messages is written whatever happens to the
  /// connection, and what was not begun is given back.
  private func end(_ session: inout SendingSession, leaving claims: [Claim], _ failure: SyncFailure) async -> Lane {
    var failure = failure
    do throws(SyncFailure) {
      try await session.writeOutcome()
      await session.sink.close()
      try await release(claims, failure)
    } catch {
      failure = error
      await session.sink.close()
    }
    return Lane(session: nil, report: session.report, failure: failure)
  }

  /// An email with its claimed try.
  struct Claim {
    let email: Record
    let attempt: Record
  }

  private func waitingEmails() async throws(SyncFailure) -> [Record] {
    let now = surroundings.now()
    let due: Predicate =
      (Email.postponeemailprocessinguntil.isNull
        || Postponement.isOver(Email.postponeemailprocessinguntil, at: now))
      && (Email.delayedemailsendtime.isNull || .not(Email.delayedemailsendtime >= now.adding(seconds: 1)))
    return try await store.rows(
      Query(
        Email.table,
        where: Email.statuscode == .pendingSend && Email.sendermailboxid == context.mailbox.reference && due,
        limit: context.limits.outgoingBatch + 1
      ).ordered(by: Table.versionnumber).reading([
        Email.subject.definition, Email.messageid.definition, Email.statuscode.definition, Email.statecode.definition,
        Email.deliveryattempts.definition, Email.ls_errorcode.definition, Email.ls_errordetail.definition,
      ]))
  }

  private func claim(_ emails: [Record]) async throws(SyncFailure) -> [Claim] {
    let now = surroundings.now()
    var unit = UnitOfWork(id: surroundings.newID(), at: now, lease: context.lease)
    var claims: [Claim] = []
    for waiting in emails {
      var attempt = Record(SendAttempt.table, id: surroundings.newID())
      attempt[SendAttempt.emailid] = waiting.reference
      attempt[SendAttempt.mailboxid] = context.mailbox.reference
      attempt[SendAttempt.phase] = .claimed
      attempt[SendAttempt.token] = context.lease.token
      attempt[SendAttempt.messageid] = waiting[Email.messageid]
      attempt[SendAttempt.startedon] = now
      attempt[SendAttempt.phaseon] = now
      unit.insert(attempt)
      var email = waiting
      email[Email.statuscode] = .sending
      email[Email.deliveryattempts] = (email[Email.deliveryattempts] ?? 0) + 1
      unit.update(email, from: waiting)
      claims.append(Claim(email: email, attempt: attempt))
    }
    // Somebody changed an email in between: the next pass reads it again.
    guard case .done = try await Commit.run(unit, store) else { return [] }
    return claims
  }

  /// Gives back what was claimed but not begun.
  private func release(_ claims: [Claim], _ failure: SyncFailure) async throws(SyncFailure) {
    let now = surroundings.now()
    // One email that somebody changed meanwhile must not keep the others claimed.
    for claim in claims {
      var unit = UnitOfWork(id: surroundings.newID(), at: now, lease: context.lease)
      Outcome.abandon(claim.attempt.id, email: claim.email.id, failure.message, now, into: &unit)
      _ = try await Commit.run(unit, store)
    }
  }
}

extension OutgoingReport {
  mutating func add(_ other: OutgoingReport) {
    sent += other.sent
    failed += other.failed
    postponed += other.postponed
    inDoubt += other.inDoubt
  }
}
