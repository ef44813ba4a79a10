package import CRMModel

/// Lets one sign-in at a time use a credential at a server, and none after it was refused twice: more refusals would
/// lock the account. Kept in memory for speed; the closed gate is also a column of the mailbox or profile.
package actor CredentialGate {
  package struct Key: Hashable, Sendable {
    let owner: Reference
    let location: String

    package init(_ access: ServerAccess) {
      owner = access.credentialOwner
      location = access.location
    }
  }

  private var busy: Set<Key> = []
  private var closed: Set<Key> = []
  private var waiting: [Key: [CheckedContinuation<Void, Never>]] = [:]

  package init() {}

  /// Signs in. A refusal is tried once more on a fresh connection, then the gate closes.
  package func run<Session: Sendable>(
    _ key: Key, _ signIn: @Sendable () async throws(SyncFailure) -> Session
  ) async throws(SyncFailure) -> Session {
    while busy.contains(key) {
      await withCheckedContinuation { waiting[key, default: []].append($0) }
    }
    if closed.contains(key) { throw SyncFailure(.credential, .credentialGateClosed, ["mailbox": key.location]) }
    busy.insert(key)
    defer {
      busy.remove(key)
      for continuation in waiting.removeValue(forKey: key) ?? [] { continuation.resume() }
    }
    do throws(SyncFailure) {
      return try await signIn()
    } catch {
      guard error.kind == .credential else { throw error }
    }
    do throws(SyncFailure) {
      return try await signIn()
    } catch {
      if error.kind == .credential { closed.insert(key) }
      throw error
    }
  }

  /// An administrator edited the credential or asked for a test.
  package func reopen(_ owner: Reference) {
    closed = closed.filter { $0.owner != owner }
  }
}
