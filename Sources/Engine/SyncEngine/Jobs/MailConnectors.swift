package import CRMModel

/// What the engine can do with mail servers; made by the application from the connectors.
package struct MailConnectors: Sendable {
  /// Connects and signs in.
  package let openSource: @Sendable (ServerAccess) async throws(SyncFailure) -> any MailSource
  package let openSink: @Sendable (ServerAccess) async throws(SyncFailure) -> any MailSink
  package let render: @Sendable (OutgoingMail) throws(SyncFailure) -> [UInt8]
  /// Reads a message that another one carries as an attachment.
  package let read: @Sendable ([UInt8]) -> Result<IncomingMail, SyncFailure>

  package init(
    openSource: @escaping @Sendable (ServerAccess) async throws(SyncFailure) -> any MailSource,
    openSink: @escaping @Sendable (ServerAccess) async throws(SyncFailure) -> any MailSink,
    render: @escaping @Sendable (OutgoingMail) throws(SyncFailure) -> [UInt8],
    read: @escaping @Sendable ([UInt8]) -> Result<IncomingMail, SyncFailure>
  ) {
    self.openSource = openSource
    self.openSink = openSink
    self.render = render
    self.read = read
  }
}
