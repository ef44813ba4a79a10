internal import LineProtocol

/// The answer to CAPA (RFC 2449 §5 and §6).
public struct POP3Capabilities: Equatable, Sendable {
  /// False when the server does not know CAPA; then everything below is at its default and says nothing.
  public var isAdvertised = false
  /// TOP.
  public var top = false
  /// UIDL.
  public var uidl = false
  /// USER and PASS.
  public var user = false
  /// STLS (RFC 2595 §4).
  public var stls = false
  /// PIPELINING: commands may be sent before earlier ones are answered.
  public var pipelining = false
  /// RESP-CODES: a bracketed word after -ERR is a response code.
  public var responseCodes = false
  /// AUTH-RESP-CODE (RFC 3206 §6).
  public var authResponseCode = false
  /// SASL: the mechanism names as written.
  public var saslMechanisms: [String] = []
  /// LOGIN-DELAY: the least seconds between two logins, or nil.
  public var loginDelaySeconds: Int?
  /// EXPIRE: the least days the server keeps messages; nil when not told or NEVER.
  public var expireDays: Int?
  /// IMPLEMENTATION, sanitised, or nil.
  public var implementation: String?

  /// No capabilities.
  public init() {}

  /// Lines of a CAPA answer that are read at most.
  public static let maximumLines = 256

  /// Reads one line of the answer; unknown capabilities are ignored (RFC 2449 §3).
  mutating func add(line: [UInt8]) {
    let words = line.split(separator: 0x20)
    guard let first = words.first else { return }
    let arguments = words.dropFirst()
    switch String(decoding: first, as: UTF8.self).uppercased() {
    case "TOP": top = true
    case "UIDL": uidl = true
    case "USER": user = true
    case "STLS": stls = true
    case "PIPELINING": pipelining = true
    case "RESP-CODES": responseCodes = true
    case "AUTH-RESP-CODE": authResponseCode = true
    case "SASL": saslMechanisms += arguments.map { ServerText.sanitised($0, maximumLength: 40) }
    case "LOGIN-DELAY": loginDelaySeconds = arguments.first.flatMap { DecimalField($0, maximum: 86_400).number }
    case "EXPIRE": expireDays = arguments.first.flatMap { DecimalField($0, maximum: 36_500).number }
    case "IMPLEMENTATION": implementation = ServerText.sanitised(line.dropFirst(first.count + 1))
    default: break
    }
  }
}
