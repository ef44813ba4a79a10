package import CRMModel
import CSQLite
import Foundation

/// A database file as a whole: copied while it is in use, checked, counted.
package struct SQLiteFile: Sendable {
  package let path: String

  package init(_ path: String) { self.path = path }

  /// The files SQLite keeps beside a database in use.
  package static let companions = ["-wal", "-shm", "-journal"]

  /// Writes a copy of one moment as a single file that only its owner can read.
  package func copy(to target: String) throws(SyncFailure) {
    let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw SyncFailure(.configuration, .folderNotUsable, ["path": target, "reason": String(cString: strerror(errno))])
    }
    close(descriptor)
    try ask { connection throws(SQLiteError) in
      let copy = try SQLiteConnection(path: target)
      try connection.copy(to: copy)
      // The copy says of itself that it has a log beside it, as the original does.
      try copy.execute("PRAGMA journal_mode = DELETE")
    }
  }

  /// Reads every page, and counts the rows of every table.
  package func check() throws(SyncFailure) -> [String: Int] {
    try ask { connection throws(SQLiteError) in
      for question in ["PRAGMA integrity_check", "PRAGMA foreign_key_check"] {
        let statement = try connection.statement(question)
        while try statement.step() {
          let said = statement.text(0) ?? ""
          guard said == "ok" else { throw SQLiteError(code: SQLITE_CORRUPT, extended: SQLITE_CORRUPT, message: said) }
        }
      }
      var names: [String] = []
      let tables = try connection.statement(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      while try tables.step() { names.append(tables.text(0) ?? "") }
      var counts: [String: Int] = [:]
      for name in names {
        counts[name] = try connection.number("SELECT COUNT(*) FROM \(SQLText.quoted(name))")
      }
      return counts
    }
  }

  /// The number of the epoch the database is in; 0 for one that was never restored.
  package func epoch() throws(SyncFailure) -> Int {
    try ask { connection throws(SQLiteError) in
      let statement = try connection.statement("SELECT value FROM ls_meta WHERE name = '\(RestoreEpoch.name)'")
      defer { statement.reset() }
      return try statement.step() ? statement.text(0).flatMap { Int($0) } ?? 0 : 0
    }
  }

  /// Brings what the log beside the file holds into the file, and removes the log.
  package func settle() throws(SyncFailure) {
    try ask { connection throws(SQLiteError) in try connection.execute("PRAGMA journal_mode = DELETE") }
  }

  private func ask<Answer>(_ body: (SQLiteConnection) throws(SQLiteError) -> Answer) throws(SyncFailure) -> Answer {
    guard FileManager.default.fileExists(atPath: path) else {
      throw SyncFailure(.configuration, .folderNotUsable, ["path": path, "reason": String(cString: strerror(ENOENT))])
    }
    do throws(SQLiteError) {
      return try body(try SQLiteConnection(path: path))
    } catch {
      throw SQLiteCore.failure(error, path)
    }
  }
}
