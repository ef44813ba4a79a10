import CRMModel

/// Hashes of subject words and of addresses, compared as sets. feature map 5.2
package enum SmartMatching {
  /// Only this many days are compared.
  package static let days = 90

  /// The words of a subject without what the organization's own pattern matches, or else without its leading `word:`
  /// prefixes. "Out of office:" stays, because its first word lacks the colon.
  package static func words(of subject: String, without pattern: SubjectPattern?) -> [String] {
    if pattern == nil, subject.utf8.allSatisfy({ $0 < 0x80 }) { return plainWords(of: Array(subject.utf8)) }
    let text = pattern?.removingMatches(from: subject) ?? subject.lowercased()
    // Scalars, not characters: a mark with which a subject begins makes one character with the space of "RE: " before
    // it, and the answer would have other words.
    var rest = Array(text.unicodeScalars)[...]
    if pattern == nil { while let next = droppingPrefix(rest) { rest = next } }
    var words: [String] = []
    while let start = rest.firstIndex(where: isWord) {
      let word = wordPrefix(rest[start...], where: isWord)
      words.append(String(String.UnicodeScalarView(word)))
      rest = rest[word.endIndex...]
    }
    return words
  }

  /// The same for a subject of ASCII characters, as most are.
  private static func plainWords(of subject: [UInt8]) -> [String] {
    func isWord(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...122).contains(byte | 0x20) }
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }
    var rest = subject[...]
    while true {
      let text = rest.drop(while: isSpace)
      let word = text.prefix { isWord($0) || $0 == 0x5F }
      let colon = text[word.endIndex...].drop(while: isSpace)
      guard !word.isEmpty, colon.first == 0x3A else { break }
      rest = colon.dropFirst()
    }
    return rest.split { !isWord($0) }.map { word in
      String(decoding: word.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
  }

  private static func droppingPrefix(_ text: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar>? {
    let rest = text.drop(while: \.properties.isWhitespace)
    let word = wordPrefix(rest) { isWord($0) || $0 == "_" }
    guard !word.isEmpty else { return nil }
    let colon = rest[word.endIndex...].drop(while: \.properties.isWhitespace)
    guard colon.first == ":" || colon.first == "：" else { return nil }
    return colon.dropFirst()
  }

  /// The word a text begins with; marks go with the letter before them.
  private static func wordPrefix(
    _ text: ArraySlice<Unicode.Scalar>, where isWord: (Unicode.Scalar) -> Bool
  ) -> ArraySlice<Unicode.Scalar> {
    var end = text.startIndex
    while end < text.endIndex, isWord(text[end]) || (end > text.startIndex && isMark(text[end])) { end += 1 }
    return text[..<end]
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  /// What never stands alone in a character. UAX #29 §3.1 Extend, SpacingMark, ZWJ
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isGraphemeExtend || scalar.properties.generalCategory == .spacingMark || scalar == "\u{200D}"
  }

  package static func subjectHashes(_ subject: String, _ settings: OrganizationSettings) -> Set<Int64> {
    Set(words(of: subject, without: settings.subjectPattern).prefix(settings.hashMaxCount).map(hash))
  }

  package static func addressHashes(_ folded: some Sequence<String>, maximum: Int) -> Set<Int64> {
    var seen: Set<String> = []
    let unique = folded.filter { seen.insert($0).inserted }
    return Set(unique.prefix(maximum).map(hash))
  }

  /// One number for a whole subject: equal sets of words give equal keys. Nil for a subject without words.
  package static func subjectKey(_ subject: String, _ settings: OrganizationSettings) -> Int? {
    let hashes = subjectHashes(subject, settings).sorted()
    guard !hashes.isEmpty else { return nil }
    return Int(hashes.reduce(hash("")) { ($0 ^ $1) &* 0x0100_0000_01b3 })
  }

  /// Whether two messages belong together.
  package static func matches(
    subject: Set<Int64>, _ otherSubject: Set<Int64>, addresses: Set<Int64>, _ otherAddresses: Set<Int64>,
    settings: OrganizationSettings
  ) -> Bool {
    guard !subject.isEmpty, abs(subject.count - otherSubject.count) <= settings.hashDeltaSubjectCount else {
      return false
    }
    let smaller = subject.count <= otherSubject.count ? subject : otherSubject
    let larger = subject.count <= otherSubject.count ? otherSubject : subject
    return smaller.isSubset(of: larger)
      && addresses.intersection(otherAddresses).count >= settings.hashMinAddressCount
  }

  /// FNV-1a, 64 bits: the same on every machine and in every version.
  static func hash(_ text: String) -> Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01b3 }
    return Int64(bitPattern: hash)
  }
}
