import CRMModel
import Foundation

/// What commands read from files.
enum Reading {
  /// The longest password file, in bytes.
  static let longestPassword = 65_536

  static func file(_ path: String) throws(SyncFailure) -> Data {
    do {
      return path == "-"
        ? try FileHandle.standardInput.readToEnd() ?? Data() : try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw SyncFailure(.configuration, .fileUnreadable, ["path": path, "reason": reason(error)])
    }
  }

  /// A password from a file, or from standard input for "-"; the line end at its end is not part of it.
  static func password(_ path: String?) throws(SyncFailure) -> Secret? {
    guard let path else { return nil }
    let data = try file(path)
    guard data.count <= longestPassword, var text = String(data: data, encoding: .utf8) else {
      throw SyncFailure(.configuration, .fileNotText, ["path": path])
    }
    while text.hasSuffix("\n") || text.hasSuffix("\r") || text.hasSuffix("\r\n") { text.removeLast() }
    return Secret(text)
  }

  static func text(_ path: String) throws(SyncFailure) -> String {
    String(decoding: try file(path), as: UTF8.self)
  }

  static func choice<Choice>(_ option: String, _ value: String?, _ choices: KeyValuePairs<String, Choice>)
    throws(SyncFailure) -> Choice?
  {
    guard let value else { return nil }
    for (name, choice) in choices where name == value { return choice }
    throw SyncFailure(
      .configuration, .optionInvalid,
      ["option": option, "value": value, "allowed": choices.map(\.key).joined(separator: ", ")])
  }

  private static func reason(_ error: any Error) -> String {
    let error = error as NSError
    if let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError { return underlying.localizedDescription }
    return error.localizedDescription
  }
}
