import SASL

/// A secret that is looked for wherever it must not be.
enum Canary {
  static let secret = "C4nary-Secret/9f3a"
  static let username = "sato"

  static let password = try? Credential.password(username: username, password: secret)
  static let token = try? Credential.token(username: username, token: secret)

  static let credentials: [(Mechanism, Credential)] = Mechanism.allCases.compactMap { mechanism in
    (mechanism.credentialKind == .password ? password : token).map { (mechanism, $0) }
  }

  /// The forms that are taken out of what a server says.
  private static let shown: [[UInt8]] = [Array(secret.utf8), Base64.encode(Array(secret.utf8))]

  /// Every form in which it may travel.
  private static let forms: [[UInt8]] = {
    let raw = Array(secret.utf8)
    let plain = Base64.encode([0x00] + Array(username.utf8) + [0x00] + raw)
    // The inside of the token mechanisms' messages, wherever its three octets begin.
    let inner = (0..<3).map { Array(Base64.encode(Array(raw.dropFirst($0))).prefix(16)) }
    return [raw, Base64.encode(raw), plain] + inner
  }()

  static func isIn(_ bytes: some Collection<UInt8>) -> Bool { contains(Array(bytes), any: forms) }

  static func isShown(in bytes: some Collection<UInt8>) -> Bool { contains(Array(bytes), any: shown) }

  private static func contains(_ bytes: [UInt8], any forms: [[UInt8]]) -> Bool {
    forms.contains { form in
      guard bytes.count >= form.count else { return false }
      return bytes.indices.dropLast(form.count - 1).contains { start in
        bytes[start] == form[0] && bytes[start..<start + form.count].elementsEqual(form)
      }
    }
  }
}
