import MIME
import Testing

@Suite struct EncodedTextTests {
  struct Row: CustomTestStringConvertible {
    var raw: String
    var expected: String
    var testDescription: String { raw }
  }

  // RFC 2047 §8 has some of these.
  static let words: [Row] = [
    Row(raw: "=?ISO-8859-1?Q?a?=", expected: "a"),
    Row(raw: "=?ISO-8859-1?Q?a?= b", expected: "a b"),
    Row(raw: "=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", expected: "ab"),
    Row(raw: "=?ISO-8859-1?Q?a?=  \t =?ISO-8859-1?Q?b?=", expected: "ab"),
    Row(raw: "=?ISO-8859-1?Q?a_b?=", expected: "a b"),
    Row(raw: "=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", expected: "a b"),
    Row(raw: "=?utf-8?B?w6TD?= =?UTF-8?B?pA==?=", expected: "ää"),
    Row(raw: "=?utf-8*de?Q?=C3=A4?=", expected: "ä"),
    Row(raw: "x=?utf-8?Q?=C3=A4?=y", expected: "xäy"),
    Row(raw: "=?utf-8?Q?a b?=", expected: "a b"),
    Row(raw: "=?utf-8?Q?=?=", expected: "="),
    Row(raw: "=?utf-8?Q??=", expected: ""),
    Row(raw: "=?utf-8?X?abc?=", expected: "=?utf-8?X?abc?="),
    Row(raw: "=?utf-8?Q?abc", expected: "=?utf-8?Q?abc"),
    Row(raw: "=??Q?abc?=", expected: "=??Q?abc?="),
    Row(raw: "=?utf-8?B?w6Q?=", expected: "ä"),
    Row(raw: "=?utf-8?Q?a=00b?=", expected: "a\u{FFFD}b"),
    Row(raw: "=?utf-8?Q?=FF?=", expected: "\u{FFFD}"),
    Row(raw: "=?no-such-charset?Q?f=C3=BCr?=", expected: "für"),
    Row(raw: "=?iso-2022-jp?B?GyRCOCtAURsoQg==?=", expected: "見積"),
    Row(raw: "=?ks_c_5601-1987?B?wMy8urz2?=", expected: "이성수"),
    Row(raw: "=?windows-1252?Q?=80?=", expected: "€"),
    Row(raw: "=?iso-8859-1?Q?=80=81?=", expected: "€\u{81}"),
    Row(raw: "=?utf-16be?B?AGE=?=", expected: "a"),
    Row(raw: "=?UTF-8//TRANSLIT?Q?a?=", expected: "a"),
  ]

  @Test(arguments: words) func readsEncodedWords(_ row: Row) {
    #expect(HeaderField(name: "Subject", rawValue: row.raw).value == row.expected)
  }

  @Test(arguments: ["=?", "=?a?q?", "=?a?b?", "=?utf-8?q?a?= ", "?=", "=?utf-8?q?a?==?x?q?b?= c "])
  func longValuesTakeNoQuadraticTime(_ unit: String) {
    let value = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
    #expect(HeaderField(name: "Subject", rawValue: value).value.utf8.count <= value.utf8.count)
  }

  struct Body: CustomTestStringConvertible {
    var charset: String
    var bytes: [UInt8]
    var expected: String
    var testDescription: String { charset }
  }

  static let bodies: [Body] = [
    Body(charset: "us-ascii", bytes: [0x66, 0xFC, 0x72], expected: "für"),
    Body(charset: "us-ascii", bytes: Array("für".utf8), expected: "für"),
    Body(charset: "utf-8", bytes: [0xEF, 0xBB, 0xBF, 0x61], expected: "a"),
    Body(charset: "utf-8", bytes: [0x61, 0xC0, 0x80, 0x62], expected: "a\u{FFFD}\u{FFFD}b"),
    Body(charset: "Shift_JIS", bytes: [0x87, 0x40, 0xFB, 0xFC], expected: "①髙"),
    Body(charset: "EUC-JP", bytes: [0xAD, 0xA1, 0xA4, 0xA2], expected: "①あ"),
    Body(charset: "ISO-2022-JP", bytes: Array("\u{1B}$B-!\u{1B}(B \u{1B}(I12\u{1B}(B".utf8), expected: "① ｱｲ"),
    Body(charset: "ISO-2022-JP", bytes: Array("あ".utf8), expected: "あ"),
    Body(charset: "", bytes: Array("\u{1B}$B$\"\u{1B}(B".utf8), expected: "あ"),
    Body(charset: "gb2312", bytes: [0xE9, 0x46], expected: "镕"),  // in GBK only
    Body(charset: "koi8-r", bytes: [0xF0, 0xD2], expected: "Пр"),
    Body(charset: "windows-1251", bytes: [0xCF, 0xF0], expected: "Пр"),
    Body(charset: "euc-kr", bytes: [0xB0, 0xA1], expected: "가"),
    Body(charset: "big5", bytes: [0xA4, 0xA4], expected: "中"),
    Body(charset: "utf-7", bytes: Array("Gr+APwA3w-e".utf8), expected: "Grüße"),
    Body(charset: "utf-16", bytes: [0xFE, 0xFF, 0x00, 0x61], expected: "a"),
    Body(charset: "x-unknown", bytes: [0x66, 0xFC], expected: "fü"),
    Body(charset: "x-nowhere", bytes: [0x66, 0xFC], expected: "fü"),
    Body(charset: "../../etc/passwd", bytes: [0x61], expected: "a"),
  ]

  @Test(arguments: bodies) func decodesTheBody(_ row: Body) throws {
    let header = message("From: a@a.example\nContent-Type: text/plain; charset=\"\(row.charset)\"")
    #expect(try MIMEParser.parse(header + row.bytes).text == row.expected)
  }

  @Test func defectsNameWhatWasOdd() throws {
    #expect(try parsed("Content-Type: text/plain; charset=x-no").defects == [.unknownCharset(label: "x-no")])
    let damaged = message("From: a@a.example\nContent-Type: text/plain; charset=utf-8") + [0xFF]
    #expect(try MIMEParser.parse(damaged).defects == [.undecodableBytes(charset: "utf-8")])
  }

  @Test func rawBytesOfAFieldAreNeverLost() throws {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<500 {
      var bytes = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }.filter { $0 != 0x0A && $0 != 0x0D }
      // The escape range itself must come back too.
      if Bool.random(using: &generator) { bytes += [0xF4, 0x8F, 0xBE, 0x80, 0xF4, 0x8F] }
      bytes = [0x78] + bytes + [0x78]
      let header = try MIMEParser.parseHeader(Array("X: ".utf8) + bytes + [0x0D, 0x0A])
      #expect(header.headers[0].rawBytes == bytes)
      #expect(!header.headers[0].value.utf8.contains(0))
    }
  }

  @Test(arguments: [
    ("R3LDvMOfZQ==", "Grüße"), ("R3LDvMOf\r\nZQ==", "Grüße"), ("R3LDvMOfZQ", "Grüße"), ("YWI=\r\nY2Q=", "abcd"),
    ("YQ== list footer", "a"), ("YQ==\r\n_____\r\nlist footer!", "a"), ("Y!W@I=", "ab"), ("YWJ", "ab"), ("Y", ""),
    ("====", ""), ("", ""),
  ])
  func decodesBase64(_ encoded: String, _ expected: String) throws {
    let bytes = message(
      "From: a@a.example\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", encoded)
    #expect(try MIMEParser.parse(bytes).text == expected)
  }

  @Test(arguments: [
    ("Gr=C3=BC=c3=9fe", "Grüße"), ("so=\nft", "soft"), ("a=3D=ZZ", "a==ZZ"), ("a=", "a"),
  ])
  func decodesQuotedPrintable(_ encoded: String, _ expected: String) throws {
    let bytes = message(
      "From: a@a.example\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable", encoded
    )
    #expect(try MIMEParser.parse(bytes).text == expected)
  }
}
