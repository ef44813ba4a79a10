import CRMModel
import SQLStore
import Testing

/// Every SQL text the store runs is prepared on a real PostgreSQL.
@Suite struct PostgresTests {
  @Test func everyTextIsPreparedOnBothDatabases() async throws {
    var script = ""
    for (name, schema) in [("organization", Schema.organization), ("configuration", Schema.configuration)] {
      let world = try StoreWorld()
      try await tour(world, schema)
      let definitions = Set(SQLText(.sqlite).creation(of: schema))
      let texts = world.texts.subtracting(definitions)
      #expect(texts.count > schema.tables.count * 5)
      script += "CREATE SCHEMA \(name); SET search_path TO \(name);\n"
      for statement in SQLText(.postgres).creation(of: schema) { script += statement + ";\n" }
      for (index, text) in texts.sorted().enumerated() { script += "PREPARE \(name)\(index) AS \(text);\n" }
    }
    try PostgresServer().run(script)
  }

  /// PostgreSQL cuts longer names without an error, and two could become one.
  @Test func namesFitPostgreSQL() {
    for schema in [Schema.organization, .configuration] {
      for table in schema.tables {
        #expect(table.columns.allSatisfy { $0.name.utf8.count + 5 <= 63 })
        for index in table.indexes {
          #expect((table.name + "_" + index.columns.joined(separator: "_")).utf8.count <= 63)
        }
      }
    }
  }

  /// Everything the store can be asked, on every table and column.
  private func tour(_ world: StoreWorld, _ schema: Schema) async throws {
    let store = try world.open(schema)
    // Tables that others point to come first.
    for table in schema.tables.filter({ $0.foreignKeys.isEmpty }) + schema.tables.filter({ !$0.foreignKeys.isEmpty }) {
      var row = Record(table, id: world.id())
      for column in table.columns where column.name != table.primaryKey { row[column.name] = value(of: column, world) }
      var owners: [Record] = []
      for key in table.foreignKeys {
        guard case .lookup(let targets) = table.column(key)?.type, let target = schema[targets[0]] else { continue }
        let owner = Record(target, id: world.id())
        owners.append(owner)
        row[key] = .reference(owner.reference)
      }
      let (inserted, targets) = (row, owners)
      #expect(
        await store.commit(
          world.unit { unit in
            targets.forEach { unit.insert($0) }
            unit.insert(inserted)
          }
        ).isCommitted, "insert into \(table.name)")
      var changes: [Change] = []
      for column in table.columns where column.type.isStored && column.name != table.primaryKey {
        let value = row[column.name]
        if column.name != "versionnumber" {
          changes.append(.update(table, row.id, expecting: .cells([:]), [column.name: value]))
        }
        if case .integer = column.type { changes.append(.increment(table, row.id, column.name, by: 0)) }
        let predicates: [Predicate] = [
          .equal(column.name, value), .among(column.name, [value, value]), .null(column.name),
          .less(column.name, value),
          .atLeast(column.name, value), .not(.equal(column.name, value)), .and([]), .or([]), .all,
        ]
        for predicate in predicates {
          _ = try await store.rows(Query(table, where: predicate, limit: 3))
          _ = try await store.count(Query(table, where: predicate))
        }
      }
      let all = changes
      #expect(await store.commit(world.unit { $0.changes = all }).isCommitted, "updates of \(table.name)")
      let ordered = Query(table, where: .and([.or([.all, .null(table.primaryKey)]), .all]), limit: 1)
        .ordered(by: Table.versionnumber, descending: true)
      _ = try await store.rows(ordered)
    }
    if schema["tracelog"] != nil {
      var alert = Record(TraceLog.table, id: world.id())
      alert[TraceLog.ls_alertkey] = "k"
      let notice = Change.notice(alert, key: "ls_alertkey", counter: "ls_count")
      #expect(await store.commit(world.unit { $0.changes = [notice, notice] }).isCommitted)
      let contact = world.contact("x@example.com")
      #expect(await store.commit(world.unit { $0.insert(contact) }).isCommitted)
      #expect(await store.commit(world.unit { $0.delete(Contact.table, contact.id) }).isCommitted)
      var job = Record(SyncJob.table, id: world.id())
      job[SyncJob.leasetoken] = 1
      #expect(await store.commit(world.unit { $0.insert(job) }).isCommitted)
      let lease = Lease(job: job.id, token: 1)
      #expect(await store.commit(world.unit(lease: lease) { $0.delete(SyncJob.table, job.id) }).isCommitted)
    }
    _ = try await store.owners(of: ["a@example.com", "b@example.com"])
    let hash = try await store.put([Blob([1])])[0]
    _ = try await store.blob(hash)
    _ = try await store.isCommitted(world.id())
    try await store.begin(RestoreEpoch(number: 1))
    world.advance(seconds: 200_000)
    _ = try await store.sweep()
  }

  private func value(of column: ColumnDefinition, _ world: StoreWorld) -> Value {
    switch column.type {
    case .uniqueIdentifier: .guid(world.id())
    case .text, .memo: .text("t")
    case .emailAddress: .text("a@example.com")
    case .integer(let range): .integer(Int64(range.lowerBound))
    case .bigInteger, .decimal, .dateTime: .integer(7)
    case .boolean: .integer(1)
    case .picklist, .state, .status: .integer(Int64(column.options[0].number))
    case .lookup(let targets): .reference(Reference(targets[0], world.id()))
    case .partyList: .null
    case .binary: .bytes([1, 2])
    }
  }
}
