import Glibc

/// Finds header fields and parts in one pass over the lines of a message, within ``Limits``. Nothing recurses, so no
/// nesting can exhaust the stack. `message/rfc822` parts are leaves: an attached message is an attachment.
struct EntityScanner {
  private enum Mode {
    case header, body
    /// Preamble, epilogue: between the parts of a multipart (RFC 2046 §5.1.1).
    case between
  }

  private struct OpenMultipart {
    var entity: Int
    var boundary: [UInt8]
  }

  /// In order of appearance; the first one is the message.
  private(set) var entities: [Entity] = []
  private(set) var defects: [Defect] = []

  private(set) var bytes: [UInt8]
  private let limits: Limits
  private let headerOnly: Bool
  private var open: [OpenMultipart] = []
  private var current = 0
  private var mode = Mode.header
  private var field: OpenField?
  /// Names and values of the header so far.
  private var headerBytes = 0
  private var isHeaderFull = false
  private var droppedFields = 0
  /// Of the next line that is looked at.
  private var position = 0
  /// The limit of parts ended the scan.
  private var isCut = false
  private var cutBytesTaken = 0
  /// The message is not all here yet, so that its bytes move while values of fields are kept.
  private var isGrowing = false

  /// The field whose lines are being read.
  private struct OpenField {
    var name: Range<Int>
    /// The value while it is one line.
    var line: Range<Int>
    /// The value once it is more.
    var lines: [UInt8] = []
    /// Bytes of the value, of which those beyond the limit are not kept.
    var length = 0

    var kept: Int { lines.isEmpty ? line.count : lines.count }
  }

  init(_ bytes: [UInt8], limits: Limits, headerOnly: Bool = false) {
    self.bytes = bytes
    self.limits = limits
    self.headerOnly = headerOnly
  }

  /// Reads a message that is all here.
  mutating func run() {
    begin()
    scan(upTo: bytes.count)
    end()
  }

  private mutating func begin() {
    entities = [Entity(start: 0, body: bytes.count..<bytes.count)]
    // A byte order mark in front is an editor's.
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// Looks at the lines before `limit`, which is the start of a line or the end of the message.
  private mutating func scan(upTo limit: Int) {
    while position < limit, !isCut {
      if mode == .body || mode == .between {
        // Within a body only delimiter lines matter.
        guard !open.isEmpty, let dash = nextDashLine(from: position, upTo: limit) else {
          position = limit
          return
        }
        position = dash
      }
      let next = lineEnd(from: position)
      if !open.isEmpty, let hit = delimiter(position, next) {
        if !take(hit, lineStart: position, next: next) {
          isCut = true
          return
        }
      } else if mode == .header, !headerLine(position, next) {
        if headerOnly { return }
        continue
      }
      position = next
    }
  }

  private mutating func end() {
    if isCut {
      // The part that was one too many goes to the end, and nothing behind it is looked at.
      entities[current].body = entities[current].body.lowerBound..<bytes.count
      if isGrowing, let place = defects.firstIndex(where: \.isOfTooManyParts) {
        defects[place] = .tooManyParts(cutBytes: cutBytesTaken + bytes.count - entities[current].start)
      }
      return
    }
    if mode == .header { endHeader(bodyStart: bytes.count) }
    if mode == .body { endBody(at: bytes.count) }
    closeMultiparts(downTo: 0, at: bytes.count, isDelimited: false)
    settleEmptyMultiparts()
  }

  // MARK: Lines

  private func lineEnd(from position: Int) -> Int {
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress,
        let found = memchr(base + position, Int32(ASCII.lineFeed), buffer.count - position)
      else { return buffer.count }
      return UnsafeRawPointer(found) - base + 1
    }
  }

  /// The start of the next line that begins with `--`; `position` is the start of a line.
  private func nextDashLine(from position: Int, upTo limit: Int) -> Int? {
    var line = position
    while line < limit, line + 1 < bytes.count {
      if bytes[line] == 0x2D, bytes[line + 1] == 0x2D { return line }
      line = lineEnd(from: line)
    }
    return nil
  }

  private func contentEnd(_ start: Int, _ next: Int) -> Int {
    var end = next
    if end > start, bytes[end - 1] == ASCII.lineFeed { end -= 1 }
    if end > start, bytes[end - 1] == ASCII.carriageReturn { end -= 1 }
    return end
  }

  // MARK: Header

  /// Returns false if the header ended before this line, which then is the body's first.
  private mutating func headerLine(_ start: Int, _ next: Int) -> Bool {
    let end = contentEnd(start, next)
    if start == end {
      endHeader(bodyStart: next)
      return !headerOnly
    }
    if ASCII.isBlank(bytes[start]), field != nil {
      appendValue(start, end)
      return true
    }
    var start = start
    // There is no field this line could continue.
    while start < end, ASCII.isBlank(bytes[start]) { start += 1 }
    var colon = start
    while colon < end, bytes[colon] > 0x20, bytes[colon] < 0x7F, bytes[colon] != 0x3A { colon += 1 }
    let nameEnd = colon
    // RFC 5322 §4.5 obs-optional: white space before the colon.
    while colon < end, ASCII.isBlank(bytes[colon]) { colon += 1 }
    if colon < end, bytes[colon] == 0x3A {
      endField()
      if nameEnd == start { defects.append(.fieldWithoutName) }
      field = OpenField(name: start..<nameEnd, line: colon..<colon)
      appendValue(colon + 1, end)
      return true
    }
    // The envelope line of mailbox files, also quoted, is no field and no end.
    let line = bytes[start..<end]
    if line.starts(with: "From ".utf8) || line.starts(with: ">From ".utf8) { return true }
    if line.allSatisfy(ASCII.isWhiteSpace) { return true }
    defects.append(.headerEndsWithoutBlankLine)
    endHeader(bodyStart: start)
    return false
  }

  private mutating func appendValue(_ start: Int, _ end: Int) {
    guard let kept = field?.kept else { return }
    var from = start
    if kept == 0 { while from < end, ASCII.isWhiteSpace(bytes[from]) { from += 1 } }
    field?.length += end - from
    let to = min(end, from + limits.fieldBytes - kept)
    guard from < to else { return }
    if kept == 0 {
      field?.line = from..<to
      return
    }
    if let line = field?.line, field?.lines.isEmpty == true { field?.lines = Array(bytes[line]) }
    field?.lines.append(contentsOf: bytes[from..<to])
  }

  private mutating func endField() {
    guard let field else { return }
    self.field = nil
    if field.name.isEmpty { return }
    let spelling = bytes[field.name].prefix(Limits.fieldNameBytes)
    headerBytes += spelling.count + field.kept
    isHeaderFull = isHeaderFull || headerBytes > limits.headerBytes
    guard !isHeaderFull, entities[current].fields.count < limits.fields else {
      droppedFields += 1
      return
    }
    if field.length > field.kept {
      defects.append(.fieldTruncated(name: String(decoding: spelling, as: UTF8.self), bytes: field.length))
    }
    var value = field.lines.isEmpty ? bytes[field.line] : field.lines[...]
    while let last = value.last, ASCII.isWhiteSpace(last) { value.removeLast() }
    // A slice of an array that is about to change would keep a copy of all of it.
    let kept = isGrowing ? Array(value)[...] : value
    let name = isGrowing ? Array(spelling)[...] : spelling
    entities[current].fields.append(RawField(name: FieldName(spelling), spelling: name, value: kept))
  }

  private mutating func endHeader(bodyStart: Int) {
    endField()
    entities[current].body = bodyStart..<bytes.count
    mode = .body
    headerBytes = 0
    if droppedFields > 0 {
      defects.append(isHeaderFull ? .headerTooLarge(dropped: droppedFields) : .tooManyFields(dropped: droppedFields))
      droppedFields = 0
      isHeaderFull = false
      if current != 0 {
        entities[current].isOpaque = true
        entities[current].type = .opaque
        return
      }
    }
    var type = ContentType.plainText
    if let parent = entities[current].parent, entities[parent].type.value == "multipart/digest" {
      type = .message  // RFC 2046 §5.1.5
    }
    if headerOnly { return }
    if let field = entities[current].fields.first(.contentType) { type = ContentType.parse(field.value) ?? .plainText }
    entities[current].type = type
    if let field = entities[current].fields.first(.contentDisposition) {
      entities[current].disposition = ContentType.parseDisposition(field.value)
    }
    guard type.isMultipart else { return }
    let boundary = Array((type.parameter("boundary") ?? "").utf8)
    guard !boundary.isEmpty, boundary.count <= Limits.boundaryBytes else {
      defects.append(.multipartWithoutBoundary)
      return
    }
    guard open.count < limits.depth else {
      defects.append(.nestingTooDeep(depth: open.count + 1))
      entities[current].isOpaque = true
      entities[current].type = .opaque
      return
    }
    var end = boundary.endIndex
    while end > 1, ASCII.isBlank(boundary[end - 1]) { end -= 1 }
    open.append(OpenMultipart(entity: current, boundary: Array(boundary[..<end])))
    mode = .between
  }

  // MARK: Parts

  /// Whether these octets stand at `start`; so many must follow there.
  private func stands(_ boundary: [UInt8], at start: Int) -> Bool {
    bytes.withUnsafeBufferPointer { message in
      boundary.withUnsafeBufferPointer { boundary in
        guard let base = message.baseAddress, let text = boundary.baseAddress else { return false }
        return memcmp(base + start, text, boundary.count) == 0
      }
    }
  }

  private func delimiter(_ start: Int, _ next: Int) -> (level: Int, isClose: Bool)? {
    guard start + 1 < next, bytes[start] == 0x2D, bytes[start + 1] == 0x2D else { return nil }
    var end = contentEnd(start, next)
    while end > start + 2, ASCII.isBlank(bytes[end - 1]) { end -= 1 }
    let count = end - start - 2
    for level in open.indices.reversed() {
      let extra = count - open[level].boundary.count
      guard extra == 0 || extra == 2, stands(open[level].boundary, at: start + 2) else { continue }
      if extra == 0 { return (level, false) }
      if bytes[end - 1] == 0x2D, bytes[end - 2] == 0x2D { return (level, true) }
    }
    return nil
  }

  /// Returns false if the limit of parts ends the scan.
  private mutating func take(_ hit: (level: Int, isClose: Bool), lineStart: Int, next: Int) -> Bool {
    if mode == .header { endHeader(bodyStart: lineStart) }
    // RFC 2046 §5.1.1: the line break before the delimiter belongs to it.
    let partEnd = max(contentEnd(0, lineStart), entities[current].body.lowerBound)
    if mode == .body { endBody(at: min(partEnd, lineStart)) }
    closeMultiparts(downTo: hit.level + 1, at: lineStart, isDelimited: false)
    if hit.isClose {
      closeMultiparts(downTo: hit.level, at: lineStart, isDelimited: true)
      mode = .between
      return true
    }
    let parent = open[hit.level].entity
    current = entities.count
    entities.append(
      Entity(start: next, body: bytes.count..<bytes.count, parent: parent, depth: entities[parent].depth + 1))
    entities[parent].children.append(current)
    mode = .header
    guard entities.count > limits.parts else { return true }
    defects.append(.tooManyParts(cutBytes: bytes.count - next))
    entities[current].isOpaque = true
    entities[current].type = .opaque
    entities[current].body = next..<bytes.count
    open = []
    settleEmptyMultiparts()
    return false
  }

  private mutating func endBody(at end: Int) {
    let start = entities[current].body.lowerBound
    entities[current].body = start..<max(start, end)
    mode = .between
  }

  private mutating func closeMultiparts(downTo level: Int, at end: Int, isDelimited: Bool) {
    while open.count > level {
      let closed = open.removeLast()
      let start = entities[closed.entity].body.lowerBound
      entities[closed.entity].body = start..<max(start, end)
      if !isDelimited, !entities[closed.entity].children.isEmpty { defects.append(.missingCloseDelimiter) }
    }
  }

  /// A multipart in which no delimiter was found is read as text, so that its content is not lost.
  private mutating func settleEmptyMultiparts() {
    for index in entities.indices
    where entities[index].type.isMultipart && !entities[index].isMultipart && !entities[index].isOpaque {
      defects.append(.multipartWithoutParts)
      entities[index].type = .plainText
    }
  }

  // MARK: A message that is still arriving

  /// The leaf whose body is being read, if nothing has to be known of all its content at once: a message of 150 MB
  /// is read without ever being here as a whole.
  var arrivingLeaf: (index: Int, entity: Entity)? {
    guard mode == .body || isCut else { return nil }
    let entity = entities[current]
    if entity.isOpaque { return (current, entity) }
    if entity.type.isMultipart { return nil }
    switch entity.type.value {
    case "message/delivery-status", "message/global-delivery-status": return nil
    default: return (current, entity)
    }
  }

  /// Adds what arrived and looks at the lines that are complete.
  mutating func append(_ chunk: [UInt8]) {
    if entities.isEmpty {
      isGrowing = true
      bytes += chunk
      begin()
    } else {
      bytes += chunk
    }
    scan(upTo: bytes.lastIndex(of: ASCII.lineFeed).map { $0 + 1 } ?? 0)
  }

  /// The message ended.
  mutating func finish() {
    scan(upTo: bytes.count)
    end()
  }

  /// Takes out what has arrived of the leaf being read, up to the last complete line, whose line end may belong to a
  /// delimiter.
  mutating func takeContent(atLeast minimum: Int) -> [UInt8]? {
    guard let leaf = arrivingLeaf, let lastFeed = bytes.lastIndex(of: ASCII.lineFeed) else { return nil }
    let start = leaf.entity.isOpaque ? leaf.entity.start : leaf.entity.body.lowerBound
    guard lastFeed > start, let feed = bytes[start..<lastFeed].lastIndex(of: ASCII.lineFeed) else { return nil }
    // Of an opaque part the header goes as a whole: the line end of its last line is no delimiter's.
    guard feed + 1 >= leaf.entity.body.lowerBound, feed + 1 - start >= minimum else { return nil }
    let content = Array(bytes[start...feed])
    bytes.removeSubrange(start...feed)
    position = max(start, position - content.count)
    if isCut { cutBytesTaken += content.count }
    entities[leaf.index].body = start..<bytes.count
    return content
  }
}
