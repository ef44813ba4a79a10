/// What the profile allows discovery to do.
public struct AutodiscoverPolicy: Equatable, Sendable {
  /// How the credential is sent. Configuration, never a server's wish.
  public enum Scheme: String, Equatable, Sendable, CaseIterable {
    case basic = "Basic", ntlm = "NTLM", kerberos = "Negotiate", bearer = "Bearer"

    /// Whether the scheme gives something away to whoever it is sent to: a password, or an answer that can be passed on
    /// (REL S25).
    var needsConfirmedHost: Bool { self == .basic || self == .ntlm }
  }

  /// How the credential is sent.
  public var scheme: Scheme
  /// Hosts an administrator confirmed, or typed.
  public var confirmedHosts: Set<String>
  /// Whether the service runs inside of the organization: then internal endpoints come first, and addresses of private
  /// networks are allowed.
  public var isInside: Bool
  /// Whether addresses of this machine are allowed.
  public var allowsLoopback: Bool
  /// Whether the anonymous form comes first.
  public var asksAnonymouslyFirst: Bool
  /// Ports that URLs may name.
  public var ports: Set<Int>

  /// A policy.
  public init(
    scheme: Scheme, confirmedHosts: Set<String> = [], isInside: Bool = false, allowsLoopback: Bool = false,
    asksAnonymouslyFirst: Bool = true, ports: Set<Int> = [443]
  ) {
    self.scheme = scheme
    self.confirmedHosts = Set(confirmedHosts.compactMap(AutodiscoverURL.host))
    self.isInside = isInside
    self.allowsLoopback = allowsLoopback
    self.asksAnonymouslyFirst = asksAnonymouslyFirst
    self.ports = ports
  }

  /// Whether a connection may be made to an address that a name resolved to (REL S20). Never to the same wire, where
  /// clouds keep their metadata.
  public func allows(_ address: IPAddress) -> Bool {
    switch address.kind {
    case .global: true
    case .local: isInside
    case .loopback: allowsLoopback
    case .linkLocal, .other: false
    }
  }
}
