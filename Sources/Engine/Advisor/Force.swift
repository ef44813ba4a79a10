package import CRMModel

/// How strongly the document speaks; every rule carries one and is printed with the document's own verb. Nothing is
/// refused because a table only recommends.
package enum Force: String, CaseIterable, Sendable, Codable {
  case recommends
  case requires
  case deniesByDefault
  case notRecommendedOrSupported
  case notSupported
  case plainFact

  package var label: Label {
    switch self {
    case .recommends: Label("recommends", "推奨")
    case .requires: Label("requires", "必要")
    case .deniesByDefault: Label("denies by default", "既定では許可していません")
    case .notRecommendedOrSupported: Label("not recommended or supported", "推奨またはサポートされていません")
    case .notSupported: Label("not supported by the original", "元の製品ではサポートされていません")
    case .plainFact: Label("fact", "事実")
    }
  }

  /// Whether the configuration as it is must not be relied on.
  package var isBinding: Bool { self == .requires || self == .deniesByDefault }
}
