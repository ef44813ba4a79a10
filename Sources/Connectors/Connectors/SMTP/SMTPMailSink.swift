package import CRMModel
import LineProtocol
import SASL

/// An SMTP submission server as a `MailSink`.
package struct SMTPMailSink: MailSink {
  private let session: SMTPSession

  /// Greets and signs in over a connection that was just made; without a secret it only greets.
  /// - Parameter clientName: This machine's name for EHLO.
  package static func open(
    _ connection: any ByteConnection, security: ConnectionSecurity, host: String, port: Int, username: String?,
    secret: Secret?, usesToken: Bool, clientName: String
  ) async throws(SyncFailure) -> SMTPMailSink {
    let session = try SMTPSession(
      connection: connection, security: ChannelSecurity(security), needsSignIn: secret != nil,
      endpoint: .init(host: host, port: port, username: username ?? ""), clientName: clientName)
    do throws(SyncFailure) {
      var credential: Credential?
      if let username, let secret {
        credential = try Credential.make(username: username, secret: secret, usesToken: usesToken)
      }
      try await session.signIn(credential)
    } catch {
      await session.abandon()
      throw error
    }
    return SMTPMailSink(session: session)
  }

  package func prepare(_ mail: PreparedMail) async throws(SyncFailure) -> EnvelopeResult {
    try await session.prepare(mail)
  }

  package func finish() async throws(SyncFailure) -> DeliveryResult { try await session.finish() }

  package func close() async { await session.close() }
}
