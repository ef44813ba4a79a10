import CRMModel
import Foundation
@testable import SQLStore
import Testing

/// Contents by their hash.
@Suite struct BlobTests {
  private func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
    var random = SeededNumbers(seed: seed)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count { withUnsafeBytes(of: random.next()) { bytes += $0 } }
    return Array(bytes.prefix(count))
  }

  @Test(arguments: [(0, 1), (1, 1), ((1 << 20) - 1, 1), (1 << 20, 1), ((3 << 20) + 1, 4)])
  func everySizeComesBack(size: Int, chunks: Int) async throws {
    let world = try StoreWorld()
    let store = try world.open()
    let content = bytes(size, seed: UInt64(size))
    let hashes = try await store.put([Blob(content), Blob(content)])
    #expect(hashes.count == 2 && hashes[0] == hashes[1] && hashes[0].count == 32)
    #expect(try await store.put([Blob(content)]) == [hashes[0]])
    #expect(try await store.blob(hashes[0]) == content)
    #expect(try await store.blob([UInt8](repeating: 0, count: 32)) == nil)
    #expect(try await store.put([]).isEmpty)
    // Stored once, in rows of at most 1 MiB.
    let lengths = try SQLiteConnection(path: world.path).texts("SELECT length(bytes) FROM ls_blob ORDER BY n")
      .compactMap { Int($0) }
    #expect(lengths.count == chunks && lengths.reduce(0, +) == size && lengths.allSatisfy { $0 <= 1 << 20 })
  }

  @Test func hashIsSHA256() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    // FIPS 180-4, the message "abc"
    let hash = try await store.put([Blob(Array("abc".utf8))])[0]
    #expect(
      hash.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  private func hash(_ content: [UInt8]) async throws -> [UInt8] {
    try await StoreWorld().open().put([Blob(content)])[0]
  }

  private func spill(_ world: StoreWorld, _ store: SQLiteStore) -> ContentSpill {
    ContentSpill(store: store, keepsRaw: false, largestContent: .max) { world.id() }
  }

  private func chunks(_ world: StoreWorld) throws -> [String] {
    try SQLiteConnection(path: world.path).texts(
      "SELECT length(sha256) || ' ' || n || ' ' || length(bytes) FROM ls_blob")
  }

  @Test(arguments: [0, 1, 1 << 20, (5 << 19) + 3]) func whatArrivesInPiecesIsTheSameBlob(size: Int) async throws {
    let world = try StoreWorld()
    let store = try world.open()
    let content = bytes(size, seed: 3)
    var draft = spill(world, store).draft()
    for start in stride(from: 0, to: size, by: 300_000) {
      try await draft.append(Array(content[start..<min(size, start + 300_000)]))
    }
    let hash = try await hash(content)
    try await draft.settle(as: hash)
    #expect(try await store.blob(hash) == content)
    let stored = try chunks(world)
    #expect(stored.count == max(1, (size + (1 << 20) - 1) >> 20) && stored.allSatisfy { $0.hasPrefix("32 ") })
    #expect(try await store.put([Blob(content)]) == [hash])
    #expect(try chunks(world) == stored)
  }

  /// A crash may leave a draft, or one of which some pieces are settled already.
  @Test func whatIsLeftOfADraftIsSweptAndHarmsNobody() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    let content = bytes(3 << 20, seed: 5)
    let hash = try await hash(content)
    let draft = world.id()
    for number in 0..<3 {
      try await store.put(piece: Array(content[(number << 20)..<((number + 1) << 20)]), number, ofDraft: draft)
    }
    let core = try SQLiteCore(path: world.path, schema: .organization)
    #expect(try core.settle(piece: 0, ofDraft: draft, as: hash, at: world.now))
    #expect(try core.settle(piece: 3, ofDraft: draft, as: hash, at: world.now) == false)
    #expect(try await store.put([Blob(content)]) == [hash])
    #expect(try await store.blob(hash) == content)
    world.advance(seconds: 86_401)
    var email = Record(Email.table, id: world.id())
    email[Email.ls_headerblob] = hash
    #expect(await store.commit(world.unit { $0.insert(email) }).isCommitted)
    _ = try await store.sweep()
    #expect(try await store.blob(hash) == content)
    #expect(try chunks(world).allSatisfy { $0.hasPrefix("32 ") })
  }

  @Test func sweepRemovesOnlyWhatIsOldAndUnreferenced() async throws {
    let world = try StoreWorld()
    let store = try world.open()
    let names = ["unused", "header", "raw", "attachment", "item", "again"]
    let hashes = try await store.put(names.map { Blob(Array($0.utf8)) })
    let hash = Dictionary(uniqueKeysWithValues: zip(names, hashes))
    let mailbox = world.mailbox()
    var email = Record(Email.table, id: world.id())
    email[Email.ls_headerblob] = hash["header"]
    email[Email.ls_rawblob] = hash["raw"]
    var attachment = Record(ActivityMimeAttachment.table, id: world.id())
    attachment[ActivityMimeAttachment.objectid] = email.reference
    attachment[ActivityMimeAttachment.ls_sha256] = hash["attachment"]
    var item = Record(SyncItem.table, id: world.id())
    item[SyncItem.mailboxid] = mailbox.reference
    item[SyncItem.rawblob] = hash["item"]
    let rows = [mailbox, email, attachment, item]
    #expect(await store.commit(world.unit { unit in rows.forEach { unit.insert($0) } }).isCommitted)
    func left() async throws -> Set<String> {
      var left: Set<String> = []
      for (name, hash) in hash where try await store.blob(hash) != nil { left.insert(name) }
      return left
    }
    world.advance(seconds: 86_399)
    #expect(try await store.sweep() == 0)
    // Put again, it is young again: a unit about to be committed may refer to it.
    _ = try await store.put([Blob(Array("again".utf8))])
    world.advance(seconds: 2)
    #expect(try await store.sweep() == 1)
    #expect(try await left() == ["header", "raw", "attachment", "item", "again"])
    #expect(await store.commit(world.unit { $0.update(SyncItem.table, item.id, ["rawblob": .null]) }).isCommitted)
    world.advance(seconds: 86_400)
    #expect(try await store.sweep() == 2)
    #expect(try await left() == ["header", "raw", "attachment"])
  }
}
