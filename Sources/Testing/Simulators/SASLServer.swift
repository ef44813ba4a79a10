/// The server's side of AUTH PLAIN and AUTH LOGIN, shared by both simulated protocols as values.
struct SASLServer {
  enum Step: Equatable {
    /// Base64 of the next question; may be empty.
    case challenge(String)
    case credential(user: String, password: String)
    case malformed
  }

  private enum State {
    case plain
    case loginUser
    case loginPassword(String)
  }

  private var state: State

  /// - Returns: Nil for a mechanism that is not offered.
  static func begin(_ mechanism: String, initial: String?) -> (SASLServer, Step)? {
    switch mechanism.uppercased() {
    case "PLAIN":
      var server = SASLServer(state: .plain)
      if let initial { return (server, server.answer(initial)) }
      return (server, .challenge(""))
    case "LOGIN":
      var server = SASLServer(state: .loginUser)
      if let initial { return (server, server.answer(initial)) }
      return (server, .challenge("VXNlcm5hbWU6"))
    default: return nil
    }
  }

  mutating func answer(_ text: String) -> Step {
    switch state {
    case .plain:
      // RFC 4616 §2: authorization identity, NUL, name, NUL, password.
      guard let bytes = Base64Text.decode(text) else { return .malformed }
      let parts = bytes.split(separator: 0, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return .malformed }
      return .credential(
        user: String(decoding: parts[1], as: UTF8.self), password: String(decoding: parts[2], as: UTF8.self))
    case .loginUser:
      guard let user = Base64Text.text(text) else { return .malformed }
      state = .loginPassword(user)
      return .challenge("UGFzc3dvcmQ6")
    case .loginPassword(let user):
      guard let password = Base64Text.text(text) else { return .malformed }
      return .credential(user: user, password: password)
    }
  }
}
