/// Cuts what a client sends into lines.
struct LineReader {
  private var waiting: [UInt8] = []

  mutating func append(_ bytes: [UInt8]) { waiting += bytes }

  /// The next line without its end.
  mutating func line() -> [UInt8]? {
    guard let end = waiting.firstIndex(of: 0x0A) else { return nil }
    var line = Array(waiting[..<end])
    waiting.removeFirst(end + 1)
    if line.last == 0x0D { line.removeLast() }
    return line
  }

  /// Everything up to and with the line that is a dot alone. RFC 5321 §4.1.1.4
  mutating func content() -> [UInt8]? {
    let end: [UInt8] = [0x0D, 0x0A, 0x2E, 0x0D, 0x0A]
    if waiting.starts(with: end.dropFirst(2)) {
      waiting.removeFirst(3)
      return []
    }
    guard waiting.count >= end.count, let place = waiting.lastIndex(of: 0x2E) else { return nil }
    // A client waits for the answer: nothing follows the end of its message but what it pipelined too early.
    for start in stride(from: place, through: 2, by: -1)
    where waiting[start] == 0x2E && waiting[(start - 2)...].starts(with: end) {
      let content = Array(waiting[..<start])
      waiting.removeFirst(start + 3)
      return content
    }
    return nil
  }
}
