import NIOCore
import NIOSSL
import NIOTLS

/// Holds what arrived until somebody reads, and asks the socket for more only then: a slow reader slows the server
/// down instead of filling the memory.
final class InboundBytes: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  /// Who sends less than this for so long as the timeout is as good as silent: without a least rate, a byte now and
  /// then would hold a mailbox for ever. Octets a second. REL F035
  static let slowestRate: Int64 = 4

  private let timeout: TimeAmount
  private let host: String
  /// What is left of the time to wait before something worth mentioning arrives.
  private var patience: TimeAmount
  /// Octets since the patience was renewed.
  private var arrived: Int64 = 0
  private var waitingSince = NIODeadline.uptimeNanoseconds(0)
  private var buffered: [UInt8] = []
  private var waiting: EventLoopPromise<[UInt8]?>?
  private var alarm: Scheduled<Void>?
  private var isClosed = false
  private var failure: (any Error)?
  private var context: ChannelHandlerContext?
  /// Waits for the end of a TLS handshake that began on a connection already in use.
  private var handshake: EventLoopPromise<Void>?

  init(timeout: TimeAmount, host: String) {
    self.timeout = timeout
    self.host = host
    patience = timeout
  }

  /// It is the server's turn anew: something was sent to it.
  func renewPatience() {
    patience = timeout
    arrived = 0
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// The next bytes, nil at the end. Must be called on the event loop, once at a time.
  /// - Parameter least: Waits at least so long.
  func next(_ promise: EventLoopPromise<[UInt8]?>, least: TimeAmount = .nanoseconds(0)) {
    if !buffered.isEmpty {
      let bytes = buffered
      buffered = []
      return promise.succeed(bytes)
    }
    if let failure { return promise.fail(failure) }
    if isClosed { return promise.succeed(nil) }
    guard let context, waiting == nil else { return promise.fail(ChannelError.inappropriateOperationForState) }
    waiting = promise
    waitingSince = NIODeadline.now()
    alarm = context.eventLoop.assumeIsolated().scheduleTask(in: max(patience, least)) { [weak self] in
      self?.fail(NoAnswer())
    }
    context.read()
  }

  /// Reads on its own until the handshake is over: the bytes of a handshake are nobody's to ask for.
  func awaitHandshake(_ promise: EventLoopPromise<Void>) {
    if let failure { return promise.fail(failure) }
    guard let context, !isClosed else { return promise.fail(ChannelError.alreadyClosed) }
    handshake = promise
    alarm = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) { [weak self] in
      self?.fail(NoAnswer())
    }
    context.read()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent { takeHandshake()?.succeed(()) }
    context.fireUserInboundEventTriggered(event)
  }

  private func takeHandshake() -> EventLoopPromise<Void>? {
    guard let promise = handshake else { return nil }
    alarm?.cancel()
    alarm = nil
    handshake = nil
    return promise
  }

  /// Nothing arrived in time.
  struct NoAnswer: Error {}

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = Array(unwrapInboundIn(data).readableBytesView)
    guard !bytes.isEmpty else { return }
    arrived += Int64(bytes.count)
    if arrived * 1_000_000_000 >= InboundBytes.slowestRate * timeout.nanoseconds {
      renewPatience()
    } else if waiting != nil {
      patience = max(.nanoseconds(0), patience - (NIODeadline.now() - waitingSince))
    }
    if let promise = take() {
      promise.succeed(bytes)
    } else {
      buffered += bytes
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    // TLS records and greetings may complete a read without bytes for us.
    if waiting != nil || handshake != nil { context.read() }
    context.fireChannelReadComplete()
  }

  func channelInactive(context: ChannelHandlerContext) {
    isClosed = true
    takeHandshake()?.fail(failure ?? ChannelError.eof)
    take()?.succeed(nil)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail(refusal(behind: error, context) ?? error)
    context.close(promise: nil)
  }

  /// What the server's certificate lacks, if that is why the handshake failed.
  private func refusal(behind error: any Error, _ context: ChannelHandlerContext) -> CertificateRefusal? {
    guard InboundBytes.isAboutCertificate(error),
      let certificate = try? context.pipeline.syncOperations.handler(type: NIOSSLHandler.self).peerCertificate
    else { return nil }
    return ServerCertificate(certificate).refusal(host: host)
  }

  private static func isAboutCertificate(_ error: any Error) -> Bool {
    if let extra = error as? NIOSSLExtraError { return extra == .failedToValidateHostname }
    guard case NIOSSLError.handshakeFailed(let reason)? = error as? NIOSSLError else { return false }
    return "\(reason)".contains("CERTIFICATE_VERIFY_FAILED")
  }

  private func fail(_ error: any Error) {
    if failure == nil { failure = error }
    takeHandshake()?.fail(error)
    take()?.fail(error)
  }

  private func take() -> EventLoopPromise<[UInt8]?>? {
    alarm?.cancel()
    alarm = nil
    defer { waiting = nil }
    return waiting
  }
}
