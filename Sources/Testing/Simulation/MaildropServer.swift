import CRMModel

/// A POP3 server with its maildrops and the truth about them. RFC 1939
final class MaildropServer {
  struct Stored {
    var uid: String
    let bytes: [UInt8]
    /// Which delivery of the truth it is.
    let delivery: Int
  }

  /// A server ends a session of which it hears nothing for so long. RFC 1939 §3
  static let patience = 600.0

  unowned var world: World! = nil
  var mailboxes: [[Stored]]
  private var holders: [MaildropSession?]
  /// Locks that outlive their session.
  private var lockedUntil: [Double]
  private var epoch = 0
  private var numbers = 0
  /// Maildrops that refused somebody who was right.
  private var haveRefused: Set<Int> = []
  /// Maildrops that somebody has listed since the faults stopped.
  var listedSinceHealing: Set<Int> = []
  /// Ids of deleted messages, to be used again.
  var freeIDs: [[String]]

  init(mailboxes count: Int) {
    mailboxes = Array(repeating: [], count: count)
    holders = Array(repeating: nil, count: count)
    lockedUntil = Array(repeating: 0, count: count)
    freeIDs = Array(repeating: [], count: count)
  }

  func session() -> any ServerSession { MaildropSession(self) }

  // MARK: - What happens to maildrops

  func deliver(_ bytes: [UInt8], delivery: Int, to mailbox: Int, uid: String? = nil) {
    let id = uid ?? newID()
    mailboxes[mailbox].append(Stored(uid: id, bytes: bytes, delivery: delivery))
    world.note("delivered", mailbox, delivery)
  }

  func newID() -> String {
    numbers += 1
    return "e\(epoch)-\(numbers)"
  }

  /// The server forgets its ids and gives everything a new one. REL F070
  func beginEpoch(_ mailbox: Int) {
    epoch += 1
    for index in mailboxes[mailbox].indices { mailboxes[mailbox][index].uid = newID() }
  }

  func duplicateID(_ mailbox: Int) {
    guard mailboxes[mailbox].count >= 2 else { return }
    let first = world.number(below: mailboxes[mailbox].count - 1)
    mailboxes[mailbox][first + 1].uid = mailboxes[mailbox][first].uid
    for message in mailboxes[mailbox] where message.uid == mailboxes[mailbox][first].uid {
      world.truth.deliveries[message.delivery].hadSharedID = true
    }
  }

  /// Another client deletes a message.
  func remove(_ mailbox: Int) {
    guard !mailboxes[mailbox].isEmpty, !isLocked(mailbox) else { return }
    let removed = mailboxes[mailbox].remove(at: world.number(below: mailboxes[mailbox].count))
    world.truth.deliveries[removed.delivery].wasRemovedByOthers = true
    world.note(.removedByOthers)
    world.note("removed by others", mailbox, removed.delivery)
  }

  /// Ids are single again; whatever held locks has gone.
  func heal() {
    listedSinceHealing = []
    for mailbox in mailboxes.indices {
      var seen: Set<String> = []
      for index in mailboxes[mailbox].indices where !seen.insert(mailboxes[mailbox][index].uid).inserted {
        mailboxes[mailbox][index].uid = newID()
      }
    }
  }

  // MARK: - Locks

  private func isLocked(_ mailbox: Int) -> Bool {
    if lockedUntil[mailbox] > world.scheduler.time { return true }
    guard let holder = holders[mailbox] else { return false }
    return world.scheduler.time - holder.lastHeard < MaildropServer.patience
  }

  enum Entry {
    case opened
    case inUse
    case temporary
    case refused
  }

  func enter(_ mailbox: Int, _ session: MaildropSession) -> Entry {
    if world.strikes(.temporaryRefusal) { return .temporary }
    // A server that forgets for a moment who is who; twice without a success that the client sees would be a refusal to
    // be believed.
    if !haveRefused.contains(mailbox), world.strikes(.singleRefusal) {
      haveRefused.insert(mailbox)
      return .refused
    }
    if isLocked(mailbox) { return .inUse }
    holders[mailbox]?.isOver = true
    holders[mailbox] = session
    return .opened
  }

  func leave(_ mailbox: Int, _ session: MaildropSession, inOrder: Bool) {
    guard holders[mailbox] === session else { return }
    holders[mailbox] = nil
    if !inOrder, world.strikes(.maildropInUse) {
      lockedUntil[mailbox] = world.scheduler.time + Double(world.number(below: 900))
    }
  }

  func delete(_ messages: [Stored], from mailbox: Int) {
    for message in messages {
      mailboxes[mailbox].removeAll { $0.delivery == message.delivery }
      freeIDs[mailbox].append(message.uid)
      world.truth.deliveries[message.delivery].wasDeletedByUs = true
      world.note("deleted", mailbox, message.delivery)
    }
  }
}
