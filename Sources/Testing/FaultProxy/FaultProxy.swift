import NIOCore
import NIOPosix

/// Stands between clients and a server and breaks their conversations as it was told.
package struct FaultProxy: Sendable {
  /// A host and a port.
  package struct Endpoint: Equatable, Sendable {
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
      self.host = host
      self.port = port
    }

    /// Reads `HOST:PORT`; an IPv6 address stands in brackets.
    package init?(_ text: String) {
      guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
        (0...65535).contains(port)
      else { return nil }
      var host = String(text[..<colon])
      if host.hasPrefix("["), host.hasSuffix("]") {
        host = String(host.dropFirst().dropLast())
      } else if host.contains(":") {
        return nil
      }
      guard !host.isEmpty else { return nil }
      self.init(host: host, port: port)
    }
  }

  private let listener: any Channel

  /// The port it listens on.
  package var port: Int { listener.localAddress?.port ?? 0 }

  /// - Parameters:
  ///   - listen: Where clients connect; port 0 takes a free one.
  ///   - server: Where their bytes go.
  ///   - report: Told when a conversation is over.
  package static func start(
    listen: Endpoint, server: Endpoint, faults: [Fault],
    report: @escaping @Sendable (ConversationReport) -> Void = { _ in }
  ) async throws -> FaultProxy {
    // One loop for everything: connections get their numbers in the order they were made.
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let count = NIOLoopBoundBox.makeBoxSendingValue(0, eventLoop: loop)
    let listener = try await ServerBootstrap(group: loop)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.autoRead, value: false)
      .childChannelInitializer { client in
        client.eventLoop.makeCompletedFuture {
          count.value += 1
          let conversation = Conversation(number: count.value, client: client, faults: faults, report: report)
          try client.pipeline.syncOperations.addHandler(ConversationEars(conversation, .up))
          connect(conversation, to: server, loop)
        }
      }
      .bind(host: listen.host, port: listen.port).get()
    return FaultProxy(listener: listener)
  }

  private static func connect(_ conversation: Conversation, to server: Endpoint, _ loop: any EventLoop) {
    let bound = NIOLoopBound(conversation, eventLoop: loop)
    ClientBootstrap(group: loop)
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .channelOption(.autoRead, value: false)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ConversationEars(bound.value, .down))
        }
      }
      .connect(host: server.host, port: server.port)
      .whenComplete { result in
        switch result {
        case .success(let channel): bound.value.connected(to: channel)
        case .failure: bound.value.unreachable()
        }
      }
  }

  /// Ends when somebody stopped it.
  package func wait() async throws { try await listener.closeFuture.get() }

  package func stop() async throws { try await listener.close() }
}
