/// One way of giving bytes to the program. Whatever the bytes are, the claims checked on the way must hold; a trap, an
/// endless loop and a broken claim are equally bugs.
package struct FuzzTarget: Sendable {
  package let name: String
  package let run: @Sendable ([UInt8]) throws(BrokenClaim) -> Void

  package static let all: [FuzzTarget] =
    mail + [
      FuzzTarget(name: "lines", run: LineClaims.check), FuzzTarget(name: "sasl", run: SASLClaims.check),
      FuzzTarget(name: "pop3-session", run: POP3SessionClaims.check),
      FuzzTarget(name: "pop3-listing", run: POP3ListingClaims.check),
      FuzzTarget(name: "pop3-message", run: POP3MessageClaims.check),
      FuzzTarget(name: "smtp-session", run: SMTPSessionClaims.check),
      FuzzTarget(name: "smtp-reply", run: SMTPReplyClaims.check),
      FuzzTarget(name: "smtp-content", run: SMTPContentClaims.check),
      FuzzTarget(name: "tracking-token", run: TrackingTokenClaims.check),
      FuzzTarget(name: "subject", run: SubjectClaims.check),
      FuzzTarget(name: "conversation-index", run: ConversationIndexClaims.check),
      FuzzTarget(name: "configuration", run: ConfigurationClaims.check),
    ] + exchange

  /// XML and what speaks it.
  private static let exchange = [
    FuzzTarget(name: "xml", run: XMLClaims.check),
    FuzzTarget(name: "ews-response", run: EWSResponseClaims.check),
    FuzzTarget(name: "ews-values", run: EWSValueClaims.check),
    FuzzTarget(name: "autodiscover", run: AutodiscoverClaims.check),
  ]

  /// The parsers of messages.
  private static let mail = [
    FuzzTarget(name: "header", run: HeaderClaims.check), FuzzTarget(name: "addresses", run: AddressClaims.check),
    FuzzTarget(name: "encoded-words", run: EncodedWordClaims.check), FuzzTarget(name: "date", run: DateClaims.check),
    FuzzTarget(name: "message", run: MessageClaims.check), FuzzTarget(name: "content", run: ContentClaims.check),
    FuzzTarget(name: "delivery-report", run: DeliveryReportClaims.check),
    FuzzTarget(name: "html", run: HTMLClaims.check), FuzzTarget(name: "outgoing", run: OutgoingClaims.check),
  ]

  package static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// What should always hold did not.
package struct BrokenClaim: Error, CustomStringConvertible {
  package let description: String
}

func claim(_ holds: Bool, _ what: @autoclosure () -> String) throws(BrokenClaim) {
  guard holds else { throw BrokenClaim(description: what()) }
}

/// Input cut into pieces at an octet that stands in no text.
func pieces(_ bytes: some Sequence<UInt8>) -> [ArraySlice<UInt8>] {
  Array(bytes).split(separator: 0xFE, omittingEmptySubsequences: false)
}

func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

/// Lengths that depend on nothing but where they are asked for: the same input is always cut alike.
struct Cuts {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next(upTo limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return 1 + Int(state >> 33) % limit
  }
}
