/// What was odd about a message that was read nevertheless.
public enum Defect: Codable, Equatable, Hashable, Sendable {
  case fieldTruncated(name: String, bytes: Int)
  case tooManyFields(dropped: Int)
  /// The fields from the first on with which the header exceeded ``Limits/headerBytes``.
  case headerTooLarge(dropped: Int)
  case nestingTooDeep(depth: Int)
  case tooManyParts(cutBytes: Int)
  /// A header line that is no field ended the header.
  case headerEndsWithoutBlankLine
  case fieldWithoutName
  case multipartWithoutBoundary
  case multipartWithoutParts
  case missingCloseDelimiter
  case unknownCharset(label: String)
  case undecodableBytes(charset: String)
  case unknownTransferEncoding(label: String)
  /// Bytes over 127 in a field that are not UTF-8 (RFC 6532).
  case rawBytesInField(name: String)
  /// A field that may stand once (RFC 5322 §3.6) stands more often; addresses are joined, else the first counts.
  case repeatedField(name: String)
  case invalidDate(field: String)
  case invalidAddressList(field: String)
  case invalidIdentifier(field: String)
  case missingFrom
  case nullCharacters
}

extension Defect {
  var isOfTooManyParts: Bool {
    if case .tooManyParts = self { return true }
    return false
  }
}
