import MailGeneration

/// Everything that may go wrong. Each scenario draws its own set. REL 6.3
package enum Fault: String, CaseIterable, Sendable {
  // The network
  case refusedConnection, cutUpstream, cutDownstream, trickle, slowAnswer, silence, outage
  // The POP3 server
  case maildropInUse, temporaryRefusal, singleRefusal, retrievalRefused, refusedListing, quitRefused, lyingSizes
  case lyingCount, duplicateIDs, newEpoch, reusedIDs, removedByOthers, plainPOP3
  // The SMTP server
  case refusedForNow, lateAnswer, lostAnswer, farewell, wordyReplies, plainSMTP, greylisting
  // The node
  case crash, pause, restart, clock
  // The disk
  case diskFull, diskError
  // People
  case edits, settlement
}

/// Which faults a scenario has, and how often each strikes in a thousand times.
package struct Swarm: Sendable {
  package var rates: [Fault: Int] = [:]

  package func contains(_ fault: Fault) -> Bool { rates[fault] != nil }

  package init() {}

  /// - Parameter excluded: Faults that no scenario has.
  init(_ random: inout SeededRandom, excluding excluded: Set<Fault>) {
    // Some scenarios have nearly everything, some nearly nothing: faults hide each other.
    let share = 1 + random.number(below: 9)
    for fault in Fault.allCases {
      let isIn = random.number(below: 12) < share
      let rate = random.pick([5, 20, 50, 120, 300])
      if isIn, !excluded.contains(fault) { rates[fault] = rate }
    }
    // What a crash leaves behind is what this is about.
    if random.number(below: 4) != 0 { rates[.crash] = rates[.crash] ?? 50 }
  }
}
