/// Finds a mailbox's Exchange Web Services from its address: what came of the last action in, the next action out. No
/// I/O; the time is passed in.
///
/// ```
/// start                                      → resolve(autodiscover.contoso.example)
/// resolved(203.0.114.5)                      → GET …/autodiscover.json (anonymous)
/// 404                                        → resolve, POST …/autodiscover.svc (anonymous)
/// 401 WWW-Authenticate: NTLM                 → confirm(autodiscover.contoso.example)
/// confirmed                                  → POST …/autodiscover.svc (with the credential)
/// 200 ExternalEwsUrl                         → resolve(mail.contoso.example)
/// resolved(203.0.114.6)                      → found
/// ```
///
/// Only the address's own domain and `autodiscover.` in front of it are asked, never a parent: whoever owns such a name
/// would harvest credentials. What other servers, plain HTTP or DNS name is used only after the checks of brief 2.5. No
/// request without TLS carries anything but its path.
public struct Autodiscover: Equatable, Sendable {
  /// Seconds to connect.
  public static let connectSeconds = 10
  /// Seconds for a request.
  public static let totalSeconds = 20
  /// Redirects that are followed, to addresses and URLs together.
  public static let maximumRedirects = 10
  /// Times the credential is refused before nothing more is tried, so that no account is locked (REL S27).
  public static let maximumRefusals = 2
  /// Actions of one discovery.
  public static let maximumActions = 200

  enum Kind: Equatable { case anonymous, soap, pox }

  /// A URL to be asked.
  struct Attempt: Equatable {
    var kind: Kind
    var url: AutodiscoverURL
    /// Whether somebody else than the address itself named it.
    var isNamedByOthers: Bool
    var wasBusy = false
  }

  enum Candidate: Equatable {
    case attempt(Attempt)
    /// The GET without TLS that looks for a redirect.
    case plainRedirect(host: String)
    case services(domain: String)
  }

  enum Waiting: Equatable {
    case nothing
    case addresses(Attempt)
    case plainAddresses(AutodiscoverURL)
    case plainRedirect(AutodiscoverURL)
    case services
    case confirmation(Attempt, [IPAddress], beforeCredential: Bool)
    case head(Attempt, [IPAddress])
    case answer(Attempt, [IPAddress], credential: Bool)
    case endpointConfirmation(AutodiscoverEndpoint, AutodiscoverURL)
    case endpointAddresses(AutodiscoverEndpoint, AutodiscoverURL)
  }

  let policy: AutodiscoverPolicy
  let ownDomain: String
  let seed: UInt64
  var address: String
  var queue: [Candidate] = []
  var endpoints: [AutodiscoverEndpoint] = []
  var waiting = Waiting.nothing
  var confirmedHosts: Set<String>
  var declinedHosts: [String] = []
  var failedHosts: Set<String> = []
  var visited: Set<String> = []
  var triedAddresses: Set<String> = []
  var redirects = 0
  var refusals = 0
  var actions = 0
  var refusedBy: String?
  var sawExchangeOnline = false
  var unknownMailboxAnswers = 0
  var otherAnswers = 0
  var question = AutodiscoverStep.Question.url("")
  var begin: Int64 = 0

  /// The steps so far.
  public internal(set) var log: [AutodiscoverStep] = []
  /// Whether the last action was the end.
  public internal(set) var isFinished = false

  /// A discovery that has not begun.
  ///
  /// - Parameters:
  ///   - address: the mailbox's SMTP address.
  ///   - policy: what the profile allows.
  ///   - seed: a random number, which decides between equal services.
  public init(address: String, policy: AutodiscoverPolicy, seed: UInt64) {
    self.address = address
    self.policy = policy
    self.seed = seed
    ownDomain = Self.domain(of: address) ?? ""
    confirmedHosts = policy.confirmedHosts
  }

  /// Begins.
  ///
  /// - Parameter now: microseconds after 1970.
  public mutating func start(now: Int64) -> AutodiscoverAction {
    begin = now
    guard !ownDomain.isEmpty else { return finish(.failed(.invalidAddress)) }
    triedAddresses = [address.lowercased()]
    queue = candidates(domain: ownDomain)
    return next(now: now)
  }

  /// Takes what came of the last action.
  ///
  /// - Parameter now: microseconds after 1970.
  public mutating func receive(_ event: AutodiscoverEvent, now: Int64) -> AutodiscoverAction {
    guard !isFinished else { return .failed(.notFound) }
    let waiting = self.waiting
    self.waiting = .nothing
    switch (waiting, event) {
    case (.addresses(let attempt), .resolved(let addresses)):
      guard let allowed = allowed(addresses, now: now) else { return next(now: now) }
      return proceed(attempt, allowed, now: now)
    case (.plainAddresses(let url), .resolved(let addresses)):
      guard let allowed = allowed(addresses, now: now) else { return next(now: now) }
      self.waiting = .plainRedirect(url)
      return send(.get, url, allowed, now: now)
    case (.plainRedirect, .response(let response)):
      record(.status(response.status, "redirect"), now: now)
      if let location = location(response) { redirect(to: location, kind: .pox, from: nil, now: now) }
      return next(now: now)
    case (.services, .services(let services)):
      record(.services(services.count), now: now)
      queue(services)
      return next(now: now)
    case (.confirmation(let attempt, let addresses, let beforeCredential), .confirmed(let isConfirmed)):
      guard decide(attempt.url.host, isConfirmed, now: now) else { return next(now: now) }
      return beforeCredential
        ? post(attempt, addresses, credential: true, now: now) : proceed(attempt, addresses, now: now)
    case (.head(let attempt, let addresses), .response(let response)):
      let isThere = [200, 204, 401, 403, 405].contains(response.status)
      record(.status(response.status, isThere ? "there" : "notThere"), now: now)
      guard isThere else {
        failedHosts.insert(attempt.url.host)
        return next(now: now)
      }
      return post(attempt, addresses, credential: false, now: now)
    case (.answer(let attempt, let addresses, let credential), .response(let response)):
      return judge(response, attempt, addresses, credential: credential, now: now)
    case (.endpointConfirmation(let endpoint, let url), .confirmed(let isConfirmed)):
      guard decide(url.host, isConfirmed, now: now) else { return next(now: now) }
      return resolve(url.host, .endpointAddresses(endpoint, url), now: now)
    case (.endpointAddresses(let endpoint, _), .resolved(let addresses)):
      guard allowed(addresses, now: now) != nil else { return next(now: now) }
      return finish(.found(endpoint))
    case (_, .failed(let trouble)):
      record(.trouble(trouble), now: now)
      if case .head(let attempt, _) = waiting { failedHosts.insert(attempt.url.host) }
      return next(now: now)
    default:
      record(.refused(.unexpected), now: now)
      return next(now: now)
    }
  }

  // MARK: - Candidates

  /// The domain of an address that discovery can work with: ASCII, without quotes, in small letters.
  static func domain(of address: String) -> String? {
    guard address.utf8.count <= 320, address.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      let mark = address.lastIndex(of: "@"), mark != address.startIndex,
      !address[..<mark].utf8.contains(where: { #"@"<>()[]\,;:"#.utf8.contains($0) }),
      let domain = AutodiscoverURL.host(String(address[address.index(after: mark)...])), domain.contains("."),
      IPAddress(domain) == nil
    else { return nil }
    return domain
  }

  /// Whether a host is the address's own domain or below it.
  func isOwn(_ host: String) -> Bool { host == ownDomain || host.hasSuffix("." + ownDomain) }

  /// Whether the credential may be sent to a host, TLS and its checked addresses given.
  func isTrusted(_ host: String) -> Bool {
    confirmedHosts.contains(host) || (isOwn(host) && !policy.scheme.needsConfirmedHost)
  }

  func candidates(domain: String) -> [Candidate] {
    // Most organizations publish the longer name; the bare one is often a web site in other hands.
    let hosts = ["autodiscover." + domain, domain]
    func attempts(_ kind: Kind, _ host: String, _ target: String) -> [Candidate] {
      AutodiscoverURL(host: host, target: target).map { url in
        [.attempt(Attempt(kind: kind, url: url, isNamedByOthers: !isOwn(host)))]
      } ?? []
    }
    var list: [Candidate] = []
    if policy.asksAnonymouslyFirst {
      for host in hosts where isOwn(host) {
        list += attempts(.anonymous, host, AutodiscoverV2.target(address: address))
      }
    }
    for host in hosts {
      list += attempts(.soap, host, "/autodiscover/autodiscover.svc")
      list += attempts(.pox, host, "/autodiscover/autodiscover.xml")
    }
    return list + [.plainRedirect(host: hosts[0]), .services(domain: domain)]
  }

  /// Port 443 only; small priorities first, then large weights, then as the seed says (RFC 2782).
  private mutating func queue(_ services: [AutodiscoverService]) {
    func rank(_ service: AutodiscoverService) -> UInt64 {
      service.target.utf8.reduce(seed ^ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
    let order = services.prefix(32).filter { policy.ports.contains($0.port) }.sorted {
      ($0.priority, -$0.weight, rank($0)) < ($1.priority, -$1.weight, rank($1))
    }
    let found = order.flatMap { service -> [Candidate] in
      ["svc", "xml"].compactMap { ending in
        AutodiscoverURL(host: service.target, port: service.port, target: "/autodiscover/autodiscover." + ending)
          .map { .attempt(Attempt(kind: ending == "svc" ? .soap : .pox, url: $0, isNamedByOthers: true)) }
      }
    }
    queue.insert(contentsOf: found, at: 0)
  }

  // MARK: - Steps

  mutating func next(now: Int64) -> AutodiscoverAction {
    begin = now
    while actions < Self.maximumActions {
      if !endpoints.isEmpty {
        if let action = judgeEndpoint(endpoints.removeFirst(), now: now) { return action }
        continue
      }
      guard !queue.isEmpty else { break }
      switch queue.removeFirst() {
      case .attempt(let attempt): if let action = open(attempt, now: now) { return action }
      case .plainRedirect(let host):
        guard let url = AutodiscoverURL(https: false, host: host, target: "/autodiscover/autodiscover.xml") else {
          continue
        }
        return resolve(host, .plainAddresses(url), now: now)
      case .services(let domain):
        let name = "_autodiscover._tcp." + domain
        question = .services(name: name)
        waiting = .services
        actions += 1
        return .queryServices(name: name)
      }
    }
    return finish(.failed(failure))
  }

  private var failure: AutodiscoverFailure {
    if sawExchangeOnline { return .exchangeOnline }
    if !declinedHosts.isEmpty { return .unconfirmed(hosts: declinedHosts) }
    if let refusedBy { return .credentialRefused(host: refusedBy) }
    return unknownMailboxAnswers > 0 && otherAnswers == 0 ? .unknownMailbox : .notFound
  }

  private mutating func open(_ attempt: Attempt, now: Int64) -> AutodiscoverAction? {
    question = .url(attempt.url.text)
    if let refusal = refusal(of: attempt.url) {
      record(.refused(refusal), now: now)
      return nil
    }
    let key = address.lowercased() + " " + attempt.url.key
    guard visited.insert(key).inserted || attempt.wasBusy else {
      record(.refused(.alreadyTried), now: now)
      return nil
    }
    return resolve(attempt.url.host, .addresses(attempt), now: now)
  }

  mutating func refusal(of url: AutodiscoverURL) -> AutodiscoverStep.Refusal? {
    if ExchangeOnline.isHost(url.host) {
      sawExchangeOnline = true
      return .exchangeOnline
    }
    if !url.isHTTPS { return .plaintext }
    if !policy.ports.contains(url.port) { return .port }
    if declinedHosts.contains(url.host) { return .unconfirmed }
    return failedHosts.contains(url.host) ? .failedBefore : nil
  }

  mutating func resolve(_ host: String, _ waiting: Waiting, now: Int64) -> AutodiscoverAction {
    begin = now
    question = .addresses(host: host)
    self.waiting = waiting
    actions += 1
    return .resolve(host: host)
  }

  /// What is named by others is confirmed, and looked at without anything, before it learns the address.
  private mutating func proceed(_ attempt: Attempt, _ addresses: [IPAddress], now: Int64) -> AutodiscoverAction {
    guard attempt.isNamedByOthers else {
      return attempt.kind == .anonymous
        ? get(attempt, addresses, now: now) : post(attempt, addresses, credential: false, now: now)
    }
    guard isTrusted(attempt.url.host) else {
      return confirm(
        attempt.url.host, .redirect, .confirmation(attempt, addresses, beforeCredential: false), now: now)
    }
    waiting = .head(attempt, addresses)
    return send(.head, attempt.url, addresses, now: now)
  }

  mutating func confirm(
    _ host: String, _ reason: AutodiscoverReason, _ waiting: Waiting, now: Int64
  ) -> AutodiscoverAction {
    begin = now
    question = .administrator(host: host)
    self.waiting = waiting
    actions += 1
    return .confirm(host: host, reason)
  }

  private mutating func decide(_ host: String, _ isConfirmed: Bool, now: Int64) -> Bool {
    record(.confirmed(isConfirmed), now: now)
    if isConfirmed {
      confirmedHosts.insert(host)
    } else if !declinedHosts.contains(host) {
      declinedHosts.append(host)
    }
    return isConfirmed
  }

  /// The addresses that may be connected to; nil when there are none.
  private mutating func allowed(_ addresses: [IPAddress], now: Int64) -> [IPAddress]? {
    let allowed = addresses.filter(policy.allows)
    record(.addresses(allowed, refused: addresses.count - allowed.count), now: now)
    return allowed.isEmpty ? nil : allowed
  }

  // MARK: - Requests

  private mutating func get(_ attempt: Attempt, _ addresses: [IPAddress], now: Int64) -> AutodiscoverAction {
    waiting = .answer(attempt, addresses, credential: false)
    return send(
      .get, attempt.url, addresses, headers: [AutodiscoverHeader("Accept", "application/json")], now: now)
  }

  mutating func post(
    _ attempt: Attempt, _ addresses: [IPAddress], credential: Bool, now: Int64
  ) -> AutodiscoverAction {
    waiting = .answer(attempt, addresses, credential: credential)
    var headers = [
      AutodiscoverHeader("Content-Type", "text/xml; charset=utf-8"), AutodiscoverHeader("Accept", "text/xml"),
      AutodiscoverHeader("X-AnchorMailbox", address),
    ]
    if attempt.kind == .soap { headers.append(AutodiscoverHeader("SOAPAction", "\"\(UserSettings.action)\"")) }
    let body =
      attempt.kind == .soap
      ? UserSettings.request(address: address, url: attempt.url.text) : POX.request(address: address)
    return send(.post, attempt.url, addresses, headers: headers, body: body, credential: credential, now: now)
  }

  private mutating func send(
    _ method: AutodiscoverRequest.Method, _ url: AutodiscoverURL, _ addresses: [IPAddress],
    headers: [AutodiscoverHeader] = [], body: [UInt8] = [], credential: Bool = false, now: Int64
  ) -> AutodiscoverAction {
    begin = now
    let sendsCredential = credential && url.isHTTPS && isTrusted(url.host)
    question = .request(method, url: url.text, credential: sendsCredential)
    actions += 1
    return .send(
      AutodiscoverRequest(
        method: method, url: url, addresses: addresses, headers: headers, body: body,
        sendsCredential: sendsCredential))
  }

  // MARK: - Ends

  mutating func record(_ outcome: AutodiscoverStep.Outcome, now: Int64) {
    log.append(AutodiscoverStep(question: question, outcome: outcome, begin: begin, end: now))
  }

  mutating func finish(_ action: AutodiscoverAction) -> AutodiscoverAction {
    isFinished = true
    waiting = .nothing
    return action
  }
}
