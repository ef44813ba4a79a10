/// Parameters of Content-Type and Content-Disposition (RFC 2045 §5.1, RFC 2183 §2), with the continuations and character
/// sets of RFC 2231 in whatever order the pieces come, and with what mailers get wrong: missing semicolons, values that
/// should be quoted, encoded words in quotes, backslashes of Windows paths.
struct ParameterParser {
  private struct Piece {
    var number: Int
    var isExtended: Bool
    var bytes: [UInt8]
  }

  /// Numbers beyond this are none (RFC 2231 §3 counts from 0).
  private static let maximumPieces = 10_000

  private let bytes: ArraySlice<UInt8>
  private var position: Int
  private var order: [String] = []
  private var plain: [String: [UInt8]] = [:]
  private var pieces: [String: [Piece]] = [:]

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// Names in lower case, each once, in order; `bytes` begins behind the value the parameters belong to.
  static func parse(_ bytes: ArraySlice<UInt8>) -> [(name: String, value: String)] {
    var parser = ParameterParser(bytes)
    while parser.next() {}
    return parser.order.map { ($0, parser.value(of: $0)) }
  }

  // MARK: Syntax

  private mutating func next() -> Bool {
    while position < bytes.endIndex, bytes[position] == 0x3B || ASCII.isWhiteSpace(bytes[position]) { position += 1 }
    let start = position
    while position < bytes.endIndex, bytes[position] != 0x3D, bytes[position] != 0x3B,
      !ASCII.isWhiteSpace(bytes[position])
    { position += 1 }
    let name = bytes[start..<position]
    while position < bytes.endIndex, ASCII.isWhiteSpace(bytes[position]) { position += 1 }
    guard position < bytes.endIndex else { return false }
    // A word without "=" is no parameter.
    guard bytes[position] == 0x3D else { return true }
    position += 1
    while position < bytes.endIndex, ASCII.isWhiteSpace(bytes[position]) { position += 1 }
    let value = position < bytes.endIndex && bytes[position] == 0x22 ? quoted() : bare()
    add(name, value)
    return position < bytes.endIndex
  }

  private mutating func quoted() -> [UInt8] {
    var value: [UInt8] = []
    position += 1
    while position < bytes.endIndex, bytes[position] != 0x22 {
      // RFC 5322 §3.2.4 quoted-pair, but a path is not meant to lose its backslashes.
      if bytes[position] == 0x5C, position + 1 < bytes.endIndex,
        bytes[position + 1] == 0x22 || bytes[position + 1] == 0x5C
      {
        position += 1
      }
      value.append(bytes[position])
      position += 1
    }
    position = min(position + 1, bytes.endIndex)
    return value
  }

  /// Up to the semicolon, or to white space with a comment or another parameter behind it.
  private mutating func bare() -> [UInt8] {
    let start = position
    while position < bytes.endIndex, bytes[position] != 0x3B {
      if ASCII.isWhiteSpace(bytes[position]) {
        var ahead = position
        while ahead < bytes.endIndex, ASCII.isWhiteSpace(bytes[ahead]) { ahead += 1 }
        if ahead < bytes.endIndex, bytes[ahead] == 0x28 || startsParameter(ahead) {
          let value = Array(bytes[start..<position])
          if bytes[ahead] == 0x28 { while position < bytes.endIndex, bytes[position] != 0x3B { position += 1 } }
          return value
        }
        position = ahead
        continue
      }
      position += 1
    }
    return Array(ASCII.trimmed(bytes[start..<position]))
  }

  private func startsParameter(_ start: Int) -> Bool {
    let word = bytes[start...].prefix(40).prefix { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x2A }
    return !word.isEmpty && word.endIndex < bytes.endIndex && bytes[word.endIndex] == 0x3D
  }

  // MARK: RFC 2231

  private mutating func add(_ rawName: ArraySlice<UInt8>, _ value: [UInt8]) {
    var name = rawName
    let isExtended = name.last == 0x2A
    if isExtended { name = name.dropLast() }
    var number: Int?
    if let star = name.lastIndex(of: 0x2A) {
      let digits = name[(star + 1)...]
      guard !digits.isEmpty, digits.count <= 5, digits.allSatisfy(ASCII.isDigit) else { return }
      number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
      name = name[..<star]
    }
    guard !name.isEmpty, number ?? 0 < Self.maximumPieces else { return }
    let key = String(decoding: name.map(ASCII.lowercase), as: UTF8.self)
    if plain[key] == nil, pieces[key] == nil { order.append(key) }
    if number == nil, !isExtended {
      if plain[key] == nil { plain[key] = value }
    } else {
      pieces[key, default: []].append(Piece(number: number ?? 0, isExtended: isExtended, bytes: value))
    }
  }

  private func value(of name: String) -> String {
    guard let found = pieces[name]?.sorted(by: { $0.number < $1.number }) else {
      return EncodedWord.decode(plain[name] ?? []).text
    }
    var label: String?
    var joined: [UInt8] = []
    for (index, piece) in found.enumerated() {
      var bytes = piece.bytes[...]
      if index == 0, piece.isExtended, let first = bytes.firstIndex(of: 0x27),
        let second = bytes[(first + 1)...].firstIndex(of: 0x27)
      {
        label = String(decoding: bytes[..<first], as: UTF8.self)
        bytes = bytes[(second + 1)...]
      }
      joined.append(contentsOf: piece.isExtended ? Self.percentDecoded(bytes) : Array(bytes))
    }
    // Pieces without any extension may hold encoded words, against the standard.
    if label == nil { return EncodedWord.decode(joined).text }
    return CharsetDecoder.decode(joined, label: label).text
  }

  private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var position = bytes.startIndex
    while position < bytes.endIndex {
      if bytes[position] == 0x25, position + 2 < bytes.endIndex, let high = ASCII.hexValue(bytes[position + 1]),
        let low = ASCII.hexValue(bytes[position + 2])
      {
        result.append(high << 4 | low)
        position += 3
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return result
  }
}
