package import CRMModel
import Crypto
import LineProtocol
import MIME
import POP3Wire
import SASL

/// A POP3 maildrop as a `MailSource`.
package struct POP3MailSource: MailSource {
  private let session: POP3Session
  private let host: String

  /// Signs in over a connection that was just made.
  /// - Parameter access: How the server is reached; `connection` already leads there.
  package static func open(
    _ connection: any ByteConnection, security: ConnectionSecurity, host: String, port: Int, username: String,
    secret: Secret, usesToken: Bool
  ) async throws(SyncFailure) -> POP3MailSource {
    let session = POP3Session(
      connection: connection, security: ChannelSecurity(security),
      endpoint: .init(host: host, port: port, username: username))
    do throws(SyncFailure) {
      try await session.signIn(try Credential.make(username: username, secret: secret, usesToken: usesToken))
    } catch {
      await session.abandon()
      throw error
    }
    return POP3MailSource(session: session, host: host)
  }

  package func list() async throws(SyncFailure) -> MailListing {
    let found = try await session.statAndListings()
    // A listing that disagrees with STAT is no listing: what is missing in it would count as deleted.
    let listed = min(found.ids?.count ?? .max, found.sizes.count)
    guard listed == found.count, found.sizes.count == found.count else {
      throw SyncFailure(
        .transient, .listingInconsistent,
        ["host": host, "stat": String(found.count), "listed": String(listed)])
    }
    let numbers = (found.ids?.numbers ?? found.sizes.numbers).map(Int.init)
    let nameless = numbers.indices.filter { found.ids?.id(at: $0) == nil }.map { numbers[$0] }
    let names = try await self.names(of: nameless, found.sizes)
    var listing = MailListing()
    var hash = SHA256()
    hash.update(data: Array("\(found.count) \(found.octets)\n".utf8))
    for (place, number) in numbers.enumerated() {
      guard let id = found.ids?.id(at: place) ?? names[number].map({ Array($0.utf8)[...] }) else { continue }
      hash.update(data: id)
      hash.update(data: [0x0A])
      listing.append(id: id, number: number, size: found.sizes[number] ?? 0)
    }
    listing.position = Array(hash.finalize())
    return listing
  }

  /// What messages without a usable id are called: a hash of their header, less the fields in which servers keep the
  /// state of a message. REL F069
  private func names(of numbers: [Int], _ sizes: POP3SizeListing) async throws(SyncFailure) -> [Int: String] {
    guard !numbers.isEmpty else { return [:] }
    var names: [Int: String] = [:]
    let canTop = await session.offersTop
    for start in stride(from: 0, to: numbers.count, by: POP3MailSource.headersAtOnce) {
      let part = Array(numbers[start..<min(numbers.count, start + POP3MailSource.headersAtOnce)])
      for (number, result) in try await session.read(part, command: { canTop ? .top($0, lines: 0) : .retr($0) }) {
        guard case .success(let bytes) = result else {
          // One that cannot be read must not hide the others.
          names[number] = "~\(sizes[number] ?? 0)"
          continue
        }
        var hash = SHA256()
        for line in MailTranslation.headerBlock(of: bytes).split(separator: 0x0A)
        where !POP3MailSource.isMark(line) { hash.update(data: line.last == 0x0D ? line.dropLast() : line) }
        names[number] = "~" + hash.finalize().prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      }
    }
    return names
  }

  /// Headers held at one time.
  private static let headersAtOnce = 200

  private static func isMark(_ line: ArraySlice<UInt8>) -> Bool {
    let name = String(decoding: line.prefix { $0 != 0x3A }, as: UTF8.self).lowercased()
    return ["status", "x-status", "x-uidl", "content-length", "x-keywords"].contains(name)
  }

  package func headers(of items: [RemoteItem]) async throws(SyncFailure) -> [RemoteItem: IncomingMail]? {
    guard await session.offersTop else { return nil }
    let read = try await session.read(items.map(\.number)) { .top($0, lines: 0) }
    var mails: [RemoteItem: IncomingMail] = [:]
    for item in items {
      guard case .success(let bytes)? = read[item.number], let mail = try? MailTranslation.header(bytes) else {
        continue
      }
      mails[item] = mail
    }
    return mails
  }

  package func fetch(_ items: [RemoteItem], suspects: Set<String>, spill: ContentSpill) async throws(SyncFailure)
    -> [FetchedMail]
  {
    let known = Dictionary(items.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    let read = try await session.read(items.map(\.number)) { number in
      // A suspect goes to another process first, whole.
      ArrivingMail(
        spill: spill, expected: known[number]?.size ?? 0,
        isHeld: known[number].map { suspects.contains($0.id) } ?? false)
    }
    var fetched: [FetchedMail] = []
    for item in items {
      switch read[item.number] {
      case .success(let mail)?: fetched.append(try await mail.finish(item))
      case .failure(let failure)?: fetched.append(FetchedMail(item: item, raw: [], mail: .failure(failure)))
      case nil: continue
      }
    }
    return fetched
  }

  package func delete(_ items: [RemoteItem]) async throws(SyncFailure) {
    guard !items.isEmpty else { return }
    // Numbers should not change within a session (RFC 1939 §4), and with some servers they do. A message deleted by a
    // number that means another one by now would be gone unread: the ids are asked for again. REL F074
    let again = try await list().sorted()
    let here = items.filter { again.item($0.id) != nil }
    guard here.allSatisfy({ again.item($0.id)?.number == $0.number && again.item($0.id)?.isAmbiguous == false }) else {
      throw SyncFailure(
        .transient, .protocolViolation,
        ["host": host, "reason": "message numbers changed within a session", "protocol": "POP3"])
    }
    try await session.delete(here.map(\.number))
  }

  package func close() async throws(SyncFailure) { try await session.quit() }

  package func abandon() async { await session.abandon() }
}

extension ChannelSecurity {
  init(_ security: ConnectionSecurity) {
    switch security {
    case .implicit: self = .implicitTLS
    case .startTLS: self = .startTLS
    // Whether plain text is allowed at all was decided when the access was made.
    case .none: self = .plaintext(allowsCredentials: true)
    }
  }
}

extension Credential {
  static func make(username: String, secret: Secret, usesToken: Bool) throws(SyncFailure) -> Credential {
    do {
      return usesToken
        ? try Credential.token(username: username, token: secret.reveal())
        : try Credential.password(username: username, password: secret.reveal())
    } catch {
      throw SyncFailure(.configuration, .credentialUnusable, ["username": username, "reason": "\(error)"])
    }
  }
}
