package import CRMModel

/// When a connection without TLS is allowed: to this machine always, elsewhere only by two switches of the deployment.
package struct PlainTextRule: Sendable, Equatable {
  package var allowsPlainText = false
  package var allowsCredentials = false

  package init(allowsPlainText: Bool = false, allowsCredentials: Bool = false) {
    self.allowsPlainText = allowsPlainText
    self.allowsCredentials = allowsCredentials
  }

  /// What forbids the connection, or nil.
  package func problem(security: ConnectionSecurity, host: String, sendsCredential: Bool) -> MessageCode? {
    guard security == .none, !PlainTextRule.isLoopback(host) else { return nil }
    if !allowsPlainText { return .plainTextForbidden }
    if sendsCredential && !allowsCredentials { return .plainTextCredentialsForbidden }
    return nil
  }

  /// Names and addresses of this machine. RFC 1122 §3.2.1.3, RFC 4291 §2.5.3, RFC 6761 §6.3
  package static func isLoopback(_ host: String) -> Bool {
    let folded = host.lowercased()
    if folded == "localhost" || folded == "::1" || folded == "[::1]" { return true }
    let parts = folded.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
