import Foundation
import Testing

/// The rules a reader would otherwise have to enforce.
@Suite struct TidyTests {
  struct File {
    let path: String
    let text: String
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  }

  struct Rule {
    let name: String
    let pattern: String
    let instead: String
  }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func files(under folder: String) -> [File] {
    let base = root.appendingPathComponent(folder)
    guard let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else { return [] }
    return walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.compactMap { url in
      guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
      return File(path: String(url.path.dropFirst(root.path.count + 1)), text: text)
    }
  }

  static let exceptions: Set<String> = {
    let url = root.appendingPathComponent("Tests/TidyTests/exceptions.txt")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return Set(
      text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
        line.split(separator: "|").prefix(2).map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "|")
      })
  }()

  // MARK: - Imports

  /// Our own targets each folder may import.
  static let allowed: [(folder: String, targets: Set<String>)] = [
    ("Sources/Model", []), ("Sources/Formats/XML", ["CXML2"]), ("Sources/Formats", ["CGMime"]),
    ("Sources/Wire/EWSWire", ["XML", "LineProtocol"]), ("Sources/Wire/AutodiscoverWire", ["XML"]),
    ("Sources/Wire", ["LineProtocol", "SASL"]),
    ("Sources/Connectors/Transport", ["CRMModel"]),
    (
      "Sources/Connectors",
      [
        "CRMModel", "MIME", "LineProtocol", "SASL", "POP3Wire", "SMTPWire", "EWSWire", "AutodiscoverWire", "Transport",
      ]
    ),
    ("Sources/Engine", ["CRMModel"]), ("Sources/Stores", ["CRMModel"]),
    // Simulations put the same parts together as the application, around a world of their own.
    (
      "Sources/Testing/Simulation",
      ["CRMModel", "Connectors", "SyncEngine", "SQLStore", "MailGeneration", "CSimulatedDisk"]
    ),
    ("Sources/Testing/lockstep-simulate", ["CRMModel", "Simulation"]),
    ("Sources/Testing/Bench", ["MIME", "MailGeneration", "CRMModel", "SQLStore", "SyncEngine"]),
    ("Sources/Testing", []),
    (
      "Sources/App",
      [
        "CRMModel", "Connectors", "Transport", "SyncEngine", "Advisor", "SQLStore", "Simulators", "MailGeneration",
        "LockstepServer", "FaultProxy",
      ]
    ),
  ]
  static let ours: Set<String> = [
    "CRMModel", "MIME", "CGMime", "XML", "CXML2", "LineProtocol", "SASL", "POP3Wire", "SMTPWire", "EWSWire",
    "AutodiscoverWire", "Transport", "Connectors", "SyncEngine", "Advisor", "SQLStore", "Simulators", "MailGeneration",
    "LockstepServer", "FaultProxy", "Simulation",
    "CSimulatedDisk",
  ]

  static func forbiddenImports(in file: File) -> [String] {
    guard let rule = allowed.first(where: { file.path.hasPrefix($0.folder + "/") }) else { return [] }
    return file.lines.compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard let place = words.firstIndex(of: "import"), place <= 1, words.count > place + 1 else { return nil }
      let module = words[words.count - 1].split(separator: ".").first.map(String.init) ?? ""
      return ours.contains(module) && !rule.targets.contains(module) ? module : nil
    }
  }

  @Test func everyLayerImportsOnlyWhatItMay() {
    for file in Self.files(under: "Sources") {
      #expect(Self.forbiddenImports(in: file).isEmpty, "\(file.path) imports \(Self.forbiddenImports(in: file))")
    }
    let bad = File(path: "Sources/Engine/SyncEngine/Bad.swift", text: "package import SQLStore\nimport CRMModel\n")
    #expect(Self.forbiddenImports(in: bad) == ["SQLStore"])
  }

  // MARK: - Calls

  static let banned: [Rule] = [
    Rule(name: "taskSleep", pattern: "Task.sleep", instead: "Surroundings.pause"),
    Rule(name: "wallClock", pattern: "Date()", instead: "Surroundings.now"),
    Rule(name: "forcedTry", pattern: "try" + "!", instead: "a typed error"),
    Rule(name: "fatalError", pattern: "fatal" + "Error(", instead: "a typed error"),
    Rule(name: "regularExpression", pattern: "NSRegularExpression", instead: "a scanner"),
    Rule(name: "randomID", pattern: "UUID()", instead: "Surroundings.newID"),
    Rule(name: "uncheckedSendable", pattern: "@unchecked Sendable", instead: "a value or an actor"),
    Rule(name: "ownerlessTask", pattern: " Task {", instead: "a task group or an awaited task"),
    Rule(name: "leftover", pattern: "TO" + "DO", instead: "doing it"),
    Rule(name: "leftover", pattern: "FIX" + "ME", instead: "fixing it"),
  ]

  static func broken(_ file: File) -> [Rule] {
    banned.filter { rule in
      file.lines.contains { line in
        line.contains(rule.pattern) && !line.drop(while: { $0 == " " }).hasPrefix("//")
      }
    }
  }

  @Test func bannedCallsAreNotMade() {
    var used: Set<String> = []
    for file in Self.files(under: "Sources") {
      for rule in Self.broken(file) {
        let key = "\(rule.name)|\(file.path)"
        used.insert(key)
        #expect(Self.exceptions.contains(key), "\(file.path) uses \(rule.pattern); use \(rule.instead)")
      }
    }
    #expect(Self.exceptions.subtracting(used).isEmpty, "exceptions nobody needs any more")
    let bad = File(path: "Sources/Bad.swift", text: "let x = try" + "! f()\nawait Task.sleep(for: .seconds(1))\n")
    #expect(Self.broken(bad).map(\.name) == ["taskSleep", "forcedTry"])
  }

  /// `Mutex` waits in a library that the thread sanitizer does not see into: where two threads meet at one, it
  /// reports a race that is none.
  @Test func everyLockIsOneTheThreadSanitizerSees() {
    let module = "import " + "Synchronization"
    for file in Self.files(under: "Sources") + Self.files(under: "Tests") {
      #expect(!file.lines.contains { $0 == module }, "\(file.path): use NIOLockedValueBox")
    }
  }

  @Test func namesSayWhatThingsAre() {
    for file in Self.files(under: "Sources") {
      for line in file.lines {
        for kind in ["struct ", "class ", "enum ", "actor ", "protocol "] where line.contains(kind) {
          let name = line.components(separatedBy: kind)[1].prefix { $0.isLetter || $0.isNumber }
          for ending in ["Utils", "Helper", "Helpers", "Manager", "Impl"] {
            #expect(!name.hasSuffix(ending), "\(file.path): \(name)")
          }
        }
      }
    }
  }

  @Test func filesAreShort() {
    for file in Self.files(under: "Sources") + Self.files(under: "Tests") {
      #expect(file.lines.count <= 600, "\(file.path) has \(file.lines.count) lines")
    }
  }

  // MARK: - Citations

  /// Every RFC the code cites has a row in docs/protocols.md; every Yes names a test suite that exists.
  @Test func citedStandardsAreAccountedFor() throws {
    let table = try String(
      contentsOf: Self.root.appendingPathComponent("docs/protocols.md"), encoding: .utf8)
    let rows = table.split(separator: "\n").filter { $0.hasPrefix("| RFC ") && $0.dropFirst(6).first?.isNumber == true }
      .map { row in
        row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      }
    let known = Set(rows.map { $0[0] })
    var cited: Set<String> = []
    for file in Self.files(under: "Sources") {
      for part in file.text.components(separatedBy: "RFC ").dropFirst() {
        let number = part.prefix(while: \.isNumber)
        if number.count >= 3 { cited.insert("RFC \(number)") }
      }
    }
    #expect(cited.subtracting(known).isEmpty, "cited, but not in docs/protocols.md")
    #expect(known.subtracting(cited).isEmpty, "in docs/protocols.md, but nowhere cited")
    let tests = Self.files(under: "Tests").map(\.text).joined()
    for row in rows where row[2] == "Yes" {
      let suite = row[3].split(separator: "/").last.map(String.init) ?? ""
      #expect(suite.hasSuffix(".py") || tests.contains("struct \(suite)"), "\(row[0]) names \(suite)")
    }
  }
}
