import Foundation
import Testing

@testable import EWSWire

@Suite struct EWSResponseCodeTests {
  @Test func everyCodeIsClassified() {
    #expect(EWSResponseCode.table.count == 535)
    let classes = Set(EWSResponseCode.table.values.map(\.kind))
    #expect(classes == Set(EWSResponseCode.Class.allCases))
    #expect(Set(EWSResponseCode.table.values.map(\.remedy)) == Set(EWSResponseCode.Remedy.allCases))
    #expect(
      EWSResponseCode("ErrorServerBusy").classification == .init(kind: .throttled, scope: .mailbox, remedy: .backOff))
    #expect(EWSResponseCode("ErrorItemNotFound").kind == .gone)
    #expect(EWSResponseCode("ErrorInvalidSyncStateData").classification.remedy == .resyncFolder)
    #expect(EWSResponseCode.noError.kind == .ok)
  }

  @Test func aCodeNobodyKnowsIsPermanent() {
    let code = EWSResponseCode("ErrorOfNextYear")
    #expect(!code.isKnown && code.kind == .permanent && code.classification.scope == .item)
    #expect(EWSResponseCode("<b>\n").name == "ErrorUnnamed")
    #expect(EWSResponseCode(String(repeating: "x", count: 120)).name.count == 120)
    #expect(EWSResponseCode(String(repeating: "x", count: 121)).name == "ErrorUnnamed")
    #expect(EWSResponseCode("").name == "ErrorUnnamed")
  }

  @Test(.enabled(if: EWSSpecifications.folder != nil, "without the list"))
  func theTableIsTheList() throws {
    let list = try String(
      contentsOf: #require(EWSSpecifications.folder).appendingPathComponent("ews-error-codes.tsv"), encoding: .utf8)
    let rows = list.split(separator: "\n").dropFirst().map { $0.split(separator: "\t").map(String.init) }
    #expect(rows.count == 535)
    for row in rows {
      let code = EWSResponseCode.table[row[0]]
      #expect(code?.kind.rawValue == row[2] && code?.scope.rawValue == (row[3] == "-" ? "none" : row[3]), "\(row[0])")
    }
  }
}
