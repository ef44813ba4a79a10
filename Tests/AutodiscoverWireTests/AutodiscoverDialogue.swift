import Testing

@testable import AutodiscoverWire

/// A discovery as a dialogue: what came of the last action, and the next action in words.
///
/// ```
/// C: GET https://autodiscover.contoso.example/…          an action; `+credential` after requests that carry it
/// ```
struct AutodiscoverDialogue {
  var machine: Autodiscover
  private(set) var action: AutodiscoverAction
  private(set) var now: Int64 = 1_000_000

  init(
    _ address: String = "sato@contoso.example", scheme: AutodiscoverPolicy.Scheme = .kerberos,
    confirmed: Set<String> = [], anonymous: Bool = false, inside: Bool = false, seed: UInt64 = 1
  ) {
    let policy = AutodiscoverPolicy(
      scheme: scheme, confirmedHosts: confirmed, isInside: inside, asksAnonymouslyFirst: anonymous)
    machine = Autodiscover(address: address, policy: policy, seed: seed)
    action = machine.start(now: now)
  }

  /// The action in words.
  static func words(_ action: AutodiscoverAction) -> String {
    switch action {
    case .resolve(let host): "resolve \(host)"
    case .queryServices(let name): "SRV \(name)"
    case .send(let request):
      "\(request.method.rawValue) \(request.url.text)\(request.sendsCredential ? " +credential" : "")"
    case .confirm(let host, let reason): "confirm \(host) \(reason)"
    case .found(let endpoint): "found \(endpoint.url)"
    case .failed(let failure): "failed \(failure)"
    }
  }

  mutating func receive(_ event: AutodiscoverEvent) {
    now += 1_000
    // Whatever happens, no credential goes without TLS or to a host nobody trusts.
    action = machine.receive(event, now: now)
    if case .send(let request) = action {
      #expect(!request.addresses.isEmpty)
      #expect(request.url.isHTTPS || (!request.sendsCredential && request.body.isEmpty && request.method == .get))
      #expect(!request.sendsCredential || machine.isTrusted(request.url.host))
    }
  }

  /// The server says it, and then the client does that.
  mutating func on(
    _ event: AutodiscoverEvent, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    receive(event)
    #expect(Self.words(action) == expected, sourceLocation: sourceLocation)
  }

  /// Every host has a public address, everything answers 404, and nothing is confirmed, until the action begins so.
  mutating func skip(to beginning: String, sourceLocation: SourceLocation = #_sourceLocation) {
    for _ in 0..<100 {
      if Self.words(action).hasPrefix(beginning) || machine.isFinished { break }
      switch action {
      case .resolve: receive(.publicAddress)
      case .queryServices: receive(.services([]))
      case .send: receive(.status(404))
      case .confirm: receive(.confirmed(false))
      case .found, .failed: break
      }
    }
    #expect(Self.words(action).hasPrefix(beginning), sourceLocation: sourceLocation)
  }

  /// All the actions, with the same answers to everything.
  static func actions(_ address: String, anonymous: Bool = true) -> [String] {
    var dialogue = AutodiscoverDialogue(address, anonymous: anonymous)
    var words = [Self.words(dialogue.action)]
    while !dialogue.machine.isFinished, words.count < 100 {
      switch dialogue.action {
      case .resolve: dialogue.receive(.publicAddress)
      case .queryServices: dialogue.receive(.services([]))
      default: dialogue.receive(.status(404))
      }
      words.append(Self.words(dialogue.action))
    }
    return words
  }
}

extension AutodiscoverEvent {
  static let publicAddress = AutodiscoverEvent.resolved([IPAddress(octets: [8, 8, 4, 4])!])
  static func address(_ text: String) -> AutodiscoverEvent { .resolved([IPAddress(text)!]) }
  static func status(_ status: Int, _ body: String = "") -> AutodiscoverEvent {
    .response(AutodiscoverResponse(status: status, body: Array(body.utf8)))
  }
  static func unauthorized(_ offers: String...) -> AutodiscoverEvent {
    .response(
      AutodiscoverResponse(status: 401, headers: offers.map { AutodiscoverHeader("WWW-Authenticate", $0) }))
  }
  static func redirect(_ location: String, _ status: Int = 302) -> AutodiscoverEvent {
    .response(AutodiscoverResponse(status: status, headers: [AutodiscoverHeader("location", location)]))
  }
  static func soap(_ settings: KeyValuePairs<String, String>, code: String = "NoError", target: String = "")
    -> AutodiscoverEvent
  {
    let values = settings.map {
      "<UserSetting i:type=\"StringSetting\"><Name>\($0.key)</Name><Value>\($0.value)</Value></UserSetting>"
    }
    return .status(
      200,
      """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetUserSettingsResponseMessage
      xmlns="http://schemas.microsoft.com/exchange/2010/Autodiscover"><Response
      xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><ErrorCode>NoError</ErrorCode><UserResponses><UserResponse>
      <ErrorCode>\(code)</ErrorCode><RedirectTarget>\(target)</RedirectTarget><UserSettings>\(values.joined())
      </UserSettings></UserResponse></UserResponses></Response></GetUserSettingsResponseMessage></s:Body></s:Envelope>
      """)
  }
  static func pox(_ account: String) -> AutodiscoverEvent {
    .status(
      200,
      """
      <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"><Response
      xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">\(account)</Response>
      </Autodiscover>
      """)
  }
}
