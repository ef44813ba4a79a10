internal import CXML2

/// Reads documents that arrive in pieces: octets in, events out. No I/O; nothing outside of the document is ever read.
///
/// libxml2's push parser does the parsing. What XML 1.0 forbids is replaced before it sees it, a document type
/// declaration and anything over the limits ends the reading, and no mode that recovers from errors or lifts libxml2's
/// own limits is ever set.
///
/// ```
/// let reader = XMLReader()
/// for piece in pieces { for event in try reader.feed(piece) { ... } }
/// try reader.finish()
/// ```
///
/// After an error the reader is spent: it throws the same error again. It is used by one task at a time.
public final class XMLReader {
  private let limits: XMLLimits
  /// Whether another document may follow the first, as in the answers to GetStreamingEvents.
  private let isSequence: Bool
  private var filter = XMLByteFilter()
  private var filtered: [UInt8] = []
  private var parser: xmlParserCtxtPtr?
  private var documentLength = 0
  private var documentsRead = 0
  private var failure: XMLError?

  // What the callbacks of one call collect.
  private var events: [XMLEvent] = []
  private var text: [UInt8] = []
  private var depth = 0
  private var names: [UnsafePointer<xmlChar>: String] = [:]
  private var error: XMLError?

  /// A reader of one document, or of one after the other without end.
  public init(limits: XMLLimits = XMLLimits(), sequence: Bool = false) {
    self.limits = limits
    isSequence = sequence
    _ = Self.isInitialised
  }

  deinit { discardParser() }

  /// Reads the next octets.
  ///
  /// - Returns: what they complete.
  /// - Throws: why the document is not read any further.
  public func feed(_ bytes: some Collection<UInt8>) throws(XMLError) -> [XMLEvent] {
    if let failure { throw failure }
    do {
      let result: Result<Void, XMLError>? = bytes.withContiguousStorageIfAvailable { buffer in
        Result { () throws(XMLError) in try self.read(buffer) }
      }
      if let result {
        try result.get()
      } else {
        let copy = Array(bytes)
        let result: Result<Void, XMLError> = copy.withUnsafeBufferPointer { buffer in
          Result { () throws(XMLError) in try self.read(buffer) }
        }
        try result.get()
      }
    } catch {
      failure = error
      discardParser()
      throw error
    }
    defer { events = [] }
    return events
  }

  /// The input ended.
  ///
  /// - Throws: ``XMLError/truncated`` unless the root element ended (in a sequence: unless the last document did).
  public func finish() throws(XMLError) {
    if let failure { throw failure }
    failure = .truncated
    if documentsRead > 0, parser == nil, filter.isBlank { return }
    // An error in what was read says more than that it ended.
    if parser != nil || !filter.isBlank {
      do {
        filter.finish(into: &filtered)
        try push()
      } catch {
        failure = error
        discardParser()
        throw error
      }
    }
    discardParser()
    throw .truncated
  }

  // MARK: - Reading

  private static let isInitialised: Bool = {
    xmlInitParser()
    return true
  }()

  private func read(_ buffer: UnsafeBufferPointer<UInt8>) throws(XMLError) {
    var rest = buffer[...]
    while !rest.isEmpty {
      let piece = rest.prefix(XMLLimits.chunkLength)
      let (taken, rootEnded) = try filter.filter(UnsafeBufferPointer(rebasing: piece), into: &filtered)
      documentLength += taken
      guard documentLength <= limits.documentLength else { throw .exceeds(.document) }
      rest = rest.dropFirst(taken)
      try push()
      if rootEnded { try endDocument() }
    }
  }

  private func push() throws(XMLError) {
    guard !filtered.isEmpty else { return }
    defer { filtered.removeAll(keepingCapacity: true) }
    // Around documents white space says nothing.
    if parser == nil, filtered.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) { return }
    if documentsRead > 0, !isSequence { throw .malformed(code: Int(XML_ERR_DOCUMENT_END.rawValue), line: 0) }
    let parser: xmlParserCtxtPtr
    if let made = self.parser { parser = made } else { parser = try makeParser() }
    var start = 0
    while start < filtered.count {
      let count = min(XMLLimits.chunkLength, filtered.count - start)
      filtered.withUnsafeBytes { octets in
        guard let base = octets.baseAddress else { return }
        _ = xmlParseChunk(parser, (base + start).assumingMemoryBound(to: CChar.self), Int32(count), 0)
      }
      try judge(parser)
      start += count
    }
    flushText()
  }

  private func endDocument() throws(XMLError) {
    guard let parser else { throw .truncated }
    _ = xmlParseChunk(parser, nil, 0, 1)
    try judge(parser)
    flushText()
    guard depth == 0, parser.pointee.wellFormed != 0 else { throw .truncated }
    events.append(.endDocument)
    documentsRead += 1
    documentLength = 0
    filter = XMLByteFilter()
    discardParser()
  }

  private func judge(_ parser: xmlParserCtxtPtr) throws(XMLError) {
    if let error { throw error }
    guard parser.pointee.wellFormed != 0 else {
      throw .malformed(code: Int(parser.pointee.errNo), line: Int(parser.pointee.lastError.line))
    }
  }

  // MARK: - libxml2

  private func makeParser() throws(XMLError) -> xmlParserCtxtPtr {
    var handler = xmlSAXHandler()
    handler.initialized = XML_SAX2_MAGIC
    handler.startElementNs = { context, local, _, uri, namespaceCount, _, attributeCount, _, attributes in
      XMLReader.of(context)?.start(local, uri, Int(namespaceCount), Int(attributeCount), attributes)
    }
    handler.endElementNs = { context, local, _, uri in XMLReader.of(context)?.end(local, uri) }
    handler.characters = { context, octets, count in XMLReader.of(context)?.characters(octets, count) }
    handler.ignorableWhitespace = { context, octets, count in XMLReader.of(context)?.characters(octets, count) }
    handler.cdataBlock = { context, octets, count in XMLReader.of(context)?.characters(octets, count) }
    // Errors are read from the parser; without this they would be printed.
    handler.serror = { _, _ in }
    let made = xmlCreatePushParserCtxt(&handler, Unmanaged.passUnretained(self).toOpaque(), nil, 0, nil)
    // Memory ran out.
    guard let made else { throw .malformed(code: Int(XML_ERR_NO_MEMORY.rawValue), line: 0) }
    // NOENT: references in attributes become what they stand for. There are no entities but the five of XML, since no
    // document type declaration gets here. Never HUGE, never RECOVER.
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue | XML_PARSE_IGNORE_ENC.rawValue
    _ = xmlCtxtUseOptions(made, Int32(options))
    parser = made
    depth = 0
    return made
  }

  private func discardParser() {
    guard let parser else { return }
    self.parser = nil
    names = [:]
    if let document = parser.pointee.myDoc {
      parser.pointee.myDoc = nil
      xmlFreeDoc(document)
    }
    xmlFreeParserCtxt(parser)
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> XMLReader? {
    context.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
  }

  private func stop(_ error: XMLError) {
    if self.error == nil { self.error = error }
    if let parser { xmlStopParser(parser) }
  }

  /// libxml2 keeps one copy of each name, so its address tells names apart.
  private func name(_ octets: UnsafePointer<xmlChar>?) -> String? {
    guard let octets else { return nil }
    if let known = names[octets] { return known }
    if names.count >= XMLLimits.maximumNames { stop(.exceeds(.names)) }
    let text = String(cString: octets)
    names[octets] = text
    return text
  }

  private func start(
    _ local: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?, _ namespaceCount: Int, _ attributeCount: Int,
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    guard error == nil else { return }
    flushText()
    depth += 1
    guard depth <= limits.depth else { return stop(.exceeds(.depth)) }
    guard namespaceCount + attributeCount <= XMLLimits.maximumAttributes else { return stop(.exceeds(.attributes)) }
    var list: [XMLAttribute] = []
    if attributeCount > 0, let attributes {
      list.reserveCapacity(attributeCount)
      for index in 0..<attributeCount {
        // Local name, prefix, namespace, start and end of the value.
        let fields = attributes + index * 5
        let bytes = UnsafeBufferPointer(start: fields[3], count: fields[4].map { $0 - (fields[3] ?? $0) } ?? 0)
        list.append(
          XMLAttribute(XMLName(name(fields[0]) ?? "", in: name(fields[2])), String(decoding: bytes, as: UTF8.self)))
      }
    }
    events.append(.startElement(XMLName(name(local) ?? "", in: name(uri)), list))
  }

  private func end(_ local: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?) {
    guard error == nil else { return }
    flushText()
    depth -= 1
    events.append(.endElement(XMLName(name(local) ?? "", in: name(uri))))
  }

  private func characters(_ octets: UnsafePointer<xmlChar>?, _ count: Int32) {
    guard error == nil, let octets, count > 0 else { return }
    text.append(contentsOf: UnsafeBufferPointer(start: octets, count: Int(count)))
  }

  private func flushText() {
    guard !text.isEmpty else { return }
    events.append(.text(text))
    text = []
  }
}
