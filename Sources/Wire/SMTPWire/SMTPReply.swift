internal import LineProtocol

/// A whole reply: one code, one line or more.
public struct SMTPReply: Equatable, Sendable {
  /// Lines of one reply at most; EHLO answers have about 20.
  public static let maximumLines = 128

  /// The reply code, 200 to 599.
  public var code: Int
  /// The enhanced status code, if the reply has one that fits the code (RFC 2034 §4).
  public var enhancedCode: SMTPEnhancedCode?
  /// The texts of the lines, sanitised, each at most 500 octets.
  public var lines: [String]

  /// A reply.
  public init(code: Int, enhancedCode: SMTPEnhancedCode? = nil, lines: [String] = []) {
    self.code = code
    self.enhancedCode = enhancedCode
    self.lines = lines
  }

  /// The lines as one text.
  public var text: String { lines.joined(separator: " ") }
  /// 2yz: done.
  public var isPositive: Bool { code / 100 == 2 }
  /// 3yz: go on.
  public var isIntermediate: Bool { code / 100 == 3 }
  /// 4yz: failed this time.
  public var isTransient: Bool { code / 100 == 4 }
  /// 5yz: failed for good.
  public var isPermanent: Bool { code / 100 == 5 }

  /// What a refusal is about, as far as a sender acts on it.
  public enum Condition: Equatable, Sendable {
    /// No refusal.
    case ok
    /// The account or its rights: an administrator must act, the message is not to blame.
    case credential
    /// The server wants fewer messages or sessions.
    case throttled
    /// The mailbox is full (X.2.2).
    case mailboxFull
    /// The message is too big (X.3.4, X.2.3, 552).
    case tooBig
    /// The recipient's address is wrong (X.1.x, 550 without an enhanced code, 551, 553).
    case badAddress
    /// A policy of the server (X.7.x).
    case policy
    /// Any other passing refusal.
    case transient
    /// Any other lasting refusal.
    case permanent
  }

  /// The condition, read from the enhanced code where there is one (RFC 3463 §3), else from the code.
  public var condition: Condition {
    guard isTransient || isPermanent else { return .ok }
    let detail = enhancedCode.map { ($0.subject, $0.detail) }
    if isTransient {
      return switch (code, detail) {
      // RFC 4954 §6: 454 is a passing failure to authenticate. 432 asks for a change of the password.
      case (432, .none), (432, (7, 12)?): .credential
      case (454, _): .transient
      case (_, (3, 2)?), (_, (7, _)?), (421, _), (432, _): .throttled
      case (_, (2, 2)?): .mailboxFull
      default: .transient
      }
    }
    return switch (code, detail) {
    // RFC 4954 §6. 5.7.30 and 5.7.60 are Exchange's: no passwords for submission, and no right to send as another.
    case (530, _), (534, _), (535, _), (538, _), (_, (7, 8)?), (_, (7, 9)?), (_, (7, 11)?): .credential
    case (_, (7, 30)?), (_, (7, 60)?): .credential
    case (_, (2, 2)?): .mailboxFull
    case (_, (3, 4)?), (_, (2, 3)?): .tooBig
    case (_, (1, _)?): .badAddress
    case (_, (7, _)?): .policy
    case (552, .none): .tooBig
    case (550, .none), (551, .none), (553, .none): .badAddress
    default: .permanent
    }
  }
}

/// An enhanced status code (RFC 3463 §2).
public struct SMTPEnhancedCode: Equatable, Sendable, CustomStringConvertible {
  /// 2, 4 or 5.
  public var statusClass: Int
  /// 0 to 999.
  public var subject: Int
  /// 0 to 999.
  public var detail: Int

  /// A code.
  public init(_ statusClass: Int, _ subject: Int, _ detail: Int) {
    self.statusClass = statusClass
    self.subject = subject
    self.detail = detail
  }

  /// As `5.1.1`.
  public var description: String { "\(statusClass).\(subject).\(detail)" }

  /// Reads the code at the start of a reply's text; nil if there is none.
  init?(_ text: ArraySlice<UInt8>) {
    let fields = text.prefix { $0 != 0x20 }.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard fields.count == 3, fields.allSatisfy({ $0.count <= 3 }) else { return nil }
    let numbers = fields.compactMap { DecimalField($0, maximum: 999).number }
    guard numbers.count == 3, [2, 4, 5].contains(numbers[0]) else { return nil }
    self.init(numbers[0], numbers[1], numbers[2])
  }
}
