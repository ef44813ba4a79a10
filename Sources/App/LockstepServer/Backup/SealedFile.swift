import CRMModel
import Crypto
import Foundation

/// A file of pieces of 1 MiB, each sealed with AES-256-GCM. The nonce counts the pieces and marks the last, so that none
/// can be left out, exchanged or cut off; every piece is bound to the header. However long the file is, two pieces are
/// in memory.
enum SealedFile {
  static let piece = 1 << 20
  static let tag = 16
  static let magic = Array("LOCKSTEP BACKUP\n".utf8)
  static let longestHeader = 4096

  static func nonce(_ number: Int, isLast: Bool) -> AES.GCM.Nonce? {
    var bytes = [UInt8](repeating: 0, count: 12)
    for place in 0..<8 { bytes[3 + place] = UInt8(truncatingIfNeeded: number >> (8 * (7 - place))) }
    bytes[11] = isLast ? 1 : 0
    return try? AES.GCM.Nonce(data: bytes)
  }

  static func failure(_ path: String) -> SyncFailure {
    SyncFailure(.configuration, .folderNotUsable, ["path": path, "reason": String(cString: strerror(errno))])
  }
}

/// Writes a sealed file; the file is whole and on the disk after `finish`.
struct SealedWriter {
  private let path: String
  private let file: OpenFile
  private let key: SymmetricKey
  private let binding: [UInt8]
  private var buffer: [UInt8] = []
  private var number = 0

  /// - Parameter path: Must not exist.
  init(path: String, header: BackupHeader, key: SymmetricKey) throws(SyncFailure) {
    self.path = path
    self.key = key
    file = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let json = try? encoder.encode(header) else { throw SyncFailure(.configuration, .backupDamaged) }
    let head = SealedFile.magic + BigEndian.bytes(json.count) + Array(json)
    binding = Array(SHA256.hash(data: head))
    try file.write(head)
  }

  mutating func write(_ bytes: some Collection<UInt8>) throws(SyncFailure) {
    buffer.append(contentsOf: bytes)
    // One piece is kept back: the last one is marked.
    while buffer.count > SealedFile.piece {
      try seal(buffer[..<SealedFile.piece], isLast: false)
      buffer.removeFirst(SealedFile.piece)
    }
  }

  mutating func finish() throws(SyncFailure) {
    try seal(buffer[...], isLast: true)
    guard fsync(file.descriptor) == 0 else { throw SealedFile.failure(path) }
  }

  private mutating func seal(_ bytes: ArraySlice<UInt8>, isLast: Bool) throws(SyncFailure) {
    guard let nonce = SealedFile.nonce(number, isLast: isLast),
      let box = try? AES.GCM.seal(bytes, using: key, nonce: nonce, authenticating: binding)
    else { throw SyncFailure(.configuration, .backupDamaged, ["path": path]) }
    number += 1
    try file.write(Array(box.ciphertext) + Array(box.tag))
  }
}

/// Reads a sealed file from its beginning to its end.
struct SealedReader {
  private let path: String
  private let file: OpenFile
  private let key: SymmetricKey
  private let binding: [UInt8]
  /// What is read ahead, still sealed: the file's last piece shows only by what does not follow.
  private var sealed: [UInt8] = []
  private var buffer: ArraySlice<UInt8> = []
  private var number = 0
  private var isAtEnd = false

  init(path: String, _ chosen: BackupKey) throws(SyncFailure) {
    self.path = path
    file = try OpenFile(path, O_RDONLY)
    let notOne = SyncFailure(.configuration, .backupDamaged, ["path": path])
    let start = try file.read(SealedFile.magic.count + 4)
    guard start.starts(with: SealedFile.magic), start.count == SealedFile.magic.count + 4 else { throw notOne }
    let length = BigEndian.number(start.suffix(4))
    guard length <= SealedFile.longestHeader else { throw notOne }
    let json = try file.read(length)
    guard json.count == length, let header = try? JSONDecoder().decode(BackupHeader.self, from: Data(json)) else {
      throw notOne
    }
    key = try header.key(chosen, path: path)
    binding = Array(SHA256.hash(data: start + json))
  }

  /// Up to so many bytes; fewer only at the end.
  mutating func read(upTo count: Int) throws(SyncFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      if buffer.isEmpty {
        guard !isAtEnd else { break }
        try unseal()
        continue
      }
      let part = buffer.prefix(count - bytes.count)
      bytes.append(contentsOf: part)
      buffer = buffer.dropFirst(part.count)
    }
    return bytes
  }

  private mutating func unseal() throws(SyncFailure) {
    let size = SealedFile.piece + SealedFile.tag
    sealed += try file.read(2 * size - sealed.count)
    isAtEnd = sealed.count <= size
    let piece = sealed.prefix(size)
    guard piece.count >= SealedFile.tag, let nonce = SealedFile.nonce(number, isLast: isAtEnd),
      let box = try? AES.GCM.SealedBox(
        nonce: nonce, ciphertext: piece.dropLast(SealedFile.tag), tag: piece.suffix(SealedFile.tag)),
      let plain = try? AES.GCM.open(box, using: key, authenticating: binding)
    else { throw SyncFailure(.configuration, .backupDamaged, ["path": path]) }
    number += 1
    sealed.removeFirst(piece.count)
    buffer = Array(plain)[...]
  }
}

/// A file that is closed when nobody uses it any more.
final class OpenFile {
  let descriptor: Int32
  private let path: String

  init(_ path: String, _ flags: Int32) throws(SyncFailure) {
    self.path = path
    descriptor = open(path, flags | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SealedFile.failure(path) }
  }

  deinit { close(descriptor) }

  func write(_ bytes: [UInt8]) throws(SyncFailure) {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 else { throw SealedFile.failure(path) }
      start += written
    }
  }

  /// Up to so many bytes; fewer only at the end.
  func read(_ count: Int) throws(SyncFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes[filled...].withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
      guard got >= 0 else { throw SealedFile.failure(path) }
      if got == 0 { break }
      filled += got
    }
    return Array(bytes.prefix(filled))
  }
}

/// Numbers of four octets.
enum BigEndian {
  static func bytes(_ number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * (3 - $0))) }
  }

  static func number(_ bytes: some Collection<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}
