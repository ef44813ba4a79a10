import CRMModel

/// The message of a Test & Enable that was not seen in time: a later pass finds it, or says that it never came.
/// DESIGN 7.15
struct TestMessage {
  /// Seconds after which a test message counts as lost.
  static let patience = 3600

  let pass: IncomingPass

  private func job() async throws(SyncFailure) -> Record? {
    try await pass.store.rows(
      Query(
        SyncJob.table,
        where: SyncJob.mailboxid == pass.context.mailbox.reference && SyncJob.workload == .test, limit: 1)
    ).first
  }

  /// Writes down that the message came after all; answers whether it is the one that is waited for.
  func arrived(_ token: String, _ now: Instant, into unit: inout UnitOfWork) async throws(SyncFailure) -> Bool {
    guard let job = try await job() else { return false }
    var result = TestResult(text: job[SyncJob.result] ?? "")
    guard let awaited = result.awaited, awaited.token == token else { return false }
    let minutes = Int(now.seconds(since: awaited.since)) / 60
    result.awaited = nil
    result.steps.removeAll { $0.message.code == .testMessageNotSeen }
    result.steps.append(
      .init(
        workload: .incoming, verdict: .success, milliseconds: 0,
        message: Message(.testMessageFoundLater, ["minutes": String(minutes), "mailbox": pass.context.address])))
    store(result, in: job, &unit)
    unit.close(
      try await Alerts.open(about: pass.context.mailbox.reference, pass.store).filter {
        $0[TraceLog.ls_code] == MessageCode.testMessageLost.rawValue
      }, at: now)
    return true
  }

  /// Raises an alert, once, about a message that should have come long ago. It is still recognized when it comes.
  func missing(_ job: Record?) async throws(SyncFailure) {
    guard let job else { return }
    var result = TestResult(text: job[SyncJob.result] ?? "")
    let now = pass.surroundings.now()
    guard let awaited = result.awaited, !awaited.isReported,
      now.seconds(since: awaited.since) >= Double(TestMessage.patience)
    else { return }
    result.awaited?.isReported = true
    var unit = UnitOfWork(id: pass.surroundings.newID(), at: now, lease: pass.context.lease)
    store(result, in: job, &unit)
    unit.raise(
      .testMessageLost, .warning,
      ["mailbox": pass.context.address, "minutes": String(Int(now.seconds(since: awaited.since)) / 60)],
      about: pass.context.mailbox.reference, pass.surroundings)
    _ = try await Commit.run(unit, pass.store)
  }

  private func store(_ result: TestResult, in job: Record, _ unit: inout UnitOfWork) {
    var changed = job
    changed.set(SyncJob.result, cutting: result.text)
    unit.update(changed, from: job)
  }
}
