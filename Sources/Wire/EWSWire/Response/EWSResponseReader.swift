public import XML

/// Reads the answer to an operation while it arrives: octets in, events out.
///
/// Elements are known by their local names: servers put some into another namespace than the schema says. MIME and
/// attachment content come out decoded, piece by piece, and are never held. Used by one task at a time.
public final class EWSResponseReader<Operation: EWSOperation> {
  private let xml: XMLReader
  private var tree = XMLTreeBuilder()
  /// Local names of the open elements above the tree.
  private var path: [String] = []
  private var decoder: EWSBase64Decoder?
  private var contentDepth = 0
  private var messageIndex = 0
  private var itemIndex = -1
  private var treePath: [String] = []
  private var sawAnswer = false

  /// A reader.
  ///
  /// - Parameters:
  ///   - documentLength: octets of one envelope at most.
  ///   - sequence: whether envelopes follow each other without end, as answers to GetStreamingEvents do.
  public init(documentLength: Int = XMLLimits.maximumDocumentLength, sequence: Bool = false) {
    xml = XMLReader(
      limits: XMLLimits(depth: EWSLimits.maximumDepth, documentLength: documentLength), sequence: sequence)
  }

  /// Reads the next octets.
  ///
  /// - Returns: what they complete.
  /// - Throws: why the answer is not read any further.
  public func feed(_ bytes: some Collection<UInt8>) throws(EWSResponseError) -> [EWSResponseEvent<Operation.Answer>] {
    let found: [XMLEvent]
    do { found = try xml.feed(bytes) } catch { throw .xml(error) }
    var events: [EWSResponseEvent<Operation.Answer>] = []
    for event in found { try take(event, &events) }
    return events
  }

  /// The answer ended.
  ///
  /// - Throws: ``EWSResponseError/xml(_:)`` with ``XMLError/truncated`` unless an envelope was complete.
  public func finish() throws(EWSResponseError) {
    do { try xml.finish() } catch { throw .xml(error) }
  }

  /// Reads an answer that is all there.
  public static func read(_ bytes: some Collection<UInt8>) throws(EWSResponseError) -> EWSResponse<Operation.Answer> {
    let reader = EWSResponseReader()
    var response = EWSResponse<Operation.Answer>()
    var place = EWSContentPlace(message: 0, item: 0)
    for event in try reader.feed(bytes) {
      switch event {
      case .serverVersion(let version): response.version = version
      case .contentBegan(let began):
        place = began
        response.contents[place] = []
      case .content(let bytes): response.contents[place]? += bytes
      case .contentEnded(let isDamaged): if isDamaged { response.damagedContents.insert(place) }
      case .message(let message): response.messages.append(message)
      case .fault(let fault): response.fault = fault
      case .end: break
      }
    }
    try reader.finish()
    return response
  }

  // MARK: - Envelope

  private func take(
    _ event: XMLEvent, _ events: inout [EWSResponseEvent<Operation.Answer>]
  ) throws(EWSResponseError) {
    if decoder != nil { return takeContent(event, &events) }
    if tree.isOpen { return try takeTree(event, &events) }
    switch event {
    case .startElement(let name, _):
      switch path.count {
      case 0: guard name.local == "Envelope" else { throw .notSOAP(root: String(name.local.prefix(100))) }
      case 2 where path[1] == "Header": if name.local == "ServerVersionInfo" { return try openTree(event) }
      case 2 where path[1] == "Body":
        if name.local == "Fault" { return try openTree(event) }
        guard name.local == Operation.responseName else { throw .otherResponse(String(name.local.prefix(100))) }
      case 4 where path[1] == "Body" && path[3] == "ResponseMessages":
        itemIndex = -1
        return try openTree(event)
      default: break
      }
      path.append(name.local)
    case .endElement: path.removeLast()
    case .text: break
    case .endDocument:
      guard sawAnswer else { throw .empty }
      events.append(.end)
      sawAnswer = false
      messageIndex = 0
    }
  }

  private func openTree(_ event: XMLEvent) throws(EWSResponseError) {
    treePath = []
    _ = try build(event)
  }

  private func build(_ event: XMLEvent) throws(EWSResponseError) -> XMLNode? {
    switch event {
    case .startElement(let name, _): treePath.append(name.local)
    case .endElement: treePath.removeLast()
    default: break
    }
    do { return try tree.add(event) } catch { throw .xml(error) }
  }

  private func takeTree(
    _ event: XMLEvent, _ events: inout [EWSResponseEvent<Operation.Answer>]
  ) throws(EWSResponseError) {
    if case .startElement(let name, _) = event, path.count == 4 {
      if treePath.count == 2 { itemIndex += 1 }
      let isFile = name.local == "Content" && treePath.last == "FileAttachment"
      if treePath.count >= 3, isFile || name.local == "MimeContent" {
        decoder = EWSBase64Decoder()
        contentDepth = 1
        events.append(
          .contentBegan(
            EWSContentPlace(message: messageIndex, item: itemIndex, nesting: treePath.count - 3)))
        return
      }
    }
    guard let node = try build(event) else { return }
    let element = EWSElement(node)
    if path.count == 4 {
      events.append(.message(try message(element)))
      messageIndex += 1
      sawAnswer = true
    } else if path[1] == "Body" {
      events.append(.fault(EWSFault(element)))
      sawAnswer = true
    } else if let version = EWSServerVersion(element: element) {
      events.append(.serverVersion(version))
    }
  }

  // MARK: - Content

  private func takeContent(_ event: XMLEvent, _ events: inout [EWSResponseEvent<Operation.Answer>]) {
    switch event {
    case .startElement: contentDepth += 1
    case .text(let text):
      // Text inside of other elements is no content.
      guard contentDepth == 1, let octets = decoder?.decode(text), !octets.isEmpty else { return }
      events.append(.content(octets))
    case .endElement:
      contentDepth -= 1
      guard contentDepth == 0, var decoder else { return }
      let last = decoder.finish()
      if !last.isEmpty { events.append(.content(last)) }
      events.append(.contentEnded(isDamaged: decoder.isDamaged))
      self.decoder = nil
    case .endDocument: break
    }
  }

  // MARK: - Messages

  private func message(_ element: EWSElement) throws(EWSResponseError) -> EWSResponseMessage<Operation.Answer> {
    let code = EWSResponseCode(element.child("ResponseCode")?.trimmedText ?? "")
    // One without a class is judged by its code.
    let responseClass =
      element.attribute("ResponseClass").flatMap(EWSResponseMessage<Operation.Answer>.Class.init(rawValue:))
      ?? (code == .noError ? .success : .error)
    let hasAnswer =
      switch responseClass {
      case .success: true
      case .warning: Operation.answersWarnings
      case .error: Operation.answersErrors
      }
    return EWSResponseMessage(
      responseClass: responseClass, code: code, text: EWSFault.words(element.value(of: "MessageText")),
      details: EWSFault.details(element.child("MessageXml")),
      answer: hasAnswer ? try Operation.answer(element) : nil)
  }
}

/// Limits of requests and answers.
public enum EWSLimits {
  /// Elements inside each other.
  public static let maximumDepth = 64
  /// Values of one MessageXml that are kept.
  static let details = 32
  /// Changes one SyncFolderItems may ask for (schema).
  public static let syncChanges = 1...512
  /// Minutes one GetStreamingEvents may last (schema).
  public static let streamingMinutes = 1...30
  /// Minutes a pull subscription lives without being asked, and between push notifications (schema).
  public static let subscriptionMinutes = 1...1_440
  /// Subscriptions of one GetStreamingEvents.
  public static let streamedSubscriptions = 200
}
