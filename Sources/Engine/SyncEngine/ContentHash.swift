import Crypto

/// SHA-256, by which the store finds a blob.
enum ContentHash {
  static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}
