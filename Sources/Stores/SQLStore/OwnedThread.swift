import Foundation

/// One operating system thread that runs closures in order. Blocking work is done here, so that nothing blocks the
/// cooperative pool, and a closure once begun runs to its end whatever happens to the task that asked.
final class OwnedThread: @unchecked Sendable {
  // Guarded by `condition`.
  private var closures: [@Sendable () -> Void] = []
  private var isStopped = false
  private let condition = NSCondition()

  init(name: String) {
    let thread = Thread { [self] in loop() }
    thread.name = name
    // SQLite with large rows needs more than the default of secondary threads.
    thread.stackSize = 4 << 20
    thread.start()
  }

  private func loop() {
    while true {
      condition.lock()
      while closures.isEmpty && !isStopped { condition.wait() }
      let batch = closures
      closures = []
      let stopping = isStopped && batch.isEmpty
      condition.unlock()
      if stopping { return }
      for closure in batch { closure() }
    }
  }

  func run<Answer: Sendable>(_ body: @escaping @Sendable () -> Answer) async -> Answer {
    await withCheckedContinuation { continuation in perform { continuation.resume(returning: body()) } }
  }

  func perform(_ body: @escaping @Sendable () -> Void) {
    condition.lock()
    closures.append(body)
    condition.signal()
    condition.unlock()
  }

  /// Runs what is queued, then ends the thread.
  func stop() {
    condition.lock()
    isStopped = true
    condition.signal()
    condition.unlock()
  }
}
