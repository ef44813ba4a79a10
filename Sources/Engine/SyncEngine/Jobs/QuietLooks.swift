import CRMModel

/// How a look ended that found nothing: its row, its mailbox and its statistics are still to be written.
///
/// Nothing is lost if they never are: the job stays due, and the mailbox is looked at once more.
struct QuietLook: Sendable {
  let job: Record
  let leased: Record
  let mailbox: Record
  /// The cells that change, by name.
  let cells: [String: Value]
  let statistics: Record
}

/// Looks that found nothing, written down together: with many mailboxes they are most of what a service does.
struct QuietLooks {
  /// Looks in one commit, and seconds for which the first of them waits for others.
  static let atMost = 64
  static let patience = 0.2

  private(set) var looks: [QuietLook] = []

  var isFull: Bool { looks.count >= QuietLooks.atMost }
  var jobs: some Sequence<GUID> { looks.lazy.map(\.job.id) }

  mutating func add(_ look: QuietLook) { looks.append(look) }

  /// One commit for all. Where a job was changed meanwhile, as by somebody who asked for it, each is written alone.
  mutating func write(_ engine: Engine) async {
    let taken = looks
    looks = []
    guard !taken.isEmpty, await QuietLooks.isRefused(taken, engine), taken.count > 1 else { return }
    for look in taken { _ = await QuietLooks.isRefused([look], engine) }
  }

  /// Writes, if nobody has changed any of the jobs and the store does not fail.
  private static func isRefused(_ looks: [QuietLook], _ engine: Engine) async -> Bool {
    var unit = UnitOfWork(id: engine.surroundings.newID(), at: engine.surroundings.now())
    for look in looks {
      // The version of the row is that of its lease: whoever took the job since has changed it.
      unit.update(look.job, from: look.leased)
      unit.update(Mailbox.table, look.mailbox.id, look.cells)
      unit.insert(look.statistics)
    }
    if case .planAgain? = try? await Commit.run(unit, engine.store) { return true }
    return false
  }
}
