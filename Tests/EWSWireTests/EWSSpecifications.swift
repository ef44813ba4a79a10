import Foundation
import Testing

@testable import EWSWire

/// The Exchange schemas and example messages: `LOCKSTEP_EWS_SCHEMAS`, else `../shared/spec` beside the project. Users
/// do not have them; the build machines do.
enum EWSSpecifications {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let folder: URL? = {
    let named = ProcessInfo.processInfo.environment["LOCKSTEP_EWS_SCHEMAS"]
    let folder =
      named.map { URL(fileURLWithPath: $0) }
      ?? root.deletingLastPathComponent().appendingPathComponent("shared/spec")
    let isThere = FileManager.default.fileExists(atPath: folder.appendingPathComponent("xsd").path)
    // Named, it must be there.
    if !isThere, named != nil { Issue.record("LOCKSTEP_EWS_SCHEMAS has no schemas") }
    return isThere ? folder : nil
  }()

  static func example(_ name: String) throws -> [UInt8] {
    let folder = try #require(folder)
    return [UInt8](try Data(contentsOf: folder.appendingPathComponent("ews-examples/\(name).xml")))
  }
}
