import Crypto

enum Digest {
  static func sha256(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var hash = SHA256()
    let done: Void? = bytes.withContiguousStorageIfAvailable { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    if done == nil { hash.update(data: Array(bytes)) }
    return Array(hash.finalize())
  }
}
