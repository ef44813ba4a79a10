package import CRMModel
import SyncEngine

/// The alert by which everybody knows that a service runs without synchronizing.
package struct SafeMode: Sendable {
  let deployment: Deployment

  package init(_ deployment: Deployment) { self.deployment = deployment }

  private func alerts() async throws(SyncFailure) -> [Record] {
    try await Alerts.open(about: deployment.organization.reference, deployment.store).filter {
      $0[TraceLog.ls_code] == MessageCode.serviceSafeMode.rawValue
    }
  }

  /// Raises the alert when a worker starts in safe mode and closes it when one starts in another.
  package func note(_ mode: Supervision.Mode) async throws(SyncFailure) {
    var unit = UnitOfWork(id: deployment.surroundings.newID(), at: deployment.surroundings.now())
    if mode == .safe {
      unit.raise(
        .serviceSafeMode, .error,
        [
          "deaths": String(Supervision.deathsToSafeMode), "minutes": String(Int(Supervision.span / 60)),
        ], about: deployment.organization.reference, deployment.surroundings)
    } else {
      unit.close(try await alerts(), at: deployment.surroundings.now())
    }
    if !unit.changes.isEmpty { try await deployment.store.mustCommit(unit) }
  }

  /// - Throws: When the service that holds the folder does not synchronize: nobody would ever do the job.
  func check() async throws(SyncFailure) {
    guard let message = try await alerts().first.flatMap(Alerts.message) else { return }
    throw SyncFailure(.configuration, .serviceSafeMode, message.parameters)
  }
}
