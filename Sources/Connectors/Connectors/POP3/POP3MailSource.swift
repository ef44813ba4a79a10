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
    let listed = found.ids.entries.count + found.ids.irregular.count
    // A listing that disagrees with STAT is no listing: what is missing in it would count as deleted.
    guard listed == found.count, found.sizes.count == found.count else {
      throw SyncFailure(
        .transient, .listingInconsistent,
        ["host": host, "stat": String(found.count), "listed": String(min(listed, found.sizes.count))])
    }
    let sizes = Dictionary(found.sizes.map { ($0.number, $0.octets) }, uniquingKeysWith: { first, _ in first })
    let ambiguous = Set(found.ids.duplicates)
    var hash = SHA256()
    hash.update(data: Array("\(found.count) \(found.octets)\n".utf8))
    var items: [RemoteItem] = []
    items.reserveCapacity(found.ids.entries.count)
    for entry in found.ids.entries {
      hash.update(data: Array(entry.id.utf8))
      hash.update(data: [0x0A])
      guard !ambiguous.contains(entry.id) else { continue }
      items.append(RemoteItem(id: entry.id, number: entry.number, size: sizes[entry.number] ?? 0))
    }
    return MailListing(
      items: items, position: Array(hash.finalize()),
      ambiguousIDs: found.ids.duplicates + found.ids.irregular.map { "#\($0)" })
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

  package func fetch(_ items: [RemoteItem], suspects: Set<String>) async throws(SyncFailure) -> [FetchedMail] {
    let read = try await session.read(items.map(\.number)) { .retr($0) }
    var fetched: [FetchedMail] = []
    for item in items {
      switch read[item.number] {
      case .success(let bytes)?:
        var mail: Result<IncomingMail, SyncFailure>?
        if suspects.contains(item.id), let death = await ParsingRehearsal.death(of: bytes) {
          mail = .failure(SyncFailure(.item, .messageKillsParser, ["reason": death]))
        }
        fetched.append(FetchedMail(item: item, raw: bytes, mail: mail ?? MailTranslation.message(bytes)))
      case .failure(let failure)?: fetched.append(FetchedMail(item: item, raw: [], mail: .failure(failure)))
      case nil: continue
      }
    }
    return fetched
  }

  package func delete(_ items: [RemoteItem]) async throws(SyncFailure) {
    try await session.delete(items.map(\.number))
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
