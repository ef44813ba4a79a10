import CSimulatedDisk

/// The disk of a simulated machine. Used on one thread.
final class Disk {
  /// What a crash does to writes that were not synced.
  enum Loss: Int, CaseIterable {
    /// The process ended, the machine went on.
    case nothing
    /// Power went, and with it every unsynced write.
    case everything
    /// Power went: some sectors arrived, some did not, some in part.
    case torn
  }

  enum Fault: Int, CaseIterable {
    case full
    case failedWrite
    case failedSync
    case failedRead
  }

  static let database = "/o.sqlite"

  let vfs: String
  private let handle: OpaquePointer

  /// - Parameter name: Under which SQLite knows the disk; one for each thread.
  init?(name: String) {
    guard let handle = simulated_disk_create(name) else { return nil }
    self.handle = handle
    vfs = name
  }

  deinit { simulated_disk_destroy(handle) }

  /// Empties the disk but for a database.
  func reset(seed: UInt64, database: [UInt8]?) {
    simulated_disk_reset(handle, seed)
    guard let database else { return }
    _ = database.withUnsafeBytes { simulated_disk_put(handle, Disk.database, $0.baseAddress, $0.count) }
  }

  /// Makes an empty database; one whose pages are not made beforehand gets those of the product.
  func makeDatabase(pageSize: Int) -> Bool {
    simulated_disk_make_database(vfs, Disk.database, Int32(pageSize)) != 0
  }

  /// The database as a process sees it.
  var image: [UInt8] {
    var count = 0
    guard let bytes = simulated_disk_file(handle, Disk.database, &count) else { return [] }
    return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
  }

  func crash(_ loss: Loss) { simulated_disk_crash(handle, Disk.constant(loss)) }

  func crash(after operations: Int, _ loss: Loss) {
    simulated_disk_crash_after(handle, operations, Disk.constant(loss))
  }

  /// Whether a crash that was armed has happened since the question was last asked.
  var didCrash: Bool { simulated_disk_did_crash(handle) != 0 }

  func fail(_ fault: Fault, after operations: Int, times: Int) {
    // Codes with a second part are built by macros that Swift does not import. https://www.sqlite.org/rescode.html
    let (kinds, code): (UInt32, Int32) =
      switch fault {
      case .full: (SIMULATED_DISK_WRITE.rawValue, 13)
      case .failedWrite: (SIMULATED_DISK_WRITE.rawValue, 10)
      case .failedSync: (SIMULATED_DISK_SYNC.rawValue, 10)
      case .failedRead: (SIMULATED_DISK_READ.rawValue, 10)
      }
    simulated_disk_fail(handle, Int32(kinds), operations, times, code)
  }

  func heal() {
    simulated_disk_fail(handle, 0, 0, 0, 0)
    simulated_disk_crash_after(handle, 0, SIMULATED_DISK_KEEP)
  }

  var failures: Int { simulated_disk_failures(handle) }

  /// What SQLite finds wrong with the database.
  var damage: String? {
    var text = [CChar](repeating: 0, count: 500)
    return simulated_disk_is_sound(vfs, Disk.database, &text, 500) != 0
      ? nil : String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func constant(_ loss: Loss) -> simulated_disk_loss {
    switch loss {
    case .nothing: SIMULATED_DISK_KEEP
    case .everything: SIMULATED_DISK_DROP
    case .torn: SIMULATED_DISK_TEAR
    }
  }
}
