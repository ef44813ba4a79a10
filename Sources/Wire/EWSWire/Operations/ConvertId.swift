/// ConvertId: converts ids; and the cheapest request there is. [MS-OXWSCVTID]
///
/// Its answer, even an error, carries the server's version and shows that authentication works.
public struct ConvertId: EWSOperation {
  /// The forms of ids.
  public enum Format: String, Equatable, Sendable, CaseIterable {
    case ewsId = "EwsId", ewsLegacyId = "EwsLegacyId", entryId = "EntryId", hexEntryId = "HexEntryId"
    case storeId = "StoreId", owaId = "OwaId"
  }

  /// An id in one of its forms.
  public struct AlternateID: Equatable, Sendable {
    /// Its form.
    public var format: Format
    /// The id.
    public var id: String
    /// An address of the mailbox it is of.
    public var mailbox: String

    /// An id.
    public init(_ format: Format, id: String, mailbox: String) {
      self.format = format
      self.id = id
      self.mailbox = mailbox
    }
  }

  public static let name = "ConvertId"

  /// The ids.
  public var ids: [AlternateID]
  /// The form wanted.
  public var destination: Format

  /// Converts ids.
  public init(_ ids: [AlternateID], to destination: Format) {
    self.ids = ids
    self.destination = destination
  }

  /// The probe: an id that is none.
  public static func probe(mailbox: String) -> ConvertId {
    ConvertId([AlternateID(.ewsId, id: "DUMMY", mailbox: mailbox)], to: .entryId)
  }

  public var element: EWSElement {
    let sources = ids.map {
      EWSElement("AlternateId", ["Format": $0.format.rawValue, "Id": $0.id, "Mailbox": $0.mailbox])
    }
    return EWSElement(
      Self.name, ["DestinationFormat": destination.rawValue], [EWSElement("SourceIds", [:], sources)])
  }

  public static func answer(_ message: EWSElement) throws(EWSResponseError) -> AlternateID {
    guard let element = message.child("AlternateId"), let id = element.attribute("Id"),
      let format = element.attribute("Format").flatMap(Format.init(rawValue:))
    else { throw .missing("AlternateId") }
    return AlternateID(format, id: id, mailbox: element.attribute("Mailbox") ?? "")
  }
}
