import NIOCore
import NIOPosix

/// What was said in one connection through the proxy.
package struct ConversationReport: Equatable, Sendable {
  package enum End: String, Sendable {
    /// One of the two ended it.
    case closed
    case cut, reset
    /// The server could not be reached.
    case unreachable
  }

  /// Its number; the first is 1.
  package let connection: Int
  /// Bytes that came from the client and from the server, whether they were passed on or not.
  package let up: Int
  package let down: Int
  package let end: End
}

/// A client's connection and the proxy's own to the server. Lives on one event loop.
final class Conversation {
  /// Bytes on the way through one direction before the sender is not read any more. Twenty milliseconds of a gigabyte
  /// a second fit in.
  static let longestQueue = 64 << 20

  private struct Side {
    var channel: (any Channel)?
    var queued = 0
    var isFinished = false
    var isWaitingForRoom = false
  }

  private let number: Int
  private let loop: any EventLoop
  private let report: @Sendable (ConversationReport) -> Void
  private var flows: [Fault.Way: FaultyFlow]
  /// Where bytes of that way come from.
  private var sources: [Fault.Way: Side]
  private var end: ConversationReport.End?

  init(
    number: Int, client: any Channel, faults: [Fault], report: @escaping @Sendable (ConversationReport) -> Void
  ) {
    self.number = number
    self.loop = client.eventLoop
    self.report = report
    let mine = faults.filter { $0.connection == nil || $0.connection == number }
    var flows: [Fault.Way: FaultyFlow] = [:]
    for way in Fault.Way.allCases { flows[way] = FaultyFlow(mine.filter { $0.ways.contains(way) }.map(\.kind)) }
    self.flows = flows
    sources = [.up: Side(channel: client), .down: Side()]
  }

  /// The server was reached: bytes may flow.
  func connected(to server: any Channel) {
    sources[.down]?.channel = server
    guard end == nil else { return server.close(promise: nil) }
    let now = NIODeadline.now().uptimeNanoseconds
    for way in Fault.Way.allCases { perform(flows[way]?.begin(now: now) ?? [], way) }
    for way in Fault.Way.allCases { sources[way]?.channel?.read() }
  }

  func unreachable() { finish(.unreachable) }

  func received(_ bytes: [UInt8], _ way: Fault.Way) {
    perform(flows[way]?.receive(bytes, now: NIODeadline.now().uptimeNanoseconds) ?? [], way)
  }

  func readCompleted(_ way: Fault.Way) {
    guard let side = sources[way] else { return }
    if side.queued >= Conversation.longestQueue {
      sources[way]?.isWaitingForRoom = true
    } else {
      side.channel?.read()
    }
  }

  /// The sender of this way will send no more.
  func finished(_ way: Fault.Way) {
    guard sources[way]?.isFinished == false else { return }
    sources[way]?.isFinished = true
    perform(flows[way]?.finish(now: NIODeadline.now().uptimeNanoseconds) ?? [], way)
  }

  /// The connection of a sender is gone.
  func closed(_ way: Fault.Way) {
    finished(way)
    if Fault.Way.allCases.allSatisfy({ sources[$0]?.isFinished == true }) { finish(.closed) }
  }

  // MARK: - Actions

  private func perform(_ actions: [FaultyFlow.Timed], _ way: Fault.Way) {
    let now = NIODeadline.now().uptimeNanoseconds
    for timed in actions {
      if case .forward(let bytes) = timed.action { sources[way]?.queued += bytes.count }
      guard timed.due > now else {
        perform(timed.action, way)
        continue
      }
      loop.assumeIsolated().scheduleTask(deadline: .uptimeNanoseconds(timed.due)) { self.perform(timed.action, way) }
    }
  }

  private func perform(_ action: FaultyFlow.Action, _ way: Fault.Way) {
    let receiver = sources[way == .up ? .down : .up]?.channel
    switch action {
    case .forward(let bytes):
      guard end == nil, let receiver else { return }
      let written = receiver.writeAndFlush(receiver.allocator.buffer(bytes: bytes))
      written.assumeIsolated().whenComplete { _ in self.passedOn(bytes.count, way) }
    case .halfClose:
      receiver?.close(mode: .output, promise: nil)
      if sources.values.allSatisfy(\.isFinished) { finish(.closed) }
    case .cut: finish(.cut)
    case .reset: finish(.reset)
    }
  }

  private func passedOn(_ count: Int, _ way: Fault.Way) {
    sources[way]?.queued -= count
    guard let side = sources[way], side.isWaitingForRoom, side.queued < Conversation.longestQueue else { return }
    sources[way]?.isWaitingForRoom = false
    side.channel?.read()
  }

  private func finish(_ how: ConversationReport.End) {
    guard end == nil else { return }
    end = how
    for way in Fault.Way.allCases {
      guard let channel = sources[way]?.channel else { continue }
      if how == .reset, let socket = channel as? any SocketOptionProvider {
        // Closing without lingering discards what is unsent and tells the other side RST. socket(7)
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).assumeIsolated().whenComplete { _ in
          channel.close(promise: nil)
        }
      } else {
        channel.close(promise: nil)
      }
    }
    report(
      ConversationReport(
        connection: number, up: flows[.up]?.position ?? 0, down: flows[.down]?.position ?? 0, end: how))
  }
}

/// Tells a conversation what one of its two channels does.
final class ConversationEars: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let conversation: Conversation
  private let way: Fault.Way

  /// - Parameter way: Which way the bytes flow that this channel receives.
  init(_ conversation: Conversation, _ way: Fault.Way) {
    self.conversation = conversation
    self.way = way
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    conversation.received(Array(unwrapInboundIn(data).readableBytesView), way)
  }

  func channelReadComplete(context: ChannelHandlerContext) { conversation.readCompleted(way) }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if let event = event as? ChannelEvent, event == .inputClosed { conversation.finished(way) }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) { conversation.closed(way) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
