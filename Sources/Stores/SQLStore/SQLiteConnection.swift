import CRMModel
import CSQLite

/// A failure as SQLite tells it.
struct SQLiteError: Error, Equatable {
  /// The primary result code: `SQLITE_FULL`, `SQLITE_CONSTRAINT`, ...
  let code: Int32
  let extended: Int32
  let message: String
}

/// One connection to one database file, used by one thread at a time. Statements are prepared once and kept.
final class SQLiteConnection {
  /// Statements kept ready. Texts are few: lists of values come in powers of two.
  static let maximumStatements = 1000

  let path: String
  private let handle: OpaquePointer
  private var statements: [String: SQLiteStatement] = [:]

  /// Opens or creates the file.
  /// - Parameters:
  ///   - busySeconds: For how long a lock of another process is waited for.
  ///   - vfs: The name of a registered file layer; nil for the system's.
  init(path: String, busySeconds: Int32 = 10, vfs: String? = nil) throws(SQLiteError) {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path, &opened, flags, vfs)
    guard code == SQLITE_OK, let opened else {
      let error = SQLiteError(
        code: code & 0xFF, extended: code,
        message: opened.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code)))
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
    self.path = path
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, busySeconds * 1000)
  }

  deinit {
    statements.removeAll()
    sqlite3_close_v2(handle)
  }

  var error: SQLiteError {
    let extended = sqlite3_extended_errcode(handle)
    return SQLiteError(code: extended & 0xFF, extended: extended, message: String(cString: sqlite3_errmsg(handle)))
  }

  /// Rows changed by the last statement.
  var changes: Int { Int(sqlite3_changes(handle)) }

  /// Runs one or more statements without values.
  func execute(_ sql: String) throws(SQLiteError) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw error }
  }

  /// The prepared statement of a text, ready to be bound.
  func statement(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
    if let statement = statements[sql] { return statement }
    if statements.count >= SQLiteConnection.maximumStatements { statements.removeAll() }
    var prepared: OpaquePointer?
    guard sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil) == SQLITE_OK,
      let prepared
    else { throw error }
    let statement = SQLiteStatement(prepared, self)
    statements[sql] = statement
    return statement
  }

  /// Copies the whole database as it is at one moment; others may go on writing meanwhile.
  /// https://www.sqlite.org/backup.html
  func copy(to target: SQLiteConnection) throws(SQLiteError) {
    guard let backup = sqlite3_backup_init(target.handle, "main", handle, "main") else { throw target.error }
    // In one step: between steps the commits of a busy service would make it begin again and again.
    let code = sqlite3_backup_step(backup, -1)
    sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE else {
      throw SQLiteError(code: code & 0xFF, extended: code, message: String(cString: sqlite3_errstr(code)))
    }
  }

  /// The first column of the first row, as a number.
  func number(_ sql: String, _ values: [Value] = []) throws(SQLiteError) -> Int? {
    let statement = try statement(sql)
    defer { statement.reset() }
    try statement.bind(values)
    return try statement.step() ? statement.integer(0).map(Int.init) : nil
  }

  /// Runs a statement that answers nothing.
  func run(_ sql: String, _ values: [Value]) throws(SQLiteError) {
    let statement = try statement(sql)
    defer { statement.reset() }
    try statement.bind(values)
    while try statement.step() {}
  }

  /// Writes the log again as it is read. Within a transaction that writes.
  func renewLog() throws(SQLiteError) {
    let code = lockstep_renew_log(handle)
    guard code == SQLITE_OK else {
      throw SQLiteError(code: code & 0xFF, extended: code, message: String(cString: sqlite3_errstr(code)))
    }
  }

  /// Whatever `body` throws undoes what it did, within a transaction that goes on.
  func savepoint<Answer>(_ body: () throws -> Answer) throws -> Answer {
    try run("SAVEPOINT unit", [])
    do {
      let answer = try body()
      try run("RELEASE unit", [])
      return answer
    } catch {
      // After some failures SQLite has undone the whole transaction already.
      if sqlite3_get_autocommit(handle) == 0 {
        try run("ROLLBACK TO unit", [])
        try run("RELEASE unit", [])
      }
      throw error
    }
  }

  /// Reads that all see the same moment.
  func snapshot<Answer>(_ body: () throws -> Answer) throws -> Answer {
    try run("BEGIN", [])
    // It wrote nothing, so that nothing is lost if its end fails.
    defer { try? run("COMMIT", []) }
    return try body()
  }

  /// One transaction that writes; whatever `body` throws undoes it.
  func transaction<Answer>(_ body: () throws -> Answer) throws -> Answer {
    try execute("BEGIN IMMEDIATE")
    do {
      let answer = try body()
      try execute("COMMIT")
      return answer
    } catch {
      // After some failures SQLite has rolled back already.
      if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
      throw error
    }
  }
}

/// A prepared statement. Texts and blobs are copied when they are bound and when they are read.
final class SQLiteStatement {
  private let handle: OpaquePointer
  private unowned let connection: SQLiteConnection

  init(_ handle: OpaquePointer, _ connection: SQLiteConnection) {
    self.handle = handle
    self.connection = connection
  }

  deinit { sqlite3_finalize(handle) }

  func reset() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  func bind(_ values: [Value]) throws(SQLiteError) {
    for (index, value) in values.enumerated() { try bind(value, at: index) }
  }

  /// - Parameter index: From 0.
  func bind(_ value: Value, at index: Int) throws(SQLiteError) {
    let place = Int32(index + 1)
    let code: Int32
    switch value {
    case .null: code = sqlite3_bind_null(handle, place)
    case .integer(let number): code = sqlite3_bind_int64(handle, place, number)
    case .text(var text):
      code = text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          // A null pointer would bind NULL: an empty text is a text.
          lockstep_bind_text_copy(handle, place, characters.baseAddress ?? SQLiteStatement.nothing, UInt64(bytes.count))
        }
      }
    case .bytes(let bytes): code = bind(bytes[...], place)
    case .guid(let id): code = bind(id, place)
    case .reference(let reference): code = bind(reference.id, place)
    }
    guard code == SQLITE_OK else { throw connection.error }
  }

  /// Binds a piece of bytes without making an array of it.
  func bind(_ bytes: ArraySlice<UInt8>, at index: Int) throws(SQLiteError) {
    guard bind(bytes, Int32(index + 1)) == SQLITE_OK else { throw connection.error }
  }

  private func bind(_ bytes: ArraySlice<UInt8>, _ place: Int32) -> Int32 {
    guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, place, 0) }
    return bytes.withUnsafeBytes { lockstep_bind_blob_copy(handle, place, $0.baseAddress, UInt64($0.count)) }
  }

  private func bind(_ id: GUID, _ place: Int32) -> Int32 {
    var halves = (id.high.bigEndian, id.low.bigEndian)
    return withUnsafeBytes(of: &halves) { lockstep_bind_blob_copy(handle, place, $0.baseAddress, UInt64($0.count)) }
  }

  /// A string literal of no bytes that is not null.
  private nonisolated(unsafe) static let nothing: UnsafePointer<CChar> = {
    let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    pointer.initialize(to: 0)
    return UnsafePointer(pointer)
  }()

  /// Whether there is a row.
  func step() throws(SQLiteError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw connection.error
    }
  }

  // MARK: - Reading the row

  func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

  func integer(_ column: Int) -> Int64? { isNull(column) ? nil : sqlite3_column_int64(handle, Int32(column)) }

  func text(_ column: Int) -> String? {
    guard let start = sqlite3_column_text(handle, Int32(column)) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func bytes(_ column: Int) -> [UInt8]? {
    guard !isNull(column) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    guard count > 0, let start = sqlite3_column_blob(handle, Int32(column)) else { return [] }
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }

  func guid(_ column: Int) -> GUID? {
    guard sqlite3_column_bytes(handle, Int32(column)) == 16, let start = sqlite3_column_blob(handle, Int32(column))
    else { return nil }
    let bytes = UnsafeRawBufferPointer(start: start, count: 16)
    return GUID(
      high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
      low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }

  /// The cell as whatever it is stored as.
  func value(_ column: Int) -> Value {
    switch sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_INTEGER, SQLITE_FLOAT: .integer(sqlite3_column_int64(handle, Int32(column)))
    case SQLITE_TEXT: text(column).map(Value.text) ?? .null
    case SQLITE_BLOB: bytes(column).map(Value.bytes) ?? .null
    default: .null
    }
  }
}
