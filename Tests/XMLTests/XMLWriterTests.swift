import Testing

@testable import XML

@Suite struct XMLWriterTests {
  private func document(_ write: (inout XMLWriter) -> Void, _ prefixes: [XMLWriter.Prefix] = []) -> String {
    var writer = XMLWriter(prefixes: prefixes)
    write(&writer)
    #expect(writer.isComplete)
    return String(
      String(decoding: writer.bytes, as: UTF8.self).dropFirst("<?xml version=\"1.0\" encoding=\"utf-8\"?>".count))
  }

  @Test func namespaces() {
    let prefixes = [XMLWriter.Prefix("", "urn:d"), XMLWriter.Prefix("p", "urn:p")]
    let text = document(
      { writer in
        writer.start(XMLName("a", in: "urn:d"), [XMLAttribute(XMLName("k", in: "urn:d"), "v")])
        writer.element(
          XMLName("b", in: "urn:p"), [XMLAttribute(XMLName("lang", in: "http://www.w3.org/XML/1998/namespace"), "ja")],
          text: "x")
        writer.element(XMLName("c", in: "urn:q"), text: "")
        writer.element(XMLName("d"), text: "")
        writer.end()
      }, prefixes)
    #expect(
      text
        == "<a xmlns=\"urn:d\" xmlns:p=\"urn:p\" xmlns:n2=\"urn:d\" n2:k=\"v\"><p:b xml:lang=\"ja\">x</p:b>"
        + "<n0:c xmlns:n0=\"urn:q\"/><d xmlns=\"\"/></a>")
  }

  @Test func everyTextCanBeWritten() throws {
    let nasty = "a<b>&\"'\u{0}\u{1}\t\n\r]]>\u{FFFE}\u{FFFF}é\u{1F600}\u{2028}"
    let text = document { writer in
      writer.start(XMLName("a"), [XMLAttribute(XMLName("b"), nasty)])
      writer.text(nasty)
      writer.end()
      writer.end()
    }
    let read = nasty.unicodeScalars.map {
      [0, 1, 0xFFFE, 0xFFFF].contains($0.value) ? "\u{FFFD}" : String($0)
    }.joined()
    #expect(
      try events(text) == [
        .startElement(XMLName("a"), [XMLAttribute(XMLName("b"), read)]), .text(Array(read.utf8)),
        .endElement(XMLName("a")), .endDocument,
      ])
  }
}
