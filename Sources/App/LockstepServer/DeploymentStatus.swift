package import CRMModel
import Foundation
import SQLStore

/// A deployment at a glance.
package struct DeploymentStatus: Sendable {
  package let organization: String
  /// Another process holds the data folder.
  package let isServed: Bool
  /// Switches that are on and weaken the protection of credentials.
  package let openSwitches: [String]
  package let mailboxes: Int
  /// Messages on servers that wait to be read.
  package let waiting: Int
  package let pendingSend: Int
  /// Emails whose sending is in doubt.
  package let held: Int
  package let alerts: Int
  package let restoredOn: Instant?

  package static func read(_ deployment: Deployment) async throws(SyncFailure) -> DeploymentStatus {
    let store = deployment.store
    // Read anew: properties may have been changed a moment ago, also past the program.
    let settings = try await DeploymentSettings.read(deployment.configuration)
    let open = DeploymentProperty.all.filter { property in
      if case .flag = property.kind { return property.value(in: settings) == true.value }
      return false
    }
    let epoch = try SQLiteFile(deployment.folder.configurationDatabase).epoch()
    return DeploymentStatus(
      organization: deployment.organization[Organization.name] ?? "", isServed: deployment.folder.isHeld,
      openSwitches: open.map(\.name), mailboxes: try await store.count(Query(Mailbox.table)),
      waiting: try await store.count(Query(SyncItem.table, where: SyncItem.state == .pending)),
      pendingSend: try await store.count(Query(Email.table, where: Email.statuscode == .pendingSend)),
      held: try await store.count(
        Query(
          Email.table,
          where: Email.statuscode == .sending
            && Email.ls_errorcode.among([MessageCode.sendInDoubt, .sendRestored].map(\.rawValue)))),
      alerts: try await store.count(Query(TraceLog.table, where: .not(TraceLog.ls_alertkey.isNull))),
      restoredOn: epoch > 0 ? Instant(seconds: Int64(epoch)) : nil)
  }
}

extension DataFolder {
  /// Whether a process holds the lock of the folder, found without taking it: whoever only looks must not be in the way
  /// of a service that starts. proc(5)
  package var isHeld: Bool {
    var status = stat()
    guard stat(path + "/lock", &status) == 0,
      let locks = try? String(contentsOfFile: "/proc/locks", encoding: .utf8)
    else { return false }
    return locks.split(separator: "\n").contains { line in
      line.contains("FLOCK") && line.split(separator: " ").contains { $0.hasSuffix(":\(status.st_ino)") }
    }
  }
}
