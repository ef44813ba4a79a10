import CRMModel
import NIOConcurrencyHelpers
import Testing

@testable import SyncEngine

/// What stands together in one commit, read off the units themselves: a crash can only fall between two of them.
@Suite struct UnitsOfWorkTests {
  private static func table(of change: Change) -> Table? {
    switch change {
    case .insert(let record), .notice(let record, _, _): record.table
    case .update(let table, _, _, _), .increment(let table, _, _, _), .delete(let table, _, _): table
    }
  }

  private func receive(_ source: ScriptedSource, _ store: RecordingStore, _ world: EngineWorld) async throws {
    _ = try await IncomingPass(
      store: store, schema: .organization, source: source, context: try await world.context(world.userMailbox),
      surroundings: world.surroundings, failpoints: .none,
      read: { _ in .failure(SyncFailure(.item, .messageUnreadable)) }
    ).run()
  }

  /// A position that was stored must never hide a message that was not.
  @Test func aCursorIsStoredAfterTheRowsItCovers() async throws {
    let world = try await EngineWorld()
    let store = RecordingStore(world.store)
    let source = ScriptedSource((1...5).map { IncomingPassTests.mail($0) })
    try await receive(source, store, world)
    source.add(.success(IncomingPassTests.mail(6)))
    try await receive(source, store, world)
    // How many rows were stored when the cursor moved.
    var rows = 0
    var covered: [Int] = []
    for unit in store.units.withLockedValue({ $0 }) {
      rows += unit.changes.count { if case .insert(let row) = $0 { row.table == SyncItem.table } else { false } }
      if unit.changes.contains(where: { Self.table(of: $0) == SyncCursor.table }) { covered.append(rows) }
    }
    #expect(covered == [5, 6])
  }

  /// A listing is written by half, and then the server says again what it said before.
  @Test func aListingWrittenByHalfIsNotTheLastOne() async throws {
    let world = try await EngineWorld()
    let context = try await world.context(world.userMailbox)
    let count = Ledger.page + 7
    let listing = { (size: Int) in
      MailListing(
        items: (1...count).map { RemoteItem(id: "m\($0)", number: $0, size: size) }, position: [UInt8(size)]
      ).sorted()
    }
    let ledger = Ledger(store: world.store, context: context, surroundings: world.surroundings)
    _ = try await ledger.reconcile(listing(5))
    let store = RecordingStore(world.store, limit: 1)
    let hindered = Ledger(store: store, context: context, surroundings: world.surroundings)
    await #expect(throws: SyncFailure.self) { try await hindered.reconcile(listing(6)) }
    #expect(try await world.all(SyncCursor.table).map { $0[SyncCursor.position] } == [nil])
    _ = try await ledger.reconcile(listing(5))
    #expect(try await world.all(SyncItem.table).count { $0[SyncItem.ispresent] == true } == count)
  }

  /// The source looks at the ledger when it is asked for a message.
  @Test func aMessageIsMarkedBeforeItIsFetched() async throws {
    let world = try await EngineWorld()
    let source = ScriptedSource([IncomingPassTests.mail(1), IncomingPassTests.mail(2)]) { _ in }
    let marks = NIOLockedValueBox<[Int]>([])
    let pass = IncomingPass(
      store: world.store, schema: .organization, source: source, context: try await world.context(world.userMailbox),
      surroundings: world.surroundings,
      failpoints: FailpointObserver { point in
        if point == .incomingAttemptMarked {
          marks.withLockedValue { $0.append(source.state.withLockedValue { $0.fetched.count }) }
        }
      }, read: { _ in .failure(SyncFailure(.item, .messageUnreadable)) })
    _ = try await pass.run()
    #expect(marks.withLockedValue { $0 } == [0])
    #expect(try await world.all(SyncItem.table).map { $0[SyncItem.attempts] } == [1, 1])
    #expect(try await world.all(SyncItem.table).allSatisfy { $0[SyncItem.attemptedon] != nil })
  }
}

/// The right to a job.
@Suite struct LeaseTests {
  @Test func tokensGrow() async throws {
    let world = try await EngineWorld()
    let queue = JobQueue(store: world.store, surroundings: world.surroundings, owner: "one")
    var tokens: [Int] = []
    for _ in 0..<3 {
      let job = try await queue.job(.incoming, of: world.userMailbox)
      let leased = try #require(try await queue.lease(job))
      tokens.append(leased[SyncJob.leasetoken] ?? 0)
    }
    #expect(tokens == [2, 3, 4])
    // Who saw the job before somebody else took it is too late.
    let old = try await queue.job(.incoming, of: world.userMailbox)
    _ = try await queue.lease(old)
    #expect(try await queue.lease(old) == nil)
  }
}
