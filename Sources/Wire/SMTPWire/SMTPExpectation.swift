internal import SASL

/// What the next reply answers.
enum SMTPExpectation: Sendable {
  case greeting
  case ehlo
  case helo
  case startTLS
  case auth(SASLExchange, challenges: Int)
  case cancelledAuth(SASLExchange)
  case mail
  case recipient(Int)
  case data
  /// A dot sent because DATA was accepted for nobody.
  case loneDot
  case chunk(isLast: Bool)
  case endOfContent
  case rset(isAskedFor: Bool)
  case noop
  case quit

  /// What fails when no answer comes; nil for the commands of a transaction.
  var operation: SMTPFailure.Operation? {
    switch self {
    case .greeting: .greeting
    case .ehlo, .helo: .ehlo
    case .startTLS: .startTLS
    case .auth, .cancelledAuth: .auth
    case .rset: .rset
    case .noop: .noop
    case .quit: .quit
    case .mail, .recipient, .data, .loneDot, .chunk, .endOfContent: nil
    }
  }

  /// Where in a transaction the answer stands.
  var stage: SMTPOutcome.Stage {
    switch self {
    case .recipient, .loneDot: .recipients
    case .data: .data
    case .chunk, .endOfContent: .content
    default: .mail
    }
  }
}
