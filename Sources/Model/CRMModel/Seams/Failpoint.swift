/// Places where a test may end the process, to prove that what comes after repairs what came before.
package enum Failpoint: String, CaseIterable, Sendable {
  case incomingStarted = "incoming.started"
  case incomingListed = "incoming.listed"
  case incomingLedgerWritten = "incoming.ledger-written"
  case incomingHeadersRead = "incoming.headers-read"
  case incomingAttemptMarked = "incoming.attempt-marked"
  case incomingFetched = "incoming.fetched"
  case incomingDecided = "incoming.decided"
  case incomingBlobsWritten = "incoming.blobs-written"
  case incomingCommitted = "incoming.committed"
  case incomingDeletionsAsked = "incoming.deletions-asked"
  case incomingSessionClosed = "incoming.session-closed"
  case incomingFinished = "incoming.finished"
  case outgoingStarted = "outgoing.started"
  case outgoingRendered = "outgoing.rendered"
  case outgoingClaimed = "outgoing.claimed"
  case outgoingConnected = "outgoing.connected"
  case outgoingEnvelopeAccepted = "outgoing.envelope-accepted"
  case outgoingDotImminent = "outgoing.dot-imminent"
  case outgoingAnswered = "outgoing.answered"
  case outgoingOutcomeWritten = "outgoing.outcome-written"
  case outgoingSessionClosed = "outgoing.session-closed"
  case outgoingFinished = "outgoing.finished"
}

/// Told at every failpoint. In production it does nothing.
package struct FailpointObserver: Sendable {
  private let body: @Sendable (Failpoint) -> Void

  package init(_ body: @escaping @Sendable (Failpoint) -> Void) { self.body = body }

  package static let none = FailpointObserver { _ in }

  package func callAsFunction(_ point: Failpoint) { body(point) }
}
