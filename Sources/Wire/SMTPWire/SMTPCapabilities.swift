internal import LineProtocol

/// The extensions of an EHLO answer. All are off after HELO.
public struct SMTPCapabilities: Equatable, Sendable {
  /// False when the server understood only HELO.
  public var isExtended = false
  /// STARTTLS (RFC 3207).
  public var startTLS = false
  /// PIPELINING (RFC 2920).
  public var pipelining = false
  /// 8BITMIME (RFC 6152).
  public var eightBitMIME = false
  /// SMTPUTF8 (RFC 6531).
  public var smtpUTF8 = false
  /// CHUNKING (RFC 3030).
  public var chunking = false
  /// DSN (RFC 3461).
  public var dsn = false
  /// ENHANCEDSTATUSCODES (RFC 2034).
  public var enhancedStatusCodes = false
  /// SIZE (RFC 1870) was offered.
  public var size = false
  /// The largest message the server takes, in octets; nil when it names none.
  public var maximumMessageSize: Int?
  /// AUTH (RFC 4954): the mechanism names as written.
  public var authMechanisms: [String] = []

  /// No extensions.
  public init() {}

  /// Reads an EHLO answer; its first line is a greeting (RFC 5321 §4.1.1.1).
  init(ehlo reply: SMTPReply) {
    isExtended = true
    for line in reply.lines.dropFirst() {
      // Some old servers write "AUTH=LOGIN PLAIN" for clients that are older still.
      let words = line.split(separator: " ")
      guard let keyword = words.first?.uppercased() else { continue }
      let arguments = words.dropFirst()
      switch keyword {
      case "STARTTLS": startTLS = true
      case "PIPELINING": pipelining = true
      case "8BITMIME": eightBitMIME = true
      case "SMTPUTF8": smtpUTF8 = true
      case "CHUNKING": chunking = true
      case "DSN": dsn = true
      case "ENHANCEDSTATUSCODES": enhancedStatusCodes = true
      case "SIZE":
        size = true
        // RFC 1870 §4: 0 means no fixed limit. A number beyond Int is none either.
        let limit = arguments.first.flatMap { DecimalField(Array($0.utf8)).number }
        maximumMessageSize = limit == 0 ? nil : limit
      case "AUTH": authMechanisms += arguments.map(String.init)
      case _ where keyword.hasPrefix("AUTH="):
        authMechanisms += ([words[0].dropFirst(5)] + arguments).map(String.init)
      default: break
      }
    }
    var seen: Set<String> = []
    authMechanisms = authMechanisms.filter { !$0.isEmpty && seen.insert($0).inserted }
  }
}
