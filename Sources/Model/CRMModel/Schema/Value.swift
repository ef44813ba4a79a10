/// What one column of one row holds.
package enum Value: Hashable, Sendable {
  case null
  case text(String)
  case integer(Int64)
  case guid(GUID)
  case bytes([UInt8])
  case reference(Reference)

  package var isNull: Bool { self == .null }
}

/// A lookup: the row another row points to. `table` is the logical name of the target, as in Dataverse.
package struct Reference: Hashable, Sendable, Codable {
  package let table: String
  package let id: GUID

  package init(_ table: String, _ id: GUID) {
    self.table = table
    self.id = id
  }
}

/// A Swift type that a column can be read and written as.
package protocol ColumnValue: Hashable, Sendable {
  /// Nil where the value is null or of another type.
  init?(_ value: Value)
  var value: Value { get }
}

extension String: ColumnValue {
  package init?(_ value: Value) {
    guard case .text(let text) = value else { return nil }
    self = text
  }
  package var value: Value { .text(self) }
}

extension Int: ColumnValue {
  package init?(_ value: Value) {
    guard case .integer(let number) = value else { return nil }
    self.init(exactly: number)
  }
  package var value: Value { .integer(Int64(self)) }
}

extension Bool: ColumnValue {
  package init?(_ value: Value) {
    guard case .integer(let number) = value else { return nil }
    self = number != 0
  }
  package var value: Value { .integer(self ? 1 : 0) }
}

extension GUID: ColumnValue {
  package init?(_ value: Value) {
    guard case .guid(let id) = value else { return nil }
    self = id
  }
  package var value: Value { .guid(self) }
}

extension Instant: ColumnValue {
  package init?(_ value: Value) {
    guard case .integer(let number) = value else { return nil }
    self.init(microseconds: number)
  }
  package var value: Value { .integer(microseconds) }
}

extension Reference: ColumnValue {
  package init?(_ value: Value) {
    guard case .reference(let reference) = value else { return nil }
    self = reference
  }
  package var value: Value { .reference(self) }
}

extension Array: ColumnValue where Element == UInt8 {
  package init?(_ value: Value) {
    guard case .bytes(let bytes) = value else { return nil }
    self = bytes
  }
  package var value: Value { .bytes(self) }
}

/// An option set as a Swift enumeration: raw values are Dataverse's option numbers.
package protocol OptionValue: ColumnValue, CaseIterable, RawRepresentable where RawValue == Int {
  var label: Label { get }
}

extension OptionValue {
  package init?(_ value: Value) {
    guard case .integer(let number) = value else { return nil }
    self.init(rawValue: Int(truncatingIfNeeded: number))
  }
  package var value: Value { .integer(Int64(rawValue)) }
}
