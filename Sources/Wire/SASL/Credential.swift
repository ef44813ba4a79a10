/// Who logs in, and the secret that proves it. No way of printing a credential shows the secret.
public struct Credential: Equatable, Sendable {
  /// What the secret is. The kind decides which mechanisms may carry it: a token is never sent as a password.
  public enum Kind: Equatable, Sendable {
    /// A password, for PLAIN, LOGIN and USER/PASS.
    case password
    /// An OAuth 2.0 access token, for XOAUTH2 and OAUTHBEARER.
    case token
  }

  /// Why a name or a secret cannot be a credential.
  public enum Invalid: Error, Equatable, Sendable {
    /// The user name is empty.
    case emptyUsername
    /// The password or token is empty.
    case emptySecret
    /// The user name has a control character, which could end a command or a field of a mechanism.
    case forbiddenCharacterInUsername
    /// The password has NUL, CR or LF, or the token has anything but printable ASCII.
    case forbiddenCharacterInSecret
    /// A field is longer than ``Credential/maximumFieldLength`` octets.
    case tooLong
  }

  /// Octets of the longest user name or secret. Access tokens of 2–4 KB are common.
  public static let maximumFieldLength = 8_192

  /// What the secret is.
  public let kind: Kind
  /// The name the server knows the user by (authentication identity).
  public let username: String
  /// The password or token. Only code that writes it to a server reads this.
  public let secret: [UInt8]

  /// A user name and a password.
  ///
  /// Both are sent as UTF-8 just as given, without the string preparation RFC 4616 §2 recommends: servers that compare
  /// octets expect what the user typed.
  public static func password(username: String, password: String) throws(Invalid) -> Credential {
    let secret = Array(password.utf8)
    // RFC 4616 §2: NUL separates the fields of PLAIN. CR and LF would end the PASS command (RFC 1939 §7).
    guard !secret.contains(where: { $0 == 0x00 || $0 == 0x0A || $0 == 0x0D }) else {
      throw .forbiddenCharacterInSecret
    }
    return try Credential(kind: .password, username: username, secret: secret)
  }

  /// A user name and an OAuth 2.0 access token.
  public static func token(username: String, token: String) throws(Invalid) -> Credential {
    let secret = Array(token.utf8)
    // RFC 6749 §A.12: an access token consists of visible characters and SP; SP would break `Bearer token`.
    guard secret.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .forbiddenCharacterInSecret }
    return try Credential(kind: .token, username: username, secret: secret)
  }

  private init(kind: Kind, username: String, secret: [UInt8]) throws(Invalid) {
    guard !username.isEmpty else { throw .emptyUsername }
    guard !secret.isEmpty else { throw .emptySecret }
    guard username.utf8.count <= Self.maximumFieldLength, secret.count <= Self.maximumFieldLength else {
      throw .tooLong
    }
    guard username.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .forbiddenCharacterInUsername }
    self.kind = kind
    self.username = username
    self.secret = secret
  }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The kind and the user name; never the secret.
  public var description: String { "Credential(\(kind), \(username), •••)" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without the secret, so that `dump` cannot show it.
  public var customMirror: Mirror { Mirror(self, children: ["kind": kind, "username": username]) }
}
