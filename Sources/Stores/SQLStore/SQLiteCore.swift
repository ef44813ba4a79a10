package import CRMModel
import CSQLite
import Crypto

/// The synchronous store on SQLite: every call runs to its end on the calling thread. One thread at a time uses it;
/// `SQLiteStore` lifts it to async, the simulation calls it on its own thread.
package final class SQLiteCore: @unchecked Sendable {
  /// A blob is stored in rows of at most this many bytes.
  static let chunkSize = 1 << 20
  /// SQLite's `synchronous` must read back as this: FULL.
  static let fullSynchronous = 2
  /// Octets of a page, and pages after which the log is copied into the database.
  static let pageSize = 8192
  static let pagesPerCheckpoint = 2000
  /// For how long the ids of units can be asked for.
  static let unitMemory = 86_400
  /// Unreferenced blobs younger than this may belong to a unit about to be committed.
  static let blobGrace = 86_400
  /// Blobs looked at in one transaction of a sweep.
  static let blobsPerSweep = 256

  let schema: Schema
  private let connection: SQLiteConnection
  private let text = SQLText(.sqlite)
  private let texts: [String: TableText]
  private let observe: (@Sendable (String) -> Void)?

  /// Opens or creates the database.
  /// - Parameters:
  ///   - vfs: The name of a registered file layer; nil for the system's.
  ///   - observe: Told every SQL text that is run.
  package init(
    path: String, schema: Schema, vfs: String? = nil, observe: (@Sendable (String) -> Void)? = nil
  ) throws(SyncFailure) {
    self.schema = schema
    self.observe = observe
    texts = Dictionary(
      schema.tables.map { ($0.name, TableText($0, SQLText(.sqlite))) }, uniquingKeysWith: { first, _ in first })
    do {
      connection = try SQLiteConnection(path: path, vfs: vfs)
      // Counts only for a new file: bodies and attachments of usual length fill few pages of this size.
      try connection.execute("PRAGMA page_size = \(SQLiteCore.pageSize)")
      try connection.execute("PRAGMA journal_mode = WAL")
      try connection.execute("PRAGMA wal_autocheckpoint = \(SQLiteCore.pagesPerCheckpoint)")
      try connection.execute("PRAGMA foreign_keys = ON")
      try connection.execute("PRAGMA synchronous = FULL")
      guard try connection.number("PRAGMA synchronous") == SQLiteCore.fullSynchronous else {
        throw SyncFailure(.configuration, .storeNotDurable, ["path": path])
      }
      try connection.transaction { try Migrations.bring(connection, to: schema, text) }
    } catch let failure as SyncFailure {
      throw failure
    } catch {
      throw SQLiteCore.failure(error, path, isOpening: true)
    }
    if observe != nil { for statement in text.creation(of: schema) { observe?(statement) } }
  }

  /// Makes durable what an earlier process left in the log, before anything is built on it. After a failed sync the
  /// system may hold for clean what never reached the disk: the next process finds those commits in the cache, puts its
  /// own behind them, and a loss of power takes both. REL F007
  package func renewLog() throws(SyncFailure) {
    do {
      try connection.transaction { try connection.renewLog() }
    } catch {
      throw SQLiteCore.failure(error, connection.path)
    }
  }

  // MARK: - Commit

  /// Several units under one sync. Each is applied whole or refused for itself; an error that is nobody's refusal undoes
  /// all, and each is tried alone.
  package func commit(_ units: [UnitOfWork]) -> [CommitOutcome] {
    guard units.count > 1 else { return units.map(commit) }
    var outcomes: [CommitOutcome] = []
    var hasBegun = false
    var isApplied = false
    do {
      try connection.transaction {
        hasBegun = true
        outcomes = try units.map { unit in
          do {
            return .committed(version: try connection.savepoint { try apply(unit) })
          } catch let stop as Stop {
            return .refused(stop.refusal)
          }
        }
        isApplied = true
      }
      return outcomes
    } catch {
      let failure = SQLiteCore.failure(error, connection.path)
      guard hasBegun else { return units.map { _ in .unknown(failure) } }
      // Once the end of the transaction was asked for, nobody knows: trying again could be twice.
      guard isApplied else { return units.map(commit) }
      return outcomes.map { outcome in if case .committed = outcome { .unknown(failure) } else { outcome } }
    }
  }

  package func commit(_ unit: UnitOfWork) -> CommitOutcome {
    do {
      var version = 0
      try connection.transaction { version = try apply(unit) }
      return .committed(version: version)
    } catch let stop as Stop {
      return .refused(stop.refusal)
    } catch {
      return .unknown(SQLiteCore.failure(error, connection.path))
    }
  }

  /// Carries a refusal out of the transaction, which rolls it back.
  private struct Stop: Error {
    let refusal: Refusal
  }

  private func apply(_ unit: UnitOfWork) throws -> Int {
    if let lease = unit.lease {
      let token = try number(text.leaseToken, [.guid(lease.job)])
      guard token == lease.token else { throw Stop(refusal: .leaseLost(job: lease.job)) }
    }
    // SQLite has one writer at a time, so numbers taken at the start become visible in order all the same.
    let last = try number(text.nextVersion, [unit.changes.count.value]) ?? 0
    var version = last - unit.changes.count
    for change in unit.changes {
      version += 1
      switch change {
      case .insert(let record): try insert(record, version, unit.at)
      case .update(let table, let id, let expectation, let cells):
        try update(table, id, expectation, cells, version, unit.at)
      case .increment(let table, let id, let column, let amount):
        try run(text.incrementing(table, column: column), [amount.value, version.value, .guid(id)])
        guard connection.changes == 1 else { throw Stop(refusal: .missing(table: table.name, id: id)) }
      case .notice(let record, let key, let counter): try notice(record, key, counter, version, unit.at)
      case .delete(let table, let id, let expectation):
        try check(expectation, table, id)
        try run(text.deletion(from: table), [.guid(id)])
        guard connection.changes == 1 else { throw Stop(refusal: .missing(table: table.name, id: id)) }
        try run(text.buryRow, [.text(table.name), .guid(id), version.value])
        try run(text.forgetAddresses, [.text(table.name), .guid(id)])
        if !texts(of: table).longTexts.isEmpty { try run(text.dropLongTexts, [.text(table.name), .guid(id)]) }
      }
    }
    try run(text.rememberUnit, [.guid(unit.id), unit.at.value])
    return last
  }

  private func insert(_ record: Record, _ version: Int, _ at: Instant) throws {
    var record = record
    let table = record.table
    record[Table.versionnumber] = version
    if table.ownership != .sync {
      if record[Table.createdon] == nil { record[Table.createdon] = at }
      record[Table.modifiedon] = at
    }
    let text = texts(of: table)
    let statement = try statement(text.insertion)
    defer { statement.reset() }
    var place = 0
    for ordinal in record.values.indices {
      defer { place += text.widths[ordinal] }
      // Most cells of wide rows are null, and a fresh statement has nothing bound.
      if case .null = record.values[ordinal] { continue }
      let column = table.columns[ordinal]
      guard Cells.isValid(record.values[ordinal], for: column) else {
        throw Stop(refusal: .invalid(table: table.name, column: column.name))
      }
      _ = try Cells.bind(record.values[ordinal], for: column, to: statement, at: place)
    }
    try write(statement, table, record.id)
    for ordinal in text.longTexts where record.values[ordinal] != .null {
      try setLongText(record.values[ordinal], table.columns[ordinal], table, record.id)
    }
    if !text.addresses.isEmpty { try index(record, text.addresses, isNew: true) }
  }

  private func update(
    _ table: Table, _ id: GUID, _ expectation: Expectation, _ cells: [String: Value], _ version: Int, _ at: Instant
  ) throws {
    if case .cells = expectation { try check(expectation, table, id) }
    var all = cells
    all[Table.versionnumber.definition.name] = version.value
    if table.ownership != .sync, all[Table.modifiedon.definition.name] == nil {
      all[Table.modifiedon.definition.name] = at.value
    }
    var columns: [(definition: ColumnDefinition, value: Value)] = []
    for (name, value) in all.sorted(by: { $0.key < $1.key }) {
      guard let column = table.column(name), Cells.isValid(value, for: column) else {
        throw Stop(refusal: .invalid(table: table.name, column: name))
      }
      columns.append((column, value))
    }
    let names = columns.flatMap { SQLText.cells(of: $0.definition) }
    var expected: Int?
    if case .version(let number) = expectation { expected = number }
    let statement = try statement(text.updating(table, cells: names, expectsVersion: expected != nil))
    defer { statement.reset() }
    var place = 0
    for (column, value) in columns { place += try Cells.bind(value, for: column, to: statement, at: place) }
    try statement.bind(.guid(id), at: place)
    if let expected { try statement.bind(expected.value, at: place + 1) }
    try write(statement, table, id)
    if connection.changes != 1 {
      try check(expectation, table, id)
      throw Stop(refusal: .missing(table: table.name, id: id))
    }
    for (column, value) in columns where column.isKeptAside { try setLongText(value, column, table, id) }
    let addresses = texts(of: table).addresses
    if addresses.contains(where: { cells[table.columns[$0].name] != nil }), let row = try read(table, id) {
      try index(row, addresses, isNew: false)
    }
  }

  private func setLongText(_ value: Value, _ column: ColumnDefinition, _ table: Table, _ id: GUID) throws {
    let place = [Value.text(table.name), .guid(id), .text(column.name)]
    switch value {
    case .null: try run(text.dropLongText, place)
    default: try run(text.setLongText, place + [value])
    }
  }

  /// Runs a bound insertion or update and says as a refusal what a plan can do something about.
  private func write(_ statement: SQLiteStatement, _ table: Table, _ id: GUID) throws {
    do throws(SQLiteError) {
      _ = try statement.step()
    } catch {
      if SQLiteCore.isUniqueViolation(error) {
        throw Stop(refusal: .duplicate(table: table.name, columns: SQLiteCore.columns(of: error)))
      }
      // The row it belongs to is gone: the plan is outdated, not the disk full.
      if error.extended == SQLiteCore.foreignKeyViolation {
        throw Stop(refusal: .missing(table: table.name, id: id))
      }
      throw error
    }
  }

  private func notice(_ record: Record, _ key: String, _ counter: String, _ version: Int, _ at: Instant) throws {
    guard let existing = try finding(record, by: key) else { return try insert(record, version, at) }
    try run(text.incrementing(record.table, column: counter), [1.value, version.value, .guid(existing)])
    try run(
      text.updating(record.table, cells: [Table.modifiedon.definition.name], expectsVersion: false),
      [at.value, .guid(existing)])
  }

  private func finding(_ record: Record, by key: String) throws -> GUID? {
    let finding = try statement(text.finding(record.table, by: key))
    // A statement whose step failed can be bound again only after this.
    defer { finding.reset() }
    try finding.bind(record[key], at: 0)
    return try finding.step() ? finding.guid(0) : nil
  }

  private func check(_ expectation: Expectation, _ table: Table, _ id: GUID) throws {
    if case .exists = expectation { return }
    guard let row = try read(table, id) else { throw Stop(refusal: .missing(table: table.name, id: id)) }
    switch expectation {
    case .exists: return
    case .version(let expected):
      guard row.version == expected else { throw Stop(refusal: .moved(table: table.name, id: id)) }
    case .cells(let expected):
      for (name, value) in expected where row[name] != value {
        throw Stop(refusal: .moved(table: table.name, id: id))
      }
    }
  }

  private func read(_ table: Table, _ id: GUID) throws -> Record? {
    let statement = try statement(texts(of: table).reading)
    defer { statement.reset() }
    try statement.bind(.guid(id), at: 0)
    return try statement.step() ? Cells.record(of: statement, as: table) : nil
  }

  /// Keeps the addresses of a row where resolution looks for them. feature map 5.4
  private func index(_ record: Record, _ addresses: [Int], isNew: Bool) throws {
    let owner = [Value.text(record.table.name), .guid(record.id)]
    if !isNew { try run(text.forgetAddresses, owner) }
    for ordinal in addresses {
      guard case .text(let address) = record.values[ordinal] else { continue }
      let folded = AddressFolding.fold(address)
      guard !folded.isEmpty else { continue }
      try run(text.rememberAddress, [.text(folded)] + owner + [.text(record.table.columns[ordinal].name)])
    }
  }

  // MARK: - Questions

  package func isCommitted(_ unit: GUID) throws(SyncFailure) -> Bool {
    try ask { try number(text.findUnit, [.guid(unit)]) != nil }
  }

  package func rows(_ query: Query) throws(SyncFailure) -> [Record] {
    let table = query.table
    let columns = query.columns.map { wanted in zip(table.columns, wanted).filter(\.1).map(\.0) }
    let question = QueryText(
      query, selection: columns.map { text.selection(of: $0, from: table) } ?? texts(of: table).selection)
    return try ask {
      let statement = try statement(question.sql)
      defer { statement.reset() }
      try statement.bind(question.arguments)
      var records: [Record] = []
      while try statement.step() { records.append(Cells.record(of: statement, as: table, only: query.columns)) }
      return records
    }
  }

  package func rows(_ queries: [Query]) throws(SyncFailure) -> [[Record]] {
    let result: Result<[[Record]], SyncFailure> = try ask {
      try connection.snapshot {
        do throws(SyncFailure) {
          var answers: [[Record]] = []
          for query in queries { answers.append(try rows(query)) }
          return .success(answers)
        } catch {
          return .failure(error)
        }
      }
    }
    return try result.get()
  }

  package func count(_ query: Query) throws(SyncFailure) -> Int {
    let question = QueryText(counting: query)
    return try ask { try number(question.sql, question.arguments) ?? 0 }
  }

  package func owners(of addresses: [String]) throws(SyncFailure) -> [AddressOwner] {
    guard !addresses.isEmpty else { return [] }
    let padded = QueryText.padded(addresses)
    return try ask {
      let statement = try statement(text.owners(count: padded.count))
      defer { statement.reset() }
      try statement.bind(padded.map(Value.text))
      var owners: [AddressOwner] = []
      while try statement.step() {
        guard let address = statement.text(0), let table = statement.text(1), let id = statement.guid(2),
          let column = statement.text(3)
        else { continue }
        owners.append(AddressOwner(address: address, owner: Reference(table, id), column: column))
      }
      return owners
    }
  }

  // MARK: - Blobs

  package func put(_ blobs: [Blob], at now: Instant) throws(SyncFailure) -> [[UInt8]] {
    let hashes = blobs.map { $0.sha256 ?? Array(SHA256.hash(data: $0.bytes)) }
    guard !blobs.isEmpty else { return [] }
    do {
      try connection.transaction {
        for (hash, bytes) in zip(hashes, blobs.lazy.map(\.bytes)) {
          var number = 0
          var start = 0
          repeat {
            let end = min(bytes.count, start + SQLiteCore.chunkSize)
            let statement = try statement(text.putChunk)
            defer { statement.reset() }
            try statement.bind(.bytes(hash), at: 0)
            try statement.bind(number.value, at: 1)
            try statement.bind(bytes[start..<end], at: 2)
            try statement.bind(now.value, at: 3)
            _ = try statement.step()
            number += 1
            start = end
          } while start < bytes.count
        }
      }
    } catch {
      throw SQLiteCore.failure(error, connection.path)
    }
    return hashes
  }

  package func put(piece: [UInt8], _ number: Int, ofDraft draft: GUID, at now: Instant) throws(SyncFailure) {
    do {
      try connection.transaction {
        let statement = try statement(text.putChunk)
        defer { statement.reset() }
        try statement.bind(.bytes(draft.bytes), at: 0)
        try statement.bind(number.value, at: 1)
        try statement.bind(piece[...], at: 2)
        try statement.bind(now.value, at: 3)
        _ = try statement.step()
      }
    } catch {
      throw SQLiteCore.failure(error, connection.path)
    }
  }

  /// Makes one piece of a draft a chunk of a blob; a transaction for each keeps the others waiting only shortly.
  /// Whoever stores the same blob meanwhile writes all chunks, so that a blob somebody refers to is whole.
  /// - Returns: False when there is no such piece.
  package func settle(piece number: Int, ofDraft draft: GUID, as hash: [UInt8], at now: Instant) throws(SyncFailure)
    -> Bool
  {
    do {
      return try connection.transaction {
        let key = Value.bytes(draft.bytes)
        try run(text.movePiece, [.bytes(hash), now.value, key, number.value])
        try run(text.dropPiece, [key, number.value])
        return connection.changes == 1
      }
    } catch {
      throw SQLiteCore.failure(error, connection.path)
    }
  }

  package func blob(_ hash: [UInt8]) throws(SyncFailure) -> [UInt8]? {
    try ask {
      let statement = try statement(text.readChunks)
      defer { statement.reset() }
      try statement.bind(.bytes(hash), at: 0)
      var bytes: [UInt8]?
      while try statement.step() { bytes = (bytes ?? []) + (statement.bytes(0) ?? []) }
      return bytes
    }
  }

  /// Removes what nothing refers to and nothing can ask for any more, among a limited number of blobs, so that nobody
  /// waits long for the store.
  /// - Parameter last: Goes on behind this hash; empty for the beginning.
  /// - Returns: How many blobs went, and where to go on; nil at the end.
  package func sweep(at now: Instant, after last: [UInt8]) throws(SyncFailure) -> (removed: Int, next: [UInt8]?) {
    do {
      return try connection.transaction {
        if last.isEmpty { try run(text.forgetUnits, [now.adding(seconds: -SQLiteCore.unitMemory).value]) }
        let candidates = try oldBlobs(after: last, before: now.adding(seconds: -SQLiteCore.blobGrace))
        var removed = 0
        let search = text.blobIsUsed(in: schema)
        for hash in candidates where try number(search, [.bytes(hash)]) == nil {
          try run(text.dropBlob, [.bytes(hash)])
          removed += 1
        }
        return (removed, candidates.count < SQLiteCore.blobsPerSweep ? nil : candidates.last)
      }
    } catch {
      throw SQLiteCore.failure(error, connection.path)
    }
  }

  // MARK: - Restoring

  /// From here on row versions are higher than any that were given out before, also by a later state of the database
  /// that is lost: who remembers a version never takes another row for the one it knew.
  package func begin(_ epoch: RestoreEpoch) throws(SyncFailure) {
    do {
      try connection.transaction {
        try run(text.raiseVersion, [epoch.firstVersion.value])
        try run(text.setMeta, [.text(RestoreEpoch.name), .text(String(epoch.number))])
      }
    } catch {
      throw SQLiteCore.failure(error, connection.path)
    }
  }

  private func oldBlobs(after last: [UInt8], before time: Instant) throws -> [[UInt8]] {
    let old = try statement(text.oldBlobs)
    defer { old.reset() }
    try old.bind([.bytes(last), time.value, SQLiteCore.blobsPerSweep.value])
    var hashes: [[UInt8]] = []
    while try old.step() { if let hash = old.bytes(0) { hashes.append(hash) } }
    return hashes
  }

  // MARK: - Running SQL

  private func ask<Answer>(_ body: () throws -> Answer) throws(SyncFailure) -> Answer {
    do {
      return try body()
    } catch {
      throw SQLiteCore.failure(error, connection.path)
    }
  }

  private func texts(of table: Table) -> TableText { texts[table.name] ?? TableText(table, text) }

  private func statement(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
    observe?(sql)
    return try connection.statement(sql)
  }

  private func run(_ sql: String, _ values: [Value]) throws(SQLiteError) {
    observe?(sql)
    try connection.run(sql, values)
  }

  private func number(_ sql: String, _ values: [Value]) throws(SQLiteError) -> Int? {
    observe?(sql)
    return try connection.number(sql, values)
  }

  // Extended codes are built by macros that Swift does not import. https://www.sqlite.org/rescode.html
  private static let primaryKeyViolation = SQLITE_CONSTRAINT | 6 << 8
  private static let uniqueViolation = SQLITE_CONSTRAINT | 8 << 8
  private static let writeError = SQLITE_IOERR | 3 << 8
  private static let foreignKeyViolation = SQLITE_CONSTRAINT | 3 << 8

  private static func isUniqueViolation(_ error: SQLiteError) -> Bool {
    error.extended == uniqueViolation || error.extended == primaryKeyViolation
  }

  /// SQLite says "UNIQUE constraint failed: email.messageiddupcheck, ...".
  private static func columns(of error: SQLiteError) -> [String] {
    let list = error.message.split(separator: ":").last ?? ""
    return list.split(separator: ",").compactMap { $0.split(separator: ".").last.map(String.init) }
  }

  /// - Parameter isOpening: A file that cannot be opened is the wrong one. What goes wrong later is trouble of the
  ///   disk, and no mailbox is to be blamed for it.
  static func failure(_ error: any Error, _ path: String, isOpening: Bool = false) -> SyncFailure {
    guard let error = error as? SQLiteError else {
      return SyncFailure(.storage, .storeFailed, ["path": path, "reason": "\(error)"])
    }
    switch error.code {
    case SQLITE_FULL:
      return SyncFailure(.storage, .diskFull, ["path": path, "reason": error.message])
    case SQLITE_IOERR where error.extended == writeError:
      return SyncFailure(.storage, .diskFull, ["path": path, "reason": error.message])
    case SQLITE_NOTADB, SQLITE_CORRUPT:
      return SyncFailure(
        isOpening ? .configuration : .storage, .storeDamaged, ["path": path, "reason": error.message])
    default: return SyncFailure(.storage, .storeFailed, ["path": path, "reason": error.message])
    }
  }
}

extension ColumnDefinition {
  /// Characters above which a text lies beside its row. SQLite writes a whole row, with all its text, whenever a cell
  /// changes, and the status of an email changes more often than its body.
  static let longestInRow = 1 << 20

  /// Whether the text lies in a row of its own.
  var isKeptAside: Bool {
    if case .memo(let max) = type { return max > ColumnDefinition.longestInRow }
    return false
  }

  var isAddress: Bool {
    if case .emailAddress = type { return true }
    return false
  }
}
