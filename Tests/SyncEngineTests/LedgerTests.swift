import CRMModel
import SQLStore
import NIOConcurrencyHelpers
import Testing

@testable import SyncEngine

/// What the ledger makes of ids that leave, come back, change or mean several messages.
@Suite struct LedgerTests {
  private func items(_ world: EngineWorld) async throws -> [String] {
    try await world.all(SyncItem.table).map {
      "\($0[SyncItem.remoteid] ?? "")/\($0[SyncItem.epoch] ?? -1) \($0[SyncItem.state] ?? .pending)"
        + ($0[SyncItem.ispresent] == true ? "" : " left")
    }.sorted()
  }

  private func receive(_ world: EngineWorld, _ source: ScriptedSource) async throws -> IncomingReport {
    try await world.receive(source, try await world.context(world.userMailbox))
  }

  @Test func F070anIDThatCameBackIsReadAgain() async throws {
    let world = try await EngineWorld()
    let source = ScriptedSource([IncomingPassTests.mail(1), IncomingPassTests.mail(2)])
    #expect(try await receive(world, source).tracked == 2)
    let first = source.state.withLockedValue { $0.mails.removeFirst() }
    #expect(try await receive(world, source) == IncomingReport())
    #expect(try await items(world) == ["u1/0 done left", "u2/0 done"])
    // Another message under the id of one that was deleted: new.
    source.state.withLockedValue { $0.mails.insert((first.0, .success(IncomingPassTests.mail(3))), at: 0) }
    #expect(try await receive(world, source).tracked == 1)
    #expect(try await items(world) == ["u1/0 done left", "u1/1 done", "u2/0 done"])
    // The very message comes back: its content tells.
    source.state.withLockedValue { _ = $0.mails.removeFirst() }
    _ = try await receive(world, source)
    source.state.withLockedValue { $0.mails.insert(first, at: 0) }
    let report = try await receive(world, source)
    #expect(report.tracked == 0 && report.linked == 1)
    #expect(try await world.all(Email.table).count == 3)
  }

  /// The listing looks as before, but the message was deleted by ourselves.
  @Test func F070theIDOfADeletedMessageIsFree() async throws {
    let world = try await EngineWorld()
    await world.change { $0.update(Mailbox.table, world.queueMailbox.id, ["processanddeleteemails": true.value]) }
    let context = try await world.context(world.queueMailbox)
    let source = ScriptedSource([IncomingPassTests.mail(1)])
    #expect(try await world.receive(source, context).tracked == 1)
    #expect(source.state.withLockedValue { $0.deleted } == ["u1"])
    source.state.withLockedValue { $0.mails[0].1 = .success(IncomingPassTests.mail(2)) }
    #expect(try await world.receive(source, context).tracked == 1)
    #expect(try await items(world) == ["u1/0 done left", "u1/1 done left"])
  }

  /// The server carried out a deletion without saying so, and gave the id to another message of the same size.
  @Test(arguments: [true, false]) func F071aDeletionNobodyConfirmedIsLookedAtAgain(isReplaced: Bool) async throws {
    let world = try await EngineWorld()
    await world.change { $0.update(Mailbox.table, world.queueMailbox.id, ["processanddeleteemails": true.value]) }
    let context = try await world.context(world.queueMailbox)
    let broken = ScriptedSource([IncomingPassTests.mail(1)], closeFails: SyncFailure(.transient, .connectionLost))
    await #expect(throws: SyncFailure.self) { try await world.receive(broken, context) }
    let later = ScriptedSource([IncomingPassTests.mail(isReplaced ? 2 : 1)])
    #expect(try await world.receive(later, context).tracked == (isReplaced ? 1 : 0))
    #expect(later.state.withLockedValue { $0.deleted } == ["u1"])
    #expect(try await world.all(Email.table).count == (isReplaced ? 2 : 1))
    #expect(try await items(world) == (isReplaced ? ["u1/0 done left", "u1/1 done left"] : ["u1/0 done left"]))
  }

  /// What has the id now cannot be read: neither is it deleted nor is the wish forgotten.
  @Test func F071aDeletionThatCannotBeConfirmedWaits() async throws {
    let world = try await EngineWorld()
    await world.change { $0.update(Mailbox.table, world.queueMailbox.id, ["processanddeleteemails": true.value]) }
    let context = try await world.context(world.queueMailbox)
    let lost = SyncFailure(.transient, .connectionLost)
    let broken = ScriptedSource([IncomingPassTests.mail(1)], closeFails: lost)
    await #expect(throws: SyncFailure.self) { try await world.receive(broken, context) }
    let later = ScriptedSource([])
    later.add(.failure(lost))
    _ = try await world.receive(later, context)
    #expect(later.state.withLockedValue { $0.deleted }.isEmpty)
    later.state.withLockedValue { $0.mails[0].1 = .success(IncomingPassTests.mail(1)) }
    _ = try await world.receive(later, context)
    #expect(later.state.withLockedValue { $0.deleted } == ["u1"])
  }

  @Test func F070anIDWithAnotherSizeIsAnotherMessage() async throws {
    let world = try await EngineWorld()
    let source = ScriptedSource([IncomingPassTests.mail(1)])
    _ = try await receive(world, source)
    source.state.withLockedValue {
      $0.mails = [(RemoteItem(id: "u1", number: 1, size: 77), .success(IncomingPassTests.mail(2)))]
      $0.revision += 1
    }
    #expect(try await receive(world, source).tracked == 1)
    #expect(try await items(world) == ["u1/0 done left", "u1/1 done"])
  }

  /// The process died between the rows of the first listing and its position, and the server then gave the message
  /// another size.
  @Test func F001anUnfinishedFirstListingDoesNotBlockTheNext() async throws {
    let world = try await EngineWorld()
    let source = ScriptedSource([IncomingPassTests.mail(1)], size: 6)
    let ledger = Ledger(
      store: world.store, context: try await world.context(world.userMailbox), surroundings: world.surroundings)
    let listing = { (size: Int) in
      MailListing(items: [RemoteItem(id: "u1", number: 1, size: size)], position: [UInt8(size)]).sorted()
    }
    _ = try await ledger.reconcile(listing(5))
    let cursor = try #require(try await world.all(SyncCursor.table).first)
    await world.change { $0.delete(SyncCursor.table, cursor.id) }
    #expect(try await ledger.reconcile(listing(6)) == 1)
    #expect(try await items(world) == ["u1/0 gone left", "u1/1 pending"])
    #expect(try await receive(world, source).tracked == 1)
  }

  @Test func F070messagesThatShareAnIDAreAllRead() async throws {
    let world = try await EngineWorld()
    let source = ScriptedSource([])
    source.state.withLockedValue {
      for number in 1...3 {
        $0.mails.append(
          (RemoteItem(id: "same", number: number, size: 10), .success(IncomingPassTests.mail(min(number, 2)))))
      }
    }
    let context = try await world.context(world.queueMailbox)
    await world.change { $0.update(Mailbox.table, world.queueMailbox.id, ["processanddeleteemails": true.value]) }
    let deleting = try await world.context(world.queueMailbox)
    #expect(deleting.deletesAfterProcessing && !context.deletesAfterProcessing)
    let report = try await world.receive(source, deleting)
    #expect(report.tracked == 2 && report.linked == 1)
    #expect(try await items(world) == ["same #2/0 done", "same #3/0 done", "same/0 done"])
    // Nobody can say which of them a later "same" would be.
    #expect(source.state.withLockedValue { $0.deleted }.isEmpty)
    #expect(try await world.receive(source, deleting) == IncomingReport())
  }

  /// Two messages have one id, one was read, the other not yet; then one of them leaves.
  @Test(arguments: [0, 1]) func F070ofTwoMessagesWithOneIDOneLeaves(gone: Int) async throws {
    let world = try await EngineWorld()
    let source = ScriptedSource([])
    let failure = SyncFailure(.transient, .serverBusy)
    source.state.withLockedValue { state in
      state.mails = [
        (RemoteItem(id: "same", number: 1, size: 9), .success(IncomingPassTests.mail(1))),
        (RemoteItem(id: "same", number: 2, size: 9), .failure(failure)),
      ]
    }
    #expect(try await receive(world, source).tracked == 1)
    source.state.withLockedValue { state in
      state.mails[1].1 = .success(IncomingPassTests.mail(2))
      let left = state.mails.remove(at: 1 - gone)
      state.mails = [(RemoteItem(id: "same", number: 1, size: 9), left.1)]
      state.revision += 1
    }
    let report = try await receive(world, source)
    #expect(report.tracked + report.linked == 1)
    #expect(try await world.all(Email.table).count == (gone == 0 ? 2 : 1))
  }

  @Test func allIDsChanged() async throws {
    let world = try await EngineWorld()
    let mails = (1...5).map { IncomingPassTests.mail($0) }
    let source = ScriptedSource(mails)
    _ = try await receive(world, source)
    source.state.withLockedValue { state in
      state.mails = mails.enumerated().map {
        (RemoteItem(id: "new\($0.offset)", number: $0.offset + 1, size: 1000), .success($0.element))
      }
      state.revision += 1
    }
    let report = try await receive(world, source)
    #expect(report.linked == 5 && report.tracked == 0)
    #expect(try await world.all(Email.table).count == 5)
  }

  /// More messages than rows are read or written at a time.
  @Test func pagesMeetEachOther() async throws {
    let world = try await EngineWorld()
    let count = Ledger.page * 2 + 7
    let listing = { (numbers: [Int]) in
      MailListing(
        items: numbers.map { RemoteItem(id: "m\($0 &* 7919 % 10_007)", number: $0, size: 5) },
        position: numbers.map { UInt8($0 % 256) })
    }
    let ledger = Ledger(
      store: world.store, context: try await world.context(world.userMailbox), surroundings: world.surroundings)
    let all = Array(1...count)
    #expect(try await ledger.reconcile(listing(all).sorted()) == count)
    #expect(try await ledger.hasDue())
    let half = all.filter { $0 % 2 == 0 } + [count + 1]
    #expect(try await ledger.reconcile(listing(half).sorted()) == 1)
    let rows = try await world.all(SyncItem.table)
    #expect(rows.count == count + 1)
    #expect(rows.count { $0[SyncItem.ispresent] == true } == half.count)
    #expect(rows.count { $0[SyncItem.state] == .gone } == all.count - half.count + 1)
    #expect(try await ledger.reconcile(listing(all).sorted()) == all.count - half.count + 1)
  }

  @Test func aListingFindsItsMessages() {
    let ids = ["b", "a", "ab", "a", "~x", "a"]
    let listing = MailListing(
      items: ids.enumerated().map { RemoteItem(id: $0.element, number: $0.offset + 1, size: $0.offset) }, position: []
    ).sorted()
    let order = (0..<listing.count).map { listing.item(at: listing.place($0)) }
    #expect(order.map(\.id) == ["a", "a #2", "a #3", "ab", "b", "~x"])
    #expect(order.map(\.number) == [2, 4, 6, 3, 1, 5])
    #expect(order.map(\.isAmbiguous) == [true, true, true, false, false, false])
    for item in order { #expect(listing.item(item.id) == item) }
    #expect(listing.item("aa") == nil && listing.item("") == nil && listing.item("~y") == nil)
  }
}
