/// Why a document is not read.
public enum XMLError: Error, Equatable, Sendable {
  /// What exceeded its limit.
  public enum Limit: String, Equatable, Sendable, CaseIterable {
    /// Octets of one document.
    case document
    /// Octets of one tag.
    case tag
    /// Octets of one name.
    case name
    /// Different names in one document, those of namespaces included.
    case names
    /// Attributes of one element, declarations of namespaces included.
    case attributes
    /// Elements inside each other.
    case depth
    /// Elements of a tree.
    case elements
    /// Octets of text and attributes of a tree.
    case text
  }

  /// A document type declaration: entities could expand without end or name files.
  case documentTypeRefused
  /// An encoding other than UTF-8 and US-ASCII, as the document calls it.
  case encodingRefused(String)
  /// More than is read.
  case exceeds(Limit)
  /// Not well-formed; libxml2's error number, and the line counted from 1.
  case malformed(code: Int, line: Int)
  /// It ended before its root element did, or there is none.
  case truncated
}
