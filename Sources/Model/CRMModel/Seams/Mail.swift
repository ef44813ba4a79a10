/// A message as the connectors understood it: what the engine decides on.
package struct IncomingMail: Hashable, Sendable {
  package struct Attachment: Hashable, Sendable {
    package var fileName: String
    package var mediaType: String
    package var contentID: String?
    package var isInline: Bool
    /// Empty where it was stored while the message arrived.
    package var content: [UInt8]
    /// Of the content, where it is known already.
    package var sha256: [UInt8]?
    /// Octets of a content that is stored already, under `sha256`.
    package var storedSize: Int?

    package var size: Int { storedSize ?? content.count }

    package init(
      fileName: String, mediaType: String, contentID: String?, isInline: Bool, content: [UInt8],
      sha256: [UInt8]? = nil, storedSize: Int? = nil
    ) {
      self.fileName = fileName
      self.mediaType = mediaType
      self.contentID = contentID
      self.isInline = isInline
      self.content = content
      self.sha256 = sha256
      self.storedSize = storedSize
    }
  }

  /// What kind of machine wrote it, if one did.
  package enum Automatic: String, Hashable, Sendable {
    case no
    case reply
    case bulk
    case bounce
    case receipt
  }

  package var messageID: String?
  package var inReplyTo: [String] = []
  package var references: [String] = []
  package var subject = ""
  package var from: [MailAddress] = []
  package var sender: [MailAddress] = []
  package var replyTo: [MailAddress] = []
  package var to: [MailAddress] = []
  package var cc: [MailAddress] = []
  package var bcc: [MailAddress] = []
  package var date: Instant?
  /// From the topmost Received field, nil if it makes no sense.
  package var received: Instant?
  /// Base64, as written.
  package var conversationIndex: String?
  package var automatic = Automatic.no
  package var report: DeliveryReport?
  package var body = ""
  package var bodyIsHTML = false
  package var attachments: [Attachment] = []
  package var headerBlock: [UInt8] = []
  /// DESIGN's content identity, version 1: 32 bytes.
  package var contentKey: [UInt8] = []
  /// The value of the header by which a Test & Enable message is recognized.
  package var testToken: String?
  /// Who forwarded it to a forward mailbox, which got it as an attachment. feature map F36
  package var forwardedBy: MailAddress?
  /// Parts and fields that could not be understood, for the evidence.
  package var defects: [String] = []

  package init() {}

  /// Whom the message is from: the first address that is one. A display name written without quotation marks may
  /// look like an address of its own.
  package var author: MailAddress? {
    let all = from + sender
    return all.first { $0.address.contains("@") } ?? all.first
  }
}

/// A mail address with the name written beside it.
package struct MailAddress: Hashable, Sendable {
  package let displayName: String
  package let address: String

  package init(displayName: String = "", address: String) {
    self.displayName = displayName
    self.address = address
  }

  package var folded: String { AddressFolding.fold(address) }
}

/// A delivery status notification. RFC 3464
package struct DeliveryReport: Hashable, Sendable {
  package struct Recipient: Hashable, Sendable {
    package let address: String
    package let action: String
    package let status: String
    package let diagnostic: String

    package init(address: String, action: String, status: String, diagnostic: String) {
      self.address = address
      self.action = action
      self.status = status
      self.diagnostic = diagnostic
    }
  }

  package let originalMessageID: String?
  package let recipients: [Recipient]

  package init(originalMessageID: String?, recipients: [Recipient]) {
    self.originalMessageID = originalMessageID
    self.recipients = recipients
  }
}

/// A message to be written for the wire.
package struct OutgoingMail: Hashable, Sendable {
  package var messageID: String
  package var date: Instant
  package var from: MailAddress
  package var to: [MailAddress] = []
  package var cc: [MailAddress] = []
  package var bcc: [MailAddress] = []
  package var subject = ""
  package var body = ""
  package var bodyIsHTML = false
  package var inReplyTo: String?
  package var references: [String] = []
  package var attachments: [IncomingMail.Attachment] = []
  package var testToken: String?

  package init(messageID: String, date: Instant, from: MailAddress) {
    self.messageID = messageID
    self.date = date
    self.from = from
  }
}
