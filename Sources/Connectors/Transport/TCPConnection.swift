package import CRMModel
import NIOCore
import NIOPosix
import NIOSSL

/// `ByteConnection` over TCP, with TLS from the start or from STARTTLS on.
package final class TCPConnection: ByteConnection {
  /// Where to connect and how much to trust.
  package struct Target: Sendable {
    package let host: String
    package let port: Int
    package let isTLS: Bool
    /// PEM of certificates to trust beside those of the system.
    package let trustedCertificates: String?
    package let timeoutSeconds: Int

    package init(host: String, port: Int, isTLS: Bool, trustedCertificates: String?, timeoutSeconds: Int) {
      self.host = host
      self.port = port
      self.isTLS = isTLS
      self.trustedCertificates = trustedCertificates
      self.timeoutSeconds = timeoutSeconds
    }
  }

  /// The longest wait for the connection itself, in seconds.
  static let longestConnect = 30

  private let channel: any Channel
  private let inbound: NIOLoopBound<InboundBytes>
  private let target: Target

  private init(_ channel: any Channel, _ inbound: NIOLoopBound<InboundBytes>, _ target: Target) {
    self.channel = channel
    self.inbound = inbound
    self.target = target
  }

  package static func connect(_ target: Target) async throws(SyncFailure) -> TCPConnection {
    do {
      let tls = target.isTLS ? try tlsContext(target) : nil
      let (channel, inbound) = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connectTimeout(.seconds(Int64(min(longestConnect, target.timeoutSeconds))))
        .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        .channelOption(.autoRead, value: false)
        .connect(host: target.host, port: target.port) { channel in
          channel.eventLoop.makeCompletedFuture {
            if let tls {
              try channel.pipeline.syncOperations.addHandler(tlsHandler(tls, target))
            }
            let inbound = InboundBytes(timeout: .seconds(Int64(target.timeoutSeconds)), host: target.host)
            try channel.pipeline.syncOperations.addHandler(inbound)
            return (channel, NIOLoopBound(inbound, eventLoop: channel.eventLoop))
          }
        }
      return TCPConnection(channel, inbound, target)
    } catch {
      throw failure(error, target)
    }
  }

  package func read() async throws(SyncFailure) -> [UInt8]? { try await read(patience: 0) }

  package func read(patience seconds: Int) async throws(SyncFailure) -> [UInt8]? {
    do {
      return try await answer { [inbound] promise in inbound.value.next(promise, least: .seconds(Int64(seconds))) }
    } catch {
      throw TCPConnection.failure(error, target)
    }
  }

  package func write(_ bytes: [UInt8]) async throws(SyncFailure) {
    do {
      try await answer { [channel, target, inbound] (promise: EventLoopPromise<Void>) in
        // A server that stops reading must not hold a mailbox for ever: closing the channel fails the write.
        let alarm = channel.eventLoop.scheduleTask(in: .seconds(Int64(target.timeoutSeconds))) {
          channel.close(promise: nil)
        }
        promise.futureResult.whenComplete { _ in alarm.cancel() }
        inbound.value.renewPatience()
        channel.writeAndFlush(channel.allocator.buffer(bytes: bytes), promise: promise)
      }
    } catch {
      throw TCPConnection.failure(error, target)
    }
  }

  /// Runs a body on the event loop and waits for what it promises. A promise that is made and awaited elsewhere costs
  /// the loop two more wake-ups.
  private func answer<Answer: Sendable>(_ body: @escaping @Sendable (EventLoopPromise<Answer>) -> Void) async throws
    -> Answer
  {
    try await withCheckedThrowingContinuation { continuation in
      channel.eventLoop.execute { [eventLoop = channel.eventLoop] in
        let promise = eventLoop.makePromise(of: Answer.self)
        promise.futureResult.whenComplete { continuation.resume(with: $0) }
        body(promise)
      }
    }
  }

  package func startTLS() async throws(SyncFailure) {
    do {
      let context = try TCPConnection.tlsContext(target)
      try await channel.eventLoop.flatSubmit { [channel, target, inbound] () -> EventLoopFuture<Void> in
        do {
          try channel.pipeline.syncOperations.addHandler(TCPConnection.tlsHandler(context, target), position: .first)
        } catch {
          return channel.eventLoop.makeFailedFuture(error)
        }
        let done = channel.eventLoop.makePromise(of: Void.self)
        inbound.value.awaitHandshake(done)
        return done.futureResult
      }.get()
    } catch {
      throw TCPConnection.failure(error, target)
    }
  }

  package func close() async {
    // The other side may have closed already; both ways the connection is gone.
    try? await channel.close()
  }

  // MARK: - TLS

  private static func tlsContext(_ target: Target) throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    // For TLS 1.2: forward secrecy and authenticated encryption, as TLS 1.3 has by itself. REL S13
    configuration.cipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20"
    if let pem = target.trustedCertificates {
      let certificates = try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8))
      configuration.additionalTrustRoots = [.certificates(certificates)]
    }
    return try NIOSSLContext(configuration: configuration)
  }

  /// Whether a text is PEM with at least one certificate.
  package static func areCertificates(_ pem: String) -> Bool {
    (try? NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))?.isEmpty == false
  }

  private static func tlsHandler(_ context: NIOSSLContext, _ target: Target) throws -> NIOSSLClientHandler {
    // A literal address is no server name; NIOSSL then checks the certificate against the address. RFC 6066 §3
    let isAddress = (try? SocketAddress(ipAddress: target.host, port: 0)) != nil
    return try NIOSSLClientHandler._makeSSLClientHandler(
      context: context, serverHostname: isAddress ? nil : target.host,
      additionalPeerCertificateVerificationCallback: { certificate, channel in
        if let weakness = ServerCertificate(certificate).weakness {
          return channel.eventLoop.makeFailedFuture(weakness)
        }
        return channel.eventLoop.makeSucceededVoidFuture()
      })
  }

  // MARK: - Failures

  private static func failure(_ error: any Error, _ target: Target) -> SyncFailure {
    let parameters = ["host": target.host, "port": String(target.port), "seconds": String(target.timeoutSeconds)]
    func with(_ reason: String) -> [String: String] { parameters.merging(["reason": reason]) { _, new in new } }
    switch error {
    case let failure as SyncFailure: return failure
    case is InboundBytes.NoAnswer: return SyncFailure(.transient, .timedOut, parameters)
    case let error as NIOConnectionError:
      let reason = error.connectionErrors.first.map { plain($0.error) } ?? "name not found"
      return SyncFailure(.transient, .connectFailed, with(reason))
    case let refusal as CertificateRefusal:
      return SyncFailure(.configuration, refusal.code, parameters.merging(refusal.parameters) { _, new in new })
    case NIOSSLError.handshakeFailed(.sslError([.eofDuringHandshake])),
      NIOSSLError.handshakeFailed(.sslError([.eofDuringAdditionalCertficiateChainValidation])):
      return SyncFailure(.transient, .connectionLost, with("closed during the TLS handshake"))
    case NIOSSLError.handshakeFailed(let reason): return SyncFailure(.configuration, .tlsFailed, with("\(reason)"))
    case is NIOSSLExtraError, is BoringSSLError: return SyncFailure(.configuration, .tlsFailed, with("\(error)"))
    case NIOSSLError.uncleanShutdown: return SyncFailure(.transient, .connectionLost, with("TLS ended abruptly"))
    case is NIOSSLError: return SyncFailure(.configuration, .tlsFailed, with("\(error)"))
    case ChannelError.connectTimeout: return SyncFailure(.transient, .connectFailed, with("no answer"))
    case ChannelError.alreadyClosed, ChannelError.ioOnClosedChannel, ChannelError.inputClosed,
      ChannelError.outputClosed:
      return SyncFailure(.transient, .connectionLost, with("closed"))
    default: return SyncFailure(.transient, .connectionLost, with(plain(error)))
    }
  }

  private static func plain(_ error: any Error) -> String {
    if let error = error as? IOError { return error.description }
    return "\(error)"
  }
}
