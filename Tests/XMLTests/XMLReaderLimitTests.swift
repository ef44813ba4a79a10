import Foundation
import Testing

@testable import XML

/// Octets of memory the process occupies.
private func residentOctets() -> Int {
  guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
  let words = text.split(separator: " ")
  return (words.count > 1 ? Int(words[1]) ?? 0 : 0) * sysconf(Int32(_SC_PAGESIZE))
}

/// Every limit one below, at it, and one above.
@Suite(.serialized) struct XMLReaderLimitTests {
  private func expect(
    _ limit: XMLError.Limit, isMetBy document: (Int) -> String, limits: XMLLimits = XMLLimits(),
    at maximum: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (length, isRead) in [(maximum - 1, true), (maximum, true), (maximum + 1, false)] {
      for piece in [7_919, Int.max] {
        let result = Result { try events(Array(document(length).utf8), piece: piece, limits: limits) }
        if isRead {
          #expect((try? result.get()) != nil, "\(length)", sourceLocation: sourceLocation)
        } else {
          #expect(throws: XMLError.exceeds(limit), sourceLocation: sourceLocation) { try result.get() }
        }
      }
    }
  }

  private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  @Test func depth() {
    for depth in [2, 64, XMLLimits.maximumDepth] {
      expect(
        .depth, isMetBy: { repeated("<a>", $0) + "x" + repeated("</a>", $0) }, limits: XMLLimits(depth: depth),
        at: depth)
    }
    // No more than is allowed for any document.
    #expect(XMLLimits(depth: 10_000).depth == XMLLimits.maximumDepth)
  }

  @Test func documentLength() {
    let limits = XMLLimits(documentLength: 100_000)
    expect(.document, isMetBy: { "<a>" + repeated("x", $0 - 7) + "</a>" }, limits: limits, at: 100_000)
    // What is left out counts too.
    expect(.document, isMetBy: { "<a><!--" + repeated("x", $0 - 14) + "--></a>" }, limits: limits, at: 100_000)
  }

  @Test func tagLength() {
    let maximum = XMLLimits.maximumTagLength
    expect(.tag, isMetBy: { "<a b='" + repeated("x", $0 - 7) + "'></a>" }, at: maximum)
    expect(.tag, isMetBy: { "<a b='" + repeated("é", 100) + repeated("x", $0 - 207) + "'></a>" }, at: maximum)
    expect(.tag, isMetBy: { "<a" + repeated(" ", $0 - 2) + "></a>" }, at: maximum)
  }

  @Test func nameLength() {
    let maximum = XMLLimits.maximumNameLength
    expect(.name, isMetBy: { "<" + repeated("n", $0) + "/>" }, at: maximum - 1)
    expect(.name, isMetBy: { "<a " + repeated("n", $0) + "=''/>" }, at: maximum)
    // End tags that match nothing are errors of another kind while they are short enough.
    #expect(throws: XMLError.malformed(code: 76, line: 1)) { try events("<a></" + repeated("n", maximum) + ">") }
    #expect(throws: XMLError.exceeds(.name)) { try events("<a></" + repeated("n", maximum + 1) + ">") }
  }

  @Test func attributes() {
    expect(
      .attributes, isMetBy: { "<a " + (1...$0).map { "a\($0)='' " }.joined() + "/>" }, at: XMLLimits.maximumAttributes)
    expect(
      .attributes, isMetBy: { "<a " + (1...$0).map { "xmlns:a\($0)='u' " }.joined() + "/>" },
      at: XMLLimits.maximumAttributes)
  }

  @Test func names() {
    expect(
      .names, isMetBy: { count in "<a>" + (2...count).map { "<b\($0)/>" }.joined() + "</a>" },
      at: XMLLimits.maximumNames)
  }

  @Test func trees() throws {
    func build(_ text: String, elements: Int = 5, octets: Int = 10) throws -> XMLNode? {
      var builder = XMLTreeBuilder(maximumElements: elements, maximumText: octets)
      var node: XMLNode?
      for event in try events(text) { node = try builder.add(event) ?? node }
      return node
    }
    #expect(try build("<a><b/><b/><b/></a>")?.children.count == 3)
    #expect(try build("<a><b/><b/><b/><b/></a>")?.children.count == 4)
    #expect(throws: XMLError.exceeds(.elements)) { try build("<a><b/><b/><b/><b/><b/></a>") }
    #expect(try build("<a k='12345'>6789</a>")?.text == "6789")
    #expect(try build("<a k='12345'>67890</a>")?.attribute("k") == "12345")
    #expect(throws: XMLError.exceeds(.text)) { try build("<a k='12345'>678901</a>") }
    #expect(throws: XMLError.exceeds(.text)) { try build("<a k='12345678901'/>") }
  }

  /// One text of 100 MB: libxml2's own reader gives up at 10, or holds all of it.
  @Test func aTextOf100MegabytesIsNeverHeld() throws {
    // Other tests run in this process and take memory, too: what holds the text shows in every try.
    var grown = Int.max
    for _ in 0..<8 where grown >= 10 << 20 { grown = min(grown, try growthWhileReading()) }
    #expect(grown < 10 << 20, "\(grown) octets")
  }

  private func growthWhileReading() throws -> Int {
    let reader = XMLReader()
    _ = try reader.feed(Array("<a>".utf8))
    let piece = Array(repeated("0123456789abcdefg&amp;\r\n", 2_849).utf8)
    let before = residentOctets()
    var total = 0
    var largest = 0
    var fed = 0
    while fed < 100 << 20 {
      fed += piece.count
      for event in try reader.feed(piece) {
        guard case .text(let bytes) = event else { continue }
        total += bytes.count
        largest = max(largest, bytes.count)
      }
    }
    let grown = residentOctets() - before
    for event in try reader.feed(Array("</a>".utf8)) { if case .text(let bytes) = event { total += bytes.count } }
    try reader.finish()
    // `&amp;` is one octet, and so is a line end.
    #expect(total == fed / 24 * 19)
    #expect(largest <= 2 * 64 << 10)
    return grown
  }

  @Test func theReferenceMayBe32Octets() throws {
    #expect(try events("<a>&#x" + repeated("0", 1_000) + "41;</a>")[1] == .text([0x41]))
    #expect(throws: XMLError.malformed(code: 0, line: 0)) { try events("<a>&" + repeated("a", 40) + ";</a>") }
  }
}
