/// Everything one transaction changes, as a value: the store does all of it or names what stands in the way.
package struct UnitOfWork: Sendable {
  /// Asked for when the answer to a commit was lost.
  package let id: GUID
  package let at: Instant
  /// The job under which the unit acts; a commit with an outdated token is refused.
  package let lease: Lease?
  package var changes: [Change]

  package init(id: GUID, at: Instant, lease: Lease? = nil, changes: [Change] = []) {
    self.id = id
    self.at = at
    self.lease = lease
    self.changes = changes
  }

  /// The version that the row of a change got: changes take versions one after another, in their order.
  /// - Parameter last: What the commit answered.
  package func version(ofChange index: Int, last: Int) -> Int { last - changes.count + index + 1 }

  package mutating func insert(_ record: Record) {
    changes.append(.insert(record))
  }

  /// Writes the cells in which `record` differs from `earlier`, provided that nobody changed the row in between.
  package mutating func update(_ record: Record, from earlier: Record) {
    let cells = record.changes(since: earlier)
    guard !cells.isEmpty else { return }
    changes.append(.update(record.table, record.id, expecting: .version(earlier.version), cells))
  }

  package mutating func update(
    _ table: Table, _ id: GUID, expecting expectation: Expectation = .exists, _ cells: [String: Value]
  ) {
    changes.append(.update(table, id, expecting: expectation, cells))
  }

  package mutating func increment<Wrapped>(_ table: Table, _ id: GUID, _ column: Column<Wrapped>, by amount: Int = 1) {
    changes.append(.increment(table, id, column.definition.name, by: amount))
  }

  package mutating func delete(_ table: Table, _ id: GUID, expecting expectation: Expectation = .exists) {
    changes.append(.delete(table, id, expecting: expectation))
  }
}

/// The right to work on a job; tokens only grow.
package struct Lease: Hashable, Sendable {
  package let job: GUID
  package let token: Int

  package init(job: GUID, token: Int) {
    self.job = job
    self.token = token
  }
}

package enum Change: Hashable, Sendable {
  case insert(Record)
  case update(Table, GUID, expecting: Expectation, [String: Value])
  case increment(Table, GUID, String, by: Int)
  case delete(Table, GUID, expecting: Expectation)
  /// Inserts the row, unless one with the same text in column `key` exists: then that one's `counter` grows.
  case notice(Record, key: String, counter: String)
}

/// What must be true of a row for a change to happen.
package enum Expectation: Hashable, Sendable {
  case exists
  case version(Int)
  /// Compare-and-set: these cells hold these values.
  case cells([String: Value])
}

package enum CommitOutcome: Equatable, Sendable {
  /// The highest row version the unit gave out.
  case committed(version: Int)
  /// Nothing was changed; plan again from fresh reads.
  case refused(Refusal)
  /// The answer was lost: ask `isCommitted(unit)`.
  case unknown(SyncFailure)
}

package enum Refusal: Hashable, Sendable {
  /// A row with these unique values exists.
  case duplicate(table: String, columns: [String])
  case moved(table: String, id: GUID)
  case missing(table: String, id: GUID)
  case leaseLost(job: GUID)
  /// A value breaks a rule of the schema.
  case invalid(table: String, column: String)
}
