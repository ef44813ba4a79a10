import CRMModel
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Testing
import Transport

/// A server with certificates of the test's own making.
@Suite struct TLSTests {
  /// A key and a certificate for one name, made by OpenSSL.
  private struct Identity {
    let certificate: String
    let key: String

    init(name: String, days: Int = 1) throws {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lockstep-tls-" + UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let (certificate, key) = (folder.appendingPathComponent("c.pem"), folder.appendingPathComponent("k.pem"))
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
      process.arguments = [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", String(days),
        "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-keyout", key.path, "-out", certificate.path,
      ]
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      self.certificate = try String(contentsOf: certificate, encoding: .utf8)
      self.key = try String(contentsOf: key, encoding: .utf8)
    }
  }

  /// Greets everybody over TLS.
  private final class Greeter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      if case TLSUserEvent.handshakeCompleted = event {
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: "+OK\r\n")), promise: nil)
      }
    }
  }

  private func serve<Result>(_ identity: Identity, _ use: (Int) async throws -> Result) async throws -> Result {
    let configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(identity.certificate.utf8)).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(identity.key.utf8), format: .pem)))
    let context = try NIOSSLContext(configuration: configuration)
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers([NIOSSLServerHandler(context: context), Greeter()])
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    do {
      let result = try await use(server.localAddress?.port ?? 0)
      try await server.close()
      return result
    } catch {
      try? await server.close()
      throw error
    }
  }

  private func greeting(_ port: Int, trusting certificate: String?) async throws(SyncFailure) -> String {
    let connection = try await TCPConnection.connect(
      .init(host: "localhost", port: port, isTLS: true, trustedCertificates: certificate, timeoutSeconds: 20))
    do throws(SyncFailure) {
      let bytes = try await connection.read() ?? []
      await connection.close()
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      await connection.close()
      throw error
    }
  }

  @Test func aTrustedCertificateForTheHostIsTaken() async throws {
    let identity = try Identity(name: "localhost")
    let said = try await serve(identity) { try await greeting($0, trusting: identity.certificate) }
    #expect(said == "+OK\r\n")
  }

  @Test func aCertificateForAnotherHostIsRefused() async throws {
    let identity = try Identity(name: "mail.other.example")
    let failure = await #expect(throws: SyncFailure.self) {
      try await serve(identity) { try await greeting($0, trusting: identity.certificate) }
    }
    #expect(failure?.message.code == .certificateForOthers)
  }

  @Test func aCertificateNobodyVouchesForIsRefused() async throws {
    let identity = try Identity(name: "localhost")
    let failure = await #expect(throws: SyncFailure.self) {
      try await serve(identity) { try await greeting($0, trusting: nil) }
    }
    #expect(failure?.message.code == .certificateUntrusted)
  }
}
