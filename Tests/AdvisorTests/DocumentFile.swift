import Foundation

/// The document the rules come from, which lies beside the repository and not in it.
enum DocumentFile {
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Nil where there is none: its sentences are not ours to pass on.
  static func text() throws -> String? {
    let environment = ProcessInfo.processInfo.environment
    let folder =
      environment["LOCKSTEP_DOCUMENT"].map { URL(filePath: $0) }
      ?? repository.deletingLastPathComponent().appendingPathComponent("shared/spec/seed")
    guard FileManager.default.fileExists(atPath: folder.path) else { return nil }
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return try files.map { try String(contentsOf: $0, encoding: .utf8) }.joined(separator: "\n")
  }
}
