/// GetServerTimeZones: the zones a server knows. Asked once per server. [MS-OXWSGTZ] 3.1.4.1
public struct GetServerTimeZones: EWSOperation {
  public static let name = "GetServerTimeZones"

  /// Which zones; none: all.
  public var ids: [String]
  /// Whether the rules are wanted.
  public var returnsFullData: Bool

  /// Asks for zones.
  public init(_ ids: [String] = [], returnsFullData: Bool = true) {
    self.ids = ids
    self.returnsFullData = returnsFullData
  }

  public var element: EWSElement {
    let list = EWSElement("Ids", [:], ids.map { EWSElement("Id", text: $0) })
    return EWSElement(
      Self.name, ["ReturnFullTimeZoneData": returnsFullData ? "true" : "false"], ids.isEmpty ? [] : [list])
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> [EWSTimeZone] {
    message.child("TimeZoneDefinitions")?.children.compactMap(EWSTimeZone.init(element:)) ?? []
  }
}
