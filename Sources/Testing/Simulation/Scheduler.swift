package import CRMModel
import MailGeneration

/// Runs every task of a scenario on one thread: the next job is picked by a seeded generator, and time passes only
/// when nothing is ready. REL 6.2
///
/// Used by one thread: the one that calls `run`.
package final class Scheduler: TaskExecutor, @unchecked Sendable {
  private struct Timer {
    let at: Double
    let order: Int
    let continuation: UnsafeContinuation<Void, Never>
  }

  private var random: SeededRandom
  private var ready: [UnownedJob] = []
  /// A binary heap, the earliest first.
  private var timers: [Timer] = []
  private var timersMade = 0
  /// Seconds since the scenario began.
  package private(set) var time = 0.0
  package private(set) var steps = 0
  /// What the wall clock shows beyond the time that passed. REL F023
  package var clockError = 0.0
  package let epoch = Instant(seconds: 1_800_000_000)

  package init(seed: UInt64) { random = SeededRandom(seed: seed) }

  package func enqueue(_ job: consuming ExecutorJob) { ready.append(UnownedJob(job)) }

  /// Runs `body` and everything it starts to the end.
  /// - Returns: What `body` answered; nil if nothing can go on although it has not ended, or after too many steps.
  package func run<Answer: Sendable>(
    maximumSteps: Int, _ body: @escaping @Sendable () async -> Answer
  ) -> Answer? {
    let result = Result(nil as Answer?)
    // The one task of the scenario, owned here: this call ends when it has ended.
    let task = Task(executorPreference: self) { result.value = await body() }
    while result.value == nil {
      if ready.isEmpty {
        guard let timer = nextTimer() else { break }
        time = max(time, timer.at)
        timer.continuation.resume()
        continue
      }
      steps += 1
      guard steps < maximumSteps else {
        task.cancel()
        break
      }
      let place = ready.count == 1 ? 0 : random.number(below: ready.count)
      ready.swapAt(place, ready.count - 1)
      ready.removeLast().runSynchronously(on: asUnownedTaskExecutor())
    }
    return result.value
  }

  private final class Result<Value>: @unchecked Sendable {
    var value: Value
    init(_ value: Value) { self.value = value }
  }

  // MARK: - Time

  package var now: Instant {
    Instant(microseconds: epoch.microseconds + Int64((time + clockError) * 1_000_000))
  }

  /// Waits; not cut short by cancellation.
  package func wait(_ seconds: Double) async {
    await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
      timersMade += 1
      timers.append(Timer(at: time + max(0, seconds), order: timersMade, continuation: continuation))
      var place = timers.count - 1
      while place > 0, isEarlier(place, (place - 1) / 2) {
        timers.swapAt(place, (place - 1) / 2)
        place = (place - 1) / 2
      }
    }
  }

  private func isEarlier(_ left: Int, _ right: Int) -> Bool {
    (timers[left].at, timers[left].order) < (timers[right].at, timers[right].order)
  }

  private func nextTimer() -> Timer? {
    guard let first = timers.first else { return nil }
    let last = timers.removeLast()
    guard !timers.isEmpty else { return first }
    timers[0] = last
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < timers.count && isEarlier(child, least) {
        least = child
      }
      guard least != place else { return first }
      timers.swapAt(place, least)
      place = least
    }
  }

  /// A small number of its own stream, for delays.
  package func number(below limit: Int) -> Int { random.number(below: limit) }
}
