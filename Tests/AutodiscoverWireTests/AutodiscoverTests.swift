import Testing

@testable import AutodiscoverWire

@Suite struct AutodiscoverTests {
  private let svc = "https://autodiscover.contoso.example/autodiscover/autodiscover.svc"
  private let xml = "https://autodiscover.contoso.example/autodiscover/autodiscover.xml"
  private let ews = "https://mail.contoso.example/EWS/Exchange.asmx"

  /// Only the address's own domain, whatever is above it.
  @Test func theWholeOrder() {
    #expect(
      AutodiscoverDialogue.actions("sato@sales.contoso.example") == [
        "resolve autodiscover.sales.contoso.example",
        "GET https://autodiscover.sales.contoso.example/autodiscover/autodiscover.json"
          + "?Email=sato%40sales.contoso.example&Protocol=EWS&RedirectCount=1",
        "resolve sales.contoso.example",
        "GET https://sales.contoso.example/autodiscover/autodiscover.json"
          + "?Email=sato%40sales.contoso.example&Protocol=EWS&RedirectCount=1",
        "resolve autodiscover.sales.contoso.example",
        "POST https://autodiscover.sales.contoso.example/autodiscover/autodiscover.svc",
        "resolve autodiscover.sales.contoso.example",
        "POST https://autodiscover.sales.contoso.example/autodiscover/autodiscover.xml",
        "resolve sales.contoso.example", "POST https://sales.contoso.example/autodiscover/autodiscover.svc",
        "resolve sales.contoso.example", "POST https://sales.contoso.example/autodiscover/autodiscover.xml",
        "resolve autodiscover.sales.contoso.example",
        "GET http://autodiscover.sales.contoso.example/autodiscover/autodiscover.xml",
        "SRV _autodiscover._tcp.sales.contoso.example", "failed notFound",
      ])
  }

  @Test func settingsBySOAP() {
    var d = AutodiscoverDialogue()
    #expect(d.action == .resolve(host: "autodiscover.contoso.example"))
    d.on(.publicAddress, "POST \(svc)")
    d.on(.unauthorized("Negotiate", "NTLM", "Basic realm=\"x\""), "POST \(svc) +credential")
    d.on(
      .soap([
        "ExternalEwsUrl": ews, "InternalEwsUrl": "https://mbx1.corp.example/EWS/Exchange.asmx",
        "AutoDiscoverSMTPAddress": "taro.sato@contoso.example", "GroupingInformation": "Site-A",
        "EwsSupportedSchemas": "Exchange2010, Exchange2013_SP1",
      ]), "resolve mail.contoso.example")
    d.on(.publicAddress, "found \(ews)")
    #expect(
      d.action
        == .found(
          AutodiscoverEndpoint(
            url: ews, primaryAddress: "taro.sato@contoso.example", groupingInformation: "Site-A",
            supportedSchemas: ["Exchange2010", "Exchange2013_SP1"])))
    #expect(
      d.machine.log == [
        AutodiscoverStep(
          question: .addresses(host: "autodiscover.contoso.example"),
          outcome: .addresses([IPAddress(octets: [8, 8, 4, 4])!], refused: 0), begin: 1_000_000, end: 1_001_000),
        AutodiscoverStep(
          question: .request(.post, url: svc, credential: false), outcome: .status(401, "authenticate"),
          begin: 1_001_000, end: 1_002_000),
        AutodiscoverStep(
          question: .request(.post, url: svc, credential: true), outcome: .status(200, "endpoints"),
          begin: 1_002_000, end: 1_003_000),
        AutodiscoverStep(
          question: .addresses(host: "mail.contoso.example"),
          outcome: .addresses([IPAddress(octets: [8, 8, 4, 4])!], refused: 0), begin: 1_003_000, end: 1_004_000),
      ])
  }

  @Test func insideTheInternalEndpointComesFirst() {
    var d = AutodiscoverDialogue(confirmed: ["mbx1.corp.example"], inside: true)
    d.on(.address("10.0.0.5"), "POST \(svc)")
    d.on(
      .soap(["ExternalEwsUrl": ews, "InternalEwsUrl": "https://mbx1.corp.example/EWS/Exchange.asmx"]),
      "resolve mbx1.corp.example")
    d.on(.address("10.0.0.6"), "found https://mbx1.corp.example/EWS/Exchange.asmx")
  }

  @Test func settingsByPOX() {
    var d = AutodiscoverDialogue()
    d.skip(to: "POST \(xml)")
    d.on(.unauthorized("Negotiate"), "POST \(xml) +credential")
    d.on(
      .pox(
        """
        <User><AutoDiscoverSMTPAddress>s@contoso.example</AutoDiscoverSMTPAddress></User><Account><Action>settings</Action>
        <Protocol><Type>EXCH</Type><EwsUrl>https://mbx1.contoso.example/EWS/Exchange.asmx</EwsUrl></Protocol>
        <Protocol><Type>EXPR</Type><ASUrl>\(ews)</ASUrl></Protocol></Account>
        """), "resolve mail.contoso.example")
    // The external one is not to be had from here: then the internal one, if its address allows.
    d.on(.resolved([]), "resolve mbx1.contoso.example")
    d.on(.address("192.168.1.1"), "resolve contoso.example")
  }

  @Test func theAnonymousFormNeedsNoCredential() {
    var d = AutodiscoverDialogue(anonymous: true)
    let target = "?Email=sato%40contoso.example&Protocol=EWS&RedirectCount=1"
    d.on(.publicAddress, "GET https://autodiscover.contoso.example/autodiscover/autodiscover.json\(target)")
    d.on(.status(200, #"{"Protocol":"EWS","Url":"\#(ews)"}"#), "resolve mail.contoso.example")
    d.on(.publicAddress, "found \(ews)")
  }

  @Test func anotherAddress() {
    var d = AutodiscoverDialogue()
    d.on(.publicAddress, "POST \(svc)")
    d.on(
      .soap([:], code: "RedirectAddress", target: "sato@mail.contoso.example"),
      "resolve autodiscover.mail.contoso.example")
    d.on(.publicAddress, "POST https://autodiscover.mail.contoso.example/autodiscover/autodiscover.svc")
    guard case .send(let request) = d.action else { return }
    #expect(String(decoding: request.body, as: UTF8.self).contains(">sato@mail.contoso.example<"))
    #expect(request.headers.contains(AutodiscoverHeader("X-AnchorMailbox", "sato@mail.contoso.example")))
    // The same address again leads nowhere.
    d.on(
      .soap([:], code: "RedirectAddress", target: "SATO@contoso.example"), "resolve autodiscover.mail.contoso.example")
  }

  @Test func anotherURL() {
    var d = AutodiscoverDialogue(confirmed: ["autodiscover.hoster.example"])
    let there = "https://autodiscover.hoster.example/autodiscover/autodiscover.svc"
    d.on(.publicAddress, "POST \(svc)")
    d.on(.soap([:], code: "RedirectUrl", target: there), "resolve autodiscover.hoster.example")
    d.on(.publicAddress, "HEAD \(there)")
    d.on(.unauthorized("Negotiate"), "POST \(there)")
    d.on(.unauthorized("Negotiate"), "POST \(there) +credential")
    d.on(
      .soap(["ExternalEwsUrl": "https://autodiscover.hoster.example/EWS/Exchange.asmx"]),
      "resolve autodiscover.hoster.example")
    d.on(.publicAddress, "found https://autodiscover.hoster.example/EWS/Exchange.asmx")
  }

  @Test func aRedirectWithoutTLSLeadsToAConfirmedHost() {
    var d = AutodiscoverDialogue()
    let there = "https://mail.hoster.example/autodiscover/autodiscover.xml"
    d.skip(to: "GET http://")
    d.on(.redirect(there), "resolve mail.hoster.example")
    d.on(.publicAddress, "confirm mail.hoster.example redirect")
    d.on(.confirmed(true), "HEAD \(there)")
    d.on(.status(200), "POST \(there)")
    d.on(.unauthorized("Negotiate"), "POST \(there) +credential")
    guard case .send(let request) = d.action else { return }
    #expect(String(decoding: request.body, as: UTF8.self).contains("<EMailAddress>sato@contoso.example</EMailAddress>"))
  }

  @Test func services() {
    var d = AutodiscoverDialogue(confirmed: ["b.hoster.example", "c.hoster.example", "d.hoster.example"])
    d.skip(to: "SRV")
    d.on(
      .services([
        AutodiscoverService(priority: 1, weight: 0, port: 443, target: "d.hoster.example."),
        AutodiscoverService(priority: 0, weight: 5, port: 443, target: "c.hoster.example"),
        AutodiscoverService(priority: 0, weight: 9, port: 443, target: "b.hoster.example"),
        AutodiscoverService(priority: 0, weight: 99, port: 8443, target: "a.hoster.example"),
        AutodiscoverService(priority: 0, weight: 99, port: 443, target: "."),
      ]), "resolve b.hoster.example")
    d.on(.publicAddress, "HEAD https://b.hoster.example/autodiscover/autodiscover.svc")
    // A host that failed is not asked again.
    d.on(.failed(.certificate), "resolve c.hoster.example")
    d.on(.publicAddress, "HEAD https://c.hoster.example/autodiscover/autodiscover.svc")
    d.on(.status(500), "resolve d.hoster.example")
  }

  /// Between equal services the seed decides, and always the same way.
  @Test func equalServicesAreTriedByTheSeed() {
    var firsts: Set<String> = []
    for seed in 0..<16 as Range<UInt64> {
      var d = AutodiscoverDialogue(seed: seed)
      d.skip(to: "SRV")
      d.receive(
        .services(["a", "b", "c"].map { .init(priority: 0, weight: 0, port: 443, target: "\($0).x.example") }))
      firsts.insert(AutodiscoverDialogue.words(d.action))
    }
    #expect(firsts.count == 3)
  }

  @Test func aBusyServerIsAskedOnceMoreAtTheEnd() {
    var d = AutodiscoverDialogue()
    d.on(.publicAddress, "POST \(svc)")
    d.on(.soap([:], code: "ServerBusy"), "resolve autodiscover.contoso.example")
    d.skip(to: "SRV")
    d.on(.services([]), "resolve autodiscover.contoso.example")
    d.on(.publicAddress, "POST \(svc)")
    d.on(.soap([:], code: "ServerBusy"), "failed notFound")
  }

  @Test func whenEveryServerSaysSoThereIsNoSuchMailbox() {
    var d = AutodiscoverDialogue()
    while !d.machine.isFinished {
      switch d.action {
      case .resolve(let host): d.receive(host == "contoso.example" ? .resolved([]) : .publicAddress)
      case .queryServices: d.receive(.services([]))
      case .send(let request) where request.url.target.hasSuffix(".svc"): d.receive(.soap([:], code: "InvalidUser"))
      case .send(let request) where request.url.isHTTPS:
        d.receive(.pox("<Error><ErrorCode>500</ErrorCode></Error>"))
      default: d.receive(.status(404))
      }
    }
    #expect(d.action == .failed(.unknownMailbox))
  }

  @Test func theCredentialIsRefusedTwiceAtMost() {
    var d = AutodiscoverDialogue()
    d.on(.publicAddress, "POST \(svc)")
    d.on(.unauthorized("Negotiate"), "POST \(svc) +credential")
    d.on(.unauthorized("Negotiate"), "resolve autodiscover.contoso.example")
    d.on(.publicAddress, "POST \(xml)")
    d.on(.unauthorized("Negotiate"), "POST \(xml) +credential")
    d.on(.unauthorized("Negotiate"), "failed credentialRefused(host: \"autodiscover.contoso.example\")")
  }

  @Test func anEndpointIsKnownForADay() {
    let endpoint = AutodiscoverEndpoint(url: ews, primaryAddress: "s@contoso.example")
    var shared = endpoint
    shared.primaryAddress = nil
    var cache = AutodiscoverCache()
    cache.store(endpoint, of: "s@contoso.example", credential: "p1", now: 5)
    #expect(cache.endpoint(of: "t@contoso.example", credential: "p1", now: 5) == shared)
    #expect(cache.endpoint(of: "t@contoso.example", credential: "p2", now: 5) == nil)
    #expect(cache.endpoint(of: "t@other.example", credential: "p1", now: 5) == nil)
    let last = 5 + AutodiscoverCache.lifetime - 1
    #expect(cache.endpoint(of: "t@contoso.example", credential: "p1", now: last) == shared)
    #expect(cache.endpoint(of: "t@contoso.example", credential: "p1", now: last + 1) == nil)
    // A clock that was set back makes nothing young.
    #expect(cache.endpoint(of: "t@contoso.example", credential: "p1", now: 4) == nil)
  }

  @Test func aMailboxThatMovedIsDiscoveredAgain() {
    var cache = AutodiscoverCache()
    cache.store(AutodiscoverEndpoint(url: ews), of: "s@contoso.example", credential: "p", now: 0)
    cache.mailboxMoved("S@contoso.example", credential: "p", now: 1)
    #expect(cache.endpoint(of: "s@contoso.example", credential: "p", now: 2) == nil)
    #expect(cache.endpoint(of: "t@contoso.example", credential: "p", now: 2)?.url == ews)
    cache.store(AutodiscoverEndpoint(url: "https://new"), of: "s@contoso.example", credential: "p", now: 3)
    #expect(cache.endpoint(of: "s@contoso.example", credential: "p", now: 4)?.url == "https://new")
    #expect(cache.endpoint(of: "t@contoso.example", credential: "p", now: 4)?.url == ews)
  }
}
