import Testing

@testable import LockstepServer

@Suite struct SupervisionTests {
  @Test func threeDeathsInFiveMinutesEndSynchronization() {
    var supervision = Supervision()
    #expect(
      supervision.ended(.killed(signal: 4), at: 0, isStopping: false) == .restart(after: 1, .careful))
    #expect(
      supervision.ended(.killed(signal: 4), at: 100, isStopping: false) == .restart(after: 5, .careful))
    #expect(supervision.ended(.killed(signal: 4), at: 299, isStopping: false) == .restart(after: 1, .safe))
    // Safe mode stays until a person restarts the service.
    #expect(supervision.ended(.killed(signal: 4), at: 5000, isStopping: false) == .restart(after: 1, .safe))
  }

  @Test func deathsFarApartDoNot() {
    var supervision = Supervision()
    for time in stride(from: 0.0, to: 3000, by: 150) {
      guard case .restart(_, let mode) = supervision.ended(.killed(signal: 11), at: time, isStopping: false) else {
        Issue.record("not restarted")
        return
      }
      #expect(mode == .careful)
    }
  }

  @Test(arguments: [0, 2, 4, 5, 6] as [Int32])
  func whatStartingAgainWouldNotChangeEnds(code: Int32) {
    var supervision = Supervision()
    #expect(supervision.ended(.exited(code), at: 0, isStopping: false) == .exit(code))
  }

  @Test func failuresAreTriedAgainWithoutSuspicion() {
    var supervision = Supervision()
    #expect(supervision.ended(.exited(1), at: 0, isStopping: false) == .restart(after: 1, .normal))
    #expect(supervision.ended(.exited(1), at: 1, isStopping: true) == .exit(1))
    #expect(supervision.ended(.killed(signal: 9), at: 1, isStopping: true) == .exit(1))
  }
}
