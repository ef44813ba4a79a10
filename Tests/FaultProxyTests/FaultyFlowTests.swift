import Testing

@testable import FaultProxy

/// What arrives at the other side, for all ways in which the bytes may be cut into pieces.
@Suite struct FaultyFlowTests {
  struct Row: Sendable {
    let faults: [Fault.Kind]
    let arrives: String
    var end: FaultyFlow.Action? = .halfClose
  }

  static let rows: [Row] = [
    Row(faults: [], arrives: "abcdef"),
    Row(faults: [.cut(0)], arrives: "", end: .cut),
    Row(faults: [.cut(3)], arrives: "abc", end: .cut),
    Row(faults: [.cut(6)], arrives: "abcdef", end: .cut),
    Row(faults: [.cut(7)], arrives: "abcdef", end: .halfClose),
    Row(faults: [.reset(2)], arrives: "ab", end: .reset),
    Row(faults: [.halfClose(4)], arrives: "abcd", end: .halfClose),
    Row(faults: [.silence(4)], arrives: "abcd", end: nil),
    Row(faults: [.cut(5), .reset(2)], arrives: "ab", end: .reset),
    Row(faults: [.reset(2), .cut(5)], arrives: "ab", end: .reset),
    Row(faults: [.duplicate(1..<3)], arrives: "abcbcdef"),
    Row(faults: [.duplicate(0..<6)], arrives: "abcdefabcdef"),
    Row(faults: [.duplicate(4..<9)], arrives: "abcdef"),
    Row(faults: [.duplicate(0..<1), .duplicate(3..<5)], arrives: "aabcdedef"),
    Row(faults: [.duplicate(1..<3), .cut(4)], arrives: "abcbcd", end: .cut),
    Row(faults: [.corrupt(2)], arrives: "ab\u{9C}def"),
    Row(faults: [.corrupt(2), .cut(2)], arrives: "ab", end: .cut),
  ]

  @Test(arguments: rows, [1, 2, 3, 6])
  func whatArrives(row: Row, pieceLength: Int) {
    var flow = FaultyFlow(row.faults)
    var actions = flow.begin(now: 0).map(\.action)
    let sent = Array("abcdef".utf8)
    for start in stride(from: 0, to: sent.count, by: pieceLength) {
      actions += flow.receive(Array(sent[start..<min(sent.count, start + pieceLength)]), now: 0).map(\.action)
    }
    actions += flow.finish(now: 0).map(\.action)
    var bytes: [UInt8] = []
    var ends: [FaultyFlow.Action] = []
    for action in actions {
      if case .forward(let more) = action { bytes += more } else { ends.append(action) }
    }
    #expect(bytes == row.arrives.unicodeScalars.map { UInt8($0.value) })
    #expect(ends == (row.end.map { [$0] } ?? []))
    #expect(flow.position == 6, "what was taken is counted, whether it was passed on or not")
  }

  @Test func delayKeepsTheRate() {
    var flow = FaultyFlow([.delay(20)])
    let dues = (0..<5).flatMap { flow.receive([1], now: UInt64($0)).map(\.due) }
    #expect(dues == [20_000_000, 20_000_001, 20_000_002, 20_000_003, 20_000_004])
    #expect(flow.finish(now: 3) == [.init(.halfClose, due: 20_000_004)], "the end does not overtake")
  }

  @Test func delayHoldsForTheEndThatWasAskedFor() {
    var flow = FaultyFlow([.delay(5), .cut(1)])
    #expect(flow.receive([7, 8], now: 10) == [.init(.forward([7]), due: 5_000_010), .init(.cut, due: 5_000_010)])
  }

  @Test func trickleLetsSoManyBytesThroughInEachInterval() {
    var flow = FaultyFlow([.trickle(bytes: 2, milliseconds: 1)])
    let first = flow.receive([1, 2, 3, 4, 5], now: 0)
    #expect(
      first == [
        .init(.forward([1, 2]), due: 0), .init(.forward([3, 4]), due: 1_000_000), .init(.forward([5]), due: 2_000_000),
      ])
    // The third interval has room for one more, however late it comes within it.
    let second = flow.receive([6, 7], now: 2_500_000)
    #expect(second == [.init(.forward([6]), due: 2_500_000), .init(.forward([7]), due: 3_000_000)])
    // After a silence the next interval begins with the next byte.
    #expect(flow.receive([8, 9, 10], now: 9_000_000).map(\.due) == [9_000_000, 10_000_000])
  }
}
