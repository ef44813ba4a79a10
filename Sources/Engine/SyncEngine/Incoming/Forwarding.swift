import CRMModel

/// Mail that a rule on the server forwarded, as an attachment, to a forward mailbox. feature map F36
enum Forwarding {
  static let mediaType = "message/rfc822"

  /// The message inside, with who forwarded it. A message that holds none, or more than one, was not forwarded by such
  /// a rule and stays as it is.
  static func unwrap(
    _ fetched: FetchedMail, _ store: any RecordStore, _ read: ([UInt8]) -> Result<IncomingMail, SyncFailure>
  ) async throws(SyncFailure) -> FetchedMail {
    guard case .success(let wrapper) = fetched.mail, wrapper.testToken == nil, let author = wrapper.author else {
      return fetched
    }
    let inside = wrapper.attachments.filter { $0.mediaType.lowercased() == mediaType }
    guard inside.count == 1 else { return fetched }
    var content = inside[0].content
    if inside[0].storedSize != nil, let hash = inside[0].sha256 { content = try await store.blob(hash) ?? [] }
    return FetchedMail(
      item: fetched.item, raw: fetched.raw, storedRaw: fetched.storedRaw,
      mail: read(content).map { mail in
        var mail = mail
        mail.forwardedBy = author
        // A rule may forward before any server has written a Received field.
        mail.received = mail.received ?? wrapper.received
        return mail
      })
  }
}

/// For whom each message of a batch is read: the owner of the mailbox or, in a forward mailbox, who forwarded it.
struct Readers {
  private var owner: RuleOwner?
  private var forwarders: [String: RuleOwner] = [:]

  static func read(_ mails: [IncomingMail], _ book: AddressBook, _ context: MailboxContext, _ store: any RecordStore)
    async throws(SyncFailure) -> Readers
  {
    var readers = Readers()
    guard context.isForward else {
      readers.owner = RuleOwner(owner: context.owner.reference, rule: context.ownerRule, address: "")
      return readers
    }
    for address in Set(mails.compactMap { $0.forwardedBy?.folded }) {
      for row in book.rows[address] ?? [] where row.isActive {
        guard let rule = book.rules[row.reference] else { continue }
        let forwards = try await store.count(
          Query(
            Mailbox.table,
            where: Mailbox.regardingobjectid == row.reference
              && Mailbox.incomingemaildeliverymethod == .forwardMailbox))
        guard forwards > 0 else { continue }
        readers.forwarders[address] = RuleOwner(owner: row.reference, rule: rule, address: "")
        break
      }
    }
    return readers
  }

  /// Nil where a forward mailbox got mail from somebody who does not use it.
  func reader(of mail: IncomingMail) -> RuleOwner? {
    owner ?? mail.forwardedBy.flatMap { forwarders[$0.folded] }
  }
}
