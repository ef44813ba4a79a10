import MIME
import Testing

@Suite struct ContentKeyTests {
  private static let header = """
    From: Ada <ada@a.example>
    To: "Carl" <carl@c.example>, bo@b.example
    Cc: al@a.example
    Date: Tue, 24 Nov 2026 11:12:41 +0000
    Subject: =?utf-8?Q?key?=
     two
    Message-ID: <k@a.example>
    Content-Type: multipart/mixed; boundary=b
    """
  private static let body = """
    --b
    Content-Type: text/plain

    one \t
    two

    \u{20}
    --b
    Content-Type: application/octet-stream
    Content-Transfer-Encoding: base64

    AAEgDQo=
    --b--

    """

  private func key(_ header: String, _ body: String = ContentKeyTests.body) throws -> [UInt8] {
    let read = try MIMEParser.parse(message(header, body))
    #expect(read.contentKeyVersion == 1)
    #expect(read.contentKey.count == 32)
    return read.contentKey
  }

  /// Computed apart, by a few lines of Python with hashlib and struct from the definition.
  @Test func isTheHashOfTheDefinition() throws {
    let hex = try key(Self.header).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    #expect(hex == "a9786e279760eecc9ba4cc7a33c79f7e903fef8ba8cfcaf69f21e41d4a2633d6")
  }

  @Test(arguments: [
    "Received: by x; Tue, 24 Nov 2026 11:12:41 +0000\n", "Delivered-To: me@x.example\n", "Bcc: x@x.example\n",
    "DKIM-Signature: v=1\n", "ARC-Seal: i=1\n", "X-Spam: no\n", "List-Id: <l.example>\n",
    "Return-Path: <x@x.example>\n",
  ])
  func doesNotDependOnWhatRelaysAdd(_ added: String) throws {
    #expect(try key(added + Self.header) == key(Self.header))
  }

  @Test(arguments: [
    ("Ada <ada", "Ava <ada"), ("<k@a", "<l@a"), ("11:12:41", "11:12:42"), (" two", " too"), ("bo@b", "bob@b"),
    ("al@a", "all@a"), ("To: \"Carl\"", "Sender: x@x.example\nTo: \"Carl\""),
  ])
  func dependsOnEveryFieldNamed(_ old: String, _ new: String) throws {
    let changed = Self.header.replacing(old, with: new)
    #expect(changed != Self.header)
    #expect(try key(changed) != key(Self.header))
  }

  @Test(arguments: [("two", "too"), ("text/plain", "text/html"), ("AAEg", "AAIg")])
  func dependsOnEveryPart(_ old: String, _ new: String) throws {
    #expect(try key(Self.header, Self.body.replacing(old, with: new)) != key(Self.header))
  }

  /// Names of recipients, their order, which field names them, and how text is transported do not count.
  @Test func doesNotDependOnTransport() throws {
    let reordered = Self.header.replacing(
      "To: \"Carl\" <carl@c.example>, bo@b.example\nCc: al@a.example",
      with: "Cc: <carl@c.example>\nTo: al@a.example, Bo <bo@b.example>")
    #expect(reordered != Self.header)
    #expect(try key(reordered) == key(Self.header))
    let encoded = Self.body.replacing(
      "text/plain\n\none \t\ntwo", with: "text/plain\nContent-Transfer-Encoding: base64\n\nb25lCnR3bwo=")
    #expect(encoded != Self.body)
    #expect(try key(Self.header, encoded) == key(Self.header))
    let bare = message(Self.header, Self.body).filter { $0 != 0x0D }
    #expect(try MIMEParser.parse(bare).contentKey == key(Self.header))
  }
}
