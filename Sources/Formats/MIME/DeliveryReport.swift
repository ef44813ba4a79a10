/// A delivery status notification (RFC 3464), and which message it is about.
public struct DeliveryReport: Codable, Equatable, Sendable {
  /// The Reporting-MTA without its type; nil if absent.
  public var reportingMTA: String?
  public var recipients: [DeliveryRecipient]
  /// The Message-ID of the returned message or header, with angle brackets; nil if neither came back.
  public var originalMessageID: String?
  /// The Original-Envelope-Id; nil if absent.
  public var originalEnvelopeID: String?

  public init(
    reportingMTA: String? = nil, recipients: [DeliveryRecipient], originalMessageID: String? = nil,
    originalEnvelopeID: String? = nil
  ) {
    self.reportingMTA = reportingMTA
    self.recipients = recipients
    self.originalMessageID = originalMessageID
    self.originalEnvelopeID = originalEnvelopeID
  }
}

/// What happened for one recipient (RFC 3464 §2.3).
public struct DeliveryRecipient: Codable, Equatable, Sendable {
  /// The address without its type.
  public var finalRecipient: String
  public var originalRecipient: String?
  /// Lower case: `failed`, `delayed`, `delivered`, `relayed`, `expanded`.
  public var action: String
  /// Enhanced status code, such as `5.1.1` (RFC 3463); empty if absent.
  public var status: String
  /// The remote server's words without the type.
  public var diagnosticCode: String?
  public var remoteMTA: String?

  public init(
    finalRecipient: String, originalRecipient: String? = nil, action: String, status: String,
    diagnosticCode: String? = nil, remoteMTA: String? = nil
  ) {
    self.finalRecipient = finalRecipient
    self.originalRecipient = originalRecipient
    self.action = action
    self.status = status
    self.diagnosticCode = diagnosticCode
    self.remoteMTA = remoteMTA
  }
}

extension DeliveryReport {
  /// From the content of a message/delivery-status part.
  init(content: ArraySlice<UInt8>, originalMessageID: String?, limits: Limits) {
    let blocks = Self.blocks(content, atMost: Limits.reportRecipients + 1).map { block -> [RawField] in
      var scanner = EntityScanner(block, limits: limits, headerOnly: true)
      scanner.run()
      return scanner.entities.first?.fields ?? []
    }
    // Some systems write the fields of the message and of its one recipient into one block.
    let perMessage = blocks.first ?? []
    reportingMTA = Self.value(perMessage, .reportingMTA, typed: true)
    originalEnvelopeID = Self.value(perMessage, .originalEnvelopeID, typed: false)
    recipients = blocks.filter(Self.isRecipient).map { fields in
      DeliveryRecipient(
        finalRecipient: Self.value(fields, .finalRecipient, typed: true) ?? "",
        originalRecipient: Self.value(fields, .originalRecipient, typed: true),
        action: ASCII.lowercased(Self.value(fields, .action, typed: false) ?? ""),
        status: String((Self.value(fields, .status, typed: false) ?? "").prefix { $0 != " " && $0 != "(" }),
        diagnosticCode: Self.value(fields, .diagnosticCode, typed: true),
        remoteMTA: Self.value(fields, .remoteMTA, typed: true))
    }
    self.originalMessageID = originalMessageID
  }

  /// The Message-ID in the content of a returned message or header.
  static func messageID(in content: ArraySlice<UInt8>, limits: Limits) -> String? {
    var scanner = EntityScanner(Array(content), limits: limits, headerOnly: true)
    scanner.run()
    return scanner.entities.first?.fields.first(.messageID).flatMap { Identifiers.messageID($0.value, limits: limits) }
  }

  private static func isRecipient(_ fields: [RawField]) -> Bool {
    fields.contains(.finalRecipient) || fields.contains(.action) || fields.contains(.originalRecipient)
  }

  private static func value(_ fields: [RawField], _ name: FieldName, typed: Bool) -> String? {
    guard let field = fields.first(name) else { return nil }
    var value = field.value
    // "rfc822; a@b", "smtp; 550 ...", "dns; host" (RFC 3464 §2.1.2).
    if typed, let semicolon = value.prefix(32).firstIndex(of: 0x3B) { value = value[(semicolon + 1)...] }
    return EncodedWord.decode(ASCII.trimmed(value)).text
  }

  /// Groups of fields, separated by blank lines.
  private static func blocks(_ content: ArraySlice<UInt8>, atMost limit: Int) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var block: [UInt8] = []
    var start = content.startIndex
    while start < content.endIndex, result.count < limit {
      let end = content[start...].firstIndex(of: ASCII.lineFeed) ?? content.endIndex
      let line = content[start..<end]
      start = end + 1
      if line.allSatisfy(ASCII.isWhiteSpace) {
        if !block.isEmpty { result.append(block) }
        block = []
      } else {
        block.append(contentsOf: line)
        block.append(ASCII.lineFeed)
      }
    }
    if !block.isEmpty, result.count < limit { result.append(block) }
    return result
  }
}
