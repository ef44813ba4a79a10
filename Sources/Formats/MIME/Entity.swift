/// One node of a message: the message itself, a multipart or a leaf (RFC 2045 §2.4), as ranges of the message's bytes.
struct Entity {
  var fields: [RawField] = []
  /// First byte of the header.
  var start: Int
  var body: Range<Int>
  var type = ContentType.plainText
  /// Content-Disposition (RFC 2183).
  var disposition: ContentType?
  var parent: Int?
  var children: [Int] = []
  /// Cut off by a limit: nothing of it is interpreted, its content is header and body as they stand.
  var isOpaque = false
  /// How many multiparts stand around it.
  var depth = 0

  var isMultipart: Bool { !children.isEmpty }
}
