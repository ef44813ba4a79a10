import CRMModel

/// The rows that jobs stand on, read for many jobs in a few questions.
struct JobRows {
  private var rows: [Reference: Record] = [:]
  private var userSettings: [GUID: Record] = [:]

  init(of jobs: [Record], _ engine: Engine) async throws(SyncFailure) {
    let mailboxes = try await JobRows.read(Set(jobs.compactMap { $0[SyncJob.mailboxid] }), engine)
    var wanted: Set<Reference> = []
    for mailbox in mailboxes {
      if let profile = mailbox[Mailbox.emailserverprofile] { wanted.insert(profile) }
      if let owner = mailbox[Mailbox.regardingobjectid] { wanted.insert(owner) }
    }
    for row in mailboxes + (try await JobRows.read(wanted, engine)) { rows[row.reference] = row }
    let users = rows.keys.filter { $0.table == SystemUser.table.name }.map(\.id).sorted().map(Value.guid)
    guard !users.isEmpty else { return }
    for row in try await engine.store.rows(
      Query(UserSettings.table, where: .among(UserSettings.table.primaryKey, users)))
    {
      userSettings[row.id] = row
    }
  }

  /// The rows with these ids, a question for each table.
  private static func read(_ references: Set<Reference>, _ engine: Engine) async throws(SyncFailure) -> [Record] {
    var ids: [String: [GUID]] = [:]
    for reference in references { ids[reference.table, default: []].append(reference.id) }
    let queries = ids.sorted { $0.key < $1.key }.compactMap { name, ids in
      engine.schema[name].map { Query($0, where: .among($0.primaryKey, ids.sorted().map(Value.guid))) }
    }
    return queries.isEmpty ? [] : try await engine.store.rows(queries).flatMap { $0 }
  }

  subscript(reference: Reference?) -> Record? { reference.flatMap { rows[$0] } }

  func mailbox(of job: Record) -> Record? { self[job[SyncJob.mailboxid]] }

  func userSettings(of owner: Record) -> Record? {
    owner.table.name == SystemUser.table.name ? userSettings[owner.id] : nil
  }
}
