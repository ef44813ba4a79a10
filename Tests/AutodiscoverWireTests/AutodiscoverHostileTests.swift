import Testing

@testable import AutodiscoverWire

/// Servers, DNS and networks that lie.
@Suite struct AutodiscoverHostileTests {
  private let svc = "https://autodiscover.contoso.example/autodiscover/autodiscover.svc"
  private let xml = "https://autodiscover.contoso.example/autodiscover/autodiscover.xml"

  /// REL F096: hosts above the domain are never asked.
  @Test(arguments: ["sato@a.b.contoso.example", "sato@contoso.example", "sato@contoso.co.example"])
  func noParentIsEverAsked(address: String) {
    let domain = address.split(separator: "@")[1]
    for action in AutodiscoverDialogue.actions(address) {
      let words = action.split(separator: " ")
      guard words[0] == "resolve" else { continue }
      #expect(words[1] == domain || words[1] == "autodiscover." + domain)
    }
  }

  /// REL F097: a server that would rather have a password does not get it.
  @Test func noDowngrade() {
    var d = AutodiscoverDialogue(scheme: .kerberos)
    d.on(.publicAddress, "POST \(svc)")
    d.on(.unauthorized("Basic realm=\"mail\"", "NTLM"), "resolve autodiscover.contoso.example")
    d.on(.publicAddress, "POST \(xml)")
    d.on(.unauthorized("NTLM, Basic realm=\"Negotiate\""), "resolve contoso.example")
    #expect(d.machine.log.contains { $0.outcome == .refused(.scheme) })
    // Nor a password without TLS, whatever is asked there.
    d.skip(to: "GET http://")
    d.on(.unauthorized("Negotiate", "Basic"), "SRV _autodiscover._tcp.contoso.example")
  }

  /// A password, and an answer that could be passed on, go only to hosts an administrator confirmed.
  @Test(arguments: [AutodiscoverPolicy.Scheme.basic, .ntlm]) func passwordsNeedAConfirmedHost(
    _ scheme: AutodiscoverPolicy.Scheme
  ) {
    var d = AutodiscoverDialogue(scheme: scheme)
    d.on(.publicAddress, "POST \(svc)")
    d.on(.unauthorized("Basic realm=\"x\"", "NTLM"), "confirm autodiscover.contoso.example scheme")
    d.on(.confirmed(false), "resolve contoso.example")
    d.on(.publicAddress, "POST https://contoso.example/autodiscover/autodiscover.svc")
    d.on(.unauthorized("Basic", "NTLM"), "confirm contoso.example scheme")
    d.on(.confirmed(true), "POST https://contoso.example/autodiscover/autodiscover.svc +credential")
    // The endpoint is another host, and is asked for again.
    d.on(
      .soap(["ExternalEwsUrl": "https://mail.contoso.example/EWS/Exchange.asmx"]),
      "confirm mail.contoso.example endpoint")
    d.on(.confirmed(true), "resolve mail.contoso.example")
    d.on(.publicAddress, "found https://mail.contoso.example/EWS/Exchange.asmx")
  }

  @Test func anEndpointInOtherHandsIsNotUsed() {
    var d = AutodiscoverDialogue()
    d.on(.publicAddress, "POST \(svc)")
    d.on(
      .soap(["ExternalEwsUrl": "https://contoso.example.evil.test/EWS/Exchange.asmx"]),
      "confirm contoso.example.evil.test endpoint")
    d.on(.confirmed(false), "resolve autodiscover.contoso.example")
    d.skip(to: "failed")
    #expect(d.action == .failed(.unconfirmed(hosts: ["contoso.example.evil.test"])))
  }

  @Test(arguments: [
    "http://mail.contoso.example/EWS/Exchange.asmx", "https://mail.contoso.example@evil.test/",
    "https://evil.test\\@mail.contoso.example/", "https://mail.contoso.example:8443/EWS/Exchange.asmx",
    "https://2130706433/", "https://0x7f000001/", "https://127.1/", "https://[::1]/", "https://ⓛocalhost/",
    "https://mail.contoso.example/\r\nX: y", "ftp://mail.contoso.example/", "https:///x", "https://a..example/",
    "https://mail.contoso.example/#x", "", "mail.contoso.example", "https://outlook.office365.com/EWS/Exchange.asmx",
  ]) func anEndpointThatIsNoneIsNotUsed(url: String) {
    var d = AutodiscoverDialogue()
    d.on(.publicAddress, "POST \(svc)")
    d.receive(.soap(["ExternalEwsUrl": url.replacing("&", with: "&amp;")]))
    #expect(AutodiscoverDialogue.words(d.action) == "resolve autodiscover.contoso.example")
    d.on(.publicAddress, "POST \(xml)")
  }

  /// REL S20: what a name resolves to is judged, and all that is left is what the request may go to.
  @Test(arguments: [
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "::7f00:1", "ff02::1", "2001:db8::1", "198.18.0.1", "192.0.0.192",
  ]) func noAddressInside(address: String) {
    var d = AutodiscoverDialogue()
    d.on(.address(address), "resolve autodiscover.contoso.example")
    d.on(
      .resolved([IPAddress(address)!, IPAddress("8.8.4.4")!, IPAddress("2001:4860::1")!]), "POST \(xml)")
    guard case .send(let request) = d.action else { return }
    #expect(request.addresses == [IPAddress("8.8.4.4")!, IPAddress("2001:4860::1")!])
    #expect(d.machine.log.last?.outcome == .addresses(request.addresses, refused: 1))
  }

  @Test func insideItIsAllowedButTheMetadataOfACloudNever() {
    let policy = AutodiscoverPolicy(scheme: .kerberos, isInside: true)
    func allows(_ text: String) -> Bool { IPAddress(text).map(policy.allows) ?? false }
    #expect(allows("10.0.0.1") && allows("fd12::1") && allows("8.8.8.8"))
    #expect(!allows("169.254.169.254") && !allows("fe80::1") && !allows("127.0.0.1") && !allows("224.0.0.1"))
    #expect(AutodiscoverPolicy(scheme: .kerberos, allowsLoopback: true).allows(IPAddress("127.0.0.1")!))
  }

  /// Who controls plain HTTP or DNS can name any host; without an administrator nothing happens there.
  @Test func namedHostsAreNotEvenLookedAt() {
    var d = AutodiscoverDialogue()
    d.skip(to: "GET http://")
    d.on(.redirect("https://evil.test/autodiscover/autodiscover.xml"), "resolve evil.test")
    d.on(.publicAddress, "confirm evil.test redirect")
    d.on(.confirmed(false), "SRV _autodiscover._tcp.contoso.example")
    d.on(
      .services([AutodiscoverService(priority: 0, weight: 0, port: 443, target: "evil.test")]),
      "failed unconfirmed(hosts: [\"evil.test\"])")
  }

  @Test(arguments: [
    "http://mail.contoso.example/autodiscover/autodiscover.xml", "//evil.test/x", "javascript:alert(1)",
    "https://user:pass@evil.test/autodiscover.xml", "https://evil.test:22/autodiscover.xml",
  ]) func aRedirectToSomethingElse(location: String) {
    var d = AutodiscoverDialogue()
    d.skip(to: "GET http://")
    d.on(.redirect(location), "SRV _autodiscover._tcp.contoso.example")
  }

  /// A redirect inside of the own host is followed, one to another of the own domain with the checks.
  @Test func redirectsOfTheOwnHosts() {
    var d = AutodiscoverDialogue()
    d.on(.publicAddress, "POST \(svc)")
    d.on(.redirect("/autodiscover/other.svc", 307), "resolve autodiscover.contoso.example")
    d.on(.publicAddress, "POST https://autodiscover.contoso.example/autodiscover/other.svc")
    d.on(.redirect("https://mail.contoso.example/autodiscover/autodiscover.svc"), "resolve mail.contoso.example")
    d.on(.publicAddress, "HEAD https://mail.contoso.example/autodiscover/autodiscover.svc")
    d.on(.status(302), "resolve autodiscover.contoso.example")
  }

  @Test func redirectsWithoutEnd() {
    var d = AutodiscoverDialogue()
    var asked = 0
    for number in 0..<200 where !d.machine.isFinished {
      switch d.action {
      case .resolve: d.receive(.publicAddress)
      case .queryServices: d.receive(.services([]))
      case .send(let request) where request.url.isHTTPS:
        asked += 1
        d.receive(.redirect("https://autodiscover.contoso.example/\(number).svc"))
      default: d.receive(.status(404))
      }
    }
    #expect(d.machine.isFinished)
    #expect(asked == Autodiscover.maximumRedirects + 4)
    #expect(d.machine.log.contains { $0.outcome == .refused(.tooManyRedirects) })
  }

  @Test func addressesWithoutEnd() {
    var d = AutodiscoverDialogue()
    for number in 0..<300 where !d.machine.isFinished {
      switch d.action {
      case .resolve: d.receive(.publicAddress)
      case .queryServices: d.receive(.services([]))
      case .confirm: d.receive(.confirmed(true))
      case .send(let request) where request.method == .head: d.receive(.status(200))
      case .send(let request) where request.url.target.hasSuffix("svc"):
        d.receive(.soap([:], code: "RedirectAddress", target: "u\(number)@h\(number).example"))
      default: d.receive(.status(404))
      }
    }
    #expect(d.machine.isFinished)
    #expect(d.machine.log.contains { $0.outcome == .refused(.tooManyRedirects) })
    #expect(d.machine.confirmedHosts.count <= 2 * Autodiscover.maximumRedirects)
  }

  /// Another address's domain is nobody's own: its hosts are confirmed before they learn anything.
  @Test func anotherDomainIsNotTrusted() {
    var d = AutodiscoverDialogue(anonymous: true)
    d.skip(to: "POST \(svc)")
    d.on(.soap([:], code: "RedirectAddress", target: "sato@evil.test"), "resolve autodiscover.evil.test")
    d.on(.publicAddress, "confirm autodiscover.evil.test redirect")
    d.on(.confirmed(false), "resolve evil.test")
    d.on(.publicAddress, "confirm evil.test redirect")
  }

  /// The mailbox moved to Exchange Online: that is Graph's business.
  @Test(arguments: [
    "https://outlook.office365.com/autodiscover/autodiscover.svc", "https://autodiscover-s.outlook.com/x.xml",
    "https://OUTLOOK.OFFICE365.COM./EWS/Exchange.asmx", "https://partner.outlook.cn/EWS/Exchange.asmx",
  ]) func exchangeOnlineIsNotFollowed(url: String) {
    #expect(ExchangeOnline.isEndpoint(url))
    for event: AutodiscoverEvent in [
      .redirect(url), .soap([:], code: "RedirectUrl", target: url), .soap(["ExternalEwsUrl": url]),
      .soap([:], code: "RedirectAddress", target: "sato@contoso.onmicrosoft.com"),
    ] {
      var d = AutodiscoverDialogue()
      d.on(.publicAddress, "POST \(svc)")
      d.receive(event)
      d.skip(to: "failed")
      #expect(d.action == .failed(.exchangeOnline))
    }
    var d = AutodiscoverDialogue(anonymous: true)
    d.receive(.publicAddress)
    d.receive(.redirect(url))
    d.skip(to: "failed")
    #expect(d.action == .failed(.exchangeOnline))
  }

  @Test func othersAreNotExchangeOnline() {
    for host in ["mail.contoso.example", "outlook.office365.com.evil.test", "notoutlook.com", "office365.com.example"] {
      #expect(!ExchangeOnline.isHost(host))
    }
  }

  @Test(arguments: [
    "", "sato", "@contoso.example", "sato@", "sato@example", "sato@127.0.0.1", "sato@[127.0.0.1]",
    "sato@contoso..example",
    "sato@contoso.example/x", "\"a@b\"@contoso.example", "sa to@contoso.example", "sato@contoso.example\r\nX: y",
    "佐藤@contoso.example", "sato@会社.example", "sato@evil.test@contoso.example", "sato@contoso.example:8443",
  ]) func addressesThatAreNone(address: String) {
    #expect(AutodiscoverDialogue(address).action == .failed(.invalidAddress))
  }

  /// An event that answers nothing is a failed step, not a trap.
  @Test func eventsOutOfOrder() {
    let events: [AutodiscoverEvent] = [
      .publicAddress, .services([]), .status(200), .failed(.timeout), .confirmed(true), .resolved([]),
      .unauthorized("Negotiate"), .redirect("https://x.example/"),
    ]
    for first in events {
      for second in events {
        var d = AutodiscoverDialogue()
        d.receive(first)
        for _ in 0..<60 where !d.machine.isFinished { d.receive(second) }
        #expect(d.machine.isFinished)
        d.receive(first)
        #expect(d.action == .failed(.notFound))
      }
    }
  }

  @Test(arguments: [
    "", "{", "<", "{\"Url\":1}",
    "{\"Protocol\":\"EWS\",\"Protocol\":\"EWS\",\"Url\":\"https://mail.contoso.example/\"}",
    "<!DOCTYPE a [<!ENTITY x \"y\">]><Autodiscover/>", "{\"a\":{\"b\":{}}}", "[]", "null", "{\"Url\":\"\\ud800\"}",
    "<s:Envelope xmlns:s=\"u\"><s:Body/></s:Envelope>", "<Autodiscover><Response><Account/></Response></Autodiscover>",
    "{\"ErrorCode\":\"ProtocolNotSupported\",\"ErrorMessage\":\"x\"}",
  ]) func answersThatAreNone(body: String) {
    var d = AutodiscoverDialogue(anonymous: true)
    while !d.machine.isFinished {
      switch d.action {
      case .resolve: d.receive(.publicAddress)
      case .queryServices: d.receive(.services([]))
      default: d.receive(.status(200, body))
      }
    }
    #expect(d.action == .failed(.notFound))
  }

  @Test func anAnswerMayBeOneMegabyte() {
    for (length, isRead) in [(-1, true), (0, true), (1, false)] {
      var d = AutodiscoverDialogue(anonymous: true)
      d.receive(.publicAddress)
      let answer = "{\"Protocol\":\"EWS\",\"Url\":\"https://mail.contoso.example/\"}"
      let padding = String(repeating: " ", count: AutodiscoverDocument.maximumLength + length - answer.utf8.count)
      d.receive(.status(200, answer + padding))
      #expect(
        AutodiscoverDialogue.words(d.action) == (isRead ? "resolve mail.contoso.example" : "resolve contoso.example"))
    }
  }
}
