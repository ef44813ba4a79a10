import LineProtocol
import Testing

@Suite struct LineAssemblerTests {
  private func cut(_ text: String, fragment: Int) throws -> [LineAssembler.Line] {
    var assembler = LineAssembler()
    var result: [LineAssembler.Line] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: fragment) {
      var input = bytes[start..<min(start + fragment, bytes.count)]
      while let line = try assembler.takeLine(from: &input) { result.append(line) }
    }
    return result
  }

  @Test(arguments: [1, 2, 3, 100]) func linesAreTheSameInAnyFragments(fragment: Int) throws {
    let lines = try cut("a\r\nb\n\r\n\rc\r\nrest", fragment: fragment)
    #expect(lines.map { String(decoding: $0.bytes, as: UTF8.self) } == ["a", "b", "", "\rc"])
    #expect(lines.map(\.endsWithCRLF) == [true, false, true, true])
  }

  @Test(arguments: [1, 4_096, 1_000_000]) func aLineWithoutEndIsRefusedAtTheLimit(fragment: Int) {
    var assembler = LineAssembler()
    #expect(throws: LineAssembler.LineTooLong.self) {
      for _ in 0...LineAssembler.maximumLineLength / fragment {
        var input = [UInt8](repeating: 0x78, count: fragment)[...]
        _ = try assembler.takeLine(from: &input)
      }
    }
  }

  @Test func aLineThatEndsBeyondTheLimitIsRefused() {
    var assembler = LineAssembler()
    var input = ([UInt8](repeating: 0x78, count: LineAssembler.maximumLineLength) + [0x0A])[...]
    #expect(throws: LineAssembler.LineTooLong.self) { _ = try assembler.takeLine(from: &input) }
  }
}

@Suite struct ServerTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("a\u{1B}[31mb\r\nc\0", "a\u{FFFD}[31mb\u{FFFD}\u{FFFD}c\u{FFFD}"),
    ("x\u{202E}y\u{2028}z", "x\u{FFFD}y\u{FFFD}z"), ("日本語", "日本語"),
  ])
  func unsafeCharactersAreReplaced(received: String, shown: String) {
    #expect(Array(ServerText.sanitised(Array(received.utf8)).unicodeScalars) == Array(shown.unicodeScalars))
  }

  @Test func illFormedUTF8IsReplaced() {
    #expect(ServerText.sanitised([0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
  }

  @Test(arguments: ["x", "日", "\u{0}"]) func textIsClippedInOctets(unit: String) {
    let text = ServerText.sanitised(Array(String(repeating: unit, count: 10_000).utf8))
    #expect(text.utf8.count <= ServerText.maximumLength)
    #expect(text.utf8.count > ServerText.maximumLength - 4)
  }
}

@Suite struct DecimalFieldTests {
  @Test(
    arguments: [
      ("0", .value(0)), ("007", .value(7)), ("9223372036854775807", .value(.max)),
      ("9223372036854775808", .outOfRange), ("99999999999999999999999", .outOfRange), ("", .malformed),
      ("-1", .malformed), ("+1", .malformed), ("1 ", .malformed), ("１", .malformed), ("0x1", .malformed),
    ] as [(String, DecimalField)])
  func fieldIsRead(text: String, field: DecimalField) {
    #expect(DecimalField(Array(text.utf8)) == field)
  }

  @Test func theMaximumIsKept() {
    #expect(DecimalField(Array("599".utf8), maximum: 599) == .value(599))
    #expect(DecimalField(Array("600".utf8), maximum: 599) == .outOfRange)
  }
}
