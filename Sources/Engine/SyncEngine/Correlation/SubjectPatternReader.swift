/// Why a pattern cannot be used, and where.
package struct SubjectPatternProblem: Error, Equatable {
  package enum Reason: String, Sendable {
    case tooLong
    case unbalanced
    case nothingToRepeat
    case notSupported
    case malformed
  }

  /// In characters from 1; 0 where the whole pattern is at fault.
  package let position: Int
  package let reason: Reason
}

/// Reads the part of .NET's pattern language that needs no backtracking: literals, classes, groups, alternatives,
/// repetitions (lazy ones too), `^`, `$`, `\b`, `\s`, `\w`, `\d` and their opposites.
struct SubjectPatternReader {
  /// Groups within groups.
  static let maximumDepth = 50
  static let maximumRepetition = 100
  /// Characters looked at behind a brace: many braces without an end must not each look through the whole pattern.
  private static let maximumCountLength = 24

  private let text: [Unicode.Scalar]
  private var index = 0
  private var depth = 0

  init(_ pattern: String) { text = Array(pattern.unicodeScalars) }

  mutating func read() throws(SubjectPatternProblem) -> SubjectPattern.Node {
    let node = try alternatives()
    guard index == text.count else { throw problem(.unbalanced) }
    return node
  }

  private func problem(_ reason: SubjectPatternProblem.Reason) -> SubjectPatternProblem {
    SubjectPatternProblem(position: min(index + 1, text.count), reason: reason)
  }

  private var next: Unicode.Scalar? { index < text.count ? text[index] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  private mutating func alternatives() throws(SubjectPatternProblem) -> SubjectPattern.Node {
    var choices = [try sequence()]
    while take("|") { choices.append(try sequence()) }
    return choices.count == 1 ? choices[0] : .choice(choices)
  }

  private mutating func sequence() throws(SubjectPatternProblem) -> SubjectPattern.Node {
    var nodes: [SubjectPattern.Node] = []
    while let scalar = next, scalar != "|", scalar != ")" { nodes.append(try repeated(try atom())) }
    return nodes.isEmpty ? .empty : .sequence(nodes)
  }

  private mutating func atom() throws(SubjectPatternProblem) -> SubjectPattern.Node {
    let scalar = text[index]
    index += 1
    switch scalar {
    case ".": return .any
    case "^": return .start
    case "$": return .end
    case "(": return try group()
    case "[": return try characterClass()
    case "\\": return try escape()
    case "*", "+", "?":
      index -= 1
      throw problem(.nothingToRepeat)
    default: return SubjectPatternReader.literal(scalar)
    }
  }

  private mutating func group() throws(SubjectPatternProblem) -> SubjectPattern.Node {
    depth += 1
    defer { depth -= 1 }
    guard depth <= SubjectPatternReader.maximumDepth else { throw problem(.tooLong) }
    if take("?") {
      // (?:...) groups without a number; (?i) says what is so anyway. Names, conditions and looking around are others.
      if take("i") { return take(")") ? .empty : try grouped(after: ":") }
      return try grouped(after: ":")
    }
    return try closed()
  }

  private mutating func grouped(after sign: Unicode.Scalar) throws(SubjectPatternProblem) -> SubjectPattern.Node {
    guard take(sign) else { throw problem(.notSupported) }
    return try closed()
  }

  private mutating func closed() throws(SubjectPatternProblem) -> SubjectPattern.Node {
    let node = try alternatives()
    guard take(")") else { throw problem(.unbalanced) }
    return node
  }

  private mutating func repeated(_ node: SubjectPattern.Node) throws(SubjectPatternProblem) -> SubjectPattern.Node {
    var node = node
    while let scalar = next {
      let bounds: (Int, Int?)
      switch scalar {
      case "*": bounds = (0, nil)
      case "+": bounds = (1, nil)
      case "?": bounds = (0, 1)
      case "{":
        guard let counted = counts() else { return node }
        bounds = counted
        index -= 1
      default: return node
      }
      index += 1
      guard bounds.0 <= SubjectPatternReader.maximumRepetition, bounds.1 ?? 0 <= SubjectPatternReader.maximumRepetition
      else { throw problem(.tooLong) }
      guard bounds.1.map({ $0 >= bounds.0 }) ?? true else { throw problem(.malformed) }
      node = .repeated(node, atLeast: bounds.0, atMost: bounds.1, isLazy: take("?"))
    }
    return node
  }

  /// `{m}`, `{m,}` or `{m,n}`; anything else is a literal brace and moves nothing.
  private mutating func counts() -> (Int, Int?)? {
    var end = index + 1
    let limit = min(text.count, end + SubjectPatternReader.maximumCountLength)
    while end < limit, text[end] != "}" { end += 1 }
    guard end < limit else { return nil }
    let parts = String(String.UnicodeScalarView(text[(index + 1)..<end]))
      .split(separator: ",", omittingEmptySubsequences: false)
    guard let first = parts.first.flatMap({ Int($0) }), first >= 0, parts.count <= 2 else { return nil }
    var last: Int? = first
    if parts.count == 2 {
      last = parts[1].isEmpty ? nil : Int(parts[1])
      guard parts[1].isEmpty || (last ?? -1) >= 0 else { return nil }
    }
    index = end + 1
    return (first, last)
  }

  // MARK: - Characters

  private mutating func escape() throws(SubjectPatternProblem) -> SubjectPattern.Node {
    guard let scalar = next else { throw problem(.malformed) }
    switch scalar {
    case "b", "B":
      index += 1
      return .boundary(scalar == "b")
    default:
      let (ranges, negated) = try escaped()
      return .scalars(ranges, negated: negated)
    }
  }

  /// What follows a back slash, inside a class or outside.
  private mutating func escaped() throws(SubjectPatternProblem) -> ([ClosedRange<UInt32>], Bool) {
    guard let scalar = next else { throw problem(.malformed) }
    index += 1
    switch scalar {
    case "s": return (SubjectPatternReader.spaces, false)
    case "S": return (SubjectPatternReader.spaces, true)
    case "d": return ([48...57], false)
    case "D": return ([48...57], true)
    case "w": return (SubjectPatternReader.words, false)
    case "W": return (SubjectPatternReader.words, true)
    case "t": return ([9...9], false)
    case "n": return ([10...10], false)
    case "r": return ([13...13], false)
    case "u":
      let digits = text[index..<min(text.count, index + 4)]
      guard digits.count == 4, let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16) else {
        throw problem(.malformed)
      }
      index += 4
      return (SubjectPatternReader.folded(value), false)
    default:
      // A letter or digit with a meaning of its own elsewhere: back references, categories, anchors.
      guard !(scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) else {
        index -= 1
        throw problem(.notSupported)
      }
      return (SubjectPatternReader.folded(scalar.value), false)
    }
  }

  private mutating func characterClass() throws(SubjectPatternProblem) -> SubjectPattern.Node {
    let negated = take("^")
    var ranges: [ClosedRange<UInt32>] = []
    var isFirst = true
    while true {
      guard let scalar = next else { throw problem(.unbalanced) }
      index += 1
      if scalar == "]", !isFirst { return .scalars(ranges, negated: negated) }
      isFirst = false
      if scalar == "\\" {
        let (part, isOpposite) = try escaped()
        ranges += isOpposite ? SubjectPatternReader.opposite(of: part) : part
        continue
      }
      if next == "-", index + 1 < text.count, text[index + 1] != "]" {
        index += 1
        let last = text[index]
        guard last != "\\", last.value >= scalar.value else { throw problem(.malformed) }
        index += 1
        ranges.append(scalar.value...last.value)
        // Letters without case: the range of capitals stands for the small ones too.
        if ("A"..."Z").contains(scalar), ("A"..."Z").contains(last) {
          ranges.append((scalar.value + 32)...(last.value + 32))
        }
      } else {
        ranges += SubjectPatternReader.folded(scalar.value)
      }
    }
  }

  private static func literal(_ scalar: Unicode.Scalar) -> SubjectPattern.Node {
    .scalars(folded(scalar.value), negated: false)
  }

  /// Subjects are in lower case when a pattern sees them.
  private static func folded(_ value: UInt32) -> [ClosedRange<UInt32>] {
    guard let scalar = Unicode.Scalar(value) else { return [value...value] }
    let lower = scalar.properties.lowercaseMapping.unicodeScalars
    return lower.count == 1 ? lower.map { $0.value...$0.value } : [value...value]
  }

  private static func opposite(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    var begin: UInt32 = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > begin { result.append(begin...(range.lowerBound - 1)) }
      begin = max(begin, range.upperBound + 1)
    }
    if begin <= 0x10FFFF { result.append(begin...0x10FFFF) }
    return result
  }

  private static let spaces: [ClosedRange<UInt32>] = [
    9...13, 32...32, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
    0x205F...0x205F, 0x3000...0x3000,
  ]

  /// Letters, digits and the low line of the Unicode ranges people write subjects in.
  private static let words: [ClosedRange<UInt32>] = {
    var ranges: [ClosedRange<UInt32>] = []
    var begin: UInt32?
    for value in UInt32(0)...0x2FFFF {
      let isPart = Unicode.Scalar(value).map(isWord) ?? false
      if isPart, begin == nil { begin = value }
      if !isPart, let first = begin {
        ranges.append(first...(value - 1))
        begin = nil
      }
    }
    if let first = begin { ranges.append(first...0x2FFFF) }
    return ranges
  }()

  static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "_" { return true }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .nonspacingMark, .spacingMark, .connectorPunctuation:
      return true
    default: return false
    }
  }
}
