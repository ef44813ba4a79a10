import SASL
import Testing

@Suite struct SASLExchangeTests {
  private let password: Credential
  private let token: Credential

  init() throws {
    password = try .password(username: "tim", password: "tanstaaftanstaaf")
    token = try .token(username: "sato@contoso.example", token: "TOKEN")
  }

  private func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  @Test func plainSpeaksFirst() throws {
    var exchange = try SASLExchange(mechanism: .plain, credential: password)
    #expect(!exchange.hasSentSecret)
    #expect(text(exchange.takeInitialResponse()) == "AHRpbQB0YW5zdGFhZnRhbnN0YWFm")
    #expect(exchange.hasSentSecret)
    #expect(throws: SASLExchange.Failure.unexpectedChallenge) { _ = try exchange.respond(to: []) }
  }

  @Test(arguments: ["", "Z28gYWhlYWQ=", "go ahead"]) func plainAnswersTheFirstChallenge(challenge: String) throws {
    var exchange = try SASLExchange(mechanism: .plain, credential: password)
    #expect(text(try exchange.respond(to: Array(challenge.utf8))) == "AHRpbQB0YW5zdGFhZnRhbnN0YWFm")
  }

  @Test func loginAnswersTwoPrompts() throws {
    var exchange = try SASLExchange(mechanism: .login, credential: password)
    #expect(exchange.takeInitialResponse() == nil)
    #expect(text(try exchange.respond(to: Array("VXNlcm5hbWU6".utf8))) == "dGlt")
    #expect(!exchange.hasSentSecret)
    #expect(text(try exchange.respond(to: Array("UGFzc3dvcmQ6".utf8))) == "dGFuc3RhYWZ0YW5zdGFhZg==")
    #expect(exchange.hasSentSecret)
    #expect(throws: SASLExchange.Failure.unexpectedChallenge) { _ = try exchange.respond(to: []) }
  }

  @Test func xoauth2AnswersARefusalWithAnEmptyLine() throws {
    var exchange = try SASLExchange(mechanism: .xoauth2, credential: token)
    #expect(
      text(exchange.takeInitialResponse()) == "dXNlcj1zYXRvQGNvbnRvc28uZXhhbXBsZQFhdXRoPUJlYXJlciBUT0tFTgEB")
    #expect(try exchange.respond(to: Array("eyJzdGF0dXMiOiI0MDEifQ==".utf8)) == [])
    #expect(text(exchange.refusalDetail) == #"{"status":"401"}"#)
    #expect(throws: SASLExchange.Failure.unexpectedChallenge) { _ = try exchange.respond(to: []) }
  }

  @Test func aRefusalThatIsNoBase64IsAnsweredAllTheSame() throws {
    var exchange = try SASLExchange(mechanism: .xoauth2, credential: token)
    _ = exchange.takeInitialResponse()
    #expect(try exchange.respond(to: Array("not base64!".utf8)) == [])
    #expect(exchange.refusalDetail == nil)
  }

  @Test func oauthbearerNamesHostAndPort() throws {
    var exchange = try SASLExchange(
      mechanism: .oauthbearer, credential: token, host: "outlook.office365.com", port: 993)
    #expect(
      text(exchange.takeInitialResponse())
        == "bixhPXNhdG9AY29udG9zby5leGFtcGxlLAFob3N0PW91dGxvb2sub2ZmaWNlMzY1LmNvbQFwb3J0PTk5MwFhdXRoPUJlYXJlciBUT0tF"
        + "TgEB")
    #expect(text(try exchange.respond(to: [])) == "AQ==")
  }

  @Test func oauthbearerEscapesTheName() throws {
    let odd = try Credential.token(username: "a=b,c", token: "T")
    var exchange = try SASLExchange(mechanism: .oauthbearer, credential: odd)
    let message = try #require(exchange.takeInitialResponse().flatMap { Base64.decode($0) })
    #expect(text(message) == "n,a=a=3Db=2Cc,\u{01}auth=Bearer T\u{01}\u{01}")
  }

  @Test(arguments: Mechanism.allCases) func aMechanismTakesItsOwnKindOnly(mechanism: Mechanism) {
    let other = mechanism.credentialKind == .password ? token : password
    #expect(throws: SASLExchange.Failure.mechanismDoesNotFitCredential) {
      _ = try SASLExchange(mechanism: mechanism, credential: other)
    }
  }

  @Test func noPrintedFormShowsTheSecret() throws {
    var exchange = try SASLExchange(mechanism: .plain, credential: password)
    _ = exchange.takeInitialResponse()
    var dumped = ""
    dump((password, exchange, [password]), to: &dumped)
    let printed = "\(password) \(String(reflecting: password)) \(exchange) \(String(reflecting: [exchange])) " + dumped
    #expect(!printed.contains("tanstaaf"))
    // The octets of the secret as an array, printed and dumped.
    #expect(!printed.contains("116, 97, 110") && !printed.contains("- 116"))
    #expect(printed.contains("tim"))
  }

  @Test(arguments: ["tanstaaftanstaaf", "dGFuc3RhYWZ0YW5zdGFhZg==", "AHRpbQB0YW5zdGFhZnRhbnN0YWFm"])
  func theServersEchoOfASecretIsRedacted(secret: String) throws {
    let exchange = try SASLExchange(mechanism: .plain, credential: password)
    #expect(text(exchange.redacting(Array("bad <\(secret)> here".utf8))) == "bad <•••> here")
  }
}

@Suite struct CredentialTests {
  @Test(
    arguments: [
      ("", "x", .emptyUsername), ("u", "", .emptySecret), ("u\r\nDELE 1", "x", .forbiddenCharacterInUsername),
      ("u\0", "x", .forbiddenCharacterInUsername), ("u\u{1}", "x", .forbiddenCharacterInUsername),
      ("u", "p\r\nQUIT", .forbiddenCharacterInSecret), ("u", "p\0q", .forbiddenCharacterInSecret),
      (String(repeating: "u", count: 8_193), "x", .tooLong),
    ] as [(String, String, Credential.Invalid)])
  func aPasswordThatCouldInjectIsRefused(username: String, password: String, error: Credential.Invalid) {
    #expect(throws: error) { _ = try Credential.password(username: username, password: password) }
  }

  @Test(arguments: ["a b", "a\u{1}b", "a\nb", "é"]) func aTokenIsVisibleASCII(token: String) {
    #expect(throws: Credential.Invalid.forbiddenCharacterInSecret) {
      _ = try Credential.token(username: "u", token: token)
    }
  }

  @Test func aPasswordMayHaveSpacesAndUTF8() throws {
    #expect(try Credential.password(username: "佐藤", password: "a b ü").secret == Array("a b ü".utf8))
  }
}

@Suite struct MechanismPolicyTests {
  private func choose(_ offered: [String], _ credential: Credential, protected: Bool = true) throws -> Mechanism {
    try MechanismPolicy().mechanism(offered: offered, for: credential, channelMayCarrySecrets: protected)
  }

  @Test func theBestOfferedThatFitsIsTaken() throws {
    let password = try Credential.password(username: "u", password: "p")
    let token = try Credential.token(username: "u", token: "t")
    #expect(try choose(["LOGIN", "plain", "XOAUTH2"], password) == .plain)
    #expect(try choose(["GSSAPI", "LOGIN"], password) == .login)
    #expect(try choose(["PLAIN", "OAUTHBEARER", "XOAUTH2"], token) == .xoauth2)
  }

  @Test func aTokenIsNeverSentAsAPassword() throws {
    let token = try Credential.token(username: "u", token: "t")
    #expect(throws: MechanismPolicy.Refusal.noCommonMechanism) { _ = try choose(["PLAIN", "LOGIN"], token) }
  }

  @Test func nothingIsChosenOnAnOpenChannel() throws {
    let password = try Credential.password(username: "u", password: "p")
    #expect(throws: MechanismPolicy.Refusal.channelNotProtected) {
      _ = try choose(["PLAIN"], password, protected: false)
    }
  }
}
