/// A byte stream to a server: NIO in production, a seeded network in simulations.
package protocol ByteConnection: Sendable {
  /// The next bytes, at least one; nil after the other side closed in order.
  func read() async throws(SyncFailure) -> [UInt8]?

  /// The same, where the answer may take longer than others: it is waited for at least so many seconds.
  func read(patience seconds: Int) async throws(SyncFailure) -> [UInt8]?

  /// Returns when the bytes are handed to the network, all in one write.
  func write(_ bytes: [UInt8]) async throws(SyncFailure)

  /// Makes the rest of the stream TLS, after checking the server's certificate.
  func startTLS() async throws(SyncFailure)

  func close() async
}

extension ByteConnection {
  package func read(patience seconds: Int) async throws(SyncFailure) -> [UInt8]? { try await read() }
}
