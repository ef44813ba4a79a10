package import CRMModel
import Connectors
import Foundation
package import SyncEngine
import Transport

/// The place where engine, connectors and store meet.
extension Deployment {
  package func engine(
    failpoints: FailpointObserver = .environment, carefulUntil: Instant? = nil,
    observe: @escaping @Sendable (Record, RunSummary) -> Void = { _, _ in }
  ) -> Engine {
    let vault = self.vault
    var limits = settings.limits
    limits.carefulUntil = carefulUntil
    return Engine(
      store: store, schema: schema, organization: organization.id, connectors: Deployment.connectors,
      access: AccessResolution(
        secret: { (owner, column) async throws(SyncFailure) in try await vault.secret(of: owner, column: column) },
        plainText: settings.plainText),
      limits: limits, surroundings: surroundings, failpoints: failpoints,
      owner: ProcessInfo.processInfo.hostName, observe: observe)
  }

  private static let connectors = MailConnectors(
    openSource: { access async throws(SyncFailure) in
      guard let username = access.username, let secret = access.secret else {
        throw SyncFailure(.configuration, .credentialsMissing, ["mailbox": access.host])
      }
      return try await POP3MailSource.open(
        try await connect(access), security: access.security, host: access.host, port: access.port,
        username: username, secret: secret, usesToken: access.usesToken)
    },
    openSink: { access async throws(SyncFailure) in
      try await SMTPMailSink.open(
        try await connect(access), security: access.security, host: access.host, port: access.port,
        username: access.username, secret: access.secret, usesToken: access.usesToken, clientName: clientName)
    },
    render: { mail throws(SyncFailure) in try MailWriting.bytes(of: mail) }, read: { MailReading.message($0) })

  private static func connect(_ access: ServerAccess) async throws(SyncFailure) -> TCPConnection {
    try await TCPConnection.connect(
      .init(
        host: access.host, port: access.port, isTLS: access.security == .implicit,
        trustedCertificates: access.trustedCertificates, timeoutSeconds: access.timeout))
  }

  /// The name for EHLO: this host's if it is a domain name, else an address literal. RFC 5321 §4.1.3
  private static let clientName: String = {
    let name = ProcessInfo.processInfo.hostName
    let isName =
      !name.isEmpty
      && name.utf8.allSatisfy {
        ($0 | 0x20 >= 97 && $0 | 0x20 <= 122) || (48...57).contains($0) || $0 == 45 || $0 == 46
      }
    return isName ? name : "[127.0.0.1]"
  }()
}

extension FailpointObserver {
  /// `LOCKSTEP_FAILPOINT=name:n` ends the process with SIGKILL at the n-th time; `LOCKSTEP_FAILPOINT_LOG=file` gets a
  /// line for every time a failpoint is passed. Without either nothing happens.
  package static let environment: FailpointObserver = {
    let variables = ProcessInfo.processInfo.environment
    let log = variables["LOCKSTEP_FAILPOINT_LOG"].map { open($0, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600) }
    let parts = (variables["LOCKSTEP_FAILPOINT"] ?? "").split(separator: ":")
    guard log != nil || !parts.isEmpty else { return .none }
    let target = parts.first.flatMap { Failpoint(rawValue: String($0)) }
    let countdown = Countdown(parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
    return FailpointObserver { point in
      if let log, log >= 0 {
        let line = Array((point.rawValue + "\n").utf8)
        _ = line.withUnsafeBytes { write(log, $0.baseAddress, $0.count) }
      }
      if point == target, countdown.reachesZero() { kill(getpid(), SIGKILL) }
    }
  }()
}

/// Counts the times a failpoint is passed.
private final class Countdown: @unchecked Sendable {
  private let lock = NSLock()
  private var left: Int

  init(_ count: Int) { left = count }

  func reachesZero() -> Bool {
    lock.lock()
    defer { lock.unlock() }
    left -= 1
    return left == 0
  }
}
