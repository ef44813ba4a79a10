/// Which properties of items are wanted (`ItemShape`).
public struct EWSItemShape: Equatable, Sendable {
  /// The set to begin with. AllProperties is not offered: it costs servers and mailboxes too much.
  public enum Base: String, Equatable, Sendable, CaseIterable {
    case idOnly = "IdOnly", `default` = "Default"
  }

  /// How bodies are wanted.
  public enum Body: String, Equatable, Sendable, CaseIterable {
    case best = "Best", html = "HTML", text = "Text"
  }

  /// The set to begin with.
  public var base: Base
  /// Whether the whole message is wanted, as MIME.
  public var includesMIME: Bool
  /// The form of `item:Body`.
  public var body: Body?
  /// The form of `item:UniqueBody`. Exchange 2013 and later.
  public var uniqueBody: Body?
  /// Whether the server takes scripts out of HTML.
  public var filtersHTML: Bool
  /// More properties.
  public var properties: [EWSPath]

  /// A shape.
  public init(
    _ base: Base = .idOnly, includesMIME: Bool = false, body: Body? = nil, uniqueBody: Body? = nil,
    filtersHTML: Bool = false, properties: [EWSPath] = []
  ) {
    self.base = base
    self.includesMIME = includesMIME
    self.body = body
    self.uniqueBody = uniqueBody
    self.filtersHTML = filtersHTML
    self.properties = properties
  }

  /// `ItemShape`, or the same for attachments.
  func element(_ name: String = "ItemShape") -> EWSElement {
    var children = [EWSElement("BaseShape", text: base.rawValue)]
    if includesMIME { children.append(EWSElement("IncludeMimeContent", value: true)) }
    if let body { children.append(EWSElement("BodyType", text: body.rawValue)) }
    if let uniqueBody { children.append(EWSElement("UniqueBodyType", text: uniqueBody.rawValue)) }
    if filtersHTML { children.append(EWSElement("FilterHtmlContent", value: true)) }
    if !properties.isEmpty { children.append(EWSElement("AdditionalProperties", [:], properties.map(\.element))) }
    return EWSElement(name, [:], children)
  }
}

/// Which properties of folders are wanted (`FolderShape`).
public struct EWSFolderShape: Equatable, Sendable {
  /// The set to begin with.
  public enum Base: String, Equatable, Sendable, CaseIterable {
    case idOnly = "IdOnly", `default` = "Default", all = "AllProperties"
  }

  /// The set to begin with.
  public var base: Base
  /// More properties.
  public var properties: [EWSPath]

  /// A shape.
  public init(_ base: Base = .default, properties: [EWSPath] = []) {
    self.base = base
    self.properties = properties
  }

  var element: EWSElement {
    var children = [EWSElement("BaseShape", text: base.rawValue)]
    if !properties.isEmpty { children.append(EWSElement("AdditionalProperties", [:], properties.map(\.element))) }
    return EWSElement("FolderShape", [:], children)
  }
}
