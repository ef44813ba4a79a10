import CRMModel
import Foundation
import struct GRDB.DatabaseValue
import class GRDB.Row

/// Between the values of the model and the cells of the database.
enum Cells {
  static func encode(_ value: Value) -> DatabaseValue {
    switch value {
    case .null: .null
    case .text(let text): text.databaseValue
    case .integer(let number): number.databaseValue
    case .guid(let id): Data(id.bytes).databaseValue
    case .bytes(let bytes): Data(bytes).databaseValue
    case .reference(let reference): Data(reference.id.bytes).databaseValue
    }
  }

  /// One or two cells for a column.
  static func encode(_ value: Value, for column: ColumnDefinition) -> [DatabaseValue] {
    switch column.type {
    case .partyList: []
    case .lookup:
      if case .reference(let reference) = value {
        [encode(value), reference.table.databaseValue]
      } else {
        [.null, .null]
      }
    default: [encode(value)]
    }
  }

  static func decode(_ row: Row, as table: Table) -> Record {
    var values: [Value] = []
    values.reserveCapacity(table.columns.count)
    var index = 0
    for column in table.columns {
      switch column.type {
      case .partyList: values.append(.null)
      case .lookup:
        values.append(reference(row[index], row[index + 1]))
        index += 2
      case .uniqueIdentifier:
        values.append(guid(row[index]).map(Value.guid) ?? .null)
        index += 1
      default:
        values.append(plain(row[index]))
        index += 1
      }
    }
    return Record(table, values: values)
  }

  static func guid(_ cell: DatabaseValue) -> GUID? {
    guard case .blob(let data) = cell.storage else { return nil }
    return GUID(bytes: data)
  }

  private static func reference(_ id: DatabaseValue, _ table: DatabaseValue) -> Value {
    guard let id = guid(id), case .string(let table) = table.storage else { return .null }
    return .reference(Reference(table, id))
  }

  private static func plain(_ cell: DatabaseValue) -> Value {
    switch cell.storage {
    case .null: .null
    case .int64(let number): .integer(number)
    case .double(let number): .integer(Int64(number))
    case .string(let text): .text(text)
    case .blob(let data): .bytes([UInt8](data))
    }
  }

  /// Nil when the value obeys the column's type and limits.
  static func isValid(_ value: Value, for column: ColumnDefinition) -> Bool {
    switch (column.type, value) {
    case (_, .null): true
    case (.text(let max), .text(let text)), (.memo(let max), .text(let text)),
      (.emailAddress(let max), .text(let text)):
      text.utf8.count <= max || text.unicodeScalars.count <= max
    case (.integer(let range), .integer(let number)): range.contains(Int(number))
    case (.boolean, .integer(let number)): number == 0 || number == 1
    case (.picklist, .integer(let number)), (.state, .integer(let number)), (.status, .integer(let number)):
      column.options.isEmpty || column.options.contains { $0.number == Int(number) }
    case (.bigInteger, .integer), (.dateTime, .integer), (.decimal, .integer): true
    case (.uniqueIdentifier, .guid), (.lookup, .reference): true
    case (.binary(let max), .bytes(let bytes)): bytes.count <= max
    default: false
    }
  }
}
