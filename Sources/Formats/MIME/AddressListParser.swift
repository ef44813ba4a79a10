/// Address lists (RFC 5322 §3.4 with the obsolete forms of §4.4, RFC 6532 UTF-8) in one pass without recursion.
/// Groups are flattened, comments skipped at any depth, and an unbalanced quote, parenthesis or bracket counts as
/// an ordinary character that is ignored.
struct AddressListParser {
  /// Something odd was skipped.
  private(set) var isDamaged = false

  private let bytes: ArraySlice<UInt8>
  private var position: Int
  private var mailboxes: [MailAddress] = []

  // The mailbox being read.
  private var words: [Word] = []
  private var spaceBefore = false
  private var angle: String?
  private var comment: ArraySlice<UInt8> = []

  // Once one was found to have no partner, later ones are not searched for one again: that keeps this linear.
  private var quotesAreBroken = false
  private var commentsAreBroken = false
  private var bracketsAreBroken = false
  private var noWordEndBefore = 0

  private struct Word {
    var bytes: ArraySlice<UInt8>
    var isQuoted: Bool
    var spaceBefore: Bool
  }

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  mutating func parse() -> [MailAddress] {
    while position < bytes.endIndex {
      let byte = bytes[position]
      switch byte {
      case 0x2C, 0x3B: endMailbox()  // comma; semicolon: end of a group, and used between addresses
      case 0x3A: endGroupName()
      case 0x22: quotedString()
      case 0x28: skipComment()
      case 0x3C: angleAddress()
      case 0x5B: domainLiteral()
      case 0x29, 0x3E, 0x5D: isDamaged = true
      case _ where ASCII.isWhiteSpace(byte): spaceBefore = true
      default:
        atom()
        continue
      }
      position += 1
    }
    endMailbox()
    return mailboxes
  }

  // MARK: Tokens; each leaves `position` on its last byte, but `atom` behind it

  private mutating func append(_ bytes: ArraySlice<UInt8>, isQuoted: Bool) {
    words.append(Word(bytes: bytes, isQuoted: isQuoted, spaceBefore: spaceBefore))
    spaceBefore = false
  }

  private mutating func atom() {
    let start = position
    // An encoded word may hold characters that would end an atom, although RFC 2047 §5 forbids them.
    var match = EncodedWord.Match.none
    if bytes[position] == 0x3D, position >= noWordEndBefore {
      match = EncodedWord.match(bytes, at: position) { $0 == 0x3C || $0 == 0x22 || ASCII.isWhiteSpace($0) }
    }
    if case .noEnd(let end) = match { noWordEndBefore = end }
    if case .word(let word) = match {
      position = word.end
    } else {
      while position < bytes.endIndex, !Self.endsAtom(bytes[position]) { position += 1 }
    }
    append(bytes[start..<position], isQuoted: false)
  }

  private static func endsAtom(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x22, 0x28, 0x29, 0x2C, 0x3A, 0x3B, 0x3C, 0x3E, 0x5B, 0x5D: true
    default: ASCII.isWhiteSpace(byte)
    }
  }

  /// The end of a quoted string and its content without quotes and escapes.
  private mutating func scanQuoted(_ start: Int) -> (content: ArraySlice<UInt8>, end: Int)? {
    guard !quotesAreBroken else { return nil }
    let plain = bytes[(start + 1)...].prefix { $0 != 0x22 && $0 != 0x5C }
    var index = plain.endIndex
    if index < bytes.endIndex, bytes[index] == 0x22 { return (plain, index) }
    var content = Array(plain)
    while index < bytes.endIndex {
      if bytes[index] == 0x22 { return (content[...], index) }
      if bytes[index] == 0x5C, index + 1 < bytes.endIndex { index += 1 }
      content.append(bytes[index])
      index += 1
    }
    quotesAreBroken = true
    return nil
  }

  private mutating func quotedString() {
    guard let (content, end) = scanQuoted(position) else {
      isDamaged = true
      return
    }
    append(content, isQuoted: true)
    position = end
  }

  private mutating func skipComment() {
    guard !commentsAreBroken, let end = commentEnd(position) else {
      commentsAreBroken = true
      isDamaged = true
      return
    }
    // The name stands in the last one by custom: "ada@a.example (Ada)".
    comment = bytes[(position + 1)..<end]
    if comment.contains(0x5C) {
      var isEscaped = false
      comment =
        comment.filter { byte in
          isEscaped = byte == 0x5C && !isEscaped
          return !isEscaped
        }[...]
    }
    position = end
    spaceBefore = true
  }

  private func commentEnd(_ start: Int) -> Int? {
    var depth = 0
    var index = start
    while index < bytes.endIndex {
      switch bytes[index] {
      case 0x5C: index += 1
      case 0x28: depth += 1
      case 0x29:
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return nil
  }

  private mutating func domainLiteral() {
    guard !bracketsAreBroken, let end = bytes[position...].firstIndex(of: 0x5D) else {
      bracketsAreBroken = true
      isDamaged = true
      return
    }
    append(bytes[position...end].filter { !ASCII.isWhiteSpace($0) }[...], isQuoted: false)
    position = end
  }

  // MARK: Mailboxes

  private mutating func endGroupName() {
    // RFC 5322 §3.4 group: the name says nothing about the mailboxes. "mailto:" in front of an address goes with it.
    words = []
    comment = []
    spaceBefore = false
  }

  /// From `<` to `>`; a route (§4.4 obs-route) is dropped, comments and white space too.
  private mutating func angleAddress() {
    // Nearly always nothing but an addr-spec without anything odd stands there.
    let plain = bytes[(position + 1)...].prefix(while: Self.isPlain)
    if plain.endIndex < bytes.endIndex, bytes[plain.endIndex] == 0x3E {
      if angle != nil { endMailbox() }
      angle = String(decoding: plain, as: UTF8.self)
      position = plain.endIndex
      spaceBefore = true
      return
    }
    var content: [Word] = []
    var run: [UInt8] = []
    // Of the run so far; looking for them in it again and again would not be linear.
    var (hasAt, hasBracket, hasColon) = (false, false, false)
    var index = position + 1
    var isClosed = false
    func clear() {
      run = []
      (hasAt, hasBracket, hasColon) = (false, false, false)
    }
    func flush() {
      if !run.isEmpty { content.append(Word(bytes: run[...], isQuoted: false, spaceBefore: false)) }
      clear()
    }
    loop: while index < bytes.endIndex {
      let byte = bytes[index]
      switch byte {
      case 0x3E:
        isClosed = true
        break loop
      case 0x3C: clear()  // "<<a@b>>"
      case 0x22:
        if let (quoted, end) = scanQuoted(index) {
          flush()
          content.append(Word(bytes: quoted, isQuoted: true, spaceBefore: false))
          index = end
        }
      case 0x28:
        if !commentsAreBroken, let end = commentEnd(index) {
          index = end
        } else {
          commentsAreBroken = true
        }
      case 0x5B where run.last == 0x40:
        // Whatever a literal holds, "(" and a quote too, begins nothing within it (RFC 5322 §3.4.1 dtext).
        let literal = bytes[(index + 1)...].prefix { Self.isDomainText($0) || ASCII.isWhiteSpace($0) }
        guard literal.endIndex < bytes.endIndex, bytes[literal.endIndex] == 0x5D else {
          run.append(byte)
          hasBracket = true
          break
        }
        // In a route it goes with the route, else it is the domain.
        let isRoute = run.first == 0x40 && content.isEmpty
        if !isRoute { flush() }
        run.append(contentsOf: bytes[index...literal.endIndex].filter { !ASCII.isWhiteSpace($0) })
        if !isRoute { flush() }
        index = literal.endIndex
      case 0x3A where run.first == 0x40 || content.isEmpty:
        // The end of a route, or "mailto:".
        if hasBracket {
          run.append(byte)
          hasColon = true
        } else {
          clear()
        }
      case 0x2C where run.first != 0x40 || hasColon, 0x3B: break loop
      case _ where ASCII.isWhiteSpace(byte):
        // Between words of a local part, against the grammar, it is part of the address; around "." and "@" not.
        let next = index + 1 < bytes.endIndex ? bytes[index + 1] : 0x3E
        let isInner = !Self.isSeparator(next) && !(run.last.map(Self.isSeparator) ?? true)
        if isInner, !hasAt { run.append(ASCII.space) }
      default:
        run.append(byte)
        hasAt = hasAt || byte == 0x40
        hasBracket = hasBracket || byte == 0x5B
        hasColon = hasColon || byte == 0x3A
      }
      index += 1
    }
    flush()
    let isOpenEnded = !isClosed
    isDamaged = isDamaged || isOpenEnded
    let address = Self.address(content)
    // A second angle address without comma between them is a mailbox of its own.
    if angle != nil { endMailbox() }
    angle = address
    position = isClosed ? index : index - 1
    spaceBefore = true
  }

  /// RFC 5322 §3.4.1 dtext.
  private static func isDomainText(_ byte: UInt8) -> Bool {
    (0x21...0x5A).contains(byte) || (0x5E...0x7E).contains(byte)
  }

  /// Octets of an addr-spec that mean themselves wherever they stand in it.
  private static func isPlain(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte)
      || byte == 0x40 || byte == 0x2E || byte == 0x2D || byte == 0x5F || byte == 0x2B || byte == 0x3D
  }

  /// What white space may stand beside without meaning.
  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == 0x40 || byte == 0x2E || byte == 0x3E || byte == 0x3C || ASCII.isWhiteSpace(byte)
  }

  private mutating func endMailbox() {
    defer {
      words = []
      angle = nil
      comment = []
      spaceBefore = false
    }
    if let angle {
      let name = Self.phrase(words[...])
      let display = name.isEmpty ? EncodedWord.decode(comment).text : name
      add(display, angle)
      return
    }
    guard !words.isEmpty else { return }
    if words.count == 1, !words[0].isQuoted, comment.isEmpty, words[0].bytes.contains(0x40),
      words[0].bytes.allSatisfy(Self.isPlain)
    {
      mailboxes.append(MailAddress(address: String(decoding: words[0].bytes, as: UTF8.self)))
      return
    }
    let groups = joined()
    let text = EncodedWord.decode(comment).text
    if let index = groups.firstIndex(where: { $0.contains { !$0.isQuoted && $0.bytes.contains(0x40) } }) {
      let rest = groups[..<index].flatMap { $0 } + groups[(index + 1)...].flatMap { $0 }
      let name = Self.phrase(rest[...])
      if !rest.isEmpty { isDamaged = true }
      add(name.isEmpty ? text : name, Self.address(groups[index]))
    } else if groups.count == 1, !groups[0].contains(where: { $0.isQuoted || $0.bytes.starts(with: "=?".utf8) }) {
      add(text, Self.address(groups[0]))
    } else {
      isDamaged = true
      let name = Self.phrase(words[...])
      add(name, "")
    }
  }

  /// Control characters alone name nobody.
  private mutating func add(_ name: String, _ address: String) {
    if !address.isEmpty || !name.isEmpty { mailboxes.append(MailAddress(displayName: name, address: address)) }
  }

  /// The words in runs without white space between; white space around `@` and `.` does not count (§4.4).
  private func joined() -> [[Word]] {
    var groups: [[Word]] = []
    var previousJoins = false
    for word in words {
      let joins = !word.isQuoted && (word.bytes.first == 0x40 || word.bytes.first == 0x2E)
      if groups.isEmpty || (word.spaceBefore && !joins && !previousJoins) {
        groups.append([word])
      } else {
        groups[groups.count - 1].append(word)
      }
      previousJoins = !word.isQuoted && (word.bytes.last == 0x40 || word.bytes.last == 0x2E)
    }
    return groups
  }

  /// A phrase as text: words separated by single spaces, where there was white space.
  private static func phrase(_ words: ArraySlice<Word>) -> String {
    if words.count == 1, let word = words.first, !word.bytes.contains(ASCII.tab) {
      return EncodedWord.decode(ASCII.trimmed(word.bytes)).text
    }
    var text: [UInt8] = []
    for word in words {
      if !text.isEmpty, word.spaceBefore { text.append(ASCII.space) }
      for byte in word.bytes { text.append(byte == ASCII.tab ? ASCII.space : byte) }
    }
    return EncodedWord.decode(ASCII.trimmed(text[...])).text
  }

  /// An addr-spec in its shortest form, without control characters.
  private static func address(_ words: [Word]) -> String {
    var result: [UInt8] = []
    var local: [UInt8] = []
    var isQuoted = false
    var inDomain = false
    for word in words {
      // Only the last "@" separates: a local part with one must have been quoted.
      if inDomain {
        result.append(contentsOf: word.bytes)
      } else if word.isQuoted {
        isQuoted = true
        local.append(contentsOf: word.bytes)
      } else if let at = word.bytes.lastIndex(of: 0x40) {
        local.append(contentsOf: word.bytes[..<at])
        result.append(contentsOf: word.bytes[at...])
        inDomain = true
      } else {
        local.append(contentsOf: word.bytes)
      }
    }
    local = local.filter { $0 >= 0x20 && $0 != 0x7F }
    if isQuoted || local.contains(ASCII.space), !AddrSpec.isDotAtom(local[...]) {
      var quoted: [UInt8] = [0x22]
      for byte in local {
        if byte == 0x22 || byte == 0x5C { quoted.append(0x5C) }
        quoted.append(byte)
      }
      local = quoted + [0x22]
    }
    let domain = result.filter { $0 > 0x20 && $0 != 0x7F }
    return CharsetDecoder.decode(local + domain, label: nil).text
  }
}
