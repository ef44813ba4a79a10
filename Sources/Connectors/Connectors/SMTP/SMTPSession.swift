import CRMModel
import LineProtocol
import SASL
import SMTPWire

/// Drives an `SMTPClient` over a connection.
actor SMTPSession {
  /// The last piece of a message, which goes out with its end in one write, is at most this long: little, since the
  /// server reads what comes before it while the commit is made that allows it. Octets.
  static let lastChunk = 4 << 10
  /// Pieces before it.
  static let chunk = 256 << 10

  /// For so long the answer to the end of a message is waited for, in seconds: who gives up earlier makes the server
  /// deliver what the client counts as not sent. RFC 5321 §4.5.3.2.6
  static let endOfDataPatience = 600

  struct Endpoint: Sendable {
    let host: String
    let port: Int
    let username: String
  }

  private let connection: any ByteConnection
  private let endpoint: Endpoint
  private var client: SMTPClient
  private var capabilities = SMTPCapabilities()
  /// What is left to be written of the message under way.
  private var rest: ArraySlice<UInt8> = []

  init(
    connection: any ByteConnection, security: ChannelSecurity, needsSignIn: Bool, endpoint: Endpoint, clientName: String
  )
    throws(SyncFailure)
  {
    self.connection = connection
    self.endpoint = endpoint
    do {
      client = try SMTPClient(
        clientName: clientName, security: security, requiresAuthentication: needsSignIn, host: endpoint.host,
        port: endpoint.port)
    } catch {
      throw SyncFailure(.configuration, .mailNotWritable, ["reason": "\(error)"])
    }
  }

  // MARK: - Signing in

  func signIn(_ credential: Credential?) async throws(SyncFailure) {
    var offered: SMTPCapabilities?
    try await run([]) { event throws(SyncFailure) in
      if case .ready(let capabilities) = event { offered = capabilities }
      if case .failed(let failure) = event { throw self.failure(failure) }
      return offered != nil
    }
    capabilities = offered ?? SMTPCapabilities()
    guard let credential else { return }
    let mechanism: Mechanism
    do {
      mechanism = try MechanismPolicy().mechanism(
        offered: capabilities.authMechanisms, for: credential, channelMayCarrySecrets: client.channelMayCarrySecrets)
    } catch {
      throw SyncFailure(.configuration, .mechanismMissing, parameters(["reason": "\(error)"]))
    }
    var isDone = false
    try await run(client.authenticate(mechanism, credential)) { event throws(SyncFailure) in
      if case .failed(let failure) = event { throw self.failure(failure) }
      if event == .authenticated { isDone = true }
      return isDone
    }
  }

  // MARK: - One message

  func prepare(_ mail: PreparedMail) async throws(SyncFailure) -> EnvelopeResult {
    let envelope = try self.envelope(of: mail)
    var result: EnvelopeResult?
    var refused: [RecipientRefusal] = []
    try await run(client.begin(envelope)) { event throws(SyncFailure) in
      switch event {
      case .recipient(let answer) where !answer.isAccepted:
        refused.append(
          RecipientRefusal(
            address: mail.recipients[answer.index], isPermanent: answer.reply.isPermanent,
            reply: SMTPSession.words(answer.reply)))
      case .readyForContent: result = EnvelopeResult(refused: refused, isOpen: true)
      case .outcome(let outcome): result = try self.closedEnvelope(outcome, mail, refused)
      case .failed(let failure): throw self.failure(failure, mail)
      default: break
      }
      return result != nil
    }
    let answer = result ?? EnvelopeResult(refused: refused, isOpen: false)
    guard answer.isOpen else { return answer }
    rest = mail.bytes[...]
    while rest.count > SMTPSession.lastChunk {
      let piece = rest.prefix(min(SMTPSession.chunk, rest.count - SMTPSession.lastChunk))
      rest = rest.dropFirst(piece.count)
      try await run(client.content(piece, isLast: false), waiting: false) { event throws(SyncFailure) in
        if case .failed(let failure) = event { throw self.failure(failure, mail) }
        return true
      }
    }
    return answer
  }

  /// The last piece and the end of the message in one write.
  func finish() async throws(SyncFailure) -> DeliveryResult {
    var result: DeliveryResult?
    let actions = client.content(rest, isLast: true)
    rest = []
    do throws(SyncFailure) {
      try await run(actions, patience: SMTPSession.endOfDataPatience) { event throws(SyncFailure) in
        if case .outcome(let outcome) = event { result = try self.delivery(outcome) }
        if case .failed(let failure) = event, result == nil { throw self.failure(failure) }
        return result != nil
      }
    } catch {
      if result == nil, error.kind != .inDoubt {
        // The write began and no answer came: whatever the cause, nobody knows.
        throw SyncFailure(.inDoubt, .sendUncertain, error.message.parameters)
      }
      throw error
    }
    guard let result else { throw SyncFailure(.inDoubt, .sendUncertain, parameters()) }
    return result
  }

  func close() async {
    // QUIT is a courtesy; what it may lose is nothing. Nobody answers it after a breach of the protocol, or in the
    // midst of a message.
    if !client.isClosed {
      try? await run(client.quit()) { event throws(SyncFailure) in
        if case .failed(let failure) = event { throw self.failure(failure) }
        return event == .quit
      }
    }
    await connection.close()
  }

  func abandon() async { await connection.close() }

  private func envelope(of mail: PreparedMail) throws(SyncFailure) -> SMTPEnvelope {
    do {
      let hasHighBytes = mail.bytes.contains { $0 >= 0x80 }
      return try SMTPEnvelope(
        sender: try SMTPAddress(mail.sender), recipients: try mail.recipients.map(SMTPAddress.init),
        size: mail.bytes.count, bodyKind: hasHighBytes ? .eightBitMIME : .sevenBit,
        headerIsUTF8: SMTPSession.headerHasHighBytes(mail.bytes))
    } catch {
      throw SyncFailure(.item, .mailNotWritable, ["reason": "\(error)"])
    }
  }

  private static func headerHasHighBytes(_ bytes: [UInt8]) -> Bool {
    var previous: [UInt8] = [0, 0, 0]
    for byte in bytes {
      if byte >= 0x80 { return true }
      if byte == 0x0A, previous == [0x0D, 0x0A, 0x0D] { return false }
      previous = [previous[1], previous[2], byte]
    }
    return false
  }

  private func closedEnvelope(_ outcome: SMTPOutcome, _ mail: PreparedMail, _ refused: [RecipientRefusal])
    throws(SyncFailure) -> EnvelopeResult
  {
    switch outcome.result {
    case .refused(.recipients, let reply):
      // 421 may come in place of the answers to RCPT and ends what was accepted before it. RFC 5321 §3.8
      let known = Set(refused.map(\.address))
      let unanswered = mail.recipients.filter { !known.contains($0) }.map {
        RecipientRefusal(address: $0, isPermanent: reply.isPermanent, reply: SMTPSession.words(reply))
      }
      return EnvelopeResult(refused: refused + unanswered, isOpen: false)
    case .refused(let stage, let reply):
      let said = parameters(["reply": SMTPSession.words(reply), "sender": mail.sender])
      if reply.condition == .credential { throw SyncFailure(.permission, .senderRefused, said) }
      if stage == .mail, reply.isPermanent, reply.condition != .tooBig {
        throw SyncFailure(.permission, .senderRefused, said)
      }
      // Refused as a whole before the content: the same for every recipient.
      return EnvelopeResult(
        refused: mail.recipients.map {
          RecipientRefusal(address: $0, isPermanent: reply.isPermanent, reply: SMTPSession.words(reply))
        }, isOpen: false)
    case .accepted, .interrupted, .inDoubt:
      throw SyncFailure(.transient, .connectionLost, parameters(["reason": "closed"]))
    }
  }

  private func delivery(_ outcome: SMTPOutcome) throws(SyncFailure) -> DeliveryResult {
    switch outcome.result {
    case .accepted(let reply): return DeliveryResult(verdict: .accepted, reply: SMTPSession.words(reply))
    case .refused(_, let reply):
      return DeliveryResult(verdict: .refused(permanent: reply.isPermanent), reply: SMTPSession.words(reply))
    case .interrupted: throw SyncFailure(.transient, .connectionLost, parameters(["reason": "closed"]))
    case .inDoubt: throw SyncFailure(.inDoubt, .sendUncertain, parameters(["reason": "closed"]))
    }
  }

  static func words(_ reply: SMTPReply) -> String {
    reply.text.isEmpty ? String(reply.code) : "\(reply.code) \(reply.text)"
  }

  // MARK: - The loop

  /// Performs actions and feeds what arrives until `handle` answers true.
  private func run(
    _ first: [SMTPAction], waiting: Bool = true, patience: Int = 0, _ handle: (SMTPEvent) throws(SyncFailure) -> Bool
  ) async throws(SyncFailure) {
    var actions = first
    while true {
      if try await perform(&actions, handle) || !waiting { return }
      let bytes: [UInt8]?
      do throws(SyncFailure) {
        bytes = try await connection.read(patience: patience)
      } catch {
        var last = client.connectionClosed()
        do throws(SyncFailure) {
          _ = try await perform(&last, handle)
        } catch let consequence {
          // Doubt about a message counts for more than its cause; that the connection is lost, for less.
          if consequence.message.code != .connectionLost { throw consequence }
        }
        throw error
      }
      guard let bytes else {
        actions = client.connectionClosed()
        if try await perform(&actions, handle) { return }
        throw SyncFailure(.transient, .connectionLost, parameters(["reason": "closed"]))
      }
      actions = client.receive(bytes)
    }
  }

  private func perform(_ actions: inout [SMTPAction], _ handle: (SMTPEvent) throws(SyncFailure) -> Bool)
    async throws(SyncFailure) -> Bool
  {
    var isDone = false
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
        throw failure(violation)
      case .event(let event):
        do throws(SyncFailure) {
          if try handle(event) { isDone = true }
        } catch {
          // A breach of the protocol ends what was under way first; it is the cause to name.
          guard error.message.code == .connectionLost, let violation = actions[index...].firstViolation else {
            throw error
          }
          await connection.close()
          throw failure(violation)
        }
      }
    }
    try await flush(&output)
    return isDone
  }

  private func flush(_ output: inout [UInt8]) async throws(SyncFailure) {
    guard !output.isEmpty else { return }
    try await connection.write(output)
    output = []
  }

  // MARK: - Failures

  private func parameters(_ more: [String: String] = [:]) -> [String: String] {
    ["host": endpoint.host, "port": String(endpoint.port), "username": endpoint.username]
      .merging(more) { _, new in new }
  }

  private func failure(_ violation: SMTPViolation) -> SyncFailure {
    SyncFailure(.transient, .protocolViolation, parameters(["reason": "\(violation)", "protocol": "SMTP"]))
  }

  private func failure(_ failure: SMTPFailure, _ mail: PreparedMail? = nil) -> SyncFailure {
    let reply = failure.reply.map(SMTPSession.words) ?? ""
    let said = parameters([
      "reply": reply, "command": failure.operation.rawValue, "reason": reply.isEmpty ? "\(failure.kind)" : reply,
    ])
    switch failure.kind {
    case .authenticationRefused, .exchangeFailed: return SyncFailure(.credential, .signInRefused, said)
    case .temporary: return SyncFailure(.transient, .serverBusy, said)
    case .permanent: return SyncFailure(.permission, .serverRefused, said)
    case .unsupported:
      return failure.operation == .startTLS
        ? SyncFailure(.configuration, .startTLSNotOffered, said) : SyncFailure(.configuration, .serverRefused, said)
    case .smtpUTF8NotOffered:
      let address = ([mail?.sender ?? ""] + (mail?.recipients ?? [])).first { !$0.utf8.allSatisfy { $0 < 0x80 } }
      return SyncFailure(.item, .utf8AddressUnsupported, parameters(["address": address ?? ""]))
    case .messageTooBig(let limit):
      return SyncFailure(
        .item, .mailTooLargeForServer,
        parameters(["limit": String(limit), "size": String(mail?.bytes.count ?? 0)]))
    case .eightBitMIMENotOffered: return SyncFailure(.item, .mailNotWritable, said)
    case .mechanismDoesNotFit: return SyncFailure(.configuration, .mechanismMissing, said)
    case .channelNotProtected: return SyncFailure(.configuration, .plainTextCredentialsForbidden, said)
    case .wrongState: return SyncFailure(.transient, .protocolViolation, said)
    case .connectionLost: return SyncFailure(.transient, .connectionLost, parameters(["reason": "closed"]))
    }
  }
}

extension ArraySlice<SMTPAction> {
  fileprivate var firstViolation: SMTPViolation? {
    for case .event(.protocolViolation(let violation)) in self { return violation }
    return nil
  }
}
