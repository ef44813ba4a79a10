/// What went wrong, as a kind, a code of the message catalogue and its parameters. The kind alone decides what happens.
package struct SyncFailure: Error, Hashable, Sendable {
  package let kind: FailureKind
  package let message: Message

  package init(_ kind: FailureKind, _ code: MessageCode, _ parameters: [String: String] = [:]) {
    self.kind = kind
    self.message = Message(code, parameters)
  }
}

package enum FailureKind: Hashable, Sendable {
  /// Try again later; the server, not the mailbox, is at fault.
  case transient
  case throttled(until: Instant)
  case credential
  case permission
  case configuration
  /// This one item will never work; the others go on.
  case item
  case conflict
  case gone
  case stateLost
  case inDoubt
  /// Our own disk or database: no server and no mailbox is at fault.
  case storage
}

/// A code and its parameters: what is stored. Words are made when it is read.
package struct Message: Hashable, Sendable, Codable {
  package let code: MessageCode
  package let parameters: [String: String]

  package init(_ code: MessageCode, _ parameters: [String: String] = [:]) {
    self.code = code
    self.parameters = parameters
  }
}
