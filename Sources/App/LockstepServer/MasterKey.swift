import CRMModel
import Crypto
import Foundation

/// The keys that protect all stored secrets: the current one first, then those being replaced.
struct MasterKey: Sendable {
  struct Key: Sendable {
    let key: SymmetricKey
    /// The start of the key's SHA-256: tells which key sealed a secret without telling the key.
    let id: String

    init(_ bytes: [UInt8]) {
      key = SymmetricKey(data: bytes)
      id = SHA256.hash(data: bytes).prefix(8).map { String(format: "%02x", $0) }.joined()
    }
  }

  let keys: [Key]

  var current: Key { keys[0] }

  func key(_ id: String) -> Key? { keys.first { $0.id == id } }

  /// Reads a key file that nobody else can read.
  static func read(_ path: String) throws(SyncFailure) -> MasterKey {
    var status = stat()
    guard stat(path, &status) == 0, let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw SyncFailure(.configuration, .masterKeyMissing, ["path": path])
    }
    guard status.st_mode & 0o077 == 0 else {
      throw SyncFailure(.configuration, .masterKeyReadable, ["path": path])
    }
    guard let keys = KeyFile.keys(in: text) else {
      throw SyncFailure(.configuration, .masterKeyMalformed, ["path": path])
    }
    return MasterKey(keys: keys.map(Key.init))
  }

  /// Makes a new key file, or puts a new key before those in an existing one. Answers the lines written.
  static func writeNew(_ path: String, keeping old: [String] = []) throws(SyncFailure) {
    let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { [UInt8]($0) }
    try write([bytes.map { String(format: "%02x", $0) }.joined()] + old, to: path)
  }

  static func lines(_ path: String) throws(SyncFailure) -> [String] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw SyncFailure(.configuration, .masterKeyMissing, ["path": path])
    }
    return text.split(whereSeparator: \.isNewline).map(String.init)
  }

  /// Written beside, synced and renamed, so that no crash leaves half a key file.
  static func write(_ lines: [String], to path: String) throws(SyncFailure) {
    let text = lines.joined(separator: "\n") + "\n"
    let temporary = path + ".new"
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    let count = text.utf8.count
    let written = text.withCString { Foundation.write(descriptor, $0, count) }
    let isSafe = written == count && fsync(descriptor) == 0
    close(descriptor)
    guard isSafe, rename(temporary, path) == 0 else { throw failure(path) }
    let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  private static func failure(_ path: String) -> SyncFailure {
    SyncFailure(.configuration, .folderNotUsable, ["path": path, "reason": String(cString: strerror(errno))])
  }
}
