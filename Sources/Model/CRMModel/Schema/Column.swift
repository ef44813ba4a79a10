/// A text for people, in both languages of the product.
package struct Label: Hashable, Sendable {
  package let english: String
  package let japanese: String

  package init(_ english: String, _ japanese: String) {
    self.english = english
    self.japanese = japanese
  }

  package func text(in language: Language) -> String {
    language == .japanese ? japanese : english
  }
}

/// The languages people are spoken to in.
package enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case japanese = "ja"
}

/// One choice of an option set.
package struct OptionChoice: Hashable, Sendable {
  package let number: Int
  package let label: Label

  package init(_ number: Int, _ label: Label) {
    self.number = number
    self.label = label
  }
}

/// The kinds of columns, with what limits them. Lengths are in characters.
package enum ColumnType: Hashable, Sendable {
  case uniqueIdentifier
  case text(max: Int)
  case emailAddress(max: Int)
  case memo(max: Int)
  case integer(ClosedRange<Int>)
  case bigInteger
  case boolean
  case picklist
  case state
  case status
  case dateTime
  /// Scaled by ten to the power of `precision`.
  case decimal(precision: Int)
  case lookup([String])
  /// Rows of activityparty; the table itself has no such column.
  case partyList(participation: Int)
  case binary(max: Int)

  /// Columns that live in this table as cells.
  package var isStored: Bool {
    if case .partyList = self { return false }
    return true
  }
}

/// How much Dataverse insists on a value.
package enum RequiredLevel: Hashable, Sendable {
  case none
  case recommended
  case required
  case system
}

/// Everything the store, the doors and the forms need to know about a column.
package struct ColumnDefinition: Hashable, Sendable {
  package let name: String
  package let type: ColumnType
  package let options: [OptionChoice]
  package let defaultValue: Value
  package let required: RequiredLevel
  /// False for secrets: the column can be written, never read.
  package let isReadable: Bool
  package let label: Label
}

/// A column together with the Swift type it is read and written as: `record[Email.subject]`.
package struct Column<Wrapped: ColumnValue>: Sendable {
  package let definition: ColumnDefinition

  package init(
    _ name: String, _ type: ColumnType, required: RequiredLevel = .none, default defaultValue: Wrapped? = nil,
    readable: Bool = true, _ english: String, _ japanese: String
  ) {
    definition = ColumnDefinition(
      name: name, type: type, options: [], defaultValue: defaultValue?.value ?? .null, required: required,
      isReadable: readable, label: Label(english, japanese))
  }
}

extension Column where Wrapped == Bool {
  package init(
    _ name: String, required: RequiredLevel = .none, default defaultValue: Bool? = nil, _ english: String,
    _ japanese: String
  ) {
    self.init(name, .boolean, required: required, default: defaultValue, english, japanese)
  }
}

extension Column where Wrapped == Instant {
  package init(_ name: String, required: RequiredLevel = .none, _ english: String, _ japanese: String) {
    self.init(name, .dateTime, required: required, english, japanese)
  }
}

extension Column where Wrapped == Reference {
  package init(
    _ name: String, to tables: [String], required: RequiredLevel = .none, _ english: String, _ japanese: String
  ) {
    self.init(name, .lookup(tables), required: required, english, japanese)
  }
}

extension Column where Wrapped: OptionValue {
  /// An option set whose options are the cases of `Wrapped`.
  package init(
    _ name: String, _ type: ColumnType, required: RequiredLevel = .none, default defaultValue: Wrapped? = nil,
    _ english: String, _ japanese: String
  ) {
    definition = ColumnDefinition(
      name: name, type: type, options: Wrapped.allCases.map { OptionChoice($0.rawValue, $0.label) },
      defaultValue: defaultValue?.value ?? .null, required: required, isReadable: true,
      label: Label(english, japanese))
  }

  package init(
    _ name: String, required: RequiredLevel = .none, default defaultValue: Wrapped? = nil, _ english: String,
    _ japanese: String
  ) {
    self.init(name, .picklist, required: required, default: defaultValue, english, japanese)
  }
}
