/// The keys of one of a contact's dictionaries.
public protocol EWSEntryKey: RawRepresentable, CaseIterable, Equatable, Sendable where RawValue == String {
  /// The path of one entry, such as `contacts:EmailAddress`.
  static var uri: String { get }
  /// The element of the dictionary, such as `EmailAddresses`.
  static var dictionary: String { get }
}

/// An entry of a dictionary.
public struct EWSEntry<Key: EWSEntryKey>: Equatable, Sendable {
  /// The key.
  public var key: Key
  /// The value.
  public var value: String
  /// Names and kinds of e-mail addresses; for others nil.
  public var name: String?
  /// `SMTP` or another kind of address.
  public var routingType: String?

  /// An entry.
  public init(_ key: Key, _ value: String, name: String? = nil, routingType: String? = nil) {
    self.key = key
    self.value = value
    self.name = name
    self.routingType = routingType
  }
}

extension EWSEntry: EWSListMember {
  /// Reads the entries whose keys are known.
  public static func list(_ element: EWSElement) -> [EWSEntry] {
    element.children.compactMap { child in
      guard let key = child.attribute("Key").flatMap(Key.init(rawValue:)) else { return nil }
      return EWSEntry(
        key, child.text, name: child.attribute("Name"), routingType: child.attribute("RoutingType"))
    }
  }

  /// An `Entry` element.
  public var member: EWSElement {
    var entry = EWSElement("Entry", ["Key": key.rawValue, "Name": name, "RoutingType": routingType])
    entry.text = value
    return entry
  }
}

/// Keys of e-mail addresses.
public enum EWSEmailAddressKey: String, EWSEntryKey {
  case first = "EmailAddress1", second = "EmailAddress2", third = "EmailAddress3"
  public static let uri = "contacts:EmailAddress"
  public static let dictionary = "EmailAddresses"
}

/// Keys of phone numbers.
public enum EWSPhoneNumberKey: String, EWSEntryKey {
  case assistantPhone = "AssistantPhone", businessFax = "BusinessFax", businessPhone = "BusinessPhone"
  case businessPhone2 = "BusinessPhone2", callback = "Callback", carPhone = "CarPhone"
  case companyMainPhone = "CompanyMainPhone", homeFax = "HomeFax", homePhone = "HomePhone"
  case homePhone2 = "HomePhone2", isdn = "Isdn", mobilePhone = "MobilePhone", otherFax = "OtherFax"
  case otherTelephone = "OtherTelephone", pager = "Pager", primaryPhone = "PrimaryPhone", radioPhone = "RadioPhone"
  case telex = "Telex", ttyTddPhone = "TtyTddPhone"
  public static let uri = "contacts:PhoneNumber"
  public static let dictionary = "PhoneNumbers"
}

/// Keys of messenger addresses.
public enum EWSImAddressKey: String, EWSEntryKey {
  case first = "ImAddress1", second = "ImAddress2", third = "ImAddress3"
  public static let uri = "contacts:ImAddress"
  public static let dictionary = "ImAddresses"
}

/// Keys of postal addresses.
public enum EWSPhysicalAddressKey: String, Equatable, Sendable, CaseIterable {
  case business = "Business", home = "Home", other = "Other"
}

/// A postal address.
public struct EWSPhysicalAddress: Equatable, Sendable {
  /// The parts of an address.
  public enum Part: String, Equatable, Sendable, CaseIterable {
    case street = "Street", city = "City", state = "State", countryOrRegion = "CountryOrRegion"
    case postalCode = "PostalCode"
  }

  /// Which address it is.
  public var key: EWSPhysicalAddressKey
  /// Its parts.
  public var parts: [Part: String]

  /// An address.
  public init(_ key: EWSPhysicalAddressKey, _ parts: [Part: String]) {
    self.key = key
    self.parts = parts
  }
}

extension EWSPhysicalAddress: EWSListMember {
  /// Reads the addresses whose keys are known.
  public static func list(_ element: EWSElement) -> [EWSPhysicalAddress] {
    element.children.compactMap { child in
      guard let key = child.attribute("Key").flatMap(EWSPhysicalAddressKey.init(rawValue:)) else { return nil }
      var parts: [Part: String] = [:]
      for part in Part.allCases { parts[part] = child.value(of: part.rawValue) }
      return EWSPhysicalAddress(key, parts)
    }
  }

  /// An `Entry` element.
  public var member: EWSElement {
    EWSElement(
      "Entry", ["Key": key.rawValue],
      Part.allCases.compactMap { part in parts[part].map { EWSElement(part.rawValue, text: $0) } })
  }
}
