/// GetUserConfiguration: settings kept in a folder. The list of categories and their colours is `CategoryList` of the
/// calendar. [MS-OXWSUSRCFG] 3.1.4.3
public struct GetUserConfiguration: EWSOperation {
  /// Which part.
  public enum Part: String, Equatable, Sendable, CaseIterable {
    case id = "Id", dictionary = "Dictionary", xmlData = "XmlData", binaryData = "BinaryData", all = "All"
  }

  public static let name = "GetUserConfiguration"

  /// The settings' name.
  public var configuration: String
  /// The folder.
  public var folder: EWSFolderReference
  /// Which parts, at least one.
  public var parts: [Part]

  /// Reads settings.
  public init(_ configuration: String, in folder: EWSFolderReference, _ parts: [Part]) {
    self.configuration = configuration
    self.folder = folder
    self.parts = parts
  }

  public var element: EWSElement {
    EWSElement(
      Self.name, [:],
      [
        EWSUserConfiguration.nameElement(configuration, folder),
        EWSElement("UserConfigurationProperties", text: parts.map(\.rawValue).joined(separator: " ")),
      ])
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> EWSUserConfiguration {
    guard let configuration = message.child("UserConfiguration").flatMap(EWSUserConfiguration.init) else {
      throw .missing("UserConfiguration")
    }
    return configuration
  }
}
