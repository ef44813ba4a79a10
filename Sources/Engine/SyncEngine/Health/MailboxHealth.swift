package import CRMModel

/// What a failure of a pass means for its mailbox. The kind alone decides.
package enum MailboxHealth {
  package enum Reaction: Equatable, Sendable {
    /// The server is away or asks for patience: come back, nothing is disabled.
    case postpone
    /// The credential was refused: nobody uses it until an administrator edits it or runs Test & Enable.
    case closeGate
    /// Only a change of the configuration helps: the workload is disabled.
    case disable
    /// Somebody else has the work, or the plan was outdated: look again soon.
    case again
  }

  package static func reaction(to kind: FailureKind) -> Reaction {
    switch kind {
    case .transient, .throttled, .inDoubt, .gone, .item, .stateLost, .storage: .postpone
    case .credential: .closeGate
    case .permission, .configuration: .disable
    case .conflict: .again
    }
  }

  /// Whether a failure says something about the server as a whole.
  package static func concernsServer(_ kind: FailureKind) -> Bool {
    switch kind {
    case .transient, .throttled: true
    default: false
    }
  }

  /// Failures in a row after which a warning becomes an error for the eyes of people. feature map 6.2
  package static func level(of kind: FailureKind, failures: Int, limits: DeploymentLimits) -> TraceLog.Level {
    switch reaction(to: kind) {
    case .closeGate, .disable: .error
    case .postpone, .again: failures >= limits.mailboxFailures ? .error : .warning
    }
  }
}
