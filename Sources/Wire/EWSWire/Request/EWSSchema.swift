/// Which child elements a type has, in which order and namespace: read from the table made of the schemas.
struct EWSSchema: Sendable {
  struct Child: Sendable {
    /// Equal for the members of one choice.
    let rank: Int
    /// The child's type; nil when it has no children.
    let type: String?
    /// Whether Exchange 2010 does not know it.
    let isNew: Bool
  }

  struct Kind: Sendable {
    /// Whether its children are in the messages namespace, not in the types namespace.
    let isMessage: Bool
    /// Whether it must have a child.
    let needsChild: Bool
    var children: [String: Child] = [:]
  }

  static let shared = EWSSchema(EWSSchemaTable.text)

  private(set) var roots: [String: String] = [:]
  /// `FieldURI` or `IndexedFieldURI`, a space and a path; whether Exchange 2010 does not know it.
  private(set) var uris: [String: Bool] = [:]
  private(set) var kinds: [String: Kind] = [:]

  init(_ table: String) {
    var name = ""
    var rank = 0
    for line in table.split(separator: "\n") {
      var words = line.split(separator: " ")[...]
      if line.first == "/" {
        roots[String(words[0].dropFirst())] = String(words[1])
        continue
      }
      if line.first == "=" || (line.first == " " && name.hasPrefix("=")) {
        if line.first == "=" {
          name = String(words[0])
          words = words.dropFirst()
        }
        for word in words {
          let isNew = word.hasSuffix("+13")
          uris[name.dropFirst() + " " + (isNew ? word.dropLast(3) : word)] = isNew
        }
        continue
      }
      if line.first != " " {
        name = String(words[0])
        kinds[name] = Kind(isMessage: words[1].first == "m", needsChild: words[1].last == "!")
        words = words.dropFirst(2)
        rank = 0
      }
      for word in words {
        var word = word
        if word.first == "|" { word = word.dropFirst() } else { rank += 1 }
        let isNew = word.hasSuffix("+13")
        if isNew { word = word.dropLast(3) }
        let parts = word.split(separator: ":")
        kinds[name]?.children[String(parts[0])] = Child(
          rank: rank, type: parts.count > 1 ? String(parts[1]) : nil, isNew: isNew)
      }
    }
  }
}
