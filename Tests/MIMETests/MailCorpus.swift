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
    let exists = FileManager.default.fileExists(atPath: expected.path)
    if mustExist(isCI: environment["CI"] == "true", isNamed: environment["LOCKSTEP_CORPUS"] != nil, isBeside: exists) {
      throw Missing(description: "no mail corpus in \(shared.path)")
    }
    print("MIMETests: no corpus in \(shared.path); reading the mails in Tests/Corpus instead")
    return try own()
  }

  /// In continuous integration reading the project's own mails only would pass unseen, where somebody named a corpus or
  /// the folder for it exists.
  static func mustExist(isCI: Bool, isNamed: Bool, isBeside: Bool) -> Bool { isCI && (isNamed || isBeside) }

  /// The mails in Tests/Corpus: those by hand and those of our generator.
  static func own() throws -> MailCorpus {
    let folder = packageFolder.appending(path: "Tests/Corpus")
    return MailCorpus(folder: folder, files: try list(folder, [""]).filter { $0.hasSuffix(".eml") }, isShared: false)
  }

  /// Those in Tests/Corpus that were written by hand.
  static func written() throws -> MailCorpus {
    var corpus = try own()
    corpus.files.removeAll { $0.hasPrefix("generated/") }
    return corpus
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
