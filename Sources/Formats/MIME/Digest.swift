import Crypto

enum Digest {
  static func sha256(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return Array(hash.finalize())
  }

  static func sha256(_ bytes: [UInt8]) -> [UInt8] { sha256(bytes[...]) }
}
