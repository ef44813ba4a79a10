import Glibc

/// The command line: words in order and `--name value`.
struct BenchArguments {
  private var words: [String] = []
  private var options: [String: String] = [:]
  private static let flags: Set<String> = ["--without-hashing", "--at-once"]

  init(_ arguments: some Sequence<String>) {
    var name: String?
    for argument in arguments {
      if let option = name {
        options[option] = argument
        name = nil
      } else if Self.flags.contains(argument) {
        options[argument] = ""
      } else if argument.hasPrefix("--") {
        name = argument
      } else {
        words.append(argument)
      }
    }
  }

  mutating func next() -> String? { words.isEmpty ? nil : words.removeFirst() }

  func has(_ flag: String) -> Bool { options[flag] != nil }

  func number(_ option: String, default standard: Int) -> Int { options[option].flatMap { Int($0) } ?? standard }
}

/// Processor time, which other programs on the machine do not lengthen as they do wall time.
enum ProcessorTime {
  static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
