import CRMModel
import LineProtocol
import POP3Wire
import SASL

/// Drives a `POP3Client` over a connection: what the client wants written is written, what arrives is fed to it.
actor POP3Session {
  private let connection: any ByteConnection
  private let access: Endpoint
  private var client: POP3Client
  private var capabilities = POP3Capabilities()

  /// How failures name the server.
  struct Endpoint: Sendable {
    let host: String
    let port: Int
    let username: String
  }

  /// What the caller waits for, told event by event.
  enum Step {
    case goOn
    case done
  }

  init(connection: any ByteConnection, security: ChannelSecurity, endpoint: Endpoint) {
    self.connection = connection
    access = endpoint
    client = POP3Client(security: security, host: endpoint.host, port: endpoint.port)
  }

  // MARK: - Signing in

  /// Waits for the greeting and signs in with the best way both sides have.
  func signIn(_ credential: Credential) async throws(SyncFailure) {
    var capabilities: POP3Capabilities?
    try await run([]) { event in
      if case .capabilities(let offered) = event { capabilities = offered }
      return capabilities == nil ? .goOn : .done
    }
    let offered = capabilities ?? POP3Capabilities()
    let command: POP3Command
    do {
      let mechanism = try MechanismPolicy().mechanism(
        offered: offered.saslMechanisms, for: credential, channelMayCarrySecrets: client.channelMayCarrySecrets)
      command = .auth(mechanism, credential)
    } catch {
      // Servers that announce no mechanism still take USER and PASS. RFC 1939 §7
      guard credential.kind == .password, error == .noCommonMechanism else {
        throw SyncFailure(.configuration, .mechanismMissing, parameters(["reason": "\(error)"]))
      }
      command = .userPass(credential)
    }
    var afterwards: POP3Capabilities?
    try await run([command]) { event in
      if case .capabilities(let offered) = event { afterwards = offered }
      return afterwards == nil ? .goOn : .done
    }
    self.capabilities = afterwards ?? offered
  }

  var offersTop: Bool { capabilities.top || !capabilities.isAdvertised }

  // MARK: - Commands

  /// What the maildrop says of itself.
  struct Contents {
    var count = 0
    var octets = 0
    /// Nil where the server has no UIDL. REL F069
    var ids: POP3UniqueIDListing?
    var sizes = POP3SizeListing()
  }

  /// STAT, LIST and UIDL.
  func statAndListings() async throws(SyncFailure) -> Contents {
    var contents = Contents()
    try await run([.stat, .list, .uidl]) { event in
      switch event {
      case .stat(let count, let octets): (contents.count, contents.octets) = (count, octets)
      case .list(let sizes): contents.sizes = sizes
      case .uidl(let ids):
        contents.ids = ids
        return .done
      case .failed(let failure) where lacksIDs(failure): return .done
      default: break
      }
      return .goOn
    }
    return contents
  }

  /// A server that promises unique ids and refuses them once is in trouble; one that never had any is old.
  private func lacksIDs(_ failure: POP3Failure) -> Bool {
    failure.verb == .uidl && failure.kind == .unsupported && !(capabilities.isAdvertised && capabilities.uidl)
  }

  /// Reads the starts of messages. A refusal of one is an element, not the end.
  func read(_ numbers: [Int], command: (Int) -> POP3Command) async throws(SyncFailure)
    -> [Int: Result<[UInt8], SyncFailure>]
  {
    var bytes: [Int: [UInt8]] = [:]
    var results: [Int: Result<[UInt8], SyncFailure>] = [:]
    guard !numbers.isEmpty else { return results }
    try await run(numbers.map(command)) { event throws(SyncFailure) in
      switch event {
      case .messageChunk(let number, let chunk): bytes[number, default: []] += chunk
      case .messageEnd(let number): results[number] = .success(bytes.removeValue(forKey: number) ?? [])
      case .failed(let failure): self.refusal(failure).map { results[$0.number] = .failure($0.failure) }
      default: break
      }
      return results.count == numbers.count ? .done : .goOn
    }
    return results
  }

  /// Reads messages as they arrive. A refusal of one is an element, not the end.
  /// - Parameter begin: Makes a message when its first octets arrive; a copy of it elsewhere would be copied again with
  ///   every chunk.
  func read(_ numbers: [Int], begin: (Int) -> ArrivingMail) async throws(SyncFailure)
    -> [Int: Result<ArrivingMail, SyncFailure>]
  {
    var arriving: [Int: ArrivingMail] = [:]
    var results: [Int: Result<ArrivingMail, SyncFailure>] = [:]
    guard !numbers.isEmpty else { return results }
    try await run(numbers.map { .retr($0) }) { event throws(SyncFailure) in
      switch event {
      case .messageChunk(let number, let chunk):
        var mail = arriving.removeValue(forKey: number) ?? begin(number)
        try await mail.append(chunk)
        arriving[number] = mail
      case .messageEnd(let number): results[number] = .success(arriving.removeValue(forKey: number) ?? begin(number))
      case .failed(let failure): self.refusal(failure).map { results[$0.number] = .failure($0.failure) }
      default: break
      }
      return results.count == numbers.count ? .done : .goOn
    }
    return results
  }

  /// A failure that is about one message.
  private func refusal(_ failure: POP3Failure) -> (number: Int, failure: SyncFailure)? {
    guard let number = failure.message else { return nil }
    switch failure.kind {
    case .refused: return (number, SyncFailure(.gone, .messageGone, ["reply": failure.text]))
    case .temporary: return (number, self.failure(failure))
    default: return nil
    }
  }

  func delete(_ numbers: [Int]) async throws(SyncFailure) {
    var open = Set(numbers)
    guard !open.isEmpty else { return }
    try await run(numbers.map { .dele($0) }) { event in
      switch event {
      case .deleted(let number): open.remove(number)
      // Somebody else deleted it: that is what was wanted.
      case .failed(let failure) where failure.kind == .refused: failure.message.map { _ = open.remove($0) }
      default: break
      }
      return open.isEmpty ? .done : .goOn
    }
  }

  func quit() async throws(SyncFailure) {
    var isDone = false
    try await run([.quit]) { event in
      if event == .quit { isDone = true }
      return isDone ? .done : .goOn
    }
    await connection.close()
  }

  func abandon() async { await connection.close() }

  // MARK: - The loop

  /// Sends commands and feeds what arrives until `handle` says that it has what it waits for.
  private func run(_ commands: [POP3Command], _ handle: (POP3Event) async throws(SyncFailure) -> Step)
    async throws(SyncFailure)
  {
    var actions = client.enqueue(commands)
    while true {
      if try await perform(&actions, handle) == .done { return }
      guard let bytes = try await connection.read() else {
        actions = client.connectionClosed()
        _ = try await perform(&actions, handle)
        throw SyncFailure(.transient, .connectionLost, parameters(["reason": "closed"]))
      }
      actions = client.receive(bytes)
    }
  }

  private func perform(_ actions: inout [POP3Action], _ handle: (POP3Event) async throws(SyncFailure) -> Step)
    async throws(SyncFailure) -> Step
  {
    var step = Step.goOn
    var output: [UInt8] = []
    var index = 0
    while index < actions.count {
      let action = actions[index]
      index += 1
      switch action {
      case .write(let bytes, _): output += bytes
      case .startTLS:
        try await flush(&output)
        try await connection.startTLS()
        actions += client.tlsEstablished()
      case .close:
        try await flush(&output)
        await connection.close()
      case .event(.protocolViolation(let violation)):
        await connection.close()
        throw SyncFailure(.transient, .protocolViolation, parameters(["reason": "\(violation)", "protocol": "POP3"]))
      case .event(let event):
        if case .failed(let failure) = event, !isOfOneMessage(failure) {
          await connection.close()
          throw self.failure(failure)
        }
        if try await handle(event) == .done { step = .done }
      }
    }
    try await flush(&output)
    return step
  }

  private func flush(_ output: inout [UInt8]) async throws(SyncFailure) {
    guard !output.isEmpty else { return }
    try await connection.write(output)
    output = []
  }

  /// A refusal that concerns one message leaves the session as it is.
  private func isOfOneMessage(_ failure: POP3Failure) -> Bool {
    if lacksIDs(failure) { return true }
    guard failure.message != nil else { return false }
    return failure.kind == .refused || failure.kind == .temporary
  }

  // MARK: - Failures

  private func parameters(_ more: [String: String] = [:]) -> [String: String] {
    ["host": access.host, "port": String(access.port), "username": access.username]
      .merging(more) { _, new in new }
  }

  private func failure(_ failure: POP3Failure) -> SyncFailure {
    let said = parameters(["reply": failure.text, "command": failure.verb.rawValue, "reason": failure.text])
    switch failure.kind {
    case .authenticationRefused, .exchangeFailed: return SyncFailure(.credential, .signInRefused, said)
    case .temporary, .inUse, .loginDelay: return SyncFailure(.transient, .serverBusy, said)
    case .permanent: return SyncFailure(.permission, .serverRefused, said)
    case .connectionLost: return SyncFailure(.transient, .connectionLost, parameters(["reason": "closed"]))
    case .channelNotProtected: return SyncFailure(.configuration, .plainTextCredentialsForbidden, said)
    case .unsupported:
      switch failure.verb {
      case .uidl: return SyncFailure(.transient, .serverRefused, said)
      case .stls: return SyncFailure(.configuration, .startTLSNotOffered, said)
      default: return SyncFailure(.configuration, .serverRefused, said)
      }
    case .refused:
      // -ERR to a command that every server must know is the server's trouble, not the mailbox's.
      return SyncFailure(.transient, .serverRefused, said)
    case .wrongState, .invalidArgument: return SyncFailure(.transient, .protocolViolation, said)
    }
  }
}
