import Testing

@testable import FaultProxy

@Suite struct FaultTests {
  @Test(arguments: [
    ("down:cut@120", Fault(ways: [.down], .cut(120))),
    ("up:reset@0", Fault(ways: [.up], .reset(0))),
    ("both:half-close@7", Fault(ways: [.up, .down], .halfClose(7))),
    ("3:down:silence@9", Fault(connection: 3, ways: [.down], .silence(9))),
    ("up:corrupt@1", Fault(ways: [.up], .corrupt(1))),
    ("up:duplicate@5-8", Fault(ways: [.up], .duplicate(5..<8))),
    ("both:delay=20", Fault(ways: [.up, .down], .delay(20))),
    ("down:trickle=1/50", Fault(ways: [.down], .trickle(bytes: 1, milliseconds: 50))),
  ])
  func faultsAreRead(text: String, fault: Fault) { #expect(Fault(text) == fault) }

  @Test(arguments: [
    "", "cut@1", "down:cut", "down:cut=1", "down:cut@", "down:cut@-1", "down:cut@1x", "sideways:cut@1", "0:up:cut@1",
    "a:up:cut@1", "1:2:up:cut@1", "up:duplicate@5", "up:duplicate@8-5", "up:duplicate@5-5", "up:duplicate@0-1048577",
    "up:trickle=0/5", "up:trickle=5", "up:delay@5", "up:delay=9999999999999999",
  ])
  func whatIsNoFaultIsRefused(text: String) { #expect(Fault(text) == nil) }

  @Test(arguments: [
    ("127.0.0.1:25", FaultProxy.Endpoint(host: "127.0.0.1", port: 25)),
    ("[::1]:0", FaultProxy.Endpoint(host: "::1", port: 0)), ("::1:25", nil), ("host", nil), (":25", nil),
    ("host:65536", nil), ("host:x", nil),
  ])
  func endpointsAreRead(text: String, endpoint: FaultProxy.Endpoint?) {
    #expect(FaultProxy.Endpoint(text) == endpoint)
  }
}
