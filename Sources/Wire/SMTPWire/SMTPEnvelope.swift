/// What MAIL and RCPT say about one message.
public struct SMTPEnvelope: Equatable, Sendable {
  /// Why an envelope is none.
  public enum Invalid: Error, Equatable, Sendable {
    /// Nobody to send to.
    case noRecipients
    /// More than ``SMTPEnvelope/maximumRecipients``.
    case tooManyRecipients
    /// The size is negative.
    case negativeSize
  }

  /// How the content is encoded (RFC 6152 §2).
  public enum BodyKind: Equatable, Sendable {
    /// Octets below 0x80 only.
    case sevenBit
    /// Any octet but NUL, in lines.
    case eightBitMIME
  }

  /// Recipients of one transaction at most. Servers must take 100 (RFC 5321 §4.5.3.1.8); most take more.
  public static let maximumRecipients = 1_000

  /// Where bounces go; nil is the empty path `<>`.
  public let sender: SMTPAddress?
  /// The recipients, in the order of RCPT. Results refer to them by index.
  public let recipients: [SMTPAddress]
  /// Octets of the content with CRLF line ends and without dot-stuffing (RFC 1870 §4), or nil if not known.
  public let size: Int?
  /// The body's encoding.
  public let bodyKind: BodyKind
  /// Whether the content's header has UTF-8. An address beyond ASCII needs SMTPUTF8, too, without this.
  public let headerIsUTF8: Bool
  /// Which reports the sender wants; sent only where the server offers DSN.
  public let reports: SMTPReportRequest?

  /// An envelope.
  public init(
    sender: SMTPAddress?, recipients: [SMTPAddress], size: Int? = nil, bodyKind: BodyKind = .sevenBit,
    headerIsUTF8: Bool = false, reports: SMTPReportRequest? = nil
  ) throws(Invalid) {
    guard !recipients.isEmpty else { throw .noRecipients }
    guard recipients.count <= Self.maximumRecipients else { throw .tooManyRecipients }
    guard size ?? 0 >= 0 else { throw .negativeSize }
    self.sender = sender
    self.recipients = recipients
    self.size = size
    self.bodyKind = bodyKind
    self.headerIsUTF8 = headerIsUTF8
    self.reports = reports
  }

  /// Whether the transaction needs SMTPUTF8 (RFC 6531 §3.4).
  public var needsUTF8: Bool {
    headerIsUTF8 || sender.map { !$0.isASCII } ?? false || recipients.contains { !$0.isASCII }
  }
}

/// A request for delivery status notifications (RFC 3461).
public struct SMTPReportRequest: Equatable, Sendable {
  /// Why a request is none.
  public enum Invalid: Error, Equatable, Sendable {
    /// The envelope id is empty, longer than 100 octets, or has other than printable ASCII (RFC 3461 §4.4).
    case malformedEnvelopeID
  }

  /// When to report (RFC 3461 §4.1).
  public enum Condition: String, CaseIterable, Equatable, Sendable {
    /// On delivery.
    case success = "SUCCESS"
    /// On failure.
    case failure = "FAILURE"
    /// On delay.
    case delay = "DELAY"
  }

  /// When to report; empty means never.
  public let notify: Set<Condition>
  /// Whether a report of failure holds the whole message instead of its header (RFC 3461 §4.3).
  public let returnsFullMessage: Bool
  /// The id that comes back in reports (RFC 3461 §4.4), or nil.
  public let envelopeID: String?

  /// A request.
  public init(notify: Set<Condition>, returnsFullMessage: Bool = false, envelopeID: String? = nil) throws(Invalid) {
    if let envelopeID {
      guard (1...100).contains(envelopeID.utf8.count), envelopeID.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
      else { throw .malformedEnvelopeID }
    }
    self.notify = notify
    self.returnsFullMessage = returnsFullMessage
    self.envelopeID = envelopeID
  }

  var mailParameters: String {
    " RET=\(returnsFullMessage ? "FULL" : "HDRS")" + (envelopeID.map { " ENVID=\(Self.xtext($0))" } ?? "")
  }

  var recipientParameters: String {
    let conditions = Condition.allCases.filter(notify.contains).map(\.rawValue)
    return " NOTIFY=" + (conditions.isEmpty ? "NEVER" : conditions.joined(separator: ","))
  }

  /// RFC 3461 §4: xtext, where space, `+` and `=` become `+` and two hexadecimal digits.
  private static func xtext(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case " ": result += "+20"
      case "+": result += "+2B"
      case "=": result += "+3D"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
