package import CRMModel

/// Times until which something waits. They are written by a clock that may be wrong, and put right afterwards: what
/// waits must neither be forgotten for a year nor need the old time to come. REL G12, F023
package enum Postponement {
  /// Nothing is postponed for longer, in seconds; a time further ahead was written by a clock that was wrong.
  package static let longest = 86_400

  /// Whether something may go on that waits until then.
  package static func isOver(_ until: Instant, at now: Instant) -> Bool {
    until <= now || until > now.adding(seconds: longest)
  }

  /// The same as a question to the store.
  static func isOver(_ column: Column<Instant>, at now: Instant) -> Predicate {
    column < now.next || column >= now.adding(seconds: longest).next
  }

  /// A time no further ahead than anything is postponed.
  static func bounded(_ until: Instant, at now: Instant) -> Instant { min(until, now.adding(seconds: longest)) }
}
