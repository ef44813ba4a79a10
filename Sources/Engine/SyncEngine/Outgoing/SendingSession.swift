import CRMModel

/// Sends claimed emails one after another over one connection. The outcome of one and the permission to finish the
/// next share a commit.
struct SendingSession {
  let pass: OutgoingPass
  let sink: any MailSink
  var report = OutgoingReport()
  /// The try that was under way when `send` threw; its outcome is among those to be written.
  private(set) var interrupted: GUID?
  private var outcomes: [Outcome] = []

  init(pass: OutgoingPass, sink: any MailSink) {
    self.pass = pass
    self.sink = sink
  }

  mutating func send(_ claim: OutgoingPass.Claim, _ composed: Result<OutgoingComposition.Ready, SyncFailure>)
    async throws(SyncFailure)
  {
    let ready: OutgoingComposition.Ready
    let envelope: EnvelopeResult
    let closed = EnvelopeResult(refused: [], isOpen: false)
    do throws(SyncFailure) {
      ready = try composed.get()
    } catch {
      switch error.kind {
      // This email cannot be sent as it is; the others can.
      case .item: outcomes.append(Outcome(claim: claim, envelope: closed, delivery: nil, problem: error.message))
      // Nor may it be sent again as it is now.
      case .inDoubt: outcomes.append(Outcome(claim: claim, envelope: closed, delivery: nil, isInDoubt: true))
      default: throw error
      }
      return
    }
    do throws(SyncFailure) {
      envelope = try await sink.prepare(ready.mail)
    } catch {
      guard case .item = error.kind else { throw error }
      outcomes.append(Outcome(claim: claim, envelope: closed, delivery: nil, problem: error.message))
      return
    }
    pass.failpoints(.outgoingEnvelopeAccepted)
    guard envelope.isOpen else {
      outcomes.append(Outcome(claim: claim, ready: ready, envelope: envelope, delivery: nil))
      return
    }
    // From before the commit: a node that stood still while it was made may have been taken for dead since. REL G14
    let allowed = pass.surroundings.monotonicSeconds()
    try await allowDot(claim, ready, envelope.refused)
    pass.failpoints(.outgoingDotImminent)
    do throws(SyncFailure) {
      guard pass.surroundings.monotonicSeconds() - allowed < OutgoingPass.dotDeadline else {
        // Nothing of the last bytes has left, so this is not in doubt.
        interrupted = claim.attempt.id
        outcomes.append(Outcome(claim: claim, ready: ready, envelope: envelope, delivery: nil, wasDropped: true))
        throw SyncFailure(.transient, .sendTooLate)
      }
      let delivery = try await sink.finish()
      pass.failpoints(.outgoingAnswered)
      outcomes.append(Outcome(claim: claim, ready: ready, envelope: envelope, delivery: delivery))
    } catch {
      if interrupted == nil {
        interrupted = claim.attempt.id
        outcomes.append(
          Outcome(
            claim: claim, ready: ready, envelope: envelope, delivery: nil, isInDoubt: error.kind == .inDoubt,
            wasDropped: true))
      }
      throw error
    }
  }

  /// The fencing check is this commit: it fails when another owner has the lease.
  /// With it goes what the server said about recipients, since nobody would know if the answer to the content were lost.
  private mutating func allowDot(
    _ claim: OutgoingPass.Claim, _ ready: OutgoingComposition.Ready, _ refused: [RecipientRefusal]
  ) async throws(SyncFailure) {
    let now = pass.surroundings.now()
    var unit = UnitOfWork(id: pass.surroundings.newID(), at: now, lease: pass.context.lease)
    add(outcomes, to: &unit, now)
    unit.update(
      SendAttempt.table, claim.attempt.id,
      expecting: .cells([SendAttempt.phase.definition.name: SendAttempt.Phase.claimed.value]),
      [
        SendAttempt.phase.definition.name: SendAttempt.Phase.dotImminent.value,
        SendAttempt.phaseon.definition.name: now.value, SendAttempt.wirehash.definition.name: ready.hash.value,
        SendAttempt.unreached.definition.name: SendAttempt.unreached.cut(
          refused.filter { !$0.isPermanent }.map(\.address).joined(separator: "\n")
        ).value,
      ])
    Outcome.write(refused.filter(\.isPermanent), of: ready.parties, into: &unit)
    guard case .done = try await Commit.run(unit, pass.store) else {
      throw SyncFailure(.conflict, .leaseLost)
    }
    outcomes = []
  }

  mutating func writeOutcome() async throws(SyncFailure) {
    guard !outcomes.isEmpty else { return }
    let now = pass.surroundings.now()
    var unit = UnitOfWork(id: pass.surroundings.newID(), at: now, lease: pass.context.lease)
    add(outcomes, to: &unit, now)
    guard case .done = try await Commit.run(unit, pass.store) else {
      throw SyncFailure(.conflict, .commitContended, ["mailbox": pass.context.address])
    }
    outcomes = []
    pass.failpoints(.outgoingOutcomeWritten)
  }

  private mutating func add(_ outcomes: [Outcome], to unit: inout UnitOfWork, _ now: Instant) {
    for outcome in outcomes {
      outcome.write(into: &unit, now, pass.surroundings, pass.context, counting: &report)
    }
  }
}
