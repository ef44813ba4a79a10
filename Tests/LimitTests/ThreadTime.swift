import Glibc
import Testing

/// Processor time of the thread that runs `work`: unlike the wall clock it does not count what others do meanwhile.
func processorSeconds(_ work: () throws -> Void) rethrows -> Double {
  func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
  let start = now()
  try work()
  return now() - start
}

/// Twice the input takes at most two and a half times as long (medians). The input doubles until that takes long enough
/// to be measured; what is not linear is found on the way.
func expectLinear<Input>(
  _ what: String, from size: Int, upTo limit: Int = 1 << 22, _ make: (Int) throws -> Input,
  _ work: (Input) throws -> Void,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  func median(_ size: Int) throws -> Double {
    let input = try make(size)
    return try (0..<5).map { _ in try processorSeconds { try work(input) } }.sorted()[2]
  }
  var size = size
  var once = try median(size)
  while once < 0.004, size * 4 <= limit {
    size *= 2
    once = try median(size)
  }
  let twice = try median(size * 2)
  #expect(
    twice <= 2.5 * once + 0.001, "\(what): \(size) take \(once) s, \(size * 2) take \(twice) s",
    sourceLocation: sourceLocation)
}
