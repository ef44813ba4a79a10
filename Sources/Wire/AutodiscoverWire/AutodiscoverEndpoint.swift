/// Where a mailbox's Exchange Web Services are, and what else was told on the way.
public struct AutodiscoverEndpoint: Equatable, Sendable {
  /// The URL of the service.
  public var url: String
  /// Whether it is the one for clients inside of the organization.
  public var isInternal: Bool
  /// The primary address of the mailbox, to be used from now on.
  public var primaryAddress: String?
  /// Mailboxes of one group share subscriptions' connections.
  public var groupingInformation: String?
  /// The dialects the server says it speaks.
  public var supportedSchemas: [String]

  /// An endpoint.
  public init(
    url: String, isInternal: Bool = false, primaryAddress: String? = nil, groupingInformation: String? = nil,
    supportedSchemas: [String] = []
  ) {
    self.url = url
    self.isInternal = isInternal
    self.primaryAddress = primaryAddress
    self.groupingInformation = groupingInformation
    self.supportedSchemas = supportedSchemas
  }
}
