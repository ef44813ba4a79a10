import EWSWire
import Testing
import XML

/// Servers choose these documents: none may cost more than its length. REL S29
@Suite(.serialized) struct XMLLinearTimeTests {
  private static func expectLinearReading(_ what: String, piece: Int, _ make: @escaping (Int) -> String) throws {
    try expectLinear("\(what) in pieces of \(piece)", from: 1_024, upTo: 1 << 20) {
      Array(make($0).utf8)
    } _: { bytes in
      let reader = XMLReader()
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + piece)
        guard (try? reader.feed(bytes[start..<end])) != nil else { return }
        start = end
      }
      try? reader.finish()
    }
  }

  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count / text.utf8.count + 1)
  }

  @Test(arguments: [7, 65_536]) func documents(piece: Int) throws {
    for text in [
      "x", "&amp;", "&#x1;", "<b/>", "<b c='d'>e</b>", "<!---->", "<![CDATA[x]]>", "<?p?>", "]]", "\r", "あ", "\u{1}",
    ] {
      try Self.expectLinearReading(text.debugDescription, piece: piece) { "<a>" + Self.repeated(text, $0) + "</a>" }
    }
  }

  /// What never ends: libxml2 looks for the end again with every piece, if it is let.
  @Test(arguments: [7, 65_536]) func openEnds(piece: Int) throws {
    for (beginning, text) in [
      ("<a><!--", "-"), ("<a><![CDATA[", "]"), ("<a><?p ", "?"), ("<a>", "]"), ("<a>", "&"), ("<a b='", "x"),
      ("<a ", " "),
    ] {
      try Self.expectLinearReading("\(beginning)\(text)", piece: piece) { beginning + Self.repeated(text, $0) }
    }
  }

  @Test func itemsOfAnAnswer() throws {
    try expectLinear("items", from: 64, upTo: 20_000) { count in
      let items = (0..<count).map {
        "<Message><ItemId Id='\($0)'/><Subject>s</Subject><MimeContent>QUJD</MimeContent></Message>"
      }
      return Array(
        """
        <Envelope><Body><FindItemResponse><ResponseMessages><FindItemResponseMessage ResponseClass='Success'><ResponseCode>
        NoError</ResponseCode><RootFolder IncludesLastItemInRange='true'><Items>\(items.joined())</Items></RootFolder>
        </FindItemResponseMessage></ResponseMessages></FindItemResponse></Body></Envelope>
        """.utf8)
    } _: { bytes in
      _ = try EWSResponseReader<FindItem>.read(bytes)
    }
  }
}
