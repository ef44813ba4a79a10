import CRMModel
import Crypto
import Foundation
import struct GRDB.Configuration
import class GRDB.Database
import struct GRDB.DatabaseError
import class GRDB.DatabaseQueue
import struct GRDB.DatabaseValue
import class GRDB.Row
import class GRDB.Statement
import struct GRDB.StatementArguments

/// The synchronous store on SQLite: every call runs to its end on the calling thread.
/// One thread owns it; `SQLiteStore` lifts it to async. The database queue inside is safe to share, the rest is constant.
final class SQLiteCore: @unchecked Sendable {
  /// A blob is stored in rows of at most this many bytes.
  static let chunkSize = 1 << 20
  /// SQLite's `synchronous` must read back as this: FULL.
  static let fullSynchronous = 2
  /// For how long the ids of units can be asked for.
  static let unitMemory = 86_400
  /// Unreferenced blobs younger than this may belong to a unit about to be committed.
  static let blobGrace = 86_400

  let schema: Schema
  private let queue: DatabaseQueue
  private let text = SQLText(.sqlite)
  private let observe: (@Sendable (String) -> Void)?

  /// Opens or creates the database.
  /// - Parameter observe: Told every SQL text that is run.
  init(path: String, schema: Schema, now: Instant, observe: (@Sendable (String) -> Void)? = nil) throws(SyncFailure) {
    self.schema = schema
    self.observe = observe
    do {
      var configuration = Configuration()
      configuration.journalMode = .wal
      configuration.busyMode = .timeout(10)
      configuration.label = "store"
      queue = try DatabaseQueue(path: path, configuration: configuration)
      // GRDB sets NORMAL for WAL after its prepareDatabase hook, so FULL is set here and read back.
      let level = try queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA synchronous = FULL")
        return try Int.fetchOne(db, sql: "PRAGMA synchronous")
      }
      guard level == SQLiteCore.fullSynchronous else {
        throw SyncFailure(.configuration, .storeNotDurable, ["path": path])
      }
      try queue.write { db in try Migrations.bring(db, to: schema, text) }
    } catch let failure as SyncFailure {
      throw failure
    } catch {
      throw SQLiteCore.failure(error, path)
    }
    if observe != nil { for statement in text.creation(of: schema) { observe?(statement) } }
  }

  func close() throws { try queue.close() }

  // MARK: - Commit

  func commit(_ unit: UnitOfWork) -> CommitOutcome {
    do {
      var version = 0
      try queue.inTransaction(.immediate) { db in
        version = try apply(unit, on: db)
        return .commit
      }
      return .committed(version: version)
    } catch let stop as Stop {
      return .refused(stop.refusal)
    } catch {
      return .unknown(SQLiteCore.failure(error, queue.path))
    }
  }

  /// Carries a refusal out of the transaction, which rolls it back.
  private struct Stop: Error {
    let refusal: Refusal
  }

  private func apply(_ unit: UnitOfWork, on db: Database) throws -> Int {
    if let lease = unit.lease {
      let token = try Int.fetchOne(
        statement(text.leaseToken, on: db), arguments: [Data(lease.job.bytes)])
      guard token == lease.token else { throw Stop(refusal: .leaseLost(job: lease.job)) }
    }
    // SQLite has one writer at a time, so numbers taken at the start become visible in order all the same.
    let last =
      try Int.fetchOne(statement(text.nextVersion, on: db), arguments: [unit.changes.count]) ?? 0
    var version = last - unit.changes.count
    for change in unit.changes {
      version += 1
      switch change {
      case .insert(let record): try insert(record, version, unit.at, on: db)
      case .update(let table, let id, let expectation, let cells):
        try update(table, id, expectation, cells, version, unit.at, on: db)
      case .increment(let table, let id, let column, let amount):
        try run(
          text.incrementing(table, column: column),
          [amount.databaseValue, version.databaseValue, Cells.encode(.guid(id))], on: db)
        guard db.changesCount == 1 else { throw Stop(refusal: .missing(table: table.name, id: id)) }
      case .notice(let record, let key, let counter):
        try notice(record, key, counter, version, unit.at, on: db)
      case .delete(let table, let id, let expectation):
        try check(expectation, table, id, on: db)
        try run(text.deletion(from: table), [Cells.encode(.guid(id))], on: db)
        guard db.changesCount == 1 else { throw Stop(refusal: .missing(table: table.name, id: id)) }
        try run(
          text.buryRow, [table.name.databaseValue, Cells.encode(.guid(id)), version.databaseValue], on: db)
        try run(text.forgetAddresses, [table.name.databaseValue, Cells.encode(.guid(id))], on: db)
      }
    }
    try run(text.rememberUnit, [Cells.encode(.guid(unit.id)), unit.at.microseconds.databaseValue], on: db)
    return last
  }

  private func insert(_ record: Record, _ version: Int, _ at: Instant, on db: Database) throws {
    var record = record
    let table = record.table
    record[Table.versionnumber] = version
    if table.ownership != .sync {
      if record[Table.createdon] == nil { record[Table.createdon] = at }
      record[Table.modifiedon] = at
    }
    var cells: [DatabaseValue] = []
    for (column, value) in zip(table.columns, record.values) {
      guard Cells.isValid(value, for: column) else {
        throw Stop(refusal: .invalid(table: table.name, column: column.name))
      }
      cells += Cells.encode(value, for: column)
    }
    do {
      try run(text.insertion(into: table), cells, on: db)
    } catch let error as DatabaseError where SQLiteCore.isUniqueViolation(error) {
      throw Stop(refusal: .duplicate(table: table.name, columns: SQLiteCore.columns(of: error)))
    } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
      // The row it belongs to is gone: the plan is outdated, not the disk full.
      throw Stop(refusal: .missing(table: table.name, id: record.id))
    }
    if table.columns.contains(where: \.isAddress) { try index(record, isNew: true, on: db) }
  }

  private func update(
    _ table: Table, _ id: GUID, _ expectation: Expectation, _ cells: [String: Value], _ version: Int, _ at: Instant,
    on db: Database
  ) throws {
    try check(expectation, table, id, on: db)
    var names: [String] = []
    var values: [DatabaseValue] = []
    var all = cells
    all[Table.versionnumber.definition.name] = .integer(Int64(version))
    if table.ownership != .sync, all[Table.modifiedon.definition.name] == nil {
      all[Table.modifiedon.definition.name] = at.value
    }
    for (name, value) in all.sorted(by: { $0.key < $1.key }) {
      guard let column = table.column(name), Cells.isValid(value, for: column) else {
        throw Stop(refusal: .invalid(table: table.name, column: name))
      }
      names += SQLText.cells(of: column)
      values += Cells.encode(value, for: column)
    }
    do {
      try run(text.updating(table, cells: names), values + [Cells.encode(.guid(id))], on: db)
    } catch let error as DatabaseError where SQLiteCore.isUniqueViolation(error) {
      throw Stop(refusal: .duplicate(table: table.name, columns: SQLiteCore.columns(of: error)))
    }
    guard db.changesCount == 1 else { throw Stop(refusal: .missing(table: table.name, id: id)) }
    if table.columns.contains(where: { $0.isAddress && cells[$0.name] != nil }),
      let row = try read(table, id, on: db)
    {
      try index(row, isNew: false, on: db)
    }
  }

  private func notice(
    _ record: Record, _ key: String, _ counter: String, _ version: Int, _ at: Instant, on db: Database
  ) throws {
    let existing = try Row.fetchOne(
      statement(text.finding(record.table, by: key), on: db), arguments: [Cells.encode(record[key])])
    guard let existing, let id = Cells.guid(existing[0]) else {
      return try insert(record, version, at, on: db)
    }
    try run(
      text.incrementing(record.table, column: counter),
      [1.databaseValue, version.databaseValue, Cells.encode(.guid(id))], on: db)
    try run(
      text.updating(record.table, cells: [Table.modifiedon.definition.name]),
      [at.microseconds.databaseValue, Cells.encode(.guid(id))], on: db)
  }

  private func check(_ expectation: Expectation, _ table: Table, _ id: GUID, on db: Database) throws {
    switch expectation {
    case .exists: return
    case .version(let expected):
      guard let row = try read(table, id, on: db) else { throw Stop(refusal: .missing(table: table.name, id: id)) }
      guard row.version == expected else { throw Stop(refusal: .moved(table: table.name, id: id)) }
    case .cells(let expected):
      guard let row = try read(table, id, on: db) else { throw Stop(refusal: .missing(table: table.name, id: id)) }
      for (name, value) in expected where row[name] != value {
        throw Stop(refusal: .moved(table: table.name, id: id))
      }
    }
  }

  private func read(_ table: Table, _ id: GUID, on db: Database) throws -> Record? {
    try Row.fetchOne(statement(text.reading(table), on: db), arguments: [Data(id.bytes)])
      .map { Cells.decode($0, as: table) }
  }

  /// Keeps the addresses of a row where resolution looks for them. feature map 5.4
  private func index(_ record: Record, isNew: Bool, on db: Database) throws {
    let owner = [record.table.name.databaseValue, Cells.encode(.guid(record.id))]
    if !isNew { try run(text.forgetAddresses, owner, on: db) }
    for (column, value) in zip(record.table.columns, record.values) where column.isAddress {
      guard case .text(let address) = value else { continue }
      let folded = AddressFolding.fold(address)
      guard !folded.isEmpty else { continue }
      try run(text.rememberAddress, [folded.databaseValue] + owner + [column.name.databaseValue], on: db)
    }
  }

  // MARK: - Questions

  func isCommitted(_ unit: GUID) throws(SyncFailure) -> Bool {
    try read { db in
      try Int.fetchOne(self.statement(self.text.findUnit, on: db), arguments: [Data(unit.bytes)]) != nil
    }
  }

  func rows(_ query: Query) throws(SyncFailure) -> [Record] {
    let question = QueryText(query, text)
    return try read { db in
      let cursor = try Row.fetchCursor(
        self.statement(question.sql, on: db), arguments: StatementArguments(question.arguments.map(Cells.encode)))
      var records: [Record] = []
      while let row = try cursor.next() { records.append(Cells.decode(row, as: query.table)) }
      return records
    }
  }

  func count(_ query: Query) throws(SyncFailure) -> Int {
    let question = QueryText(counting: query)
    return try read { db in
      try Int.fetchOne(
        self.statement(question.sql, on: db), arguments: StatementArguments(question.arguments.map(Cells.encode))) ?? 0
    }
  }

  func owners(of addresses: [String]) throws(SyncFailure) -> [AddressOwner] {
    guard !addresses.isEmpty else { return [] }
    return try read { db in
      let rows = try Row.fetchAll(
        self.statement(self.text.owners(count: addresses.count), on: db), arguments: StatementArguments(addresses))
      return rows.compactMap { row in
        guard let id = Cells.guid(row[2]) else { return nil }
        return AddressOwner(address: row[0], owner: Reference(row[1], id), column: row[3])
      }
    }
  }

  // MARK: - Blobs

  func put(_ blobs: [[UInt8]], at now: Instant) throws(SyncFailure) -> [[UInt8]] {
    let hashes = blobs.map { Array(SHA256.hash(data: $0)) }
    guard !blobs.isEmpty else { return [] }
    do {
      try queue.inTransaction(.immediate) { db in
        for (hash, bytes) in zip(hashes, blobs) {
          var number = 0
          var start = 0
          repeat {
            let end = min(bytes.count, start + SQLiteCore.chunkSize)
            try run(
              text.putChunk,
              [
                Data(hash).databaseValue, number.databaseValue, Data(bytes[start..<end]).databaseValue,
                now.microseconds.databaseValue,
              ], on: db)
            number += 1
            start = end
          } while start < bytes.count
        }
        return .commit
      }
    } catch {
      throw SQLiteCore.failure(error, queue.path)
    }
    return hashes
  }

  func blob(_ hash: [UInt8]) throws(SyncFailure) -> [UInt8]? {
    try read { db in
      let chunks = try Data.fetchAll(
        self.statement(self.text.readChunks, on: db), arguments: [Data(hash)])
      guard !chunks.isEmpty else { return nil }
      return chunks.flatMap { [UInt8]($0) }
    }
  }

  /// Removes what nothing refers to and nothing can ask for any more. Answers how many blobs went.
  func sweep(at now: Instant) throws(SyncFailure) -> Int {
    do {
      return try queue.write { db in
        try run(
          text.forgetUnits, [now.adding(seconds: -SQLiteCore.unitMemory).microseconds.databaseValue], on: db)
        let limit = now.adding(seconds: -SQLiteCore.blobGrace).microseconds
        let candidates = try Data.fetchAll(statement(text.oldBlobs, on: db), arguments: [limit])
        var removed = 0
        for hash in candidates {
          let used = try Int.fetchOne(statement(text.blobIsUsed(in: schema), on: db), arguments: [hash])
          if used == nil {
            try run(text.dropBlob, [hash.databaseValue], on: db)
            removed += 1
          }
        }
        return removed
      }
    } catch {
      throw SQLiteCore.failure(error, queue.path)
    }
  }

  // MARK: - Running SQL

  private func read<Answer>(_ body: (Database) throws -> Answer) throws(SyncFailure) -> Answer {
    do {
      return try queue.read(body)
    } catch {
      throw SQLiteCore.failure(error, queue.path)
    }
  }

  private func statement(_ sql: String, on db: Database) throws -> Statement {
    observe?(sql)
    return try db.cachedStatement(sql: sql)
  }

  private func run(_ sql: String, _ arguments: [DatabaseValue], on db: Database) throws {
    try statement(sql, on: db).execute(arguments: StatementArguments(arguments))
  }

  private static func isUniqueViolation(_ error: DatabaseError) -> Bool {
    error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE || error.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY
  }

  /// SQLite says "UNIQUE constraint failed: email.messageiddupcheck, ...".
  private static func columns(of error: DatabaseError) -> [String] {
    let list = (error.message ?? "").split(separator: ":").last ?? ""
    return list.split(separator: ",").compactMap { $0.split(separator: ".").last.map(String.init) }
  }

  private static func failure(_ error: any Error, _ path: String) -> SyncFailure {
    guard let error = error as? DatabaseError else {
      return SyncFailure(.storage, .storeFailed, ["path": path, "reason": "\(error)"])
    }
    let reason = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_FULL, .SQLITE_IOERR: return SyncFailure(.storage, .diskFull, ["path": path, "reason": reason])
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      return SyncFailure(.configuration, .storeDamaged, ["path": path, "reason": reason])
    default: return SyncFailure(.storage, .storeFailed, ["path": path, "reason": reason])
    }
  }
}

extension ColumnDefinition {
  var isAddress: Bool {
    if case .emailAddress = type { return true }
    return false
  }
}
