import CRMModel
import Foundation
import LockstepServer

/// What a command answers, for people and for programs.
struct CommandResult {
  var data: JSONValue = .object([:])
  var lines: [String] = []
  var problems: [Message] = []
  /// Problems that the lines tell people already: for the document only.
  var told: [Message] = []
  var exit = ExitStatus.done
}

/// How a command ended.
enum ExitStatus: Int32 {
  case done = 0
  case failed = 1
  case usage = 2
  case partly = 3
  case configuration = 4
  case busy = 5
  case unknownThing = 6

  init(_ failure: SyncFailure) {
    switch failure.message.code {
    case .folderBusy:
      self = .busy
      return
    case .usageOption, .usageOnce, .usageEither:
      self = .usage
      return
    default: break
    }
    switch failure.kind {
    case .configuration, .permission: self = .configuration
    case .gone: self = .unknownThing
    default: self = .failed
    }
  }
}

/// A JSON document under construction.
indirect enum JSONValue: Encodable {
  case null
  case bool(Bool)
  case number(Int)
  case text(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The document on one line, its keys in order.
  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  init(_ text: String?) { self = text.map(JSONValue.text) ?? .null }
  init(_ instant: Instant?) { self = instant.map { .text($0.rfc3339) } ?? .null }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    }
  }
}

extension CommandResult {
  /// Parameters of a message that say where it happened, the most telling first.
  private static let places = [
    "mailbox", "profile", "path", "host", "server", "address", "option", "argument", "name", "email",
  ]

  /// `{"ok","data","problems":[{"code","what","where","remedy"}]}`
  func json(in language: Language) -> String {
    let problems = (self.problems + told).map { problem in
      JSONValue.object([
        "code": .text(problem.code.rawValue), "what": .text(problem.text(in: language)),
        "where": .text(CommandResult.places.compactMap { problem.parameters[$0] }.first ?? ""),
        "remedy": .text(problem.remedy(in: language)),
      ])
    }
    return JSONValue.object(["ok": .bool(exit == .done), "data": data, "problems": .array(problems)]).text
  }
}
