internal import XML

/// What discovery asks and is answered, as octets.
enum AutodiscoverDocument {
  /// Octets of the longest answer.
  static let maximumLength = 1 << 20
  /// Elements inside each other.
  static let maximumDepth = 64

  static let soapNamespace = "http://schemas.xmlsoap.org/soap/envelope/"
  static let serviceNamespace = "http://schemas.microsoft.com/exchange/2010/Autodiscover"
  static let addressingNamespace = "http://www.w3.org/2005/08/addressing"
  static let requestNamespace = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"
  static let responseSchema = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"

  /// The whole answer as a tree; nil when it is no document that is read.
  static func tree(_ bytes: [UInt8]) -> XMLNode? {
    guard bytes.count <= maximumLength else { return nil }
    let reader = XMLReader(limits: XMLLimits(depth: maximumDepth, documentLength: maximumLength))
    var builder = XMLTreeBuilder(maximumElements: 20_000, maximumText: maximumLength)
    do {
      var root: XMLNode?
      for event in try reader.feed(bytes) { root = try builder.add(event) ?? root }
      try reader.finish()
      return root
    } catch {
      return nil
    }
  }
}

/// What an answer says to do.
enum AutodiscoverVerdict: Equatable {
  /// Places of the service, the best first.
  case endpoints([AutodiscoverEndpoint])
  /// Start over with another address.
  case redirectAddress(String)
  /// Ask there.
  case redirectURL(String)
  /// The server is busy.
  case busy
  /// There is no such mailbox.
  case unknownMailbox
  /// An error with the server's word for it, or an answer that is not understood.
  case error(String)
}
