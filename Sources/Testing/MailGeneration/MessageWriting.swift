/// A message under construction: fields in order and a body of bytes.
struct Draft {
  var fields: [(name: String, value: String)] = []
  var body: [UInt8] = []

  mutating func add(_ name: String, _ value: String) { fields.append((name, value)) }

  var bytes: [UInt8] {
    fields.flatMap { Array("\($0.name): \($0.value)\r\n".utf8) } + [0x0D, 0x0A] + body
  }

  static func mailbox(_ person: Person, charset: String = "UTF-8") -> String {
    person.name.utf8.allSatisfy { $0 < 0x80 } && !person.name.contains("'")
      ? "\(person.name) <\(person.address)>"
      : "\(Encoding.header(person.name, charset: charset)) <\(person.address)>"
  }

  mutating func text(_ text: String, charset: String, encoding: String) {
    add("MIME-Version", "1.0")
    let part = Part.text(text, charset: charset, encoding: encoding)
    fields += part.fields
    body = part.body
  }

  mutating func multipart(_ subtype: String, boundary: String, parameters: String = "", _ parts: [Part]) {
    add("MIME-Version", "1.0")
    add("Content-Type", "multipart/\(subtype); boundary=\"\(boundary)\"\(parameters)")
    body = Part.join(parts, boundary)
  }
}

/// One part of a multipart.
struct Part {
  var fields: [(name: String, value: String)]
  var body: [UInt8]

  static func text(
    _ text: String, charset: String, encoding: String = "base64", type: String = "text/plain", extra: String = ""
  ) -> Part {
    let bytes = Encoding.bytes(of: text.replacingLineEnds, in: charset)
    let body: [UInt8]
    switch encoding {
    case "base64": body = Array((Encoding.base64(bytes) + "\r\n").utf8)
    case "quoted-printable": body = Array(Encoding.quotedPrintable(bytes).utf8)
    default: body = bytes
    }
    return Part(
      fields: [("Content-Type", "\(type); charset=\(charset)\(extra)"), ("Content-Transfer-Encoding", encoding)],
      body: body)
  }

  static func file(_ bytes: [UInt8], type: String, disposition: String, extra: [(name: String, value: String)] = [])
    -> Part
  {
    Part(
      fields: [
        ("Content-Type", type), ("Content-Transfer-Encoding", "base64"), ("Content-Disposition", disposition),
      ] + extra, body: Array((Encoding.base64(bytes) + "\r\n").utf8))
  }

  static func join(_ parts: [Part], _ boundary: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for part in parts {
      bytes += Array("--\(boundary)\r\n".utf8)
      for field in part.fields { bytes += Array("\(field.name): \(field.value)\r\n".utf8) }
      bytes += [0x0D, 0x0A] + part.body + [0x0D, 0x0A]
    }
    return bytes + Array("--\(boundary)--\r\n".utf8)
  }
}

extension String {
  /// LF alone becomes CRLF.
  var replacingLineEnds: String { split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") }
}
