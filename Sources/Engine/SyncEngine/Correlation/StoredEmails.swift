import CRMModel

/// The stored emails that a batch of messages may duplicate, answer or resemble: a few questions for the whole batch
/// instead of several for each message.
struct StoredEmails {
  /// Rows of one answer. A message whose rows did not fit beside those of others is asked for alone.
  static let maximumRows = 2000
  /// Ids of which one message is looked up.
  static let identifiersPerMail = 40

  private static let columns = [
    Email.messageid.definition, Email.messageiddupcheck.definition, Email.directioncode.definition,
    Email.trackingtoken.definition, Email.conversationindex.definition, Email.baseconversationindexhash.definition,
    Email.subject.definition, Email.regardingobjectid.definition, Table.ownerid.definition,
  ]

  /// False where there were more rows than fit: what is missing here may be stored all the same.
  private(set) var isComplete = true
  private var byKey: [GUID: Record] = [:]
  /// Newest first.
  private var byMessageID: [String: [Record]] = [:]
  private var byToken: [String: Record] = [:]
  private var byRoot: [[UInt8]: Record] = [:]

  static func read(_ mails: [IncomingMail], _ settings: OrganizationSettings, _ store: any RecordStore)
    async throws(SyncFailure) -> StoredEmails
  {
    var emails = StoredEmails()
    var keys: Set<GUID> = []
    var ids: Set<String> = []
    var tokens: Set<String> = []
    var hashes: Set<Int> = []
    for mail in mails {
      if let key = IncomingRecords.duplicateKey(mail.contentKey) { keys.insert(key) }
      for id in identifiers(mail) { ids.insert(id) }
      tokens.formUnion(TrackingToken.find(prefix: settings.trackingPrefix, in: mail.subject))
      if let index = mail.conversationIndex, ConversationIndex.root(index) != nil,
        let hash = ConversationIndex.rootHash(index)
      {
        hashes.insert(hash)
      }
    }
    for row in try await emails.rows(Email.messageiddupcheck.among(keys.sorted()), keys.isEmpty, store) {
      if let key = row[Email.messageiddupcheck] { emails.byKey[key] = row }
    }
    for row in try await emails.rows(Email.messageid.among(ids.sorted()), ids.isEmpty, store) {
      emails.byMessageID[row[Email.messageid] ?? "", default: []].append(row)
    }
    for row in try await emails.rows(Email.trackingtoken.among(tokens.sorted()), tokens.isEmpty, store) {
      guard let token = row[Email.trackingtoken], emails.byToken[token] == nil else { continue }
      emails.byToken[token] = row
    }
    for row in try await emails.rows(Email.baseconversationindexhash.among(hashes.sorted()), hashes.isEmpty, store) {
      guard let root = ConversationIndex.root(row[Email.conversationindex] ?? ""), emails.byRoot[root] == nil else {
        continue
      }
      emails.byRoot[root] = row
    }
    return emails
  }

  private mutating func rows(_ predicate: Predicate, _ isEmpty: Bool, _ store: any RecordStore)
    async throws(SyncFailure) -> [Record]
  {
    guard !isEmpty else { return [] }
    let rows = try await store.rows(
      Query(Email.table, where: predicate, limit: StoredEmails.maximumRows)
        .ordered(by: Table.versionnumber, descending: true).reading(StoredEmails.columns))
    if rows.count == StoredEmails.maximumRows { isComplete = false }
    return rows
  }

  /// Its own id and those it answers or reports on, as columns hold them.
  private static func identifiers(_ mail: IncomingMail) -> [String] {
    var ids = mail.inReplyTo.prefix(identifiersPerMail).map(Email.messageid.cut)
    if let id = mail.messageID { ids.append(Email.messageid.cut(id)) }
    if let original = mail.report?.originalMessageID { ids.append(Email.messageid.cut(original)) }
    return ids
  }

  /// The email with the same content.
  func duplicate(of mail: IncomingMail) -> Record? {
    IncomingRecords.duplicateKey(mail.contentKey).flatMap { byKey[$0] }
  }

  /// Emails with the same Message-ID, newest first.
  func sameMessageID(as mail: IncomingMail) -> [Record] {
    mail.messageID.flatMap { byMessageID[Email.messageid.cut($0)] } ?? []
  }

  /// The newest email that has one of these Message-IDs.
  func newest(of ids: [String]) -> Record? {
    ids.prefix(StoredEmails.identifiersPerMail + 1).compactMap { byMessageID[Email.messageid.cut($0)]?.first }
      .max { $0.version < $1.version }
  }

  /// The newest email with the token: counters wrap, so that a token may have several.
  func withToken(_ token: String) -> Record? { byToken[token] }

  /// The newest email of a conversation.
  func inConversation(_ root: [UInt8]) -> Record? { byRoot[root] }
}
