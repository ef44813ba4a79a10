/// A message to be written: values in, bytes for SMTP DATA out.
///
/// CR, LF and other control characters cannot reach a header: in text people type (``subject``, display names, file
/// names) they become spaces, anywhere else ``encoded(boundarySeed:allowUTF8Headers:)`` refuses them.
public struct OutgoingMessage: Codable, Equatable, Sendable {
  /// At least one; with more than one ``sender`` is required (RFC 5322 §3.6.2).
  public var from: [MailAddress]
  public var sender: MailAddress?
  public var replyTo: [MailAddress]
  public var to: [MailAddress]
  public var cc: [MailAddress]
  /// Recipients of the envelope only: never written.
  public var bcc: [MailAddress]
  public var subject: String
  /// Plain text body, line ends LF or CRLF.
  public var text: String?
  public var html: String?
  /// Inline ones with a Content-ID go beside the HTML (multipart/related), all others behind the body.
  public var attachments: [Attachment]
  /// With angle brackets.
  public var messageID: String
  /// Microseconds UTC since 1970, years 1900 to 9999.
  public var date: Int64
  /// Identifiers with angle brackets.
  public var inReplyTo: [String]
  public var references: [String]
  /// Further fields, written in order after the others; those this type writes itself are refused.
  public var extraHeaders: [HeaderField]

  public init(
    from: [MailAddress], to: [MailAddress], subject: String, text: String? = nil, html: String? = nil,
    messageID: String, date: Int64, sender: MailAddress? = nil, replyTo: [MailAddress] = [], cc: [MailAddress] = [],
    bcc: [MailAddress] = [], attachments: [Attachment] = [], inReplyTo: [String] = [], references: [String] = [],
    extraHeaders: [HeaderField] = []
  ) {
    self.from = from
    self.sender = sender
    self.replyTo = replyTo
    self.to = to
    self.cc = cc
    self.bcc = bcc
    self.subject = subject
    self.text = text
    self.html = html
    self.attachments = attachments
    self.messageID = messageID
    self.date = date
    self.inReplyTo = inReplyTo
    self.references = references
    self.extraHeaders = extraHeaders
  }

  /// The addresses of To, Cc and Bcc in order, each once: the RCPT commands.
  public var envelopeRecipients: [String] {
    var seen: Set<String> = []
    return (to + cc + bcc).map(\.address).filter { seen.insert($0).inserted }
  }

  /// An address or identifier in the header is not ASCII, so the server must offer SMTPUTF8 (RFC 6531).
  public var needsUTF8Headers: Bool {
    let addresses = (from + replyTo + to + cc).map(\.address) + (sender.map { [$0.address] } ?? [])
    return (addresses + inReplyTo + references + [messageID]).contains { !$0.utf8.allSatisfy { $0 < 0x80 } }
  }

  /// The message with CRLF line ends, in lines of at most 78 characters where the content allows and never above 998
  /// (RFC 5322 §2.1.1). All 7-bit, but for what `allowUTF8Headers` admits (RFC 6532: addresses and identifiers).
  ///
  /// The same values and seed give the same bytes; give the message's own id as the seed.
  public func encoded(boundarySeed: some Sequence<UInt8>, allowUTF8Headers: Bool = false) throws(MIMEError) -> [UInt8] {
    var writer = MessageWriter(seed: Array(boundarySeed), allowsUTF8: allowUTF8Headers)
    return try writer.write(self)
  }
}
