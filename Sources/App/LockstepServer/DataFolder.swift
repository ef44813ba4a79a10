package import CRMModel
package import Foundation

/// The folder with everything a deployment keeps on one machine.
package struct DataFolder: Sendable {
  package let path: String

  package init(_ path: String) { self.path = path }

  package var configurationDatabase: String { path + "/configuration.sqlite" }
  package var masterKeyFile: String { path + "/master.key" }

  package var exists: Bool { FileManager.default.fileExists(atPath: configurationDatabase) }

  /// Why there is no deployment in it: a folder that may not be looked into is not an empty one.
  package var absence: SyncFailure {
    if access(configurationDatabase, F_OK) != 0, errno == EACCES {
      return SyncFailure(
        .configuration, .folderNotUsable, ["path": path, "reason": String(cString: strerror(EACCES))])
    }
    return SyncFailure(.gone, .folderEmpty, ["path": path])
  }

  package func create() throws(SyncFailure) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw SyncFailure(.configuration, .folderNotUsable, ["path": path, "reason": error.localizedDescription])
    }
  }

  /// The right to run the engine on this folder, held until the process ends.
  package final class Hold: Sendable {
    private let descriptor: Int32

    /// The lock as a file for a child process, which then holds it as well.
    package var file: FileHandle { FileHandle(fileDescriptor: descriptor, closeOnDealloc: false) }

    fileprivate init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }
  }

  /// File systems on which flock is not to be trusted.
  private static let networkFileSystems: Set<String> = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "afs"]

  /// The type of the file system the folder is on, from the table of mounts. proc(5)
  private var fileSystemType: String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    let folder = String(cString: real)
    guard let mounts = try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8) else { return nil }
    var best: (length: Int, type: String)?
    for line in mounts.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 2 else { continue }
      let point = String(fields[1])
      guard point == "/" || folder == point || folder.hasPrefix(point + "/") else { continue }
      if point.count >= best?.length ?? 0 { best = (point.count, String(fields[2])) }
    }
    return best?.type
  }

  /// Takes the lock, or answers nil when another process has it.
  package func lock() throws(SyncFailure) -> Hold? {
    if let type = fileSystemType, DataFolder.networkFileSystems.contains(type) {
      throw SyncFailure(.configuration, .folderOnNetwork, ["path": path])
    }
    let descriptor = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw SyncFailure(
        .configuration, .folderNotUsable, ["path": path, "reason": String(cString: strerror(errno))])
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    return Hold(descriptor)
  }
}
