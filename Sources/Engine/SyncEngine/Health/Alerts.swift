package import CRMModel

extension UnitOfWork {
  /// Raises an alert together with what it is about. An alert that is already open only grows its count, so that an
  /// outage of a night is one line in the morning.
  package mutating func raise(
    _ code: MessageCode, _ level: TraceLog.Level, _ parameters: [String: String], about regarding: Reference,
    _ surroundings: Surroundings
  ) {
    let text = Evidence(parameters).text
    var alert = Record(TraceLog.table, id: surroundings.newID())
    alert[TraceLog.level] = level
    alert[TraceLog.tracecode] = Int(truncatingIfNeeded: SmartMatching.hash(code.rawValue) & 0x7fff_ffff)
    alert[TraceLog.ls_code] = code.rawValue
    alert.set(TraceLog.traceparameterxml, cutting: text)
    alert[TraceLog.traceparameterhash] = Int(truncatingIfNeeded: SmartMatching.hash(text) & 0x7fff_ffff)
    alert[TraceLog.regardingobjectid] = regarding
    alert[TraceLog.canbedeleted] = true
    alert[TraceLog.ls_alertkey] = "\(code.rawValue)|\(regarding.table)|\(regarding.id)"
    alert[TraceLog.ls_count] = 1
    changes.append(
      .notice(
        alert, key: TraceLog.ls_alertkey.definition.name, counter: TraceLog.ls_count.definition.name))
  }

  /// Closes alerts whose cause is over; they stay readable with the time of their end.
  package mutating func close(_ alerts: [Record], at now: Instant) {
    for alert in alerts where alert[TraceLog.ls_alertkey] != nil {
      var closed = alert
      closed[TraceLog.ls_alertkey] = nil
      closed[TraceLog.ls_resolvedon] = now
      update(closed, from: alert)
    }
  }
}

/// Reads alerts back.
package enum Alerts {
  /// Open alerts about one row.
  package static func open(about regarding: Reference, _ store: any RecordStore) async throws(SyncFailure) -> [Record] {
    try await store.rows(open(about: regarding))
  }

  static func open(about regarding: Reference) -> Query {
    Query(TraceLog.table, where: TraceLog.regardingobjectid == regarding && .not(TraceLog.ls_alertkey.isNull))
  }

  /// The message an alert stands for, or nil for a code this version does not know.
  package static func message(of alert: Record) -> Message? {
    guard let code = alert[TraceLog.ls_code].flatMap(MessageCode.init(rawValue:)) else { return nil }
    return Message(code, Evidence(text: alert[TraceLog.traceparameterxml] ?? "").values)
  }
}
