/// A regular expression of the organization that cuts prefixes out of subjects: `hashfilterkeywords`.
///
/// Subjects come from strangers and the pattern from an administrator, so it is run by stepping through all its
/// alternatives at once (Thompson's simulation): the time grows with the product of both lengths and never with
/// anything else. What needs backtracking (references, looking around) is refused when the pattern is read. Case does
/// not matter, since smart matching compares without case.
package struct SubjectPattern: Sendable, Equatable {
  /// Instructions of the largest pattern, after repetitions were written out.
  package static let maximumInstructions = 1000
  /// Characters of a pattern and of the subject it is run on, and matches that are cut out of one subject.
  package static let maximumLength = 2000
  static let maximumSubject = 800
  static let maximumMatches = 50

  indirect enum Node: Equatable {
    case empty
    case any
    case scalars([ClosedRange<UInt32>], negated: Bool)
    case start
    case end
    case boundary(Bool)
    case sequence([Node])
    case choice([Node])
    case repeated(Node, atLeast: Int, atMost: Int?, isLazy: Bool)
  }

  enum Instruction: Sendable, Equatable {
    case one([ClosedRange<UInt32>], negated: Bool)
    case any
    case start
    case end
    case boundary(Bool)
    /// Goes both ways; the first is preferred.
    case split(Int, Int)
    case jump(Int)
    case match
  }

  let program: [Instruction]

  /// - Throws: `SubjectPatternProblem` with the place in the pattern, counted in characters from 1.
  package init(_ pattern: String) throws(SubjectPatternProblem) {
    guard pattern.unicodeScalars.count <= SubjectPattern.maximumLength else {
      throw SubjectPatternProblem(position: SubjectPattern.maximumLength, reason: .tooLong)
    }
    var reader = SubjectPatternReader(pattern)
    var program: [Instruction] = []
    try SubjectPattern.compile(try reader.read(), into: &program)
    program.append(.match)
    self.program = program
  }

  // MARK: - Compiling

  private static func compile(_ node: Node, into program: inout [Instruction]) throws(SubjectPatternProblem) {
    guard program.count < maximumInstructions else { throw SubjectPatternProblem(position: 0, reason: .tooLong) }
    switch node {
    case .empty: break
    case .any: program.append(.any)
    case .scalars(let ranges, let negated): program.append(.one(merged(ranges), negated: negated))
    case .start: program.append(.start)
    case .end: program.append(.end)
    case .boundary(let wanted): program.append(.boundary(wanted))
    case .sequence(let nodes): for node in nodes { try compile(node, into: &program) }
    case .choice(let nodes):
      var exits: [Int] = []
      for (index, node) in nodes.enumerated() {
        guard index < nodes.count - 1 else {
          try compile(node, into: &program)
          break
        }
        let split = program.count
        program.append(.split(0, 0))
        try compile(node, into: &program)
        exits.append(program.count)
        program.append(.jump(0))
        program[split] = .split(split + 1, program.count)
      }
      for exit in exits { program[exit] = .jump(program.count) }
    case .repeated(let node, let atLeast, let atMost, let isLazy):
      for _ in 0..<atLeast {
        let before = program.count
        try compile(node, into: &program)
        // What matches nothing but emptiness does so however often it is repeated.
        if program.count == before { return }
      }
      guard let atMost else {
        let split = program.count
        program.append(.split(0, 0))
        try compile(node, into: &program)
        program.append(.jump(split))
        program[split] = isLazy ? .split(program.count, split + 1) : .split(split + 1, program.count)
        return
      }
      var splits: [Int] = []
      for _ in 0..<max(0, atMost - atLeast) {
        splits.append(program.count)
        program.append(.split(0, 0))
        try compile(node, into: &program)
      }
      for split in splits {
        program[split] = isLazy ? .split(program.count, split + 1) : .split(split + 1, program.count)
      }
    }
  }

  /// In order and without overlap, so that a character is found by halving.
  private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, range.lowerBound <= last.upperBound {
        result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }

  private static func contains(_ ranges: [ClosedRange<UInt32>], _ value: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(value)
  }

  // MARK: - Running

  /// The subject without everything the pattern matches.
  package func removingMatches(from subject: String) -> String {
    let text = Array(subject.lowercased().unicodeScalars.prefix(SubjectPattern.maximumSubject))
    var kept = String.UnicodeScalarView()
    var position = 0
    var matches = 0
    while position < text.count, matches < SubjectPattern.maximumMatches,
      let match = firstMatch(in: text, from: position)
    {
      matches += 1
      kept.append(contentsOf: text[position..<match.lowerBound])
      if match.isEmpty {
        guard match.lowerBound < text.count else { return String(kept) }
        kept.append(text[match.lowerBound])
        position = match.lowerBound + 1
      } else {
        position = match.upperBound
      }
    }
    if position < text.count { kept.append(contentsOf: text[position...]) }
    return String(kept)
  }

  /// A way through the program: where it stands and where it began.
  private struct Thread {
    let place: Int
    let began: Int
  }

  private func firstMatch(in text: [Unicode.Scalar], from start: Int) -> Range<Int>? {
    var found: Range<Int>?
    var threads: [Thread] = []
    var position = start
    while position <= text.count {
      var seen = [Bool](repeating: false, count: program.count)
      var current: [Thread] = []
      for thread in threads { follow(thread, text, position, &seen, &current) }
      if found == nil { follow(Thread(place: 0, began: position), text, position, &seen, &current) }
      if current.isEmpty, found != nil { return found }
      var next: [Thread] = []
      for thread in current {
        if program[thread.place] == .match {
          found = thread.began..<position
          // What comes later in the list is less preferred.
          break
        }
        if position < text.count, consumes(program[thread.place], text[position]) {
          next.append(Thread(place: thread.place + 1, began: thread.began))
        }
      }
      threads = next
      position += 1
    }
    return found
  }

  /// Adds the instructions that consume a character, in order of preference.
  private func follow(
    _ thread: Thread, _ text: [Unicode.Scalar], _ position: Int, _ seen: inout [Bool], _ list: inout [Thread]
  ) {
    var open = [thread.place]
    while let place = open.popLast() {
      if seen[place] { continue }
      seen[place] = true
      switch program[place] {
      case .jump(let target): open.append(target)
      case .split(let first, let second): open += [second, first]
      case .start: if position == 0 { open.append(place + 1) }
      case .end: if position == text.count { open.append(place + 1) }
      case .boundary(let wanted):
        let before = position > 0 && SubjectPatternReader.isWord(text[position - 1])
        let after = position < text.count && SubjectPatternReader.isWord(text[position])
        if (before != after) == wanted { open.append(place + 1) }
      default: list.append(Thread(place: place, began: thread.began))
      }
    }
  }

  private func consumes(_ instruction: Instruction, _ scalar: Unicode.Scalar) -> Bool {
    switch instruction {
    case .any: scalar != "\n"
    case .one(let ranges, let negated): SubjectPattern.contains(ranges, scalar.value) != negated
    default: false
    }
  }
}
