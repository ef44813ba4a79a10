import CRMModel
import Foundation
import Testing

/// The schema against what is known about Dataverse, both ways.
@Suite struct SchemaFactsTests {
  @Test func everyKnownColumnExistsAsItShould() throws {
    let facts = try FactFiles.rows("columns.tsv")
    #expect(facts.count > 400)
    for fact in facts {
      let (tableName, name, kind, limit, options) = (fact[0], fact[1], fact[2], fact[3], fact[4])
      guard let column = Schema.organization[tableName]?.column(name) else {
        Issue.record("\(tableName).\(name) is missing")
        continue
      }
      // A file column holds the hash of its content.
      #expect(column.type.word == (kind == "file" ? "binary" : kind), "type of \(tableName).\(name)")
      if !limit.isEmpty { #expect(column.type.limit == limit, "limit of \(tableName).\(name)") }
      let numbers = Set(column.options.map { String($0.number) })
      for option in options.split(separator: ",") {
        #expect(numbers.contains(String(option)), "option \(option) of \(tableName).\(name)")
      }
    }
  }

  @Test func nothingElseExistsWithoutAReason() throws {
    let facts = try FactFiles.rows("columns.tsv")
    var known: [String: [String: Set<String>]] = [:]
    for fact in facts { known[fact[0], default: [:]][fact[1]] = Set(fact[4].split(separator: ",").map(String.init)) }
    var reasons: Set<String> = []
    for row in try FactFiles.rows("known-dataverse.tsv") {
      #expect(row.count == 3 && !row[2].isEmpty, "a reason for \(row)")
      reasons.insert(row[0] + "." + row[1])
    }
    var needed: Set<String> = []
    for table in Schema.all {
      guard let columns = known[table.name] else { continue }
      for column in table.columns {
        let name = table.name + "." + column.name
        guard let options = columns[column.name] else {
          let isCommon = ["createdon", "modifiedon", "ownerid", "versionnumber"].contains(column.name)
          if !isCommon && !column.name.hasPrefix("ls_") { needed.insert(name) }
          continue
        }
        for option in column.options where !options.contains(String(option.number)) && !options.isEmpty {
          needed.insert("\(name)=\(option.number)")
        }
      }
    }
    #expect(needed.subtracting(reasons).isEmpty, "columns and options that Dataverse does not have")
    #expect(reasons.subtracting(needed).isEmpty, "reasons without a column")
  }

  @Test func whatDataverseLacksIsDocumented() throws {
    var documented: [String: String] = [:]
    let page = try FactFiles.text(FactFiles.repository.appendingPathComponent("docs/dataverse-differences.md"))
    for line in page.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map {
        String($0.filter { $0 != "`" }.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
      #expect(cells.count == 4 && !cells[3].isEmpty, "a reason in: \(line)")
      documented[cells[0] + "." + cells[1]] = cells[2]
    }
    let synchronization: Set<String> = ["syncjob", "synccursor", "syncitem", "synclink", "sendattempt"]
    var actual: [String: String] = [:]
    for table in Schema.all {
      if table.name.hasPrefix("ls_") || synchronization.contains(table.name) {
        actual[table.name + ".(table)"] = ""
        continue
      }
      #expect(table.ownership != .sync, "\(table.name) is a table of the synchronization without the prefix ls_")
      for column in table.columns where column.name.hasPrefix("ls_") {
        actual[table.name + "." + column.name] = column.type.word
      }
    }
    #expect(documented == actual)
  }

  /// A static column that is missing from its table's list would compile, and stop the process when it is used.
  @Test(arguments: ["Tables", "SyncTables"]) func everyDeclaredColumnIsInItsTable(folder: String) throws {
    var seen: Set<String> = []
    for (file, text) in try FactFiles.sources(folder) {
      guard let start = text.range(of: "= Table(") else { continue }
      let name = text[start.upperBound...].split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)[1]
      let table = try #require(Schema.all.first { $0.name == name }, "the table of \(file).swift is in no schema")
      seen.insert(table.name)
      for declaration in text.components(separatedBy: "package static let ").dropFirst()
      where declaration.contains("= Column<") {
        guard declaration.prefix(while: { $0 != "\n" }).contains("= Column<") else { continue }
        let column = declaration.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)[1]
        #expect(table.column(String(column)) != nil, "\(file).\(column) is not in the columns of \(name)")
      }
    }
    let expected = folder == "Tables" ? Schema.all.filter { $0.ownership != .sync } : Schema.syncTables
    #expect(seen.isSuperset(of: expected.map(\.name)))
  }

  @Test func tablesAreSound() {
    #expect(Set(Schema.all.map(\.name)).count == Schema.all.count)
    for table in Schema.all {
      #expect(Set(table.columns.map(\.name)).count == table.columns.count, "\(table.name) has a column twice")
      #expect(table.column(table.primaryKey)?.type == .uniqueIdentifier)
      for index in table.indexes {
        for column in index.columns { #expect(table.column(column) != nil, "index on \(table.name).\(column)") }
      }
      for key in table.foreignKeys {
        guard case .lookup(let targets) = table.column(key)?.type else {
          Issue.record("foreign key \(table.name).\(key) is no lookup")
          continue
        }
        #expect(targets.allSatisfy { Schema.organization[$0] != nil })
      }
      for column in table.columns {
        let isOptionSet = [.picklist, .state, .status].contains(column.type)
        #expect(isOptionSet == !column.options.isEmpty, "options of \(table.name).\(column.name)")
        if case .integer(let number) = column.defaultValue, isOptionSet {
          #expect(column.options.contains { $0.number == Int(number) })
        }
      }
    }
  }
}
