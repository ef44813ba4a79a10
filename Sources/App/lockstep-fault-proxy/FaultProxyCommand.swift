import ArgumentParser
import FaultProxy
import Foundation

/// Breaks TCP conversations on request, to see how both sides take it.
@main struct FaultProxyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lockstep-fault-proxy", abstract: "Break the conversations of a TCP server on request.",
    discussion: """
      Clients connect to the proxy, the proxy connects to the server. The first line printed is the proxy's port; \
      afterwards there is a line for each conversation that is over:

        2 up=61 down=204 end=cut

      means that in the second one 61 bytes came from the client and 204 from the server, and that the proxy cut it \
      (otherwise: closed, reset, unreachable). Run once without faults to learn how long a conversation is, then once \
      for every position.

      A fault is [K:]WAY:WHAT. K is the number of the only connection that has it. WAY is up (client to server), \
      down (server to client) or both. WHAT is one of

        cut@N            after N bytes both sides see the end
        reset@N          after N bytes both sides see a reset
        half-close@N     after N bytes the receiver sees the end; the other way stays open
        silence@N        after N bytes nothing arrives any more
        corrupt@N        the byte at position N arrives inverted
        duplicate@N-M    the bytes from N to before M arrive twice
        delay=MS         everything arrives MS milliseconds later, however much it is
        trickle=N/MS     N bytes arrive every MS milliseconds

      Examples:

        lockstep-fault-proxy --to mail.example.com:110 --fault down:cut@120
        lockstep-fault-proxy --to 127.0.0.1:2525 --fault both:delay=10 --fault 3:up:reset@500
      """)

  @Option(help: "Where to listen, as HOST:PORT; port 0 takes a free one.") var listen = "127.0.0.1:0"
  @Option(help: "The server, as HOST:PORT.") var to: String
  @Option(help: "What goes wrong; may be given several times.") var fault: [String] = []

  func validate() throws {
    if FaultProxy.Endpoint(listen) == nil { throw ValidationError("--listen \(listen) is not HOST:PORT") }
    if FaultProxy.Endpoint(to) == nil { throw ValidationError("--to \(to) is not HOST:PORT") }
    for text in fault where Fault(text) == nil { throw ValidationError("--fault \(text) is no fault; see --help") }
  }

  func run() async throws {
    guard let listen = FaultProxy.Endpoint(listen), let server = FaultProxy.Endpoint(to) else { return }
    let proxy = try await FaultProxy.start(
      listen: listen, server: server, faults: fault.compactMap { Fault($0) },
      report: { say("\($0.connection) up=\($0.up) down=\($0.down) end=\($0.end.rawValue)") })
    say("\(proxy.port)")
    try await proxy.wait()
  }
}

/// A line that a reader on a pipe gets at once.
private func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
