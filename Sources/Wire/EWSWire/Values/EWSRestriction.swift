/// A condition on items or folders (`Restriction`).
public indirect enum EWSRestriction: Equatable, Sendable {
  /// How two values compare.
  public enum Comparison: String, Equatable, Sendable, CaseIterable {
    case isEqualTo = "IsEqualTo", isNotEqualTo = "IsNotEqualTo", isGreaterThan = "IsGreaterThan"
    case isGreaterThanOrEqualTo = "IsGreaterThanOrEqualTo", isLessThan = "IsLessThan"
    case isLessThanOrEqualTo = "IsLessThanOrEqualTo"
  }

  /// Where a text is looked for.
  public enum Containment: String, Equatable, Sendable, CaseIterable {
    case fullString = "FullString", prefixed = "Prefixed", substring = "Substring"
    case prefixOnWords = "PrefixOnWords", exactPhrase = "ExactPhrase"
  }

  /// A property compared with a constant, as XML Schema writes it.
  case compare(EWSPath, Comparison, String)
  /// A property that is there.
  case exists(EWSPath)
  /// A property that contains a text.
  case contains(EWSPath, String, mode: Containment, ignoresCase: Bool)
  /// The opposite.
  case not(EWSRestriction)
  /// All of them; at least one.
  case all(EWSRestriction, [EWSRestriction])
  /// Any of them; at least one.
  case any(EWSRestriction, [EWSRestriction])

  /// A property equal to a constant.
  public static func equals(_ path: EWSPath, _ value: String) -> EWSRestriction { .compare(path, .isEqualTo, value) }

  var element: EWSElement {
    switch self {
    case .compare(let path, let comparison, let value):
      EWSElement(
        comparison.rawValue, [:],
        [path.element, EWSElement("FieldURIOrConstant", [:], [EWSElement("Constant", ["Value": value])])])
    case .exists(let path): EWSElement("Exists", [:], [path.element])
    case .contains(let path, let text, let mode, let ignoresCase):
      EWSElement(
        "Contains",
        ["ContainmentMode": mode.rawValue, "ContainmentComparison": ignoresCase ? "IgnoreCase" : "Exact"],
        [path.element, EWSElement("Constant", ["Value": text])])
    case .not(let inner): EWSElement("Not", [:], [inner.element])
    case .all(let first, let rest): EWSElement("And", [:], ([first] + rest).map(\.element))
    case .any(let first, let rest): EWSElement("Or", [:], ([first] + rest).map(\.element))
    }
  }
}
