import Foundation
import Testing

@testable import EWSWire

/// Answers that are broken in every way end as errors or values.
@Suite struct EWSMutationTests {
  /// Answers of our own, so that this runs without the examples too.
  static let own: [String] = [
    """
    <?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="urn:m"
    xmlns:t="urn:t"><s:Header><t:ServerVersionInfo MajorVersion="15" MinorVersion="2" MajorBuildNumber="1"/></s:Header>
    <s:Body><m:GetItemResponse><m:ResponseMessages><m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError
    </m:ResponseCode><m:Items><t:CalendarItem><t:MimeContent>QUJDREVG</t:MimeContent><t:ItemId Id="a" ChangeKey="b"/>
    <t:Start>2026-12-01T01:00:00.123Z</t:Start><t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>
    Monday</t:DaysOfWeek></t:WeeklyRecurrence><t:NoEndRecurrence><t:StartDate>2026-12-01+09:00</t:StartDate>
    </t:NoEndRecurrence></t:Recurrence><t:StartTimeZone Id="T" Name="n"><t:Periods><t:Period Bias="-PT9H" Name="S" Id="p"/>
    </t:Periods></t:StartTimeZone></t:CalendarItem></m:Items></m:GetItemResponseMessage><m:GetItemResponseMessage
    ResponseClass="Error"><m:MessageText>no</m:MessageText><m:ResponseCode>ErrorItemNotFound</m:ResponseCode>
    <m:Items/></m:GetItemResponseMessage></m:ResponseMessages></m:GetItemResponse></s:Body></s:Envelope>
    """,
    """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>a:ErrorServerBusy</faultcode>
    <faultstring>x</faultstring><detail><MessageXml><Value Name="BackOffMilliseconds">5</Value></MessageXml></detail>
    </s:Fault></s:Body></s:Envelope>
    """,
  ]

  static func seeds() throws -> [[UInt8]] {
    guard let folder = EWSSpecifications.folder?.appendingPathComponent("ews-examples") else {
      return own.map { Array($0.utf8) }
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try own.map { Array($0.utf8) }
      + names.filter { $0.hasSuffix("-response.xml") || $0.hasSuffix("-fault.xml") }.map {
        [UInt8](try Data(contentsOf: folder.appendingPathComponent($0)))
      }
  }

  /// One mutation, or a few.
  private static func mutate(_ bytes: [UInt8], with other: [UInt8], _ g: inout EWSGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<g.int(1...3) where !bytes.isEmpty {
      let place = g.int(0...bytes.count - 1)
      switch g.int(0...8) {
      case 0: bytes = Array(bytes.prefix(place))
      case 1: bytes[place] ^= 1 << UInt8(g.int(0...7))
      case 2: bytes.remove(at: place)
      case 3: bytes.insert(UInt8(truncatingIfNeeded: g.next()), at: place)
      case 4:
        // A piece of another answer.
        let from = g.int(0...other.count - 1)
        bytes.insert(contentsOf: other[from..<min(other.count, from + g.int(1...200))], at: place)
      case 5:
        // Two elements change places.
        let marks = bytes.indices.filter { bytes[$0] == UInt8(ascii: "<") }
        guard marks.count > 3 else { continue }
        let cut = [g.oneOf(marks), g.oneOf(marks), g.oneOf(marks)].sorted()
        bytes = Array(bytes[..<cut[0]] + bytes[cut[1]..<cut[2]] + bytes[cut[0]..<cut[1]] + bytes[cut[2]...])
      case 6:
        // Another namespace, or none.
        let text = String(decoding: bytes, as: UTF8.self)
        bytes = Array(
          text.replacing(g.oneOf(["2006/types", "<t:", "</t:", "xmlns:m", "m:"]), with: g.oneOf(["", "x"])).utf8)
      case 7:
        let huge = [UInt8](repeating: UInt8(truncatingIfNeeded: g.next()), count: g.oneOf([300, 5_000, 70_000]))
        bytes.insert(contentsOf: huge, at: place)
      default:
        let nested = String(repeating: "<a>", count: g.oneOf([1, 60, 300]))
        bytes.insert(contentsOf: Array(nested.utf8), at: place)
      }
    }
    return bytes
  }

  /// Reads with the operation and looks at everything; the same however it arrives.
  private static func read<Operation: EWSOperation>(
    _ type: Operation.Type, _ bytes: [UInt8], piece: Int
  ) -> Bool {
    func events(_ piece: Int) -> (events: [EWSResponseEvent<Operation.Answer>], content: [UInt8])? {
      let reader = EWSResponseReader<Operation>(documentLength: 1 << 20, sequence: Operation.answersErrors)
      var content: [UInt8] = []
      var events: [EWSResponseEvent<Operation.Answer>] = []
      do {
        var rest = bytes[...]
        while !rest.isEmpty {
          for event in try reader.feed(rest.prefix(piece)) {
            if case .content(let more) = event { content += more } else { events.append(event) }
          }
          rest = rest.dropFirst(piece)
        }
        try reader.finish()
      } catch {
        // How far it was read before an error depends on how it arrived.
        return nil
      }
      return (events, content)
    }
    let whole = events(.max)
    let pieces = events(piece)
    let isSame = pieces?.events == whole?.events && pieces?.content == whole?.content
    #expect(isSame, "\(String(decoding: bytes.prefix(4_000), as: UTF8.self))")
    return whole != nil
  }

  @Test(arguments: 0..<4) func brokenAnswers(part: Int) throws {
    let seeds = try Self.seeds()
    var g = EWSGenerator(seed: UInt64(part) + 77, dialect: .exchange2013SP1)
    var values = 0
    for index in 0..<2_500 {
      let seed = seeds[index % seeds.count]
      let bytes = Self.mutate(seed, with: g.oneOf(seeds), &g)
      let piece = g.oneOf([61, 997, 4_096])
      let text = String(decoding: seed.prefix(2_500), as: UTF8.self)
      let result =
        if text.contains("SyncFolderItemsResponse") {
          Self.read(SyncFolderItems.self, bytes, piece: piece)
        } else if text.contains("GetStreamingEventsResponse") {
          Self.read(GetStreamingEvents.self, bytes, piece: piece)
        } else if text.contains("GetEventsResponse") {
          Self.read(GetEvents.self, bytes, piece: piece)
        } else if text.contains("FindItemResponse") {
          Self.read(FindItem.self, bytes, piece: piece)
        } else if text.contains("GetAttachmentResponse") {
          Self.read(GetAttachment.self, bytes, piece: piece)
        } else if text.contains("SyncFolderHierarchyResponse") {
          Self.read(SyncFolderHierarchy.self, bytes, piece: piece)
        } else {
          Self.read(GetItem.self, bytes, piece: piece)
        }
      if result { values += 1 }
    }
    // Some breaks are none, and most are.
    #expect((100...2_000).contains(values), "\(values) of 2,500 were read")
  }
}
