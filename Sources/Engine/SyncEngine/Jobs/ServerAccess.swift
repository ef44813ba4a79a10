package import CRMModel

/// How one mailbox reaches one server: what a connector needs and nothing else.
package struct ServerAccess: Sendable, Hashable {
  package enum Purpose: Sendable, Hashable {
    case incoming
    case outgoing
  }

  package let purpose: Purpose
  package let kind: ServerKind
  package let host: String
  package let port: Int
  package let security: ConnectionSecurity
  /// PEM of certificates to trust beside those of the system.
  package let trustedCertificates: String?
  package let username: String?
  package let secret: Secret?
  package let usesToken: Bool
  /// Whose credential it is: the mailbox or the profile.
  package let credentialOwner: Reference
  /// Seconds without any answer after which the connection counts as lost.
  package let timeout: Int

  package init(
    purpose: Purpose, kind: ServerKind, host: String, port: Int, security: ConnectionSecurity,
    trustedCertificates: String?, username: String?, secret: Secret?, usesToken: Bool, credentialOwner: Reference,
    timeout: Int
  ) {
    self.purpose = purpose
    self.kind = kind
    self.host = host
    self.port = port
    self.security = security
    self.trustedCertificates = trustedCertificates
    self.username = username
    self.secret = secret
    self.usesToken = usesToken
    self.credentialOwner = credentialOwner
    self.timeout = timeout
  }

  /// `pop3://host:port`: the name by which the server's health is kept.
  package var location: String { "\(kind)://\(host):\(port)" }
}

/// Makes the access of a mailbox out of its rows.
package struct AccessResolution: Sendable {
  static let defaultTimeout = 60

  /// Reads a stored secret: the row it belongs to and the column.
  package let secret: @Sendable (Reference, String) async throws(SyncFailure) -> Secret?
  /// The deployment's `ECAllowNonSSLEmail` and `AllowBasicAuthenticationOnNonSecureChannel`.
  package let plainText: PlainTextRule

  package init(
    secret: @escaping @Sendable (Reference, String) async throws(SyncFailure) -> Secret?, plainText: PlainTextRule
  ) {
    self.secret = secret
    self.plainText = plainText
  }

  package func access(
    _ purpose: ServerAccess.Purpose, mailbox: Record, profile: Record
  ) async throws(SyncFailure) -> ServerAccess {
    let isIncoming = purpose == .incoming
    let name = profile[EmailServerProfile.name] ?? ""
    let kind =
      profile[isIncoming ? EmailServerProfile.ls_incomingkind : EmailServerProfile.ls_outgoingkind]
      ?? (isIncoming ? .pop3 : .smtp)
    // Saved like any other profile; what is missing is said where it is missed.
    guard AccessResolution.hasConnector(purpose, kind) else {
      throw SyncFailure(.configuration, .connectorMissing, ["profile": name, "kind": kind.label.english])
    }
    guard
      let host = profile[
        isIncoming ? EmailServerProfile.incomingserverlocation : EmailServerProfile.outgoingserverlocation],
      let port = profile[isIncoming ? EmailServerProfile.incomingportnumber : EmailServerProfile.outgoingportnumber]
    else { throw SyncFailure(.configuration, .profileWithoutLocation, ["profile": name]) }
    let security =
      profile[isIncoming ? EmailServerProfile.ls_incomingsecurity : EmailServerProfile.ls_outgoingsecurity]
      ?? .implicit
    let credential = try await self.credential(purpose, mailbox: mailbox, profile: profile)
    if let problem = plainText.problem(security: security, host: host, sendsCredential: credential.username != nil) {
      throw SyncFailure(.configuration, problem, ["profile": name, "host": host])
    }
    let protocolColumn =
      isIncoming
      ? EmailServerProfile.incomingauthenticationprotocol : EmailServerProfile.outgoingauthenticationprotocol
    return ServerAccess(
      purpose: purpose, kind: kind, host: host, port: port, security: security,
      trustedCertificates: profile[EmailServerProfile.ls_cacertificates], username: credential.username,
      secret: credential.secret, usesToken: profile[protocolColumn] == .oauth, credentialOwner: credential.owner,
      timeout: timeout(profile))
  }

  /// Whether servers of this kind can be reached so far.
  package static func hasConnector(_ purpose: ServerAccess.Purpose, _ kind: ServerKind) -> Bool {
    purpose == .incoming ? kind == .pop3 : kind == .smtp
  }

  private func timeout(_ profile: Record) -> Int {
    guard profile[EmailServerProfile.timeoutmailboxconnection] == true,
      let milliseconds = profile[EmailServerProfile.timeoutmailboxconnectionafteramount], milliseconds > 0
    else { return AccessResolution.defaultTimeout }
    return max(1, milliseconds / 1000)
  }

  private struct Credential {
    var username: String?
    var secret: Secret?
    var owner: Reference
  }

  private func credential(
    _ purpose: ServerAccess.Purpose, mailbox: Record, profile: Record
  ) async throws(SyncFailure) -> Credential {
    let usesIncoming =
      purpose == .incoming || profile[EmailServerProfile.usesamesettingsforoutgoingconnections] ?? true
    let retrieval = profile[
      usesIncoming ? EmailServerProfile.incomingcredentialretrieval : EmailServerProfile.outgoingcredentialretrieval]
    let address = mailbox[Mailbox.emailaddress] ?? ""
    switch retrieval ?? .userOrQueue {
    case .userOrQueue:
      guard mailbox[Mailbox.allowemailconnectortousecredentials] == true else {
        throw SyncFailure(.configuration, .credentialsNotAllowed, ["mailbox": address])
      }
      guard let username = mailbox[Mailbox.username],
        let secret = try await secret(mailbox.reference, Mailbox.password.definition.name)
      else { throw SyncFailure(.configuration, .credentialsMissing, ["mailbox": address]) }
      return Credential(username: username, secret: secret, owner: mailbox.reference)
    case .profile:
      let nameColumn = usesIncoming ? EmailServerProfile.incomingusername : EmailServerProfile.outgoingusername
      let column = usesIncoming ? EmailServerProfile.incomingpassword : EmailServerProfile.outgoingpassword
      guard let username = profile[nameColumn],
        let secret = try await secret(profile.reference, column.definition.name)
      else {
        throw SyncFailure(
          .configuration, .profileCredentialsMissing, ["profile": profile[EmailServerProfile.name] ?? ""])
      }
      return Credential(username: username, secret: secret, owner: profile.reference)
    case .anonymous:
      return Credential(username: nil, secret: nil, owner: profile.reference)
    default:
      throw SyncFailure(
        .configuration, .credentialRetrievalUnsupported, ["profile": profile[EmailServerProfile.name] ?? ""])
    }
  }
}
