package import CRMModel
import SyncEngine

/// Tells of properties that were changed in the database itself, past the program. Seed S4.4, B10
package struct PropertyWatch: Sendable {
  /// Seconds between two looks of a service: about one pass.
  static let pause = 5.0

  let deployment: Deployment

  package init(_ deployment: Deployment) { self.deployment = deployment }

  package func repeatUntilCancelled() async {
    while !Task.isCancelled {
      // A failure is nothing to stop for: the next look tries again.
      _ = try? await look()
      await deployment.surroundings.pause(PropertyWatch.pause)
    }
  }

  /// Raises an alert for each change nobody was told of, and closes those of properties that the program has changed
  /// since. Answers how many changes were new.
  package func look() async throws(SyncFailure) -> Int {
    let now = deployment.surroundings.now()
    let fresh = try await deployment.configuration.rows(
      Query(PropertyChange.table, where: PropertyChange.isoutside == true && PropertyChange.noticedon.isNull))
    if !fresh.isEmpty {
      var unit = UnitOfWork(id: deployment.surroundings.newID(), at: now)
      for change in fresh {
        unit.raise(
          .propertyChangedOutside, .warning, PropertyWatch.parameters(change), about: change.reference,
          deployment.surroundings)
      }
      // The alert first: if the mark is lost it is raised again, as the same alert.
      try await deployment.store.mustCommit(unit)
      var marks = UnitOfWork(id: deployment.surroundings.newID(), at: now)
      for change in fresh {
        marks.update(PropertyChange.table, change.id, [PropertyChange.noticedon.definition.name: now.value])
      }
      try await deployment.configuration.mustCommit(marks)
    }
    try await closeSettled(now)
    return fresh.count
  }

  private func closeSettled(_ now: Instant) async throws(SyncFailure) {
    let open = try await deployment.store.rows(
      Query(
        TraceLog.table,
        where: TraceLog.ls_code == MessageCode.propertyChangedOutside.rawValue && .not(TraceLog.ls_alertkey.isNull)))
    guard !open.isEmpty else { return }
    var settled: [Record] = []
    for alert in open {
      guard let id = alert[TraceLog.regardingobjectid]?.id,
        let change = try await deployment.configuration.row(PropertyChange.table, id),
        let since = change[PropertyChange.changedon]
      else { continue }
      let later = try await deployment.configuration.count(
        Query(
          PropertyChange.table,
          where: PropertyChange.columnname == (change[PropertyChange.columnname] ?? "")
            && PropertyChange.isoutside == false && PropertyChange.changedon >= since))
      if later > 0 { settled.append(alert) }
    }
    var unit = UnitOfWork(id: deployment.surroundings.newID(), at: now)
    unit.close(settled, at: now)
    try await deployment.store.mustCommit(unit)
  }

  private static func parameters(_ change: Record) -> [String: String] {
    [
      "name": change[PropertyChange.columnname] ?? "", "before": change[PropertyChange.before] ?? "-",
      "after": change[PropertyChange.after] ?? "-", "when": change[PropertyChange.changedon]?.rfc3339 ?? "",
    ]
  }
}
