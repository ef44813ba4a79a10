internal import XML

/// Whom a request acts as (`ConnectingSID`); exactly one way of naming them.
public enum EWSImpersonation: Equatable, Sendable {
  /// Any SMTP address of the mailbox.
  case smtpAddress(String)
  /// The primary SMTP address.
  case primarySmtpAddress(String)
  /// The user principal name.
  case principalName(String)
  /// The security identifier: the cheapest, and it survives renaming.
  case sid(String)

  var element: EWSElement {
    let inner =
      switch self {
      case .smtpAddress(let value): EWSElement("SmtpAddress", text: value)
      case .primarySmtpAddress(let value): EWSElement("PrimarySmtpAddress", text: value)
      case .principalName(let value): EWSElement("PrincipalName", text: value)
      case .sid(let value): EWSElement("SID", text: value)
      }
    return EWSElement("ExchangeImpersonation", [:], [EWSElement("ConnectingSID", [:], [inner])])
  }
}

/// Why a request cannot be written.
public enum EWSRequestError: Error, Equatable, Sendable {
  /// Exchange 2010 does not know this element; the path from the operation down.
  case newerThanDialect(path: [String])
  /// The schema wants at least one element there; the path from the operation down.
  case empty(path: [String])
  /// The schema has no such element there; the path from the operation down.
  case notInSchema(path: [String])
}

/// One request: an operation and the SOAP header around it.
public struct EWSRequest<Operation: EWSOperation>: Equatable, Sendable {
  /// What is asked.
  public var operation: Operation
  /// The dialect, in every request's RequestServerVersion.
  public var dialect: EWSDialect
  /// Whose mailbox is acted on; nil: the caller's own.
  public var impersonation: EWSImpersonation?
  /// The Windows id of the time zone that governs times without a zone; nil: UTC.
  public var timeZone: String?

  /// A request.
  public init(
    _ operation: Operation, dialect: EWSDialect, impersonation: EWSImpersonation? = nil, timeZone: String? = nil
  ) {
    self.operation = operation
    self.dialect = dialect
    self.impersonation = impersonation
    self.timeZone = timeZone
  }

  /// The whole SOAP message, ready to be sent in parts.
  public func body() throws(EWSRequestError) -> EWSRequestBody {
    var header = [EWSElement("RequestServerVersion", ["Version": dialect.rawValue])]
    if let impersonation { header.append(impersonation.element) }
    if let timeZone {
      header.append(EWSElement("TimeZoneContext", [:], [EWSElement("TimeZoneDefinition", ["Id": timeZone])]))
    }
    var writer = EWSEnvelopeWriter(dialect: dialect)
    try writer.write(header: header, body: operation.element)
    return writer.finish()
  }
}

/// The octets of a request. Large content stands between them, as base64, and need not be in memory.
public struct EWSRequestBody: Equatable, Sendable {
  /// A part of the request.
  public enum Part: Equatable, Sendable {
    /// These octets.
    case bytes([UInt8])
    /// Base64 of the content that arrives while the request is sent; the number of octets before encoding. The parts
    /// come in the order of the operation's ``EWSContent/arriving(length:)``.
    case base64(ofLength: Int)
  }

  /// The parts in order.
  public var parts: [Part]

  /// Octets of the whole request, for Content-Length.
  public var length: Int {
    parts.reduce(0) { sum, part in
      switch part {
      case .bytes(let bytes): sum + bytes.count
      case .base64(let length): sum + EWSBase64Encoder.length(of: length)
      }
    }
  }

  /// All octets, when nothing arrives later; else nil.
  public var bytes: [UInt8]? {
    var all: [UInt8] = []
    for part in parts {
      guard case .bytes(let bytes) = part else { return nil }
      all += bytes
    }
    return all
  }
}

/// Writes envelopes. Children are put into the schema's order and namespaces; what the schema does not have at a place
/// is refused, so a request that can be written is one the server's schema takes.
struct EWSEnvelopeWriter {
  static let soap = "http://schemas.xmlsoap.org/soap/envelope/"
  static let messages = "http://schemas.microsoft.com/exchange/services/2006/messages"
  static let types = "http://schemas.microsoft.com/exchange/services/2006/types"

  private let dialect: EWSDialect
  private let schema = EWSSchema.shared
  private var writer = XMLWriter(prefixes: [
    XMLWriter.Prefix("s", soap), XMLWriter.Prefix("m", messages), XMLWriter.Prefix("t", types),
  ])
  private var parts: [EWSRequestBody.Part] = []
  private var written = 0
  private var path: [String] = []

  init(dialect: EWSDialect) { self.dialect = dialect }

  mutating func write(header: [EWSElement], body: EWSElement) throws(EWSRequestError) {
    writer.start(XMLName("Envelope", in: Self.soap))
    if !header.isEmpty {
      writer.start(XMLName("Header", in: Self.soap))
      for element in header { try writeRoot(element, namespace: Self.types) }
      writer.end()
    }
    writer.start(XMLName("Body", in: Self.soap))
    try writeRoot(body, namespace: Self.messages)
    writer.end()
    writer.end()
  }

  mutating func finish() -> EWSRequestBody {
    cut()
    return EWSRequestBody(parts: parts)
  }

  private mutating func writeRoot(_ element: EWSElement, namespace: String) throws(EWSRequestError) {
    path = [element.name]
    guard let type = schema.roots[element.name] else { throw .notInSchema(path: path) }
    try write(element, namespace: namespace, type: type)
  }

  private mutating func write(_ element: EWSElement, namespace: String, type: String?) throws(EWSRequestError) {
    try checkAttributes(of: element)
    writer.start(
      XMLName(element.name, in: namespace), element.attributes.map { XMLAttribute(XMLName($0.name), $0.value) })
    switch element.content {
    case .bytes(let bytes)?: writer.plain(EWSBase64Encoder.encode(bytes))
    case .arriving(let length)?:
      writer.plain([])
      cut()
      parts.append(.base64(ofLength: length))
    case nil: writer.text(element.text)
    }
    if !element.children.isEmpty {
      try writeChildren(of: element, type: type)
    } else if type.flatMap({ schema.kinds[$0] })?.needsChild == true {
      throw .empty(path: path)
    }
    writer.end()
  }

  private mutating func writeChildren(of element: EWSElement, type: String?) throws(EWSRequestError) {
    var ranked: [(rank: Int, element: EWSElement, type: String?)] = []
    let kind = type.flatMap { schema.kinds[$0] }
    for child in element.children {
      guard let place = kind?.children[child.name] else { throw .notInSchema(path: path + [child.name]) }
      guard dialect.isNew || !place.isNew else { throw .newerThanDialect(path: path + [child.name]) }
      ranked.append((place.rank, child, place.type))
    }
    // Equal ranks keep the order given.
    let order = ranked.indices.sorted { (ranked[$0].rank, $0) < (ranked[$1].rank, $1) }
    let namespace = kind?.isMessage == true ? Self.messages : Self.types
    for index in order {
      path.append(ranked[index].element.name)
      try write(ranked[index].element, namespace: namespace, type: ranked[index].type)
      path.removeLast()
    }
  }

  /// Attributes and the words in them that the schemas list.
  private func checkAttributes(of element: EWSElement) throws(EWSRequestError) {
    guard element.name == "FieldURI" || element.name == "IndexedFieldURI" else {
      guard dialect.isNew || element.attribute("SuppressReadReceipts") == nil else {
        throw .newerThanDialect(path: path + ["SuppressReadReceipts"])
      }
      return
    }
    let uri = element.attribute("FieldURI") ?? ""
    guard let isNew = schema.uris[element.name + " " + uri] else { throw .notInSchema(path: path + [uri]) }
    guard dialect.isNew || !isNew else { throw .newerThanDialect(path: path + [uri]) }
  }

  /// Begins a new part.
  private mutating func cut() {
    let bytes = Array(writer.bytes[written...])
    written = writer.bytes.count
    if !bytes.isEmpty { parts.append(.bytes(bytes)) }
  }
}
