/// The answer to LIST: sizes by message number. Two blocks of numbers, since a maildrop may hold a million messages.
public struct POP3SizeListing: Equatable, Sendable {
  /// Message numbers, from 1, ascending once the answer is complete.
  public private(set) var numbers: [UInt32] = []
  /// What the server claims, in octets, in the order of ``numbers``; from 4 GiB on all count as that.
  private var octets: [UInt32] = []

  /// An answer without entries.
  public init() {}

  /// An answer with these entries.
  public init(_ entries: [(number: Int, octets: Int)]) {
    for entry in entries { add(entry.number, octets: entry.octets) }
    _ = sort()
  }

  /// How many messages are listed.
  public var count: Int { numbers.count }

  /// The size of a message, or nil if it is not listed.
  public subscript(number: Int) -> Int? {
    numbers.place(of: number).map { Int(octets[$0]) }
  }

  mutating func add(_ number: Int, octets size: Int) {
    numbers.append(UInt32(clamping: number))
    octets.append(UInt32(clamping: size))
  }

  /// Puts the entries in the order of their numbers.
  ///
  /// - Returns: False if a number is there twice.
  mutating func sort() -> Bool {
    if let order = numbers.ascendingOrder {
      numbers = order.map { numbers[$0] }
      octets = order.map { octets[$0] }
    }
    return numbers.areDistinct
  }
}

/// The answer to UIDL: unique ids by message number, in one block of octets.
public struct POP3UniqueIDListing: Equatable, Sendable {
  /// Message numbers, from 1, ascending once the answer is complete.
  public private(set) var numbers: [UInt32] = []
  private var names: [UInt8] = []
  /// Where each name begins and how long it is; no length where the id is missing, too long or has forbidden octets.
  private var starts: [UInt32] = []
  private var lengths: [UInt8] = []

  /// An answer without entries.
  public init() {}

  /// An answer with these entries.
  public init(_ entries: [(number: Int, id: String?)]) {
    for entry in entries { add(entry.number, id: Array((entry.id ?? "").utf8)[...]) }
    _ = sort()
  }

  /// How many messages are listed.
  public var count: Int { numbers.count }

  /// The octets of all ids.
  var nameOctets: Int { names.count }

  /// The id of the message at a place of ``numbers``: octets 0x21 to 0x7E (RFC 1939 §7); nil if it has no usable one.
  public func id(at place: Int) -> ArraySlice<UInt8>? {
    guard lengths[place] > 0 else { return nil }
    let start = Int(starts[place])
    return names[start..<start + Int(lengths[place])]
  }

  /// Adds a message; an empty id is none.
  mutating func add(_ number: Int, id: ArraySlice<UInt8>) {
    numbers.append(UInt32(clamping: number))
    starts.append(UInt32(clamping: names.count))
    lengths.append(UInt8(clamping: id.count))
    names.append(contentsOf: id)
  }

  /// Puts the entries in the order of their numbers.
  ///
  /// - Returns: False if a number is there twice.
  mutating func sort() -> Bool {
    if let order = numbers.ascendingOrder {
      numbers = order.map { numbers[$0] }
      starts = order.map { starts[$0] }
      lengths = order.map { lengths[$0] }
    }
    return numbers.areDistinct
  }
}

extension [UInt32] {
  /// The places in ascending order of what stands there; nil where that is the order they have, as on most servers.
  fileprivate var ascendingOrder: [Int]? {
    guard zip(self, dropFirst()).contains(where: { $0 > $1 }) else { return nil }
    return indices.sorted { self[$0] < self[$1] }
  }

  fileprivate var areDistinct: Bool { !zip(self, dropFirst()).contains { $0 == $1 } }

  /// Where a number stands in an ascending list.
  fileprivate func place(of number: Int) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if Int(self[middle]) < number { low = middle + 1 } else { high = middle }
    }
    return low < count && Int(self[low]) == number ? low : nil
  }
}
