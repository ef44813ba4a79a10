/// The text at the end of a subject by which an answer finds its email: prefix, an online digit, the user's number and
/// the message counter. feature map 5.2
package enum TrackingToken {
  /// `MaximumSubjectLengthOnMailServer`. feature map F77
  package static let maximumSubjectLength = 255
  /// Length of the column that keeps a token.
  static let maximumLength = 50
  /// A token has at least the online digit, one digit of the user and one of the counter.
  static let minimumDigits = 3
  static let maximumDigits = 20

  /// - Parameters:
  ///   - user: The number of the user, the organization's base included.
  ///   - userDigits, counterDigits: Minimum widths, padded with zeros.
  package static func make(prefix: String, user: Int, userDigits: Int, counter: Int, counterDigits: Int) -> String {
    prefix + "0" + padded(user, userDigits) + padded(counter, counterDigits)
  }

  /// The subject with the token at its end. The subject is cut so that both fit; a token that does not fit by itself
  /// is left out. feature map F77
  package static func append(_ token: String, to subject: String, limit: Int = maximumSubjectLength) -> String {
    if endsWith(token, subject), subject.count <= limit { return subject }
    let room = limit - token.count - 1
    guard room >= 0, token.count <= maximumLength else { return String(subject.prefix(limit)) }
    let head = String(subject.prefix(room))
    return head.isEmpty ? token : head + " " + token
  }

  /// The token as a word of its own at the end, and not merely the end of a longer one.
  private static func endsWith(_ token: String, _ subject: String) -> Bool {
    guard subject.hasSuffix(token) else { return false }
    let before = subject.dropLast(token.count).last
    return before == nil || before == " "
  }

  /// All tokens in a subject, the last one first: answers keep older ones further to the left.
  package static func find(prefix: String, in subject: String) -> [String] {
    let text = Array(subject.unicodeScalars)
    let sign = Array(prefix.unicodeScalars)
    guard !sign.isEmpty, text.count >= sign.count else { return [] }
    var tokens: [String] = []
    var index = 0
    while index + sign.count <= text.count {
      guard matches(sign, text, at: index) else {
        index += 1
        continue
      }
      var end = index + sign.count
      while end < text.count, ("0"..."9").contains(text[end]), end - index - sign.count < maximumDigits { end += 1 }
      if end - index - sign.count >= minimumDigits {
        // Mail programs may change the case of a prefix; tokens are stored with the organization's.
        tokens.append(prefix + String(String.UnicodeScalarView(text[(index + sign.count)..<end])))
        index = end
      } else {
        index += 1
      }
    }
    return tokens.reversed()
  }

  private static func matches(_ sign: [Unicode.Scalar], _ text: [Unicode.Scalar], at index: Int) -> Bool {
    for (offset, scalar) in sign.enumerated()
    where text[index + offset].properties.lowercaseMapping != scalar.properties.lowercaseMapping {
      return false
    }
    return true
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
