/// Which property is asked for, compared or changed.
public enum EWSPath: Equatable, Hashable, Sendable {
  /// A property of the schema, such as `item:Subject`.
  case field(String)
  /// One entry of a dictionary, such as `contacts:EmailAddress` and `EmailAddress1`.
  case indexed(String, index: String)
  /// Any MAPI property.
  case extended(EWSExtendedField)

  var element: EWSElement {
    switch self {
    case .field(let uri): EWSElement("FieldURI", ["FieldURI": uri])
    case .indexed(let uri, let index): EWSElement("IndexedFieldURI", ["FieldURI": uri, "FieldIndex": index])
    case .extended(let field): field.element
    }
  }
}

/// A MAPI property ([MS-OXPROPS]), named in exactly one way.
public struct EWSExtendedField: Equatable, Hashable, Sendable {
  /// The ways of naming a property.
  public enum Name: Equatable, Hashable, Sendable {
    /// A property tag below 0x8000.
    case tag(UInt16)
    /// A name in a set of our own; a GUID without braces, in small letters. Names are compared with their case.
    case named(set: String, name: String)
    /// A number in a set of our own.
    case numbered(set: String, id: Int)
    /// A name in a set Exchange knows, such as `InternetHeaders`.
    case wellKnownNamed(set: String, name: String)
    /// A number in a set Exchange knows, such as `Meeting`.
    case wellKnownNumbered(set: String, id: Int)
  }

  /// What the property holds.
  public enum Kind: String, Equatable, Hashable, Sendable, CaseIterable {
    case binary = "Binary", boolean = "Boolean", integer = "Integer", long = "Long", string = "String"
    case stringArray = "StringArray", systemTime = "SystemTime", double = "Double", guid = "CLSID"
  }

  /// Which property.
  public var name: Name
  /// What it holds.
  public var kind: Kind

  /// A property.
  public init(_ name: Name, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// The CRM's record id on an item: it stays when the item moves, and Graph reads it by the same name.
  public static let recordID = EWSExtendedField(
    .named(set: "6f1c2a40-7b1e-4c58-9a57-2f3f6a0c9d11", name: "CrmRecordId"), .string)
  /// PR_MESSAGE_FLAGS; can be set only while the item is made. 1: read and not a draft.
  public static let messageFlags = EWSExtendedField(.tag(0x0E07), .integer)
  /// A header of the message as it was received or will be sent.
  public static func internetHeader(_ name: String) -> EWSExtendedField {
    EWSExtendedField(.wellKnownNamed(set: "InternetHeaders", name: name), .string)
  }
  /// PidLidCleanGlobalObjectId: one per series of meetings.
  public static let cleanGlobalObjectID = EWSExtendedField(.wellKnownNumbered(set: "Meeting", id: 35), .binary)
  /// PidLidGlobalObjectId: one per meeting and occurrence.
  public static let globalObjectID = EWSExtendedField(.wellKnownNumbered(set: "Meeting", id: 3), .binary)

  var element: EWSElement {
    switch name {
    case .tag(let tag):
      EWSElement("ExtendedFieldURI", ["PropertyTag": "0x" + String(tag, radix: 16), "PropertyType": kind.rawValue])
    case .named(let set, let name):
      EWSElement(
        "ExtendedFieldURI", ["PropertySetId": set, "PropertyName": name, "PropertyType": kind.rawValue])
    case .numbered(let set, let id):
      EWSElement(
        "ExtendedFieldURI", ["PropertySetId": set, "PropertyId": String(id), "PropertyType": kind.rawValue])
    case .wellKnownNamed(let set, let name):
      EWSElement(
        "ExtendedFieldURI",
        ["DistinguishedPropertySetId": set, "PropertyName": name, "PropertyType": kind.rawValue])
    case .wellKnownNumbered(let set, let id):
      EWSElement(
        "ExtendedFieldURI",
        ["DistinguishedPropertySetId": set, "PropertyId": String(id), "PropertyType": kind.rawValue])
    }
  }

  /// Reads an ExtendedFieldURI.
  init?(element: EWSElement) {
    guard let kind = element.attribute("PropertyType").flatMap(Kind.init(rawValue:)) else { return nil }
    let id = element.attribute("PropertyId").flatMap { EWSNumber.integer($0) }
    let name = element.attribute("PropertyName")
    if let tag = element.attribute("PropertyTag") {
      let digits = tag.lowercased()
      let value = digits.hasPrefix("0x") ? UInt16(digits.dropFirst(2), radix: 16) : UInt16(digits)
      guard let value else { return nil }
      self.init(.tag(value), kind)
    } else if let set = element.attribute("PropertySetId")?.lowercased() {
      if let name {
        self.init(.named(set: set, name: name), kind)
      } else if let id {
        self.init(.numbered(set: set, id: id), kind)
      } else {
        return nil
      }
    } else if let set = element.attribute("DistinguishedPropertySetId") {
      if let name {
        self.init(.wellKnownNamed(set: set, name: name), kind)
      } else if let id {
        self.init(.wellKnownNumbered(set: set, id: id), kind)
      } else {
        return nil
      }
    } else {
      return nil
    }
  }
}

/// A MAPI property and its values; all kinds but arrays have one.
public struct EWSExtendedProperty: Equatable, Sendable {
  /// Which property.
  public var field: EWSExtendedField
  /// Its values as XML Schema writes them; binary ones are base64.
  public var values: [String]

  /// A property of one value.
  public init(_ field: EWSExtendedField, _ value: String) {
    self.field = field
    values = [value]
  }

  /// A property of any number of values.
  public init(_ field: EWSExtendedField, values: [String]) {
    self.field = field
    self.values = values
  }

  var element: EWSElement {
    let texts = values.map { EWSElement("Value", text: $0) }
    let isArray = field.kind == .stringArray
    return EWSElement("ExtendedProperty", [:], [field.element] + (isArray ? [EWSElement("Values", [:], texts)] : texts))
  }

  init?(element: EWSElement) {
    guard let field = element.child("ExtendedFieldURI").flatMap(EWSExtendedField.init(element:)) else { return nil }
    let values = element.child("Values")?.children.map(\.text) ?? element.child("Value").map { [$0.text] } ?? []
    self.init(field, values: values)
  }
}
