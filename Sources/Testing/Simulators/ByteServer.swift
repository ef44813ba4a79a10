import NIOCore
import NIOPosix

/// A TCP server on this machine that gives every connection a session of its own.
final class ByteServer: Sendable {
  /// What a session answers to what it received.
  struct Answer {
    var bytes: [UInt8] = []
    var closes = false
  }

  private let channel: any Channel

  private init(_ channel: any Channel) { self.channel = channel }

  var port: Int { channel.localAddress?.port ?? 0 }

  /// - Parameter session: Makes a session: its greeting, and a function from received bytes to an answer. The function
  ///   is told nil when the connection is over.
  static func start(
    port: Int, session: @escaping @Sendable () -> (greeting: Answer, receive: ([UInt8]?) -> Answer)
  ) async throws -> ByteServer {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(SessionHandler(session()))
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    return ByteServer(channel)
  }

  func stop() async throws { try await channel.close() }
}

/// Feeds one session.
private final class SessionHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let session: (greeting: ByteServer.Answer, receive: ([UInt8]?) -> ByteServer.Answer)

  init(_ session: (greeting: ByteServer.Answer, receive: ([UInt8]?) -> ByteServer.Answer)) {
    self.session = session
  }

  func channelActive(context: ChannelHandlerContext) { answer(session.greeting, context) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    answer(session.receive(Array(unwrapInboundIn(data).readableBytesView)), context)
  }

  func channelInactive(context: ChannelHandlerContext) { _ = session.receive(nil) }

  private func answer(_ answer: ByteServer.Answer, _ context: ChannelHandlerContext) {
    if !answer.bytes.isEmpty {
      context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: answer.bytes)), promise: nil)
    }
    if answer.closes { context.close(promise: nil) }
  }
}

/// Cuts what arrives into lines.
struct LineBuffer {
  private var bytes: [UInt8] = []

  mutating func append(_ more: [UInt8]) { bytes += more }

  /// The next line without its end, or nil until it is complete.
  mutating func line() -> [UInt8]? {
    guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
    var line = Array(bytes[..<end])
    bytes.removeFirst(end + 1)
    if line.last == 0x0D { line.removeLast() }
    return line
  }

  /// Exactly so many bytes, or nil until they are there.
  mutating func take(_ count: Int) -> [UInt8]? {
    guard bytes.count >= count else { return nil }
    let taken = Array(bytes[..<count])
    bytes.removeFirst(count)
    return taken
  }
}

/// RFC 4648 §4, for the credentials of clients.
enum Base64Text {
  static func decode(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for character in text.utf8 where character != UInt8(ascii: "=") {
      let six: UInt8
      switch character {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): six = character - 65
      case UInt8(ascii: "a")...UInt8(ascii: "z"): six = character - 71
      case UInt8(ascii: "0")...UInt8(ascii: "9"): six = character + 4
      case UInt8(ascii: "+"): six = 62
      case UInt8(ascii: "/"): six = 63
      default: return nil
      }
      bits = (bits << 6 | UInt32(six)) & 0xFFFF
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }

  static func text(_ text: String) -> String? { decode(text).map { String(decoding: $0, as: UTF8.self) } }
}
