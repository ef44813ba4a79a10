import Foundation
import MailGeneration

/// Messages in files: read for measuring, written by the project's own generator.
enum MailFiles {
  /// The files below a folder in a fixed order, or the one file.
  static func list(_ path: String) -> [String] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return [] }
    guard isDirectory.boolValue else { return [path] }
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
    return names.sorted().map { path + "/" + $0 }.filter { file in
      FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory) && !isDirectory.boolValue
    }
  }

  static func bytes(_ file: String) -> [UInt8] { FileManager.default.contents(atPath: file).map { [UInt8]($0) } ?? [] }

  /// `generate FOLDER --count N --seed N`: different messages, named by number and kind.
  static func run(_ arguments: inout BenchArguments) -> Int32 {
    guard let folder = arguments.next() else { return 2 }
    let seed = UInt64(arguments.number("--seed", default: Int(CorpusMail.seed)))
    let mails = CorpusMail.make(count: arguments.number("--count", default: CorpusMail.count), seed: seed)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for mail in mails { try Data(mail.bytes).write(to: URL(filePath: folder).appending(path: mail.name)) }
    } catch {
      print("\(folder): \(error)")
      return 1
    }
    print("\(mails.count) messages in \(folder)")
    return 0
  }
}
