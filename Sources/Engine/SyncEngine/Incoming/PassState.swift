import CRMModel

/// What the ledger says of a mailbox before the server is asked, in one question: a look that brings nothing costs
/// little more, however long the history is.
struct PassState {
  /// For how long an answer waits for the message it answers, in seconds, and how many answers are looked at.
  static let answerPatience = 86_400
  static let answersPerPass = 400

  /// Of the last complete listing.
  var position: [UInt8]?
  /// Messages are to be read, now or later.
  var hasPending: Bool
  /// Messages are to be deleted on the server.
  var hasDeletions: Bool
  /// Answers to messages that were not stored when they were read.
  var answers: [Record]
  /// The last Test & Enable.
  var testJob: Record?

  static func read(_ pass: IncomingPass) async throws(SyncFailure) -> PassState {
    let mailbox = pass.context.mailbox.reference
    let since = pass.surroundings.now().adding(seconds: -answerPatience)
    let found = try await pass.store.rows([
      Ledger.cursor(of: mailbox),
      Query(SyncItem.table, where: SyncItem.mailboxid == mailbox && SyncItem.state == .pending, limit: 1).reading([]),
      Query(SyncItem.table, where: SyncItem.mailboxid == mailbox && SyncItem.deletionwanted == true, limit: 1)
        .reading([]),
      Query(
        SyncItem.table,
        where: SyncItem.mailboxid == mailbox && SyncItem.state == .skipped && .not(SyncItem.inreplyto.isNull)
          && SyncItem.decidedon >= since, limit: answersPerPass),
      Query(SyncJob.table, where: SyncJob.mailboxid == mailbox && SyncJob.workload == .test, limit: 1),
    ])
    return PassState(
      position: found[0].first?[SyncCursor.position], hasPending: !found[1].isEmpty, hasDeletions: !found[2].isEmpty,
      answers: found[3], testJob: found[4].first)
  }
}
