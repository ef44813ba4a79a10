import Foundation
import Testing

@testable import EWSWire

/// The Exchange schemas and example messages: `LOCKSTEP_EWS_SCHEMAS`, else `../shared/spec` beside the project. Users
/// do not have them; the build machines do.
enum EWSSpecifications {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// What the variable says.
  static let named = ProcessInfo.processInfo.environment["LOCKSTEP_EWS_SCHEMAS"]

  static let folder: URL? = {
    let folder =
      named.map { URL(fileURLWithPath: $0) }
      ?? root.deletingLastPathComponent().appendingPathComponent("shared/spec")
    return FileManager.default.fileExists(atPath: folder.appendingPathComponent("xsd").path) ? folder : nil
  }()

  static func example(_ name: String) throws -> [UInt8] {
    let folder = try #require(folder)
    return [UInt8](try Data(contentsOf: folder.appendingPathComponent("ews-examples/\(name).xml")))
  }
}

/// Elsewhere the suites that need the schemas are left out; where they should be, their absence is a failure.
@Suite struct EWSSpecificationTests {
  @Test func theSchemasAreThereWhereTheyShouldBe() {
    let shared = EWSSpecifications.root.deletingLastPathComponent().appendingPathComponent("shared")
    let isExpected =
      EWSSpecifications.named != nil
      || ProcessInfo.processInfo.environment["CI"] != nil && FileManager.default.fileExists(atPath: shared.path)
    #expect(!isExpected || EWSSpecifications.folder != nil)
  }
}
