import CRMModel
import Crypto
import Foundation

/// What a backup holds: each database as a file, and after them the list that says what they must be.
struct BackupManifest: Codable, Equatable {
  struct File: Codable, Equatable {
    let name: String
    let size: Int
    let sha256: String
    /// Rows of each table.
    let rows: [String: Int]
  }

  static let name = "manifest.json"
  static let configuration = "configuration.sqlite"

  /// Microseconds since 1970.
  let madeOn: Int64
  let files: [File]

  /// Names come from a file: they must not lead out of a folder.
  static func isValid(_ name: String) -> Bool {
    if name == configuration { return true }
    return name.hasPrefix("organization-") && name.hasSuffix(".sqlite")
      && name.utf8.allSatisfy {
        (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
      }
  }
}

/// The head of an entry inside a backup.
struct BackupEntry: Codable {
  static let longestHead = 4096

  let name: String
  let size: Int
}

extension SealedWriter {
  mutating func writeEntry(_ name: String, size: Int) throws(SyncFailure) {
    guard let head = try? JSONEncoder().encode(BackupEntry(name: name, size: size)) else { return }
    try write(BigEndian.bytes(head.count))
    try write(head)
  }

  /// Writes a file as an entry; answers the hash of what was written.
  mutating func write(file path: String, as name: String, size: Int) throws(SyncFailure) -> String {
    try writeEntry(name, size: size)
    guard let handle = FileHandle(forReadingAtPath: path) else { throw SealedFile.failure(path) }
    defer { try? handle.close() }
    var hash = SHA256()
    while let bytes = try? handle.read(upToCount: SealedFile.piece), !bytes.isEmpty {
      hash.update(data: bytes)
      try write(bytes)
    }
    return hash.finalize().map { String(format: "%02x", $0) }.joined()
  }
}

extension SealedReader {
  /// Reads all entries; answers the list once everything in it was met as it says.
  /// - Parameter folder: Where the databases are written to; nil only looks at them.
  mutating func readAll(into folder: String?, path: String) throws(SyncFailure) -> BackupManifest {
    let damaged = SyncFailure(.configuration, .backupDamaged, ["path": path])
    var met: [String: (size: Int, sha256: String)] = [:]
    while true {
      let head = try read(upTo: 4)
      let length = BigEndian.number(head)
      guard head.count == 4, length <= BackupEntry.longestHead,
        let entry = try? JSONDecoder().decode(BackupEntry.self, from: Data(try read(upTo: length))), entry.size >= 0
      else { throw damaged }
      if entry.name == BackupManifest.name {
        guard let manifest = try? JSONDecoder().decode(BackupManifest.self, from: Data(try read(upTo: entry.size))),
          try read(upTo: 1).isEmpty, manifest.files.count == met.count,
          manifest.files.allSatisfy({ met[$0.name]?.size == $0.size && met[$0.name]?.sha256 == $0.sha256 })
        else { throw damaged }
        return manifest
      }
      guard BackupManifest.isValid(entry.name), met[entry.name] == nil else { throw damaged }
      met[entry.name] = (entry.size, try copy(entry, to: folder.map { $0 + "/" + entry.name }))
    }
  }

  private mutating func copy(_ entry: BackupEntry, to target: String?) throws(SyncFailure) -> String {
    var hash = SHA256()
    var left = entry.size
    var file: OpenFile?
    if let target { file = try OpenFile(target, O_WRONLY | O_CREAT | O_EXCL) }
    while left > 0 {
      let bytes = try read(upTo: min(left, SealedFile.piece))
      guard !bytes.isEmpty else { break }
      hash.update(data: bytes)
      left -= bytes.count
      try file?.write(bytes)
    }
    return left == 0 ? hash.finalize().map { String(format: "%02x", $0) }.joined() : ""
  }
}
