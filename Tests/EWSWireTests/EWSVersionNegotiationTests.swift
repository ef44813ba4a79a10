import Testing

@testable import EWSWire

@Suite struct EWSVersionNegotiationTests {
  typealias Answer = EWSVersionNegotiation.Answer

  private func version(_ major: Int, _ minor: Int, _ build: Int = 0) -> EWSServerVersion {
    EWSServerVersion(major: major, minor: minor, build: build)
  }

  @Test func aNewServerIsKnownAtOnce() {
    var negotiation = EWSVersionNegotiation()
    #expect(negotiation.start() == .probe(.exchange2013SP1))
    let answer = Answer(version: version(15, 2, 2_562), code: EWSResponseCode("ErrorInvalidIdMalformed"))
    #expect(negotiation.receive(answer) == .settled(.exchange2013SP1, version(15, 2, 2_562)))
  }

  @Test(arguments: [
    "ErrorInvalidServerVersion", "ErrorIncorrectSchemaVersion", "ErrorInvalidRequest",
    "ErrorInvalidSchemaVersionForMailboxVersion",
  ]) func anOldServerRefusesTheNewDialect(code: String) {
    var negotiation = EWSVersionNegotiation()
    _ = negotiation.start()
    // In coexistence the front end's version is in the answer, and not the mailbox server's.
    #expect(
      negotiation.receive(Answer(version: version(15, 1), code: EWSResponseCode(code))) == .probe(.exchange2010SP2))
    #expect(negotiation.receive(Answer(version: version(15, 1))) == .settled(.exchange2010SP2, version(15, 1)))
    #expect(negotiation.dialect == .exchange2010SP2)
  }

  @Test func aPageSaysSoToo() {
    let page = Array("<html>The specified server version is invalid.</html>".utf8)
    #expect(EWSVersionNegotiation.saysInvalidVersion(status: 500, body: page))
    #expect(!EWSVersionNegotiation.saysInvalidVersion(status: 200, body: page))
    #expect(!EWSVersionNegotiation.saysInvalidVersion(status: 500, body: Array("Runtime error".utf8)))
    #expect(!EWSVersionNegotiation.saysInvalidVersion(status: 500, body: []))
    var negotiation = EWSVersionNegotiation()
    _ = negotiation.start()
    #expect(negotiation.receive(Answer(saysInvalidVersion: true)) == .probe(.exchange2010SP2))
    #expect(
      negotiation.receive(Answer(saysInvalidVersion: true)) == .refused(EWSResponseCode("ErrorInvalidServerVersion")))
  }

  @Test func versions() {
    #expect(version(8, 3).dialect == nil && version(14, 0).dialect == nil && version(14, 1).dialect == nil)
    #expect(version(14, 2).dialect == .exchange2010SP2 && version(14, 3).dialect == .exchange2010SP2)
    #expect(version(15, 0, 846).dialect == .exchange2013 && version(15, 0, 847).dialect == .exchange2013SP1)
    #expect(version(15, 0, 848).dialect == .exchange2013SP1 && version(15, 1).dialect == .exchange2013SP1)
    #expect(version(16, 0).dialect == .exchange2013SP1)
  }

  @Test func tooOldIsSaid() {
    var negotiation = EWSVersionNegotiation()
    _ = negotiation.start()
    #expect(negotiation.receive(Answer(version: version(14, 1))) == .tooOld(version(14, 1)))
    _ = negotiation.start()
    let refusal = EWSResponseCode("ErrorInvalidServerVersion")
    #expect(negotiation.receive(Answer(version: version(8, 3), code: refusal)) == .probe(.exchange2010SP2))
    #expect(negotiation.receive(Answer(version: version(8, 3), code: refusal)) == .tooOld(version(8, 3)))
  }

  @Test func whatSaysNothingDecidesNothing() {
    var negotiation = EWSVersionNegotiation()
    _ = negotiation.start()
    let denied = EWSResponseCode("ErrorImpersonateUserDenied")
    #expect(negotiation.receive(Answer(code: denied)) == .inconclusive(denied))
    #expect(!negotiation.isSettled)
    #expect(negotiation.reconsider(EWSResponseCode("ErrorInvalidRequest")) == nil)
  }

  @Test func aMailboxThatMovedIsProbedAgain() {
    var negotiation = EWSVersionNegotiation()
    _ = negotiation.start()
    _ = negotiation.receive(Answer(version: version(15, 2)))
    #expect(negotiation.reconsider(EWSResponseCode("ErrorItemNotFound")) == nil)
    #expect(
      negotiation.reconsider(EWSResponseCode("ErrorInvalidSchemaVersionForMailboxVersion"))
        == .probe(.exchange2013SP1))
    #expect(negotiation.reconsider(EWSResponseCode("ErrorInvalidServerVersion")) == nil)
  }
}
