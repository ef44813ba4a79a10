import Foundation
import MIME

/// What one reader found in one message, normalized so that only real differences differ.
struct Reading: Equatable {
  static let fields = ["subject", "from", "sender", "to", "cc", "date", "text", "html", "attachments"]

  /// By field name; a field the reader failed on holds "error: ...".
  var values: [String: String]
  /// A second reading of fields where the first left bytes unread, as the oracle explains.
  var again: [String: String] = [:]

  /// Our own reading.
  init(_ message: ParsedMessage) {
    values = [
      "subject": Self.line(message.subject), "from": Self.list(message.from), "sender": Self.list(message.sender),
      "to": Self.list(message.to), "cc": Self.list(message.cc),
      "date": message.date.map { String($0 / 1_000_000) } ?? "none",
      "text": message.text.map(Self.lines) ?? "none", "html": message.html.map(Self.lines) ?? "none",
      "attachments": message.attachments.map(Self.attachment).joined(separator: "\n"),
    ]
  }

  /// One line of the oracle.
  init(json: [String: Any]) {
    values = [:]
    for field in Self.fields {
      values[field] = Self.oracle(field, json[field])
      if json["\(field) again"] is String { again[field] = Self.oracle(field, json["\(field) again"]) }
    }
  }

  private static func oracle(_ field: String, _ value: Any?) -> String {
    if let failure = value as? [String: Any] { return "error: \(failure["error"] ?? "")" }
    switch (field, value) {
    case ("subject", let text as String): return line(text)
    case ("text", let text as String), ("html", let text as String): return lines(text)
    case ("date", let seconds as NSNumber): return seconds.stringValue
    case ("attachments", let list as [[String]]): return list.map { $0.joined(separator: " ") }.joined(separator: "\n")
    case (_, let list as [[String]]):
      return self.list(list.map { MailAddress(displayName: $0[0], address: $0[1]) })
    default: return "none"
    }
  }

  private static func list(_ addresses: [MailAddress]) -> String {
    addresses.map { "\(line($0.displayName)) <\($0.address)>" }.joined(separator: "\n")
  }

  /// Runs of white space are one space.
  private static func line(_ text: String) -> String {
    text.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }.joined(separator: " ")
  }

  /// Line ends LF, no white space at the end of lines and of the text.
  private static func lines(_ text: String) -> String {
    var result: [UInt8] = []
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == 0x0A || byte == 0x0D {
        if byte == 0x0A, previous == 0x0D {
          previous = byte
          continue
        }
        while let last = result.last, last == 0x20 || last == 0x09 { result.removeLast() }
        result.append(0x0A)
      } else {
        result.append(byte)
      }
      previous = byte
    }
    while let last = result.last, last == 0x20 || last == 0x09 || last == 0x0A { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }

  /// Type and hash; of message parts without regard to white space, as the oracle has to write them again.
  private static func attachment(_ attachment: Attachment) -> String {
    var hash = attachment.sha256
    if attachment.mediaType.hasPrefix("message/") {
      let bytes = attachment.content.filter { $0 != 0x20 && !(0x09...0x0D).contains($0) }
      hash = Attachment(fileName: nil, mediaType: "", content: bytes).sha256
    }
    if attachment.mediaType.hasPrefix("text/") {
      var bytes: [UInt8] = []
      for byte in attachment.content {
        if byte == 0x0A, bytes.last == 0x0D { bytes.removeLast() }
        bytes.append(byte)
      }
      bytes = bytes.map { $0 == 0x0D ? 0x0A : $0 }
      while let last = bytes.last, [0x20, 0x09, 0x0A].contains(last) { bytes.removeLast() }
      hash = Attachment(fileName: nil, mediaType: "", content: bytes).sha256
    }
    return attachment.mediaType + " " + hash.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}

/// Runs Python's reading of the files.
enum Oracle {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  static func read(_ corpus: MailCorpus) throws -> [String: Reading] {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "mime-oracle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }  // a leftover temporary folder is no failure
    let input = scratch.appending(path: "files")
    let output = scratch.appending(path: "readings")
    try Data(corpus.files.joined(separator: "\n").utf8).write(to: input)
    try Data().write(to: output)

    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "oracle.py")
    process.arguments = ["python3", "-B", script.path, corpus.folder.path]
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "the oracle ended with \(process.terminationStatus); is python3 installed?")
    }
    var readings: [String: Reading] = [:]
    for line in try Data(contentsOf: output).split(separator: 0x0A) {
      guard let json = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any],
        let file = json["file"] as? String
      else { throw Failure(description: "a line of the oracle is no object") }
      readings[file] = Reading(json: json)
    }
    return readings
  }
}
