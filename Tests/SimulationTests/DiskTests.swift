import CRMModel
import SQLStore
import Testing

@testable import Simulation

/// The simulated disk loses what a real one may lose, and nothing else.
@Suite struct DiskTests {
  private func record(_ number: UInt64) -> Record {
    var account = Record(Account.table, id: GUID(high: 1, low: number))
    account[Account.name] = "Account \(number)"
    return account
  }

  private func commit(_ numbers: Range<UInt64>, _ core: SQLiteCore) -> Bool {
    var unit = UnitOfWork(id: GUID(high: 2, low: numbers.lowerBound), at: Instant(seconds: 1))
    for number in numbers { unit.insert(record(number)) }
    if case .committed = core.commit(unit) { return true }
    return false
  }

  @Test(arguments: Disk.Loss.allCases) func aCommitSurvivesEveryCrash(loss: Disk.Loss) throws {
    let disk = try #require(Disk(name: "survives \(loss)"))
    let template = try Template(on: disk)
    for operation in 1..<120 {
      disk.reset(seed: UInt64(operation), database: template.image)
      var committed: UInt64 = 0
      do {
        let core = try SQLiteCore(path: Disk.database, schema: .organization, vfs: disk.vfs)
        disk.crash(after: operation, loss)
        while committed < 40, commit(committed..<committed + 4, core) { committed += 4 }
        #expect(disk.didCrash || committed == 40)
      }
      let core = try SQLiteCore(path: Disk.database, schema: .organization, vfs: disk.vfs)
      let count = try core.count(Query(Account.table))
      // The commit under way may have reached the disk, whole or not at all.
      #expect(count == Int(committed) || count == Int(committed) + 4, "operation \(operation)")
    }
  }

  @Test func whatWasNotSyncedMayBeLost() throws {
    let disk = try #require(Disk(name: "loses"))
    let template = try Template(on: disk)
    var lost = 0
    for operation in 1..<60 {
      disk.reset(seed: UInt64(operation), database: template.image)
      do {
        let core = try SQLiteCore(path: Disk.database, schema: .organization, vfs: disk.vfs)
        disk.crash(after: operation, .everything)
        _ = commit(0..<4, core)
      }
      let core = try SQLiteCore(path: Disk.database, schema: .organization, vfs: disk.vfs)
      if try core.count(Query(Account.table)) == 0 { lost += 1 }
    }
    #expect(lost > 5)
  }

  @Test func aFullDiskIsSaidToBeFullAndHarmsNothing() throws {
    let disk = try #require(Disk(name: "full"))
    let template = try Template(on: disk)
    disk.reset(seed: 1, database: template.image)
    let core = try SQLiteCore(path: Disk.database, schema: .organization, vfs: disk.vfs)
    disk.fail(.full, after: 1, times: 1_000_000)
    #expect(!commit(0..<4, core))
    disk.heal()
    #expect(commit(4..<8, core))
    #expect(try core.count(Query(Account.table)) == 4)
    #expect(disk.failures > 0)
    disk.crash(.nothing)
    #expect(disk.damage == nil)
  }

  /// The sync of a commit failed, and the cache kept what the disk never got: the process that starts then builds on it.
  @Test func F007aFailedSyncTakesNothingThatIsCommittedLater() throws {
    let disk = try #require(Disk(name: "unsynced"))
    let template = try Template(on: disk)
    for seed in 1..<60 {
      disk.reset(seed: UInt64(seed), database: template.image)
      do {
        let core = try SQLiteCore(path: Disk.database, schema: .organization, vfs: disk.vfs)
        disk.fail(.failedSync, after: 1 + seed % 3, times: 1)
        for number in 0..<4 { _ = commit(UInt64(number)..<UInt64(number + 1), core) }
      }
      disk.crash(.nothing)
      disk.heal()
      do {
        let core = try SQLiteCore(path: Disk.database, schema: .organization, vfs: disk.vfs)
        try core.renewLog()
        #expect(commit(10..<14, core), "seed \(seed)")
      }
      disk.crash(.everything)
      let core = try SQLiteCore(path: Disk.database, schema: .organization, vfs: disk.vfs)
      for number in 10..<14 {
        let found = try core.count(Query(Account.table, where: Account.name == "Account \(number)"))
        #expect(found == 1, "seed \(seed)")
      }
      disk.crash(.nothing)
      #expect(disk.damage == nil, "seed \(seed)")
    }
  }

  @Test func aBrokenDatabaseIsNoticed() throws {
    let disk = try #require(Disk(name: "broken"))
    var image = try Template(on: disk).image
    for place in stride(from: 4096 * 3, to: image.count, by: 4096) { image[place + 5] ^= 0xFF }
    disk.reset(seed: 1, database: image)
    #expect(disk.damage != nil)
  }
}
