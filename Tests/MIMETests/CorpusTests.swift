import Foundation
import MIME
import MailGeneration
import Testing

/// Every real mail at hand is read, and agrees with Python's `email` but for the differences that are listed by name.
@Suite struct CorpusTests {
  /// Share of files that may be refused, and that must agree per field.
  private static let refusedShare = 0.005
  private static let agreedShare = 0.98

  @Test func readsEveryFileAndAgreesWithTheOracle() throws {
    let corpus = try MailCorpus.locate()
    try check(corpus, expectations: corpus.isShared ? "shared" : "own")
  }

  @Test func readsTheProjectsOwnMails() throws {
    let corpus = try MailCorpus.own()
    #expect(corpus.files.count >= 300)
    try check(corpus, expectations: "own")
  }

  /// `scripts/make-corpus.sh` writes them; a change of the generator needs a new run.
  @Test func theGeneratedMailsAreThoseOfTheGenerator() throws {
    let corpus = try MailCorpus.own()
    let mails = CorpusMail.make()
    #expect(Set(corpus.files.filter { $0.hasPrefix("generated/") }) == Set(mails.map { "generated/\($0.name)" }))
    for mail in mails { #expect(try corpus.bytes("generated/\(mail.name)") == mail.bytes, "\(mail.name)") }
    #expect(mails.reduce(0) { $0 + $1.bytes.count } < 3_000_000)
    #expect(Set(mails.map(\.kind)) == Set(MessageKind.allCases))
  }

  @Test func continuousIntegrationDoesNotDoWithoutTheCorpus() {
    #expect(MailCorpus.mustExist(isCI: true, isNamed: false, isBeside: true))
    #expect(MailCorpus.mustExist(isCI: true, isNamed: true, isBeside: false))
    #expect(!MailCorpus.mustExist(isCI: true, isNamed: false, isBeside: false))
    #expect(!MailCorpus.mustExist(isCI: false, isNamed: true, isBeside: true))
  }

  private func check(_ corpus: MailCorpus, expectations: String) throws {
    let oracle = try Oracle.read(corpus)
    var refused: [String] = []
    var differences: [String] = []
    var agreed: [String: Int] = [:]
    var agreedOnSecond: [String: Int] = [:]
    var details = ""
    var read = 0
    for file in corpus.files {
      let bytes = try corpus.bytes(file)
      let theirs = try #require(oracle[file], "the oracle skipped \(file)")
      let ours: Reading
      do throws(MIMEError) {
        ours = Reading(try MIMEParser.parse(bytes))
      } catch {
        refused.append("\(file)\t\(error.kind.rawValue)")
        continue
      }
      read += 1
      for field in Reading.fields {
        if ours.values[field] == theirs.values[field] {
          agreed[field, default: 0] += 1
        } else {
          // Every difference is listed, also one only about bytes that Python leaves unread.
          if let second = theirs.again[field], ours.values[field] == second { agreedOnSecond[field, default: 0] += 1 }
          differences.append("\(file)\t\(field)")
          details += "== \(file)\t\(field)\n-- ours\n\(ours.values[field] ?? "")\n"
          details += theirs.again[field].map { $0 == ours.values[field] ? "-- second reading agrees\n" : "" } ?? ""
          details += "-- python\n\(theirs.values[field] ?? "")\n"
        }
      }
    }
    // For whoever has to judge a changed list: both readings in full.
    if let folder = ProcessInfo.processInfo.environment["LOCKSTEP_MIME_DETAILS"] {
      try Data(details.utf8).write(to: URL(filePath: folder).appending(path: "\(expectations)-differences.txt"))
    }
    for field in Reading.fields {
      let (first, second) = (agreed[field] ?? 0, agreedOnSecond[field] ?? 0)
      let share = Double(first + second) / Double(max(read, 1))
      print("MIMETests: \(expectations): \(field) agrees in \(first) + \(second) of \(read) files")
      if corpus.isShared { #expect(share >= Self.agreedShare, "\(field) agrees in \(share) of the files only") }
    }
    if corpus.isShared { #expect(Double(refused.count) <= Self.refusedShare * Double(corpus.files.count)) }
    let quarantined = try expected("\(expectations)-refused.tsv", columns: 2, of: 3)
    #expect(refused == quarantined)
    let listed = try expected("\(expectations)-differences.tsv", columns: 2, of: 4)
    #expect(Set(differences).subtracting(listed).sorted() == [], "unlisted differences")
    #expect(Set(listed).subtracting(differences).sorted() == [], "listed differences that are none")
  }

  /// The first columns of each line; every line must have all columns filled.
  private func expected(_ name: String, columns: Int, of all: Int) throws -> [String] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Expectations/\(name)")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
    return try lines.map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      try #require(cells.count == all && !cells.contains(""), "\(name): \(line)")
      return cells.prefix(columns).joined(separator: "\t")
    }
  }
}
