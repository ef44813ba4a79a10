import CRMModel
import Foundation
import Testing

/// The small values everything is made of.
@Suite struct ValueTests {
  @Test func guidRoundTrips() {
    var random = SeededNumbers(seed: 1)
    for _ in 0..<1000 {
      let id = GUID(high: random.next(), low: random.next())
      #expect(GUID(id.description) == id)
      #expect(GUID(bytes: id.bytes) == id)
      #expect(GUID("{" + id.description.uppercased() + "}") == id)
      #expect(id.description.count == 36)
    }
  }

  @Test(arguments: ["", "123", "0123456789abcdef0123456789abcde", "0123456789abcdef0123456789abcdef0", "zz", "é"])
  func textThatIsNoGUID(text: String) {
    #expect(GUID(text) == nil)
  }

  @Test func versionSevenIsMarkedAndSorts() {
    var random = SeededNumbers(seed: 2)
    var earlier = GUID(high: 0, low: 0)
    for milliseconds in stride(from: UInt64(1_700_000_000_000), to: 1_700_000_000_200, by: 1) {
      let id = GUID(milliseconds: milliseconds, random: (random.next(), random.next()))
      #expect(id.bytes[6] >> 4 == 7)
      #expect(id.bytes[8] >> 6 == 2)
      #expect(id > earlier)
      earlier = id
    }
    #expect(GUID(bytes: [1, 2, 3]) == nil)
  }

  @Test func guidIsATextInJSON() throws {
    let id = GUID(high: 1, low: 2)
    let data = try JSONEncoder().encode([id])
    #expect(String(decoding: data, as: UTF8.self) == "[\"00000000-0000-0001-0000-000000000002\"]")
    #expect(try JSONDecoder().decode([GUID].self, from: data) == [id])
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([GUID].self, from: Data("[\"x\"]".utf8)) }
  }

  @Test func instantRoundTripsFromYear1To9999() throws {
    var random = SeededNumbers(seed: 3)
    let first = try #require(Instant(rfc3339: "0001-01-01T00:00:00Z"))
    let last = try #require(Instant(rfc3339: "9999-12-31T23:59:59Z"))
    let span = UInt64((last.microseconds - first.microseconds) / 1_000_000)
    var texts = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1969-12-31T23:59:59Z", "2000-02-29T12:00:00Z"]
    for _ in 0..<2000 {
      let moment = Instant(seconds: first.microseconds / 1_000_000 + Int64(random.next() % span))
      #expect(Instant(rfc3339: moment.rfc3339) == moment)
      texts.append(moment.rfc3339)
    }
    let formatter = ISO8601DateFormatter()
    for text in texts {
      let moment = try #require(Instant(rfc3339: text))
      #expect(moment.rfc3339 == text)
      // Foundation changes to the Julian calendar before 1582, so only later years can be compared.
      if text > "1600", let date = formatter.date(from: text) {
        #expect(moment.microseconds == Int64(date.timeIntervalSince1970) * 1_000_000)
      }
    }
  }

  @Test(arguments: [
    "", "T", "2026", "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-01-01T00:00:00",
    "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:00+01:00", "0000-01-01", "10000-01-01",
    "2026-01-01T00:00Z", "2026-01-01TZ", "-2026-01-01", "2026-01-0é",
  ])
  func textThatIsNoInstant(text: String) {
    #expect(Instant(rfc3339: text) == nil)
  }

  @Test func instantSaturates() {
    let last = Instant(microseconds: .max)
    let first = Instant(microseconds: .min)
    #expect(last.adding(seconds: 1) == last)
    #expect(first.adding(seconds: -1) == first)
    #expect(last.adding(seconds: .max) == last)
    #expect(Instant(microseconds: 0).adding(seconds: 90).seconds(since: Instant(microseconds: 0)) == 90)
    #expect(Instant(rfc3339: "2026-03-01") == Instant(rfc3339: "2026-03-01T00:00:00Z"))
  }

  @Test func evidenceKeepsEveryText() {
    let pieces: [String] = [
      "", "=", "\\", "\n", "\r", "\r\n", "n", "r", "a", "日本語", "é", "\u{301}", "\u{1F468}\u{200D}\u{1F469}", "\u{1E}",
      "\\n", "x=y", "\t", " ", "\u{FE0F}", "\u{2028}",
    ]
    var random = SeededNumbers(seed: 4)
    for _ in 0..<3000 {
      var values: [String: String] = [:]
      for name in ["reply", "subject", "~code"].prefix(Int(random.next() % 4)) {
        values[name] = (0..<random.next() % 5).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
      }
      let evidence = Evidence(values)
      let back = Evidence(text: evidence.text)
      // Canonically equal is not enough: the same scalars must come back.
      #expect(back.values.keys.sorted() == values.keys.sorted())
      for (name, value) in values {
        #expect(back[name].map { Array($0.unicodeScalars) } == Array(value.unicodeScalars), "\(value.debugDescription)")
      }
    }
    #expect(Evidence(text: "").values.isEmpty)
    #expect(Evidence(text: "no equals sign").values.isEmpty)
    #expect(Evidence(["a": "x\0y"]).text == "a=x\u{FFFD}y")
  }

  @Test func columnCutsByScalars() {
    let column = Column<String>("c", .text(max: 3), "C", "シー")
    #expect(column.cut("abc") == "abc")
    #expect(column.cut("abcd") == "abc")
    #expect(column.cut("日本語") == "日本語")
    #expect(column.cut("日本語だ") == "日本語")
    #expect(Array(column.cut("e\u{301}e\u{301}").unicodeScalars) == ["e", "\u{301}", "e"])
    #expect(Column<String>("c", .memo(max: 2), "C", "シー").cut("abc") == "ab")
    #expect(Column<String>("c", .emailAddress(max: 2), "C", "シー").cut("abc") == "ab")
    var record = Record(TraceLog.table, id: GUID(high: 0, low: 1))
    record.set(TraceLog.ls_code, cutting: String(repeating: "x", count: 101))
    #expect(record[TraceLog.ls_code]?.count == 100)
    record.set(TraceLog.ls_code, cutting: nil)
    #expect(record[TraceLog.ls_code] == nil)
  }

  @Test(arguments: [
    ("A@Example.COM", "a@example.com"), ("  a@b \t", "a@b"), ("", ""), ("   ", ""), ("ÄÖ@ü", "äö@ü"),
    ("\u{3000}x@y\r\n", "x@y"),
  ])
  func addressesFold(written: String, folded: String) {
    #expect(AddressFolding.fold(written) == folded)
    #expect(AddressFolding.fold(folded) == folded)
    #expect(MailAddress(displayName: "N", address: written).folded == folded)
  }

  @Test func recordsKnowWhatChanged() {
    let earlier = Record(SyncItem.table, id: GUID(high: 0, low: 1))
    #expect(earlier[SyncItem.state] == .pending)
    #expect(earlier.changes(since: earlier).isEmpty)
    var later = earlier
    later[SyncItem.state] = .done
    later[SyncItem.attempts] = nil
    #expect(later.changes(since: earlier) == ["state": .integer(1), "attempts": .null])
    #expect(earlier[SyncItem.decisioncode] == nil)
    var odd = earlier
    odd["state"] = .integer(99)
    #expect(odd[SyncItem.state] == nil)
    odd["state"] = .text("x")
    #expect(odd[SyncItem.state] == nil && odd[SyncItem.attempts] == 0)
  }

  @Test func secretsDoNotPrint() {
    let secret = Secret("hunter2")
    var dumped = ""
    dump(secret, to: &dumped)
    for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] { #expect(!text.contains("hunter2")) }
    #expect(secret.reveal() == "hunter2")
  }
}

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
