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

/// Twice the input takes at most two and a half times as long (medians of rounds that measure both). The input doubles
/// until that takes long enough to be measured. A busy machine may spoil one measurement, and then another; what is
/// not linear fails them all.
func expectLinear<Input>(
  _ what: String, from size: Int, upTo limit: Int = 1 << 22, _ make: (Int) throws -> Input,
  _ work: (Input) throws -> Void,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  var size = size
  while size * 4 <= limit {
    let input = try make(size)
    let times = try (0..<3).map { _ in try processorSeconds { try work(input) } }.sorted()
    if times[1] >= 0.005 { break }
    size *= 2
  }
  let (small, large) = (try make(size), try make(size * 2))
  var seen: [String] = []
  for _ in 0..<5 {
    var (once, twice): ([Double], [Double]) = ([], [])
    for _ in 0..<5 {
      once.append(try processorSeconds { try work(small) })
      twice.append(try processorSeconds { try work(large) })
    }
    let (one, two) = (once.sorted()[2], twice.sorted()[2])
    if two <= 2.5 * one + 0.001 { return }
    seen.append("\(one) s and \(two) s")
  }
  Issue.record("\(what): \(size) and \(size * 2) took \(seen)", sourceLocation: sourceLocation)
}
