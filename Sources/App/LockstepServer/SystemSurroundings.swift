package import CRMModel
import Foundation

extension Surroundings {
  /// The clock and the randomness of this machine.
  package static let system = Surroundings(
    now: {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    },
    monotonicSeconds: {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    },
    randomNumber: { .random(in: .min ... .max) },
    // A cancelled wait ends early, which is what its caller wants.
    pause: { try? await Task.sleep(nanoseconds: UInt64(max(0, $0) * 1e9)) })
}
