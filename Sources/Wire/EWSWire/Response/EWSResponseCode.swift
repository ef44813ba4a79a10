/// A response code, such as `ErrorItemNotFound`. Codes nobody knows yet are codes too.
public struct EWSResponseCode: Equatable, Hashable, Sendable {
  /// Octets that are kept of a code.
  public static let maximumLength = 120

  /// The code as the server wrote it.
  public let name: String

  /// A code; clipped and made fit for logs if it is none of the schema's.
  public init(_ name: String) {
    let isWord = !name.isEmpty && name.utf8.count <= Self.maximumLength
    self.name =
      isWord
        && name.unicodeScalars.allSatisfy {
          $0.isASCII && ($0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0))
        }
      ? name : "ErrorUnnamed"
  }

  /// Success.
  public static let noError = EWSResponseCode("NoError")
}
