/// How the connection is protected. This is configuration, never the outcome of a negotiation: a server that does not
/// offer what is asked for here is an error, or a stripped offer would go unnoticed.
public enum ChannelSecurity: Equatable, Sendable {
  /// TLS from the first octet (RFC 8314 §3).
  case implicitTLS
  /// Plain text at first, then STLS or STARTTLS, which must succeed.
  case startTLS
  /// No TLS at all. Credentials are sent only when the operator allowed just that.
  case plaintext(allowsCredentials: Bool)
}
