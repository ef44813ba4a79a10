// What contacts have. [MS-OXWSCONT] 2.2.4

extension EWSField where Value == String {
  /// The name it is filed under.
  public static var fileAs: Self { Self("contacts:FileAs") }
  /// The full name.
  public static var displayName: Self { Self("contacts:DisplayName") }
  /// The given name.
  public static var givenName: Self { Self("contacts:GivenName") }
  /// The initials.
  public static var initials: Self { Self("contacts:Initials") }
  /// The middle name.
  public static var middleName: Self { Self("contacts:MiddleName") }
  /// The nickname.
  public static var nickname: Self { Self("contacts:Nickname") }
  /// The family name.
  public static var surname: Self { Self("contacts:Surname") }
  /// What follows the name, such as `Jr.`.
  public static var generation: Self { Self("contacts:Generation") }
  /// The company.
  public static var companyName: Self { Self("contacts:CompanyName") }
  /// The department.
  public static var department: Self { Self("contacts:Department") }
  /// The job.
  public static var jobTitle: Self { Self("contacts:JobTitle") }
  /// The profession.
  public static var profession: Self { Self("contacts:Profession") }
  /// The manager's name.
  public static var manager: Self { Self("contacts:Manager") }
  /// The assistant's name.
  public static var assistantName: Self { Self("contacts:AssistantName") }
  /// The spouse's name.
  public static var spouseName: Self { Self("contacts:SpouseName") }
  /// The office.
  public static var officeLocation: Self { Self("contacts:OfficeLocation") }
}

extension EWSField where Value == EWSURI {
  /// The company's web page.
  public static var businessHomePage: Self { Self("contacts:BusinessHomePage") }
}

extension EWSField where Value == EWSDateTime {
  /// The birthday.
  public static var birthday: Self { Self("contacts:Birthday") }
  /// The wedding day.
  public static var weddingAnniversary: Self { Self("contacts:WeddingAnniversary") }
}

extension EWSField where Value == [String] {
  /// The children's names.
  public static var children: Self { Self("contacts:Children") }
}

extension EWSField where Value == EWSFileAsMapping {
  /// How the name it is filed under is made.
  public static var fileAsMapping: Self { Self("contacts:FileAsMapping") }
}

extension EWSField where Value == EWSPostalAddressIndex {
  /// Which address is the one for mail.
  public static var postalAddressIndex: Self { Self("contacts:PostalAddressIndex") }
}

extension EWSField where Value == [EWSEntry<EWSEmailAddressKey>] {
  /// Up to three addresses.
  public static var emailAddresses: Self { Self("contacts:EmailAddresses") }
}

extension EWSField where Value == [EWSEntry<EWSPhoneNumberKey>] {
  /// Phone and fax numbers.
  public static var phoneNumbers: Self { Self("contacts:PhoneNumbers") }
}

extension EWSField where Value == [EWSEntry<EWSImAddressKey>] {
  /// Addresses of messengers.
  public static var imAddresses: Self { Self("contacts:ImAddresses") }
}

extension EWSField where Value == [EWSPhysicalAddress] {
  /// Postal addresses.
  public static var physicalAddresses: Self { Self("contacts:PhysicalAddresses") }
}

/// How the name that a contact is filed under is made.
public enum EWSFileAsMapping: String, EWSValue, CaseIterable {
  case none = "None", lastCommaFirst = "LastCommaFirst", firstSpaceLast = "FirstSpaceLast", company = "Company"
  case lastCommaFirstCompany = "LastCommaFirstCompany", companyLastFirst = "CompanyLastFirst"
  case lastFirst = "LastFirst", lastFirstCompany = "LastFirstCompany"
  case companyLastCommaFirst = "CompanyLastCommaFirst", lastFirstSuffix = "LastFirstSuffix"
  case lastSpaceFirstCompany = "LastSpaceFirstCompany", companyLastSpaceFirst = "CompanyLastSpaceFirst"
  case lastSpaceFirst = "LastSpaceFirst"
}

/// Which postal address is the one for mail.
public enum EWSPostalAddressIndex: String, EWSValue, CaseIterable {
  case none = "None", business = "Business", home = "Home", other = "Other"
}
