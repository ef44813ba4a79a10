/// One authentication, from the client's side: what to answer to each challenge. All text is base 64 on the wire, as
/// POP3 (RFC 5034), SMTP (RFC 4954) and IMAP have it.
///
/// ```
/// C: AUTH XOAUTH2
/// S: 334
/// C: dXNlcj1z…          respond(to: "")
/// S: 334 eyJzdGF0dXM…   the server refuses and says why
/// C:                    respond(to: "eyJzdGF0dXM…") is empty; then the server sends 535
/// ```
public struct SASLExchange: Sendable {
  /// Why the exchange cannot go on; the client cancels it with `*`.
  public enum Failure: Error, Equatable, Sendable {
    /// The mechanism does not carry this kind of credential.
    case mechanismDoesNotFitCredential
    /// The mechanism has no answer to a further challenge.
    case unexpectedChallenge
  }

  /// Octets kept of the server's explanation of a refused token.
  public static let maximumRefusalDetailLength = 1_024

  /// The mechanism in use.
  public let mechanism: Mechanism
  /// What the server said about a refused token (JSON by RFC 7628 §3.2.2), not sanitised; nil if it said nothing.
  public private(set) var refusalDetail: [UInt8]?

  private let credential: Credential
  private let host: String
  private let port: Int
  private var step = 0

  /// The exchange at its start.
  ///
  /// - Parameters:
  ///   - mechanism: chosen by ``MechanismPolicy``.
  ///   - credential: must be of the mechanism's kind.
  ///   - host: the server's name, which OAUTHBEARER tells the server (RFC 7628 §3.1); may be empty.
  ///   - port: the server's port; 0 if not to be told.
  public init(
    mechanism: Mechanism, credential: Credential, host: String = "", port: Int = 0
  ) throws(Failure) {
    guard mechanism.credentialKind == credential.kind else { throw .mechanismDoesNotFitCredential }
    self.mechanism = mechanism
    self.credential = credential
    self.host = host
    self.port = port
  }

  /// The first response for the command line, base 64; nil when the server speaks first. Call it at most once, before
  /// any challenge, and only if it will be sent.
  public mutating func takeInitialResponse() -> [UInt8]? {
    guard mechanism != .login, step == 0 else { return nil }
    step = 1
    return Base64.encode(firstMessage)
  }

  /// Whether everything that proves the identity was handed out. A success before that did not check anything.
  public var hasSentSecret: Bool { step >= (mechanism == .login ? 2 : 1) }

  /// The answer to one challenge, base 64; may be empty.
  ///
  /// - Parameter challenge: the challenge's base 64 text.
  public mutating func respond(to challenge: some Collection<UInt8>) throws(Failure) -> [UInt8] {
    defer { step += 1 }
    switch (mechanism, step) {
    case (.login, 0):
      // The prompts differ from server to server ("Username:", "User Name") and are not base 64 everywhere.
      return Base64.encode(Array(credential.username.utf8))
    case (.login, 1): return Base64.encode(credential.secret)
    case (.plain, 0), (.xoauth2, 0), (.oauthbearer, 0):
      // The first challenge of a mechanism where the client speaks first is empty (RFC 4954 §4); some servers add a
      // word for people here. Nothing in it matters.
      return Base64.encode(firstMessage)
    case (.xoauth2, 1), (.oauthbearer, 1):
      // The server has refused; its words are only for people, so that they are no base 64 changes nothing.
      refusalDetail = Base64.decode(challenge).map { Array($0.prefix(Self.maximumRefusalDetailLength)) }
      // RFC 7628 §3.2.3: the client answers with one %x01, XOAUTH2 with nothing; else the server waits for ever.
      return mechanism == .xoauth2 ? [] : Base64.encode([0x01])
    default: throw .unexpectedChallenge
    }
  }

  /// The server's line with every form of the secret that may have been sent taken out: servers have been seen to
  /// repeat in an error what they did not understand.
  public func redacting(_ line: [UInt8]) -> [UInt8] {
    var result = line
    for secret in [Base64.encode(firstMessage), Base64.encode(credential.secret), credential.secret] {
      // Very short secrets would tear holes into ordinary words, and nothing is hidden by showing where they were.
      guard secret.count >= 4 else { continue }
      result = result.replacing(secret, with: Array("•••".utf8))
    }
    return result
  }

  private var firstMessage: [UInt8] {
    let user = Array(credential.username.utf8)
    switch mechanism {
    case .plain, .login:
      // RFC 4616 §2: [authzid] NUL authcid NUL passwd; no authzid, so the user acts as themself.
      return [0x00] + user + [0x00] + credential.secret
    case .xoauth2:
      return Array("user=".utf8) + user + [0x01] + Array("auth=Bearer ".utf8) + credential.secret + [0x01, 0x01]
    case .oauthbearer:
      var message = Array("n,a=".utf8) + Self.escapedName(user) + Array(",\u{01}".utf8)
      if !host.isEmpty { message += Array("host=\(host)\u{01}".utf8) }
      if port > 0 { message += Array("port=\(port)\u{01}".utf8) }
      return message + Array("auth=Bearer ".utf8) + credential.secret + [0x01, 0x01]
    }
  }

  /// RFC 5801 §4 (saslname): `=` and `,` in a name are written `=3D` and `=2C`.
  private static func escapedName(_ name: [UInt8]) -> [UInt8] {
    name.flatMap { byte in
      switch byte {
      case UInt8(ascii: "="): Array("=3D".utf8)
      case UInt8(ascii: ","): Array("=2C".utf8)
      default: [byte]
      }
    }
  }
}

extension SASLExchange: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The mechanism and how far it got; never what was sent.
  public var description: String { "SASLExchange(\(mechanism.rawValue), step \(step))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without the credential.
  public var customMirror: Mirror { Mirror(self, children: ["mechanism": mechanism, "step": step]) }
}
