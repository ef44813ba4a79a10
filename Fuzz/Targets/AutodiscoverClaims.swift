import AutodiscoverWire

/// A discovery whose every answer comes from the input.
enum AutodiscoverClaims {
  private static let address = "sato@mail.contoso.example"

  /// What the network says next, by one octet and some more.
  private static func event(_ piece: ArraySlice<UInt8>, _ action: AutodiscoverAction) -> AutodiscoverEvent {
    let kind = piece.first ?? 0
    let rest = piece.dropFirst()
    // Most of the time the answer is of the kind that was asked for.
    if kind < 0x80 {
      switch action {
      case .resolve:
        let octets = Array(rest.prefix(kind & 1 == 0 ? 4 : 16))
        return .resolved([IPAddress(octets: octets), IPAddress(octets: [8, 8, 4, kind])].compactMap { $0 })
      case .queryServices:
        return .services(
          pieces(rest).prefix(4).map { AutodiscoverService(priority: 0, weight: 1, port: 443, target: text($0)) })
      case .confirm: return .confirmed(kind & 1 == 0)
      default: break
      }
    }
    switch kind % 8 {
    case 0: return .failed(.timeout)
    case 1: return .confirmed(true)
    case 2:
      return .response(
        AutodiscoverResponse(status: 401, headers: [AutodiscoverHeader("WWW-Authenticate", text(rest))]))
    case 3:
      return .response(AutodiscoverResponse(status: 302, headers: [AutodiscoverHeader("Location", text(rest))]))
    case 4: return .resolved([])
    default: return .response(AutodiscoverResponse(status: kind % 8 == 5 ? 404 : 200, body: Array(rest)))
    }
  }

  static func check(_ bytes: [UInt8]) throws(BrokenClaim) {
    let options = bytes.first ?? 0
    let schemes = AutodiscoverPolicy.Scheme.allCases
    let scheme = schemes[Int(options) % schemes.count]
    let policy = AutodiscoverPolicy(
      scheme: scheme, isInside: options & 0x10 != 0, asksAnonymouslyFirst: options & 0x20 == 0)
    var machine = Autodiscover(address: address, policy: policy, seed: UInt64(options))
    var action = machine.start(now: 0)
    let answers = pieces(bytes.dropFirst())
    var confirmed: Set<String> = []
    for step in 0...Autodiscover.maximumActions + 1 {
      try judge(action, policy, confirmed)
      if machine.isFinished { return }
      let event = event(answers[step % answers.count], action)
      if case .confirm(let host, _) = action, case .confirmed(true) = event { confirmed.insert(host) }
      action = machine.receive(event, now: Int64(step))
    }
    throw BrokenClaim(description: "a discovery without an end")
  }

  private static func judge(
    _ action: AutodiscoverAction, _ policy: AutodiscoverPolicy, _ confirmed: Set<String>
  ) throws(BrokenClaim) {
    func isTrusted(_ host: String) -> Bool {
      let isOwn = host == "mail.contoso.example" || host.hasSuffix(".mail.contoso.example")
      return confirmed.contains(host) || (isOwn && (policy.scheme == .kerberos || policy.scheme == .bearer))
    }
    switch action {
    case .send(let request):
      try claim(!request.addresses.isEmpty && request.addresses.allSatisfy(policy.allows), "a forbidden address")
      if request.sendsCredential {
        try claim(request.url.isHTTPS, "a credential without TLS")
        try claim(isTrusted(request.url.host), "a credential for a stranger: \(request.url.host)")
      }
      if !request.url.isHTTPS {
        try claim(request.body.isEmpty && request.headers.isEmpty && request.method == .get, "plain text says more")
        try claim(!request.url.target.contains("sato"), "plain text tells the address")
      }
      for header in request.headers {
        try claim(header.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "a header could be two")
      }
    case .found(let endpoint):
      guard let url = AutodiscoverURL(endpoint.url) else { throw BrokenClaim(description: "no URL is found") }
      try claim(url.isHTTPS && isTrusted(url.host) && !ExchangeOnline.isHost(url.host), "a stranger is found")
    default: break
    }
  }
}
