/// The bytes of one way of one connection, and what the faults make of them: bytes and times in, actions out.
package struct FaultyFlow: Sendable {
  package enum Action: Equatable, Sendable {
    /// Bytes for the receiver.
    case forward([UInt8])
    /// The receiver sees the end of this way.
    case halfClose
    /// Both connections are closed.
    case cut
    /// Both connections are reset.
    case reset
  }

  /// An action and when it is due, on the clock of the caller, in nanoseconds.
  package struct Timed: Equatable, Sendable {
    package let action: Action
    package let due: UInt64

    package init(_ action: Action, due: UInt64) {
      self.action = action
      self.due = due
    }
  }

  private struct Duplicate {
    let range: Range<Int>
    var bytes: [UInt8] = []
  }

  /// Where the flow ends early, and how. Nil for silence.
  private var end: (position: Int, action: Action?)?
  private var corrupted: Set<Int> = []
  private var duplicates: [Duplicate] = []
  private var delay: UInt64 = 0
  private var trickle: (bytes: Int, interval: UInt64)?
  private var isOver = false
  /// Bytes taken from the sender.
  package private(set) var position = 0
  private var lastDue: UInt64 = 0
  /// When the interval of the trickle that is under way began, and what it may still carry.
  private var interval: (start: UInt64, left: Int)?

  package init(_ faults: [Fault.Kind]) {
    for fault in faults {
      switch fault {
      case .cut(let position): stop(at: position, .cut)
      case .reset(let position): stop(at: position, .reset)
      case .halfClose(let position): stop(at: position, .halfClose)
      case .silence(let position): stop(at: position, nil)
      case .corrupt(let position): corrupted.insert(position)
      case .duplicate(let range): duplicates.append(Duplicate(range: range))
      case .delay(let milliseconds): delay += UInt64(milliseconds) * 1_000_000
      case .trickle(let bytes, let milliseconds): trickle = (bytes, UInt64(milliseconds) * 1_000_000)
      }
    }
  }

  /// Of several ends the first one counts.
  private mutating func stop(at position: Int, _ action: Action?) {
    if let end, end.position <= position { return }
    end = (position, action)
  }

  /// The connection was made: what happens before the first byte.
  package mutating func begin(now: UInt64) -> [Timed] {
    var actions: [Timed] = []
    finishIfReached(now, &actions)
    return actions
  }

  /// Takes bytes from the sender.
  package mutating func receive(_ bytes: [UInt8], now: UInt64) -> [Timed] {
    let start = position
    position += bytes.count
    guard !isOver else { return [] }
    var piece = bytes
    if let end, end.position < position { piece = Array(bytes.prefix(end.position - start)) }
    for index in corrupted where index >= start && index < start + piece.count { piece[index - start] ^= 0xFF }
    var actions: [Timed] = []
    pace(repeating(piece, from: start), now, &actions)
    finishIfReached(now, &actions)
    return actions
  }

  /// The sender will send no more.
  package mutating func finish(now: UInt64) -> [Timed] {
    guard !isOver else { return [] }
    isOver = true
    return [Timed(.halfClose, due: due(now))]
  }

  private mutating func finishIfReached(_ now: UInt64, _ actions: inout [Timed]) {
    guard let end, position >= end.position, !isOver else { return }
    isOver = true
    if let action = end.action { actions.append(Timed(action, due: due(now))) }
  }

  /// Puts the bytes of a range again behind its end.
  private mutating func repeating(_ piece: [UInt8], from start: Int) -> [UInt8] {
    guard !duplicates.isEmpty else { return piece }
    let range = start..<start + piece.count
    var insertions: [(at: Int, bytes: [UInt8])] = []
    for index in duplicates.indices {
      let shared = duplicates[index].range.clamped(to: range)
      guard !shared.isEmpty else { continue }
      duplicates[index].bytes += piece[shared.lowerBound - start..<shared.upperBound - start]
      if shared.upperBound == duplicates[index].range.upperBound {
        insertions.append((shared.upperBound - start, duplicates[index].bytes))
        duplicates[index].bytes = []
      }
    }
    var result = piece
    for insertion in insertions.sorted(by: { $0.at > $1.at }) {
      result.insert(contentsOf: insertion.bytes, at: insertion.at)
    }
    return result
  }

  // MARK: - Time

  private mutating func due(_ now: UInt64) -> UInt64 {
    lastDue = max(lastDue, now + delay)
    return lastDue
  }

  private mutating func pace(_ bytes: [UInt8], _ now: UInt64, _ actions: inout [Timed]) {
    guard !bytes.isEmpty else { return }
    guard let trickle else { return actions.append(Timed(.forward(bytes), due: due(now))) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let earliest = due(now)
      var current = interval ?? (earliest, trickle.bytes)
      if earliest >= current.start + trickle.interval { current = (earliest, trickle.bytes) }
      if current.left == 0 {
        current = (current.start + trickle.interval, trickle.bytes)
        lastDue = max(lastDue, current.start)
      }
      let piece = rest.prefix(current.left)
      rest = rest.dropFirst(piece.count)
      current.left -= piece.count
      interval = current
      actions.append(Timed(.forward(Array(piece)), due: lastDue))
    }
  }
}
