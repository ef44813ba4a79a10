/// One step of a discovery, for people who want to know why it found what it found.
public struct AutodiscoverStep: Equatable, Sendable {
  /// What was asked.
  public enum Question: Equatable, Sendable {
    /// The addresses of a host.
    case addresses(host: String)
    /// Services of a name.
    case services(name: String)
    /// A request.
    case request(AutodiscoverRequest.Method, url: String, credential: Bool)
    /// The administrator, about a host.
    case administrator(host: String)
    /// Nobody: a URL that was named and judged.
    case url(String)
  }

  /// What came of it.
  public enum Outcome: Equatable, Sendable {
    /// Addresses; those that may be used, and how many may not.
    case addresses([IPAddress], refused: Int)
    /// So many services.
    case services(Int)
    /// A status, and what it was taken for: a word of ours or the server's.
    case status(Int, String)
    /// No answer.
    case trouble(AutodiscoverTrouble)
    /// What the administrator said.
    case confirmed(Bool)
    /// It is not used, and why.
    case refused(Refusal)
  }

  /// Why something is not used.
  public enum Refusal: String, Equatable, Sendable, CaseIterable {
    /// It is no URL that is taken.
    case malformed
    /// It is not protected by TLS.
    case plaintext
    /// Its port is not allowed.
    case port
    /// It was tried before.
    case alreadyTried
    /// It is Exchange Online.
    case exchangeOnline
    /// None of its addresses may be connected to.
    case address
    /// Nobody confirmed its host.
    case unconfirmed
    /// Its host failed before.
    case failedBefore
    /// Too many redirects.
    case tooManyRedirects
    /// The server does not offer the scheme of the profile.
    case scheme
    /// The event does not answer the action.
    case unexpected
  }

  /// What was asked.
  public var question: Question
  /// What came of it.
  public var outcome: Outcome
  /// Microseconds after 1970 when it began.
  public var begin: Int64
  /// Microseconds after 1970 when it ended.
  public var end: Int64
}
