/// How much of a document is read. What exceeds a limit is an error, never cut.
public struct XMLLimits: Equatable, Sendable {
  /// Elements inside each other, for any document (REL S28).
  public static let maximumDepth = 200
  /// Octets of a document: a message of 150 MB (REL S28) in base64, with room around it.
  public static let maximumDocumentLength = 256 << 20
  /// Octets of one tag, its attributes included.
  public static let maximumTagLength = 64 << 10
  /// Octets of one name, its prefix included.
  public static let maximumNameLength = 1_024
  /// Different names in one document, those of namespaces included.
  public static let maximumNames = 10_000
  /// Attributes of one element, declarations of namespaces included.
  public static let maximumAttributes = 256
  /// Octets given to libxml2 at once.
  static let chunkLength = 64 << 10
  /// Octets of the longest reference, from `&` to `;`.
  static let maximumReferenceLength = 32
  /// Octets of the XML declaration that are looked at.
  static let maximumDeclarationLength = 512

  /// Elements inside each other.
  public var depth = maximumDepth
  /// Octets of one document.
  public var documentLength = maximumDocumentLength

  /// The limits for any document, or tighter ones.
  public init(depth: Int = maximumDepth, documentLength: Int = maximumDocumentLength) {
    // libxml2 itself stops at 256.
    self.depth = min(depth, Self.maximumDepth)
    self.documentLength = documentLength
  }
}
