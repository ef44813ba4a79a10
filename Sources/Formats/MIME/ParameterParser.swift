/// Parameters of Content-Type and Content-Disposition (RFC 2045 §5.1, RFC 2183 §2), with the continuations and character
/// sets of RFC 2231 in whatever order the pieces come, and with what mailers get wrong: missing semicolons, values that
/// should be quoted, encoded words in quotes, backslashes of Windows paths.
struct ParameterParser {
  private struct Piece {
    var number: Int
    var isExtended: Bool
    var bytes: ArraySlice<UInt8>
  }

  private let bytes: ArraySlice<UInt8>
  private var position: Int
  /// Parameters in order of appearance, and where each stands.
  private var found: [(name: String, plain: ArraySlice<UInt8>?, pieces: [Piece])] = []
  private var places: [String: Int] = [:]
  /// Up to so many are looked through; a dictionary pays for more only.
  private static let searched = 8

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// Names in lower case, each once, in order; `bytes` begins behind the value the parameters belong to.
  static func parse(_ bytes: ArraySlice<UInt8>) -> [(name: String, value: String)] {
    var parser = ParameterParser(bytes)
    while parser.next() {}
    return parser.found.map { ($0.name, value($0.plain, $0.pieces)) }
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

  private mutating func quoted() -> ArraySlice<UInt8> {
    position += 1
    let plain = bytes[position...].prefix { $0 != 0x22 && $0 != 0x5C }
    if plain.endIndex < bytes.endIndex, bytes[plain.endIndex] == 0x22 {
      position = plain.endIndex + 1
      return plain
    }
    var value = Array(plain)
    position = plain.endIndex
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
    return value[...]
  }

  /// Up to the semicolon, or to white space with a comment or another parameter behind it.
  private mutating func bare() -> ArraySlice<UInt8> {
    let start = position
    while position < bytes.endIndex, bytes[position] != 0x3B {
      if ASCII.isWhiteSpace(bytes[position]) {
        var ahead = position
        while ahead < bytes.endIndex, ASCII.isWhiteSpace(bytes[ahead]) { ahead += 1 }
        if ahead < bytes.endIndex, bytes[ahead] == 0x28 || startsParameter(ahead) {
          let value = bytes[start..<position]
          if bytes[ahead] == 0x28 { while position < bytes.endIndex, bytes[position] != 0x3B { position += 1 } }
          return value
        }
        position = ahead
        continue
      }
      position += 1
    }
    return ASCII.trimmed(bytes[start..<position])
  }

  private func startsParameter(_ start: Int) -> Bool {
    let word = bytes[start...].prefix(40).prefix { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x2A }
    return !word.isEmpty && word.endIndex < bytes.endIndex && bytes[word.endIndex] == 0x3D
  }

  // MARK: RFC 2231

  private mutating func add(_ rawName: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
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
    guard !name.isEmpty, number ?? 0 < Limits.parameterPieces else { return }
    let place = place(of: ASCII.lowercased(name))
    if number == nil, !isExtended {
      if found[place].plain == nil { found[place].plain = value }
    } else {
      found[place].pieces.append(Piece(number: number ?? 0, isExtended: isExtended, bytes: value))
    }
  }

  private mutating func place(of name: String) -> Int {
    if found.count <= Self.searched {
      if let place = found.firstIndex(where: { $0.name == name }) { return place }
      if found.count == Self.searched {
        for (place, parameter) in found.enumerated() { places[parameter.name] = place }
      }
    } else if let place = places[name] {
      return place
    }
    found.append((name, nil, []))
    if found.count > Self.searched { places[name] = found.count - 1 }
    return found.count - 1
  }

  private static func value(_ plain: ArraySlice<UInt8>?, _ pieces: [Piece]) -> String {
    guard !pieces.isEmpty else { return plain.map { EncodedWord.decode($0).text } ?? "" }
    var label: String?
    var joined: [UInt8] = []
    for (index, piece) in pieces.sorted(by: { $0.number < $1.number }).enumerated() {
      var bytes = piece.bytes
      if index == 0, piece.isExtended, let first = bytes.firstIndex(of: 0x27),
        let second = bytes[(first + 1)...].firstIndex(of: 0x27)
      {
        label = String(decoding: bytes[..<first], as: UTF8.self)
        bytes = bytes[(second + 1)...]
      }
      joined.append(contentsOf: piece.isExtended ? percentDecoded(bytes) : Array(bytes))
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
