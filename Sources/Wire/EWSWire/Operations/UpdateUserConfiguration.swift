/// UpdateUserConfiguration: replaces settings kept in a folder. [MS-OXWSUSRCFG] 3.1.4.4
public struct UpdateUserConfiguration: EWSOperation {
  public static let name = "UpdateUserConfiguration"

  /// The settings as they are to be.
  public var configuration: EWSUserConfiguration

  /// Replaces settings.
  public init(_ configuration: EWSUserConfiguration) { self.configuration = configuration }

  public var element: EWSElement { EWSElement(Self.name, [:], [configuration.element]) }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> EWSNothing { EWSNothing() }
}
