import Foundation
import Testing

/// A PostgreSQL of its own on a socket in a temporary folder, stopped when it is let go of.
final class PostgresServer {
  private let programs: String
  private let folder: URL
  /// PostgreSQL refuses to run as root.
  private let user: String?

  init() throws {
    let root = "/usr/lib/postgresql"
    let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { Int($0) }
    guard let newest = versions.max() else {
      throw ChildProcess.Failure(description: "PostgreSQL is missing: install Debian's package postgresql")
    }
    programs = "\(root)/\(newest)/bin/"
    folder = URL(fileURLWithPath: "/tmp/lockstep-pg-" + UUID().uuidString.prefix(8))
    user = getuid() == 0 ? "nobody" : nil
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    if let user, let entry = getpwnam(user) {
      guard chown(folder.path, entry.pointee.pw_uid, entry.pointee.pw_gid) == 0 else {
        throw ChildProcess.Failure(description: "cannot give \(folder.path) to \(user)")
      }
    }
    let data = folder.path + "/data"
    try ChildProcess.run(
      programs + "initdb",
      ["-D", data, "-U", "lockstep", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"], as: user)
    try ChildProcess.run(
      programs + "pg_ctl",
      [
        "-D", data, "-w", "-t", "60", "-l", folder.path + "/log", "-o",
        "-c listen_addresses='' -c unix_socket_directories=\(folder.path) -c fsync=off", "start",
      ], as: user)
  }

  /// Runs a script; the first error ends it.
  func run(_ script: String) throws {
    let file = folder.appendingPathComponent("script.sql")
    try Data(script.utf8).write(to: file)
    guard chmod(file.path, 0o644) == 0 else {
      throw ChildProcess.Failure(description: "cannot make \(file.path) readable")
    }
    try ChildProcess.run(
      programs + "psql",
      ["-X", "-q", "-h", folder.path, "-U", "lockstep", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-f", file.path],
      as: user)
  }

  deinit {
    // pg_ctl ends the process whose id the server wrote into its own folder.
    do {
      try ChildProcess.run(programs + "pg_ctl", ["-D", folder.path + "/data", "-m", "immediate", "stop"], as: user)
    } catch {
      Issue.record(error, "PostgreSQL was not stopped")
    }
    try? FileManager.default.removeItem(at: folder)
  }
}
