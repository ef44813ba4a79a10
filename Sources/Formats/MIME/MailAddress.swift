/// A mailbox (RFC 5322 §3.4): a display name and an addr-spec.
public struct MailAddress: Codable, Equatable, Hashable, Sendable {
  /// Decoded (RFC 2047), without quotes; empty if there is none.
  public var displayName: String
  /// `local-part@domain`, the local part quoted only where it must be. Without `@` if the message names a local user
  /// only; empty if the entry is a name without address.
  public var address: String

  public init(displayName: String = "", address: String) {
    self.displayName = displayName
    self.address = address
  }

  /// Parses an address-list field value. Never fails: what makes no sense is left out.
  public static func parseList(_ value: String) -> [MailAddress] {
    var parser = AddressListParser(Array(value.utf8)[...])
    return parser.parse()
  }
}
