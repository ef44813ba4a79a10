package import CRMModel

/// Rows found by mail address, as one batch of messages needs them. feature map 5.4
package struct AddressBook {
  struct Row {
    let record: Record
    let reference: Reference
    let isActive: Bool
  }

  /// Above this many matches an address counts as unresolved. feature map F55
  static let maximumMatches = 100
  static let addressesPerQuestion = 400
  /// The order in which a sender is looked for. feature map F55
  private static let ranks = ["systemuser": 0, "contact": 1, "account": 2, "lead": 3, "queue": 4]

  private(set) var rows: [String: [Row]] = [:]
  private(set) var rules: [Reference: EmailFilteringMethod] = [:]

  /// Reads every row that has one of the addresses, and the rules of the users and queues among them.
  static func read(_ addresses: Set<String>, _ store: any RecordStore, _ schema: Schema) async throws(SyncFailure)
    -> AddressBook
  {
    var book = AddressBook()
    let all = addresses.sorted()
    var found: [AddressOwner] = []
    for start in stride(from: 0, to: all.count, by: addressesPerQuestion) {
      found += try await store.owners(of: Array(all[start..<min(all.count, start + addressesPerQuestion)]))
    }
    var records: [Reference: Record] = [:]
    for (name, owners) in Dictionary(grouping: found, by: \.owner.table) {
      guard let table = schema[name], ranks[name] != nil else { continue }
      let ids = Array(Set(owners.map(\.owner.id)))
      for start in stride(from: 0, to: ids.count, by: addressesPerQuestion) {
        let part = ids[start..<min(ids.count, start + addressesPerQuestion)].map(Value.guid)
        let query = Query(table, where: .among(table.primaryKey, Array(part))).reading(columns)
        for record in try await store.rows(query) {
          records[record.reference] = record
        }
      }
    }
    for owner in found {
      guard let record = records[owner.owner] else { continue }
      let row = Row(record: record, reference: owner.owner, isActive: isActive(record))
      if book.rows[owner.address, default: []].contains(where: { $0.reference == row.reference }) { continue }
      book.rows[owner.address, default: []].append(row)
    }
    try await book.readRules(records.values, store)
    return book
  }

  /// What is asked of a row that was found by its address.
  private static let columns = [
    Table.ownerid.definition, SystemUser.isdisabled.definition, Queue.incomingemailfilteringmethod.definition,
    Contact.parentcustomerid.definition, Contact.statecode.definition,
  ]

  private mutating func readRules(_ records: some Sequence<Record>, _ store: any RecordStore)
    async throws(SyncFailure)
  {
    var users: [GUID] = []
    for record in records {
      if record.table.name == Queue.table.name {
        rules[record.reference] = record[Queue.incomingemailfilteringmethod] ?? .allEmail
      } else if record.table.name == SystemUser.table.name {
        users.append(record.id)
        rules[record.reference] = .repliesToCRMEmail
      }
    }
    guard !users.isEmpty else { return }
    let ids = users.sorted().map(Value.guid)
    let settings = Query(UserSettings.table, where: .among(UserSettings.table.primaryKey, ids))
      .reading([UserSettings.incomingemailfilteringmethod.definition])
    for row in try await store.rows(settings) {
      guard let rule = row[UserSettings.incomingemailfilteringmethod] else { continue }
      rules[Reference(SystemUser.table.name, row.id)] = rule
    }
  }

  /// The accept rule of a user or queue; nil for other rows. Replies to CRM email is a user's default.
  package static func rule(of record: Record, _ store: any RecordStore) async throws(SyncFailure)
    -> EmailFilteringMethod?
  {
    let isUser = record.table.name == SystemUser.table.name
    return rule(of: record, isUser ? try await store.row(UserSettings.table, record.id) : nil)
  }

  static func rule(of record: Record, _ userSettings: Record?) -> EmailFilteringMethod? {
    switch record.table.name {
    case "queue": record[Queue.incomingemailfilteringmethod] ?? .allEmail
    case "systemuser": userSettings?[UserSettings.incomingemailfilteringmethod] ?? .repliesToCRMEmail
    default: nil
    }
  }

  /// Disabled users never resolve. feature map F57
  private static func isActive(_ record: Record) -> Bool {
    switch record.table.name {
    case "systemuser": !(record[SystemUser.isdisabled] ?? false)
    default: record["statecode"] != .integer(1)
    }
  }

  /// The one row a sender's address stands for. feature map F55
  func sender(_ folded: String, mailboxOwner: Reference, settings: OrganizationSettings) -> Row? {
    let candidates = usable(folded)
    guard let first = candidates.first, candidates.count <= AddressBook.maximumMatches else { return nil }
    if candidates.count == 1 { return first }
    if settings.unresolvesMultipleMatches { return nil }
    let active = candidates.filter(\.isActive)
    return active.first { $0.record.owner == mailboxOwner } ?? active.first ?? first
  }

  /// Every row a recipient's address stands for. feature map F56
  func recipients(_ folded: String, settings: OrganizationSettings) -> [Row] {
    let candidates = usable(folded)
    let active = candidates.count == 1 ? candidates : candidates.filter(\.isActive)
    if active.count > AddressBook.maximumMatches { return [] }
    return settings.unresolvesMultipleMatches && active.count > 1 ? [] : active
  }

  private func usable(_ folded: String) -> [Row] {
    (rows[folded] ?? [])
      .filter { $0.reference.table != "systemuser" || $0.isActive }
      .sorted {
        (AddressBook.ranks[$0.reference.table] ?? 9, $0.reference.id)
          < (AddressBook.ranks[$1.reference.table] ?? 9, $1.reference.id)
      }
  }
}

extension Record {
  /// The owner of a user-owned row.
  var owner: Reference? {
    table.ownership == .user ? self[Table.ownerid] : nil
  }
}
