/// Clock, randomness and identifiers, passed in so that a test can own them.
package struct Surroundings: Sendable {
  package let now: @Sendable () -> Instant
  /// Never goes back; seconds from an arbitrary start.
  package let monotonicSeconds: @Sendable () -> Double
  package let randomNumber: @Sendable () -> UInt64
  /// Waits for some seconds, or less when the task is cancelled.
  package let pause: @Sendable (Double) async -> Void

  package init(
    now: @escaping @Sendable () -> Instant, monotonicSeconds: @escaping @Sendable () -> Double,
    randomNumber: @escaping @Sendable () -> UInt64, pause: @escaping @Sendable (Double) async -> Void
  ) {
    self.now = now
    self.monotonicSeconds = monotonicSeconds
    self.randomNumber = randomNumber
    self.pause = pause
  }

  package func newID() -> GUID {
    let milliseconds = UInt64(max(0, now().microseconds / 1000))
    return GUID(milliseconds: milliseconds, random: (randomNumber(), randomNumber()))
  }
}
