/// Settings kept in a folder, such as the list of categories. [MS-OXWSUSRCFG] 2.2.4
public struct EWSUserConfiguration: Equatable, Sendable {
  /// One value of a dictionary.
  public struct Value: Equatable, Sendable {
    /// The type's name, such as `String` or `Integer32`.
    public var type: String
    /// The values; all types but arrays have one.
    public var values: [String]

    /// A value.
    public init(_ type: String, _ values: [String]) {
      self.type = type
      self.values = values
    }
  }

  /// A key and its value.
  public struct Entry: Equatable, Sendable {
    /// The key.
    public var key: Value
    /// The value.
    public var value: Value

    /// An entry.
    public init(_ key: Value, _ value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// The name.
  public var name: String
  /// The folder.
  public var folder: EWSFolderReference
  /// The id of the item that holds the settings.
  public var id: EWSItemID?
  /// The dictionary.
  public var dictionary: [Entry]?
  /// XML, as octets.
  public var xmlData: [UInt8]?
  /// Anything.
  public var binaryData: [UInt8]?

  /// Settings.
  public init(_ name: String, in folder: EWSFolderReference) {
    self.name = name
    self.folder = folder
  }

  /// Reads `UserConfiguration`.
  init?(_ element: EWSElement) {
    guard let nameElement = element.child("UserConfigurationName"), let name = nameElement.attribute("Name") else {
      return nil
    }
    self.name = name
    if let id = nameElement.value(of: "FolderId", EWSFolderID.self) {
      folder = .id(id)
    } else if let known = nameElement.child("DistinguishedFolderId"),
      let distinguished = known.attribute("Id").flatMap(EWSDistinguishedFolder.init(rawValue:))
    {
      folder = .distinguished(distinguished, mailbox: known.child("Mailbox")?.value(of: "EmailAddress"))
    } else {
      return nil
    }
    id = element.value(of: "ItemId")
    xmlData = element.child("XmlData").flatMap { EWSBase64Decoder.decode($0.text) }
    binaryData = element.child("BinaryData").flatMap { EWSBase64Decoder.decode($0.text) }
    dictionary = element.child("Dictionary")?.children.compactMap { entry in
      func value(_ name: String) -> Value? {
        guard let object = entry.child(name), let type = object.child("Type")?.trimmedText else { return nil }
        return Value(type, object.children.filter { $0.name == "Value" }.map(\.text))
      }
      guard let key = value("DictionaryKey"), let value = value("DictionaryValue") else { return nil }
      return Entry(key, value)
    }
  }

  static func nameElement(_ name: String, _ folder: EWSFolderReference) -> EWSElement {
    EWSElement("UserConfigurationName", ["Name": name], [folder.element])
  }

  var element: EWSElement {
    var children = [Self.nameElement(name, folder)]
    if let id { children.append(EWSElement("ItemId", value: id)) }
    if let dictionary {
      func object(_ name: String, _ value: Value) -> EWSElement {
        EWSElement(
          name, [:], [EWSElement("Type", text: value.type)] + value.values.map { EWSElement("Value", text: $0) })
      }
      let entries = dictionary.map { entry in
        EWSElement(
          "DictionaryEntry", [:], [object("DictionaryKey", entry.key), object("DictionaryValue", entry.value)])
      }
      children.append(EWSElement("Dictionary", [:], entries))
    }
    for (name, data) in [("XmlData", xmlData), ("BinaryData", binaryData)] {
      guard let data else { continue }
      children.append(EWSElement(name, text: String(decoding: EWSBase64Encoder.encode(data), as: UTF8.self)))
    }
    return EWSElement("UserConfiguration", [:], children)
  }
}
