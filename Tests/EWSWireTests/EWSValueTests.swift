import Testing

@testable import EWSWire

@Suite struct EWSValueTests {
  @Test(arguments: [
    ("2026-12-01T01:00:00Z", "2026-12-01T01:00:00Z"), ("2026-12-01T01:00:00.0Z", "2026-12-01T01:00:00Z"),
    ("2026-12-01T01:00:00.123456789Z", "2026-12-01T01:00:00.123456789Z"),
    ("2026-12-01T01:00:00.1234567891Z", "2026-12-01T01:00:00.123456789Z"),
    ("2026-12-01T01:00:00.5+0900", "2026-12-01T01:00:00.5+09:00"),
    ("2026-12-01T01:00:00-03:30", "2026-12-01T01:00:00-03:30"), ("2026-12-01T01:00:00", "2026-12-01T01:00:00"),
    ("2026-12-01T01:00", "2026-12-01T01:00:00"), ("2026-12-31T24:00:00Z", "2027-01-01T00:00:00Z"),
    ("2024-02-29T23:59:60Z", "2024-02-29T23:59:59Z"), ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
  ]) func timesAsServersWriteThem(text: String, written: String) {
    #expect(EWSDateTime(text)?.text == written)
  }

  @Test(arguments: [
    "", "2026-12-01", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-12-01T25:00:00Z", "2026-12-01T24:00:01Z",
    "2026-12-01T00:60:00Z", "2026-12-01T00:00:00.Z", "2026-12-01T00:00:00+15:00", "2026-12-01T00:00:00Zx",
    "12026-12-01T00:00:00Z", "-2026-12-01T00:00:00Z", "9999-12-31T24:00:00Z", "2026-12-01T00:00:61Z",
    "2026-12-01T00:00:00+09:60", "２026-12-01T00:00:00Z",
  ]) func timesThatAreNone(text: String) { #expect(EWSDateTime(text) == nil) }

  @Test func instantsGoBothWays() {
    #expect(EWSDateTime("1970-01-01T09:00:00+09:00")?.microseconds == 0)
    #expect(EWSDateTime("2026-11-24T00:10:00.000001Z")?.microseconds == 1_795_479_000_000_001)
    for microseconds: Int64 in [0, -1, 1, 951_782_400_000_000, -62_135_596_800_000_000, 253_402_300_799_999_999] {
      #expect(EWSDateTime(microseconds: microseconds)?.microseconds == microseconds)
    }
    #expect(EWSDateTime(microseconds: -62_135_596_800_000_001) == nil)
    #expect(EWSDateTime(microseconds: 253_402_300_800_000_000) == nil)
    #expect(EWSDateTime(microseconds: .max) == nil && EWSDateTime(microseconds: .min) == nil)
  }

  @Test func days() {
    for text in ["2026-12-01", "2026-12-01+09:00", "2026-12-01Z", "2026-12-01T23:00:00-08:00", "2026-12-01-0800"] {
      #expect(EWSDate(text)?.text == "2026-12-01")
    }
    for text in ["2026-12-32", "2026-12-1", "2026-12-01x", "20261201"] { #expect(EWSDate(text) == nil) }
  }

  @Test func durations() {
    for (text, minutes) in [
      ("-PT9H", -540), ("PT5H30M", 330), ("PT0M", 0), ("-PT540M", -540), ("P1DT1H", 1_500), ("PT90S", 1),
      ("PT2H0.0S", 120),
    ] { #expect(EWSTimeZone.minutes(text) == minutes) }
    for text in ["", "P", "PT9", "9H", "PTH", "P1Y", "PT1D", "PT9999999H"] {
      #expect(EWSTimeZone.minutes(text) == nil, "\(text)")
    }
    for minutes in -900...900 { #expect(EWSTimeZone.minutes(EWSTimeZone.duration(minutes)) == minutes) }
  }

  @Test func base64InPieces() {
    var generator = EWSGenerator(seed: 7, dialect: .exchange2013SP1)
    for _ in 0..<200 {
      let bytes = generator.bytes()
      let text = EWSBase64Encoder.encode(bytes)
      #expect(text.count == EWSBase64Encoder.length(of: bytes.count))
      var decoder = EWSBase64Decoder()
      var decoded: [UInt8] = []
      var rest = text[...]
      while !rest.isEmpty {
        let count = generator.int(1...5)
        decoded += decoder.decode(Array(rest.prefix(count)) + Array("\r\n ".utf8))
        rest = rest.dropFirst(count)
      }
      decoded += decoder.finish()
      #expect(decoded == bytes && !decoder.isDamaged)
    }
  }

  @Test(arguments: ["A", "AAAAA", "AA==AA", "A===", "AA=", "AAA==", "A?AA", "AAAA\u{0}", "====", "AA-_"])
  func whatIsNoBase64(text: String) { #expect(EWSBase64Decoder.decode(text) == nil) }

  @Test func addressesOfPages() {
    #expect(EWSURI("https://contoso.example/a?b=c#d").encoded == "https://contoso.example/a?b=c#d")
    #expect(EWSURI("www.contoso.example/日本").encoded == "www.contoso.example/%E6%97%A5%E6%9C%AC")
    #expect(EWSURI("a b#c#d%zz%41").encoded == "a%20b#c%23d%25zz%41")
    #expect(EWSURI("1:2").encoded == "1%3A2")
  }

  @Test func recurrencesTheSchemaDoesNotAllowAreNone() {
    let start = EWSDate("2026-12-01")!
    let patterns: [EWSRecurrence.Pattern] = [
      .daily(interval: 0), .daily(interval: 1_000), .weekly(interval: 1, days: [], firstDayOfWeek: nil),
      .absoluteMonthly(interval: 100, day: 1), .absoluteYearly(day: 32, month: .may),
      .weekly(interval: 1, days: [.monday], firstDayOfWeek: .weekday),
    ]
    for pattern in patterns { #expect(EWSRecurrence(pattern, .noEnd(start: start)) == nil) }
    #expect(EWSRecurrence(.daily(interval: 1), .numbered(start: start, count: 0)) == nil)
    #expect(EWSRecurrence(.daily(interval: 999), .numbered(start: start, count: 1)) != nil)
  }
}
