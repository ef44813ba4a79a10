internal import CXML2

/// What stands before libxml2: makes every octet one that XML 1.0 §2.2 allows, and takes out what nobody reads.
///
/// Servers send what their users typed: control characters, halves of surrogate pairs, references such as `&#x1;`. Each
/// becomes U+FFFD, and the document is read. Comments and processing instructions are left out, so that no long one is
/// collected; a document type declaration ends the reading. The filter also knows where the root element ends.
struct XMLByteFilter {
  private enum State: Equatable {
    case text
    /// After `<`, which was not passed on.
    case markup
    /// After `<!` and more, none of it passed on.
    case declaration
    /// In a tag; the octet of the open quotation mark, or 0.
    case tag(quote: UInt8)
    case comment(dashes: Int)
    case instruction(afterQuestionMark: Bool)
    case characterData(brackets: Int)
    /// After `&`; where to go on.
    case reference(quote: UInt8?)
  }

  private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  private var state = State.text
  /// The beginning of a character or of a construct that is not decided.
  private var held: [UInt8] = []
  private var character: [UInt8] = []
  private var isAtStart = true
  private var tagLength = 0
  private var nameLength: Int?
  private var isEndTag = false
  private var lastOctet: UInt8 = 0
  private var depth = 0
  private var declaration: [UInt8]?
  private var sawInstruction = false
  private(set) var sawRoot = false

  /// Whether nothing is open, and the root element has not begun.
  var isBlank: Bool { state == .text && held.isEmpty && character.isEmpty && !sawRoot }

  /// Octets that make one character, all of them there; nil: more are needed.
  private enum Scan {
    case character(Int)
    case incomplete
    case illegal
  }

  /// Filters octets up to the end of the root element.
  ///
  /// - Returns: how many octets were taken, and whether the root element ended with the last of them.
  mutating func filter(
    _ input: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]
  ) throws(XMLError) -> (taken: Int, rootEnded: Bool) {
    var position = 0
    while position < input.count {
      if character.isEmpty, let base = input.baseAddress, !isAtStart {
        switch state {
        case .text:
          let run = cxml2_plain_run(base + position, input.count - position)
          if run > 0 {
            output.append(contentsOf: input[position..<position + run])
            position += run
            continue
          }
        default: break
        }
      }
      let octet = input[position]
      position += 1
      if octet < 0x80, character.isEmpty {
        isAtStart = false
        if try take(octet, into: &output) { return (position, true) }
        continue
      }
      try takePart(octet, &position, into: &output)
    }
    return (position, false)
  }

  /// The input ended: what is held is passed on, so that libxml2 judges it.
  mutating func finish(into output: inout [UInt8]) {
    if !character.isEmpty { output += Self.replacement }
    output += held
    character = []
    held = []
  }

  // MARK: - Characters

  /// Part of a character of more than one octet. What breaks one is looked at again.
  private mutating func takePart(
    _ octet: UInt8, _ position: inout Int, into output: inout [UInt8]
  ) throws(XMLError) {
    character.append(octet)
    switch Self.scan(character) {
    case .incomplete: return
    case .character:
      let whole = character
      character = []
      if isAtStart {
        isAtStart = false
        // A byte order mark.
        if whole == [0xEF, 0xBB, 0xBF] { return }
      }
      try take(character: whole, into: &output)
    case .illegal:
      if isAtStart, character == [0xFE] || character == [0xFF] { throw .encodingRefused("UTF-16") }
      isAtStart = false
      // The octet that does not belong is looked at alone, unless it is the first.
      if character.count > 1, !(0x80..<0xC0).contains(octet) { position -= 1 }
      character = []
      try take(character: Self.replacement, into: &output)
    }
  }

  /// RFC 3629 §4, without what XML forbids: surrogates, U+FFFE and U+FFFF.
  private static func scan(_ octets: [UInt8]) -> Scan {
    let first = octets[0]
    let length: Int
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return .illegal
    }
    for (index, octet) in octets.enumerated().dropFirst() {
      var range: ClosedRange<UInt8> = 0x80...0xBF
      if index == 1 {
        switch first {
        case 0xE0: range = 0xA0...0xBF
        case 0xED: range = 0x80...0x9F
        case 0xF0: range = 0x90...0xBF
        case 0xF4: range = 0x80...0x8F
        default: break
        }
      }
      if !range.contains(octet) { return .illegal }
    }
    guard octets.count == length else { return .incomplete }
    if first == 0xEF, octets[1] == 0xBF, octets[2] >= 0xBE { return .illegal }
    return .character(length)
  }

  private mutating func take(character octets: [UInt8], into output: inout [UInt8]) throws(XMLError) {
    switch state {
    case .comment, .instruction:
      // Octets of a character are none of those that end these.
      if case .comment = state { state = .comment(dashes: 0) }
      if case .instruction = state { state = .instruction(afterQuestionMark: false) }
    case .markup, .declaration, .reference:
      // No markup begins so: libxml2 says what is wrong.
      release(into: &output)
      output += octets
    case .tag(let quote):
      try countTag(octets.count, isName: quote == 0)
      lastOctet = 0
      output += octets
    case .characterData:
      state = .characterData(brackets: 0)
      output += octets
    case .text: output += octets
    }
  }

  private mutating func release(into output: inout [UInt8]) {
    output += held
    held = []
    if case .reference(let quote?) = state { state = .tag(quote: quote) } else { state = .text }
  }

  // MARK: - Octets

  /// One octet of ASCII.
  ///
  /// - Returns: whether the root element ended with it.
  private mutating func take(_ octet: UInt8, into output: inout [UInt8]) throws(XMLError) -> Bool {
    let isForbidden = octet < 0x20 && octet != 0x09 && octet != 0x0A && octet != 0x0D
    if isForbidden {
      try take(character: Self.replacement, into: &output)
      return false
    }
    switch state {
    case .text:
      switch octet {
      case UInt8(ascii: "<"):
        state = .markup
        held = [octet]
      case UInt8(ascii: "&"):
        state = .reference(quote: nil)
        held = [octet]
      default: output.append(octet)
      }
    case .markup: try takeMarkup(octet, into: &output)
    case .declaration: try takeDeclaration(octet, into: &output)
    case .tag(let quote): return try takeTag(octet, quote: quote, into: &output)
    case .reference: try takeReference(octet, into: &output)
    case .comment(let dashes):
      if octet == UInt8(ascii: ">"), dashes >= 2 {
        state = .text
      } else {
        state = .comment(dashes: octet == UInt8(ascii: "-") ? min(dashes + 1, 2) : 0)
      }
    case .instruction(let afterQuestionMark):
      if octet == UInt8(ascii: ">"), afterQuestionMark {
        state = .text
        try judgeDeclaration()
      } else {
        if let count = declaration?.count, count < XMLLimits.maximumDeclarationLength { declaration?.append(octet) }
        state = .instruction(afterQuestionMark: octet == UInt8(ascii: "?"))
      }
    case .characterData(let brackets):
      output.append(octet)
      if octet == UInt8(ascii: ">"), brackets >= 2 {
        state = .text
      } else {
        state = .characterData(brackets: octet == UInt8(ascii: "]") ? min(brackets + 1, 2) : 0)
      }
    }
    return false
  }

  private mutating func takeMarkup(_ octet: UInt8, into output: inout [UInt8]) throws(XMLError) {
    switch octet {
    case UInt8(ascii: "!"):
      held.append(octet)
      state = .declaration
    case UInt8(ascii: "?"):
      held = []
      declaration = sawInstruction || sawRoot ? nil : []
      sawInstruction = true
      state = .instruction(afterQuestionMark: false)
    default:
      isEndTag = octet == UInt8(ascii: "/")
      lastOctet = octet
      tagLength = 2
      nameLength = isEndTag ? 0 : 1
      output += held
      output.append(octet)
      held = []
      state = .tag(quote: 0)
      // `<>` and `<"`: libxml2 refuses them; the filter only has to stay in step.
      if octet == UInt8(ascii: ">") { state = .text }
    }
  }

  private mutating func takeDeclaration(_ octet: UInt8, into output: inout [UInt8]) throws(XMLError) {
    held.append(octet)
    let comment = Array("<!--".utf8)
    let section = Array("<![CDATA[".utf8)
    if held == comment {
      held = []
      state = .comment(dashes: 0)
    } else if held == section {
      output += held
      held = []
      state = .characterData(brackets: 0)
    } else if !comment.starts(with: held), !section.starts(with: held) {
      // DOCTYPE, or a declaration that may stand only inside of one.
      throw .documentTypeRefused
    }
  }

  private mutating func countTag(_ count: Int, isName: Bool) throws(XMLError) {
    tagLength += count
    guard tagLength <= XMLLimits.maximumTagLength else { throw .exceeds(.tag) }
    guard isName, let length = nameLength else { return }
    nameLength = length + count
    guard length + count <= XMLLimits.maximumNameLength else { throw .exceeds(.name) }
  }

  private mutating func takeTag(
    _ octet: UInt8, quote: UInt8, into output: inout [UInt8]
  ) throws(XMLError) -> Bool {
    if quote != 0 {
      try countTag(1, isName: false)
      if octet == UInt8(ascii: "&") {
        held = [octet]
        state = .reference(quote: quote)
        return false
      }
      output.append(octet)
      if octet == quote { state = .tag(quote: 0) }
      lastOctet = octet
      return false
    }
    output.append(octet)
    let before = lastOctet
    lastOctet = octet
    switch octet {
    case UInt8(ascii: ">"):
      state = .text
      if isEndTag {
        depth -= 1
      } else {
        sawRoot = true
        if before != UInt8(ascii: "/") { depth += 1 }
      }
      return depth <= 0 && sawRoot
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      try countTag(1, isName: false)
      state = .tag(quote: octet)
      nameLength = nil
    case 0x09, 0x0A, 0x0D, 0x20, UInt8(ascii: "="):
      try countTag(1, isName: false)
      // The next name begins here.
      nameLength = 0
    default: try countTag(1, isName: true)
    }
    return false
  }

  // MARK: - References

  private mutating func takeReference(_ octet: UInt8, into output: inout [UInt8]) throws(XMLError) {
    guard case .reference(let quote) = state else { return }
    if let quote { try countTag(1, isName: quote == 0) }
    switch octet {
    case UInt8(ascii: ";"):
      held.append(octet)
      if Self.isIllegalReference(held) { held = Self.replacement }
      release(into: &output)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "#"):
      // Zeros before a number say nothing and could be many.
      if octet == UInt8(ascii: "0"), held == Array("&#".utf8) || held == Array("&#x".utf8) {
        held.append(octet)
        return
      }
      if octet == UInt8(ascii: "0"), held == Array("&#0".utf8) || held == Array("&#x0".utf8) { return }
      held.append(octet)
      guard held.count <= XMLLimits.maximumReferenceLength else { throw .malformed(code: 0, line: 0) }
    default:
      // No reference: libxml2 says what is wrong, with the octet read as what it is.
      release(into: &output)
      _ = try take(octet, into: &output)
    }
  }

  /// Whether it refers to a number that is none of the characters of XML 1.0 §2.2.
  private static func isIllegalReference(_ reference: [UInt8]) -> Bool {
    guard reference.starts(with: Array("&#".utf8)) else { return false }
    let digits = reference.dropFirst(2).dropLast()
    let isHexadecimal = digits.first == UInt8(ascii: "x")
    let text = String(decoding: isHexadecimal ? digits.dropFirst() : digits, as: UTF8.self)
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 != UInt8(ascii: "#") }) else { return false }
    guard let number = UInt64(text, radix: isHexadecimal ? 16 : 10) else {
      // Digits of the radix, and too many of them.
      return text.utf8.allSatisfy { octet in
        (0x30...0x39).contains(octet) || isHexadecimal && (0x41...0x46).contains(octet & 0xDF)
      }
    }
    switch number {
    case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: return false
    default: return true
    }
  }

  // MARK: - Declaration

  /// The XML declaration may name only an encoding that is read.
  private mutating func judgeDeclaration() throws(XMLError) {
    guard let octets = declaration else { return }
    declaration = nil
    let text = String(decoding: octets, as: UTF8.self)
    guard text.hasPrefix("xml"), text.dropFirst(3).first?.isWhitespace == true else { return }
    guard let place = text.firstRange(of: "encoding") else { return }
    let value = text[place.upperBound...].drop { $0.isWhitespace || $0 == "=" }
    guard let quote = value.first, quote == "\"" || quote == "'" else { return }
    let name = value.dropFirst().prefix { $0 != quote }.lowercased()
    guard ["utf-8", "utf8", "us-ascii", "ascii"].contains(name) else {
      throw .encodingRefused(String(name.prefix(40)))
    }
  }
}

extension String {
  /// Where the text first stands in this one.
  fileprivate func firstRange(of text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
