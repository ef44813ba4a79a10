import MIME
import Testing

@Suite struct MailDateTests {
  struct Row: CustomTestStringConvertible {
    var value: String
    /// Seconds since 1970.
    var expected: Int64?
    var testDescription: String { value }
  }

  static let table: [Row] = [
    Row(value: "Tue, 24 Nov 2026 11:12:41 +0000", expected: 1_795_518_761),
    Row(value: "Tue, 24 Nov 2026 20:12:41 +0900 (JST)", expected: 1_795_518_761),
    Row(value: "24 Nov 2026 11:12 GMT", expected: 1_795_518_720),
    Row(value: "Tue (a (b)), 24 (c) Nov 2026 06:12:41 EST", expected: 1_795_518_761),
    Row(value: "24 Nov 26 11:12:41 Z", expected: 1_795_518_761),
    Row(value: "24 Nov 126 11:12:41 UT", expected: 1_795_518_761),
    Row(value: "1 Jan 70 00:00:00 +0000", expected: 0),
    Row(value: "31 Dec 49 23:59:59 +0000", expected: 2_524_607_999),
    Row(value: "1 Jan 50 00:00:00 +0000", expected: -631_152_000),
    Row(value: "29 Feb 2024 12:00:00 -0000", expected: 1_709_208_000),
    Row(value: "29 Feb 2023 12:00:00 -0000", expected: nil),
    Row(value: "31 Apr 2023 12:00:00 -0000", expected: nil),
    Row(value: "0 Apr 2023 12:00:00 -0000", expected: nil),
    Row(value: "24 Nov 2026 24:00:00 +0000", expected: nil),
    Row(value: "24 Nov 2026 11:60:00 +0000", expected: nil),
    Row(value: "24 Nov 2026 11:12:60 +0000", expected: 1_795_518_779),
    Row(value: "24 Nov 2026 11:12:41 A", expected: 1_795_518_761),
    Row(value: "24 Nov 2026 11:12:41 +9999", expected: 1_795_518_761),
    Row(value: "24 Nov 2026 11:12:41", expected: 1_795_518_761),
    Row(value: "Tue Nov 24 11:12:41 2026", expected: 1_795_518_761),
    Row(value: "24-Nov-2026 11:12:41 +0000", expected: 1_795_518_761),
    Row(value: "2026-11-24 11:12:41 +0000", expected: 1_795_518_761),
    Row(value: "24 Nov 2026 11:12:41 PM", expected: 1_795_561_961),
    Row(value: "yesterday", expected: nil),
    Row(value: "", expected: nil),
    Row(value: "24 Nov", expected: nil),
    Row(value: "99999999999999999999 Nov 2026 11:12:41", expected: nil),
    Row(value: "24 Nov 99999999999999999999 11:12:41", expected: nil),
    Row(value: "24 Nov 2026 999999999999999999999:1", expected: nil),
  ]

  @Test(arguments: table) func readsTheDate(_ row: Row) {
    #expect(MailDate.parse(row.value) == row.expected.map { $0 * 1_000_000 })
  }

  @Test func readsWhatItWrites() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<2_000 {
      let seconds = Int64.random(in: -2_208_988_800...253_402_300_799, using: &generator)
      #expect(MailDate.parse(MailDate.format(seconds * 1_000_000)) == seconds * 1_000_000)
    }
    #expect(MailDate.format(1_795_518_761_000_000) == "Tue, 24 Nov 2026 11:12:41 +0000")
  }

  @Test func unclosedCommentsTakeNoQuadraticTime() {
    #expect(MailDate.parse(String(repeating: "(", count: 1_000_000)) == nil)
    #expect(MailDate.parse(String(repeating: "1 ", count: 1_000_000)) == nil)
  }
}
