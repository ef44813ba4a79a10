import NIOCore
import NIOTLS

/// Holds what arrived until somebody reads, and asks the socket for more only then: a slow reader slows the server
/// down instead of filling the memory.
final class InboundBytes: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let timeout: TimeAmount
  private var buffered: [UInt8] = []
  private var waiting: EventLoopPromise<[UInt8]?>?
  private var alarm: Scheduled<Void>?
  private var isClosed = false
  private var failure: (any Error)?
  private var context: ChannelHandlerContext?
  /// Waits for the end of a TLS handshake that began on a connection already in use.
  private var handshake: EventLoopPromise<Void>?

  init(timeout: TimeAmount) { self.timeout = timeout }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// The next bytes, nil at the end. Must be called on the event loop, once at a time.
  func next(_ promise: EventLoopPromise<[UInt8]?>) {
    if !buffered.isEmpty {
      let bytes = buffered
      buffered = []
      return promise.succeed(bytes)
    }
    if let failure { return promise.fail(failure) }
    if isClosed { return promise.succeed(nil) }
    guard let context, waiting == nil else { return promise.fail(ChannelError.inappropriateOperationForState) }
    waiting = promise
    alarm = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) { [weak self] in
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
    fail(error)
    context.close(promise: nil)
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
