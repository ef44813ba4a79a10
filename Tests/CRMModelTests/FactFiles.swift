import CRMModel
import Foundation

/// Committed files of this test target and of the repository, found from this file's own place.
enum FactFiles {
  static let target = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  static let repository = target.deletingLastPathComponent().deletingLastPathComponent()

  static func rows(_ name: String) throws -> [[String]] {
    try text(target.appendingPathComponent("Facts/" + name)).split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  static func text(_ url: URL) throws -> String { try String(contentsOf: url, encoding: .utf8) }

  /// Sources of the model below a folder, by file name without extension.
  static func sources(_ folder: String) throws -> [String: String] {
    let url = repository.appendingPathComponent("Sources/Model/CRMModel/" + folder)
    var texts: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: url.path) where name.hasSuffix(".swift") {
      texts[String(name.dropLast(6))] = try text(url.appendingPathComponent(name))
    }
    return texts
  }
}

extension Schema {
  static let all = organization.tables + configuration.tables
}

extension ColumnType {
  /// The name of the type in facts and documents.
  var word: String {
    switch self {
    case .uniqueIdentifier: "guid"
    case .text, .emailAddress, .memo: "text"
    case .integer: "integer"
    case .bigInteger: "biginteger"
    case .boolean: "boolean"
    case .picklist: "picklist"
    case .state: "state"
    case .status: "status"
    case .dateTime: "datetime"
    case .decimal: "decimal"
    case .lookup: "lookup"
    case .partyList: "partylist"
    case .binary: "binary"
    }
  }

  /// The limit as the facts write it.
  var limit: String {
    switch self {
    case .text(let max), .emailAddress(let max), .memo(let max): String(max)
    case .integer(let range): "\(range.lowerBound)..\(range.upperBound)"
    default: ""
    }
  }
}
