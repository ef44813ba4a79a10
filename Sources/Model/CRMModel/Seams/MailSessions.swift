/// A session with the server a mailbox is read from. Made by a connector, used by one pass, then closed.
package protocol MailSource: Sendable {
  /// Everything in the folder, or nothing at all: an incomplete listing is a failure.
  func list() async throws(SyncFailure) -> MailListing

  /// The header blocks of some messages, or nil where the server cannot give a header without the body.
  func headers(of items: [RemoteItem]) async throws(SyncFailure) -> [RemoteItem: IncomingMail]?

  /// Whole messages, in the order asked for. One bad message is an element, not an error of the call.
  /// - Parameters:
  ///   - suspects: Ids of messages whose last reading never ended; they are read in another process first.
  ///   - spill: Takes the contents of large messages.
  func fetch(_ items: [RemoteItem], suspects: Set<String>, spill: ContentSpill) async throws(SyncFailure)
    -> [FetchedMail]

  /// Asks for deletion; done when `close` returns without error.
  func delete(_ items: [RemoteItem]) async throws(SyncFailure)

  /// Ends the session in the way the protocol wants, which for POP3 carries out the deletions. RFC 1939 §6
  func close() async throws(SyncFailure)

  /// Lets go of the connection at once.
  func abandon() async
}

package struct FetchedMail: Sendable {
  package let item: RemoteItem
  /// As it came; empty where it was too large to be held.
  package let raw: [UInt8]
  /// SHA-256 under which it is stored as it came, if it is already.
  package let storedRaw: [UInt8]?
  package let mail: Result<IncomingMail, SyncFailure>

  package init(
    item: RemoteItem, raw: [UInt8], storedRaw: [UInt8]? = nil, mail: Result<IncomingMail, SyncFailure>
  ) {
    self.item = item
    self.raw = raw
    self.storedRaw = storedRaw
    self.mail = mail
  }
}

/// A session with the server a mailbox sends through.
package protocol MailSink: Sendable {
  /// Brings one message to the point where only its last chunk is missing.
  func prepare(_ mail: PreparedMail) async throws(SyncFailure) -> EnvelopeResult

  /// Writes the last chunk with the end of the message in one piece and waits for the server's word.
  /// - Throws: `.inDoubt` when the write began and no answer came.
  func finish() async throws(SyncFailure) -> DeliveryResult

  func close() async
}

/// Bytes ready to be sent and to whom.
package struct PreparedMail: Hashable, Sendable {
  package let sender: String
  package let recipients: [String]
  package let bytes: [UInt8]

  package init(sender: String, recipients: [String], bytes: [UInt8]) {
    self.sender = sender
    self.recipients = recipients
    self.bytes = bytes
  }
}

/// What the server said about sender and recipients before the content.
package struct EnvelopeResult: Hashable, Sendable {
  package let refused: [RecipientRefusal]
  /// False when nobody was accepted: the message is over, `finish` must not be called.
  package let isOpen: Bool

  package init(refused: [RecipientRefusal], isOpen: Bool) {
    self.refused = refused
    self.isOpen = isOpen
  }
}

package struct RecipientRefusal: Hashable, Sendable {
  package let address: String
  package let isPermanent: Bool
  package let reply: String

  package init(address: String, isPermanent: Bool, reply: String) {
    self.address = address
    self.isPermanent = isPermanent
    self.reply = reply
  }
}

/// The server's word about the whole message.
package struct DeliveryResult: Hashable, Sendable {
  package enum Verdict: Hashable, Sendable {
    case accepted
    case refused(permanent: Bool)
  }

  package let verdict: Verdict
  package let reply: String

  package init(verdict: Verdict, reply: String) {
    self.verdict = verdict
    self.reply = reply
  }
}
