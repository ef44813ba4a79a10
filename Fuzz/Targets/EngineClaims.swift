import CRMModel
import SyncEngine

/// Tokens in subjects.
enum TrackingTokenClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    let parts = pieces(bytes)
    let prefix = String(text(parts[0]).prefix(40))
    let subject = parts.count > 1 ? text(parts[1]) : ""
    let tokens = TrackingToken.find(prefix: prefix, in: subject)
    for token in tokens {
      try claim(token.hasPrefix(prefix) || prefix.isEmpty, "a token without its prefix")
      let digits = token.unicodeScalars.dropFirst(prefix.unicodeScalars.count)
      try claim((3...20).contains(digits.count) && digits.allSatisfy { ("0"..."9").contains($0) }, "the token \(token)")
    }
    try claim(tokens.count <= subject.unicodeScalars.count / 3, "more tokens than fit")
    // A prefix somebody would choose: its digits or marks would run together with what is beside them.
    guard !prefix.isEmpty, prefix.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !(0x30...0x39).contains($0) }) else {
      return
    }
    let user = Int(bytes.last ?? 0)
    let made = TrackingToken.make(prefix: prefix, user: user, userDigits: 3, counter: bytes.count, counterDigits: 3)
    let sent = TrackingToken.append(made, to: subject)
    try claim(sent.count <= TrackingToken.maximumSubjectLength, "a subject of \(sent.count) characters")
    if sent.hasSuffix(" " + made) {
      try claim(TrackingToken.find(prefix: prefix, in: sent).first == made, "\(made) is not found again in \(sent)")
    }
    try claim(TrackingToken.append(made, to: sent) == sent, "a token is added twice")
  }
}

/// The organization's pattern, the words of a subject and their hashes.
enum SubjectClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    let parts = pieces(bytes)
    let subject = parts.count > 1 ? text(parts[1]) : text(parts[0])
    var pattern: SubjectPattern?
    do throws(SubjectPatternProblem) {
      pattern = try SubjectPattern(text(parts[0]))
    } catch {
      try claim((0...SubjectPattern.maximumLength).contains(error.position), "a problem at \(error.position)")
    }
    if let pattern {
      let kept = pattern.removingMatches(from: subject)
      var rest = Array(subject.lowercased().unicodeScalars)[...]
      for scalar in kept.unicodeScalars {
        guard let found = rest.firstIndex(of: scalar) else {
          throw BrokenClaim(description: "\(kept) is not what is left of the subject")
        }
        rest = rest[(found + 1)...]
      }
    }
    for pattern in [pattern, nil] {
      let words = SmartMatching.words(of: subject, without: pattern)
      try claim(words.allSatisfy { !$0.isEmpty && !$0.contains(" ") }, "the words \(words)")
    }
    try claim(
      SmartMatching.words(of: "RE: " + subject, without: nil) == SmartMatching.words(of: subject, without: nil),
      "an answer has other words than its subject")
  }
}

/// Thread-Index headers.
enum ConversationIndexClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    let header = text(bytes)
    let root = ConversationIndex.root(header)
    try claim((root != nil) == (ConversationIndex.rootHash(header) != nil), "a hash without its root")
    if let root { try claim(root.count == 22, "a root of \(root.count) octets") }
    if let hash = ConversationIndex.rootHash(header) { try claim((0...Int(Int32.max)).contains(hash), "\(hash)") }
    if let root, !bytes.isEmpty {
      // Answers share the root.
      let folded = String(header.prefix(10)) + "\r\n " + String(header.dropFirst(10))
      try claim(ConversationIndex.root(folded) == root, "folding changes the root")
    }
  }
}

/// The texts a person or an earlier version may have left behind.
enum ConfigurationClaims {
  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    let written = text(bytes)
    let evidence = Evidence(text: Evidence(text: written).text)
    try claim(Evidence(text: evidence.text) == evidence, "evidence changes when it is stored again")
    let line = Evidence(["a": written]).text
    try claim(!line.unicodeScalars.contains { $0 == "\u{1E}" || $0 == "\n" }, "evidence holds what separates it")
    try claim(
      Evidence(text: line)["a"].map { Array($0.utf8) } == Array(written.replacing("\0", with: "\u{FFFD}").utf8),
      "evidence loses characters")
    let result = TestResult(text: written)
    try claim(TestResult(text: TestResult(text: result.text).text) == TestResult(text: result.text), "a test result")
    try claim(TestResult(text: result.text).steps.count == result.steps.count, "a test result loses steps")
    if let location = ServerLocation(written) {
      try claim((1...65_535).contains(location.port) && !location.host.isEmpty, "\(location)")
      try claim(!location.host.contains(where: \.isWhitespace), "white space in \(location.host)")
      try claim(
        !location.host.unicodeScalars.contains { $0.value < 0x20 || $0 == "/" || $0.value == 0x7F }, "\(location)")
    }
    if let keys = KeyFile.keys(in: written) {
      try claim(!keys.isEmpty && keys.allSatisfy { $0.count == KeyFile.keyLength }, "a key of another length")
    }
    if let keeping = RawKeeping(written) { try claim(RawKeeping(keeping.text) == keeping, "\(keeping)") }
    if let id = GUID(written) { try claim(GUID(id.description) == id, "\(id)") }
    if let time = Instant(rfc3339: written) { try claim(Instant(rfc3339: time.rfc3339) == time, time.rfc3339) }
    if bytes.count == 8 {
      let time = Instant(microseconds: bytes.reduce(0) { $0 << 8 | Int64($1) })
      let year = time.rfc3339.prefix { $0 != "T" }.split(separator: "-").first
      try claim(year != nil, time.rfc3339)
    }
  }
}
