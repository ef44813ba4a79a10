package import CRMModel
import Crypto
import CryptoExtras
import Foundation

/// What opens a backup.
package enum BackupKey: Sendable {
  /// The master key in this file.
  case master(path: String)
  /// A passphrase: opens the backup on a machine that has no master key.
  case passphrase(Secret)

  /// Shorter ones are guessed.
  package static let shortestPassphrase = 12
}

/// The beginning of a backup, in clear: how its key is made.
struct BackupHeader: Codable, Equatable {
  enum Kind: String, Codable {
    case master
    case passphrase
  }

  static let version = 1
  /// Cost of guessing a passphrase: 2^16 rounds with blocks of 8 take 64 MiB and about a fifth of a second.
  static let rounds = 1 << 16
  static let blockSize = 8
  /// The most a backup may ask for: a file must not make a restore take all memory.
  static let maximumRounds = 1 << 20
  static let saltLength = 32

  var version = BackupHeader.version
  let kind: Kind
  let salt: [UInt8]
  /// Which master key.
  var keyID: String?
  var rounds: Int?

  init(_ key: BackupKey, salt: [UInt8]) throws(SyncFailure) {
    self.salt = salt
    switch key {
    case .master(let path):
      kind = .master
      keyID = try MasterKey.read(path).current.id
    case .passphrase(let secret):
      guard secret.reveal().unicodeScalars.count >= BackupKey.shortestPassphrase else {
        throw SyncFailure(
          .configuration, .backupPassphraseShort, ["minimum": String(BackupKey.shortestPassphrase)])
      }
      kind = .passphrase
      rounds = BackupHeader.rounds
    }
  }

  /// The key of this one file: its salt is random, so no two backups share one, and counting nonces are safe.
  func key(_ key: BackupKey, path: String) throws(SyncFailure) -> SymmetricKey {
    let damaged = SyncFailure(.configuration, .backupDamaged, ["path": path])
    guard version == BackupHeader.version, salt.count == BackupHeader.saltLength else { throw damaged }
    let base: SymmetricKey
    switch (kind, key) {
    case (.master, .master(let keyPath)):
      guard let found = try MasterKey.read(keyPath).key(keyID ?? "") else {
        throw SyncFailure(.configuration, .backupOfOtherKey, ["path": path, "key": keyPath])
      }
      base = found.key
    case (.passphrase, .passphrase(let secret)):
      guard let rounds, rounds > 1, rounds <= BackupHeader.maximumRounds, rounds & (rounds - 1) == 0,
        let derived = try? KDF.Scrypt.deriveKey(
          from: Array(secret.reveal().utf8), salt: salt, outputByteCount: 32, rounds: rounds,
          blockSize: BackupHeader.blockSize, parallelism: 1)
      else { throw damaged }
      base = derived
    case (.passphrase, .master):
      throw SyncFailure(.configuration, .backupNeedsPassphrase, ["path": path])
    case (.master, .passphrase):
      throw SyncFailure(.configuration, .backupNeedsMasterKey, ["path": path])
    }
    return HKDF<SHA256>.deriveKey(
      inputKeyMaterial: base, salt: salt, info: Array("lockstep backup 1".utf8), outputByteCount: 32)
  }
}
