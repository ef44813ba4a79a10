/// ResolveNames: finds people; turns addresses of Exchange's own kind into SMTP addresses. [MS-OXWSRSLNM] 3.1.4.1
public struct ResolveNames: EWSOperation {
  /// Where to look.
  public enum Scope: String, Equatable, Sendable, CaseIterable {
    case activeDirectory = "ActiveDirectory", contacts = "Contacts"
    case activeDirectoryContacts = "ActiveDirectoryContacts", contactsActiveDirectory = "ContactsActiveDirectory"
  }

  /// Somebody who was found.
  public struct Resolution: Equatable, Sendable {
    /// Their address.
    public var mailbox: EWSMailbox
    /// What is known of them, if it was asked for.
    public var contact: EWSItem?
  }

  /// Whom a name may mean.
  public struct Resolutions: Equatable, Sendable {
    /// Those found.
    public var found: [Resolution]
    /// Whether there are no more.
    public var includesLastItem: Bool
  }

  public static let name = "ResolveNames"
  /// `ErrorNameResolutionMultipleResults` is a warning that carries those found.
  public static let answersWarnings = true

  /// A name, or `smtp:` and an address.
  public var entry: String
  /// Where to look.
  public var scope: Scope
  /// Whether everything known is wanted.
  public var returnsFullContactData: Bool

  /// Finds people.
  public init(_ entry: String, scope: Scope = .activeDirectory, returnsFullContactData: Bool = true) {
    self.entry = entry
    self.scope = scope
    self.returnsFullContactData = returnsFullContactData
  }

  public var element: EWSElement {
    EWSElement(
      Self.name,
      ["ReturnFullContactData": returnsFullContactData ? "true" : "false", "SearchScope": scope.rawValue],
      [EWSElement("UnresolvedEntry", text: entry)])
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> Resolutions {
    guard let set = message.child("ResolutionSet") else { throw .missing("ResolutionSet") }
    let found = set.children.compactMap { element in
      element.child("Mailbox").map {
        Resolution(mailbox: EWSMailbox(mailbox: $0), contact: element.child("Contact").map(EWSItem.init))
      }
    }
    return Resolutions(found: found, includesLastItem: set.attribute("IncludesLastItemInRange") != "false")
  }
}
