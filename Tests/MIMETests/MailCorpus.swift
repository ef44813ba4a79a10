import Foundation

/// The mails the suite reads: the corpus of public test suites where it is present, else the project's own.
struct MailCorpus {
  var folder: URL
  /// Names relative to `folder`, sorted.
  var files: [String]
  /// The corpus of public test suites, not the project's own mails.
  var isShared: Bool

  struct Missing: Error, CustomStringConvertible {
    var description: String
  }

  static let packageFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func locate() throws -> MailCorpus {
    let environment = ProcessInfo.processInfo.environment
    let shared =
      environment["LOCKSTEP_CORPUS"].map { URL(filePath: $0) }
      ?? packageFolder.deletingLastPathComponent().appending(path: "shared/corpus")
    let open = shared.appending(path: "open")
    if FileManager.default.fileExists(atPath: open.path) {
      return MailCorpus(folder: open, files: try list(open, ["mail", "bounce"]), isShared: true)
    }
    let expected = packageFolder.deletingLastPathComponent().appending(path: "shared")
    if environment["CI"] == "true", FileManager.default.fileExists(atPath: expected.path) {
      throw Missing(description: "no mail corpus in \(shared.path), although \(expected.path) exists")
    }
    print("MIMETests: no corpus in \(shared.path); reading the mails in Tests/Corpus instead")
    return try own()
  }

  /// The mails in Tests/Corpus.
  static func own() throws -> MailCorpus {
    let folder = packageFolder.appending(path: "Tests/Corpus")
    return MailCorpus(folder: folder, files: try list(folder, [""]).filter { $0.hasSuffix(".eml") }, isShared: false)
  }

  func bytes(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: file))) }

  private static func list(_ root: URL, _ folders: [String]) throws -> [String] {
    var result: [String] = []
    for folder in folders {
      let start = folder.isEmpty ? root : root.appending(path: folder)
      for name in try FileManager.default.subpathsOfDirectory(atPath: start.path) {
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: start.appending(path: name).path, isDirectory: &isDirectory)
        if exists, !isDirectory.boolValue { result.append(folder.isEmpty ? name : folder + "/" + name) }
      }
    }
    return result.sorted()
  }
}
