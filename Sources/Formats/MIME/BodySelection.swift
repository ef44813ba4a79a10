/// Which leaves are the body a person reads. All others are attachments, so nothing is lost.
struct BodySelection {
  private(set) var text: Int?
  private(set) var html: Int?

  private let entities: [Entity]
  private let isBlank: (Int) -> Bool

  /// `isBlank` tells whether a leaf's content is white space only.
  init(_ entities: [Entity], isBlank: @escaping (Int) -> Bool) {
    self.entities = entities
    self.isBlank = isBlank
    guard !entities.isEmpty else { return }
    (text, html) = select(0)
  }

  /// Recursion is as deep as multiparts nest, which ``Limits/depth`` bounds.
  private func select(_ index: Int) -> (text: Int?, html: Int?) {
    let entity = entities[index]
    guard entity.isMultipart else { return leaf(index) }
    switch entity.type.value {
    case "multipart/alternative": return alternative(entity)
    case "multipart/related": return select(root(of: entity))
    default:
      // RFC 2046 §5.1.3: parts are independent and in order; the first that is a body is the body.
      var first: (text: Int?, html: Int?) = (nil, nil)
      for child in entity.children {
        let found = select(child)
        if [found.text, found.html].contains(where: { $0.map { !isBlank($0) } ?? false }) { return found }
        if first.text == nil, first.html == nil { first = found }
      }
      return first
    }
  }

  private func leaf(_ index: Int) -> (text: Int?, html: Int?) {
    let entity = entities[index]
    if entity.isOpaque || entity.disposition?.value == "attachment" { return (nil, nil) }
    switch entity.type.value {
    case "text/plain": return (index, nil)
    case "text/html": return (nil, index)
    default: return (nil, nil)
    }
  }

  private func alternative(_ entity: Entity) -> (text: Int?, html: Int?) {
    var result: (text: Int?, html: Int?) = (nil, nil)
    for child in entity.children {
      let found = select(child)
      result.text = result.text ?? found.text
      result.html = result.html ?? found.html
    }
    return result
  }

  // RFC 2387 §3.2: the part the start parameter names, else the first.
  private func root(of entity: Entity) -> Int {
    if let start = entity.type.parameter("start") {
      for child in entity.children {
        if let id = entities[child].fields.first(.contentID), String(decoding: id.value, as: UTF8.self) == start {
          return child
        }
      }
    }
    return entity.children[0]
  }
}
