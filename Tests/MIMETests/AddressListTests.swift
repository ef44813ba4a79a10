import MIME
import Testing

@Suite struct AddressListTests {
  struct Row: CustomTestStringConvertible {
    var value: String
    var expected: [String]
    var testDescription: String { value }
  }

  /// Each mailbox as `name|address`.
  static let table: [Row] = [
    Row(value: "", expected: []),
    Row(value: " , ,; ,", expected: []),
    Row(value: "ada@a.example", expected: ["|ada@a.example"]),
    Row(value: "Ada Lovelace <ada@a.example>", expected: ["Ada Lovelace|ada@a.example"]),
    Row(
      value: "\"Lovelace, Ada\" <ada@a.example>, b@b.example",
      expected: ["Lovelace, Ada|ada@a.example", "|b@b.example"]),
    Row(value: "\"a \\\" b\" <a@a.example>", expected: ["a \" b|a@a.example"]),
    Row(value: "ada@a.example (Ada)", expected: ["Ada|ada@a.example"]),
    Row(value: "ada@a.example (Ada (the) first)", expected: ["Ada (the) first|ada@a.example"]),
    Row(value: "(one) ada (two) @ (three) a.example (four)", expected: ["four|ada@a.example"]),
    Row(value: "Ada . Lovelace @ a . example", expected: ["|Ada.Lovelace@a.example"]),
    Row(value: "<@r1.example,@r2.example:ada@a.example>", expected: ["|ada@a.example"]),
    Row(
      value: "Friends: a@a.example, b@b.example;, c@c.example",
      expected: ["|a@a.example", "|b@b.example", "|c@c.example"]),
    Row(value: "undisclosed-recipients:;", expected: []),
    Row(value: "a: b: c: d@d.example;;;", expected: ["|d@d.example"]),
    Row(value: "a@a.example; b@b.example", expected: ["|a@a.example", "|b@b.example"]),
    Row(value: "\"a b\"@a.example", expected: ["|\"a b\"@a.example"]),
    Row(value: "\"ab\"@a.example", expected: ["|ab@a.example"]),
    Row(value: "\"a@b\"@a.example", expected: ["|\"a@b\"@a.example"]),
    Row(value: "<\"a>b\"@a.example>", expected: ["|\"a>b\"@a.example"]),
    Row(value: "ada@[192.0.2.1]", expected: ["|ada@[192.0.2.1]"]),
    Row(value: "Ada <ada@[IPv6:2001:db8::1]>", expected: ["Ada|ada@[IPv6:2001:db8::1]"]),
    // RFC 5322 §3.4.1: dtext holds everything but brackets and the backslash.
    Row(value: "Ada <ada@[x(y]>, b@b.example", expected: ["Ada|ada@[x(y]", "|b@b.example"]),
    Row(value: "Ada <ada@[x\"y>;,:z]>, b@b.example", expected: ["Ada|ada@[x\"y>;,:z]", "|b@b.example"]),
    Row(value: "ada@[x(\"y]", expected: ["|ada@[x(\"y]"]),
    Row(value: "Ada <ada@ (at) [ 192.0.2.1 ] >", expected: ["Ada|ada@[192.0.2.1]"]),
    Row(value: "<\"a b\"@[x@y]>", expected: ["|\"a b\"@[x@y]"]),
    Row(value: "<@[192.0.2.1],@[192.0.2.2]:ada@[IPv6:::1]>", expected: ["|ada@[IPv6:::1]"]),
    Row(value: "<ada@[192.0.2.1>, b@b.example", expected: ["|ada@[192.0.2.1", "|b@b.example"]),
    Row(value: "<<ada@a.example>>", expected: ["|ada@a.example"]),
    Row(value: "MAILER-DAEMON <>", expected: ["MAILER-DAEMON|"]),
    Row(value: "<>", expected: []),
    Row(value: "root", expected: ["|root"]),
    Row(value: "Ada Lovelace", expected: ["Ada Lovelace|"]),
    Row(value: "Ada Lovelace ada@a.example", expected: ["Ada Lovelace|ada@a.example"]),
    Row(value: "mailto:ada@a.example", expected: ["|ada@a.example"]),
    Row(value: "<mailto:ada@a.example>", expected: ["|ada@a.example"]),
    Row(value: "=?utf-8?Q?Doe,_Jane?= <jane@a.example>", expected: ["Doe, Jane|jane@a.example"]),
    Row(value: "\"=?utf-8?B?w6Q=?=\" <a@a.example>", expected: ["ä|a@a.example"]),
    Row(value: "=?utf-8?B?w6Q=?= =?utf-8?B?w7Y=?= <a@a.example>", expected: ["äö|a@a.example"]),
    Row(value: "用户@例子.example", expected: ["|用户@例子.example"]),
    Row(value: "\"Ada <ada@a.example>", expected: ["Ada|ada@a.example"]),
    Row(value: "Ada (x <ada@a.example>", expected: ["Ada x|ada@a.example"]),
    Row(value: "Ada <ada@a.example", expected: ["Ada|ada@a.example"]),
    Row(value: "Ada <ada@a.example, b@b.example", expected: ["Ada|ada@a.example", "|b@b.example"]),
    Row(value: "Mikel@Lindsaar <m@a.example>", expected: ["Mikel@Lindsaar|m@a.example"]),
    Row(value: "<ada\r\n@a.example>", expected: ["|ada@a.example"]),
  ]

  @Test(arguments: table) func readsTheList(_ row: Row) {
    #expect(MailAddress.parseList(row.value).map { "\($0.displayName)|\($0.address)" } == row.expected)
  }

  @Test func controlCharactersNeverReachAnAddress() {
    for address in MailAddress.parseList("\"a\r\nRCPT TO:<x@x>\"@a.example, b\u{0}\u{7}@b.example") {
      #expect(!address.address.unicodeScalars.contains { $0.value < 0x20 })
    }
  }

  /// A million of anything neither overflows the stack nor takes quadratic time (which here would be hours).
  @Test(arguments: [
    "(", ")", "\"", "<", ">", "[", "a:", "((\"", "<(", "\\", "=?", "=?a?q?", "a@", ",", "\"\\", "(\\", "<\"", "=?a?q? ",
    "=?a?q?,", "=?a?q?\"x\"", "=?a?q?:", "<a@[", "<a@[]", "@[ ",
  ])
  func survivesRepetition(_ unit: String) {
    let count = 1_000_000 / unit.utf8.count
    let list = MailAddress.parseList(String(repeating: unit, count: count) + "b@b.example")
    #expect(list.count <= count + 1)
  }

  @Test func nestedGroupsOfHundredKilobytesAreFlattened() {
    let depth = 50_000
    let value = String(repeating: "g:", count: depth) + "ada@a.example" + String(repeating: ";", count: depth)
    #expect(MailAddress.parseList(value) == [MailAddress(address: "ada@a.example")])
  }
}
