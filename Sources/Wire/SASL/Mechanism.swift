/// A SASL mechanism this client speaks.
public enum Mechanism: String, CaseIterable, Sendable {
  /// RFC 4616.
  case plain = "PLAIN"
  /// Two prompts, user name and password. Never standardised; some servers offer nothing else.
  case login = "LOGIN"
  /// The bearer token mechanism of Google and Microsoft.
  case xoauth2 = "XOAUTH2"
  /// RFC 7628.
  case oauthbearer = "OAUTHBEARER"

  /// The mechanism of that name, in any case (RFC 4422 §3.1 writes names in upper case).
  public init?(name: String) {
    self.init(rawValue: name.uppercased())
  }

  /// The kind of secret the mechanism carries.
  public var credentialKind: Credential.Kind {
    switch self {
    case .plain, .login: .password
    case .xoauth2, .oauthbearer: .token
    }
  }
}

/// Which mechanisms may be used, best first.
public struct MechanismPolicy: Equatable, Sendable {
  /// Why no mechanism can be chosen.
  public enum Refusal: Error, Equatable, Sendable {
    /// The server offers none that is allowed and fits the credential. A token never becomes a password.
    case noCommonMechanism
    /// The channel is not protected and the operator did not allow credentials on it.
    case channelNotProtected
  }

  /// The allowed mechanisms, best first.
  public var preference: [Mechanism]

  /// A policy. XOAUTH2 stands before OAUTHBEARER since more servers get it right.
  public init(preference: [Mechanism] = [.xoauth2, .oauthbearer, .plain, .login]) {
    self.preference = preference
  }

  /// The best mechanism for the credential that the server offers.
  ///
  /// - Parameters:
  ///   - offered: names as the server wrote them.
  ///   - credential: decides by its kind which mechanisms are possible.
  ///   - mayCarrySecrets: whether the channel is protected, or credentials are allowed on it all the same. Every
  ///     mechanism here shows its secret to whoever reads the channel.
  public func mechanism(
    offered: [String], for credential: Credential, channelMayCarrySecrets mayCarrySecrets: Bool
  ) throws(Refusal) -> Mechanism {
    guard mayCarrySecrets else { throw .channelNotProtected }
    let known = offered.compactMap(Mechanism.init(name:))
    let fitting = preference.first { $0.credentialKind == credential.kind && known.contains($0) }
    guard let fitting else { throw .noCommonMechanism }
    return fitting
  }
}
