/// How long the raw bytes of a tracked message are kept beside its decoded parts: the text of `ls_keepraw`.
package enum RawKeeping: Hashable, Sendable {
  case no
  case days(Int)
  case always

  /// The longest span in days: ten years.
  package static let longest = 3650

  /// `no`, `always` or `days:N`; nil for anything else.
  package init?(_ text: String) {
    switch text {
    case "no": self = .no
    case "always": self = .always
    default:
      guard text.hasPrefix("days:"), let days = Int(text.dropFirst("days:".count)),
        (1...RawKeeping.longest).contains(days)
      else { return nil }
      self = .days(days)
    }
  }

  package var text: String {
    switch self {
    case .no: "no"
    case .days(let days): "days:\(days)"
    case .always: "always"
    }
  }
}
