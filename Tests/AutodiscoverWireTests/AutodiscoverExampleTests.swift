import Foundation
import Testing
import XML

@testable import AutodiscoverWire

enum AutodiscoverExamples {
  static let folder: URL? = {
    let named = ProcessInfo.processInfo.environment["LOCKSTEP_EWS_SCHEMAS"].map { URL(fileURLWithPath: $0) }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = (named ?? root.deletingLastPathComponent().appendingPathComponent("shared/spec"))
      .appendingPathComponent("ews-examples")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()
}

/// The example messages; see EWSSpecifications of EWSWireTests.
@Suite(.enabled(if: AutodiscoverExamples.folder != nil, "without the examples"))
struct AutodiscoverExampleTests {
  private func example(_ name: String) throws -> [UInt8] {
    [UInt8](
      try Data(contentsOf: #require(AutodiscoverExamples.folder).appendingPathComponent("autodiscover-\(name).xml")))
  }

  /// Without the white space between elements.
  private func tree(_ bytes: [UInt8]) throws -> XMLNode {
    func normalised(_ node: XMLNode) -> XMLNode {
      var node = node
      node.children = node.children.map(normalised)
      if !node.children.isEmpty { node.text = "" }
      return node
    }
    return normalised(try #require(AutodiscoverDocument.tree(bytes)))
  }

  private let ews = "https://mail.contoso.example/EWS/Exchange.asmx"
  private let inner = "https://mail.corp.contoso.example/EWS/Exchange.asmx"

  @Test func requests() throws {
    #expect(try tree(POX.request(address: "sato@contoso.example")) == tree(example("pox-request")))
    let url = "https://autodiscover.contoso.example/autodiscover/autodiscover.svc"
    #expect(
      try tree(UserSettings.request(address: "sato@contoso.example", url: url))
        == tree(example("soap-getusersettings-request")))
  }

  @Test func settings() throws {
    let external = AutodiscoverEndpoint(
      url: ews, primaryAddress: "sato@contoso.example", groupingInformation: "Site-A")
    var internalOne = external
    internalOne.url = inner
    internalOne.isInternal = true
    let pox = try example("pox-settings-response")
    #expect(POX.verdict(pox, isInside: false) == .endpoints([external, internalOne]))
    #expect(POX.verdict(pox, isInside: true) == .endpoints([internalOne, external]))
    guard
      case .endpoints(let found) = UserSettings.verdict(try example("soap-getusersettings-response"), isInside: true)
    else {
      Issue.record("no endpoints")
      return
    }
    #expect(found.map(\.url) == [inner, ews] && found.map(\.isInternal) == [true, false])
    #expect(found[0].supportedSchemas.last == "Exchange2013_SP1" && found[0].supportedSchemas.count == 7)
  }

  @Test func redirectsAndErrors() throws {
    #expect(POX.verdict(try example("pox-error-response"), isInside: false) == .unknownMailbox)
    #expect(
      POX.verdict(try example("pox-redirectaddr-response"), isInside: false)
        == .redirectAddress("sato@contoso.mail.example"))
    #expect(
      POX.verdict(try example("pox-redirecturl-response"), isInside: false)
        == .redirectURL("https://autodiscover.other.example/autodiscover/autodiscover.xml"))
    #expect(
      UserSettings.verdict(try example("soap-redirect-response"), isInside: false)
        == .redirectAddress("sato@contoso.mail.example"))
  }
}
