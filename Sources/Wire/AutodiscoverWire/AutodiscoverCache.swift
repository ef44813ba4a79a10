/// Endpoints that were found, for a day.
///
/// Mailboxes of one domain share an endpoint until one of them moves; from then on that one has its own.
public struct AutodiscoverCache: Equatable, Sendable {
  /// Microseconds an endpoint is believed.
  public static let lifetime: Int64 = 24 * 3_600 * 1_000_000
  /// Endpoints and moved mailboxes that are kept at most; the oldest go first.
  public static let maximumEntries = 10_000

  private struct Key: Hashable {
    let domain: String
    let credential: String
    let mailbox: String?
  }

  private struct Entry: Equatable {
    var endpoint: AutodiscoverEndpoint
    var stored: Int64
  }

  private var entries: [Key: Entry] = [:]
  private var moved: [Key: Int64] = [:]

  /// Nothing.
  public init() {}

  /// The endpoint of a mailbox, if one is known and not older than a day.
  ///
  /// - Parameters:
  ///   - mailbox: its address.
  ///   - credential: what tells credentials apart; no secret.
  ///   - now: microseconds after 1970.
  public func endpoint(of mailbox: String, credential: String, now: Int64) -> AutodiscoverEndpoint? {
    guard let (own, shared) = Self.keys(mailbox, credential) else { return nil }
    let entry = entries[own] ?? (moved[own] != nil ? nil : entries[shared])
    guard let entry, (0..<Self.lifetime).contains(now - entry.stored) else { return nil }
    return entry.endpoint
  }

  /// Keeps what was found for a mailbox. The primary address is of that mailbox alone.
  public mutating func store(_ endpoint: AutodiscoverEndpoint, of mailbox: String, credential: String, now: Int64) {
    guard let (own, shared) = Self.keys(mailbox, credential) else { return }
    var endpoint = endpoint
    let key = moved[own] != nil ? own : shared
    if key == shared { endpoint.primaryAddress = nil }
    entries[key] = Entry(endpoint: endpoint, stored: now)
    if entries.count > Self.maximumEntries, let oldest = entries.min(by: { $0.value.stored < $1.value.stored }) {
      entries[oldest.key] = nil
    }
  }

  /// The mailbox is not where it was: it is discovered again. Others of its domain are not disturbed.
  public mutating func mailboxMoved(_ mailbox: String, credential: String, now: Int64) {
    guard let (own, _) = Self.keys(mailbox, credential) else { return }
    entries[own] = nil
    moved[own] = now
    if moved.count > Self.maximumEntries, let oldest = moved.min(by: { $0.value < $1.value }) {
      moved[oldest.key] = nil
    }
  }

  private static func keys(_ mailbox: String, _ credential: String) -> (own: Key, shared: Key)? {
    guard let domain = Autodiscover.domain(of: mailbox) else { return nil }
    return (
      Key(domain: domain, credential: credential, mailbox: mailbox.lowercased()),
      Key(domain: domain, credential: credential, mailbox: nil)
    )
  }
}
