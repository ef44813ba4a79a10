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

extension XMLReaderTests {
  private func error(_ text: String, piece: Int = .max) -> XMLError? { error(Array(text.utf8), piece: piece) }

  private func error(_ bytes: [UInt8], piece: Int = .max) -> XMLError? {
    do {
      _ = try events(bytes, piece: piece)
      return nil
    } catch { return error }
  }

  /// A document type declaration is refused wherever it stands, before a single entity is declared.
  @Test(arguments: [1, 3, .max]) func documentTypes(piece: Int) {
    for text in [
      "<!DOCTYPE a><a/>", "<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
      "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<!doctype html><html/>", "<a><!ENTITY x 'y'></a>",
      "<!-- --><!DOCTYPE a PUBLIC '-//x' 'http://127.0.0.1/x'><a/>", "<a/><!DOCTYPE a>", "<a><![INCLUDE[x]]></a>",
    ] { #expect(error(text, piece: piece) == .documentTypeRefused, "\(text)") }
    #expect(error("<a><!-- <!DOCTYPE a> --><![CDATA[<!DOCTYPE a>]]></a>", piece: piece) == nil)
  }

  @Test func entitiesNobodyDeclared() {
    for text in ["<a>&nbsp;</a>", "<a b='&x;'/>", "<a>&x;</a>"] {
      guard case .malformed? = error(text) else {
        Issue.record("\(text): \(String(describing: error(text)))")
        continue
      }
    }
  }

  @Test(arguments: [1, 2, .max]) func encodings(piece: Int) throws {
    for name in ["utf-8", "UTF-8", "us-ascii"] {
      #expect(error("<?xml version=\"1.0\" encoding=\"\(name)\"?><a/>", piece: piece) == nil)
    }
    for name in ["UTF-16", "ISO-8859-1", "UTF-7", "EBCDIC-CP-US"] {
      #expect(
        error("<?xml version='1.0' encoding = '\(name)'?><a/>", piece: piece) == .encodingRefused(name.lowercased()))
    }
    #expect(error([0xFF, 0xFE, 0x3C, 0x00], piece: piece) == .encodingRefused("UTF-16"))
    #expect(error([0xFE, 0xFF, 0x00, 0x3C], piece: piece) == .encodingRefused("UTF-16"))
    #expect(error([0xEF, 0xBB, 0xBF] + Array("<a/>".utf8), piece: piece) == nil)
    #expect(error([0xEF, 0xBB, 0xBF] + Array("<?xml version='1.0'?><a/>".utf8), piece: piece) == nil)
  }

  /// What XML 1.0 forbids becomes U+FFFD, and the document is read.
  @Test(arguments: [1, 2, 3, 4, .max]) func forbiddenCharacters(piece: Int) throws {
    func text(_ bytes: [UInt8]) throws -> String {
      var result: [UInt8] = []
      for event in try events(Array("<a>".utf8) + bytes + Array("</a>".utf8), piece: piece) {
        if case .text(let part) = event { result += part }
      }
      return String(decoding: result, as: UTF8.self)
    }
    for octet in (0x00...0x1F as ClosedRange<UInt8>) where ![0x09, 0x0A, 0x0D].contains(octet) {
      #expect(try text([0x61, octet, 0x62]) == "a\u{FFFD}b")
      #expect(try text(Array("a&#\(octet);b&#x\(String(octet, radix: 16));".utf8)) == "a\u{FFFD}b\u{FFFD}")
    }
    #expect(try text([0x09, 0x0A, 0x7F]) == "\t\n\u{7F}")
    for reference in [
      "&#xD800;", "&#xDFFF;", "&#xFFFE;", "&#xFFFF;", "&#x110000;", "&#99999999999999999999;", "&#000;",
    ] {
      #expect(try text(Array(reference.utf8)) == "\u{FFFD}", "\(reference)")
    }
    #expect(try text(Array("&#xD7FF;&#xE000;&#xFFFD;&#x10FFFF;&#9;".utf8)) == "\u{D7FF}\u{E000}\u{FFFD}\u{10FFFF}\t")
    // Ill-formed UTF-8: one mark per broken sequence, and what follows it is read.
    for bytes: [UInt8] in [[0x80], [0xC0], [0xC3], [0xE3, 0x81], [0xF0, 0x9F, 0x98], [0xFE], [0xEF, 0xBF, 0xBE]] {
      #expect(try text(bytes + [0x62]) == "\u{FFFD}b", "\(bytes)")
    }
    #expect(try text([0xED, 0xA0, 0x80, 0x62]).hasSuffix("\u{FFFD}b"))
    // In CDATA a reference is text; in attributes it is one.
    #expect(try text(Array("<![CDATA[&#x1;\u{1}]]>".utf8)) == "&#x1;\u{FFFD}")
    let attribute = try events("<a b='&#x1;\u{2}&amp;&#x41;'/>", piece: piece)
    #expect(attribute[0] == .startElement(XMLName("a"), [XMLAttribute(XMLName("b"), "\u{FFFD}\u{FFFD}&A")]))
  }

  /// A document is read only after its root element ended.
  @Test func truncated() {
    let text = "<?xml version='1.0'?><!-- c --><a b='c'><d>e&amp;</d><![CDATA[f]]></a>"
    for length in 0..<text.utf8.count {
      for piece in [1, .max] {
        let found = error(Array(text.utf8.prefix(length)), piece: piece)
        guard case .truncated? = found else {
          Issue.record("\(length): \(String(describing: found))")
          continue
        }
      }
    }
    #expect(error(text) == nil)
  }

  @Test(arguments: [
    "<a></b>", "<a", "<a><b></a>", "x<a/>", "<a/>x", "<a/><b/>", "<a b='1' b='2'/>", "<a b=c/>", "<a b='<'/>", "<1/>",
    "<a>&</a>", "<a>]]></a>", "< a/>", "<a>&#xZ;</a>", "<a:b:c/>/", "",
  ]) func whatIsNotWellFormed(text: String) {
    for piece in [1, .max] {
      switch error(text, piece: piece) {
      case .malformed?, .truncated?: break
      case let other: Issue.record("\(text): \(String(describing: other))")
      }
    }
  }

  @Test func aSpentReaderSaysTheSameAgain() {
    let reader = XMLReader()
    for _ in 0..<3 {
      #expect(throws: XMLError.documentTypeRefused) { try reader.feed(Array("<!DOCTYPE a>".utf8)) }
    }
    #expect(throws: XMLError.documentTypeRefused) { try reader.finish() }
  }

  /// What arrives in whatever pieces reads the same, also what is broken.
  @Test func piecesDoNotMatter() {
    var state: UInt64 = 1
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let parts = [
      "<a>", "</a>", "<b c='d'/>", "&amp;", "&#x1;", "<!--", "-->", "<![CDATA[", "]]>", "<?p", "?>", "x", "é", "\u{0}",
      "\n",
      "<", ">", "&", "'", "</b>", "<b>", "&#", ";", "xmlns:", "=",
    ]
    for _ in 0..<2_000 {
      var bytes = Array("<a>".utf8)
      for _ in 0..<next(12) { bytes += Array(parts[next(parts.count)].utf8) }
      if next(4) > 0 { bytes += Array("</a>".utf8) }
      if next(8) == 0, !bytes.isEmpty { bytes[next(bytes.count)] = UInt8(next(256)) }
      let whole = try? events(bytes)
      let pieces = try? events(bytes, piece: 1 + next(6))
      #expect(whole == pieces, "\(String(decoding: bytes, as: UTF8.self))")
    }
  }
}
