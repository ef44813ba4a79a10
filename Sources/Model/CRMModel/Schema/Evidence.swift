/// Named texts in one text column: one `name=value` per line, back slash and line ends escaped. What a decision rested
/// on, and the parameters of a message.
package struct Evidence: Hashable, Sendable {
  package var values: [String: String]

  package init(_ values: [String: String] = [:]) { self.values = values }

  package init(text: String) {
    values = [:]
    // By scalars: a value may begin with a combining mark, which would make one character of it and the equals sign.
    for line in text.unicodeScalars.split(separator: "\n") {
      guard let equals = line.firstIndex(of: "=") else { continue }
      values[String(line[..<equals])] = Evidence.unescape(Substring(line[line.index(after: equals)...]))
    }
  }

  package subscript(_ name: String) -> String? {
    get { values[name] }
    set { values[name] = newValue }
  }

  package var text: String {
    values.sorted { $0.key < $1.key }.map { "\($0.key)=\(Evidence.escape($0.value))" }.joined(separator: "\n")
  }

  private static func escape(_ value: String) -> String {
    var escaped = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      case "\u{1E}": escaped += "\\e"  // separates several evidences in one text
      case "\0": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  private static func unescape(_ value: Substring) -> String {
    var text = ""
    var isEscaped = false
    for scalar in value.unicodeScalars {
      if isEscaped {
        switch scalar {
        case "n": text.unicodeScalars.append("\n")
        case "r": text.unicodeScalars.append("\r")
        case "e": text.unicodeScalars.append("\u{1E}")
        default: text.unicodeScalars.append(scalar)
        }
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Record {
  /// Writes a text, cut to what the column holds.
  package mutating func set(_ column: Column<String>, cutting text: String?) {
    guard let text else {
      self[column] = nil
      return
    }
    self[column] = column.cut(text)
  }
}

extension Column where Wrapped == String {
  /// The most characters (Unicode scalars) the column holds.
  package var maximumLength: Int {
    switch definition.type {
    case .text(let max), .memo(let max), .emailAddress(let max): max
    default: .max
    }
  }

  package func cut(_ text: String) -> String {
    guard text.utf8.count > maximumLength, text.unicodeScalars.count > maximumLength else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(maximumLength)))
  }
}
