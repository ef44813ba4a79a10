import Testing

@testable import Simulation

@Suite struct SchedulerTests {
  private actor Log {
    var lines: [Int] = []
    func add(_ line: Int) { lines.append(line) }
  }

  private func story(seed: UInt64) -> [Int]? {
    let scheduler = Scheduler(seed: seed)
    return scheduler.run(maximumSteps: 10_000) {
      let log = Log()
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<8 {
          group.addTask {
            for step in 0..<3 {
              await log.add(number * 10 + step)
              if number % 2 == 0 { await scheduler.wait(Double(number)) }
            }
          }
        }
      }
      return await log.lines
    }
  }

  @Test func oneSeedOneOrder() throws {
    let first = try #require(story(seed: 1))
    #expect(first.count == 24)
    #expect(story(seed: 1) == first)
    #expect(story(seed: 2) != first)
  }

  @Test func timePassesOnlyWhenNothingIsReady() {
    let scheduler = Scheduler(seed: 1)
    let times = scheduler.run(maximumSteps: 1000) {
      await withTaskGroup(of: Double.self) { group in
        for wait in [3600.0, 1, 60] {
          group.addTask {
            await scheduler.wait(wait)
            return scheduler.time
          }
        }
        var times: [Double] = []
        for await time in group { times.append(time) }
        return times
      }
    }
    #expect(times == [1, 60, 3600])
  }

  @Test func whatCannotGoOnIsNotWaitedFor() {
    let scheduler = Scheduler(seed: 1)
    let answer: Bool? = scheduler.run(maximumSteps: 100) {
      while true { await scheduler.wait(1) }
    }
    #expect(answer == nil)
  }
}
