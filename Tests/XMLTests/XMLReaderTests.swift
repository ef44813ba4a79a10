import Testing
import XML

/// All events of a document that arrives in pieces of that length, texts joined.
func events(
  _ bytes: [UInt8], piece: Int = .max, limits: XMLLimits = XMLLimits(), sequence: Bool = false
) throws(XMLError) -> [XMLEvent] {
  let reader = XMLReader(limits: limits, sequence: sequence)
  var result: [XMLEvent] = []
  var start = 0
  while start < bytes.count {
    let end = piece < bytes.count - start ? start + piece : bytes.count
    for event in try reader.feed(bytes[start..<end]) {
      if case .text(let more) = event, case .text(let text)? = result.last {
        result[result.count - 1] = .text(text + more)
      } else {
        result.append(event)
      }
    }
    start = end
  }
  try reader.finish()
  return result
}

func events(_ text: String, piece: Int = .max) throws(XMLError) -> [XMLEvent] {
  try events(Array(text.utf8), piece: piece)
}

private func name(_ local: String, _ namespace: String? = nil) -> XMLName { XMLName(local, in: namespace) }

@Suite struct XMLReaderTests {
  @Test(arguments: [1, 2, 3, 7, 64, .max]) func aDocumentIsReadHoweverItArrives(piece: Int) throws {
    let text = """
      <?xml version="1.0" encoding="UTF-8"?><!-- <a> --><a xmlns="urn:x" xmlns:b='urn:b' k="1 &lt; 2 &#x3042;" b:m='"'>
      <b:c/>é\u{1F600}<![CDATA[<d>&amp;]]]]>&amp;&gt;<?go on?></a> <!-- end -->

      """
    #expect(
      try events(text, piece: piece) == [
        .startElement(
          name("a", "urn:x"),
          [XMLAttribute(name("k"), "1 < 2 あ"), XMLAttribute(name("m", "urn:b"), "\"")]),
        .text([0x0A]), .startElement(name("c", "urn:b"), []), .endElement(name("c", "urn:b")),
        .text(Array("é\u{1F600}<d>&amp;]]&>".utf8)), .endElement(name("a", "urn:x")), .endDocument,
      ])
  }

  @Test func aPrefixNobodyDeclaredIsNoReasonToStop() throws {
    #expect(
      try events("<t:a><t:b/></t:a>") == [
        .startElement(name("a"), []), .startElement(name("b"), []), .endElement(name("b")), .endElement(name("a")),
        .endDocument,
      ])
  }

  @Test(arguments: [1, 5, .max]) func documentsMayFollowEachOther(piece: Int) throws {
    let one: [XMLEvent] = [.startElement(name("a"), []), .text([0x31]), .endElement(name("a")), .endDocument]
    let text = "<?xml version='1.0'?><a>1</a>\r\n<?xml version='1.0'?> <a>1</a><a>1</a>\n"
    #expect(try events(Array(text.utf8), piece: piece, sequence: true) == one + one + one)
    #expect(throws: XMLError.truncated) { try events(Array((text + "<a>").utf8), piece: piece, sequence: true) }
    #expect(throws: XMLError.malformed(code: 5, line: 0)) { try events(text, piece: piece) }
  }
}
