/// One message on the server.
package struct RemoteItem: Hashable, Sendable {
  /// The server's id within its epoch.
  package let id: String
  /// The number by which this session calls it.
  package let number: Int
  /// Octets, as the server says.
  package let size: Int
  /// The server gave the id to more than one message of this listing: it may be read by its number, but nothing that
  /// is remembered under the id may act on the server later.
  package let isAmbiguous: Bool

  package init(id: String, number: Int, size: Int, isAmbiguous: Bool = false) {
    self.id = id
    self.number = number
    self.size = size
    self.isAmbiguous = isAmbiguous
  }
}

/// Everything in a folder at one moment. Ids lie in one block of bytes: a maildrop of a million messages takes some
/// thirty megabytes, not hundreds.
package struct MailListing: Sendable {
  /// Equal positions mean: nothing changed.
  package var position: [UInt8] = []
  private var names: [UInt8] = []
  /// Where each name ends in `names`.
  private var ends: [UInt32] = []
  private var numbers: [UInt32] = []
  private var sizes: [UInt32] = []

  package init() {}

  package init(items: [RemoteItem], position: [UInt8]) {
    self.position = position
    for item in items { append(id: item.id.utf8, number: item.number, size: item.size) }
  }

  package var count: Int { ends.count }

  /// Adds a message. Sizes from 4 GiB on count as 4 GiB: no limit lets such a message through.
  package mutating func append(id: some Collection<UInt8>, number: Int, size: Int) {
    names.append(contentsOf: id)
    ends.append(UInt32(clamping: names.count))
    numbers.append(UInt32(clamping: number))
    sizes.append(UInt32(clamping: size))
  }

  /// The last messages, which are the newest on most servers, by the names the server gave.
  package func suffix(_ length: Int) -> [RemoteItem] {
    (max(0, count - length)..<count).map {
      RemoteItem(id: name($0), number: Int(numbers[$0]), size: Int(sizes[$0]))
    }
  }

  private func range(_ place: Int) -> Range<Int> { (place == 0 ? 0 : Int(ends[place - 1]))..<Int(ends[place]) }

  private func name(_ place: Int) -> String { String(decoding: names[range(place)], as: UTF8.self) }

  /// Negative, zero or positive, as the bytes of the names compare.
  private func compare(_ left: Range<Int>, _ right: Range<Int>) -> Int {
    let common = min(left.count, right.count)
    for offset in 0..<common {
      let (a, b) = (names[left.lowerBound + offset], names[right.lowerBound + offset])
      if a != b { return Int(a) - Int(b) }
    }
    return left.count - right.count
  }

  /// In the order of the ids, which costs time that a listing without news need not cost.
  package func sorted() -> Sorted { Sorted(self) }

  /// The listing in the order of its ids, with what must be known to tell messages apart.
  package struct Sorted: Sendable {
    private let listing: MailListing
    /// Places of the listing, in the order of the names; equal names in the order of their numbers.
    private var order: [UInt32]
    /// The second, third, ... message of the same name: its rank, by its place in the listing.
    private var ranks: [UInt32: Int] = [:]
    private var ambiguous: Set<UInt32> = []

    init(_ listing: MailListing) {
      self.listing = listing
      order = (0..<UInt32(clamping: listing.count)).sorted { left, right in
        let comparison = listing.compare(listing.range(Int(left)), listing.range(Int(right)))
        return comparison == 0 ? listing.numbers[Int(left)] < listing.numbers[Int(right)] : comparison < 0
      }
      var rank = 1
      for index in order.indices.dropFirst() {
        let (before, here) = (order[index - 1], order[index])
        guard listing.compare(listing.range(Int(before)), listing.range(Int(here))) == 0 else {
          rank = 1
          continue
        }
        rank += 1
        ranks[here] = rank
        ambiguous.formUnion([before, here])
      }
      // A name with its rank sorts behind the name and before every longer one: a space is below what ids consist of.
      // RFC 1939 §7
    }

    package var position: [UInt8] { listing.position }

    package var count: Int { order.count }

    /// The place in the listing of the message that stands at `index` in this order.
    package func place(_ index: Int) -> Int { Int(order[index]) }

    package func item(at place: Int) -> RemoteItem {
      let key = UInt32(clamping: place)
      return RemoteItem(
        id: id(at: place), number: Int(listing.numbers[place]), size: Int(listing.sizes[place]),
        isAmbiguous: ambiguous.contains(key))
    }

    /// The name, made unique where the server did not.
    package func id(at place: Int) -> String {
      let name = listing.name(place)
      guard let rank = ranks[UInt32(clamping: place)] else { return name }
      return "\(name) #\(rank)"
    }

    /// The message with that id.
    package func item(_ id: String) -> RemoteItem? {
      var low = 0
      var high = order.count
      while low < high {
        let middle = (low + high) / 2
        if Sorted.isBefore(self.id(at: place(middle)), id) { low = middle + 1 } else { high = middle }
      }
      guard low < order.count, self.id(at: place(low)) == id else { return nil }
      return item(at: place(low))
    }

    /// The order of ids: by bytes, as both databases compare texts.
    package static func isBefore(_ left: String, _ right: String) -> Bool {
      left.utf8.lexicographicallyPrecedes(right.utf8)
    }
  }
}
