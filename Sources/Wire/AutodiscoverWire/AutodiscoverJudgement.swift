/// What answers mean.
extension Autodiscover {
  mutating func judge(
    _ response: AutodiscoverResponse, _ attempt: Attempt, _ addresses: [IPAddress], credential: Bool, now: Int64
  ) -> AutodiscoverAction {
    switch response.status {
    case 200: return take(verdict(response, attempt), response, attempt, now: now)
    case 301, 302, 303, 307, 308:
      record(.status(response.status, "redirect"), now: now)
      guard let location = location(response, relativeTo: attempt.url) else { return next(now: now) }
      if attempt.kind == .anonymous {
        // The anonymous form leads elsewhere only when the mailbox moved away, and is not followed.
        note(location, now: now)
      } else {
        redirect(to: location, kind: attempt.kind, from: attempt.url, now: now)
      }
      return next(now: now)
    case 401 where credential:
      record(.status(401, "credentialRefused"), now: now)
      refusals += 1
      refusedBy = attempt.url.host
      otherAnswers += 1
      guard refusals < Self.maximumRefusals else {
        return finish(.failed(.credentialRefused(host: attempt.url.host)))
      }
      return next(now: now)
    case 401 where attempt.kind != .anonymous:
      // The scheme is the profile's: what a server would rather have does not count (REL F097).
      guard response.offeredSchemes.contains(policy.scheme.rawValue.lowercased()) else {
        record(.status(401, "schemeNotOffered"), now: now)
        record(.refused(.scheme), now: now)
        otherAnswers += 1
        return next(now: now)
      }
      record(.status(401, "authenticate"), now: now)
      guard isTrusted(attempt.url.host) else {
        return confirm(
          attempt.url.host, attempt.isNamedByOthers ? .redirect : .scheme,
          .confirmation(attempt, addresses, beforeCredential: true), now: now)
      }
      return post(attempt, addresses, credential: true, now: now)
    default:
      // SOAP faults come with status 500.
      record(.status(response.status, "notHere"), now: now)
      otherAnswers += 1
      return next(now: now)
    }
  }

  private func verdict(_ response: AutodiscoverResponse, _ attempt: Attempt) -> AutodiscoverVerdict {
    switch attempt.kind {
    case .anonymous: AutodiscoverV2.verdict(response.body)
    case .soap: UserSettings.verdict(response.body, isInside: policy.isInside)
    case .pox: POX.verdict(response.body, isInside: policy.isInside)
    }
  }

  private mutating func take(
    _ verdict: AutodiscoverVerdict, _ response: AutodiscoverResponse, _ attempt: Attempt, now: Int64
  ) -> AutodiscoverAction {
    switch verdict {
    case .endpoints(let found):
      record(.status(response.status, "endpoints"), now: now)
      otherAnswers += 1
      endpoints = found
    case .redirectAddress(let target):
      record(.status(response.status, "redirectAddress"), now: now)
      redirect(toAddress: target, now: now)
    case .redirectURL(let target):
      record(.status(response.status, "redirectURL"), now: now)
      redirect(to: target, kind: attempt.kind, from: attempt.url, now: now)
    case .busy:
      record(.status(response.status, "busy"), now: now)
      otherAnswers += 1
      if !attempt.wasBusy {
        var again = attempt
        again.wasBusy = true
        queue.append(.attempt(again))
      }
    case .unknownMailbox:
      record(.status(response.status, "unknownMailbox"), now: now)
      unknownMailboxAnswers += 1
    case .error(let word):
      record(.status(response.status, word), now: now)
      otherAnswers += 1
    }
    return next(now: now)
  }

  // MARK: - Redirects

  /// The Location of an answer that redirects; one without a host is of the host that was asked.
  func location(_ response: AutodiscoverResponse, relativeTo url: AutodiscoverURL? = nil) -> String? {
    guard [301, 302, 303, 307, 308].contains(response.status), let location = response.values("Location").first else {
      return nil
    }
    if let url, location.hasPrefix("/"), !location.hasPrefix("//") {
      return AutodiscoverURL(https: url.isHTTPS, host: url.host, port: url.port, target: location)?.text
    }
    return location
  }

  /// Remembers that a URL leads to Exchange Online.
  private mutating func note(_ text: String, now: Int64) {
    question = .url(String(text.prefix(AutodiscoverURL.maximumLength)))
    guard let url = AutodiscoverURL(text) else { return record(.refused(.malformed), now: now) }
    if ExchangeOnline.isHost(url.host) {
      sawExchangeOnline = true
      record(.refused(.exchangeOnline), now: now)
    }
  }

  mutating func redirect(to text: String, kind: Kind, from source: AutodiscoverURL?, now: Int64) {
    question = .url(String(text.prefix(AutodiscoverURL.maximumLength)))
    guard let url = AutodiscoverURL(text) else { return record(.refused(.malformed), now: now) }
    redirects += 1
    guard redirects <= Self.maximumRedirects else { return record(.refused(.tooManyRedirects), now: now) }
    let path = url.target.lowercased()
    let form: Kind = path.hasSuffix(".svc") ? .soap : path.hasSuffix(".xml") ? .pox : kind
    // Where one may go by itself one may be sent by the same host; by others never without the checks.
    let isSameHost = source.map { $0.host == url.host && $0.isHTTPS } ?? false
    let attempt = Attempt(kind: form, url: url, isNamedByOthers: !(isSameHost && isOwn(url.host)))
    queue.insert(.attempt(attempt), at: 0)
  }

  /// Starts over with another address. The domain whose hosts are trusted stays the first address's.
  private mutating func redirect(toAddress target: String, now: Int64) {
    question = .url("mailto:" + target.prefix(320))
    guard let domain = Self.domain(of: target) else { return record(.refused(.malformed), now: now) }
    guard triedAddresses.insert(target.lowercased()).inserted else { return record(.refused(.alreadyTried), now: now) }
    redirects += 1
    guard redirects <= Self.maximumRedirects else { return record(.refused(.tooManyRedirects), now: now) }
    if ExchangeOnline.isHost(domain) || domain.hasSuffix(".onmicrosoft.com") {
      sawExchangeOnline = true
      return record(.refused(.exchangeOnline), now: now)
    }
    address = target
    queue = candidates(domain: domain)
  }

  // MARK: - Endpoints

  mutating func judgeEndpoint(_ endpoint: AutodiscoverEndpoint, now: Int64) -> AutodiscoverAction? {
    question = .url(String(endpoint.url.prefix(AutodiscoverURL.maximumLength)))
    guard let url = AutodiscoverURL(endpoint.url) else {
      record(.refused(.malformed), now: now)
      return nil
    }
    if let refusal = refusal(of: url) {
      record(.refused(refusal), now: now)
      return nil
    }
    // What comes out is the URL as it was checked.
    var checked = endpoint
    checked.url = url.text
    if isTrusted(url.host) { return resolve(url.host, .endpointAddresses(checked, url), now: now) }
    return confirm(url.host, .endpoint, .endpointConfirmation(checked, url), now: now)
  }
}
